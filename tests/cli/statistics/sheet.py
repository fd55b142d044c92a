"""A local records sheet, and `statistics` run on it."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.cli.main import run
from sheets_coc.schema.columns import BY_KEY, COLUMNS

TEN = [c.key for c in COLUMNS if not c.added]
ALL = [c.key for c in COLUMNS if c.key != "row_check"]
ROWS: list[dict[str, str]] = [
    {"case": "stunned-bulb", "reported_on": "2024-01-15", "reporter": "Dee Vandersnatch",
     "subjects": "Ann Quillfeather; Bo Tarnished", "contacts": "ann@quill.example",
     "summary": "Ann Quillfeather threw a sandwich.", "our_action": "Ann Quillfeather was warned",
     "local_action": "No", "flag": "no", "decision": "Violation, resolved",
     "expunge_on": "2025-03-15", "event": "DjangoCon Europe 2024"},
    {"case": "stunned-bulb/2", "reported_on": "2024-01-15", "subjects": "Cy Quillfeather",
     "our_action": "Cy Quillfeather was warned", "local_action": "No", "flag": "flagged",
     "decision": "Violation, flagged", "expunge_on": "2026-03-15"},
    {"case": "quiet-river", "reported_on": "2025-05-01", "subjects": "none", "our_action": "no",
     "local_action": "none", "decision": "No violation", "event": "DjangoCon Europe 2025"},
    {"case": "amber-fern", "reported_on": "2026-06-01", "subjects": "Dora Quillfeather",
     "decision": "Open", "event": "DjangoCon Europe 2026"},
]  # fmt: skip


class Sheet:
    """A local records sheet, and commands run on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = folder / "records.coc"
        self.capsys = capsys

    def new(self, rows: Sequence[dict[str, str]] = ROWS, keys: Sequence[str] = ALL) -> "Sheet":
        self.make(self.file, "Records", [[BY_KEY[k].header for k in keys]] + [
            [row.get(key, "") for key in keys] for row in rows
        ])  # fmt: skip
        return self

    def make(self, file: Path, tab: str, rows: list[list[str]]) -> None:
        source = self.folder / "source.csv"
        with source.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows(rows)
        assert run(["local", "new", str(file), f"{tab}={source}"]) == 0
        self.capsys.readouterr()

    def run(self, *arguments: str, target: str = "") -> tuple[int, str, str]:
        options = ["--spreadsheet", f"local:{self.file}", "--today", "2026-11-21"]
        if target:
            policy = self.folder / "policy.toml"
            policy.write_text(f'[statistics]\nspreadsheet = "{target}"\n')
            options += ["--policy", str(policy)]
        code = run([*options, *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments: str) -> Any:
        code, out, _ = self.run("--format", "json", "statistics", *arguments)
        assert code == 0
        return json.loads(out)

    def show(self, tab: str, file: Path | None = None) -> list[list[str]]:
        assert run(["local", "show", str(file or self.file), tab]) == 0
        return list(csv.reader(self.capsys.readouterr().out.splitlines()))
