"""What happens in the demo, step by step, by the same jobs the commands run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc.dates import iso
from sheets_coc.demo import others
from sheets_coc.demo import sheet as demo_sheet
from sheets_coc.demo.sheet import FIRST_DAY
from sheets_coc.plain_files import write_private
from sheets_coc.policy import Policy, default
from sheets_coc.redaction import jobs
from sheets_coc.redaction.staying import in_words
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.sheet.model import Snapshot
from sheets_coc.todo import tab as todo
from sheets_coc.todo.own_tabs import find
from sheets_coc.todo.wording import count

if TYPE_CHECKING:
    from sheets_coc.local import LocalGoogle
    from sheets_coc.redaction.jobs import RedactResult
    from sheets_coc.redaction.preview import Piece, RecordPreview

A_WEEK_LATER = date(2026, 11, 28)
"""The day the notice of the first records has run."""

SHOWN = ("reporter", "subjects", "contacts", "summary", "outcome")
"""The columns of the pictures of before and after."""


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One step of the story.

    Attributes:
        day: when.
        command: what was run; empty where a person did something.
        title: what it is for.
        told: what came of it.
    """

    day: date
    command: str
    title: str
    told: tuple[str, ...]


Cell = tuple[str, "tuple[Piece, ...]", "tuple[Piece, ...]"]
"""A heading, and the text under it before and after."""


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A record before and after: invented people, so it may be shown.

    Attributes:
        case: its name.
        why: its decision.
        cells: heading, and the text before and after in pieces, of each cell that changes.
    """

    case: str
    why: str
    cells: tuple[Cell, ...]


@dataclass(slots=True, repr=False)
class Story:
    """Everything the demo shows.

    Attributes:
        steps: what happened.
        summary: what came of it all, in a few lines.
        pictures: some records before and after.
        left: what To do says in the end, by kind.
        figures: the committee's yearly table, before and after: year and its figures.
        same: whether no figure changed.
        log: the lines of the Log.
    """

    steps: list[StoryStep] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    figures: list[tuple[str, ...]] = field(default_factory=list)
    same: bool = False
    log: list[tuple[str, str]] = field(default_factory=list)


def noon(day: date) -> datetime:
    """The moment of a day at which the demo plays."""
    return datetime.combine(day, time(12), UTC)


class Play:
    """The demo under way.

    Args:
        google: the local Google with the demo's spreadsheet.
    """

    def __init__(self, google: LocalGoogle) -> None:
        self.google = google
        self.policy: Policy = default()
        self.story = Story()

    def book(self, day: date) -> Any:
        """The spreadsheet on a day, with a session of its own as each command has."""
        return demo_sheet.book(self.google, self.policy, noon(day))

    def tell(self, day: date, command: str, title: str, *told: str) -> None:
        """Add a step."""
        said = tuple(line for line in told if line)
        self.story.steps.append(StoryStep(day, command, title, said))

    def setup(self, day: date) -> None:
        """Make the sheet ready."""
        from sheets_coc.setup.job import setup
        from sheets_coc.setup.wording import sentences

        book = self.book(day)
        done = setup(book, book.present_format, apply=True).plan
        self.tell(
            day, "setup --apply", "Make the sheet ready; nothing in it is touched",
            *sentences(done.actions, done.cases),
        )  # fmt: skip

    def validate(self, day: date) -> None:
        """Check every row."""
        checked = jobs.validate(self.book(day), apply=True)
        kinds = Counter(f.code for f in checked.findings)
        texts = {f.code: f"{f.severity.value}: {f.kind.text}" for f in checked.findings}
        told = [f"{count} × {texts[code]}" for code, count in kinds.most_common()]
        self.tell(
            day, "validate --apply", "Check every row; what a person must settle stands in To do",
            f"{checked.rows} records.", *told,
        )  # fmt: skip

    def dates(self, day: date) -> None:
        """Date every record."""
        dated = jobs.dates(self.book(day), apply=True).dated
        states = Counter(d.state.value for d in dated)
        extended = [d for d in dated if d.extended_by]
        told = [f"{count} {STATES.get(state, state)}" for state, count in states.most_common()]
        more = [
            f"{d.case} is kept until {iso(d.effective)}, because {d.extended_by[0]} is a further "
            "violation by the same person"
            for d in extended
        ]
        self.tell(day, "dates --apply", "Work out when each record goes", *told, *more)

    def redact(self, day: date, title: str) -> RedactResult:
        """Expunge what is due."""
        result = jobs.redact(self.book(day), apply=True)
        planned = result.redaction
        told = [planned.stop.message] if planned.stop else [_done(result)]
        if not planned.stop:
            told += [f"{place.kind} in {place.tab} {place.cell or ''} still mentions somebody who "
                     "was expunged; To do says so" for place in result.residual]  # fmt: skip
            marks = sum(mark.count for mark in planned.flags)
            told += [f"{marks} places in the texts may still tell who it was; To do asks a person "
                     "to read them"] * bool(marks)  # fmt: skip
            reasons = Counter(stay.why for stay in planned.stays)
            told += [f"{n} not expunged: {in_words(why)}" for why, n in reasons.most_common()]
        requests = "1 request" if result.requests == 1 else f"{result.requests} requests"
        told.append(f"{requests} to Google Sheets.")
        self.tell(day, "redact --apply", title, *told)
        return result

    def answer(self, day: date) -> None:
        """A person answers two questions in To do, and ticks none yet."""
        told = []
        for beginning, answer in (("column/", "keep"), ("ambiguous-date/", "2026-04-03")):
            line = self._in_todo(beginning, {"stringValue": answer}, _ANSWER)
            told.append(f"{line} → {answer}")
        self.tell(day, "", "Somebody of the committee answers two questions in To do", *told)

    def tick(self, day: date) -> None:
        """A person lets go what the safety belt stopped."""
        self._in_todo("limit/", {"boolValue": True}, _DONE)
        self.tell(
            day, "", "Somebody of the committee looks through the list and ticks the line in To do",
            "The tick lets exactly those records go on the next run.",
        )  # fmt: skip

    def _in_todo(self, beginning: str, value: dict[str, Any], column: int) -> str:
        """Type into the To do line whose reference begins so, as the owner."""
        person = demo_sheet.session(self.google, "owner")
        snapshot = person.read()
        tab = snapshot.tab(self.policy.tabs.todo)
        place = find(tab, todo.HEADINGS) if tab else None
        standing = todo.read(snapshot, self.policy)
        line = next(line for line in standing if line.ref.startswith(beginning))
        if tab and place:
            at = (line.row, place.columns[column])
            cell = {"userEnteredValue": value}
            person.batch([demo_sheet.put(tab, at, cell, "userEnteredValue")])
        return line.what


_DONE, _ANSWER = 0, 4

STATES = {
    "kept": "kept: their day has not come",
    "announced": "past their date and announced: they go when a week's notice has run",
    "open": "open: nothing goes before a decision",
    "expunged": "expunged already, from before",
    "permanent": "kept for good",
    "held": "on hold",
    "waiting": "waiting for an open report about the same person",
    "error": "with something to settle first",
    "due": "due",
}


def _done(result: RedactResult) -> str:
    planned = result.redaction
    if not planned.done:
        return "Nothing goes today."
    reporter = sum(removal.scope == "reporter" for removal in planned.done)
    only = f"; of {reporter} of them the reporter only" if reporter else ""
    said = f"{len(planned.done)} records expunged, {len(planned.cells)} cells{only}."
    names = f" {count(planned.people, 'name')} gone from the key." if planned.people else ""
    return said + names


def play(google: LocalGoogle, before: Path, after: Path) -> Story:
    """Run the whole cycle.

    Args:
        google: the local Google with the demo's spreadsheet.
        before: where the spreadsheet is written as it was, as .xlsx.
        after: where it is written as it is in the end.
    """
    it = Play(google)
    export(google, before)
    it.setup(FIRST_DAY)
    it.validate(FIRST_DAY)
    it.dates(FIRST_DAY)
    it.redact(FIRST_DAY, "Try to expunge: a column of the committee's own comes first")
    it.answer(FIRST_DAY)
    it.redact(FIRST_DAY, "Again: records past their date are announced, none goes today")
    start = it.book(A_WEEK_LATER).read()
    it.redact(A_WEEK_LATER, "A week later the notice has run, and the safety belt holds")
    it.tick(A_WEEK_LATER)
    shown = it.book(A_WEEK_LATER).preview()
    result = it.redact(A_WEEK_LATER, "Expunge, search the whole spreadsheet, write the Log")
    it.redact(A_WEEK_LATER, "The same again: nothing is left to do")
    end = it.book(A_WEEK_LATER).read()
    for other in (others.oncall, others.screening, others.letter):
        it.tell(A_WEEK_LATER, *other(it.book(A_WEEK_LATER)))
    it.story.pictures = _pictures(shown, result)
    it.story.left = [(line.kind, line.what) for line in todo.read(end, it.policy)]
    it.story.figures, it.story.same = figures(start, end, it.policy)
    it.story.log = logged(end, it.policy)
    it.story.summary = _summary(it.story, result, len(demo_sheet.rows("records.csv")) - 1)
    export(google, after)
    return it.story


def export(google: LocalGoogle, path: Path) -> None:
    """Write the demo's spreadsheet as it is now, as .xlsx."""
    from sheets_coc.local.files.xlsx import workbook_bytes

    with google.store.read() as state:
        write_private(path, workbook_bytes(state.spreadsheet(google.main_spreadsheet)))


