"""Years, halves, quarters and spans, as people type them and as far as they have passed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.documents.annual_report import annual_report
from sheets_coc.reporting.periods import Period, Unit, parse_period, parts, span, year
from sheets_coc.reporting.statistics import Statistics, StatisticsRequest, compute

AS_OF = date(2026, 7, 15)
DAYS = st.dates(date(1990, 1, 1), date(2190, 12, 31))


@pytest.mark.parametrize(
    ("typed", "first", "last", "label"),
    [
        ("2025", "2025-01-01", "2025-12-31", "2025"),
        ("2026-H1", "2026-01-01", "2026-06-30", "2026 H1"),
        ("2026 h1", "2026-01-01", "2026-06-30", "2026 H1"),
        ("2026H1", "2026-01-01", "2026-06-30", "2026 H1"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "2024 Q1"),
        ("2025-07-01..2026-06-30", "2025-07-01", "2026-06-30", "2025-07-01 to 2026-06-30"),
        ("2025-07-01 to 2025-12-31", "2025-07-01", "2025-12-31", "2025 H2"),
        ("2025-02-01..2025-02-01", "2025-02-01", "2025-02-01", "2025-02-01 to 2025-02-01"),
    ],
)
def test_a_period_as_people_type_it(typed: str, first: str, last: str, label: str):
    found = parse_period(typed, AS_OF)
    assert (found.start.isoformat(), found.last_day.isoformat()) == (first, last)
    assert found.label == label
    assert parse_period(found.label, AS_OF) == found


@pytest.mark.parametrize(
    "typed",
    ["", "H1", "2026-H3", "2026-Q0", "2026-Q5", "26-H1", "0000", "2026-06-30..2026-01-01",
     "2026-02-30..2026-03-01", "2027", "2026-H1-H2", "soon", "1989", "2026-Q٣"],
)  # fmt: skip
def test_other_periods_are_refused(typed: str):
    with pytest.raises(UsageError):
        parse_period(typed, AS_OF)


@given(DAYS, st.sampled_from((Unit.YEAR, Unit.HALF, Unit.QUARTER)))
def test_every_day_lies_in_one_part_of_its_year(day: date, unit: Unit):
    whole = parts(day.year, unit, date(day.year, 12, 31))
    assert [part.holds(day) for part in whole].count(True) == 1
    assert whole[0].start == date(day.year, 1, 1)
    assert whole[-1].last_day == date(day.year, 12, 31)
    for before, after in pairwise(whole):
        assert after.start - before.last_day == timedelta(1)
    assert parts(day.year, unit, day) == tuple(
        Period(p.start, min(p.last_day, day), p.last_day, unit, p.number)
        for p in whole
        if p.start <= day
    )


@given(DAYS, DAYS)
def test_a_span_is_called_by_its_shorter_name_and_read_back(one: date, other: date):
    first, last = sorted((one, other))
    found = span(first, last, last)
    assert (found.start, found.end, found.complete) == (first, last, True)
    assert parse_period(found.label, last) == found


def of(*days: str, as_of: date = AS_OF, **wanted: object) -> Statistics:
    history = tuple(Fact(n, date.fromisoformat(day)) for n, day in enumerate(days))
    request = StatisticsRequest(as_of, **wanted)  # type: ignore[arg-type]
    return compute(Frame(history), default().statistics, request)


REPORTS = ("2025-03-01", "2025-11-01", "2026-02-01", "2026-03-01", "2026-07-02")


def test_a_half_year_can_be_asked_for_alone():
    found = of(*REPORTS, periods=("2026-H1",))
    assert [(row.period.label, row.reports) for row in found.annual.rows] == [("2026 H1", 2)]
    assert found.as_json()["years"][0]["half"] == 1


def test_several_periods_stand_newest_first_in_json_by_their_names():
    found = of(*REPORTS, periods=("2025-Q4", "2026-01-01..2026-02-15"))
    years = found.as_json()["years"]
    assert [(y["year"], y.get("quarter"), y.get("from"), y["reports"]) for y in years] == [
        (2026, None, "2026-01-01", 1),
        (2025, 4, None, 1),
    ]
    assert of(*REPORTS, periods=("2025-07-01..2026-06-30",)).as_json()["years"][0]["year"] is None


def test_what_was_done_in_short_spans_is_not_shown():
    (row,) = of(*REPORTS, periods=("2026-Q1",)).annual.rows
    assert row.as_json() | {"reports": 2, "people_named": 0} == row.as_json()
    assert {row.as_json()[k] for k in ("actions_us", "banned_or_flagged")} == {"not shown"}


@pytest.mark.parametrize("wanted", [{"years": (2025, 2026)}, {"unit": Unit.HALF}])
def test_periods_and_all_of_a_kind_are_not_asked_for_at_once(wanted: dict[str, object]):
    with pytest.raises(UsageError):
        of(*REPORTS, periods=("2026-H1",), **wanted)


def test_periods_that_overlap_are_refused():
    with pytest.raises(UsageError, match="overlap"):
        of(*REPORTS, periods=("2026", "2026-H1"))


def test_in_july_the_first_half_is_what_the_report_is_about():
    report = annual_report(of(*REPORTS, unit=Unit.HALF).annual, charts=False)
    assert report.title == "Code of Conduct transparency report 2026 H1"
    text = report.markdown()
    assert "In 2026 H1 the committee received 2 reports. In 2025 H2 it was 1." in text
    assert "In 2026 H2, to 15 July 2026, the committee received 1 report." in text


def test_a_running_year_says_how_far_it_has_come():
    report = annual_report(of(*REPORTS, as_of=date(2026, 6, 30)).annual, charts=False)
    assert report.title == "Code of Conduct transparency report 2026, to 30 June 2026"
    assert "In 2025 the committee received 2 reports." in report.markdown()


def test_a_span_is_told_by_its_days():
    report = annual_report(of(*REPORTS, periods=("2025-07-01..2026-06-30",)).annual, charts=False)
    assert "From 1 July 2025 to 30 June 2026 the committee received 3 reports." in report.markdown()


def test_a_year_is_a_year():
    assert year(2026, AS_OF) == Period(date(2026, 1, 1), AS_OF, date(2026, 12, 31))
