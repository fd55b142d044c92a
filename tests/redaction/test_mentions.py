"""Lines about people who are still mentioned: by whom they are known, and how they follow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.policy import parse
from sheets_coc.private import Private
from sheets_coc.redaction.found import RunFindings
from sheets_coc.redaction.mentions import residual
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.tool_columns import redact_changes, validate_changes
from sheets_coc.sheet.model import Snapshot, Tab
from sheets_coc.sheet.workbook import Text
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.mentions import BY_HAND, Mentions, place_digest
from tests.sheets import applied, snapshot

POLICY = parse(b"[retention]\nnotice_days = 0\n")
DAY = date(2026, 11, 21)
FORM = 77


def _record(case, name, reported="2025-01-15"):
    return {"case": case, "reported_on": reported, "subjects": name,
            "decision": "Violation, resolved"}  # fmt: skip


def _form(*answers):
    return Tab(FORM, "Form", values=[["What happened"], *([answer] for answer in answers)])


def _texts(book):
    return [
        Text("cell", tab.title, tab.id, row, column, Private(value))
        for tab in book.tabs
        for row, cells in enumerate(tab.values)
        for column, value in enumerate(cells)
        if isinstance(value, str) and value
    ]


def _night(book, day=DAY, unread=()):
    seen = analyse(book, POLICY, day, "seed")
    planned = redaction_plan(seen, apply=True)
    found = residual(seen, planned, _texts(book), unread) if planned.done else Mentions()
    now = datetime.combine(day, datetime.min.time(), UTC)
    return applied(book, redact_changes(seen, planned, now, RunFindings(mentions=found)))


def _lines(book):
    return [
        line for line in todo.read(book, POLICY) if "mention" in line.ref or "unread" in line.ref
    ]


def _with(book, tab):
    return replace(book, tabs=[tab if one.id == tab.id else one for one in book.tabs])


def _tick(book, row, answer=None):
    tab = book.tab("To do")
    values = [list(cells) for cells in tab.values]
    values[row][0] = True
    values[row][todo.ANSWER] = answer
    return _with(book, replace(tab, values=values))


def test_the_next_persons_mention_in_the_same_cell_is_a_line_of_its_own_and_unticked():
    first = _record("calm-lamp", "Torvald Quixby")
    second = _record("new-roof", "Rosalind Underhay", "2025-01-20")
    form = _form("Torvald Quixby was loud", "Rosalind Underhay too")
    book = _night(snapshot(first, second, form=form), date(2026, 3, 16))
    (line,) = _lines(book)
    assert (line.where, line.done) == ("Form A2", False)
    assert "calm-lamp" in line.what
    book = _tick(_with(book, _form("Rosalind Underhay too")), line.row)
    book = _night(book, date(2026, 3, 21))
    (line,) = _lines(book)
    assert (line.where, line.done) == ("Form A2", False)
    assert "new-roof" in line.what
    assert _lines(_night(book, date(2026, 3, 22))) == [line]


def test_a_line_follows_its_cell():
    book = _night(
        snapshot(_record("calm-lamp", "Torvald Quixby"), form=_form("x", "Torvald Quixby"))
    )
    moved = _with(book, _form("new one", "another", "x", "Torvald Quixby"))
    (line,) = _lines(_night(moved, DAY + timedelta(1)))
    assert line.where == "Form A5"
    assert "Form A5" in line.what
    back = _night(_with(moved, _form("Torvald Quixby")), DAY + timedelta(2))
    assert [one.where for one in _lines(back)] == ["Form A2"]


@pytest.mark.parametrize("answers", [(), ("somebody else",), ("x", "TQ was loud")])
def test_a_line_says_that_its_cell_holds_something_else(answers):
    book = _night(snapshot(_record("calm-lamp", "Torvald Quixby"), form=_form("Torvald Quixby")))
    book = _night(_with(book, _form(*answers)), DAY + timedelta(1))
    (line,) = _lines(book)
    assert "something else stands there" in line.what
    assert (line.where, line.done) == ("", False)
    assert _lines(_night(book, DAY + timedelta(2))) == [line]
    ticked = _night(_tick(book, line.row), DAY + timedelta(2))
    assert _lines(ticked) == []


@given(
    st.lists(st.sampled_from(["a", "b", "Torvald Quixby", "c"]), max_size=6),
    st.lists(st.sampled_from(["a", "b", "Torvald Quixby", "c"]), max_size=6),
)
def test_a_line_never_points_at_what_it_is_not_about(before: list[str], after: list[str]):
    book = _night(snapshot(_record("calm-lamp", "Torvald Quixby"), form=_form(*before)))
    held = before.count("Torvald Quixby")
    assert len(_lines(book)) == held
    book = _night(_with(book, _form(*after)), DAY + timedelta(1))
    assert len(_lines(book)) == held
    for line in _lines(book):
        if line.where:
            row = int(line.where.removeprefix("Form A")) - 1
            assert _form(*after).value(row, 0) == "Torvald Quixby"


def test_what_could_not_be_searched_waits_for_a_tick():
    book = _night(snapshot(_record("calm-lamp", "Torvald Quixby")), unread=("comment",))
    (line,) = _lines(book)
    assert "calm-lamp" in line.what
    assert "comments could not be searched" in line.what
    assert _lines(_night(book, DAY + timedelta(1))) == [line]
    assert _lines(_night(_tick(book, line.row), DAY + timedelta(1))) == []


def test_that_people_search_themselves_is_answered_once_and_for_a_year():
    unread = ("comment", "file description")
    reported = ("2025-09-20", "2025-10-03", "2025-10-06", "2026-11-02")
    rows = [_record(f"calm-lamp{n}", f"Torvald Quixby{n}", d) for n, d in enumerate(reported)]
    book = _night(snapshot(*rows), unread=unread)
    (line,) = _lines(book)
    book = _tick(book, line.row, BY_HAND)

    def searched(day):
        nonlocal book
        seen = analyse(book, POLICY, day, "seed")
        found = residual(seen, redaction_plan(seen, apply=True), _texts(book), unread)
        book = _night(book, day, unread)
        assert "could not look into comments and the description" in found.said
        return found.attention, [one.what for one in _lines(book)]

    attention, said = searched(date(2026, 12, 4))
    assert not attention
    assert len(said) == 1
    assert said[0].startswith("Records went in December 2026; the Log says which.")
    assert searched(date(2026, 12, 7)) == (False, said)
    attention, said = searched(date(2028, 1, 3))
    assert attention
    assert "say so under Answer" in said[-1]


def test_other_commands_keep_such_lines():
    book = _night(snapshot(_record("calm-lamp", "Torvald Quixby"), form=_form("Torvald Quixby")))
    kept = applied(book, validate_changes(analyse(book, POLICY, DAY)))
    assert _lines(kept) == _lines(book)


def test_a_digest_is_of_no_use_for_another_line():
    assert place_digest("calm-lamp", "Torvald Quixby") != place_digest("new-roof", "Torvald Quixby")
    assert len(place_digest("calm-lamp", "Torvald Quixby")) == 6


def test_members_by_given_name_and_people_of_live_records_are_no_find():
    committee = Tab(
        5, "Committee", values=[["Name", "Email"], ["Priya Nandakumar", "p@example.org"]]
    )
    rows = [
        {**_record("calm-lamp", "Torvald Quixby"), "reporter": "Priya"},
        {**_record("new-roof", "Karl Kringel", "2026-11-01"), "reporter": "Torvald Quixby"},
    ]
    book = snapshot(*rows, form=_form("Priya said so", "Torvald Quixby"), committee=committee)
    assert isinstance(book, Snapshot)
    assert _lines(_night(book)) == []
