"""A records sheet in a local file, and commands run on it."""

import csv
import json

import pytest

from sheets_coc.cli.main import run
from tests.cli.records.sheet import ALL, ROWS, write_csv


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    """Makes a local spreadsheet and runs commands on it."""
    monkeypatch.delenv("CI", raising=False)

    class Sheet:
        file = tmp_path / "records.coc"

        def new(self, rows=ROWS, keys=ALL):
            write_csv(tmp_path / "records.csv", rows, keys)
            assert run(["local", "new", str(self.file), f"Records={tmp_path / 'records.csv'}"]) == 0
            return self

        def run(self, *arguments, today="2026-11-21", policy=None):
            options = ["--spreadsheet", f"local:{self.file}", "--today", today]
            if policy:
                (tmp_path / "policy.toml").write_text(policy)
                options += ["--policy", str(tmp_path / "policy.toml")]
            code = run([*options, *arguments])
            out = capsys.readouterr()
            return code, out.out, out.err

        def json(self, *arguments, **options):
            code, out, _ = self.run("--format", "json", *arguments, **options)
            return code, json.loads(out)

        def show(self, tab="Records"):
            capsys.readouterr()
            assert run(["local", "show", str(self.file), tab]) == 0
            return list(csv.reader(capsys.readouterr().out.splitlines()))

    return Sheet()
