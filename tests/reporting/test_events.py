"""An event's transparency report: what must be in it, and what must not."""

from datetime import date
from typing import Any

import pytest

from sheets_coc.errors import SheetError, UsageError
from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.documents.event_report import AboutEvent, event_report
from sheets_coc.reporting.events import EventFigures, series
from sheets_coc.reporting.statistics import StatisticsRequest, compute
from sheets_coc.schema.columns import Decision

TODAY = date(2026, 11, 21)
NAME = "DjangoCon Europe 2026"


def fact(number: int, day: str, event: str | None, **fields: Any) -> Fact:
    return Fact(number, date.fromisoformat(day), event=event, **fields)


HISTORY = (
    fact(1, "2026-06-01", "DjangoCon Europe 2026", closed=True, decision=Decision.BANNED),
    fact(2, "2026-06-02", "djangocon  europe", closed=False),
    fact(3, "2026-06-03", "DjangoCon Europe, 2026", closed=False),
    fact(4, "2026-07-01", "DjangoCon Europe 2025", closed=True),
    fact(5, "2024-06-01", "DjangoCon Europe 2024; PyCon", closed=True),
    fact(6, "2023-06-01", "DjangoCon US 2023", closed=True),
    fact(7, "2022-06-01", None, closed=True),
    fact(8, "2026-12-24", "DjangoCon Europe 2026", closed=True),
)


def event(
    *names: str, history: tuple[Fact, ...] = HISTORY, log: tuple[str, ...] = (), **wanted: Any
) -> EventFigures:
    request = StatisticsRequest(TODAY, events=names, **wanted)
    found = compute(Frame(history), default().statistics, request, log).event
    assert found is not None
    return found


def test_an_edition_is_told_by_its_name_or_by_the_year_of_receipt():
    found = event(NAME)
    assert (found.year, found.reports, found.closed, found.handled) == (2026, 3, 1, 2)


def test_without_a_year_the_newest_edition_is_meant():
    assert event("djangocon europe").year == 2026
    assert event("DjangoCon US").year == 2023


def test_history_says_unknown_where_no_record_names_any_event():
    years = {edition.year: edition.reports for edition in event(NAME).history}
    assert years == {2025: 1, 2024: 1, 2023: 0, 2022: None, 2021: None}


def test_several_names_are_one_event():
    assert (
        event(NAME, "PyCon 2026", history=(*HISTORY, fact(9, "2026-01-01", "PyCon"))).reports == 4
    )


def test_names_of_different_years_are_refused():
    with pytest.raises(UsageError):
        event("DjangoCon 2026", "DjangoCon 2025")


@pytest.mark.parametrize(
    "name",
    ["", "  ", "2026", "ann@quill.example", "ann (at) quill (dot) example", "@quill_99",
     "https://example.org/x", "+49 170 1234567", "x" * 200],
)  # fmt: skip
def test_what_looks_like_a_person_is_no_event(name: str):
    with pytest.raises(UsageError) as raised:
        event(name)
    assert not name.strip() or name.strip() not in raised.value.message


def test_an_event_nobody_reported_about():
    found = event("Summit 2026")
    assert (found.reports, found.statuses) == (0, ())
    assert "No Code of Conduct report" in event_report(found, AboutEvent()).markdown()


def test_a_sheet_without_the_column_says_what_to_do():
    with pytest.raises(SheetError, match="Event"):
        compute(
            Frame(HISTORY, Frame(()).columns - {"event"}),
            default().statistics,
            StatisticsRequest(TODAY, events=(NAME,)),
        )


def test_series():
    assert series("DjangoCon-Europe 2026") == series("djangocon europe") == "djangocon europe"
    assert series("PyCon 20267") != series("PyCon")


FULL = AboutEvent(
    in_person=300, online=1, responders="Four volunteers.", how_to_report="At the desk.",
    survey="80 % felt safe to report.", law_enforcement=True, names_checked=True,
)  # fmt: skip


def test_what_must_be_in_it_is_in_it():
    text = event_report(event(NAME, override=True), FULL).markdown()
    assert "300 people in person and 1 person online" in text
    for wanted in (
        "Four volunteers.",
        "At the desk.",
        "80 % felt safe",
        "Law enforcement was called.",
    ):
        assert wanted in text
    assert "| 1      | closed        |" in text
    assert text.count("being handled |") == 2
    assert "| 2025 | 1       |" in text
    assert "unknown" not in text.split("## Earlier years")[1].split("2022")[0]


