"""The answer "same person": two records get an alias they share, and are one person's."""

from datetime import UTC, datetime

import pytest

import sheets_coc as coc
from sheets_coc.local.files import text as files
from sheets_coc.todo.pairs import DIFFERENT, SAME

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEADINGS = ["Case", "Date of 1st report", "Named subjects", "Subject email address/URL",
            "Also known as", "Decision", "Date by the policy", "Extended until",
            "Will be expunged on", "Expunged on", "Row check"]  # fmt: skip


def record(case, subjects, contact, aliases=""):
    return [case, "2026-01-10", subjects, contact, aliases, "Violation, resolved", *[""] * 5]


def opened(tmp_path, *rows, headings=HEADINGS):
    files.new(tmp_path / "r.coc", "Records", {"Records": [headings, *rows]})
    return coc.open(tmp_path / "r.coc", now=NOW)


def asked(book):
    return [line for line in book.todo() if line.ref.startswith("repeat/")]


@pytest.mark.parametrize(
    ("one", "other", "given"),
    [
        (("Jörg Müller", "a@x.example"), ("Joerg Mueller", "b@x.example"), "Joerg Mueller"),
        (("Ada Abbot", "a@x.example"), ("Ada Abbot", "b@x.example"), "Ada Abbot"),
        (("Ada Abbot", "a@x.example", "ada77"), ("Ada Abbott", ""), "ada77; Ada Abbott"),
        (("Ada Abbot", "a@x.example"), ("Bo Marsh; Ada Abbott", "b@x.example"), "Ada Abbott"),
    ],
)
def test_it_adds_the_shared_alias_and_the_question_goes(tmp_path, one, other, given):
    with opened(tmp_path, record("calm-cup", *one), record("home-shelf", *other)) as book:
        (line,) = asked(book)
        assert line.options == (SAME, DIFFERENT)
        book.answer({line.ref: SAME})
        book.validate(apply=True)
        assert asked(book) == []
        tab = book.read().tab("Records")
        assert {tab.value(1, 4), tab.value(2, 4)} - {None, ""} == {given}
        first, second = book.records().dates(NOW.date())["policy_date"]
        assert first == second, "both count from the later report"


@pytest.mark.parametrize(
    ("one", "other", "headings"),
    [
        (("Ada", "a@x.example"), ("Ada", ""), HEADINGS),  # one word is no full name
        (("", "@ada_abbot"), ("", "github.com/ada_abbot"), HEADINGS),
        (("Ada Abbot", "a@x.example"), ("Ada Abbot", "b@x.example"),
         [h if h != "Also known as" else "" for h in HEADINGS]),
    ],
)  # fmt: skip
def test_it_is_not_offered_where_it_could_do_nothing(tmp_path, one, other, headings):
    rows = record("calm-cup", *one), record("home-shelf", *other)
    with opened(tmp_path, *rows, headings=headings) as book:
        (line,) = asked(book)
        assert line.options == (DIFFERENT,)


def test_a_cell_with_a_formula_is_left_to_the_other_record(tmp_path):
    rows = (
        record("calm-cup", "Ada Abbot", "a@x.example"),
        record("home-shelf", "Ada Abbot", "b@x.example"),
    )
    with opened(tmp_path, *rows) as book:
        tab = book.session.read().tab("Records")
        for row, left in ((1, "calm-cup"), (2, None)):
            start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": 4}
            cells = [{"values": [{"userEnteredValue": {"formulaValue": '="A"'}}]}]
            update = {"start": start, "rows": cells, "fields": "userEnteredValue"}
            book.session.batch([{"updateCells": update}])
            (line,) = asked(book)
            assert (SAME in line.options) == (left is not None)
