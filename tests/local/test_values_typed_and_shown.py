"""What typing becomes, how values are shown in three locales, and what formulas come to."""

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local import LocalGoogle
from sheets_coc.local.cells.cells import date_cell
from sheets_coc.local.cells.entered import typed
from sheets_coc.local.errors import ApiError
from sheets_coc.local.formulas.machine import result
from sheets_coc.local.formulas.references import shifted
from sheets_coc.local.numbers.serials import serial
from sheets_coc.local.numbers.shown import formatted, with_pattern
from sheets_coc.local.reading.values import Options, read
from sheets_coc.local.state.model import RichCell, Spreadsheet, Tab, as_cell
from sheets_coc.local.state.results import CellError
from sheets_coc.local.wire import a1
from sheets_coc.local.wire.a1 import parse
from sheets_coc.local.wire.fields import parse as parse_mask


def book(locale="en_US", rows=(), title="Sheet1"):
    tab = Tab(0, {"title": title}, rows=[list(row) for row in rows])
    properties = {"locale": locale, "timeZone": "Etc/GMT"}
    made = Spreadsheet("id", {"name": "Book", "permissions": []}, properties, [tab])
    made.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return made


def seen(text, locale="en_US"):
    """What stands in a cell after typing, and how it is shown."""
    spreadsheet = book(locale)
    content = typed(spreadsheet, None, text)
    value = as_cell(content).value
    return value, formatted(spreadsheet, value, content)


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("0042", 42, "42"),
        ("1.45", 1.45, "1.45"),
        ("1,234.5", 1234.5, "1,234.50"),
        ("-3", -3, "-3"),
        ("12%", 0.12, "12%"),
        ("12.5%", 0.125, "12.50%"),
        ("$1,200", 1200, "$1,200"),
        ("1e3", 1000, "1.00E+03"),
        ("true", True, "TRUE"),
        ("2020-01-01", 43831, "2020-01-01"),
        ("3/4/2019", 43528, "3/4/2019"),
        ("15 March 2019", 43539, "15 Mar 2019"),
        ("March 15, 2019", 43539, "Mar 15, 2019"),
        ("10:30", 0.4375, "10:30:00 AM"),
        ("3 pm", 0.625, "3:00:00 PM"),
        ("2020-01-01 12:00", 43831.5, "2020-01-01 12:00:00"),
        ("'0042", "0042", "0042"),
        ("2020-02-30", "2020-02-30", "2020-02-30"),
        ("1.2.3", "1.2.3", "1.2.3"),
        ("12:75", "12:75", "12:75"),
        ("Case 7", "Case 7", "Case 7"),
        ("=", "=", "="),
        ("  ", "  ", "  "),
    ],
)
def test_typing_in_american_english(text, value, shown):
    assert seen(text) == (value, shown)


@pytest.mark.parametrize(
    ("locale", "text", "value", "shown"),
    [
        ("en_GB", "3/4/2019", 43558, "03/04/2019"),
        ("en_GB", "£5", 5, "£5"),
        ("de_DE", "3.4.2019", 43558, "03.04.2019"),
        ("de_DE", "1.234,5", 1234.5, "1.234,50"),
        ("de_DE", "1,5", 1.5, "1,5"),
        ("de_DE", "12,5 %", 0.125, "12,50%"),
        ("de_DE", "5 €", 5, "5 €"),
        ("de_DE", "10:30", 0.4375, "10:30:00"),
    ],
)
def test_typing_elsewhere(locale, text, value, shown):
    assert seen(text, locale) == (value, shown)


def test_a_typed_value_keeps_a_format_that_fits():
    spreadsheet = book()
    shown = RichCell(
        1, format={"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}}, note="n"
    )
    content = typed(spreadsheet, shown, "2020-01-01")
    assert formatted(spreadsheet, content.value, content) == "01.01.2020"
    assert content.note == "n"


def test_a_cell_for_text_takes_everything_as_text():
    content = typed(book(), RichCell(format={"numberFormat": {"type": "TEXT"}}), "0042")
    assert as_cell(content).value == "0042"


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(ApiError) as refusal:
        typed(book(), None, "x" * 50_001)
    assert refusal.value.code == 400


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (1234.567, "#,##0.00", "1,234.57"),
        (0.5, "0%", "50%"),
        (-1, "0.0", "-1.0"),
        (-1, "0;(0)", "(1)"),
        (0, "0;-0;zero", "zero"),
        (0.125, "#.##", ".13"),
        (5, "000", "005"),
        (1_500_000, '0.0,,"M"', "1.5M"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (43831.5, "dddd, mmmm d, yyyy", "Wednesday, January 1, 2020"),
        (43831.75, "hh:mm", "18:00"),
        (43831.75, "h:mm am/pm", "6:00 PM"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (43831.25, "yyyy-mm-dd\\Thh:mm", "2020-01-01T06:00"),
        (3, '0 "pieces"', "3 pieces"),
    ],
)
def test_patterns(value, pattern, shown):
    assert with_pattern(value, pattern, "en_US") == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(1 / 3, "0.3333333333"), (0.1 + 0.2, "0.3"), (2.0, "2"), (1e20, "1E+20")]
)
def test_plain_numbers(value, shown):
    assert formatted(book(), value, value) == shown


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


@given(st.text(max_size=40), st.sampled_from(["en_US", "en_GB", "de_DE"]))
def test_no_typing_can_break_anything(text, locale):
    spreadsheet = book(locale)
    content = typed(spreadsheet, None, text)
    if not isinstance(content, RichCell) or content.formula is None:
        assert isinstance(formatted(spreadsheet, as_cell(content).value, content), str)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_no_pattern_can_break_anything(value, pattern):
    assert isinstance(with_pattern(value, pattern, "de_DE"), str)


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
