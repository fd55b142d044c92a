"""Whatever command is printed works as it stands: it is pasted here, and does what it says."""

import os
import re
import shlex

import pytest

from sheets_coc.cli.main import run
from tests.cli.inventing import Invented

ROWS = [
    {"reported_on": "2020-01-01", "expunge_on": "2021-01-01", "subjects": f"Ada{n} Abbot"}
    for n in range(8)
]
MEMBERS = [
    ["Name", "Email", "Joined", "On call"],
    *([f"Ines{n} Moreau", f"ines{n}@x.example", "2020-01-01", "yes"] for n in range(5)),
]
PRINTED = re.compile(r"sheets-coc .*", re.M)


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    ten = ("reported_on", "subjects", "summary", "expunge_on")
    made = Invented(tmp_path / "a folder", capsys, monkeypatch)
    made.folder.mkdir()
    (made.folder / "policy.toml").write_text("[safety]\nmax_records = 3\nmax_share = 0.1\n")
    header = ["Date of Report", "Named subjects", "Summary of report",
              "Date to expunge this record"]  # fmt: skip
    rows = [[row.get(key, "") for key in ten] for row in ROWS]
    made.make({"Committee": MEMBERS, "Records": [header, *rows]})
    return made


def told(sheet, *words):
    """What a command prints, run with the sheet and a policy by option."""
    policy = str(sheet.folder / "policy.toml")
    return sheet.run("--policy", policy, *words)


def pasted(sheet, text, having):
    """Paste the printed command that has a word in it; its exit code and what it prints."""
    (line,) = [found for found in PRINTED.findall(text) if having in found]
    words = shlex.split(line)[1:]
    sheet.capsys.readouterr()
    code = run(words)
    out = sheet.capsys.readouterr()
    return code, out.out + out.err


def test_what_would_stop_the_real_run_is_said_before_and_the_way_on_works(sheet):
    code, said, _ = told(sheet, "redact")
    assert code == 0
    assert "more than one run may take (3)" in said
    assert told(sheet, "redact", "--apply")[0] == 3, "as it was said"
    code, done = pasted(sheet, said, "--max-records")
    assert (code, "Expunged 8 records" in done) == (0, True)
    assert "Nothing to expunge" in told(sheet, "redact")[1]


def test_a_night_says_it_too(sheet):
    _, said, _ = told(sheet, "nightly", "--without-access")
    assert pasted(sheet, said, "nightly")[0] == 3
    code, done = pasted(sheet, said, "--max-records")
    assert (code, "Expunged 8 records" in done) == (0, True)


@pytest.mark.parametrize(
    ("words", "having", "does"),
    [
        (("setup",), "--apply", "Done:"),
        (("oncall", "plan", "--weeks", "2"), "--apply", "Filled"),
        (("redact", "--max-records", "8"), "--plan", "Expunged 8 records"),
        (("answer",), "--apply", "Answered."),
        (("answer", "1=done"), "--apply", "Answered."),
    ],
)
def test_what_a_dry_run_prints_does_it(sheet, words, having, does):
    if words[0] == "answer":
        told(sheet, "setup", "--apply")
    _, said, _ = told(sheet, *words)
    code, done = pasted(sheet, said, having)
    assert code in (0, 1)
    assert does in done


def test_a_command_in_an_error_is_about_the_same_sheet(sheet, monkeypatch):
    """Pasted without the options it would write to whatever sheet is remembered.

    What is no terminal may be a log, and a file may be called after a person.
    """
    (sheet.folder / "policy.toml").write_text('[tabs]\nrecords = "Nowhere"\n')
    code, _, said = told(sheet, "answer")
    assert code == 5, said
    sheet.make({"Records": [["Date of Report", "Named subjects", "Summary of report", "Links"],
                            ["2020-01-01", "Ada Abbot", "x", "y"]]})  # fmt: skip
    (sheet.folder / "policy.toml").write_text("")
    code, _, said = told(sheet, "redact", "--apply")
    assert code == 3, said
    assert re.search("sheets-coc --spreadsheet … --policy … --today [0-9-]+ validate --apply", said)
    assert str(sheet.file) not in said
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    said = " ".join(told(sheet, "redact", "--apply")[2].split()).replace("'", "")
    assert f"sheets-coc --spreadsheet local:{sheet.file} --policy" in said


def test_what_the_environment_says_is_not_said_again(sheet, monkeypatch):
    monkeypatch.setenv("SHEETS_COC_SPREADSHEET", f"local:{sheet.file}")
    sheet.capsys.readouterr()
    assert run(["setup", "--apply"]) in (0, 1)
    assert f"Next: sheets-coc dates --apply{os.linesep}" in sheet.capsys.readouterr().out


def test_under_ci_no_path_and_no_argument_is_printed(sheet, monkeypatch):
    monkeypatch.setenv("CI", "true")
    _, said, _ = told(sheet, "--details", "redact")
    assert "To do it: sheets-coc redact --apply --plan" in said
    assert str(sheet.folder) not in said
