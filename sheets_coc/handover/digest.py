"""What the Monday mail says of the records: new things first, ten lines a person reads.

What an earlier mail has told, and what stays as it is, is counted in one line; long lists are
shortened; what nobody needs on a Monday (the last run, the last fresh copy) is left to `status`:

    New since 16 November 2026
      Reported: frosty-boat.

    To do
      Unanswered for more than a day: frosty-boat (31 hours).
      Undecided for more than a week: late-lamp.
    As before: 18 undecided, 2 lines in To do, 1 on hold. sheets-coc status names them.

What stops the tool, and whoever waits for a first answer, is told every time in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sheets_coc.dates import in_words
from sheets_coc.errors import Error
from sheets_coc.handover.told import key
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Snapshot
from sheets_coc.status import to_do
from sheets_coc.status.cases import to_settle
from sheets_coc.status.item import RECUSED, Item, Urgency
from sheets_coc.status.status import status
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.open_cases import conflicts
from sheets_coc.todo.wording import count, named

NAMED: Final = 5
"""How many cases a line of the mail names."""
LINES: Final = 7
"""How many lines ask for something; the rest is counted."""
_IN_THE_ROTA: Final = frozenset({"nobody-on-duty"})
"""Said where the mail names who is on duty."""
_BEFORE: Final = {
    "undecided": "undecided",
    "appealed": "under appeal",
    "no-handler": "handled by nobody",
    "acknowledge": "to acknowledge",
    "to-settle": "to settle",
    "to-do": "waiting in To do",
    "going": "going soon",
    "ban-ends": "with a ban that ends soon",
    "held": "on hold",
    "hold-review": "of them to review",
    "waiting": "waiting for another report",
    "wait-review": "of them to review",
}
"""Lines about cases that are only counted once they have been told, and how."""
_STATES: Final = frozenset({"held", "waiting"})
"""Lines that are only ever counted."""
SOON: Final = timedelta(days=7)
"""How long before it goes a record is named once more."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of the mail under one heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What the mail says of the records.

    Attributes:
        sections: what it says.
        told: by what each thing in it is remembered, so that the next mail only counts it.
    """

    sections: tuple[Section, ...] = ()
    told: frozenset[str] = frozenset()


def digest(
    snapshot: Snapshot, policy: Policy, now: datetime, known: Collection[str] = ()
) -> Digest:
    """What the mail says of the records: case names only; nothing where there are none.

    Args:
        snapshot: the spreadsheet.
        policy: the committee's rules.
        now: the moment, in UTC.
        known: what the last mail told; see `told`.
    """
    if snapshot.tab(policy.tabs.records) is None:
        return Digest()
    try:
        seen = analyse(snapshot, policy, now)
        found = status(seen, None)
    except Error as error:
        said = f"The records could not be looked at. {error.message}"
        return Digest((Section("To do", (said,)),))
    hidden = conflicts(seen).hidden_from()
    since = seen.today - timedelta(days=7)
    split = _Split(seen, hidden, known)
    asked = split.asked(found.items)
    sections = (
        Section(f"New since {in_words(since)}", _new(seen, since, hidden)),
        Section("To do", asked),
        Section("", split.as_before()),
    )
    return Digest(tuple(one for one in sections if one.lines), frozenset(split.told))


def _new(seen: Analysis, since: date, hidden: Collection[str]) -> tuple[str, ...]:
    """What happened since a day: reported, decided, expunged."""
    records = [dated.record for dated in seen.dated if dated.record.name not in hidden]
    today = seen.today
    there = [record for record in records if not record.expunged]
    happened = (
        ("Reported", [r for r in there if _within(r.reported_on, since, today)]),
        ("Decided", [r for r in there if _within(r.decided_on, since, today)]),
        ("Expunged", [r for r in records if _within(r.expunged_on, since, today)]),
    )
    return tuple(
        f"{verb}: {named([record.name for record in found], NAMED)}."
        for verb, found in happened
        if found
    )


def _within(day: date | None, since: date, today: date) -> bool:
    return day is not None and since < day <= today


class _Split:
    """Parts what an earlier mail has told from what is new.

    Attributes:
        told: by what everything is remembered.
        counted: how many cases, or lines of To do, are only counted, by the code of their line.
    """

    def __init__(self, seen: Analysis, hidden: Collection[str], known: Collection[str]) -> None:
        self._seen, self._hidden, self._known = seen, hidden, known
        self._near = {
            one.record.name for one in seen.dated
            if one.goes_on is not None and one.goes_on <= seen.today + SOON
        }  # fmt: skip
        self.told: set[str] = set()
        self.counted: Counter[str] = Counter()

    def asked(self, items: Sequence[Item]) -> tuple[str, ...]:
        """What somebody should do, the most urgent first; what there is no room for comes again."""
        new = [one for item in items for one in self._new(item)]
        lines = []
        for item, keys in new[:LINES]:
            lines.append(item.shortened(NAMED))
            self.told |= keys
        if (more := len(new) - LINES) > 0:
            lines.append(f"And {count(more, 'more line')}: sheets-coc status.")
        lines += [item.text for item in items if item.code == RECUSED]
        old = any(number for code, number in self.counted.items() if code not in _STATES)
        return tuple(lines) or ("Nothing new." if old else "Nothing needs attention.",)

    def _new(self, item: Item) -> list[tuple[Item, set[str]]]:
        """What of a line is to be told in full, and by what it is remembered."""
        if item.code in _STATES:
            self.counted[item.code] += len(item.cases)
            return []
        if item.urgency is Urgency.KNOW or item.code in _IN_THE_ROTA:
            return []
        if item.code == "to-do":
            return self._new_lines()
        if item.code not in _BEFORE:
            return [(item, set())]
        keys = {case: key(item.code, self._of(item.code, case)) for case in item.cases}
        old, new = self._parted(item.code, keys)
        left = item.without(old) if old else item
        return [(left, new)] if left else []

    def _new_lines(self) -> list[tuple[Item, set[str]]]:
        """The lines of To do that no mail has told of."""
        said = to_settle(self._seen)
        keys = {ref: key("to-do", ref) for ref in to_do.refs(self._seen, said)}
        old, new = self._parted("to-do", keys)
        found = (one.without(self._hidden) for one in to_do.items(self._seen, said, old))
        return [(one, new) for one in found if one]

    def _parted(self, code: str, keys: Mapping[str, str]) -> tuple[set[str], set[str]]:
        """What is known, which is counted and remembered on; and the keys of what is not."""
        old = {what for what, one in keys.items() if one in self._known}
        self.counted[code] += len(old)
        self.told |= {keys[what] for what in old}
        return old, {one for what, one in keys.items() if what not in old}

    def _of(self, code: str, case: str) -> str:
        """A case as it is remembered: once more as a record that goes within the week."""
        return f"{case}/soon" if code == "going" and case in self._near else case

    def as_before(self) -> tuple[str, ...]:
        """What stays as it is, in numbers."""
        said = [f"{self.counted[code]} {what}" for code, what in _BEFORE.items()
                if self.counted[code]]  # fmt: skip
        if not said:
            return ()
        return (f"As before: {', '.join(said)}. sheets-coc status names them.",)
