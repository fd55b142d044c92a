"""The annual transparency report: what came, what came of it, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sheets_coc.dates import in_words
from sheets_coc.reporting import outcomes, yearly
from sheets_coc.reporting.disclosure.suppression import Level, Rules, Why
from sheets_coc.reporting.documents import wording
from sheets_coc.reporting.documents.charts import yearly_charts
from sheets_coc.reporting.documents.checklist import checks
from sheets_coc.reporting.documents.document import (
    Block,
    Bullets,
    Checks,
    Document,
    Figures,
    Heading,
    Paragraph,
    Picture,
    Terms,
)
from sheets_coc.reporting.documents.tables import outcomes_table, yearly_table
from sheets_coc.reporting.outcomes import Breakdown
from sheets_coc.reporting.periods import within
from sheets_coc.reporting.process import process_sentences, trend_sentences
from sheets_coc.reporting.reports import Report
from sheets_coc.reporting.yearly import Missing

_FOR_PEOPLE = (
    "Nobody can be recognised from the figures together with what was said elsewhere, such as "
    "in an event's own report.",
    "Nothing was added by hand that names or describes a report, a reporter or a reported person.",
    "Where law enforcement was called, the report says so and no more.",
)


@dataclass(frozen=True, slots=True)
class Annual:
    """What an annual report is made of.

    Attributes:
        reports: all reports.
        rows: the yearly table, newest first.
        breakdowns: the finer table, newest first; empty where the sheet has no decisions.
        rules: the limits of disclosure control.
        as_of: the last day that counts.
        missing: reports that stand in no row.
    """

    reports: Sequence[Report]
    rows: tuple[yearly.Figures, ...]
    breakdowns: tuple[Breakdown, ...]
    rules: Rules
    as_of: date
    missing: Missing


def annual_report(annual: Annual) -> Document:
    """The report, with its checklist at the end."""
    newest = annual.rows[0].period.label if annual.rows else str(annual.as_of.year)
    return Document(
        f"Code of Conduct transparency report {newest}",
        (*_reports(annual), *_outcomes(annual), *_process(annual), *_closing(annual)),
    )


def definitions() -> Terms:
    """What the columns of the yearly table count."""
    return Terms(tuple((yearly.LABELS[key], text) for key, text in yearly.MEANINGS.items()))


def updated(as_of: date) -> Paragraph:
    """The line that says how recent the figures are."""
    return Paragraph(f"Statistics were last updated on {in_words(as_of)}.")


def _reports(annual: Annual) -> Iterable[Block]:
    yield Heading("Reports")
    if not annual.rows:
        yield Paragraph("The records hold no report with a date in these years.")
        return
    yield Paragraph(" ".join(trend_sentences(annual.rows)))
    yield Figures("Reports by year of receipt", yearly_table(annual.rows))
    for chart in yearly_charts(annual.rows):
        yield Picture(chart)
    yield definitions()


def _outcomes(annual: Annual) -> Iterable[Block]:
    if not annual.breakdowns:
        return
    yield Heading("Outcomes")
    yield Figures("Reports by what came of them", outcomes_table(annual.breakdowns))
    yield Bullets(outcomes.NOTES)
    if why := _limits(annual):
        yield Paragraph(why)


def _limits(annual: Annual) -> str:
    """Why periods are not broken down, told for all alike: which rule it was could tell more."""
    if all(b.verdict.level is not Level.TOTAL for b in annual.breakdowns):
        return ""
    least = annual.rules.break_down_from
    return (
        f"Periods of fewer than {least} reports show their total alone, and so do those whose "
        "small numbers could be worked out from the rest."
    )


def _process(annual: Annual) -> Iterable[Block]:
    if not annual.rows:
        return
    yield Heading("Process")
    newest = within(annual.reports, annual.rows[0].period)
    yield Bullets(process_sentences(newest, annual.rules.break_down_from))
    yield Paragraph(
        "Reports count in the period in which they were received. When a record's time is up, "
        "names and other identifying information are removed from it; the figures stay as they "
        "are."
    )


def _closing(annual: Annual) -> Iterable[Block]:
    if left := missing_sentence(annual.missing):
        yield Paragraph(left)
    yield updated(annual.as_of)
    yield Heading("Before this is published")
    yield Checks(
        checks(
            supplied=(),
            names_checked=False,
            small_numbers=small_numbers(annual.breakdowns, annual.rules),
            for_people=_FOR_PEOPLE,
        )
    )


def small_numbers(breakdowns: Iterable[Breakdown], rules: Rules) -> str | None:
    """What was done about small numbers; None where they are shown by choice."""
    if any(b.verdict.why is Why.OVERRIDDEN for b in breakdowns):
        return None
    return (
        f"Periods are broken down from {rules.break_down_from} reports on, numbers up to "
        f"{rules.small_cell} stand as a class, and none of them can be worked out from the "
        "tables or from what the Log says was published before."
    )


def missing_sentence(missing: Missing) -> str:
    """How many reports stand in no row, or nothing."""
    told = []
    if missing.undated:
        told.append(f"{wording.count(missing.undated, 'report')} without a date that can be read")
    if missing.later:
        told.append(f"{wording.count(missing.later, 'report')} dated later")
    return f"Not counted: {wording.listed(told)}." if told else ""
