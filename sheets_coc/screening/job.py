"""Screening, whole: lists that were read, our people on the day of the event, and the answer.

A terminal, a page and the library all walk through `screen_lists`, and all have the same duty:
what could not be compared is said first, and asks for a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sheets_coc.records.key.identity_key import UNKNOWN, KeyState
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.schema.findings import BY_CODE
from sheets_coc.screening.earlier import EarlierAnswers, only_new
from sheets_coc.screening.flagged import NOT_UNDERSTOOD, SAYING, listed, undecided
from sheets_coc.screening.lists.layout import NamedColumns
from sheets_coc.screening.lists.listing import AttendeeList, ListSheet, read_files
from sheets_coc.screening.screen import Hit, Progress, Screening, screen
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.tables.reading import read_bytes, read_tables
from sheets_coc.tables.table import TableFile
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.stops import refuse
from sheets_coc.todo.wording import count

FAR_AHEAD = timedelta(days=730)
"""An event further away than this is probably a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """What came of screening one or several lists.

    Attributes:
        screening: the candidates, and what was counted.
        attendees: the lists as they were read.
        event_date: the first day of the event.
        today: the UTC date.
        answered: how many candidates are left out because a person answered them with no before.
        unknown: how many of our people stand in the records by a code, and by no name in the key.
        key: what can be said of the key to their codes.
        undecided: how many records were not looked for, because it is not understood whether
            their people are flagged or banned; None where no column says so of anybody.
    """

    screening: Screening = field(repr=False)
    attendees: AttendeeList = field(repr=False)
    event_date: date
    today: date
    answered: int = 0
    unknown: int = 0
    key: KeyState = KeyState.UNUSED
    undecided: int | None = 0

    @property
    def gaps(self) -> tuple[str, ...]:
        """What could not be compared, in words; empty where everything could."""
        return self._gaps(IN_A_TERMINAL)

    @property
    def gaps_on_a_page(self) -> tuple[str, ...]:
        """The same, for a page on which columns and sheets are chosen instead of named."""
        return self._gaps(ON_A_PAGE)

    def _gaps(self, how: Mapping[str, str]) -> tuple[str, ...]:
        return (
            *_without_status(self.undecided),
            *_without_key(self.key, self.unknown),
            *gaps_of(self.attendees, how),
        )

    @property
    def attention(self) -> bool:
        """Whether a person must look: candidates, or something that was not compared."""
        return bool(self.screening.hits or self.gaps)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is odd about the question itself, in words."""
        return tuple(_notes(self))

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON: rows, counts, cases and reasons; no values."""
        sheets = self.attendees.sheets
        answer = self.screening.as_json(places=len(sheets) > 1)
        answer["columns"] = [column.label for column in self.attendees.columns]
        answer["answered_before"] = self.answered
        answer["key"], answer["without_name"] = self.key.value, self.unknown
        answer["undecided"] = self.undecided
        answer["not_compared"] = list(self.attendees.not_compared)
        answer["uncertain_rows"] = [row for sheet in sheets for row in sheet.uncertain]
        answer["sheets"] = [
            {
                "list": sheet.file,
                "sheet": sheet.number,
                "rows": sheet.rows,
                "unreadable_rows": list(sheet.unreadable),
                "incomplete_rows": list(sheet.incomplete),
                "columns": [column.label for column in sheet.layout.columns],
            }
            for sheet in sheets
        ]
        answer["left_out"] = [
            {"list": one.file, "sheet": one.number, "why": one.why}
            for one in self.attendees.left_out
        ]
        return answer


