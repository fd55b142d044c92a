"""The yearly table: the committee's published figures, and each rule of counting."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sheets_coc.errors import UsageError
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame, read_facts
from sheets_coc.reporting.cells import Hidden
from sheets_coc.reporting.documents.tables import yearly_table
from sheets_coc.reporting.periods import Unit, parse_years
from sheets_coc.reporting.reports import reports
from sheets_coc.reporting.statistics import Statistics, StatisticsRequest, compute
from sheets_coc.reporting.yearly import LABELS
from sheets_coc.schema.columns import Decision, FlagState
from tests.reporting.histories import TODAY, expunged
from tests.shared import shared_data
from tests.sheets import ALL, TEN, snapshot

COLUMNS = (
    "Reports", "People named", "Actions taken by us", "Actions taken by local reps",
    "People banned or flagged", "Lack of actions taken",
)  # fmt: skip


def published() -> list[dict[str, int]]:
    with shared_data("statistics", "django-2015-2025.csv").open(encoding="utf-8") as file:
        return [{k: int(v) for k, v in row.items()} for row in csv.DictReader(file)]


def rows_of(year: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Records that add up to a published year: first those without action, then those with."""
    count, named, us, local, flagged, none = (year[name] for name in COLUMNS)
    acted = range(none, count)
    for number in range(count):
        banned = number < flagged
        people = min(1, named) if banned else 0
        rest = named - flagged
        others = count - flagged
        if not banned and others:
            place = number - flagged
            people = rest // others + (place < rest % others)
        yield {
            "reported_on": date(year["year"], 1 + number % 12, 15),
            "subjects": "; ".join(f"Invented{number} Person{n}" for n in range(people)),
            "summary": f"Invented{number} Person0 was loud.",
            "our_action": "No" if number < none else "Warned" if number in acted[:us] else "",
            "local_action": "none taken"
            if number < none
            else "Asked to leave"
            if number in acted[max(0, len(acted) - local) :] and local
            else "",
            "flag": "flagged" if banned else "no",
            "expunge_on": date(year["year"] + 1, 1 + number % 12, 15),
        }


@pytest.mark.parametrize("keys", [TEN, ALL], ids=["ten columns", "all columns"])
@pytest.mark.parametrize("gone", ["none", "half", "all"])
def test_the_published_figures_are_reproduced(keys: Any, gone: str):
    history = [row for year in published() for row in rows_of(year)]
    book = snapshot(*history, keys=keys)
    if gone != "none":
        book = expunged(book, [gone == "all" or n % 2 == 0 for n in range(len(history))])
        assert any("Expunged" in str(cells) for cells in book.tabs[0].values)
    found = compute(read_facts(book, default()), default().statistics, StatisticsRequest(TODAY))
    expected = {row["year"]: tuple(row[name] for name in COLUMNS) for row in published()}
    assert {row.period.year: row.values for row in found.annual.rows} == expected


U = Hidden.UNKNOWN


def figures(*history: Fact, **wanted: Any) -> dict[str, tuple[int, ...]]:
    found = compute(Frame(history), default().statistics, StatisticsRequest(TODAY, **wanted))
    return {row.period.label: row.values for row in found.annual.rows}


def fact(report: int = 1, day: str = "2025-03-01", **fields: Any) -> Fact:
    return Fact(report, date.fromisoformat(day), **fields)


def test_several_rows_of_a_case_are_one_report():
    first = fact(people=1, action_us=True, action_local=False)
    second = fact(people=2, action_us=False, action_local=True, flag=FlagState.FLAGGED)
    assert figures(first, second) == {"2025": (1, 3, 1, 1, 2, 0)}


def test_a_report_counts_in_the_year_of_its_first_row_wherever_that_stands():
    assert figures(fact(day="2025-01-02"), fact(day="2024-12-30")) == {"2024": (1, 0, U, U, 0, U)}
    undated = Fact(1, people=1)
    assert figures(undated, fact(day="2024-12-30")) == {"2024": (1, 1, U, U, 0, U)}


def test_who_is_banned_or_flagged_is_at_least_one_person():
    assert figures(fact(flag=FlagState.BANNED)) == {"2025": (1, 1, U, U, 1, U)}
    assert figures(fact(flag=FlagState.FLAGGED, people=3)) == {"2025": (1, 3, U, U, 3, U)}


def test_where_nobody_can_read_who_is_flagged_that_is_not_nobody():
    unread, plain = fact(flag_unread=True), fact(flag=FlagState.NONE)
    assert figures(plain, unread)["2025"][4] is U
    assert figures(fact(flag=FlagState.FLAGGED), unread)["2025"][4] == 1
    assert figures(plain)["2025"][4] == 0


def test_a_blank_flag_goes_by_the_decision_and_a_filled_one_by_itself():
    assert figures(fact(decision=Decision.BANNED))["2025"][4] == 1
    assert figures(fact(decision=Decision.BANNED, flag=FlagState.NONE))["2025"][4] == 0
    assert figures(fact(decision=Decision.RESOLVED, flag=FlagState.FLAGGED))["2025"][4] == 1


@pytest.mark.parametrize(
    ("us", "local", "expected"),
    [
        (False, False, (0, 0, 1)), (True, False, (1, 0, 0)), (True, True, (1, 1, 0)),
        (None, None, (U, U, U)), (False, None, (0, 0, 0)), (None, True, (0, 1, 0)),
    ],
)  # fmt: skip
def test_a_blank_action_cell_counts_nowhere_and_blanks_alone_are_unknown(
    us: Any, local: Any, expected: tuple[int, ...]
):
    values = figures(fact(action_us=us, action_local=local))["2025"]
    assert (values[2], values[3], values[5]) == expected


