"""Saving a workbook of openpyxl without the temporary files that it puts each sheet into.

What stands in the sheet is nobody else's, and a process that is killed leaves such files.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook


def saved(book: Workbook) -> bytes:
    """The workbook's file, made in memory only."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):
        """Writes each sheet into memory instead; the rest is as openpyxl has it."""

        def write_worksheet(self, ws: Any) -> None:
            """Write one sheet into the archive."""
            ws._drawing = SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            content = io.BytesIO()
            writer: Any = WorksheetWriter(ws, content)
            writer.write()
            ws._rels = writer._rels
            own: Any = self
            own._archive.writestr(ws.path[1:], content.getvalue())
            own.manifest.append(ws)

    out = io.BytesIO()
    InMemory(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return out.getvalue()
