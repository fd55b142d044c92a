"""Reading the reports that an event hands over: a table that strangers made.

Its columns are recognised by the records sheet's own headers and by the words events use.
What the committee alone decides (type, flag, dates of expunging) is never taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from sheets_coc.errors import UsageError
from sheets_coc.people.folding import fold
from sheets_coc.records.reading import CELL_LIMIT
from sheets_coc.records.values import action_taken
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.sheet.model import column_letters, column_number
from sheets_coc.tables.reading import read_tables
from sheets_coc.tables.table import TableRow

TAKEN: Final = (
    "reported_on", "reporter", "subjects", "aliases", "contacts", "others", "summary",
    "our_action", "local_action", "outcome", "event",
)  # fmt: skip
"""What may come from an event's file, by column key."""

HEADER_ROWS = 15
_NEEDED = frozenset({"subjects", "contacts", "summary"})
_INCIDENT = "incident"

_WORDS: Final = {
    "reported_on": "date|date reported|report date|date received|received|received on|received at"
    "|reported|reported at|submitted|submitted at|submitted on|submission date|timestamp|created"
    "|created at|report received|day",
    _INCIDENT: "date of incident|incident date|date of the incident|when|when did it happen"
    "|happened on|date and time|date time",
    "reporter": "reporter name|name of reporter|who reported|who reported it|submitted by"
    "|complainant|reporting person|name of the reporter|person reporting",
    "subjects": "reported person|person reported|reported people|people reported|reported party"
    "|reported parties|accused|accused person|respondent|offender|perpetrator|who was reported"
    "|name of reported person|name of the reported person|person concerned|people concerned"
    "|people involved|person involved|persons involved|names of people involved|names of subjects"
    "|name of subject|name of accused|subject of report|subject of the report",
    "aliases": "user name of reported person|nickname of reported person|other names",
    "contacts": "email of reported person|e mail of reported person|reported person email"
    "|contact of reported person|contact details of reported person|accused email"
    "|respondent email|subject handle|handle of reported person|email of subject"
    "|contact of subject|social media of reported person",
    "others": "witness|witnesses|victim|victims|affected|affected person|affected people"
    "|people affected|target|targets|harmed person|impacted person|impacted people|other people"
    "|names of witnesses",
    "summary": "description|what happened|incident|details|facts|report|report text|account"
    "|narrative|description of incident|incident description|description of the facts"
    "|description of the incident|notes|review|assessment|response|responses|evidence|location"
    "|place|where|where did it happen|description of facts",
    "local_action": "action|actions|action taken|actions taken|measures|measures taken"
    "|steps taken|resolution|outcome|what was done|how was it handled|sanction|sanctions"
    "|decision|action by event|action taken by event|actions taken by the event team",
    "event": "conference|name of event|meetup",
}
"""Words events use, by column key. An outcome or decision in an event's file is what the event
did, not the committee's."""


@dataclass(frozen=True, slots=True)
class EventReport:
    """One report as the file has it.

    Attributes:
        number: the row of the file, as a spreadsheet numbers it.
        cells: text by column key.
    """

    number: int
    cells: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class EventReports:
    """What was read from a file.

    Attributes:
        reports: the reports, in order.
        unreadable: numbers of rows that hold something and could not be read.
        columns: letters of the columns that are taken, each with its key.
        left_out: letters of filled columns that are not taken, each with the reason:
            `unknown`, or `committee` where only the committee fills it.
        other_sheets: how many further sheets of the workbook were not read.
    """

    reports: tuple[EventReport, ...]
    unreadable: tuple[int, ...]
    columns: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    other_sheets: int = 0


def read_reports(content: bytes, named: Mapping[str, str] | None = None) -> EventReports:
    """Read an event's reports from the content of a CSV or XLSX file.

    Args:
        content: the file's content.
        named: columns named by the user: key to header or letters.

    Raises:
        UsageError: the file cannot be read, or no header was found. Nothing of it is quoted.
    """
    table = read_tables(content)
    rows = table.sheets[0].rows if table.sheets else ()
    place, columns = _header(rows, dict(named or {}))
    header = rows[place]
    width = max(map(len, (row.cells for row in rows[: place + 1])))
    found: list[EventReport] = []
    unreadable: list[int] = []
    for row in rows[place + 1 :]:
        report = _report(row, columns, header, width if table.format == "csv" else 0)
        if report:
            found.append(report)
        else:
            unreadable.append(row.number)
    filled = {n for row in rows[place + 1 :] for n, cell in enumerate(row.cells) if cell}
    taken = [(column_letters(n), _known(key)) for n, key in sorted(columns.items())]
    left = [
        (column_letters(n), _why(header.cells[n] if n < len(header.cells) else ""))
        for n in sorted(filled - set(columns))
    ]
    return EventReports(
        tuple(found), tuple(unreadable), tuple(taken), tuple(left), max(len(table.sheets) - 1, 0)
    )


