"""What the Log remembers of the outcomes that were published."""

from datetime import date

import pytest

from sheets_coc.reporting.disclosure.published import parse
from tests.reporting.counting import TODAY, D, facts, in_july, ordinary, statistics


def test_the_log_remembers_a_year_as_it_is_shown():
    (remembered,) = statistics(ordinary()).lines()
    assert remembered == (
        "2025: reports=15 people_named=9 actions_us=7 actions_local=0 banned_or_flagged=2 "
        "no_action=5 outcomes not_a_violation=5 out_of_scope=unknown warned=unknown suspended=2 "
        "banned=0 other=7 no_action=0"
    )
    found = parse([remembered])
    assert found.spans == ((date(2025, 1, 1), date(2025, 12, 31)),)
    assert found.grids == ()


def test_the_log_remembers_what_was_shown_of_a_half_and_nothing_that_was_hidden():
    (remembered,) = in_july().lines()
    assert "outcomes not_a_violation=0-4 out_of_scope=0-4 warned=0-4" in remembered
    (grid,) = parse([remembered]).grids
    assert grid.span == (date(2025, 1, 1), date(2025, 6, 30))
    assert grid.shown == {"other"}
    assert "no_action" in grid.classed
    few = statistics(facts(3, decision=D.RESOLVED), periods=("2025-H1",))
    assert "outcomes" not in few.lines()[0]


def test_what_the_log_has_already_is_not_remembered_again():
    lines = statistics(ordinary()).lines()
    assert statistics(ordinary(), ("\n".join(lines),)).lines() == ()


def test_a_period_still_running_is_remembered_with_its_day():
    found = statistics(facts(12, day="2026-02-01", decision=D.RESOLVED))
    (remembered,) = found.lines()
    assert remembered.startswith("2026 to 2026-11-21: reports=12 ")
    assert parse([remembered]).spans == ((date(2026, 1, 1), TODAY),)


def test_a_blank_action_cell_is_remembered_as_unknown():
    (remembered,) = statistics(facts(2)).lines()
    assert "actions_us=unknown" in remembered
    assert parse([remembered]).spans


@pytest.mark.parametrize(
    "typed",
    [
        "", "hello", "2025", "2025: reports=", "2025: reports=11 outcomes", "2025 H3: reports=1",
        "2025: reports=11 outcomes =3", "2025 to 2024-01-01: reports=3",
        "2025 to 2025-99-01: reports=3", "2025 H2 to 2025-03-01: reports=3 outcomes open=1",
        "event DjangoCon 2025 to 2025-01-01: reports=3 closed=2", '2025 by "Space: reports=3',
        "2025-02-31 to 2025-03-01: reports=3", "2025-03-01 to 2025-02-01: reports=3",
    ],
)  # fmt: skip
def test_what_people_write_into_the_log_is_passed_over(typed: str):
    assert parse([typed]).grids == ()
    assert parse([typed]).spans == ()


def test_every_line_of_a_cell_is_read():
    cell = "note by hand\n2024: reports=3\r\n2025 H1: reports=12 outcomes other=7 banned=0-4\n"
    found = parse([cell])
    assert len(found.spans) == 2
    assert found.grids[0].span == (date(2025, 1, 1), date(2025, 6, 30))
