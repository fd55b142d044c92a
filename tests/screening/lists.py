"""Lists of attendees, and what is read of them."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

from sheets_coc.screening.lists.columns import recognise
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.screening.lists.listing import AttendeeList

LIST = "Name;E-Mail\nMarlena Quist;marlena@example.org\nÅsa Øberg;asa@example.org\n"


def names(attendees: AttendeeList) -> list[str]:
    return [name.text for entry in attendees.entries for name in entry.names]


def holds(headers: Sequence[str]) -> dict[str, FieldKind]:
    return {headers[column.place]: column.holds for column in recognise(headers)}


def workbook(rows: Sequence[Sequence[object]], title: str = "List") -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