def _known(key: str) -> str:
    return "reported_on" if key == _INCIDENT else key


def _plain(header: str) -> str:
    """A header for comparing: letters and digits only, folded."""
    return re.sub(r"[\W_]+", "", fold(header))


@cache
def _headers() -> Mapping[str, str]:
    known = {
        _plain(header): column.key for column in COLUMNS for header in (column.header, *column.also)
    }
    words = {_plain(word): key for key, line in _WORDS.items() for word in line.split("|")}
    return known | words


def _why(header: str) -> str:
    key = _headers().get(_plain(header))
    return "committee" if key and key not in TAKEN and key != _INCIDENT else "unknown"


def _header(rows: Sequence[TableRow], named: Mapping[str, str]) -> tuple[int, dict[int, str]]:
    """The place of the header in the rows, and the key of each column that is taken."""
    for key in named:
        if key not in TAKEN:
            raise UsageError(
                f"--column takes KEY=HEADER with one of these keys: {', '.join(TAKEN)}.",
                code="column-key",
            )
    best, columns = 0, dict[int, str]()
    for place, row in enumerate(rows[:HEADER_ROWS]):
        found = _recognised(row, named)
        if len(found) > len(columns):
            best, columns = place, found
    if not _NEEDED & set(columns.values()) or not set(named) <= set(columns.values()):
        raise UsageError(
            "No header was recognised in this file: a column with who is reported, or with what "
            "happened. Name the columns, for instance --column summary=C --column subjects=B.",
            code="intake-columns",
        )
    return best, columns


def _recognised(row: TableRow, named: Mapping[str, str]) -> dict[int, str]:
    keys = [_plain(cell) for cell in row.cells]
    found: dict[int, str] = {}
    for n, plain in enumerate(keys):
        key = _headers().get(plain)
        if key in TAKEN or key == _INCIDENT:
            found[n] = key
    for key, wanted in named.items():
        place = keys.index(_plain(wanted)) if _plain(wanted) in keys else _letters(wanted)
        if place is not None and place < max(len(keys), 1):
            found[place] = key
    if "reported_on" in found.values():
        found = {n: key for n, key in found.items() if key != _INCIDENT}
    return found


def _letters(wanted: str) -> int | None:
    return column_number(wanted) if re.fullmatch(r"[A-Za-z]{1,2}", wanted) else None


def _report(
    row: TableRow, columns: Mapping[int, str], header: TableRow, width: int
) -> EventReport | None:
    """A row's report; None where it fell apart or says nothing that is taken."""
    if row.broken or (width and any(row.cells[width:])):
        return None
    pieces: dict[str, list[tuple[str, str]]] = {}
    for n, key in columns.items():
        cell = row.cells[n] if n < len(row.cells) else ""
        if cell:
            pieces.setdefault(_known(key), []).append((header.cells[n], cell))
    cells = {key: _joined(key, several) for key, several in pieces.items()}
    says = {"subjects", "contacts", "aliases", "summary", "others", "local_action"} & set(cells)
    if not says or any(len(cell) > CELL_LIMIT for cell in cells.values()):
        return None
    return EventReport(row.number, cells)


def _joined(key: str, several: Sequence[tuple[str, str]]) -> str:
    """Several columns of one meaning as one text."""
    texts = [cell for _, cell in several]
    if len(texts) == 1 or key in ("reported_on", "event"):
        return texts[0]
    if key == "summary":
        return "\n".join(f"{header}: {cell}" for header, cell in several)
    if key in ("our_action", "local_action"):
        done = [cell for cell in texts if action_taken(cell)]
        return "\n".join(done or texts[:1])
    return ("\n" if key == "outcome" else "; ").join(texts)


def label(key: str) -> str:
    """How people know a column."""
    return BY_KEY[key].header
