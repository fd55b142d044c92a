"""The nightly job over the local Google: what it costs, says, writes, and when it is red."""

import csv
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from sheets_coc.cli.main import run
from sheets_coc.errors import GoogleError
from sheets_coc.local import LocalGoogle
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.sheet.google import text_locations
from sheets_coc.sheet.google.session import Session
from tests.shared import ROOT
from tests.unattended.sheets_in_files import (
    ALL,
    COMMITTEE,
    DUE,
    NAMES,
    OPEN,
    TODAY,
    make,
    write_csv,
)

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
        self.capsys.readouterr()
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
        self.capsys.readouterr()
        assert run(["local", "show", str(self.file), tab]) == 0
        rows = list(csv.reader(self.capsys.readouterr().out.splitlines()))
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


@pytest.fixture
def night(tmp_path, capsys, monkeypatch):
    for name in ("CI", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    return Night(tmp_path, capsys)


def attention(answer):
    return {step["step"] for step in answer["steps"] if step["outcome"] != "done"}


def test_it_shows_first(night):
    night.new()
    before = night.show()
    code, answer = night.json()
    assert (code, answer["applied"], answer["due"]) == (0, False, ["stunned-bulb"])
    assert answer["requests"] == 1
    assert [step["step"] for step in answer["steps"]] == list(STEPS)
    assert night.show() == before


def test_everything_in_one_batch_and_one_line_in_the_log(night):
    night.new()
    code, answer = night.json("--apply")
    assert (code, answer["applied"], answer["due"]) == (1, True, ["stunned-bulb"])
    assert attention(answer) == {"sweep"}  # comments cannot be read with this account's access
    assert answer["requests"] == 5  # read, search, lock, write, forget
    assert night.log() == ["nightly"]
    row = dict(zip(*night.show()[:2], strict=True))
    assert row["Named subjects"] == "Expunged"
    assert "1 record expunged" in night.show("Log")[1][3]


def test_a_night_with_nothing_to_do_costs_a_read_and_a_line(night):
    night.new()
    night.json("--apply")
    records, todo = night.show(), night.show("To do")
    code, answer = night.json("--apply")
    assert (code, answer["due"], answer["requests"]) == (0, [], 2)
    assert (night.show(), night.show("To do")) == (records, todo)
    assert night.log() == ["nightly", "nightly"]


def test_days_late_is_as_good_as_in_time(night):
    night.new({**DUE, "goes_on": "2026-11-25"})
    assert night.json("--apply")[1]["due"] == []
    assert night.json("--apply", today="2026-12-24")[1]["due"] == ["stunned-bulb"]


def test_two_at_once_expunge_once(night, monkeypatch):
    """A second run starts just before the first one locks."""
    night.new()
    batch = Session.batch
    inside = []

    def meanwhile(self, requests, **options):
        if not inside:
            inside.append(True)
            assert night.json("--apply")[1]["due"] == ["stunned-bulb"]
        return batch(self, requests, **options)

    monkeypatch.setattr(Session, "batch", meanwhile)
    code, answer = night.json("--apply")
    assert (code, answer["due"]) == (0, [])
    assert night.log() == ["nightly", "nightly"]


def test_the_batch_limit_is_red_and_asks_in_the_sheet(night):
    many = [
        {**DUE, "case": f"{word}-lamp", "subjects": f"Person {word.title()}"}
        for word in ("amber", "brisk", "civic", "dusty", "eager", "frail", "gusty", "hasty")
    ]
    night.new(*many)
    before = night.show()
    code, out, err = night.run("--apply")
    assert code == 3
    assert "Stopped, no record expunged; To do says what to look at." in err
    assert "redact    a person must look  stopped (batch-limit)" in out
    assert night.show() == before
    assert any("more than usual" in row[2] for row in night.show("To do")[1:])
    assert night.log() == ["nightly"]


def test_an_unclassified_column_is_red(night):
    night.new({**DUE, "Nickname": "Otti"}, own=("Nickname",))
    code, answer = night.json("--apply")
    assert (code, answer["error"]["code"]) == (3, "unclassified-column")
    assert "redact" in attention(answer)
    assert night.log() == ["nightly"]


def test_rows_that_came_apart_are_left_alone(night):
    night.new(DUE, {**OPEN, "decision": "Violation, resolved"}, keys=[*ALL, "row_check"])
    assert night.json("--apply", today="2026-11-18")[0] == 0
    rows = night.show()
    for own in ("Case", "Row check"):  # as when someone sorts only the columns between
        column = rows[0].index(own)
        rows[1][column], rows[2][column] = rows[2][column], rows[1][column]
    header, *records = rows
    keys = {c.header: c.key for c in COLUMNS}
    night.new(
        *(dict(zip([keys[h] for h in header], row, strict=True)) for row in records),
        keys=[keys[h] for h in header],
    )
    before = night.show()
    code, answer = night.json("--apply")
    assert (code, answer["error"]["code"]) == (3, "rows-apart")
    assert night.show() == before
    assert night.log() == ["nightly"]


def test_an_error_in_a_date_is_red(night):
    night.new({**DUE, "reported_on": "3/4/2019"})
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"validate", "dates"})


def test_a_mention_elsewhere_is_red(night):
    night.new(Notes=[("What",), ("Ask Ottilie Wendel about it",)])
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"sweep"})
    assert any("Notes A2" in row[3] for row in night.show("To do")[1:])


def test_access_that_differs_is_red_and_may_be_left_out(night):
    night.new(OPEN, Committee=COMMITTEE)
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"access"})
    assert night.json("--apply", "--without-access")[0] == 0


