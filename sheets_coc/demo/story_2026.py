"""What happens in the demo of the sheet of 2026: codes in place of names, and a key to them.

The same days and the same jobs as in `story`, on the columns of the working group's manual. What
people see go is a name in the key, once the last record of its person has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sheets_coc.dates import to_serial
from sheets_coc.demo import sheet as demo_sheet
from sheets_coc.demo.sheet import FIRST_DAY
from sheets_coc.demo.story import (
    A_WEEK_LATER,
    Cell,
    Picture,
    Play,
    Story,
    export,
    figures,
    logged,
)
from sheets_coc.redaction.preview import Piece
from sheets_coc.sheet.model import Snapshot, Value, text
from sheets_coc.todo import tab as todo

if TYPE_CHECKING:
    from sheets_coc.local import LocalGoogle

HEADINGS: Final = ("Real Name", "Person Code Name", "Also known as", "Contacts")
"""The columns of the key that the pictures show."""
ENDS: Final = {"First Suspension": date(2026, 3, 31), "Second Suspension": date(2027, 6, 30)}
"""The last days of the suspensions, as somebody types them."""


class PlayOf2026(Play):
    """The demo of the sheet of 2026 under way."""

    def fill_in(self, day: date) -> None:
        """A person types when the suspensions end."""
        from sheets_coc.records.layout import read_layout

        person = demo_sheet.session(self.google, "owner")
        snapshot = person.read()
        tab = snapshot.tab(self.policy.tabs.records)
        if tab is None:
            return
        columns = read_layout(tab, self.policy, snapshot.metadata).columns
        requests = []
        for row in range(1, len(tab.values)):
            end = ENDS.get(text(tab.value(row, columns["consequence"])))
            if end is not None:
                cell = {"userEnteredValue": {"numberValue": to_serial(end)}}
                at = (row, columns["banned_until"])
                requests.append(demo_sheet.put(tab, at, cell, "userEnteredValue"))
        person.batch(requests)
        self.tell(
            day, "", "Somebody of the committee fills in when the suspensions end",
            f"{len(requests)} suspensions; a ban without an end is for good.",
        )  # fmt: skip


def play(google: LocalGoogle, before: Path, after: Path) -> Story:
    """Run the whole cycle on the sheet of 2026; see `story.play`."""
    it = PlayOf2026(google)
    export(google, before)
    it.setup(FIRST_DAY)
    it.validate(FIRST_DAY)
    it.fill_in(FIRST_DAY)
    it.dates(FIRST_DAY)
    it.redact(FIRST_DAY, "Records past their date are announced, none goes today")
    start = it.book(A_WEEK_LATER).read()
    it.redact(A_WEEK_LATER, "A week later the notice has run, and the safety belt holds")
    it.tick(A_WEEK_LATER)
    it.redact(A_WEEK_LATER, "Names go from the key, and the rows are marked")
    it.redact(A_WEEK_LATER, "The same again: nothing is left to do")
    end = it.book(A_WEEK_LATER).read()
    it.story.pictures = _pictures(start, end, it.policy.tabs.identity_key)
    it.story.left = [(line.kind, line.what) for line in todo.read(end, it.policy)]
    it.story.figures, it.story.same = figures(start, end, it.policy)
    it.story.log = logged(end, it.policy)
    it.story.summary = [
        f"{len(it.story.pictures)} people have no name in the key any more; rows keep their code.",
        f"Of the yearly figures {'not one' if it.story.same else 'SOME'} changed.",
        f"{len(it.story.left)} lines in To do wait for a person.",
    ]
    export(google, after)
    return it.story


def _pictures(start: Snapshot, end: Snapshot, title: str) -> list[Picture]:
    """The rows of the key that changed, before and after."""
    seen, gone = start.tab(title), end.tab(title)
    if seen is None or gone is None:
        return []
    pairs = zip(seen.values[1:], gone.values[1:], strict=True)
    return [
        Picture(text(new[1]), "the key", _compared(_shown(old), _shown(new)))
        for old, new in pairs
        if _shown(old) != _shown(new)
    ]


def _compared(old: Sequence[str], new: Sequence[str]) -> tuple[Cell, ...]:
    """The cells that changed: heading, and what stood there and stands there now."""
    return tuple(
        (heading, (Piece(before, "gone"),), (Piece(after, "new"),))
        for heading, before, after in zip(HEADINGS, old, new, strict=True)
        if before != after
    )


def _shown(cells: Sequence[Value]) -> tuple[str, ...]:
    width = len(HEADINGS)
    return tuple(text(cell) for cell in [*cells, *[None] * width][:width])
