"""Chips are read with the name and the address of the person, whichever way Google tells them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.cells.chips import chip_cell
from sheets_coc.local.cells.told import projector
from sheets_coc.local.state.blank import default_properties
from sheets_coc.local.state.model import Spreadsheet, Tab
from sheets_coc.sheet.google import chips, decode
from sheets_coc.sheet.model import PersonChip

VARIANTS = (None, "chips-as-text", "chips-shown-as-at")
TEXTS = st.text(st.sampled_from("xé😶,"), min_size=1, max_size=4)
NAMES = st.sampled_from(["Jane Roe", "Bo", "😀 Li", "O. K."])


def told(text: str, people: list[tuple[int, str, str]], variant: str | None) -> dict[str, Any]:
    """The cell as the local Google tells of it."""
    book = Spreadsheet("s", {"name": "S"}, default_properties(), [Tab(0, {"title": "T"})])
    book.variants = frozenset({variant} if variant else ())
    return projector(book, book.tabs[0], {})(0, 0, chip_cell(text, *people))


@given(st.lists(st.tuples(st.text("ae @", max_size=2), NAMES), min_size=1, max_size=4))
def test_a_text_is_right_whatever_stands_around_its_people(pairs: list[tuple[str, str]]) -> None:
    entered, expected, people = "", "", []
    for before, name in pairs:
        place = len((entered + before).encode("utf-16-le")) // 2
        people.append((place, "p@example.org", name))
        entered, expected = entered + before + "@", expected + before + name
    found = chips.read(told(entered, people, None))
    assert found is not None
    assert found[0] == expected


@given(st.lists(st.tuples(TEXTS, NAMES), min_size=1, max_size=4), TEXTS, st.sampled_from(VARIANTS))
def test_a_text_and_where_its_people_stand(
    pairs: list[tuple[str, str]], end: str, variant: str | None
) -> None:
    entered, expected, people, spans = "", "", [], []
    for number, (before, name) in enumerate(pairs):
        email = f"p{number}@example.org"
        entered += before
        people.append((len(entered.encode("utf-16-le")) // 2, email, name))
        shown = email if variant == "chips-shown-as-at" else name
        spans.append(PersonChip(len(expected + before), len(expected + before + shown), email))
        entered, expected = entered + "@", expected + before + shown
    found = chips.read(told(entered + end, people, variant))
    assert found == (expected + end, tuple(spans))


@pytest.mark.parametrize("variant", VARIANTS[:2])
def test_people_side_by_side(variant: str | None) -> None:
    cell = told("@@", [(0, "a@example.org", "Al"), (1, "b@example.org", "Bo")], variant)
    found = chips.read(cell)
    assert found is not None
    assert (found[0], [chip.email for chip in found[1]]) == (
        "AlBo",
        ["a@example.org", "b@example.org"],
    )


def test_a_name_that_is_not_where_it_should_be_is_its_address() -> None:
    person = {"chip": {"personProperties": {"email": "a@example.org"}}}
    cell = {
        "effectiveValue": {"stringValue": "@ was there"},
        "formattedValue": "cut off",
        "chipRuns": [person],
    }
    assert chips.read(cell) == ("a@example.org was there", (PersonChip(0, 13, "a@example.org"),))


def test_a_file_is_a_text_and_nobody() -> None:
    link = {"richLinkProperties": {"uri": "https://docs.google.com/document/d/1"}}
    cell = {
        "effectiveValue": {"stringValue": "see @"},
        "formattedValue": "see Minutes",
        "chipRuns": [{"startIndex": 4, "chip": link}],
    }
    assert chips.read(cell) == ("see Minutes", ())
    assert chips.read({**cell, "userEnteredValue": {"formulaValue": "=A1"}}) is None
    assert chips.read({**cell, "chipRuns": [{"startIndex": 4}]}) is None


def test_a_snapshot_has_the_text_and_the_people() -> None:
    cell = told("by @", [(3, "a@example.org", "Al")], None)
    answer = {
        "spreadsheetId": "x",
        "properties": {"title": "T"},
        "sheets": [
            {
                "properties": {"title": "T"},
                "data": [{"rowData": [{"values": [cell, {"formattedValue": ""}]}]}],
            }
        ],
    }
    tab = decode.snapshot(answer).tabs[0]
    assert tab.values == [["by Al"]]
    assert tab.emails(0, 0) == ("a@example.org",)
    assert tab.told(0, 0, lambda _: True) == "by a@example.org"
    assert tab.told(0, 0, lambda _: False) == "by Al"
    assert "example" not in repr(tab.people)