def _pictures(shown: Sequence[RecordPreview], result: RedactResult) -> list[Picture]:
    """The records that went, before and after, with what may still be a name."""
    went = {removal.record.name for removal in result.redaction.done}
    pictures = []
    for one in shown:
        record = one.dated.record
        cells = tuple(
            (BY_KEY[cell.key].header, cell.before.reveal(), cell.after.reveal())
            for cell in one.cells
            if cell.key in SHOWN
        )
        if record.name in went and cells:
            why = record.decision.value.replace("_", " ") if record.decision else "dated by hand"
            pictures.append(Picture(record.name, why, cells))
    return pictures


def _summary(story: Story, result: RedactResult, records: int) -> list[str]:
    """What came of the week, before anybody reads how."""
    planned = result.redaction
    same = "not one" if story.same else "SOME"
    places = sum(mark.count for mark in planned.flags)
    return [
        f"{count(len(planned.done), 'record')} of {records} went, after a week's notice: "
        f"{count(len(planned.cells), 'cell')} written over, stories included.",
        f"Of the yearly figures {same} changed.",
        f"{count(len(planned.stays), 'record')} stayed for a reason that is said; "
        f"{count(len(story.left), 'line')} in To do for a person.",
        f"{count(places, 'word')} that may still tell who it was, and "
        f"{count(len(result.residual), 'cell')} elsewhere that still names somebody: pointed out, "
        "not guessed at.",
    ]


def figures(start: Snapshot, end: Snapshot, policy: Policy) -> tuple[list[tuple[str, ...]], bool]:
    """The yearly table as it is in the end, and whether redaction changed any figure."""
    from sheets_coc.records.facts import read_facts
    from sheets_coc.reporting.cells import cell_text
    from sheets_coc.reporting.periods import periods
    from sheets_coc.reporting.reports import reports
    from sheets_coc.reporting.yearly import table

    tables = []
    for snapshot in (start, end):
        frame = read_facts(snapshot, policy)
        everything = reports(frame)
        rows = table(everything, periods(everything, A_WEEK_LATER, years=None), frame.columns)
        tables.append([(str(row.period.year), *map(cell_text, row.values)) for row in rows])
    return tables[1], tables[0] == tables[1]


def logged(end: Snapshot, policy: Policy) -> list[tuple[str, str]]:
    """The lines of the Log."""
    from sheets_coc.todo import log

    return [(line.command, line.what) for line in log.read(end, policy)]
