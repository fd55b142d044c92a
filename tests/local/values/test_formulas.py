"""What formulas come to, how they fail, and how their references shift."""

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local import LocalGoogle
from sheets_coc.local.cells.cells import date_cell
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.formulas.references import shifted
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.state.model import RichCell
from sheets_coc.local.state.results import CellError
from tests.local.values.in_memory import book

ROWS = [
    [1, 2, "x"],
    [3, RichCell(formula="=A1+B1"), None],
    [date_cell(date(2020, 1, 31)), True, "y"],
]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=4/2", 2),
        ("=1+2*3-2^2", 3),
        ("=-2^2", 4),
        ("=10%", 0.1),
        ("=B2*2", 6),
        ("=SUM(A1:B2)", 9),
        ("=SUM(A:A)", 43865),
        ("=AVERAGE(A1:B1)", 1.5),
        ("=COUNTA(A1:C3)", 8),
        ('=IF(A1>0,"yes","no")', "yes"),
        ("=IFERROR(1/0,9)", 9),
        ('="a"&A1&TRUE', "a1TRUE"),
        ('=C1="X"', True),
        ("=Sheet1!A2", 3),
        ("='Sheet1'!$A$2", 3),
        ("=EDATE(A3,1)", serial(date(2020, 2, 29))),
        ("=TODAY()", serial(date(2026, 3, 1))),
        ("=YEAR(A3)", 2020),
        ("=VLOOKUP(3,A1:B2,2,FALSE)", 3),
        ('=COUNTIF(C1:C3,"?")', 2),
        ('=HYPERLINK("https://example.org","label")', "label"),
        ("=ROUND(2.5,0)", 3),
        ("=AND(TRUE,A1=1)", True),
        ('=LEN("Ärger")', 5),
        ("=D9", None),
    ],
)
def test_formulas(formula, value):
    spreadsheet = book(rows=ROWS)
    spreadsheet.tabs[0].set(5, 5, RichCell(formula=formula))
    found = result(spreadsheet, spreadsheet.tabs[0], 5, 5, RichCell(formula=formula))
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("=1/0", "DIVIDE_BY_ZERO"),
        ('=1+"x"', "VALUE"),
        ("=NOSUCH(1)", "NAME"),
        ("=nosuch", "NAME"),
        ("=#REF!+1", "REF"),
        ("=A1:B2", "ERROR"),
        ("=1+", "ERROR"),
        ("=(1", "ERROR"),
        ("=F6", "REF"),
        ("=Nowhere!A1", "REF"),
        ('=IMPORTDATA("https://example.org")', "NAME"),
        ("=9^999", "NUM"),
    ],
)
def test_formulas_that_fail_say_so(formula, kind):
    spreadsheet = book(rows=ROWS)
    spreadsheet.tabs[0].set(5, 5, RichCell(formula=formula))
    found = result(spreadsheet, spreadsheet.tabs[0], 5, 5, RichCell(formula=formula))
    assert isinstance(found, CellError)
    assert found.kind == kind


@given(st.text(max_size=40))
def test_no_formula_can_break_anything(text):
    spreadsheet = book(rows=ROWS)
    content = RichCell(formula="=" + text)
    spreadsheet.tabs[0].set(5, 5, content)
    value = result(spreadsheet, spreadsheet.tabs[0], 5, 5, content)
    assert value is None or isinstance(value, str | int | float | CellError)
    if isinstance(value, float):
        assert math.isfinite(value)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=A1+$A$1", "=B3+$A$1"),
        ("=SUM(A1:B2)", "=SUM(B3:C4)"),
        ("=SUM(A:A)", "=SUM(B:B)"),
        ('="A1"&A1', '="A1"&B3'),
        ("='My tab'!A1", "='My tab'!B3"),
        ("=LOG10(A1)", "=LOG10(B3)"),
    ],
)
def test_references_shift(formula, moved):
    assert shifted(formula, 2, 1) == moved


def test_a_reference_that_leaves_the_sheet_is_lost():
    assert shifted("=A1", -1, 0) == "=#REF!"


def test_formulas_follow_the_clock(tmp_path):
    moments = iter([datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 20)])
    google = LocalGoogle(tmp_path / "google", clock=lambda: next(moments))
    spreadsheet_id = google.create_spreadsheet("Book", {"A": [["x"]]})
    with google.store.write() as state:
        state.spreadsheet(spreadsheet_id).tabs[0].set(0, 0, RichCell(formula="=TODAY()"))
    days = []
    for _ in range(2):
        with google.store.read() as state:
            found = state.spreadsheet(spreadsheet_id)
            days.append(result(found, found.tabs[0], 0, 0, found.tabs[0].get(0, 0)))
    assert days[1] == days[0] + 1
