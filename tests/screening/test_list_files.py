"""Files with lists in them: encodings, dialects of CSV, workbooks, and files that mean harm."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sheets_coc.errors import UsageError
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.tables import delimited, xlsx
from tests.screening.lists import LIST, names, workbook
from tests.screening.reading import read_list


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    attendees = read_list(LIST.encode(encoding))
    assert names(attendees) == ["Marlena Quist", "Åsa Øberg"]
    assert [column.holds for column in attendees.columns] == [FieldKind.NAME, FieldKind.EMAIL]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_dialects(delimiter: str, newline: str) -> None:
    text = LIST.replace(";", delimiter).replace("\n", newline)
    assert names(read_list(text.encode())) == ["Marlena Quist", "Åsa Øberg"]


def test_excels_own_separator_line_is_not_a_row() -> None:
    attendees = read_list(("sep=;\n" + LIST).encode())
    assert [entry.row for entry in attendees.entries] == [2, 3]


def test_xlsx(tmp_path: Path) -> None:
    content = workbook(
        [["Name", "Email"], ["Marlena Quist", "m@example.org"], [], ["Ida Roe", None]]
    )
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    attendees = read_list(path)
    assert attendees.formats == ("xlsx",)
    assert [entry.row for entry in attendees.entries] == [2, 4]


def test_every_sheet_with_people_is_read() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Name"])
    book.active.append(["Marlena Quist"])
    book.create_sheet("Speakers").append(["Ida Roe"])
    book.create_sheet("Fees").append(["Order code", "Fee type", "Price"])
    book.create_sheet("Empty")
    book.create_sheet("Draft").append(["Jo Roe"])
    book["Draft"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    read = read_list(out.getvalue())
    assert names(read) == ["Marlena Quist", "Ida Roe"]
    assert [(one.number, one.why) for one in read.left_out] == [(3, "no people"), (5, "hidden")]
    assert names(read_list(out.getvalue(), sheets=["draft"])) == ["Jo Roe"]
    assert names(read_list(out.getvalue(), sheets=["2"])) == ["Ida Roe"]


def test_formulas_are_not_followed() -> None:
    content = workbook([["Name"], ["Marlena Quist"], ['=WEBSERVICE("http://example.org")']])
    assert names(read_list(content)) == ["Marlena Quist"]


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _with_sheet(xml: bytes) -> bytes:
    """A real workbook whose sheet is replaced."""
    source = zipfile.ZipFile(io.BytesIO(workbook([["Name"], ["Marlena Quist"]])))
    parts = {name: source.read(name) for name in source.namelist()}
    return _zip(parts | {"xl/worksheets/sheet1.xml": xml})


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
FAR = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>Marlena Quist</t></is></c>
<c r="XFD2" t="inlineStr"><is><t>far</t></is></c></row>
<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Ida Roe</t></is></c></row>
</sheetData></worksheet>"""


@pytest.mark.parametrize(
    "content",
    [
        _zip({"xl/workbook.xml": b"\0" * (50 * 2**20)}),  # unpacks into far more
        _zip({"readme.txt": b"not a workbook"}),
        _with_sheet(BOMB),
        _with_sheet(b"<worksheet><sheetData><row r="),
        workbook([["Name"], ["Marlena Quist"]])[:-200],
        b"PK\x03\x04 and nothing else",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Excel",
        b"%PDF-1.7",
    ],
    ids=["bomb", "zip", "entities", "broken", "cut", "stub", "xls", "pdf"],
)
def test_hostile_files_are_refused_in_our_words(content: bytes) -> None:
    with pytest.raises(UsageError) as refused:
        read_list(content)
    assert refused.value.exit_code == 2
    assert "Quist" not in refused.value.message
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("most", "far"), [(20_000, 30_000), pytest.param(None, 2**20, marks=pytest.mark.soak)]
)
def test_cells_far_out_cost_nothing(
    monkeypatch: pytest.MonkeyPatch, most: int | None, far: int
) -> None:
    assert most is None or most < xlsx.MOST_ROWS < 2**20
    if most:
        monkeypatch.setattr(xlsx, "MOST_ROWS", most)
    near = read_list(_with_sheet(FAR.replace(b"1048576", b"1000")))
    assert [entry.row for entry in near.entries] == [2, 1000]
    tracemalloc.start()
    try:
        with pytest.raises(UsageError) as refused:
            read_list(_with_sheet(FAR.replace(b"1048576", b"%d" % far)))
        assert tracemalloc.get_traced_memory()[1] < 50 * 2**20
    finally:
        tracemalloc.stop()
    assert refused.value.code == "list-too-large"


def test_long_notes_do_not_hide_the_delimiter() -> None:
    row = 'Marlena Quist,"one\ntwo\nthree\nfour",m@example.org\n'
    attendees = read_list(("Name,Notes,Email\n" + row * 3).encode())
    assert [entry.row for entry in attendees.entries] == [2, 3, 4]
    assert all(entry.keys for entry in attendees.entries)


def test_a_size_that_lies_is_noticed() -> None:
    content = bytearray(workbook([["Name"], ["Marlena Quist"]]))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", content, at + 24, 5)  # the directory says five bytes
        at = content.find(b"PK\x01\x02", at + 1)
    with pytest.raises(UsageError):
        read_list(bytes(content))


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_ROWS", 10)
    with pytest.raises(UsageError) as refused:
        read_list(b"Name\n" + b"Marlena Quist\n" * 20)
    assert refused.value.code == "list-too-large"


def test_a_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path / "no-such.csv", tmp_path):
        with pytest.raises(UsageError) as refused:
            read_list(path)
        assert str(path) not in refused.value.message


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        attendees = read_list(content)
    except UsageError:
        return
    assert len(attendees.unreadable) <= attendees.rows
