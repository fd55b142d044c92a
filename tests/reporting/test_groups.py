"""Breakdowns by a column that holds nobody's data."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from sheets_coc.errors import SafetyStop, SheetError, UsageError
from sheets_coc.policy import default, parse
from sheets_coc.records.facts import Fact, Frame, read_facts
from sheets_coc.records.grouping import SEVERAL
from sheets_coc.reporting.cells import SmallNumber
from sheets_coc.reporting.disclosure.published import REST
from sheets_coc.reporting.disclosure.suppression import Limit
from sheets_coc.reporting.documents.annual_report import annual_report
from sheets_coc.reporting.groups import BLANK, Groups
from sheets_coc.reporting.periods import Unit
from sheets_coc.reporting.remarks import remarks
from sheets_coc.reporting.statistics import Statistics, StatisticsRequest, compute
from sheets_coc.schema.columns import COLUMNS, Holds
from sheets_coc.sheet.model import Snapshot
from tests.sheets import ALL, records_tab

TODAY = date(2026, 11, 21)


def facts(number: int, start: int, group: str | None, day: str = "2025-03-01") -> list[Fact]:
    return [Fact(start + n, date.fromisoformat(day), group=group) for n in range(number)]


ORDINARY = [
    *facts(7, 0, "Forum"), *facts(6, 10, "Events"), *facts(2, 20, "Slack"), *facts(1, 30, "Wiki"),
    *facts(2, 40, None),
]  # fmt: skip


def broken_down(history: list[Fact], log: tuple[str, ...] = (), **wanted: Any) -> Statistics:
    request = StatisticsRequest(TODAY, by="Space", **wanted)
    return compute(Frame(tuple(history)), default().statistics, request, log)


def groups(history: list[Fact], log: tuple[str, ...] = (), **wanted: Any) -> Groups:
    found = broken_down(history, log, **wanted).annual.groups
    assert found is not None
    return found


def test_groups_of_few_reports_are_counted_together_and_not_named():
    (row,) = groups(ORDINARY).rows
    assert row.reports == 18
    assert row.groups == {"Events": 6, "Forum": 7, REST: 5}


def test_a_small_number_of_a_group_that_is_named_stands_as_a_class():
    history = [
        *ORDINARY,
        *facts(9, 50, "Slack", "2024-05-01"),
        *facts(3, 60, "Forum", "2024-05-01"),
    ]
    newest, older = groups(history).rows
    assert newest.groups == {
        "Events": 6, "Forum": 7, "Slack": SmallNumber(4), REST: SmallNumber(4),
    }  # fmt: skip
    assert older.groups["Slack"] == 9


def test_too_few_reports_show_their_total_and_no_group_at_all():
    found = broken_down([*facts(9, 0, "Forum")])
    assert found.annual.groups is not None
    assert found.annual.groups.labels == ()
    assert found.as_json()["breakdown"] == {
        "by": "Space", "periods": [{"year": 2025, "reports": 9, "groups": None}],
    }  # fmt: skip
    assert "2025 is not broken down: fewer than 10 reports." in remarks(found)
    assert "Forum" not in annual_report(found.annual, charts=False).markdown()


def test_a_half_that_was_published_keeps_its_year_closed_and_is_named():
    """8 in the first half, 9 in the year: the one of the second half would be told."""
    history = [
        *facts(8, 0, "Forum"), *facts(6, 10, "Events"), *facts(1, 20, "Forum", "2025-09-01"),
        *facts(7, 30, "Events", "2025-09-01"),
    ]  # fmt: skip
    half = broken_down(history, periods=("2025-H1",))
    log = ("\n".join(half.lines()),)
    year = broken_down(history, log)
    assert year.annual.groups is not None
    assert not year.annual.groups.rows[0].groups
    assert any("published of 2025 H1" in remark for remark in remarks(year))
    other_column = StatisticsRequest(TODAY, by="Channel")
    elsewhere = compute(Frame(tuple(history)), default().statistics, other_column, log)
    assert elsewhere.annual.groups is not None
    assert elsewhere.annual.groups.rows[0].groups


def test_what_is_remembered_is_read_back_whatever_the_groups_are_called():
    labels = ('"quoted" = 3', "a; b\\", "Ünïcode: rest=4")
    history = [fact for n, label in enumerate(labels) for fact in facts(6 + n, 20 * n, label)]
    found = broken_down(history)
    line = next(line for line in found.lines() if "by" in line)
    again = broken_down(history, (line,))
    assert [grid.shown for grid in again.known.groups["Space"]] == [
        frozenset(groups(history).rows[0].groups)
    ]
    assert line not in again.lines()


def test_each_report_stands_in_one_group():
    history = [
        Fact(1, date(2025, 1, 1), group="Forum"), Fact(1, date(2025, 1, 1), group="Events"),
        Fact(2, date(2025, 1, 1), group=None), Fact(2, date(2025, 1, 1), group="Forum"),
        Fact(3, date(2025, 1, 1)),
    ]  # fmt: skip
    found = compute(
        Frame(tuple(history)),
        parse(b"[statistics]\nsmall_cell = 0\nbreak_down_from = 1\n").statistics,
        StatisticsRequest(TODAY, by="Space"),
    ).annual.groups
    assert found is not None
    assert found.rows[0].groups == {"Forum": 1, SEVERAL: 1, BLANK: 1}


def test_years_of_quarters_and_then_halves_are_no_reason_to_give_up():
    """Where the check once gave up; every half holds quarters that were published before."""
    chance, history = random.Random(5), []
    for number in range(160):
        day = date(2022 + number % 4, 1, 1) + timedelta(chance.randrange(365))
        (name,) = chance.choices(("Forum", "Discord", "Events", "GitHub"), (6, 4, 3, 2))
        history.append(Fact(number, day, group=name))
    quarters = broken_down(history, unit=Unit.QUARTER)
    halves = groups(history, ("\n".join(quarters.lines()),), unit=Unit.HALF)
    limits = {row.disclosure.limit for row in halves.rows}
    assert Limit.GAVE_UP not in limits
    assert None in limits


# Which columns may be read


def sheet(rows: list[tuple[str, str]], header: str = "Space") -> Snapshot:
    """A records sheet with a column of the committee's own."""
    tab = records_tab([{"reported_on": day} for day, _ in rows], ALL, (header,))
    for cells, (_, value) in zip(tab.values[1:], rows, strict=True):
        cells[-1] = value
    return Snapshot("id", "Invented records", [tab])


