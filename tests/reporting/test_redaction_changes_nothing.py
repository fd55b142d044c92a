"""Every statistic before a redaction equals the same statistic after it."""

from dataclasses import asdict
from typing import Any

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from sheets_coc.errors import Error, SafetyStop
from sheets_coc.policy import default, parse
from sheets_coc.records.facts import read_facts
from sheets_coc.reporting import events
from sheets_coc.reporting.disclosure.suppression import Rules
from sheets_coc.reporting.documents.annual_report import annual_report
from sheets_coc.reporting.periods import Unit
from sheets_coc.reporting.reports import reports
from sheets_coc.reporting.statistics import StatisticsRequest, compute
from sheets_coc.sheet.model import Snapshot
from tests.reporting.histories import TODAY, expunged, rows
from tests.sheets import ALL, TEN, snapshot

CHOICES = st.lists(st.booleans(), min_size=14, max_size=14)
EVENTS = ("DjangoCon Europe", "DjangoCon Europe 2025", "Summit")


def everything(sheet: Snapshot) -> dict[str, Any]:
    """Every figure there is, shown or not, and the report made of them."""
    frame = read_facts(sheet, default())
    limits = default().statistics
    found: dict[str, Any] = {"reports": [asdict(report) for report in reports(frame)]}
    for unit in (Unit.YEAR, Unit.HALF, Unit.QUARTER):
        for override in (False, True):
            wanted = StatisticsRequest(TODAY, unit=unit, override=override)
            statistics = compute(frame, limits, wanted)
            found[f"{unit} {override}"] = statistics.as_json(), statistics.lines()
    for name in EVENTS:
        try:
            one = events.event(
                reports(frame), [name], TODAY, years=5, rules=Rules(10, 4), override=True
            ).as_json()
        except Error as error:
            one = {"error": error.code}
        found[name] = one
    return found


@settings(deadline=None)
@given(rows(), CHOICES)
def test_no_figure_changes_in_the_full_sheet(history: list[dict[str, Any]], goes: list[bool]):
    before = snapshot(*history, keys=ALL)
    after = expunged(before, goes)
    assert everything(after) == everything(before)


@settings(deadline=None)
@given(rows(decisions=False), CHOICES)
def test_no_figure_changes_in_the_ten_columns(history: list[dict[str, Any]], goes: list[bool]):
    before = snapshot(*history, keys=TEN)
    try:
        figures = everything(before)
    except SafetyStop:  # a row that looks like no record: nothing is counted, nothing goes
        reject()
    assert everything(expunged(before, goes)) == figures


@settings(max_examples=30, deadline=None)
@given(rows(), CHOICES)
def test_nor_where_narratives_are_erased_whole(history: list[dict[str, Any]], goes: list[bool]):
    policy = parse(b'[retention]\nnarrative = "erase"\n')
    before = snapshot(*history, keys=ALL)
    assert everything(expunged(before, goes, policy)) == everything(before)


@settings(max_examples=20, deadline=None)
@given(rows(), CHOICES, CHOICES)
def test_nor_when_records_go_in_turns_are_restored_and_go_again(
    history: list[dict[str, Any]], first: list[bool], second: list[bool]
):
    before = snapshot(*history, keys=ALL)
    once = expunged(before, first)
    twice = expunged(once, second)
    restored_and_again = expunged(before, second)
    figures = everything(before)
    assert everything(once) == figures
    assert everything(twice) == figures
    assert everything(restored_and_again) == figures


def test_the_written_report_is_the_same_byte_for_byte():
    history = [
        {"reported_on": "2025-03-01", "subjects": "Ann Quillfeather; Bo Tarnished",
         "our_action": "Ann Quillfeather was warned", "local_action": "No",
         "flag": "flagged", "decision": "Violation, flagged", "case": "stunned-bulb"},
        {"reported_on": "2025-04-01", "subjects": "Cy Umberlight", "our_action": "no",
         "local_action": "no", "decision": "No violation", "case": "quiet-river"},
    ]  # fmt: skip
    before = snapshot(*history)
    after = expunged(before, [True, True])
    assert "Quillfeather" not in str(after.tabs[0].values)
    pages = [
        annual_report(
            compute(read_facts(s, default()), default().statistics, StatisticsRequest(TODAY)).annual
        )
        for s in (before, after)
    ]
    assert pages[0].html() == pages[1].html()
    assert pages[0].markdown() == pages[1].markdown()
