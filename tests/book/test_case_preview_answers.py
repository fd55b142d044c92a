"""A case explained, a record before and after, and To do answered, on a real book."""

import json
from datetime import date

import pytest

import sheets_coc as coc
from sheets_coc.cli.main import run
from tests.redaction.nights import OTHER, PAST, Nights

LATER = {
    **OTHER, "reported_on": "2026-10-01", "subjects": "Ada Abbot", "decision": "Violation, flagged"
}  # fmt: skip


@pytest.fixture
def nights(tmp_path):
    return Nights(tmp_path / "r.coc", PAST, LATER)


def test_a_case_says_when_it_goes_and_what_extends_it(nights):
    with nights.book() as book:
        (view,) = book.case("Stunned-Bulb")
    told = {event.code: (event.day, event.text) for event in view.explanation.events}
    assert told["own-term"] == (
        date(2026, 11, 10), "end of its own term: Violation, resolved, 14 months",
    )  # fmt: skip
    assert told["extended"][0] == date(2028, 12, 1)
    assert "frosty-boat" in told["extended"][1]
    assert told["goes"][0] == date(2028, 12, 2)
    assert view.explanation.summary == "It goes after 2028-12-01."
    days = [event.day for event in view.explanation.events]
    assert days == sorted(days)


def test_a_case_says_what_it_waits_for(nights):
    nights.type("frosty-boat", decision="Open")
    nights.today = date(2027, 1, 1)
    with nights.book() as book:
        (view,) = book.case("stunned-bulb")
        with pytest.raises(coc.UsageError):
            book.case("no-body")
    assert view.explanation.summary == "It is past its date, and waits for frosty-boat."


def test_before_and_after_are_what_the_redaction_writes(tmp_path):
    story = "Ada Abbot shouted at Bob. Ask tips@elsewhere.example."
    nights = Nights(tmp_path / "r.coc", {**PAST, "summary": story})
    nights.today = date(2026, 12, 1)
    with nights.book() as book:
        (one,) = book.preview()
        cells = {cell.key: cell for cell in one.cells}
        before = cells["summary"].before.reveal()
        after = cells["summary"].after.reveal()
    assert "".join(piece.text for piece in before) == story
    assert "".join(p.text for p in before if p.kind == "gone") == "Ada Abbot"
    assert [p.text for p in after if p.kind == "new"] == ["Expunged"]
    assert any(p.kind == "email" and p.text == "tips@elsewhere.example" for p in after)
    assert "Ada" not in repr(one)
    nights.night(8)
    with nights.book() as book:
        rows = book.records().to_frame().reveal()
    column = next(name for name in rows if name.startswith("Summary of report"))
    assert rows[column][0] == "".join(piece.text for piece in after)


def test_answers_are_written_where_people_would_and_acted_upon(nights):
    nights.type("frosty-boat", subjects="Ada Abbott", decision="Open")
    nights.today = date(2027, 1, 1)
    with nights.book() as book:
        question = next(line for line in book.todo() if "different people" in line.options)
        done = book.answer({question.ref: "different people", "nothing/of/that": True})
        assert (done.answered, done.gone) == ((question.ref,), ("nothing/of/that",))
        assert not any(line.ref == question.ref for line in book.todo())
        assert book.records().dates(nights.today)["state"][0] == "announced"


def test_in_a_terminal_and_as_json(nights, capsys):
    nights.type("frosty-boat", handled_by="Ada Abbot")
    sheet = ["--spreadsheet", str(nights.path), "--today", "2026-12-01"]
    assert run([*sheet, "case", "frosty-boat"]) == 1
    assert "handles the report about themselves" in capsys.readouterr().out
    assert run([*sheet, "case", "nobody-here"]) == 2
    assert run([*sheet, "answer", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["lines"]
    assert listed
    assert run([*sheet, "answer", f"1-{len(listed)}=done", "--apply"]) == 0
    for wrong in ("0=done", "99=done", "1", "1=perhaps", "x=done", "2-1=done"):
        assert run([*sheet, "answer", wrong]) == 2
    capsys.readouterr()
