"""Records from wherever they stand: a frame, rows, dicts, a CSV or XLSX file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheets_coc.errors import UsageError
from sheets_coc.frames.cells import cell
from sheets_coc.sheet.model import Snapshot, Tab, Value
from sheets_coc.tables.reading import read_bytes, read_tables

if TYPE_CHECKING:
    pass

Source = "pd.DataFrame | str | Path | Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]]"
"""What records can be read from."""

_WORKBOOK = b"PK\x03\x04"


def snapshot_of(source: Any, title: str) -> Snapshot:
    """A spreadsheet of one tab that holds the records of a source.

    Args:
        source: a DataFrame (its columns are the header), dicts (their keys are the header), rows
            of cells (the first that names columns is the header), or the path of a .csv or
            .xlsx file.
        title: the tab's title.

    Raises:
        UsageError: `records-source` where it is none of these, `cell-type` where a value is
            nothing that a cell can hold; the codes of unreadable files.
    """
    rows = [
        [cell(value, r, c) for c, value in enumerate(row)] for r, row in enumerate(_rows(source))
    ]
    width = max((len(row) for row in rows), default=0)
    tab = Tab(0, title, rows=max(1000, len(rows)), columns=max(26, width), values=rows)
    return Snapshot("", "", [tab])


def _rows(source: Any) -> Iterable[Sequence[Any]]:
    if isinstance(source, str | Path):
        return _file(Path(source))
    if hasattr(source, "itertuples") and hasattr(source, "columns"):
        header = [str(name) for name in source.columns]
        return [header, *source.itertuples(index=False, name=None)]
    if isinstance(source, Iterable) and not isinstance(source, bytes | Mapping):
        found = list(source)
        if found and all(isinstance(row, Mapping) for row in found):
            return _dicts(found)
        if all(isinstance(row, Sequence) and not isinstance(row, str | bytes) for row in found):
            return found
    raise UsageError(
        "Records are read from a DataFrame, rows, dicts, or the path of a .csv or .xlsx file.",
        code="records-source",
    )


def _dicts(found: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    header = list(dict.fromkeys(key for row in found for key in row))
    return [[str(key) for key in header], *([row.get(key) for key in header] for row in found)]


def _file(path: Path) -> Iterable[Sequence[Any]]:
    content = read_bytes(path)
    if content.startswith(_WORKBOOK):
        return _workbook(content)
    last = 0
    rows: list[Sequence[Value]] = []
    sheets = read_tables(content).sheets
    for row in sheets[0].rows if sheets else ():  # blank lines are left out there, and kept here
        rows += [()] * (row.number - last - 1)
        rows.append(row.cells)
        last = row.number
    return rows


def _workbook(content: bytes) -> list[list[Any]]:
    """The first sheet of a workbook, with dates and numbers as they are."""
    read_tables(content)  # refuses whatever is no honest workbook, before anything is unpacked
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
