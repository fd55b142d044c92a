"""The annual transparency report: what came, what came of it, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sheets_coc.dates import in_words
from sheets_coc.reporting import outcomes, yearly
from sheets_coc.reporting.cells import Hidden
from sheets_coc.reporting.disclosure.suppression import Disclosure, Level, Limit, Rules
from sheets_coc.reporting.documents import wording
from sheets_coc.reporting.documents.charts import yearly_charts
from sheets_coc.reporting.documents.checklist import checks
from sheets_coc.reporting.documents.document import (
    Block,
    Bullets,
    ChartBlock,
    Checklist,
    Definitions,
    Document,
    Paragraph,
    SectionHeading,
    TableBlock,
)
from sheets_coc.reporting.documents.tables import (
    groups_table,
    outcomes_table,
    times_table,
    yearly_table,
)
from sheets_coc.reporting.groups import Groups
from sheets_coc.reporting.outcomes import OutcomesRow
from sheets_coc.reporting.periods import Unit
from sheets_coc.reporting.process import (
    ResponseTimes,
    process_sentences,
    subject,
    title_of,
    trend_sentences,
)
from sheets_coc.reporting.yearly import NotCounted

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
        rows: the yearly table, newest first.
        outcomes: today's table, newest first; empty where the sheet has no decisions.
        groups: the periods broken down by a column, if that was asked for.
        times: how long the committee took in each period, newest first.
        rules: the limits of disclosure control.
        as_of: the last day that counts.
        not_counted: reports that stand in no row.
        us: what the committee calls itself in today's table.
    """

    rows: tuple[yearly.YearlyRow, ...]
    outcomes: tuple[OutcomesRow, ...]
    groups: Groups | None
    times: tuple[ResponseTimes, ...]
    rules: Rules
    as_of: date
    not_counted: NotCounted
    us: str = "DSF"

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """What may be shown of every period that is broken down."""
        grouped = self.groups.rows if self.groups else ()
        return (*(o.disclosure for o in self.outcomes), *(g.disclosure for g in grouped))


def annual_report(annual: Annual, *, charts: bool = True) -> Document:
    """The report, with its checklist at the end.

    Args:
        annual: the figures.
        charts: whether charts are drawn; they need matplotlib.
    """
    about = subject(annual.rows)
    newest = title_of(about.period) if about else str(annual.as_of.year)
    return Document(
        f"Code of Conduct transparency report {newest}",
        (
            *_reports(annual, charts=charts),
            *_outcomes(annual),
            *_groups(annual),
            *_process(annual),
            *_closing(annual),
        ),
    )


def definitions() -> Definitions:
    """What the columns of the yearly table count."""
    return Definitions(tuple((yearly.LABELS[k], text) for k, text in yearly.MEANINGS.items()))


def outcome_definitions(us: str, leave_out: Iterable[str] = ()) -> Definitions:
    """What the columns of today's table count.

    Args:
        us: what the committee calls itself in it.
        leave_out: the keys of columns that are explained elsewhere.
    """
    labels = outcomes.labels(us)
    keys = [key for key in labels if key not in set(leave_out)]
    return Definitions(tuple((labels[key], outcomes.MEANINGS[key]) for key in keys))


def updated(as_of: date) -> Paragraph:
    """The line that says how recent the figures are."""
    return Paragraph(f"Statistics were last updated on {in_words(as_of)}.")


def _reports(annual: Annual, *, charts: bool) -> Iterable[Block]:
    yield SectionHeading("Reports")
    if not annual.rows:
        yield Paragraph("The records hold no report with a date in these years.")
        return
    yield Paragraph(" ".join(trend_sentences(annual.rows)))
    yield TableBlock("Reports by time of receipt", yearly_table(annual.rows))
    if charts:
        for chart in yearly_charts(annual.rows):
            yield ChartBlock(chart)
    yield definitions()


