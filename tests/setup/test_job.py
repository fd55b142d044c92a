"""`setup` while people edit: nothing they have is lost, and nothing comes twice."""

from datetime import UTC, datetime

import pytest

from sheets_coc import policy
from sheets_coc.book.workbook import Book
from sheets_coc.errors import SafetyStop
from sheets_coc.local import LocalGoogle
from sheets_coc.local.files import text as files
from sheets_coc.local.server.misbehaviour import PersonEdit, Rule
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.setup.job import setup
from sheets_coc.sheet.google.session import connect

KEYS = ["case", *(c.key for c in COLUMNS if not c.added)]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BATCH = ":batchUpdate"
NAMED = {2: "stunned-bulb", 5: "frosty-boat"}


@pytest.fixture
def google(tmp_path):
    """A small sheet, two of whose six rows have case names."""
    rows = [
        [NAMED.get(n, ""), f"2024-03-0{7 - n}", "", f"user_{n}", *[""] * (len(KEYS) - 4)]
        for n in range(1, 7)
    ]
    header = [BY_KEY[key].header for key in KEYS]
    files.new(tmp_path / "s.coc", "Invented", {"Records": [header, *rows]})
    google = LocalGoogle(tmp_path / "s.coc")
    owner = _session(google, "owner")
    grid = {"sheetId": owner.read().tabs[0].id, "gridProperties": {"rowCount": 20}}
    owner.batch(
        [{"updateSheetProperties": {"properties": grid, "fields": "gridProperties.rowCount"}}]
    )
    return google


def _session(google, who="tool"):
    key = google.identities.key_file(who)
    return connect(google.main_spreadsheet, credentials=key, adapter=google.adapter())


def _apply(google):
    book = Book(_session(google), policy.default(), NOW, any_clock=True)
    return setup(book, book.present_format, apply=True)


@pytest.mark.parametrize(
    "edit",
    [
        PersonEdit("sort", tab="Records", column="B"),
        PersonEdit("insert_rows", tab="Records", row=3, count=2),
        PersonEdit("move_rows", tab="Records", row=2, to=6),
    ],
    ids=lambda edit: edit.name,
)
def test_rows_that_move_between_lock_and_write_keep_their_names(google, edit):
    rule = google.misbehaviour.add(Rule("edit_before", path=BATCH, nth=2, edit=edit))
    assert _apply(google).applied
    assert rule.fired == 1
    google.misbehaviour.clear()
    tab = _session(google).read().tab("Records")
    header = next(row for row in tab.values if row and row[0] == "Case")
    names = {row[3]: row[0] for row in tab.values if row and row is not header}
    assert {names[f"user_{n}"] for n in NAMED} == set(NAMED.values())
    assert names["user_2"] == "stunned-bulb"
    assert len({name for name in names.values() if name}) == 6
    assert len(header) == len(set(header))
    assert sum(len(row) for row in tab.values if row is not header and "Hold" in row) == 0
    rules = _session(google).get(
        "sheets(properties(title),conditionalFormats)", lambda answer: answer["sheets"]
    )
    assert len(rules[0]["conditionalFormats"]) == 6
    assert not _apply(google).applied


def test_columns_that_change_meanwhile_stop_it(google):
    edit = PersonEdit("insert_columns", tab="Records", column="B")
    google.misbehaviour.add(Rule("edit_before", path=BATCH, nth=1, edit=edit))
    with pytest.raises(SafetyStop) as caught:
        _apply(google)
    assert caught.value.code == "columns-changed"
    google.misbehaviour.clear()
    after = _session(google).read()
    assert [tab.title for tab in after.tabs] == ["Records"]
    assert not any("Hold" in row for row in after.tabs[0].values)
    assert not after.tabs[0].protections


def test_a_lost_answer_is_found_out_about(google):
    google.misbehaviour.add(Rule("drop_after", path=BATCH, nth=2))
    assert _apply(google).applied
    google.misbehaviour.clear()
    titles = [tab.title for tab in _session(google).read().tabs]
    assert titles == ["Records", "Committee", "To do", "Log"]
