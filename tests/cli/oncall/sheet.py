"""A local spreadsheet with a rota, and the commands on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest

from sheets_coc.book.workbook import Book
from sheets_coc.cli.main import run
from tests.cli.local_sheet import LocalSheet
from tests.mail.smtp import Mailbox

NAMES = ("Ada Quill", "Bela Frost", "Cleo Marsh", "Dov Tinker", "Esra Vale")
COMMITTEE = [
    ["Name", "Email", "Joined", "Left", "On call", "Away", "Time zone"],
    *[[name, f"member{n}@example.org", "2020-01-06", "", "yes", "", "Europe/Warsaw"]
      for n, name in enumerate(NAMES)],
]  # fmt: skip
ROTA = [
    ["Week starting", "Primary", "Secondary", "Note", "Reminder sent"],
    ["2026-11-16", "Ada Quill", "Bela Frost", "", ""],
    ["2026-11-23", "Cleo Marsh", "Dov Tinker", "", ""],
    ["2026-11-30", "Esra Vale", "Ada Quill", "keep", ""],
]
RECORDS = [
    ["Case", "Date of 1st report", "Reporter", "Named subjects", "Decision", "Summary"],
    ["stunned-bulb", "2026-11-02", "Petra Pepper", "Ottilie Wendel", "Open", "Something."],
]
TODAY = "2026-11-18"
SENDER = '[mail]\ncommittee = "conduct@example.org"\nsender = "robot@example.org"\n'


class Sheet(LocalSheet):
    """A local spreadsheet with a rota, and the commands on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(folder, capsys)
        (folder / "policy.toml").write_text(SENDER)

    def new(self, **tabs: list[list[str]] | None) -> Self:
        given = {"Records": RECORDS, "Committee": COMMITTEE, "On-call": ROTA}
        given |= {key.replace("_", "-"): rows for key, rows in tabs.items()}
        return self.make({title: rows for title, rows in given.items() if rows is not None})

    def options(self, today: str | None = TODAY) -> list[str]:
        options = ["--spreadsheet", f"local:{self.file}"]
        options += ["--policy", str(self.folder / "policy.toml")]
        return options + (["--today", today] if today else [])

    def run(self, *arguments: str, today: str | None = TODAY) -> tuple[int, str, str]:
        code = run([*self.options(today), "oncall", *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments: str, today: str | None = TODAY) -> tuple[int, Any]:
        code = run([*self.options(today), "--format", "json", "oncall", *arguments])
        return code, json.loads(self.capsys.readouterr().out)

    def show(self, tab: str = "On-call", file: Path | None = None) -> list[list[str]]:
        rows = super().show(tab, file)
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]


def padded(rows: list[list[str]]) -> list[list[str]]:
    return [row + [""] * (5 - len(row)) for row in rows]


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Something happens once, between reading the sheet and the next transaction."""
    original, waiting = Book.transact, [happens]

    def transact(self: Book, *arguments: Any, **options: Any) -> Any:
        if waiting:
            waiting.pop()()
        return original(self, *arguments, **options)

    monkeypatch.setattr(Book, "transact", transact)


def body(mailbox: Mailbox, number: int = 0) -> str:
    part = mailbox.mails[number][2].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def export(sheet: Sheet, *options: str) -> bytes:
    path = sheet.folder / "duty.ics"
    assert sheet.run("export", *options, "--out", str(path), "--inside-git")[0] == 0
    return path.read_bytes()
