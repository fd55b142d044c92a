"""Reading lists as event software and people make them. Everyone in them is invented."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sheets_coc.errors import UsageError
from sheets_coc.screening.lists.columns import recognise
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.screening.lists.layout import NamedColumns
from sheets_coc.screening.lists.listing import AttendeeList
from sheets_coc.tables import delimited, xlsx
from sheets_coc.tables.reading import read_tables
from tests.screening.reading import read_list


def names(attendees: AttendeeList) -> list[str]:
    return [name.text for entry in attendees.entries for name in entry.names]


def holds(headers: Sequence[str]) -> dict[str, FieldKind]:
    return {headers[column.place]: column.holds for column in recognise(headers)}


def workbook(rows: Sequence[Sequence[object]], title: str = "List") -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LIST = "Name;E-Mail\nMarlena Quist;marlena@example.org\nÅsa Øberg;asa@example.org\n"


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


_PRETIX = (
    "Order code,Position ID,ListedStatus,Email,Phone number,Product,Attendee name,"
    "Attendee name: Title,Attendee name: Given name,Attendee name: Family name,Attendee email,"
    "Company,Address,Invoice address name,Secret,Check-in lists"
)
_EVENTBRITE = (
    "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Order Type,Event Name,"
    "Buyer Last Name,Buyer First Name,Buyer Email,Company,Job Title,Email sent"
)
_TITO = (
    "Number,Ticket Created Date,Ticket,Ticket Full Name,Ticket First Name,Ticket Last Name,"
    "Ticket Email,Ticket Company Name,Event,Order Name,Order Email,Order Company Name,"
    "Ticket Reference,Tags,What is your Twitter handle?,GitHub"
)
PRETIX, EVENTBRITE, TITO = (line.split(",") for line in (_PRETIX, _EVENTBRITE, _TITO))


def test_pretix() -> None:
    assert holds(PRETIX) == {
        "Email": FieldKind.EMAIL,
        "Attendee name": FieldKind.NAME,
        "Attendee name: Given name": FieldKind.GIVEN,
        "Attendee name: Family name": FieldKind.FAMILY,
        "Attendee email": FieldKind.EMAIL,
        "Invoice address name": FieldKind.NAME,
    }


def test_eventbrite() -> None:
    found = {c.place: c for c in recognise(EVENTBRITE)}
    assert {EVENTBRITE[p]: c.buyer for p, c in found.items()} == {
        "First Name": False,
        "Last Name": False,
        "Email": False,
        "Buyer Last Name": True,
        "Buyer First Name": True,
        "Buyer Email": True,
    }


def test_tito() -> None:
    found = holds(TITO)
    assert found["Ticket Full Name"] is FieldKind.NAME
    assert found["Ticket Email"] is FieldKind.EMAIL
    assert found["Order Email"] is FieldKind.EMAIL
    assert found["GitHub"] is FieldKind.HANDLE
    assert found["What is your Twitter handle?"] is FieldKind.HANDLE
    assert not {"Ticket", "Event", "Ticket Company Name", "Order Company Name"} & set(found)


@pytest.mark.parametrize(
    "header",
    ["Company", "Company name", "Organisation", "Firma", "Event name", "Product name", "Coupon",
     "Ticket name", "Ticket", "Country", "Order", "File name", "Email sent", "Mailing list e-mail",
     "Job title", "T-shirt", "University", "Employer e-mail opt in", ""],
)  # fmt: skip
def test_columns_that_are_left_alone(header: str) -> None:
    assert recognise([header]) == ()


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["Vorname", "Name"], [FieldKind.GIVEN, FieldKind.FAMILY]),
        (["Nom", "Prénom"], [FieldKind.FAMILY, FieldKind.GIVEN]),
        (["Nombre", "Apellidos"], [FieldKind.GIVEN, FieldKind.FAMILY]),
        (["FirstName", "LastName"], [FieldKind.GIVEN, FieldKind.FAMILY]),
        (["first_name", "last_name"], [FieldKind.GIVEN, FieldKind.FAMILY]),
        (["AttendeeEmail"], [FieldKind.EMAIL]),
        (["Speaker names"], [FieldKind.NAME]),
        (["姓", "名"], [FieldKind.FAMILY, FieldKind.GIVEN]),
    ],
)
def test_headers_in_other_words(headers: list[str], expected: list[FieldKind]) -> None:
    assert [column.holds for column in recognise(headers)] == expected


def test_a_bare_list_of_names() -> None:
    attendees = read_list(b"Marlena Quist\nRobert Obergard\n\nDoe, Ida\n")
    assert attendees.rows == 3
    assert [entry.row for entry in attendees.entries] == [1, 2, 4]
    assert names(attendees)[:2] == ["Marlena Quist", "Robert Obergard"]


def test_a_list_without_a_header_but_with_addresses() -> None:
    attendees = read_list(b"12,Marlena Quist,marlena@example.org\n13,Ida Roe,ida@example.org\n")
    assert [(c.place, c.holds) for c in attendees.columns] == [
        (1, FieldKind.NAME),
        (2, FieldKind.EMAIL),
    ]
    assert attendees.rows == 2


def test_split_names_without_a_header() -> None:
    assert names(read_list(b"Marlena,Quist\nIda,Roe\n")) == ["Marlena Quist", "Ida Roe"]


def test_a_title_above_the_header() -> None:
    text = "Conference 2027,,\n\nName,Email,City\nMarlena Quist,m@example.org,Oslo\n"
    attendees = read_list(text.encode())
    assert [entry.row for entry in attendees.entries] == [4]
    assert attendees.rows == 1


def test_several_people_and_addresses_in_a_cell() -> None:
    text = 'Speakers,Email\n"Marlena Quist, Ida Roe","m@example.org; i@example.org"\n'
    first, second = read_list(text.encode()).entries
    assert [name.text for name in first.names + second.names] == ["Marlena Quist", "Ida Roe"]
    assert [key.account for key in first.keys + second.keys] == ["m", "i"]


def test_what_cannot_be_read_is_counted_by_row() -> None:
    text = (
        "Name,Email,City\n"
        "Marlena Quist,m@example.org,Oslo\n"  # 2
        ",,Oslo\n"  # 3: nobody
        "Quist, Marlena,m@example.org,Oslo\n"  # 4: a comma too many
        "Info Requested,,\n"  # 5: nobody yet
        "\n"  # 6: blank, not a row
        "n/a,-,Oslo\n"  # 7: nobody
        "Cher,,\n"  # 8: too little to compare
        "???,,\n"  # 9: nobody
    )
    attendees = read_list(text.encode())
    assert attendees.rows == 7
    assert attendees.unreadable == (3, 5, 7, 9)
    assert attendees.incomplete == (8,)
    (entry,) = (entry for entry in attendees.entries if entry.row == 4)
    assert (entry.names[0].text, len(entry.keys)) == ("Quist, Marlena", 1)


def test_a_quote_that_nobody_closed_costs_one_row_only() -> None:
    text = 'Name,Email\n"Marlena Quist,m@example.org\nIda Roe,i@example.org\nJo Roe,j@example.org\n'
    attendees = read_list(text.encode())
    assert attendees.unreadable == (2,)
    assert names(attendees) == ["Ida Roe", "Jo Roe"]


def test_line_breaks_inside_a_cell_do_not_shift_the_numbers() -> None:
    text = 'Name,Notes\nMarlena Quist,"one\ntwo\nthree"\nIda Roe,x\n'
    assert [entry.row for entry in read_list(text.encode()).entries] == [2, 3]


def test_columns_named_by_the_user() -> None:
    text = "Who,Mail box,Firm\nMarlena Quist,m@example.org,Roe Ltd\n"
    attendees = read_list(text.encode(), NamedColumns(name="who", emails=("Mail box",)))
    assert names(attendees) == ["Marlena Quist"]
    assert len(attendees.entries[0].keys) == 1
    by_letter = read_list(text.encode(), NamedColumns(name="C"))
    assert "Roe Ltd" in names(by_letter)
    with pytest.raises(UsageError) as refused:
        read_list(text.encode(), NamedColumns(name="Ghost"))
    assert refused.value.exit_code == 2


def test_no_columns_to_read() -> None:
    with pytest.raises(UsageError) as refused:
        read_list(b"Product,Price\nTicket 1,12.50\nTicket 2,13.50\n")
    assert refused.value.code == "list-columns"
    assert "Ticket" not in refused.value.message


def test_an_empty_list() -> None:
    assert read_list(b"").rows == 0
    assert read_list(workbook([])).rows == 0
    assert read_list(b"Name,Email\n").rows == 0


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


def test_nothing_shows_in_a_repr() -> None:
    attendees = read_list(LIST.encode())
    assert "uist" not in repr(attendees)
    assert all("uist" not in repr(entry) for entry in attendees.entries)
    assert "uist" not in repr(read_tables(LIST.encode()))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        attendees = read_list(content)
    except UsageError:
        return
    assert len(attendees.unreadable) <= attendees.rows


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='ab,;\t"\n @.', max_size=120))
def test_any_text_keeps_its_count(text: str) -> None:
    try:
        attendees = read_list(text.encode())
    except UsageError:
        return
    counted = {entry.row for entry in attendees.entries} | set(attendees.unreadable)
    assert len(counted) == attendees.rows


@given(st.sets(st.integers(0, 3)))
def test_a_column_that_is_ignored_is_never_read(out):
    content = b"Name,Mail,Twitter,Partner\nAda Abbot,ada@post.example,@ada,Bo Marsh\n"
    names = ("Name", "Mail", "Twitter", "D")
    kept = {0, 1, 2, 3} - out
    try:
        read = read_list(content, NamedColumns(ignored=tuple(names[n] for n in sorted(out))))
    except UsageError as error:
        assert error.code == "list-columns"
        assert not kept & {0, 1, 2}
        return
    assert {column.place for column in read.columns} <= kept
    with pytest.raises(UsageError):
        read_list(content, NamedColumns(ignored=("Nowhere",)))
