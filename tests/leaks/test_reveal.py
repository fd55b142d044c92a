"""Where a private value may be taken out: by room, each with its reason."""

import ast
from pathlib import Path

from tests.shared import ROOT

PACKAGE = ROOT / "sheets_coc"

MAY = {
    "access": "compares addresses of permissions with those of members",
    "book/case.py": "says who may handle a case, to members who look",
    "book/spreadsheet.py": "knows a service account by its address",
    "cli/commands": "shows people to a person in a terminal who asked for them; never under CI",
    "committee": "matches hand-written names with members",
    "demo": "its people are invented",
    "desk": "shows people to the member who opened the page",
    "doctor/file.py": "looks whether a service account owns the file; only that is said",
    "frames": "opens a frame for whoever asks it by name",
    "handover": "the mail to the committee names who is on duty",
    "identity_key": "keeps the names of the people behind codes",
    "intake": "finds out whether a report is here already",
    "letters": "words letters from confirmed people, and refuses what would name a reporter",
    "mail": "logs in at the mail server, and posts to the webhook",
    "oncall": "compares and writes members' names",
    "records": "reads people, and compares their identifiers with each other",
    "redaction": "gathers what is known of people who are to be expunged",
    "requests": "finds, hands out and erases what somebody asked for",
    "screening": "compares flagged people with an attendee list",
    "scrubbing": "looks for known people in texts",
    "start": "looks whether members have addresses; only that is said",
    "status": "names who is on duty, for those who may see it",
    "records/case_names.py": "keeps people's words out of new case names",
}
"""Nowhere else: not where statistics are made, where things are logged, or where errors are."""


def _takes_out(path: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "reveal"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def _allowed(name: str) -> bool:
    return any(name == place or name.startswith(f"{place}/") for place in MAY)


def test_values_are_taken_out_only_where_that_is_the_job() -> None:
    found = {p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py") if _takes_out(p)}
    assert sorted(name for name in found if not _allowed(name)) == []
    assert len(found) > 10


def test_it_is_called_by_its_name_only() -> None:
    """No other spelling takes a value out: no name built at run time, no mangled attribute."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        assert "_Private__" not in text, path.name
        for node in ast.walk(ast.parse(text)):
            constant = isinstance(node, ast.Constant) and node.value == "reveal"
            assert not constant, path.name


def test_a_new_place_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "new.py"
    module.write_text("def f(x):\n    y = x.reveal\n    return y()\n")
    assert _takes_out(module)
    assert not _allowed("reporting/new.py")
    assert not _allowed("todo/log.py")
