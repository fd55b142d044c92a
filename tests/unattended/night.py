"""The nightly job over a sheet in a local Google."""

import json
import runpy
from pathlib import Path

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local import LocalGoogle
from sheets_coc.local.files import text as files
from sheets_coc.local.person.edits import PersonEdit
from tests.shared import ROOT
from tests.unattended.sheets_in_files import DUE, OPEN, TODAY, make

SCRIPT = ROOT / "scripts" / "nightly.py"
STEPS = ("validate", "dates", "redact", "sweep", "access")


class Night:
    """A local spreadsheet and the job."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.file = folder / "records.coc"
        self.command = runpy.run_path(str(SCRIPT))["nightly"]

    def new(self, *rows, **more):
        self.file = make(self.folder, rows or (DUE, OPEN), **more)
        return self

    def run(self, *arguments, today=TODAY):
        self.capsys.readouterr()
        options = ["--spreadsheet", f"local:{self.file}", "--today", today]
        with pytest.raises(SystemExit) as stopped:
            self.command.main([*options, *arguments], "nightly")
        said = self.capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    def json(self, *arguments, **options):
        code, out, _ = self.run("--format", "json", *arguments, **options)
        return code, json.loads(out)

    def show(self, tab="Records"):
        rows = files.show(self.file, tab)
        # Blank cells at the end of a row are left out; columns of other sheets stand there.
        return [row + [""] * (max(map(len, rows)) - len(row)) for row in rows]

    def answer(self, ref, said):
        """Answer a line of To do as a person does."""
        row = next(n for n, row in enumerate(self.show("To do"), 1) if row[6:7] == [ref])
        LocalGoogle(self.file).edit(PersonEdit("overtype", tab="To do", cell=f"E{row}", value=said))

    def differences(self):
        self.capsys.readouterr()
        run(["--spreadsheet", f"local:{self.file}", "--format", "json", "access"])
        return json.loads(self.capsys.readouterr().out)["differences"]

    def log(self):
        return [row[1] for row in self.show("Log")[1:]]


def attention(answer):
    return {step["step"] for step in answer["steps"] if step["outcome"] != "done"}
