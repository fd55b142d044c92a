"""Ranges in A1 notation, titles in quotes, and field masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.errors import ApiError
from sheets_coc.local.reading.values import Options, read
from sheets_coc.local.wire import a1
from sheets_coc.local.wire.a1 import parse
from sheets_coc.local.wire.fields import parse as parse_mask
from tests.local.values.in_memory import book


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("'Sheet1'", "Sheet1!A1:Z1000"),
        ("A1:C", "Sheet1!A1:C1000"),
        ("B2:A1", "Sheet1!A1:B2"),
        ("2:3", "Sheet1!A2:Z3"),
        ("B:B", "Sheet1!B1:B1000"),
        ("$B$2", "Sheet1!B2"),
        ("sheet1!a1", "Sheet1!A1"),
        ("A1:ZZ5000", "Sheet1!A1:Z1000"),
        ("Sheet1!A5:A", "Sheet1!A5:A1000"),
    ],
)
def test_ranges_are_echoed_in_full(text, echo):
    spreadsheet = book()
    assert read(spreadsheet, parse(spreadsheet, text), Options())["range"] == echo


@pytest.mark.parametrize(
    "text", ["", "Nowhere!A1", "A0", "A", "1", "A1:", "!A1", "'Sheet1", "A1:B2:C3"]
)
def test_ranges_that_cannot_be_read(text):
    with pytest.raises(ApiError, match="400") as refusal:
        parse(book(), text)
    assert refusal.value.message == f"Unable to parse range: {text}"


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("Sheet1", "Sheet1"),
        ("A1", "'A1'"),
        ("My tab", "'My tab'"),
        ("It's", "'It''s'"),
        ("TRUE", "'TRUE'"),
        ("ÄÖ", "'ÄÖ'"),
        ("R1C1", "'R1C1'"),
    ],
)
def test_titles_are_quoted_where_they_must(title, quoted):
    assert a1.quoted(title) == quoted


@given(st.text(min_size=1, max_size=20))
def test_any_title_can_be_found_again(title):
    spreadsheet = book(title=title)
    found = parse(spreadsheet, f"{a1.quoted(title)}!B2")
    assert (found.tab, found.top, found.left) == (spreadsheet.tabs[0], 1, 1)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", {"a": {}}),
        ("a.b,a/c", {"a": {"b": {}, "c": {}}}),
        ("a(b,c(d)),e", {"a": {"b": {}, "c": {"d": {}}}, "e": {}}),
        ("a,a.b", {"a": {}}),
        ("*", {"*": {}}),
    ],
)
def test_field_masks(text, tree):
    assert parse_mask(text) == tree


@pytest.mark.parametrize("text", ["", ",", "a(", "a)", "a..b", "a b!", "(a)"])
def test_field_masks_that_cannot_be_read(text):
    with pytest.raises(ValueError, match="field mask"):
        parse_mask(text)
