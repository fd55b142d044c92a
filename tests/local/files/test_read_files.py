"""Downloaded workbooks, read: what a records sheet is made of comes over from .xlsx and .ods."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.local.auth.access import new_file
from sheets_coc.local.cells.cells import date_cell
from sheets_coc.local.errors import LocalGoogleError
from sheets_coc.local.files.read_ods import formula
from sheets_coc.local.files.read_rules import choices
from sheets_coc.local.files.workbooks import workbook_tabs
from sheets_coc.local.files.xlsx import workbook_bytes
from sheets_coc.local.state.blank import blank
from sheets_coc.local.state.model import RichCell, as_cell

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LIST = {"dataValidation": choices(["Open", "Violation, banned"], strict=True)}
BOX = {"dataValidation": choices(["TRUE", "FALSE"], strict=True)}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)
CELL = st.one_of(
    st.none(),
    TEXT,
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.dates(date(1990, 1, 1), date(2199, 12, 31)).map(date_cell),
    st.just(RichCell(None, "=SUM(1,2)")),
    TEXT.map(lambda text: RichCell(text, note=f"note: {text}")),
    st.just(RichCell("Open", extra=LIST)),
    st.just(RichCell(True, extra=BOX)),
    st.just(RichCell("@ada", format={"textFormat": {"link": {"uri": "https://x.example/a"}}})),
)


@settings(max_examples=25)
@given(st.lists(st.lists(CELL, max_size=5), min_size=1, max_size=5), st.booleans())
def test_what_is_exported_comes_back(rows, frozen):
    made = blank("b", new_file("Book", "owner@example.org", NOW))
    tab = made.tabs[0]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            tab.set(row, column, cell)
    if frozen:
        tab.properties["gridProperties"] = {"frozenRowCount": 1}
    back = workbook_tabs(workbook_bytes(made))[0]
    assert back.title == tab.title
    assert back.properties.get("gridProperties", {}).get("frozenRowCount", 0) == int(frozen)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            was, now = as_cell(cell), as_cell(back.get(row, column))
            assert (now.value, now.formula, now.note) == (was.value, was.formula, was.note)
            assert kind(now) == kind(was)
            assert link(now) == link(was)
            if was.extra == BOX or was.extra is None:
                assert now.extra == was.extra
            else:
                assert now.extra["dataValidation"]["condition"]["type"].startswith("ONE_OF")


def kind(cell):
    return (cell.format or {}).get("numberFormat", {}).get("type")


def link(cell):
    return (cell.format or {}).get("textFormat", {}).get("link")


CONTENT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:content-validations>
<table:content-validation table:name="v" table:condition='of:cell-content-is-in-list("a";"b; c")'/>
</table:content-validations><table:table table:name="Reports">
<table:table-row><table:table-cell table:number-columns-repeated="2"/>
<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p>
</office:annotation><text:p>one</text:p><text:p>two</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2024-03-01"/>
<table:table-cell office:value-type="boolean" office:boolean-value="true"/>
<table:table-cell office:value-type="float" office:value="2.0" table:formula="of:=SUM([.A1];2)"/>
</table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell
 table:content-validation-name="v"/></table:table-row>
<table:table-row table:number-rows-repeated="1048573"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def package(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("_", "."), content)
    return out.getvalue()


ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}


def test_an_ods_keeps_types_notes_formulas_and_drop_downs():
    (tab,) = workbook_tabs(package(**ODS, content_xml=CONTENT))
    text, day, truth, calculated = (as_cell(tab.get(0, column)) for column in (2, 3, 4, 5))
    assert (text.value, text.note) == ("one\ntwo", "a note")
    assert (day.value, kind(day)) == (45352, "DATE")
    assert truth.value is True
    assert calculated.formula == "=SUM(A1,2)"
    rule = as_cell(tab.get(2, 0)).extra["dataValidation"]
    assert [v["userEnteredValue"] for v in rule["condition"]["values"]] == ["a", "b; c"]
    assert tab.row_count == 1000


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("of:=[.A1]+1", "=A1+1"),
        ("of:=SUM([.A1:.B2];3)", "=SUM(A1:B2,3)"),
        ("of:=[$'My; tab'.B2]", "='My; tab'!B2"),
        ('of:=IF([.A1]="a;b";1;2)', '=IF(A1="a;b",1,2)'),
    ],
)
def test_formulas_of_an_ods_are_typed_as_people_do(stored, typed):
    assert formula(stored) == typed


def forged(ref):
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active.merge_cells("A1:B2")
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts = {n: c.replace(b"A1:B2", ref) for n, c in parts.items()}
    return package_of(parts)


def package_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no package",
        package(**ODS),
        package(**ODS, content_xml="<no"),
        package(**ODS, content_xml='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        package(other="x"),
        forged(b"A1:XFD1048576"),
    ],
    ids=["no-package", "no-content", "no-xml", "entities", "no-workbook", "merged-block"],
)
def test_what_is_no_honest_workbook_is_refused(content):
    with pytest.raises(LocalGoogleError):
        workbook_tabs(content)


def test_one_cell_far_away_makes_no_billions():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"] = "y"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(LocalGoogleError):
        workbook_tabs(out.getvalue())
