"""The digests of rows keep within what a spreadsheet may remember, and say where they do not."""

from dataclasses import replace
from datetime import date

import pytest

from sheets_coc.policy import default
from sheets_coc.records.apart.row_memory import ALL_KEYS, FEW_KEYS, ROWS, apart
from sheets_coc.redaction.tool_columns import todo_changes, validate_changes
from sheets_coc.sheet.metadata import _SPARE, MOST
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.wording import SAID
from tests.sheets import TEN, applied, snapshot

TODAY = date(2026, 11, 21)
OTHER = "somebody-else's"


def sheet(number, remembered=0, unclear=0):
    rows = [
        {"reported_on": "some day" if n < unclear else f"2026-{1 + n % 9:02}-{1 + n % 27:02}",
         "subjects": f"Invented Person{n}", "contacts": f"person{n}@example.org",
         "summary": f"story {n}", "flag": "no",
         "expunge_on": f"2029-{1 + n % 12:02}-{1 + n % 28:02}"}
        for n in range(number)
    ]  # fmt: skip
    metadata = {OTHER: "x" * remembered} if remembered else {}
    return replace(snapshot(*rows, keys=TEN), metadata=metadata)


def seen(before):
    return analyse(before, default(), TODAY, "5eed" * 8)


def size(of):
    return sum(len(key) + len(value) for key, value in of.metadata.items())


@pytest.mark.parametrize("number", [20, 600, 900])
@pytest.mark.parametrize("remembered", [0, 6_000, 20_000, 29_500])
def test_they_fit_beside_everything_else_that_is_remembered(number, remembered):
    after = applied(before := sheet(number, remembered), todo_changes(seen(before)))
    assert size(after) <= max(MOST, size(before))
    unwatched = any(one.code == "unwatched" for one in seen(after).findings)
    assert unwatched == (ROWS not in after.metadata)
    again = todo_changes(seen(after))
    assert ROWS not in again.metadata  # a second run keeps what the first one did


@pytest.mark.parametrize("remembered", range(24_720, 24_790, 10))
def test_the_sentences_of_to_do_that_the_same_batch_remembers_count_as_well(remembered):
    after = applied(before := sheet(300, remembered, 12), validate_changes(seen(before)))
    assert SAID in after.metadata
    assert size(after) <= MOST - _SPARE


def test_where_room_grows_short_fewer_columns_are_watched_then_none():
    number = 300
    widths = []
    for remembered in (0, 20_000, 26_000):
        after = applied(before := sheet(number, remembered), todo_changes(seen(before)))
        widths.append(len(after.metadata.get(ROWS, "")) // number)
    assert widths == [len(ALL_KEYS) * 3, len(FEW_KEYS) * 2, 0]


def test_what_no_longer_fits_is_forgotten_and_said_in_to_do():
    first = applied(before := sheet(300), validate_changes(seen(before)))
    assert ROWS in first.metadata
    crowded = replace(first, metadata={**first.metadata, OTHER: "x" * 27_000})
    after = applied(crowded, validate_changes(seen(crowded)))
    assert ROWS not in after.metadata
    assert any("has room to watch" in str(row[2]) for row in after.tab("To do").values)


def test_rows_that_come_apart_are_noticed_with_fewer_columns_as_well():
    after = applied(before := sheet(300, 20_000), todo_changes(seen(before)))
    tab = after.tab("Records")
    at = tab.values[0].index("Named subjects")
    tab.values[1][at], tab.values[2][at] = tab.values[2][at], tab.values[1][at]
    assert len(apart(seen(after).sheet, after.metadata)) == 2
