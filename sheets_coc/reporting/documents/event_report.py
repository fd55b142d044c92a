"""An event's transparency report, initial or full, after the committee's guidelines.

In it: how large the event was, how to report and who responded, how many reports came and
how far each is, earlier years, a survey where there was one. Not in it: anything by which
a reporter or a reported person could be recognised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sheets_coc.dates import in_words
from sheets_coc.reporting.documents import wording
from sheets_coc.reporting.documents.charts import Series, draw
from sheets_coc.reporting.documents.checklist import checks
from sheets_coc.reporting.documents.document import (
    Block,
    Bullets,
    ChartBlock,
    Checklist,
    Document,
    Paragraph,
    SectionHeading,
    TableBlock,
)
from sheets_coc.reporting.documents.tables import TextTable
from sheets_coc.reporting.events import EventFigures

_FEW_YEARS = 2
_NOT_TOLD_APART = (
    "Each is being handled or closed. How many of them are closed is not told, so that nobody can "
    "be recognised by it."
)
_SMALL_NUMBERS = (
    "Reports are not told apart by what they were about, by whom, or by what was done; each "
    "appears as being handled or closed, and in no particular order."
)
_FOR_PEOPLE = (
    "Nobody can be recognised from this together with what people at the event saw or heard.",
    "The sizes of the event are right, and the way to report still works.",
    "Where law enforcement was called, the report says so and no more.",
)
_SOON = "The complete report follows within a month of the event."


@dataclass(frozen=True, slots=True)
class AboutEvent:
    """What people say of the event; the records do not hold it.

    Attributes:
        in_person: how many people were there.
        online: how many took part online.
        responders: who responded to reports.
        how_to_report: how to report, and where that could be read.
        survey: results of a survey on people's confidence in reporting.
        law_enforcement: whether law enforcement was called.
        initial: whether this is the report for the closing ceremony.
        names_checked: whether these texts were searched for people in the records.
    """

    in_person: int | None = None
    online: int | None = None
    responders: str = ""
    how_to_report: str = ""
    survey: str = ""
    law_enforcement: bool = False
    initial: bool = False
    names_checked: bool = False


def event_report(event: EventFigures, about: AboutEvent, *, charts: bool = True) -> Document:
    """The report, with its checklist at the end.

    Args:
        event: the figures.
        about: what people say of the event.
        charts: whether charts are drawn; they need matplotlib.
    """
    kind = "initial transparency report" if about.initial else "transparency report"
    blocks = [*_about(event, about), *_reports(event, about), *_history(event, charts=charts)]
    blocks += [*_survey(about), *_closing(event, about)]
    return Document(f"{event.name}: Code of Conduct {kind}", tuple(blocks))


def _about(event: EventFigures, about: AboutEvent) -> Iterable[Block]:
    yield SectionHeading("The event")
    sizes = []
    if about.in_person is not None:
        sizes.append(wording.count(about.in_person, "person", "people") + " in person")
    if about.online is not None:
        sizes.append(wording.count(about.online, "person", "people") + " online")
    yield Paragraph(
        f"{event.name} was attended by {wording.listed(sizes)}."
        if sizes
        else "[Say how many people attended, in person and online.]"
    )
    yield SectionHeading("How to report")
    yield Paragraph(
        about.how_to_report
        or "[Say how attendees could report a Code of Conduct issue, and where they found that.]"
    )
    yield Paragraph(
        about.responders
        or "[Say who enforced the Code of Conduct at the event and responded to reports.]"
    )


def _reports(event: EventFigures, about: AboutEvent) -> Iterable[Block]:
    yield SectionHeading("Reports")
    yield Paragraph(_sentence(event))
    if event.statuses:
        rows = tuple((str(n), status) for n, status in enumerate(event.statuses, 1))
        yield TableBlock("Status of each report", TextTable(("Report", "Status"), rows))
    if about.law_enforcement:
        yield Paragraph("Law enforcement was called.")
    if about.initial:
        yield Paragraph(
            f"These are the figures of {in_words(event.as_of)}; reports may still come in. {_SOON}"
        )


def _sentence(event: EventFigures) -> str:
    if not event.reports:
        return f"No Code of Conduct report about {event.name} was recorded."
    was = "was" if event.reports == 1 else "were"
    number = wording.count(event.reports, "Code of Conduct report")
    recorded = f"{number} about {event.name} {was} recorded"
    if not event.told_apart:
        return f"{recorded}. {_NOT_TOLD_APART}"
    parts = []
    if event.closed:
        parts.append(f"{event.closed} {'is' if event.closed == 1 else 'are'} closed")
    if event.handled:
        parts.append(f"{event.handled} {'is' if event.handled == 1 else 'are'} being handled")
    if event.unsaid:
        parts.append(f"of {event.unsaid} the records do not say how far they are")
    return f"{recorded}: {wording.listed(parts)}."


def _history(event: EventFigures, *, charts: bool) -> Iterable[Block]:
    shown = [(event.year, event.reports), *((e.year, e.reports) for e in event.history)]
    while shown and shown[-1][1] is None:
        shown.pop()
    yield SectionHeading("Earlier years")
    if len(shown) < _FEW_YEARS:
        yield Paragraph("The records hold no earlier year of this event.")
        return
    rows = tuple((str(y), "unknown" if n is None else str(n)) for y, n in shown)
    yield TableBlock("Reports by year of the event", TextTable(("Year", "Reports"), rows))
    known = [(str(y), n) for y, n in reversed(shown) if n is not None]
    title = "Reports by year of the event"
    labels, values = [y for y, _ in known], tuple(n for _, n in known)
    if charts:
        yield ChartBlock(draw("event", title, labels, [Series("Reports", values)]))
    yield Bullets(
        ("A year without reports may also be one in which the event did not take place.",)
    )


def _survey(about: AboutEvent) -> Iterable[Block]:
    if about.survey:
        yield SectionHeading("Survey")
        yield Paragraph(about.survey)


def _closing(event: EventFigures, about: AboutEvent) -> Iterable[Block]:
    yield Paragraph(f"As of {in_words(event.as_of)}.")
    yield SectionHeading("Before this is published")
    for_people = [*_FOR_PEOPLE]
    if not all((about.in_person is not None, about.how_to_report, about.responders)):
        for_people.append("What stands in square brackets has been filled in.")
    if about.initial:
        for_people.append("A complete report is planned for within a month of the event.")
    yield Checklist(
        checks(
            supplied=(event.name, about.survey),
            names_checked=about.names_checked,
            small_numbers=None if event.overridden else _SMALL_NUMBERS,
            for_people=for_people,
        )
    )
