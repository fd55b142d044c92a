"""What typing becomes, and how values are shown in three locales."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.cells.entered import typed
from sheets_coc.local.errors import ApiError
from sheets_coc.local.numbers.shown import formatted, with_pattern
from sheets_coc.local.state.model import RichCell, as_cell
from tests.local.values.in_memory import book, seen


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


@given(st.text(max_size=40), st.sampled_from(["en_US", "en_GB", "de_DE"]))
def test_no_typing_can_break_anything(text, locale):
    spreadsheet = book(locale)
    content = typed(spreadsheet, None, text)
    if not isinstance(content, RichCell) or content.formula is None:
        assert isinstance(formatted(spreadsheet, as_cell(content).value, content), str)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_no_pattern_can_break_anything(value, pattern):
    assert isinstance(with_pattern(value, pattern, "de_DE"), str)
