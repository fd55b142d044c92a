"""A run that stops says what it wrote: nothing where nothing was, and To do where that was."""

import json
from datetime import UTC, datetime

import pytest

import sheets_coc as coc
from sheets_coc.book.workbook import Book
from sheets_coc.cli.main import run
from sheets_coc.errors import NOTHING_CHANGED, Error, GoogleError, SafetyStop, already_written
from sheets_coc.todo import tab as todo
from tests.unattended.sheets_in_files import DUE, TODAY, make

WORDS = ("amber", "brisk", "civic", "dusty", "eager", "frail", "gusty", "hasty")
MANY = [{**DUE, "case": f"{word}-lamp", "subjects": f"Person {word.title()}"} for word in WORDS]
STOPS = {
    "batch-limit": (MANY, {}),
    "unclassified-column": ([{**DUE, "Nickname": "Otti"}], {"own": ("Nickname",)}),
    "unread-tab": ([DUE], {"Old": [("Decision", "Day"), ("Violation, resolved", "2024-01-31")]}),
    "other-plan": ([DUE], {}),
}
COMMANDS = {
    "redact": ("redact", "--apply"),
    "nightly": ("nightly", "--apply", "--without-access"),
    "dates": ("dates", "--apply"),
    "again": ("redact", "--apply"),
}


@pytest.mark.parametrize("code", STOPS)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("public", [False, True])
def test_that_nothing_changed_is_said_only_where_it_is_so(
    tmp_path, capsys, monkeypatch, code, command, public
):
    rows, more = STOPS[code]
    file = make(tmp_path, rows, **more)
    asked = [*COMMANDS[command], *(("--plan", "0" * 8) if code == "other-plan" else ())]
    if code == "other-plan" and command not in ("redact", "again"):
        return
    options = ["--spreadsheet", f"local:{file}", "--today", TODAY]
    if command == "again":  # To do says it already
        run([*options, *asked])
    run([*options, "validate"])  # the first request of all leaves a token in the file
    before = file.read_bytes()
    if public:
        monkeypatch.setenv("CI", "true")
    capsys.readouterr()
    ended = run([*options, *asked])
    said = " ".join(capsys.readouterr().err.split())
    if command == "dates" and code in ("batch-limit", "unclassified-column"):
        assert ended == 0
        return
    assert ended == 3
    untouched = file.read_bytes() == before
    assert ("nothing changed" in said) == untouched
    assert ("no record expunged; To do says what to look at" in said) != untouched


def test_json_says_the_same(tmp_path, capsys):
    file = make(tmp_path, MANY)
    options = ["--spreadsheet", f"local:{file}", "--today", TODAY, "--format", "json"]
    capsys.readouterr()
    assert run([*options, "nightly", "--apply", "--without-access"]) == 3
    said = json.loads(capsys.readouterr().out)["error"]["message"]
    assert said.startswith("Stopped, no record expunged; To do says what to look at. 8 records")


def test_an_error_after_something_was_written_does_not_say_that_nothing_was():
    stop = SafetyStop("Rows came apart.", became=NOTHING_CHANGED, code="rows-apart", cell="A1")
    assert str(stop) == "Stopped, nothing changed. Rows came apart."
    with pytest.raises(SafetyStop) as raised, already_written("The key is written."):
        raise stop
    assert raised.value.message == "Stopped. Rows came apart. The key is written."
    assert (raised.value.became, raised.value.code) == ("", "rows-apart")
    with pytest.raises(SafetyStop, match="nothing changed"), already_written(""):
        raise SafetyStop("Rows came apart.", became=NOTHING_CHANGED)
    with pytest.raises(Error) as refused, already_written("The key is written."):
        raise GoogleError("Google refused.")
    assert str(refused.value) == "Google refused. The key is written."


def test_answers_that_were_written_are_not_denied(tmp_path, monkeypatch):
    """Answering writes twice; between the two, somebody else's run may lock the sheet."""
    file = make(tmp_path, [{**DUE, "Nickname": "Otti"}], own=("Nickname",))
    with coc.open(file, now=datetime(2026, 11, 21, tzinfo=UTC)) as book:
        book.validate(apply=True)
        ref = next(
            line.ref
            for line in todo.read(book.read(), book.policy)
            if line.ref.startswith("column/")
        )

        def locked(*_args, **_options):
            raise SafetyStop("Rows came apart.", became=NOTHING_CHANGED)

        monkeypatch.setattr(Book, "validate", locked)
        with pytest.raises(SafetyStop, match=r"^Stopped. Rows came apart. The answers stand in To"):
            book.answer({ref: "keep"})