def test_each_difference_in_access_has_a_line_and_can_be_answered(night):
    night.new(OPEN, Committee=COMMITTEE)
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"access"})
    lines = [row for row in night.show("To do") if "access/" in str(row[6:7])]
    assert len(lines) == len(night.differences())
    assert not [row for row in lines if "@" in str(row)]
    for row in lines:
        night.answer(row[6], "this account is meant" if "account" in row[2] else "this is known")
    assert night.json("--apply")[0] == 0
    assert night.differences() == []
    assert not [row for row in night.show("To do") if "access/" in str(row[6:7])]
    assert night.json("--apply")[0] == 0
    assert "access: as it should be" in night.show("Log")[-1][3]
    options = ["--spreadsheet", f"local:{night.file}"]
    assert run([*options, "access", "--ask-again", "--apply"]) == 1
    assert night.json("--apply")[0] == 1


def test_other_jobs_keep_the_lines_about_access(night):
    night.new(OPEN, Committee=COMMITTEE)
    night.json("--apply")
    before = night.show("To do")
    for command in ("validate", "dates", "redact"):
        run(["--spreadsheet", f"local:{night.file}", "--today", TODAY, command, "--apply"])
    assert night.json("--apply", "--without-access")[0] == 0
    assert night.show("To do") == before


def test_a_record_that_cannot_go_has_a_line(night):
    night.new({**DUE, "subjects": "Bo", "summary": "Bo went. " * 5_400})
    assert night.json("--apply")[0] == 1
    assert any("its day has passed, and it stays" in row[2] for row in night.show("To do"))


def test_access_that_cannot_be_looked_at_stops_nothing(night, monkeypatch):
    def refused(*_, **__):
        raise GoogleError("No.", code="api-disabled")

    monkeypatch.setattr(Session, "drive", refused)
    night.new(Committee=COMMITTEE)
    code, answer = night.json("--apply")
    assert (code, answer["due"]) == (1, ["stunned-bulb"])
    assert attention(answer) == {"access", "sweep"}
    assert any("could not be looked at (api-disabled)" in row[2] for row in night.show("To do"))


def test_one_outcome_a_step_under_ci(night, monkeypatch, tmp_path):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    night.new(OPEN)
    assert night.run("--apply") == (0, "".join(f"{step}: done\n" for step in STEPS), "")
    assert (tmp_path / "summary.md").read_text() == "## Nightly run\n\nDone.\n"


def test_what_could_not_be_searched_is_one_claim_everywhere(night, monkeypatch):
    """Comments cannot be read with this account's access, so nobody says that they are clean."""
    night.new()
    night.json("--apply")
    said = "not found elsewhere; could not look into comments"
    assert said in night.show("Log")[1][3]
    line = next(row for row in night.show("To do")[1:] if "comments" in row[2])
    assert "stunned-bulb" in line[2]
    assert night.json("--apply")[0] == 0
    assert line in night.show("To do")
    night.new()
    monkeypatch.setenv("CI", "true")
    code, out, _ = night.run("--apply")
    assert (code, "sweep: a person must look\n" in out) == (1, True)


def test_comments_that_can_be_read_are_searched(night, monkeypatch):
    monkeypatch.setattr(text_locations, "_drive_comments", lambda session: [])
    night.new()
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (0, set())
    assert "nobody still mentioned" in night.show("Log")[1][3]


def test_details_for_private_repositories_hold_counts_and_no_names(night, monkeypatch, tmp_path):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    night.new()
    code, out, _ = night.run("--apply", "--details")
    summary = (tmp_path / "summary.md").read_text()
    assert code == 1
    assert "stunned-bulb" in out
    assert "| redact | done | 1 record expunged, 6 cells |" in summary
    assert not [name for name in NAMES if name in out + summary]


def test_a_failure_is_in_the_summary_too(night, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    write_csv(tmp_path / "Other.csv", [("Nothing", "here")])
    night.file.unlink(missing_ok=True)
    assert run(["local", "new", str(night.file), f"Other={tmp_path / 'Other.csv'}"]) == 0
    code, _, err = night.run("--apply")
    assert code == 5
    assert err.startswith("Error: ")
    assert "A person must look" in (tmp_path / "summary.md").read_text()


def test_options_stand_in_any_order_and_wrong_ones_are_refused(night):
    night.new(OPEN)
    assert night.run("--apply", "--details")[0] == 0
    assert night.run("--details", "--without-access", "--apply")[0] == 0
    assert night.run("--aply")[0] == 2


def test_as_a_program_with_next_to_no_environment(night):
    night.new(OPEN)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--apply"],
        env={
            "PATH": os.environ["PATH"], "CI": "true",
            "SHEETS_COC_SPREADSHEET": f"local:{night.file}", "SHEETS_COC_TODAY": TODAY,
        },
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "".join(f"{step}: done\n" for step in STEPS)


def test_a_night_that_needs_a_person_is_told_outside_the_sheet(night, monkeypatch, capsys):
    told = []
    monkeypatch.setattr("sheets_coc.mail.alert.post", told.append)
    monkeypatch.setenv("SHEETS_COC_WEBHOOK", "https://example.org/secret")
    night.new({**DUE, "reported_on": "3/4/2019"})
    night.run()
    assert told == []
    night.run("--apply", "--without-access")
    assert len(told) == 1
    night.new(OPEN)
    night.run("--apply", "--without-access")
    assert len(told) == 1
    assert "secret" not in "".join(capsys.readouterr())