def own(answer: str) -> Any:
    return parse(f'[columns.own]\n"Space" = "{answer}"\n'.encode())


def test_a_column_of_ones_own_that_is_kept_may_be_read():
    rows = [("2025-01-01", " Forum "), ("2025-01-02", "forum; Events"), ("2025-01-03", "")]
    found = read_facts(sheet(rows), own("keep"), "  space")
    assert [fact.group for fact in found.facts] == ["Forum", SEVERAL, None]


@pytest.mark.parametrize("answer", ["erase", "scrub"])
def test_one_that_holds_peoples_data_is_refused(answer: str):
    with pytest.raises(UsageError) as raised:
        read_facts(sheet([("2025-01-01", "Ann")]), own(answer), "Space")
    assert raised.value.code == "breakdown-column"


def test_one_of_which_nobody_said_what_it_holds_stops_it():
    with pytest.raises(SafetyStop) as raised:
        read_facts(sheet([("2025-01-01", "Ann")]), default(), "Space")
    assert "Space" not in raised.value.message


def test_one_that_is_not_there_is_said_to_be_missing():
    with pytest.raises(SheetError) as raised:
        read_facts(sheet([("2025-01-01", "Ann")]), own("keep"), "Channel")
    assert raised.value.code == "no-such-column"


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.holds is not Holds.NOBODY])
def test_no_column_of_peoples_data_can_be_broken_down_by(column: Any):
    with pytest.raises(UsageError):
        read_facts(sheet([]), default(), column.header)


@pytest.mark.parametrize("key", ["case", "reported_on", "expunge_on", "row_check"])
def test_nor_by_names_and_dates(key: str):
    with pytest.raises(UsageError):
        read_facts(sheet([]), default(), key)


def test_by_a_decision():
    tab = records_tab([{"reported_on": "2025-01-01", "decision": "Open"}])
    found = read_facts(Snapshot("id", "x", [tab]), default(), "Decision")
    assert [fact.group for fact in found.facts] == ["Open"]
