"""`status` at the command line, over the local Google."""

import json
import re

import pytest

from tests.cli.local_sheet import LocalSheet

RECORDS = [
    ["Case", "Date of 1st report", "Reporter", "Named subjects", "Decision", "Summary",
     "First answered on"],
    ["stunned-bulb", "2026-11-02", "Petra Pepper", "Ottilie Wendel", "Open", "Something.", ""],
]  # fmt: skip
COMMITTEE = [["Name", "Email", "On call"], ["Ada <b>Quill", "", "yes"], ["Bela Frost", "", "yes"]]
ROTA = [["Week starting", "Primary", "Secondary"], ["2026-11-16", "Ada <b>Quill", "Bela Frost"]]


@pytest.fixture
def sheet(tmp_path, capsys):
    return LocalSheet(tmp_path, capsys)


@pytest.fixture
def status(sheet):
    """Makes a local spreadsheet and runs `status` on it."""

    def command(*arguments, records=RECORDS, before=()):
        sheet.make({"Records": records, "Committee": COMMITTEE, "On-call": ROTA})
        code, out, _ = sheet.run(*before, "status", *arguments, today="2026-11-18")
        return code, out

    return command


def test_in_a_terminal(status):
    code, out = status()
    assert code == 0
    (options,) = set(re.findall(r"sheets-coc (--spreadsheet local:\S+ --today 2026-11-18 )", out))
    assert not re.search(r"sheets-coc (setup|oncall|access|validate)", out), "none without them"
    lines = out.splitlines()
    assert lines[:6] == [
        "Status of 2026-11-18",
        "On duty from 2026-11-16: Ada <b>Quill, then Bela Frost.",
        "",
        "Now",
        "  - This sheet has decisions, but not the columns sheets-coc keeps its dates in, so "
        f"nothing can be announced or expunged. Run sheets-coc {options}setup.",
        "  - Unanswered for more than two days, so the secondary steps in: stunned-bulb (16 days).",
    ]
    assert "Wendel" not in out


def test_as_markdown_nothing_becomes_markup(status):
    code, out = status("--markdown")
    assert code == 0
    assert out.startswith("## Status of 2026-11-18\n\nOn duty from 2026-11-16: Ada &lt;b&gt;Quill")
    assert "\n### Now\n\n- " in out


def test_as_json(status):
    code, out = status(before=("--format", "json"))
    found = json.loads(out)
    assert code == 0
    assert found["attention"] is True
    assert found["on_duty"] == {
        "week": "2026-11-16", "primary": "Ada <b>Quill", "secondary": "Bela Frost",
    }  # fmt: skip
    assert {"code": "open", "urgency": "know", "text": "Open: stunned-bulb.",
            "cases": ["stunned-bulb"]} in found["items"]  # fmt: skip
    assert (found["last_run"], found["last_fresh_copy"]) == (None, None)


def test_public_logs_get_one_line(status, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert status() == (0, "status: a person must look\n")
    assert status("--markdown") == (0, "status: a person must look\n")
    _, out = status("--markdown", before=("--details",))
    assert "stunned-bulb" in out
    assert "On duty from 2026-11-16: somebody, then somebody." in out
    assert "Quill" not in out
    _, out = status(before=("--format", "json"))
    assert json.loads(out)["on_duty"] == {"week": "2026-11-16", "primary": None, "secondary": None}


def test_nothing_to_do(status):
    _, out = status(records=[RECORDS[0][:1] + RECORDS[0][1:4] + RECORDS[0][5:]])
    assert "Nothing needs attention today." not in out  # next week nobody is on duty
    assert "Nobody is on duty next week" in out


def test_a_sheet_that_cannot_be_understood(status):
    assert status(records=[["a", "b"], ["1", "2"]])[0] == 5


def test_the_monday_mail_says_the_same(status, sheet):
    status()
    code, out, _ = sheet.run("oncall", "remind", today="2026-11-18")
    assert code == 0
    assert "Unanswered for more than two days, so the secondary steps in: stunned-bulb" in out
    assert "Wendel" not in out