def test_a_blank_row_of_a_case_leaves_its_lack_of_action_unknown():
    no = fact(action_us=False, action_local=False)
    assert figures(no, fact())["2025"][5] is U
    assert figures(no, fact(), fact(2, action_us=False, action_local=False))["2025"][5] == 1
    assert figures(no, no)["2025"][5] == 1


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({"our_action"}, (1, 1, U, 0, 1, U)), ({"local_action"}, (1, 1, 1, U, 1, U)),
        ({"our_action", "local_action"}, (1, 1, U, U, 1, U)), ({"subjects"}, (1, U, 1, 0, 1, 0)),
        ({"flag"}, (1, 1, 1, 0, 1, 0)), ({"flag", "decision"}, (1, 1, 1, 0, U, 0)),
    ],
)  # fmt: skip
def test_a_column_that_the_sheet_does_not_have_is_unknown_and_not_nought(
    missing: set[str], expected: tuple[Any, ...]
):
    one = fact(people=1, action_us=True, action_local=False, flag=FlagState.FLAGGED)
    frame = Frame((one,), Frame(()).columns - missing)
    found = compute(frame, default().statistics, StatisticsRequest(TODAY))
    assert found.annual.rows[0].values == expected
    entry = found.as_json()["years"][0]
    assert [entry[key] for key in LABELS] == [None if one is U else one for one in expected]
    assert ("unknown" in yearly_table(found.annual.rows).markdown()) is (U in expected)


def test_a_sheet_read_without_a_column_says_so():
    keys = [key for key in TEN if key != "local_action"]
    book = snapshot({"reported_on": "2025-01-01", "our_action": "no"}, keys=keys)
    found = compute(read_facts(book, default()), default().statistics, StatisticsRequest(TODAY))
    assert found.annual.rows[0].values == (1, 0, 0, U, 0, U)


def test_years_between_are_noughts_and_years_outside_are_nothing():
    history = (fact(1, "2022-05-01"), fact(2, "2024-05-01"))
    assert [*figures(*history)] == ["2024", "2023", "2022"]
    assert figures(*history)["2023"] == (0,) * 6
    assert [*figures(*history, years=(2015, 2023))] == ["2023", "2022"]
    assert [*figures(*history, years=(2024, 2030))] == ["2026", "2025", "2024"]
    assert figures(*history, years=(2015, 2018)) == {}


def test_half_years_begin_in_january_and_july():
    history = [fact(n, day) for n, day in enumerate(("2025-06-30", "2025-07-01", "2025-01-01"))]
    assert {k: v[0] for k, v in figures(*history, unit=Unit.HALF).items()} == {
        "2025 H2": 1,
        "2025 H1": 2,
    }


def test_what_is_dated_later_than_today_is_not_counted_and_said():
    history = (fact(1, "2026-11-22"), fact(2, "2026-11-21"), Fact(3))
    found = compute(Frame(history), default().statistics, StatisticsRequest(TODAY))
    assert [row.reports for row in found.annual.rows] == [1]
    assert found.as_json()["not_counted"] == {"undated": 1, "later": 1}


def test_no_records_at_all():
    found = compute(Frame(()), default().statistics, StatisticsRequest(TODAY))
    assert found.as_json()["years"] == []


def test_json_is_newest_first_with_the_agreed_names():
    found: Statistics = compute(
        Frame((fact(1, "2024-01-01"), fact(2))), default().statistics, StatisticsRequest(TODAY)
    )
    years = found.as_json()["years"]
    assert [year["year"] for year in years] == [2025, 2024]
    assert list(years[0]) == [
        "year", "reports", "people_named", "actions_us", "actions_local", "banned_or_flagged",
        "no_action",
    ]  # fmt: skip


def test_the_table_is_laid_out_as_the_committee_does():
    found = compute(
        Frame((fact(), fact(2, "2024-05-01"))), default().statistics, StatisticsRequest(TODAY)
    )
    header, rule, first, second = yearly_table(found.annual.rows).markdown().splitlines()
    assert header.startswith("| Year | Reports | People named | Actions taken by us |")
    assert rule.startswith("|:-----|:--------|:-------------|:----")
    assert first.startswith("| 2025 | 1       | 0            |")
    assert second.startswith("| 2024 ")
    assert len({len(line) for line in (header, rule, first, second)}) == 1


@pytest.mark.parametrize("typed", ["2015-2025", "2015–2025", "2015..2025", " 2015 - 2025 "])
def test_years_as_people_type_them(typed: str):
    assert parse_years(typed) == (2015, 2025)
    assert parse_years("2020") == (2020, 2020)


@pytest.mark.parametrize("typed", ["", "-", "2025-2015", "15-25", "all", "2015-", "2015-20250"])
def test_other_years_are_refused(typed: str):
    with pytest.raises(UsageError):
        parse_years(typed)


def test_people_in_several_reports_count_in_each():
    """Who is the same person is forgotten on expunging, so it must not matter before."""
    row = {"reported_on": "2025-01-01", "subjects": "Ann Quillfeather"}
    book = snapshot(row, row, keys=TEN)
    assert sum(r.people for r in reports(read_facts(book, default()))) == 2
