"""Lines that stand in To do until a person answers them, whatever the sheet says by now.

What a run met (more records than usual, an account nobody knows, words in a row that has gone)
cannot be told from the records again: only its line knows. The next run keeps these lines, so
whoever answers To do elsewhere than in the sheet is shown them as well. They are worded anew
from their references, because a member may have written beside the words that stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sheets_coc.schema.columns import BY_KEY
from sheets_coc.sheet.model import column_letters
from sheets_coc.todo.analysis import ACCESS_REF, LIMIT_REF, MEANT, Analysis
from sheets_coc.todo.items import limit_lines, pending
from sheets_coc.todo.pairs import row_identity
from sheets_coc.todo.tab import STICKY, Line, PresentLine, Topic

_FLAGS = f"{STICKY}flags/"


def with_standing(seen: Analysis, lines: Sequence[Line]) -> list[Line]:
    """Lines that the rules call for, behind what stopped a run, and what else stands there.

    Args:
        seen: what the rules say of the sheet.
        lines: what should stand in To do by it.
    """
    wanted = {line.ref for line in lines} | {line.was for line in lines}
    kept = pending(seen)
    standing = [one for one in seen.present_lines if not one.done and one.ref not in wanted]
    stopped = [one for one in standing if one.ref.startswith(LIMIT_REF) and one.ref in kept]
    return [
        *(line for one in stopped for line in _over_limit(seen, one)),
        *lines,
        *(_access(one) for one in standing if one.ref.startswith(ACCESS_REF)),
        *(
            line
            for one in standing
            if one.ref.startswith(_FLAGS) and one.ref.count("/") > 3
            for line in _flags(seen, one)
        ),
    ]


def _over_limit(seen: Analysis, one: PresentLine) -> Iterator[Line]:
    about = one.ref.removeprefix(LIMIT_REF).split(",")
    known = {row_identity(seen.sheet, record): record for record in seen.sheet.records}
    for line in limit_lines({key: one for key, one in known.items() if key in about}):
        yield replace(line, ref=one.ref)


def _access(one: PresentLine) -> Line:
    mark = one.ref.removeprefix(ACCESS_REF)
    said = f"Who can open the file differs from the committee, mark {mark}: see sheets-coc access."
    asks = one.kind == Topic.QUESTION.value
    topic = Topic.QUESTION if asks else Topic.SETTLE
    return Line(one.ref, topic, said, options=MEANT if asks else ())


def _flags(seen: Analysis, one: PresentLine) -> Iterator[Line]:
    """Words in a row that was expunged: looked at by a person, then ticked."""
    identity, key, _ = one.ref.removeprefix(_FLAGS).rsplit("/", 2)
    layout = seen.sheet.layout
    own = {column_letters(c.column): c.column for c in layout.own}
    column = layout.columns.get(key, own.get(key))
    header = BY_KEY[key].header if key in BY_KEY else f"column {key}, one of your own,"
    for record in seen.sheet.records:
        if column is not None and row_identity(seen.sheet, record) == identity:
            said = (
                f"{record.name}: words in {header} may still tell who it was. Read "
                "it and reword, then tick this line."
            )
            title = seen.policy.tabs.records
            yield Line(one.ref, Topic.SETTLE, said, seen.sheet.tab.id, title, record.row, column)
