"""Policies for other committees: they pass their own checks, and speak in nobody else's name."""

import json

import pytest

from sheets_coc import policy
from sheets_coc.cli.main import run
from sheets_coc.letters.kinds import LetterKind
from sheets_coc.letters.rendering import render
from sheets_coc.local.files import text as files
from sheets_coc.reporting.documents.tables import outcomes_table
from sheets_coc.schema.consequences import Consequence
from sheets_coc.schema.resolvers import Resolver
from tests.shared import ROOT
from tests.unattended.sheets_in_files import COMMITTEE

FOLDER = ROOT / "examples" / "policies"
OTHERS = ("psf", "kubernetes", "ripe")


def loaded(name):
    return policy.load(FOLDER / f"{name}.toml")


@pytest.mark.parametrize("name", OTHERS)
def test_it_speaks_in_nobody_elses_name(name):
    one = loaded(name)
    values = {"group": one.group.name, "code": one.group.code, "signature": one.mail.signature}
    said = [render(kind, values, one.mail.committee).text for kind in LetterKind]
    said += [" ".join(one.group.places), *outcomes_table([], us=one.statistics.us).headers]
    for text in said:
        assert "django" not in text.casefold()
        assert "DSF" not in text
    assert any(one.group.name in text for text in said)
    assert one.mail.committee.endswith("@example.org")
    assert one.group.places


@pytest.mark.parametrize("name", OTHERS)
def test_doctor_finds_nothing_wrong_with_it(name, tmp_path, capsys):
    file, header = (
        tmp_path / "records.coc",
        ["Case", "Date of report", "Named subjects", "Decision"],
    )
    files.new(file, "Invented", {"Records": [header], "Committee": COMMITTEE})
    common = ["--spreadsheet", f"local:{file}", "--policy", str(FOLDER / f"{name}.toml")]
    assert run([*common, "setup", "--apply"]) == 0
    capsys.readouterr()
    run([*common, "--format", "json", "doctor"])
    checks = {c["name"]: c for c in json.loads(capsys.readouterr().out)["checks"]}
    assert all(checks[one]["ok"] for one in ("policy", "headers", "tabs"))


@pytest.mark.parametrize(
    ("name", "typed", "outcome"),
    [
        ("psf", "Verbal warning", Consequence.WARNED),
        ("psf", "Final warning", Consequence.WARNED),
        ("psf", "Temporarily removed", Consequence.SUSPENDED),
        ("kubernetes", "Coaching", Consequence.OTHER),
        ("kubernetes", "Nothing", Consequence.NOT_A_VIOLATION),
        ("kubernetes", "Punitive", Consequence.BANNED),
        ("ripe", "Warning", Consequence.WARNED),
    ],
)
def test_their_words_are_understood(name, typed, outcome):
    assert loaded(name).decisions.read(typed).consequence is outcome


@pytest.mark.parametrize(
    ("typed", "who"),
    [("CoCC", Resolver.US), ("Mediator", Resolver.US), ("Slack admins", Resolver.LOCAL),
     ("LF events", Resolver.LOCAL)],
)  # fmt: skip
def test_who_acts_in_kubernetes(typed, who):
    assert loaded("kubernetes").resolvers.read(typed) == {who}


def test_the_status_spreadsheet_of_the_psf(tmp_path, capsys):
    rows = [
        ["Safety risk?", "Risk of repeating?", "Status", "Code Name", "Date & Time",
         "Actions needed", "Resolution"],
        ["Yes", "Yes", "Ongoing", "home shelf", "2026-07-07", "Look out", ""],
        ["No", "Maybe", "Resolved", "stunned bulb", "2026-07-07", "-", "Verbal warning"],
    ]  # fmt: skip
    file = tmp_path / "records.coc"
    files.new(file, "Invented", {"Records": rows})
    common = ["--spreadsheet", f"local:{file}", "--policy", str(FOLDER / "psf.toml"),
              "--today", "2026-11-21", "--format", "json"]  # fmt: skip
    assert run([*common, "validate"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == 2
    assert not [f for f in found["findings"] if f["severity"] == "error"]
    assert run([*common, "statistics"]) == 0
    (year,) = json.loads(capsys.readouterr().out)["outcomes"]
    assert (year["reports"], year["warned"]) == (2, 1)
