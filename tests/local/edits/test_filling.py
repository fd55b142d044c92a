"""Filling on and splitting texts, as a spreadsheet's editor does it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.local.auth.access import new_file
from sheets_coc.local.edits.batch import run
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.state.blank import blank
from tests.local.knocking import Book, message

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return Book(Path(tmp_path_factory.mktemp("filling")) / "f")


def fill(book: Book, values: list[Any], more: int, *, across: bool = False, **options: Any) -> Any:
    """What stands behind the values (before them for a negative number) after filling on."""
    assert book.batch({"updateCells": {"range": {}, "fields": "*"}}).ok
    at, count = 10, len(values)
    block = "ColumnIndex" if across else "RowIndex"
    assert book.put("K11", [values] if across else [[value] for value in values]).ok
    source = {"startRowIndex": 10, "endRowIndex": 11, "startColumnIndex": 10, "endColumnIndex": 11}
    source |= {f"start{block}": at, f"end{block}": at + count}
    plan = {"source": source, "dimension": "COLUMNS" if across else "ROWS", "fillLength": more}
    answer = book.batch({"autoFill": {"sourceAndDestination": plan, **options}})
    assert answer.ok, answer.json()
    first, last = (at + count, at + count + more) if more > 0 else (at + more, at)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    target = f"{letters[first]}11:{letters[last - 1]}11" if across else f"K{first + 1}:K{last}"
    found = book.get(target)
    return found[0] if across else [row[0] for row in found]


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize(
    ("values", "more", "expected"),
    [
        ([1], 3, ["1", "1", "1"]),
        ([1, 3], 3, ["5", "7", "9"]),
        ([1, 3], -2, ["-3", "-1"]),
        (["Talk 7"], 2, ["Talk 8", "Talk 9"]),
        (["id-008", "id-010"], 1, ["id-012"]),
        (["a", "b"], 3, ["a", "b", "a"]),
        (["a", "b"], -3, ["b", "a", "b"]),
        (["2026-01-31"], 2, ["2026-02-01", "2026-02-02"]),
        (["a", 2], 2, ["a", "2"]),
    ],
)
def test_what_is_filled_on(
    book: Book, values: list[Any], more: int, expected: list[str], across: bool
) -> None:
    assert fill(book, values, more, across=across) == expected


def test_the_other_series(book: Book) -> None:
    assert fill(book, [1], 2, useAlternateSeries=True) == ["2", "3"]
    assert fill(book, [1, 3], 2, useAlternateSeries=True) == ["1", "3"]
    assert fill(book, ["2026-01-31"], 1, useAlternateSeries=True) == ["2026-01-31"]


def test_formulas_are_filled_with_their_references_moved(book: Book) -> None:
    assert fill(book, ["=ROW(A11)", "=ROW($A$11)"], 2) == ["13", "11"]
    assert fill(book, ["=COLUMN(A11)"], 2, across=True) == ["2", "3"]


def test_a_range_is_filled_from_where_its_data_is(book: Book) -> None:
    assert book.batch({"updateCells": {"range": {}, "fields": "*"}}).ok
    assert book.put("B2:B3", [[1], [2]]).ok
    block = {"startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": 1, "endColumnIndex": 3}
    assert book.batch({"autoFill": {"range": block}}).ok
    assert book.get("B2:C5") == [["1", "1"], ["2", "2"], ["3", "3"], ["4", "4"]]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "No area specified."),
        ({"sourceAndDestination": {"source": {"endRowIndex": 1}}}, "No dimension specified."),
        (
            {
                "sourceAndDestination": {
                    "source": {"endRowIndex": 1},
                    "dimension": "ROWS",
                    "fillLength": 1000,
                }
            },
            "The area to fill exceeds the grid.",
        ),
    ],
)
def test_fillings_that_are_refused(book: Book, body: Any, said: str) -> None:
    assert message(book.batch({"autoFill": body})).endswith(said)


@settings(max_examples=25)
@given(
    st.integers(-50, 50),
    st.integers(-9, 9),
    st.integers(2, 4),
    st.integers(1, 5),
    st.booleans(),
)
def test_a_straight_line_is_carried_on_both_ways(
    start: int, step: int, count: int, more: int, back: bool
) -> None:
    values = [start + step * place for place in range(count)]
    made = blank("s", new_file("S", "owner@example.org", NOW))
    for place, value in enumerate(values):
        made.tabs[0].set(8 + place, 1, value)
    source = {"startRowIndex": 8, "endRowIndex": 8 + count}
    source |= {"startColumnIndex": 1, "endColumnIndex": 2}
    plan = {"source": source, "dimension": "ROWS", "fillLength": -more if back else more}
    run(made, [{"autoFill": {"sourceAndDestination": plan}}], "owner@example.org", NOW)
    places = range(-more, 0) if back else range(count, count + more)
    assert [made.tabs[0].get(8 + p, 1) for p in places] == [start + step * p for p in places]


def split(book: Book, texts: list[Any], **options: Any) -> Any:
    assert book.batch({"updateCells": {"range": {}, "fields": "*"}}).ok
    assert book.put(f"A1:A{len(texts)}", [[text] for text in texts]).ok
    source = {"startColumnIndex": 0, "endColumnIndex": 1}
    answer = book.batch({"textToColumns": {"source": source, **options}})
    assert answer.ok, answer.json()
    return book.get(f"A1:E{len(texts)}")


@pytest.mark.parametrize(
    ("texts", "options", "expected"),
    [
        (["a,b,c", "d, e"], {"delimiterType": "COMMA"}, [["a", "b", "c"], ["d", "e"]]),
        (["a b", "c"], {"delimiterType": "SPACE"}, [["a", "b"], ["c"]]),
        (["a::b"], {"delimiterType": "CUSTOM", "delimiter": "::"}, [["a", "b"]]),
        (["a;b", "c;d, e"], {"delimiterType": "AUTODETECT"}, [["a", "b"], ["c", "d, e"]]),
        (["plain", "text"], {"delimiterType": "AUTODETECT"}, [["plain"], ["text"]]),
        (["x,2026-01-05,1"], {"delimiterType": "COMMA"}, [["x", "2026-01-05", "1"]]),
    ],
)
def test_texts_are_split(book: Book, texts: list[str], options: Any, expected: Any) -> None:
    assert split(book, texts, **options) == expected


def test_parts_are_read_as_if_typed(book: Book) -> None:
    split(book, ["x;2026-01-05"], delimiterType="SEMICOLON")
    query = {"valueRenderOption": "UNFORMATTED_VALUE"}
    values = book.knocker.sheets("GET", f"{book.id}/values/A1:B1", **query).json()["values"]
    assert values == [["x", serial(date(2026, 1, 5))]]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"source": {"endColumnIndex": 2}, "delimiterType": "COMMA"}, "exactly one column."),
        ({"source": {"endColumnIndex": 1}}, "No delimiter type specified."),
        ({"source": {"endColumnIndex": 1}, "delimiterType": "CUSTOM"}, "must be specified."),
    ],
)
def test_splittings_that_are_refused(book: Book, body: Any, said: str) -> None:
    assert message(book.batch({"textToColumns": body})).endswith(said)
