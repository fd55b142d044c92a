"""A year of nights and Mondays: what went, what was said, and why each red night was red.

`dev.py soak year` plays the whole year and shows its figures and what a member reads at six
moments; every run plays its first weeks.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.harness.world import World
from tests.mail.smtp import Mailbox
from tests.year.events import Events
from tests.year.sheet import BEGIN, FORM
from tests.year.year import SILENT, Year


def days(weeks: int) -> list[date]:
    """Every Monday and Thursday but those without a schedule, and Saturdays in the spring."""
    found = [BEGIN + timedelta(days=n) for n in range(7 * weeks)]
    return [
        day
        for day in found
        if not SILENT[0] <= day < SILENT[1]
        and (day.weekday() in (0, 3) or (day.weekday() == 5 and day.month in (3, 4, 5, 6)))
    ]


def play(world: World, mailbox: Mailbox, *, weeks: int, seed: int) -> Year:
    """The year's first weeks."""
    year = Year(world, mailbox, seed)
    happening = Events(year)
    repeaters = [t.person for t in year.truths[:6]]
    moments = {3, 24, 38, 70, 84, 106}
    for number, day in enumerate(days(weeks)):
        year.day = day
        happening.tonight(number)
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
    year = play(world, mailbox, weeks=54, seed=1)
    gone = [truth for truth in year.truths if truth.gone]
    print("\n\n".join(year.told))  # noqa: T201 - what the soak is for
    for said, nights in year.reasons.items():
        print(f"{len(nights)} red nights: {said}")  # noqa: T201
    print(  # noqa: T201
        f"\n{year.nights} nights, {year.red_nights} red ({dict(year.red)}); {len(gone)} of "
        f"{len(year.truths)} records gone; most lines in To do by month {year.lines}; "
        f"{len(year.mails)} mails of {min(year.mails)} to {max(year.mails)} lines"
    )
    assert year.nights >= 110
    assert len(gone) >= 15
    assert max(year.lines.values()) <= 15
    assert max(year.mails) <= 30
    form = year.sheet.grid(FORM)
    mentioned = " ".join(line["Where"] for line in year.sheet.todo())
    for row, cells in enumerate(form):
        for truth in gone:
            if str(cells[1]).startswith(f"{truth.name} ") and not _lives(year, truth.person):
                assert f"{FORM} B{row + 1}" in mentioned


def _lives(year: Year, person: int) -> bool:
    return any(truth.person == person for truth in year.live())