def test_what_must_not_be_in_it_is_not():
    found = event(NAME)
    for document in (event_report(found, FULL).markdown(), event_report(found, FULL).html()):
        lowered = document.casefold()
        for word in ("banned", "flagged", "violation", "2026-06-0", "june"):
            assert word not in lowered


def test_statuses_stand_in_no_order_of_receipt():
    assert event(NAME, override=True).statuses == ("closed", "being handled", "being handled")


def test_reports_of_which_the_records_do_not_say_are_not_called_closed():
    found = event("Summit", history=(fact(1, "2026-01-01", "Summit"),), override=True)
    assert found.statuses == ("not recorded",)


def reports_of(closed: int, handled: int) -> tuple[Fact, ...]:
    return tuple(
        fact(n, "2026-06-01", NAME, closed=n < closed, decision=Decision.OPEN)
        for n in range(closed + handled)
    )


@pytest.mark.parametrize(
    ("closed", "handled", "before", "told"),
    [
        (7, 1, "", False), (8, 0, "", False),  # fewer than ten reports: their number alone
        (7, 5, "", True), (12, 0, "", True), (9, 3, "", False),
        (12, 0, "12 closed=7", True),  # five were closed since
        (12, 0, "12 closed=10", False), (12, 0, "12 closed=11", False),
    ],
)  # fmt: skip
def test_how_many_are_closed_is_told_where_that_tells_of_no_single_report(
    closed: int, handled: int, before: str, told: bool
):
    """An event's one report "being handled" that is closed next time is told by no publication."""
    log = (f"event djangocon europe 2026 to 2026-06-30: reports={before}",) if before else ()
    found = event(NAME, history=reports_of(closed, handled), log=log)
    assert found.told_apart is told
    assert found.reports == closed + handled
    entry, text = found.as_json(), event_report(found, AboutEvent()).markdown()
    assert (entry["closed"], entry["being_handled"]) == ((closed, handled) if told else (None,) * 2)
    assert ("Status of each" in event_report(found, AboutEvent()).html()) is told
    assert ("How many of them are closed is not told" in text) is not told


def test_what_was_published_of_another_edition_does_not_matter():
    log = ("event DjangoCon Europe 2025 to 2025-06-30: reports=12 closed=11",)
    assert event(NAME, history=reports_of(12, 0), log=log).told_apart


def test_the_log_remembers_of_an_event_what_its_report_told():
    for history, ending in ((reports_of(7, 1), "reports=8"), (reports_of(12, 0), "closed=12")):
        request = StatisticsRequest(TODAY, events=(NAME,))
        (line,) = compute(Frame(history), default().statistics, request).lines()
        assert line.startswith("event DjangoCon Europe 2026 to 2026-11-21: reports=")
        assert line.endswith(ending)


def test_law_enforcement_is_not_mentioned_unless_it_was_called():
    text = event_report(event(NAME), AboutEvent()).markdown()
    assert "Law enforcement was called." not in text


def test_an_initial_report_says_so_and_promises_the_full_one():
    text = event_report(event(NAME), AboutEvent(initial=True)).markdown()
    assert "initial transparency report" in text
    assert "within a month" in text


def test_what_nobody_said_stands_in_brackets_and_on_the_checklist():
    document = event_report(event(NAME), AboutEvent())
    assert "[Say how many people attended" in document.html()
    assert "square brackets has been filled in" in document.markdown()
    assert "square brackets" not in event_report(event(NAME), FULL).markdown()


def test_the_checklist_asks_about_addresses_in_the_survey():
    text = event_report(event(NAME), AboutEvent(survey="Ask ann@quill.example")).markdown()
    assert "- [ ] The texts given for this report hold an e-mail address." in text
    assert (
        "- [x] The texts given for this report hold no address"
        in event_report(event(NAME), FULL).markdown()
    )


def test_texts_cannot_become_markup():
    sly = "<script>alert(1)</script> ![x](http://evil.example/p.png) | **b** `c` # d\n- [x] e"
    document = event_report(event(NAME), AboutEvent(responders=sly, how_to_report=sly, survey=sly))
    page = document.html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    text = document.markdown()
    assert "<script" not in text.replace("\\<", "")
    assert "![x](" not in text
    assert r"!\[x\](" in text
    assert "\n- [x] e" not in text
