"""Reading the reports that an event hands over: tables, forms and documents that strangers made.

Fields are recognised by what they ask for (see `fields`); what the committee alone decides
(type, flag, dates of expunging) is never taken. Nothing that somebody wrote is dropped: text
under a heading that is not understood goes into the story, under its heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheets_coc.errors import UsageError
from sheets_coc.intake import documents
from sheets_coc.intake.dates import proves_month_first
from sheets_coc.intake.fields import (
    EVERYTHING_ELSE,
    INCIDENT,
    TAKEN,
    field_of,
    plain,
)
from sheets_coc.intake.report import EventReport, key_of, read_report
from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.screening.lists.content import looks_like
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.sheet.model import column_letters, column_number
from sheets_coc.tables.encoding import decode
from sheets_coc.tables.reading import read_tables
from sheets_coc.tables.table import TableFile, TableRow, TableSheet, clean

HEADER_ROWS = 15
LONGEST_HEADING = 400
_NEEDED = frozenset({"subjects", "contacts", "summary"})
_THEIR = re.compile(
    r"their\b.*\b(?:e ?mail|handle|user ?name|user name|account|profile|social|contact)"
)
_THEIR_NAME = re.compile(r"their (?:full |real )?names?$")
_TOPIC = frozenset({"subject", "topic"})
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class EventReports:
    """What was read from a file.

    Attributes:
        reports: the reports, in order.
        unreadable: numbers of rows that hold something and could not be read.
        columns: letters of the columns that are taken, each with its key.
        left_out: letters of filled columns that are not taken, each with the reason:
            `unknown`, or `committee` where only the committee fills it.
        asked: letters of those left out of which nobody knows whose they are: a person must say.
        other_sheets: how many further sheets of the file hold something and were not read.
        month_first: what the dates of the file prove of `3/4/2026`.
        headings: the headings of the filled columns, by their letters.
    """

    reports: tuple[EventReport, ...]
    unreadable: tuple[int, ...]
    columns: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    asked: tuple[str, ...] = ()
    other_sheets: int = 0
    month_first: bool | None = None
    headings: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def names_nobody(self) -> bool:
        """Whether no column says who is reported, by name or otherwise."""
        return not {"subjects", "contacts", "aliases"} & {key for _, key in self.columns}


def read_reports(
    content: bytes,
    named: Mapping[str, str] | None = None,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheets: Sequence[str] = (),
) -> EventReports:
    """Read an event's reports from the content of a file.

    Args:
        content: the file's content: CSV, a workbook, a Word document, Markdown or plain text.
        named: columns named by the user: key to header or letters.
        encoding: how its text is encoded, else that is found out.
        delimiter: what separates its columns, else that is found out.
        sheets: titles or numbers of the sheets to read; else every visible one.

    Raises:
        UsageError: the file cannot be read, or no header was found. Nothing of it is quoted.
    """
    if documents.is_word(content):
        sheet = documents.read_word(content)
        return read_report_tables(TableFile((sheet,) if sheet else (), "docx"), named)
    file = read_tables(content, encoding=encoding, delimiter=delimiter)
    if file.format == "csv" and not any(_is_table(sheet, named or {}) for sheet in file.sheets):
        sheet = documents.read_text(decode(content, encoding).text)
        if sheet is not None:
            file = TableFile((sheet,), "text")
    return read_report_tables(file, named, sheets=sheets)


def read_report_tables(
    file: TableFile, named: Mapping[str, str] | None = None, *, sheets: Sequence[str] = ()
) -> EventReports:
    """Read an event's reports from tables that were read already.

    Args:
        file: the tables.
        named: columns named by the user: key to header or letters.
        sheets: titles or numbers of the sheets to read; else every visible one.

    Raises:
        UsageError: no header was found. Nothing of the file is quoted.
    """
    named = dict(named or {})
    if named.keys() - set(TAKEN):
        raise UsageError(
            f"--column takes KEY=HEADER with one of these keys: {', '.join(TAKEN)}.",
            code="column-key",
        )
    read: list[EventReports] = []
    others = 0
    for sheet in file.sheets:
        found = _read_sheet(sheet, named, ragged=file.ragged) if _is_wanted(sheet, sheets) else None
        if found is None:
            others += 1
        else:
            read.append(found)
    if not read:
        raise UsageError(
            "No header was recognised in this file: a column with who is reported, or with what "
            "happened. Name the columns, for instance --column summary=C --column subjects=B.",
            code="intake-columns",
        )
    return replace(read[0] if len(read) == 1 else _together(read), other_sheets=others)


def _is_table(sheet: TableSheet, named: Mapping[str, str]) -> bool:
    """Whether a text is a table rather than one report: two columns of it are understood."""
    header = _header(sheet.rows, named)
    return header is not None and (bool(named) or _known(header[1]) > 1)


def _is_wanted(sheet: TableSheet, wanted: Sequence[str]) -> bool:
    names = {name.strip().casefold() for name in wanted}
    if names:
        return bool(names & {sheet.title.strip().casefold(), str(sheet.number)})
    return not sheet.hidden


def _together(read: Sequence[EventReports]) -> EventReports:
    """Reports of several sheets, numbered in order."""
    reports = [report for one in read for report in one.reports]
    orders = {one.month_first for one in read} - {None}

    def marked(pairs: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (letters if at == 1 else f"{at}!{letters}", said)
            for at, one in enumerate(read, start=1)
            for letters, said in getattr(one, pairs)
        )

    return EventReports(
        tuple(replace(report, number=at) for at, report in enumerate(reports, start=1)),
        tuple(number for one in read for number in one.unreadable),
        marked("columns"),
        marked("left_out"),
        tuple(letters for one in read for letters in one.asked),
        month_first=orders.pop() if len(orders) == 1 else None,
        headings=marked("headings"),
    )


def _read_sheet(
    sheet: TableSheet, named: Mapping[str, str], *, ragged: bool
) -> EventReports | None:
    """The reports of one sheet; None where it holds none that are understood."""
    rows: Sequence[TableRow] = [_cleaned(row) for row in sheet.rows]
    header = _header(rows, named)
    if header is None and not named and (turned := documents.read_down(rows)):
        rows = turned.rows
        header = _header(rows, named)
    if header is None:
        return None
    place, keys = header
    headings, data = rows[place].cells, rows[place + 1 :]
    filled = sorted({n for row in data for n, cell in enumerate(row.cells) if cell})
    columns, left, asked = _columns(keys, headings, data, filled)
    width = max(len(row.cells) for row in rows[: place + 1])
    found: list[EventReport] = []
    unreadable: list[int] = []
    for row in data:
        too_wide = ragged and any(row.cells[width:])
        report = None if row.broken or too_wide else read_report(row, columns, headings)
        if report:
            found.append(report)
        else:
            unreadable.append(row.number)
    days = [report.cells.get("reported_on", "") for report in found]
    return EventReports(
        tuple(found),
        tuple(unreadable),
        tuple((column_letters(n), key_of(key)) for n, key in sorted(columns.items())),
        tuple((column_letters(n), why) for n, why in sorted(left.items())),
        tuple(column_letters(n) for n in asked),
        month_first=proves_month_first(days),
        headings=tuple((column_letters(n), headings[n]) for n in filled if n < len(headings)),
    )


def _cleaned(row: TableRow) -> TableRow:
    return row if row.broken else replace(row, cells=tuple(map(clean, row.cells)))


Header = tuple[int, dict[int, str]]
"""The place of the header in the rows, and what each column fills."""


def _header(rows: Sequence[TableRow], named: Mapping[str, str]) -> Header | None:
    """The header: the row of the first ones of which most is understood; None where none is."""
    best, columns = 0, dict[int, str]()
    for place, row in enumerate(rows[:HEADER_ROWS]):
        found = _recognised(row, named)
        if _known(found) > _known(columns):
            best, columns = place, found
    several = {"others", "local_action"} & set(columns.values()) and _known(columns) > 2
    if not (_NEEDED & set(columns.values()) or several) or not set(named) <= set(columns.values()):
        return None
    return best, columns


def _known(columns: Mapping[int, str]) -> int:
    return sum(key != EVERYTHING_ELSE for key in columns.values())


def _recognised(row: TableRow, named: Mapping[str, str]) -> dict[int, str]:
    """What each column of a header fills; those the user named go before."""
    cells = [clean(cell) for cell in row.cells]
    keys = [plain(cell) for cell in cells]
    found = {
        n: field_of(cell) for n, cell in enumerate(cells) if cell and len(cell) <= LONGEST_HEADING
    }
    for key, wanted in named.items():
        place = keys.index(plain(wanted)) if plain(wanted) in keys else _from_letters(wanted)
        if place is not None and place < max(len(keys), 1):
            found[place] = key
    return _theirs(found, keys) | {n: key for n, key in found.items() if key in named}


def _theirs(found: Mapping[int, str], headings: Sequence[str]) -> dict[int, str]:
    """The same with `Their e-mail` read as that of whoever the column before is about."""
    keys = dict(found)
    for n in sorted(keys):
        if _THEIR.match(headings[n]) and not _THEIR_NAME.match(headings[n]):
            before = keys.get(n - 1, EVERYTHING_ELSE)
            keys[n] = {"subjects": "contacts", "aliases": "contacts"}.get(before, before)
            if keys[n] not in ("contacts", "reporter", "others"):
                keys[n] = EVERYTHING_ELSE
    return keys


def _from_letters(wanted: str) -> int | None:
    return column_number(wanted) if re.fullmatch(r"[A-Za-z]{1,2}", wanted) else None


def _columns(
    keys: Mapping[int, str],
    headings: Sequence[str],
    data: Sequence[TableRow],
    filled: Sequence[int],
) -> tuple[dict[int, str], dict[int, str], list[int]]:
    """What each filled column is taken for; why others are left out; which a person must name."""
    taken: dict[int, str] = {n: key for n, key in keys.items() if key in TAKEN}
    left: dict[int, str] = {}
    asked: list[int] = []
    for n in _topics(taken, headings, data):
        taken[n] = EVERYTHING_ELSE
    has_day = "reported_on" in taken.values()
    for n in filled:
        key = keys.get(n, EVERYTHING_ELSE)
        values = [row.cells[n] for row in data if n < len(row.cells) and row.cells[n]]
        if n in taken:
            continue
        if key == INCIDENT:
            taken[n] = EVERYTHING_ELSE if has_day else INCIDENT
        elif key != EVERYTHING_ELSE:
            left[n] = "committee"
        elif all(normalise(value).kind is ContactKind.EMAIL for value in values):
            # A form's own, who filled it in; or the address of whoever is named before it.
            if n and keys.get(n - 1) in ("reported_on", "reporter"):
                taken[n] = "reporter"
            else:
                left[n] = "unknown"
                asked.append(n)
        elif any(_LETTERS.search(value) for value in values):
            taken[n] = EVERYTHING_ELSE
        else:
            left[n] = "unknown"
    return taken, left, asked


def _topics(
    taken: Mapping[int, str], headings: Sequence[str], data: Sequence[TableRow]
) -> list[int]:
    """Columns called `Subject` that say what a message is about, and not who is reported."""
    found = []
    for n, key in taken.items():
        if key != "subjects" or plain(headings[n]) not in _TOPIC:
            continue
        values = [row.cells[n] for row in data if n < len(row.cells) and row.cells[n]]
        names = sum(looks_like(value) in (FieldKind.NAME, FieldKind.EMAIL) for value in values)
        if list(taken.values()).count("subjects") > 1 or names * 2 < len(values):
            found.append(n)
    return found


def label(key: str) -> str:
    """How people know a column."""
    return BY_KEY[key].header
