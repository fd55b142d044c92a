"""Lists as further programs write them: who is read in which row. Everyone is invented."""

import csv
import io
from collections.abc import Sequence

import pytest

from sheets_coc.errors import UsageError
from tests.screening.lists import workbook
from tests.screening.reading import read_list

TOBIAS, ALBA, IDA = "Tobias Quandringer", "Alba Ashgrove", "Ida Rosenbrack"
MAILS = {TOBIAS: "tq@elsewhere.example", ALBA: "aa@x.example", IDA: "ida@x.example"}


def text(*rows: Sequence[str], sign: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode()


def people(content: bytes) -> list[tuple[int, str, str, str]]:
    """Row, name, first address and whom the row names them as, of everybody with a name."""
    return [
        (entry.row, name.text, entry.contacts[0] if entry.contacts else "", str(entry.whose))
        for entry in read_list(content).entries
        for name in entry.names
    ]


HELLOASSO = (
    ["Statut", "Nom participant", "Prénom participant", "Nom payeur", "Prénom payeur"],
    ["Validé", "Quandringer", "Tobias", "Ashgrove", "Alba"],
)
LISTS = {
    "a family and a given name, each with whose it is": (
        text(*HELLOASSO, sign=";"),
        [(2, TOBIAS, "", "attendee"), (2, ALBA, "", "buyer")],
    ),
    "answers of yes and no beside a guest": (
        text(["Name", "E-mail", "Guest"], [TOBIAS, MAILS[TOBIAS], "Yes"], [ALBA, "", "No"]),
        [(2, TOBIAS, MAILS[TOBIAS], ""), (3, ALBA, "", "")],
    ),
    "a talk whose title sounds like a heading": (
        text(["Title", "Presenter(s)", "Chair"], ["How to X", f"{TOBIAS}, {ALBA}", IDA]),
        [(2, TOBIAS, "", "speaker"), (2, ALBA, "", "speaker"), (2, IDA, "", "speaker")],
    ),
    "numbers and flags about people": (
        text(["Person #", "Owner", "Owner Notified", "Speaker Ids"], ["7", TOBIAS, "Yes", "a, b"]),
        [(2, TOBIAS, "", "submitter")],
    ),
    "addresses as programs for mail write them": (
        f"{TOBIAS} <{MAILS[TOBIAS]}>\n{ALBA} <{MAILS[ALBA]}>\n".encode(),
        [(1, TOBIAS, MAILS[TOBIAS], ""), (2, ALBA, MAILS[ALBA], "")],
    ),
    "all of them in one line": (
        f"{TOBIAS} <{MAILS[TOBIAS]}>; {ALBA} <{MAILS[ALBA]}>".encode(),
        [(1, TOBIAS, MAILS[TOBIAS], ""), (1, ALBA, MAILS[ALBA], "")],
    ),
    "numbered lines": (
        f"1. {TOBIAS}\n2. {ALBA}\n10) {IDA}\n".encode(),
        [(1, TOBIAS, "", ""), (2, ALBA, "", ""), (3, IDA, "", "")],
    ),
    "a table in Markdown": (
        f"| Name | E-mail |\n|:-----|-------:|\n| {TOBIAS} | {MAILS[TOBIAS]} |\n".encode(),
        [(3, TOBIAS, MAILS[TOBIAS], "")],
    ),
    "quotes as databases write them": (
        f'id,name,email\n1,"{TOBIAS}, \\"Tobi\\"",{MAILS[TOBIAS]}\n2,"{ALBA}",\n'.encode(),
        [(2, f'{TOBIAS}, "Tobi"', MAILS[TOBIAS], ""), (3, ALBA, "", "")],
    ),
    "helpers in a grid of rooms": (
        text(["Room A", "Room B"], [TOBIAS, ALBA], [IDA, TOBIAS], [ALBA, IDA])
        .replace(b"Room A", b"9-11 in Room A").replace(b"Room B", b"9-11 in Room B"),
        [(2, TOBIAS, "", ""), (2, ALBA, "", ""), (3, IDA, "", ""), (3, TOBIAS, "", ""),
         (4, ALBA, "", ""), (4, IDA, "", "")],
    ),
    "a guest with an address": (
        text(["Name", "Email", "Plus one name", "Plus one email"],
             [TOBIAS, MAILS[TOBIAS], ALBA, MAILS[ALBA]]),
        [(2, TOBIAS, MAILS[TOBIAS], ""), (2, ALBA, MAILS[ALBA], "guest")],
    ),
    "a team and its captain": (
        text(["Team name", "Member 1", "Member 1 email", "Team captain"],
             ["The Snakes", TOBIAS, MAILS[TOBIAS], IDA]),
        [(2, TOBIAS, MAILS[TOBIAS], ""), (2, IDA, "", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_who_is_read(name: str) -> None:
    content, expected = LISTS[name]
    found = people(content)
    assert [one for one in found if one[1].split()[0] in ("Tobias", "Alba", "Ida")] == expected
    assert not read_list(content).unreadable


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (("Vezetéknév", "Keresztnév"), ("Szűcs", "Gergő")),
        (("Név", "Cím"), ("Őri Zsófia", "Pécs")),
    ],
)
def test_hungarian_is_not_taken_for_french(
    encoding: str, headings: tuple[str, str], name: tuple[str, str]
) -> None:
    content = f"{';'.join(headings)};E-mail\n{';'.join(name)};x@x.example\n".encode(encoding)
    (entry,) = read_list(content).entries
    assert set(name[0].split()) <= set(entry.names[0].text.split())


def test_a_sheet_of_single_words_holds_no_people() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook([["Speaker"], [TOBIAS]])))
    sheet = book.create_sheet("Budget")
    for row in (["Item", "Cost"], ["Hall", 100], ["Tea", 10]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read_list(out.getvalue())
    assert [one.why for one in found.left_out] == ["no people"]
    assert [name.text for entry in found.entries for name in entry.names] == [TOBIAS]


def test_a_table_on_its_side_is_refused_with_what_to_do() -> None:
    content = text(["Name", TOBIAS, ALBA], ["E-mail", MAILS[TOBIAS], MAILS[ALBA]])
    with pytest.raises(UsageError, match="transposed") as refused:
        read_list(content)
    assert refused.value.code == "list-sideways"
