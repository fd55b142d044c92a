"""Whom a list of attendees names: its columns, its rows, and what cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.screening.lists.columns import recognise
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.screening.lists.layout import NamedColumns
from sheets_coc.tables.reading import read_tables
from tests.screening.lists import LIST, holds, names, workbook
from tests.screening.reading import read_list

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


def test_nothing_shows_in_a_repr() -> None:
    attendees = read_list(LIST.encode())
    assert "uist" not in repr(attendees)
    assert all("uist" not in repr(entry) for entry in attendees.entries)
    assert "uist" not in repr(read_tables(LIST.encode()))


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