def screen_lists(
    book: Workbook,
    lists: Path | str | Sequence[TableFile],
    event_date: date,
    *,
    named: NamedColumns | None = None,
    sheets: Sequence[str] = (),
    earlier: EarlierAnswers | None = None,
    progress: Progress | None = None,
) -> ScreeningResult:
    """Compares lists with the people who are flagged or banned on the day of an event.

    Args:
        book: the spreadsheet of the records.
        lists: the path of a list, or lists as `tables.reading.read_tables` read them.
        event_date: the first day of the event.
        named: columns named by somebody; the others are recognised all the same.
        sheets: titles or numbers of the sheets to read; else every visible sheet with people.
        earlier: what a person answered before and is not asked again.
        progress: told how far it is.

    Raises:
        UsageError: a list holds no column with people.
        SafetyStop: names may stand beside somebody else's decision, because the content of
            records has changed places.
    """
    if isinstance(lists, (Path, str)):
        lists = [read_tables(read_bytes(Path(lists)))]
    attendees = read_files(lists, named, sheets=sheets)
    today = book.now.date()
    seen = analyse(book.read(), book.policy, today)
    refuse(seen)
    people = listed(seen.sheet.named_records, seen.dated, event_date)
    found = screen(attendees, people, progress)
    left, answered = only_new(found.hits, earlier)
    screening = replace(found, hits=tuple(left))
    nameless = _nameless(seen.sheet)
    unknown = sum(
        max(one.not_searchable, nameless[one.row]) for one in people if one.row in nameless
    )
    return ScreeningResult(
        screening,
        attendees,
        event_date,
        today,
        answered,
        unknown,
        seen.sheet.key.state,
        _undecided(seen, event_date),
    )


def _undecided(seen: Analysis, event_date: date) -> int | None:
    """As `ScreeningResult.undecided`."""
    if SAYING.isdisjoint(seen.sheet.layout.columns):
        return None
    found = {finding.row for finding in seen.findings if finding.code in NOT_UNDERSTOOD}
    rows = {row for row in found if row is not None}
    return undecided(seen.sheet.records, seen.dated, rows, event_date)


def _nameless(sheet: RecordsSheet) -> dict[int, int]:
    """How many people of each row with codes are named neither in the key nor in the row."""
    found = {}
    for record in sheet.records:
        if record.persons:
            without = sum(
                not any(entry.named for entry in sheet.key.of([code])) for code in record.persons
            )
            found[record.row] = max(0, without - len(record.subjects.reveal()))
    return found


def place(sheet: ListSheet, attendees: AttendeeList) -> str:
    """How people are told of a sheet; blank where there is one only."""
    if len(attendees.sheets) + len(attendees.left_out) < 2:
        return ""
    several = len(attendees.formats) > 1
    number = f"sheet {sheet.number}"
    return f"list {sheet.file}, {number}" if several else number


def numbers(rows: Sequence[int], most: int = 20) -> str:
    """Row numbers for people: `4, 17, 90 and 3 more`."""
    more = f" and {len(rows) - most} more" if len(rows) > most else ""
    return ", ".join(map(str, rows[:most])) + more


IN_A_TERMINAL = {
    "names": "name it with --name-column",
    "e-mails": "name it with --email-column",
    "encoding": "say it with --encoding, or save the list as .xlsx",
    "hidden": "name one with --sheet to read it",
    "halves": "If the rest stands in a column, name it with --given-column or --family-column.",
}
"""How a person closes a gap from the command line."""

ON_A_PAGE = {
    "names": "choose it below",
    "e-mails": "choose it below",
    "encoding": "save the list as .xlsx and drop it again",
    "halves": "If the rest stands in a column, choose it below.",
    "hidden": "show it in your spreadsheet program and drop the list again",
}
"""How a person closes a gap on a page."""


def _without_status(undecided: int | None) -> Iterator[str]:
    """That people could not be looked for, because it is not known whether they should be."""
    if undecided is None:
        yield (
            "Nobody was compared: no column of the records says who is flagged or banned. "
            "If one does under another heading, sheets-coc start asks what it is."
        )
    elif undecided:
        yield (
            f"The people of {count(undecided, 'record')} were not looked for: whether they are "
            "flagged or banned is not understood. sheets-coc validate says which."
        )


