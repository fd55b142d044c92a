"""A records sheet of invented people, on the local Google, for commands that speak of people."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.cli.main import run
from sheets_coc.schema.columns import BY_KEY, COLUMNS

TEN = [c.key for c in COLUMNS if not c.added]
ALL = [c.key for c in COLUMNS if c.key != "row_check"]

Row = Mapping[str, str]


class Invented:
    """Makes a local spreadsheet and runs commands on it, with something on standard input."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        self.file = folder / "records.coc"
        monkeypatch.delenv("CI", raising=False)

    def new(self, rows: Sequence[Row], keys: Sequence[str] = ALL, **tabs: str) -> "Invented":
        self.csv("records.csv", [[BY_KEY[k].header for k in keys],
                                 *([row.get(k, "") for k in keys] for row in rows)])  # fmt: skip
        arguments = [f"Records={self.folder / 'records.csv'}"]
        for title, text in tabs.items():
            self.csv(f"{title}.csv", [["Something"], [text]])
            arguments.append(f"{title}={self.folder / title}.csv")
        assert run(["local", "new", str(self.file), *arguments]) == 0
        return self

    def csv(self, name: str, rows: Sequence[Sequence[str]]) -> Path:
        with (self.folder / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return self.folder / name

    def run(
        self, *arguments: str, stdin: str = "", today: str = "2026-11-21"
    ) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        self.capsys.readouterr()
        code = run(["--spreadsheet", f"local:{self.file}", "--today", today, *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments: str, stdin: str = "", **options: str) -> tuple[int, dict[str, Any]]:
        code, out, _ = self.run("--format", "json", *arguments, stdin=stdin, **options)
        return code, json.loads(out)

    def show(self, tab: str = "Records") -> list[list[str]]:
        self.capsys.readouterr()
        assert run(["local", "show", str(self.file), tab]) == 0
        return list(csv.reader(io.StringIO(self.capsys.readouterr().out)))

    def records(self) -> list[dict[str, str]]:
        header, *rows = self.show()
        keys = {BY_KEY[k].header: k for k in BY_KEY}
        names = [keys[h] for h in header]
        return [dict(zip(names, [*row, *[""] * 40], strict=False)) for row in rows]

    def terminal(self) -> None:
        """From here on, standard output is a terminal."""
        self.monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
