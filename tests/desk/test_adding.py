"""A name that is added to a record: never over what cannot be put back, nor into what went."""

from datetime import UTC, datetime

import pytest

import sheets_coc as coc
from sheets_coc.desk.adding import add_name
from sheets_coc.errors import UsageError
from sheets_coc.local.files import text as files

ROWS = [
    ["Case", "Date of 1st report", "Named subjects", "Also known as",
     "Summary of report (for internal purposes)", "Decision", "Expunged on"],
    ["amber-kite", "2026-01-10", "Oskar Vane", "osk", "Oskar Vane shouted.", "Open", ""],
    ["brisk-lamp", "2020-01-10", "Expunged", "Expunged", "Expunged shouted.",
     "Violation, resolved", "2024-01-10"],
]  # fmt: skip


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "records.coc"
    files.new(path, "Records", {"Records": ROWS})
    with coc.open(path, now=datetime(2026, 5, 1, tzinfo=UTC)) as opened:
        yield opened


def put(book, cell):
    tab = book.session.read().tab("Records")
    start = {"sheetId": tab.id, "rowIndex": 1, "columnIndex": 3}
    rows = [{"values": [cell]}]
    fields = ",".join(cell)
    book.session.batch([{"updateCells": {"start": start, "rows": rows, "fields": fields}}])


def aliases(book):
    tab = book.session.read().tab("Records")
    return [tab.value(row, 3) for row in (1, 2)]


def test_it_goes_behind_what_stands_there(book):
    add_name(book, "amber-kite", "aliases", "Ozzy")
    assert aliases(book) == ["osk; Ozzy", "Expunged"]


@pytest.mark.parametrize(
    "cell",
    [
        {"userEnteredValue": {"formulaValue": '="o"&"sk"'}},
        {
            "userEnteredValue": {"stringValue": "osk"},
            "textFormatRuns": [{"startIndex": 1, "format": {"link": {"uri": "https://x.example"}}}],
        },
    ],
    ids=["formula", "link"],
)
def test_a_formula_or_a_link_is_left_to_people(book, cell):
    put(book, cell)
    with pytest.raises(UsageError) as stopped:
        add_name(book, "amber-kite", "aliases", "Ozzy")
    assert stopped.value.code == "name-formula"
    tab = book.session.read().tab("Records")
    assert (1, 3) in tab.formulas or (1, 3) in tab.rich


def test_nobody_is_named_again_in_a_record_that_went_meanwhile(book):
    with pytest.raises(UsageError) as stopped:
        add_name(book, "brisk-lamp", "aliases", "Ozzy")
    assert stopped.value.code == "already-expunged"
    assert aliases(book) == ["osk", "Expunged"]
