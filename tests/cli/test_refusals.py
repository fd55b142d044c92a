"""A dry run says beforehand what would keep the real one from writing."""

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local import LocalGoogle
from sheets_coc.sheet.google.session import connect
from tests.unattended.sheets_in_files import COMMITTEE, DUE, OPEN, ROTA, TODAY, make

COMMANDS = ["redact", "nightly --without-access", "setup --with-event", "oncall plan",
            "statistics --years 2025-2026", "person --received 2026-11-20",
            "oncall away Ada 2027-03-01"]  # fmt: skip


def closed(file):
    """Let the tool's account look, and no more."""
    google = LocalGoogle(file)
    with google.store.write() as state:
        (who,) = (
            entry
            for entry in state.file(google.main_spreadsheet)["permissions"]
            if entry["emailAddress"].startswith("tool@")
        )
        who["role"] = "reader"


def protected(file):
    """Protect the headers of Records and On-call against the tool's account."""
    google = LocalGoogle(file)
    with google.store.read() as state:
        tabs = {tab.title: tab.id for tab in state.spreadsheet(google.main_spreadsheet).tabs}
    key = google.identities.key_file("owner")
    owner = connect(google.main_spreadsheet, credentials=key, adapter=google.adapter())
    for title in ("Records", "On-call"):
        span = {"sheetId": tabs[title], "endRowIndex": 1}
        entry = {"range": span, "editors": {"users": ["owner@example.org"]}}
        owner.batch([{"addProtectedRange": {"protectedRange": entry}}])


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return make(tmp_path, (DUE, OPEN), Committee=COMMITTEE, On_call=ROTA)


def told(file, command, capsys):
    capsys.readouterr()
    run(["--spreadsheet", str(file), "--today", TODAY, *command.split()])
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_said_where_nothing_stands_in_the_way(file, command, capsys):
    assert "would not work" not in told(file, command, capsys)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_login_that_may_not_edit(file, command, capsys):
    closed(file)
    said = told(file, command, capsys)
    assert "--apply would not work yet: This login may look at the spreadsheet and not" in said
    assert "--apply" in said.rsplit("an editor.", 1)[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_range_that_is_protected_against_it(file, command, capsys):
    protected(file)
    assert "--apply would not work yet: Parts of Records, On-call are" in told(
        file, command, capsys
    )


@pytest.mark.parametrize("command", [*COMMANDS, "validate", "dates"])
def test_programs_are_told_as_well(file, command, capsys):
    json_ = f"--format json {command}"
    assert "refusals" not in told(file, json_, capsys)
    protected(file)
    assert '"refusals": ["Parts of Records, On-call are' in told(file, json_, capsys)


def test_dates_says_it_as_well(file, capsys):
    protected(file)
    assert "--apply would not work yet: Parts of Records" in told(file, "dates", capsys)


def test_without_drive_what_the_sheet_says_is_said_all_the_same(file):
    from sheets_coc.book.opening import open_book

    protected(file)
    with open_book(str(file)) as book:
        book._opener = None
        assert book.refusals() == []
        book.read()
        (said,) = book.refusals()
        assert said.startswith("Parts of Records")


def test_validate_says_it_before_its_questions_are_put_into_to_do(tmp_path, capsys):
    unclear = {**OPEN, "reported_on": "spring"}
    file = make(tmp_path, (DUE, unclear), Committee=COMMITTEE, On_call=ROTA)
    assert "would not work" not in told(file, "validate", capsys)
    protected(file)
    assert "--apply would not work yet: Parts of Records" in told(file, "validate", capsys)