def _without_key(key: KeyState, unknown: int) -> Iterator[str]:
    """That people could not be looked for, because nothing says whose their codes are."""
    if key in UNKNOWN:
        yield f"Nobody was compared whose name is in the key alone. {BY_CODE[key.value].text}"
    elif unknown:
        people = "1 of our people" if unknown == 1 else f"{unknown} of our people"
        yield (
            f"{people} could not be looked for: no name stands in the key beside their code. "
            "sheets-coc validate says which."
        )


def gaps_of(attendees: AttendeeList, how: Mapping[str, str]) -> Iterator[str]:
    """What the answer does not cover, the greatest gap first."""
    if not attendees.rows:
        yield "Nobody was compared: the list is empty."
    for what in attendees.not_compared:
        yield (
            f"{what.capitalize()} were not compared: no column with {what} was recognised."
            f" If there is one, {how[what]}; else ask the organisers for it."
        )
    if attendees.guessed:
        yield (f"The encoding of the list is a guess. If names look wrong, {how['encoding']}.")
    for sheet in attendees.sheets:
        where = place(sheet, attendees)
        of = f" of {where}" if where else ""
        if sheet.half_names:
            yield f"Most names{of} are one word, which cannot be compared. {how['halves']}"
        if sheet.unreadable:
            yield (
                f"Nobody who attends is named in {count(len(sheet.unreadable), 'row')}{of}; not"
                f" compared: row {numbers(sheet.unreadable)}."
            )
        if sheet.incomplete:
            yield (
                f"Too little to be compared stands in {count(len(sheet.incomplete), 'row')}{of}:"
                f" row {numbers(sheet.incomplete)}."
            )
        if sheet.uncertain:
            yield (
                f"More cells than the header has {count(len(sheet.uncertain), 'row')}{of}, read"
                f" as well as possible: row {numbers(sheet.uncertain)}."
            )
    hidden = sum(one.why == "hidden" for one in attendees.left_out)
    if hidden:
        yield f"Not read: {count(hidden, 'hidden sheet')}; {how['hidden']}."


def _notes(result: ScreeningResult) -> Iterator[str]:
    if result.event_date < result.today:
        yield "Note: this event is in the past; people's status is taken of that day."
    elif result.event_date > result.today + FAR_AHEAD:
        yield (
            "Note: this event is more than two years away. Records that will be gone by then are"
            " not compared; check the date."
        )


@dataclass(frozen=True, slots=True)
class ListCandidate:
    """One person of a list beside one record, whatever number of tickets they have.

    Attributes:
        hits: the hits, one for each place in the lists.
    """

    hits: tuple[Hit, ...]

    @property
    def best(self) -> Hit:
        """The surest of them."""
        return min(self.hits, key=lambda hit: hit.tier.rank)

    @property
    def order_status(self) -> str:
        """What became of their orders; blank where at least one is valid."""
        statuses = [hit.entry.status for hit in self.hits]
        return "" if "" in statuses else ", ".join(dict.fromkeys(statuses))


def rows_of(candidate: ListCandidate, attendees: AttendeeList) -> str:
    """Where a candidate stands, for people: `2, 5`, or `sheet 2: 2, 5`."""
    found: dict[int, list[int]] = {}
    for hit in candidate.hits:
        found.setdefault(hit.entry.sheet, []).append(hit.row)
    said = []
    for number, rows in found.items():
        sheet = attendees.sheets[number] if number < len(attendees.sheets) else None
        where = place(sheet, attendees) if sheet else ""
        said.append((f"{where}: " if where else "") + ", ".join(map(str, rows)))
    return "; ".join(said)


def candidates(hits: Sequence[Hit]) -> list[ListCandidate]:
    """Hits as a person answers them: somebody with three tickets is one question."""
    grouped: dict[tuple[object, ...], list[Hit]] = {}
    for hit in hits:
        grouped.setdefault((hit.listed.row, hit.case, *hit.entry.identity), []).append(hit)
    return [ListCandidate(tuple(group)) for group in grouped.values()]
