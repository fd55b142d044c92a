"""What the nightly job says: in public logs, in the summary, as a program, outside the sheet."""

import os
import subprocess
import sys

from sheets_coc.local.files import text as files
from tests.unattended.night import SCRIPT, STEPS
from tests.unattended.sheets_in_files import DUE, NAMES, OPEN, TODAY


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
    files.new(night.file, "Invented", {"Other": [("Nothing", "here")]})
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
