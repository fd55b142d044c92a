"""Which columns of a list are read, by their headings and by what stands in them."""

from collections.abc import Sequence

import pytest

from sheets_coc.screening.lists.columns import find_layout
from sheets_coc.screening.lists.headings import FieldKind, Whose, read_heading
from sheets_coc.screening.lists.layout import NamedColumns
from sheets_coc.screening.lists.listing import AttendeeList
from sheets_coc.tables.table import make_row
from tests.screening.reading import read_list

NAME, GIVEN, FAMILY = FieldKind.NAME, FieldKind.GIVEN, FieldKind.FAMILY
EMAIL, HANDLE, OTHER = FieldKind.EMAIL, FieldKind.HANDLE, FieldKind.OTHER

HEADINGS: list[tuple[FieldKind, Whose, str]] = [
    (NAME, Whose.ANYONE, "What is your full name?|Name (as it should appear on your badge)"
     "|1. Your name *|Wie lautet dein vollständiger Name?|Quel est votre nom ?|Vor- und Nachname"
     "|Nombre y apellidos (como aparecerá en el gafete)|Apellidos y nombre|Nome e Cognome *"
     "|Имя и фамилия (латиницей)|氏名（漢字）|姓名（必填）|이름 (필수)|Twoje imię i nazwisko"),
    (NAME, Whose.ATTENDEE, "Attendee name|Name Teilnehmer*in|Nombre del asistente"
     "|Nom du participant|参加者の名前|Naam van deelnemer|Имя посетителя|Ticket Full Name"
     "|Nome do participante|Deltagarens namn|ФИО участника|Osallistujan nimi"),
    (GIVEN, Whose.ATTENDEE, "Attendee name: Given name|Name Teilnehmer*in: Vorname"
     "|Ticket First Name|Nom du participant: Prénom|Attendee 1 - First Name"),
    (FAMILY, Whose.BUYER, "Rechnungsadresse: Name: Nachname|Buyer Last Name|Billing: Last Name"),
    (NAME, Whose.BUYER, "Registration Name|Order Name|Rechnungsadresse: Name|Invoice address name"),
    (GIVEN, Whose.GUEST, "Guest First Name|Guest 2 First Name"),
    (EMAIL, Whose.ANYONE, "E-mail|Email Address|メールアドレス（確認用）|Adres e-mail|Почта|邮箱"),
    (EMAIL, Whose.ATTENDEE, "E-Mail Teilnehmer*in|AttendeeEmail|Adresse e-mail du participant"),
    (EMAIL, Whose.SPEAKER, "Speaker 2 Email|Speaker Emails|Co-presenter email"),
    (HANDLE, Whose.ANYONE, "X (Twitter)|What is your Mastodon handle?|LinkedIn|GitHub username"
     "|Your GitHub or GitLab profile|Website|Discord username"),
    (OTHER, Whose.ANYONE, "Company|Name of your company|Event name|Talk title"
     "|Emergency contact name"
     "|Email verified|E-Mail-Adresse verifiziert|Firma|Nom du siège|How did you hear about us?"
     "|Ticket|Ticket name|T-shirt|Entreprise du participant|会社名|Product name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("holds", "whose", "text"),
    [(holds, whose, text) for holds, whose, texts in HEADINGS for text in texts.split("|")],
)
def test_headings(holds: FieldKind, whose: Whose, text: str) -> None:
    found = read_heading(text)
    if text in ("会社名", "T-shirt"):  # nothing says a person there
        assert found is None or found.holds is OTHER
        return
    assert found is not None
    assert (found.holds, OTHER if holds is OTHER else found.whose) == (
        holds, OTHER if holds is OTHER else whose,
    )  # fmt: skip


def layout(*rows: Sequence[str], named: NamedColumns | None = None) -> dict[str, FieldKind]:
    found = find_layout([make_row(n, row) for n, row in enumerate(rows, 1)], named)
    return {column.label.split(":")[0]: column.holds for column in found.columns}


def people(text: str) -> list[tuple[str, str]]:
    """Whom each row names, and whose part of the row it is."""
    read: AttendeeList = read_list(text.encode())
    return [(name.text, entry.whose.value) for entry in read.entries for name in entry.names[:1]]


def test_columns_are_known_by_what_stands_in_them() -> None:
    rows = [("Who comes?", "Reach them at", "Employer"), ("Ida Roe", "i@x.example", "Roe Ltd"),
            ("Jo Quist", "j@x.example", "Quist Ltd")]  # fmt: skip
    assert set(layout(*rows).values()) == {NAME, EMAIL}


def test_a_question_nobody_knows_is_a_header() -> None:
    assert people("Who is going?\nIda Roe\nJo Quist\n") == [("Ida Roe", ""), ("Jo Quist", "")]


def test_naming_one_column_adds_to_what_was_recognised() -> None:
    rows = [("Email", "Details", "GitHub"), ("i@x.example", "x y", "ida")]
    assert set(layout(*rows, named=NamedColumns(name="Details")).values()) == {EMAIL, NAME, HANDLE}


def test_two_lines_of_a_header() -> None:
    text = (
        "Attendee,,,Buyer,,\nFirst name,Last name,Email,First name,Last name,Email\n"
        "Ida,Roe,i@x.example,Jo,Quist,j@x.example\n"
    )
    assert people(text) == [("Ida Roe", "attendee"), ("Jo Quist", "buyer")]


def test_a_row_of_data_is_no_header() -> None:
    assert people("Name,Role,Badge\nIda Roe,Speaker,Guest\n") == [("Ida Roe", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("First Name,Last Name,Guest First Name,Guest Last Name\nIda,Roe,Jo,Quist\n",
         [("Ida Roe", ""), ("Jo Quist", "guest")]),
        ("Title,Speaker 1,Speaker 2\nT,Ida Roe,Jo Quist\n",
         [("Ida Roe", "speaker"), ("Jo Quist", "speaker")]),
        ("Name\nIda & Jo Roe\n", [("Ida Roe", ""), ("Jo Roe", "")]),
        ("Name\nIda und Jo van der Roe\n", [("Ida van der Roe", ""), ("Jo van der Roe", "")]),
        ("First name,Last name\nIda & Jo,Roe\n", [("Ida Roe", ""), ("Jo Roe", "")]),
        ("Name\nIda Roe @ ACME\n", [("Ida Roe", "")]),
        ("Name\nIda Roe (@ida)\n", [("Ida Roe", "")]),
        ("Name\nIda Roe <ida@x.example>\n", [("Ida Roe", "")]),
        ("Order code,Email,Name,Attendee name\nA,b@x.example,Jo Quist,Ida Roe\n",
         [("Ida Roe", "attendee"), ("Jo Quist", "buyer")]),
    ],
)  # fmt: skip
def test_everyone_in_a_row(text: str, expected: list[tuple[str, str]]) -> None:
    assert people(text) == expected


def keys(text: str) -> list[str | None]:
    return [key.key for entry in read_list(text.encode()).entries for key in entry.keys]


def test_a_profile_anywhere_says_whose_it_is() -> None:
    text = "Name,Notes\nIda Roe,see https://github.com/idaroe for slides\n"
    assert keys(text) == ["profile:github.com/idaroe"]
    assert keys("Name,Mastodon\nI. R.,ida@fosstodon.org\n")[-1] == "profile:fosstodon.org/@ida"
    assert keys("Name,LinkedIn\nI. R.,/in/idaroe\n") == ["profile:linkedin.com/idaroe"]
    links = "Name,GitHub profile\nI. R.,https://github.com/idaroe/my-project\n"
    assert keys(links)[-1] == "profile:github.com/idaroe"


def test_what_became_of_an_order() -> None:
    text = "Name,Status\nIda Roe,Storniert\nJo Quist,paid\nKim Roe,Waitlist\nLu Roe,Bern\n"
    assert [e.status for e in read_list(text.encode()).entries] == ["cancelled", "", "waiting", ""]


def test_a_cell_too_many() -> None:
    read = read_list(
        b"Name,Email,Company\nIda Roe,i@x.example,ACME, Inc.\nQuist, Jo,j@x.example,ACME\n"
        b"Kim Roe,k@x.example,a,b,c,,,\n"
    )
    assert [name.text for entry in read.entries for name in entry.names] == [
        "Ida Roe", "Quist, Jo", "Kim Roe",
    ]  # fmt: skip
    assert read.unreadable == ()
    doubtful = read_list(b"Name,City\nIda Roe, Jo Quist, Oslo\n")
    assert doubtful.sheets[0].uncertain == (2,)


def test_what_could_not_be_compared_is_known() -> None:
    assert read_list(b"Name\nIda Roe\n").not_compared == ("e-mails",)
    assert read_list(b"Email,Company\ni@x.example,ACME\n").not_compared == ("names",)
    assert read_list(b"Name,Email\nIda Roe,i@x.example\n").not_compared == ()
