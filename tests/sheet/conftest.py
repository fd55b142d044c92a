"""A spreadsheet on a local Google, and the session to try things with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from sheets_coc.errors import SheetError
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.sheet.google.http import Patience
from sheets_coc.sheet.google.session import Session, connect
from sheets_coc.sheet.model import AppendRow, Changes, SetCell, Snapshot, Tab
from sheets_coc.sheet.transaction.transaction import Outcome, transact

HEADERS = ["Case", "Named", "Story", "Due", "Hold", "Expunged on"]
PERSONAL = ("Named", "Story")


def rows(count: int = 8) -> list[list[Any]]:
    """Invented records; every third one is due."""
    return [
        list(HEADERS),
        *(
            [f"case-{n}", f"Person {n}", f"What {n} did", "yes" if n % 3 == 1 else "no", None, None]
            for n in range(count)
        ),
    ]


def columns(tab: Tab) -> tuple[int, dict[str, int]]:
    """The header row and the columns of the headers, wherever they are.

    Raises:
        SheetError: a header is missing.
    """
    for row, values in enumerate(tab.values):
        found = {name: values.index(name) for name in HEADERS if name in values}
        if len(found) == len(HEADERS):
            return row, found
    raise SheetError("No header.", code="no-header")


def expunge(snapshot: Snapshot) -> tuple[Changes, list[str]]:
    """A small redaction: what is due and not held loses its names, and a line is logged."""
    tab = snapshot.tab("Records")
    log = snapshot.tab("Log")
    if tab is None or log is None:
        raise SheetError("No tab.", code="no-tab")
    header, at = columns(tab)
    cells, cases = [], []
    for row in range(header + 1, len(tab.values)):
        seen = {name: tab.value(row, column) for name, column in at.items()}
        if seen["Due"] != "yes" or seen["Hold"] or seen["Expunged on"]:
            continue
        cases.append(str(seen["Case"]))
        cells += [SetCell(tab.id, row, at[name], "Expunged", strip=True) for name in PERSONAL]
        cells.append(SetCell(tab.id, row, at["Expunged on"], 46_000, is_date=True))
    line = (AppendRow(log.id, ("redact", " ".join(sorted(cases)))),) if cases else ()
    return Changes(cells=tuple(cells), appended=line), cases


@cache
def made() -> bytes:
    """A file with an invented records sheet and keys, which take their time to make."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.local"
        google = LocalGoogle(path)
        google.create_spreadsheet(
            "Invented records", {"Records": rows(), "Log": [["What", "Cases"]], "Other": [["x"]]}
        )
        for who in ("tool", "owner"):
            google.identities.key_file(who)
        del google
        return path.read_bytes()


class House:
    """A local Google with one invented records sheet."""

    def __init__(self, path: Path) -> None:
        (path / "sheet.local").write_bytes(made())
        self.google = LocalGoogle(path / "sheet.local")
        self.spreadsheet = self.google.main_spreadsheet
        self.naps: list[float] = []

    def session(self, who: str = "tool", **more: Any) -> Session:
        """A session that waits without waiting."""
        patience = Patience(sleep=self.naps.append, jitter=lambda: 0.0)
        login = self.google.identities.key_file(who)
        options = {"adapter": self.google.adapter(), "patience": patience} | more
        return connect(self.spreadsheet, credentials=login, **options)

    def run(self, planner: Any = expunge, session: Session | None = None, **more: Any) -> Outcome:
        """One transaction."""
        options = {"run_id": "run-1", "sleep": self.naps.append} | more
        return transact(session or self.session(), planner, **options)

    def rule(self, action: str, **more: Any) -> Rule:
        """Something that goes wrong."""
        return self.google.misbehaviour.add(Rule(action, **more))

    def look(self) -> Snapshot:
        """The sheet as it is, when all behaves."""
        self.google.misbehaviour.clear()
        return self.session("owner").read()

    def records(self) -> dict[str, tuple[Any, ...]]:
        """Named, story, due, hold and expunged on of every case."""
        tab = self.look().tab("Records")
        assert tab
        header, at = columns(tab)
        return {
            tab.value(row, at["Case"]): tuple(tab.value(row, at[name]) for name in HEADERS[1:])
            for row in range(header + 1, len(tab.values))
            if tab.value(row, at["Case"]) is not None
        }

    def locks(self) -> int:
        """How many protected ranges there are."""
        return sum(len(tab.protections) for tab in self.look().tabs)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)
