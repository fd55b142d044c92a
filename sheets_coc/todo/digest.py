"""To do as a digest: what can be told and settled together is one line, and never too many.

    40 lines "…: The date of the first report is missing."
    →  "40 records: The date of the first report is missing. … amber-boat, birch-cup and 32 more"

A line that stands for several is known by exactly those: when one of them is settled, or another
one comes, it is a new line, and unticked. What can be answered together is: "day first" for all
dates of a column that have two readings, "different people" for many pairs. Lines that only a
person can settle (someone is still mentioned, a question with answers of its own) are never put
together nor left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2s

from sheets_coc.todo.tab import STICKY, Line, Topic
from sheets_coc.todo.wording import named

TOGETHER = 4
"""From how many alike on lines become one."""
APART = {"repeat": 10}
"""From how many, for groups whose lines are better answered one by one."""
TOGETHER_REF = "together/"
MOST = 50
"""How many lines there are at the most, those aside that are never left out."""
_NAMED = 8
_ORDER = {Topic.QUESTION: 0, Topic.SETTLE: 1, Topic.GOING: 2}


def digest(lines: Sequence[Line]) -> list[Line]:
    """The lines that stand in To do, the most urgent kinds first.

    Args:
        lines: everything there is to say, each reference once.
    """
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.group:
            groups[line.group].append(line)
    found: list[Line] = []
    told: set[str] = set()
    for line in lines:
        together = groups.get(line.group, [])
        if len(together) < APART.get(line.group, TOGETHER):
            found.append(line)
        elif line.group not in told:
            told.add(line.group)
            found.append(_as_one(together))
    found.sort(key=lambda line: _ORDER[line.topic])
    return _not_too_many(found)


def _as_one(lines: Sequence[Line]) -> Line:
    """One line for several that are alike; its reference is made of all of theirs."""
    first = lines[0]
    sticky = STICKY if first.ref.startswith(STICKY) else ""
    names = list(dict.fromkeys(line.name for line in lines))
    return replace(
        first,
        ref=sticky + together_ref(first.group, [line.ref for line in lines]),
        what=f"{len(names)} records: {first.alike} These are: {named(names, _NAMED)}.",
        options=first.choices,
    )


def together_ref(group: str, refs: Iterable[str]) -> str:
    """By what a line that stands for several is known."""
    told = "\n".join(sorted(refs))
    return f"{TOGETHER_REF}{group}/{blake2s(told.encode(), digest_size=6).hexdigest()}"


def _not_too_many(lines: Sequence[Line]) -> list[Line]:
    """Not more than can be read; the rest is counted, and comes up as these are settled."""
    plain = [line for line in lines if line.group]
    room = max(MOST - 1 - (len(lines) - len(plain)), 0)
    left_out = {line.ref for line in plain[room:]} if len(lines) > MOST else set()
    if not left_out:
        return list(lines)
    said = f"{len(left_out)} more lines come up here as the others are settled."
    kept = [line for line in lines if line.ref not in left_out]
    return [*kept, Line(f"more/{len(left_out)}", Topic.SETTLE, said)]
