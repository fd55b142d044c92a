"""Spreadsheets in which everything holds a canary, in every state a command may meet.

Each kind of book is made once for a session, in a file of a local Google, and copied for each
run.
"""

import shutil
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

from sheets_coc.local.cells.cells import date_cell
from sheets_coc.local.files.main import create
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.state.model import RichCell, Tab
from tests.leaks.canaries import Canaries, folded
from tests.leaks.kinds import KINDS
from tests.local.knocking import Knocker

TODAY = "2026-11-21"


def _tab(number: int, title: str, rows: list[list[Any]]) -> Tab:
    """A tab with ISO dates as dates and `=…` as formulas."""

    def content(value: Any) -> Any:
        if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
            return date_cell(date.fromisoformat(value))
        if isinstance(value, str) and value.startswith("="):
            return RichCell(None, value)
        return value or None

    cells = [[content(value) for value in row] for row in rows]
    width = max((len(row) for row in rows), default=1)
    return Tab(number, {"title": title}, len(rows) + 30, width + 8, cells)


def _everywhere(canaries: Canaries, tab: Tab) -> None:
    """Canaries in notes, links, drop-downs, filters, formats, protections and metadata."""
    area = {"sheetId": tab.id, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0,
            "endColumnIndex": 2}  # fmt: skip
    for row, cells in enumerate(tab.rows[:4]):
        for column, old in enumerate(cells):
            cell = old if isinstance(old, RichCell) else RichCell(old)
            extra = dict(cell.extra or {})
            if row == 2 and column < 3:
                values = [{"userEnteredValue": canaries.word("drop-down")}]
                extra["dataValidation"] = {"condition": {"type": "ONE_OF_LIST", "values": values}}
            note = canaries.text("header note" if not row else "cell note")
            tab.set(
                row, column, RichCell(cell.value, cell.formula, cell.format, note, extra or None)
            )
    unprotected = {**area, "startRowIndex": 20, "endRowIndex": 21}
    tab.part("protectedRanges").append(
        {"protectedRangeId": 100 + tab.id, "range": unprotected, "warningOnly": True,
         "description": canaries.text("protected range")}
    )  # fmt: skip
    tab.part("filterViews").append(
        {"filterViewId": 200 + tab.id, "title": canaries.text("filter view"), "range": area}
    )
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": canaries.word("format")}]}
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": {}}}
    tab.part("conditionalFormats").append(rule)


def _file(canaries: Canaries, google: LocalGoogle, spreadsheet: str) -> None:
    """Canaries in the file's name, comments, named ranges and those who have access."""
    stranger = google.identities.add(canaries.email("account", "account"),
                                     canaries.name("account", "account"))  # fmt: skip
    with google.store.write() as state:
        book = state.spreadsheet(spreadsheet)
        share(book.file, stranger.email)
        book.file["description"] = canaries.text("file description")
        book.named_ranges.append(
            {"namedRangeId": "canary", "name": canaries.word("named range"),
             "range": {"sheetId": book.tabs[0].id, "startRowIndex": 0, "endRowIndex": 1,
                       "startColumnIndex": 0, "endColumnIndex": 1}}
        )  # fmt: skip


def share(file: dict[str, Any], address: str) -> None:
    """Let somebody edit."""
    from sheets_coc.local.auth import access

    access.share(file, address, "writer")


def comment(canaries: Canaries, google: LocalGoogle, spreadsheet: str) -> None:
    """A comment with a reply, as people leave them."""
    knocker, path = Knocker(google), f"/files/{spreadsheet}/comments"
    quoted = {"mimeType": "text/plain", "value": canaries.text("quote")}
    body = {"content": canaries.text("comment"), "quotedFileContent": quoted}
    made = knocker.drive("POST", path, body, fields="*")
    made.raise_for_status()
    reply = {"content": canaries.text("reply")}
    path = f"{path}/{made.json()['id']}/replies"
    knocker.drive("POST", path, reply, fields="*").raise_for_status()


class Library:
    """The books of a session.

    Args:
        folder: where they are kept.
        canaries: what goes into them.

    Attributes:
        canaries: what goes into them.
        places: for each kind that was made, the words that stand in each place of it.
    """

    def __init__(self, folder: Path, canaries: Canaries) -> None:
        self.canaries = canaries
        self.places: dict[str, dict[str, list[str]]] = {}
        self._folder = folder
        self._blank = folder / "blank.coc"
        google = LocalGoogle(self._blank)
        key = google.identities.key_file("tool")["private_key"]
        canaries.secret("private key", key.splitlines()[5])

    def path(self, kind: str) -> Path:
        """The book of a kind, made when it is first asked for. Not to be written to."""
        path = self._folder / f"{kind}.coc"
        if not path.exists():
            shutil.copyfile(self._blank, path)
            google = LocalGoogle(path)
            before = {where: len(words) for where, words in self.canaries.places.items()}
            made_of = KINDS[kind](self.canaries)
            tabs = [_tab(n, t, rows) for n, (t, rows) in enumerate(made_of)]
            for tab in tabs[:1] if kind == "odd" else tabs:
                _everywhere(self.canaries, tab)
            made = create(google.store, self.canaries.text("file title"), tabs)
            _file(self.canaries, google, made)
            comment(self.canaries, google, made)
            stands = folded(str(made_of))  # some words were drawn and written over
            self.places[kind] = {
                where: [word for word in words[before.get(where, 0) :] if word in stands]
                for where, words in self.canaries.places.items()
            }
        return path

    def copy(self, kind: str, folder: Path) -> Path:
        """A copy to work on; its name is a canary too."""
        path = folder / f"{self.canaries.word('file name', 'path')}.coc"
        if kind == "no-spreadsheet":
            path.write_text(self.canaries.text("no spreadsheet at all") * 100)
        elif kind == "foreign":
            with sqlite3.connect(path) as connection:
                connection.execute(f"CREATE TABLE {self.canaries.word('foreign table')} (a)")
            connection.close()
        elif kind != "missing":
            shutil.copyfile(self.path(kind), path)
        return path