def _outcomes(annual: Annual) -> Iterable[Block]:
    if not annual.outcomes:
        return
    yield SectionHeading("Outcomes")
    yield TableBlock(
        "Reports and people by what came of them", outcomes_table(annual.outcomes, us=annual.us)
    )
    yield outcome_definitions(
        annual.us, leave_out=yearly.LABELS.keys() - {"no_action", "actions_local"}
    )
    yield from _notes(annual)


def _notes(annual: Annual) -> Iterable[Block]:
    notes = []
    if any(Hidden.UNKNOWN in row.cells.values() for row in annual.outcomes):
        notes.append(outcomes.NOTE_UNKNOWN)
    if any(row.period.unit is not Unit.YEAR for row in annual.outcomes):
        notes.append(outcomes.NOTE_PARTS)
    if notes:
        yield Bullets(tuple(notes))
    if why := _limits(annual):
        yield Paragraph(why)


def _groups(annual: Annual) -> Iterable[Block]:
    if annual.groups is None:
        return
    yield SectionHeading(f"Reports by {annual.groups.by}")
    if annual.groups.labels:
        table = groups_table(annual.groups, all_periods=False)
        yield TableBlock(f"Periods that can be broken down by {annual.groups.by}", table)
    yield Paragraph(
        "Each report stands in one group. Groups of which there are few reports are counted "
        "together, and small numbers stand as a class, so that nobody can be recognised."
    )
    if not annual.outcomes and (why := _limits(annual)):
        yield Paragraph(why)


def _limits(annual: Annual) -> str:
    """Why periods are not broken down, told for all alike: which rule it was could tell more."""
    if all(one.level is not Level.TOTAL for one in annual.disclosures):
        return ""
    return (
        f"Periods of fewer than {annual.rules.break_down_from} reports show their total alone, and "
        "so do those whose small numbers could be worked out from the rest, or from what was "
        "published before."
    )


def _process(annual: Annual) -> Iterable[Block]:
    about = subject(annual.rows)
    if about is None:
        return
    yield SectionHeading("Process")
    yield Bullets(process_sentences(next(t for t in annual.times if t.period == about.period)))
    if sum(bool(times.answer or times.decision) for times in annual.times) > 1:
        yield TableBlock("Days to the first answer and to the decision", times_table(annual.times))
    yield Paragraph(
        "Reports count in the period in which they were received. When a record's time is up, "
        "names and other identifying information are removed from it; the figures stay as they "
        "are."
    )


def _closing(annual: Annual) -> Iterable[Block]:
    if left := not_counted_sentence(annual.not_counted):
        yield Paragraph(left)
    yield updated(annual.as_of)
    yield SectionHeading("Before this is published")
    yield Checklist(
        checks(
            supplied=(),
            names_checked=False,
            small_numbers=small_numbers(annual),
            for_people=_FOR_PEOPLE,
        )
    )


def small_numbers(annual: Annual) -> str | None:
    """What was done about small numbers; None where they are shown by choice."""
    if any(one.limit is Limit.OVERRIDDEN for one in annual.disclosures):
        return None
    given = any(one.level is Level.FULL and one.limit is not None for one in annual.disclosures)
    proved = (
        "some can be worked out by whoever also has what was published before"
        if given
        else "none of them can be worked out from the tables or from what the Log says was "
        "published before"
    )
    return (
        "The figures of years stand as they are, as the committee publishes them. Whatever else "
        f"is broken down is so from {annual.rules.break_down_from} reports on, numbers up to "
        f"{annual.rules.small_cell} stand as a class, and {proved}."
    )


def not_counted_sentence(left: NotCounted) -> str:
    """How many reports stand in no row, or nothing."""
    told = []
    if left.undated:
        told.append(f"{wording.count(left.undated, 'report')} without a date that can be read")
    if left.later:
        told.append(f"{wording.count(left.later, 'report')} dated later")
    return f"Not counted: {wording.listed(told)}." if told else ""
