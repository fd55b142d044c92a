"""The documents of a case: which files the links of the column *Documents* lead to.

A link stands in a cell in any of the ways people put one there: as text, behind a text, as a
chip, or in a formula. Several may stand in one cell.

    https://docs.google.com/document/d/1aB…/edit?tab=t.0    the file 1aB…
    home shelf  (a link behind it, or a chip)               the file it leads to
    =HYPERLINK("https://drive.google.com/open?id=1aB…")     the file 1aB…
    ask Ada                                                 no file: not understood
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sheets_coc.people.names import says_nobody
from sheets_coc.private import Private
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.sheet.model import Tab, text

_FILE: Final = re.compile(
    r"(?:docs|drive|sheets)\.google\.com/[^\s\"'<>]*?"
    r"(?:/d/|/folders/|[?&]id=)([A-Za-z0-9_-]{8,120})"
)


@dataclass(frozen=True, slots=True)
class CaseDocuments:
    """The documents of one record.

    Attributes:
        record: the record.
        files: Drive's ids of the files that its cell links to.
        unread: whether something stands in the cell that leads to no file.
    """

    record: Record
    files: Private[tuple[str, ...]]
    unread: bool = False


def file_ids(typed: str) -> tuple[str, ...]:
    """Drive's ids of the files that a text links to, each once."""
    return tuple(dict.fromkeys(_FILE.findall(typed)))


def linked(tab: Tab, row: int, column: int) -> tuple[str, ...]:
    """Drive's ids of the files that a cell links to."""
    at = (row, column)
    said = [text(tab.value(row, column)), tab.formulas.get(at, ""), str(tab.rich_text.get(at, ""))]
    return tuple(dict.fromkeys(one for part in said for one in file_ids(part)))


def case_documents(sheet: RecordsSheet) -> list[CaseDocuments]:
    """The documents of every record that has any, in the order of the rows."""
    column = sheet.layout.columns.get("documents")
    if column is None:
        return []
    found = []
    for record in sheet.records:
        files = linked(sheet.tab, record.row, column)
        typed = text(sheet.tab.value(record.row, column)).strip()
        unread = bool(typed) and not files and not says_nobody(typed) and typed != "Expunged"
        if files or unread:
            found.append(CaseDocuments(record, Private(files), unread))
    return found
