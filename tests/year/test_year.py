"""A year of nights and Mondays: what went, what was said, and why each red night was red.

`dev.py soak year` plays the whole year and shows its figures and what a member reads at six
moments; every run plays its first weeks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.harness.world import World
from tests.mail.smtp import Mailbox
from tests.year.truth import NEVER, TERMS
from tests.year.year import BEGIN, FORM, MEMBERS, SILENT, Year

Events = dict[int, Callable[[], None]]


def days(weeks: int) -> list[date]:
    """Every Monday and Thursday but those without a schedule, and Saturdays in the spring."""
    found = [BEGIN + timedelta(days=n) for n in range(7 * weeks)]
    return [
        day
        for day in found
        if not SILENT[0] <= day < SILENT[1]
        and (day.weekday() in (0, 3) or (day.weekday() == 5 and day.month in (3, 4, 5, 6)))
    ]


def events(year: Year) -> Events:
    """What happens besides everyday work, by the number of the night."""
    kept: dict[str, object] = {}

    def appeal() -> None:
        """A ban is appealed: open, while the measure stands."""
        truth = next(t for t in year.live() if t.decision == "Violation, banned" and not t.held)
        kept["appeal"] = truth
        truth.decision = "Open"
        year.type(truth, decision="Open")

    def appeal_decided() -> None:
        truth = kept["appeal"]
        truth.decision = "Violation, banned"
        year.type(truth, decision=truth.decision)

    def hold() -> None:
        truth = max(
            (t for t in year.live() if t.decision in TERMS and (t.last_day(year.truths) != NEVER)),
            key=lambda t: t.reported,
        )
        kept["hold"] = truth
        truth.held = True
        year.type(truth, hold="a court has asked for it")

    def hold_ends() -> None:
        kept["hold"].held = False
        year.type(kept["hold"], hold=None)

    def contradiction() -> None:
        truth = next(t for t in year.live() if t.decision == "Violation, resolved")
        kept["wrong"] = truth
        truth.blocked = True
        year.type(truth, banned_until="permanent")

    def contradiction_mended() -> None:
        kept["wrong"].blocked = False
        year.type(kept["wrong"], banned_until=None)

    def leaves() -> None:
        """A member leaves in the middle of a week, and can still open the sheet."""
        at = year.sheet.grid("Committee")
        row = next(n for n, cells in enumerate(at) if cells[0] == MEMBERS[1])

        def change(grid: list[list[object]]) -> None:
            grid[row][3] = (year.day - date(1899, 12, 30)).days - 1

        year.sheet.edit(change, "Committee")
        year.leaver = True

    def locked_out() -> None:
        year.take_away("m1@example.org")
        year.leaver = False

    def own_column() -> None:
        year.sheet.edit(
            lambda grid: [[*row, ("Remarks" if "Case" in row else "hm")] for row in grid]
        )
        year.unclassified = True

    def own_column_answered() -> None:
        year.sheet.answer("Nobody has said", "remove names")
        year.unclassified = False

    def renamed() -> None:
        year.sheet.rename("hold", "Reason to keep")
        year.shape_broken = True

    def renamed_back() -> None:
        year.sheet.rename("Reason to keep", "Hold")
        year.shape_broken = False

    def sorted_alone() -> None:
        kept["before"] = year.sheet.grid()
        column = year.sheet.column("summary")

        def change(grid: list[list[object]]) -> None:
            values = [row[column] for row in grid[1:]]
            for row, value in zip(grid[1:], sorted(values, key=str, reverse=True), strict=True):
                row[column] = value

        year.sheet.edit(change)
        year.shape_broken = True

    def sort_undone() -> None:
        year.sheet.edit(lambda _: kept["before"])
        year.shape_broken = False

    def married() -> None:
        """A member takes another name; the old one stands under Also known as."""

        def change(grid: list[list[object]]) -> None:
            row = next(cells for cells in grid if cells[0] == MEMBERS[2])
            row[0], row[6] = "Lea Vogel", MEMBERS[2]

        year.sheet.edit(change, "Committee")

    return {
        9: appeal, 13: hold, 16: contradiction, 18: contradiction_mended, 22: leaves,
        25: locked_out, 28: own_column, 30: own_column_answered, 34: appeal_decided, 37: renamed,
        39: renamed_back, 44: sorted_alone, 46: sort_undone, 52: married, 90: hold_ends,
    }  # fmt: skip


def play(world: World, mailbox: Mailbox, *, weeks: int, seed: int) -> Year:
    """The year's first weeks."""
    year = Year(world, mailbox, seed)
    happening = events(year)
    repeaters = [t.person for t in year.truths[:6]]
    moments = {3, 24, 38, 70, 84, 106}
    for number, day in enumerate(days(weeks)):
        year.day = day
        if number in happening:
            happening[number]()
        if number % 4 == 1 and not year.shape_broken:
            person = repeaters.pop() if number % 12 == 1 and repeaters else None
            year.report(person, form=number % 8 == 1)
        if not year.shape_broken:
            year.everyday()
        year.tidy()
        year.night()
        if day.weekday() == 0:
            mail = year.monday()
        if number in moments:
            year.read_aloud(mail)
    return year


def test_the_first_weeks(world: World, mailbox: Mailbox) -> None:
    year = play(world, mailbox, weeks=2, seed=1)
    assert year.nights == 4
    assert len(year.mails) == 2
    assert max(year.mails) <= 30


@pytest.mark.soak
def test_a_year(world: World, mailbox: Mailbox) -> None:
    year = play(world, mailbox, weeks=52, seed=1)
    gone = [truth for truth in year.truths if truth.gone]
    print("\n\n".join(year.told))  # noqa: T201 - what the soak is for
    print(  # noqa: T201
        f"\n{year.nights} nights, {year.red_nights} red ({dict(year.red)}); {len(gone)} of "
        f"{len(year.truths)} records gone; most lines in To do by month {year.lines}; "
        f"{len(year.mails)} mails of {min(year.mails)} to {max(year.mails)} lines"
    )
    assert year.nights >= 110
    assert len(gone) >= 15
    assert max(year.lines.values()) <= 25
    assert max(year.mails) <= 32
    form = year.sheet.grid(FORM)
    mentioned = " ".join(line["Where"] for line in year.sheet.todo())
    for row, cells in enumerate(form):
        for truth in gone:
            if str(cells[1]).startswith(f"{truth.name} ") and not _lives(year, truth.person):
                assert f"{FORM} B{row + 1}" in mentioned


def _lives(year: Year, person: int) -> bool:
    return any(truth.person == person for truth in year.live())
