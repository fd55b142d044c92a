"""`screen` says of whom it cannot tell whether they are flagged or banned. Everyone is invented."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local.files import text as files

FLAG, DECISION = "Banned or flagged", "Decision"
Screen = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Screen:
    """Screens a list with one person against one record about them."""

    def screened(**more: str) -> tuple[int, Any, str]:
        path = tmp_path / "records.coc"
        path.unlink(missing_ok=True)
        headers = ["Case", "Date of 1st report", "Named subjects", *more]
        rows = [["stunned-bulb", "2026-01-10", "Marlena Quist", *more.values()]]
        files.new(path, "Invented", {"Records": [headers, *rows]})
        attendees = tmp_path / "list.csv"
        attendees.write_text("Name,Email\nMarlena Quist,m@example.org\n", "utf-8")
        options = ["--spreadsheet", f"local:{path}", "--today", "2026-11-21"]
        arguments = ["screen", str(attendees), "--event-date", "2026-11-30"]
        run([*options, "--format", "json", *arguments])
        found = json.loads(capsys.readouterr().out)
        code = run([*options, *arguments])
        return code, found, " ".join(capsys.readouterr().out.split())

    return screened


@pytest.mark.parametrize(
    "said",
    [
        {FLAG: "watch"},
        {FLAG: "TRUE"},
        {FLAG: "banned or flagged", DECISION: ""},
        {DECISION: "Suspended for a year"},
        {FLAG: "", DECISION: "We keep an eye on it"},
        {FLAG: "see minutes", DECISION: "Violation, resolved"},
    ],
    ids=str,
)
def test_a_status_that_is_not_understood_is_said_first(screen: Screen, said: dict[str, Any]):
    code, found, out = screen(**said)
    assert (code, found["hits"], found["undecided"]) == (1, [], 1)
    assert out.startswith("The people of 1 record were not looked for: whether they are flagged")


@pytest.mark.parametrize(
    "said", [{}, {"Notes": "flagged"}, {"Banned until": "2030-01-01"}], ids=str
)
def test_a_sheet_that_says_it_of_nobody_compares_nobody(screen: Screen, said: dict[str, Any]):
    code, found, out = screen(**said)
    assert (code, found["hits"], found["undecided"]) == (1, [], None)
    assert out.startswith("Nobody was compared: no column of the records says who is flagged")


@pytest.mark.parametrize(
    "said",
    [
        {FLAG: "no"},
        {FLAG: "FALSE"},
        {FLAG: "", DECISION: "Violation, resolved"},
        {DECISION: "Open"},
        {FLAG: "watch", "Date to expunge this record": "2026-02-02"},
    ],
    ids=str,
)
def test_what_is_understood_leaves_no_gap(screen: Screen, said: dict[str, Any]):
    code, found, out = screen(**said)
    assert (code, found["hits"], found["undecided"]) == (0, [], 0)
    assert "not looked for" not in out


def test_a_flag_that_is_understood_is_looked_for_whatever_the_decision(screen: Screen):
    code, found, _out = screen(**{FLAG: "flagged", DECISION: "We keep an eye on it"})
    assert (code, len(found["hits"]), found["undecided"]) == (1, 1, 0)
