"""A spreadsheet in a local file, and commands run on it."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local.files import text as files
from sheets_coc.schema.columns import BY_KEY, COLUMNS

TEN = [c.key for c in COLUMNS if not c.added]
ALL = [c.key for c in COLUMNS if c.key != "row_check"]
TODAY = "2026-11-21"

Row = Mapping[str, str]
Cells = Sequence[Sequence[str]]


def table(rows: Sequence[Row], keys: Sequence[str] = ALL, own: Sequence[str] = ()) -> Cells:
    """Records as the rows of a tab, below the headers of these columns and of people's own."""
    header = [BY_KEY[key].header for key in keys] + list(own)
    return [header, *([row.get(key) or "" for key in (*keys, *own)] for row in rows)]


class LocalSheet:
    """A spreadsheet in a file of its own; what a command prints comes back to the test."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.file = folder / "records.coc"

    def make(self, tabs: Mapping[str, Cells], file: Path | None = None) -> Self:
        """Make it, or another one, with these tabs."""
        path = file or self.file
        path.unlink(missing_ok=True)
        files.new(path, path.stem, tabs)
        return self

    def csv(self, name: str, rows: Cells) -> Path:
        """A file beside it."""
        with (self.folder / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return self.folder / name

    def run(self, *arguments: str, today: str = TODAY, policy: str = "") -> tuple[int, str, str]:
        """The exit code of a command on that day, and what it prints on either stream."""
        options = ["--spreadsheet", f"local:{self.file}", "--today", today]
        if policy:
            path = self.folder / "policy.toml"
            path.write_text(policy)
            options += ["--policy", str(path)]
        self.capsys.readouterr()
        code = run([*options, *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments: str, **options: Any) -> tuple[int, Any]:
        """The exit code of a command, and what it says as JSON."""
        code, out, _ = self.run("--format", "json", *arguments, **options)
        return code, json.loads(out)

    def show(self, tab: str = "Records", file: Path | None = None) -> list[list[str]]:
        """What stands in a tab of it, or of another one."""
        return files.show(file or self.file, tab)
