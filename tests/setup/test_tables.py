"""A Records tab that people made a table: everything works on it, and doctor says what cannot."""

import json
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.state.model import Tab
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from tests.keyed import local_google

KEYS = [c.key for c in COLUMNS if c.key != "row_check"]
ROW = {
    "case": "stunned-bulb", "reported_on": 45_672, "subjects": "Ottilie Wendel",
    "summary": "Ottilie was loud.", "decision": "Violation, resolved", "flag": "no",
    "our_action": "Yes", "local_action": "No",
}  # fmt: skip


class Sheet:
    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str], keys: list[str]) -> None:
        self.google = local_google(path)
        self.capsys = capsys
        self.width = min(len(keys), 20)
        rows: list[list[Any]] = [[BY_KEY[key].header for key in keys]]
        rows.append([ROW.get(key) for key in keys])
        self.google.create_from("Book", [Tab(0, {"title": "Records"}, 60, 40, rows)])

    def table(self, **types: str) -> None:
        block = f"A1:{chr(ord('A') + self.width - 1)}30"
        self.google.edit(PersonEdit("convert_to_table", tab="Records", block=block, types=types))

    def run(self, *arguments: str, code: int | None = 0) -> Any:
        options = ["--spreadsheet", f"local:{self.google.store.path}", "--today", "2026-11-21"]
        got = run([*options, "--format", "json", *arguments])
        said = self.capsys.readouterr()
        assert code is None or got == code, said.err[-500:]
        return json.loads(said.out)


@pytest.mark.parametrize("ten", [False, True])
def test_every_command_that_writes_works_on_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ten: bool
) -> None:
    keys = [c.key for c in COLUMNS if not c.added] if ten else KEYS
    sheet = Sheet(tmp_path / "f", capsys, keys)
    kinds = {at: BY_KEY[key].kind.name for at, key in enumerate(keys[:20])}
    dates = {chr(ord("A") + at): "DATE" for at, kind in kinds.items() if kind == "DATE"}
    words = {chr(ord("A") + keys.index("flag")): "DROPDOWN"}
    sheet.table(**dates, **words)
    sheet.run("setup", "--apply")
    assert sheet.run("setup")["plan"] == []
    sheet.run("dates", "--apply")
    sheet.run("redact", "--apply", code=None)
    sheet.run("validate", "--apply", code=None)
    (line,) = [one for one in sheet.run("doctor", code=None)["checks"] if one["name"] == "tables"]
    assert (line["ok"], line["severity"]) == (False, "warning")
    assert "Records holds the table Table1" in line["message"]
    assert f"{next(iter(words))} (dropdown)" in line["message"]


def test_no_table_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = Sheet(tmp_path / "f", capsys, KEYS)
    (line,) = [one for one in sheet.run("doctor", code=None)["checks"] if one["name"] == "tables"]
    assert line["ok"]


def test_columns_beside_a_table_are_pointed_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sorting the table would leave the added columns behind: each row with another case name."""
    sheet = Sheet(tmp_path / "f", capsys, [c.key for c in COLUMNS if not c.added])
    sheet.table()
    assert "ends with" not in str(sheet.run("doctor", code=None))
    here = ["--spreadsheet", f"local:{sheet.google.store.path}", "--today", "2026-11-21"]
    for words in (["setup"], ["setup", "--apply"]):
        run([*here, *words])
        assert "table in Records ends with column J. Sorting" in capsys.readouterr().out
    assert "ends with column J" in str(sheet.run("doctor", code=None))
