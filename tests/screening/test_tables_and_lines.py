"""Tables below one another, headings that are data, and lines as people type them."""

import gzip
import json

import pytest

from sheets_coc.errors import UsageError
from sheets_coc.screening.job import IN_A_TERMINAL, gaps_of
from sheets_coc.screening.lists.layout import NamedColumns
from tests.screening.lists import names, workbook
from tests.screening.reading import read_list

RUFUS, GRETA, ODILE = "Rufus Applemarsh", "Greta Fernholt", "Odile Brambleworth"


def who(content: str) -> dict[int, list[str]]:
    """The names in each row."""
    found: dict[int, list[str]] = {}
    for entry in read_list(content.encode()).entries:
        found.setdefault(entry.row, []).extend(name.text for name in entry.names)
    return {row: named for row, named in found.items() if named}


def test_a_table_below_another_has_its_own_columns() -> None:
    content = (
        f"Speakers,,\nName,Email,Talk\n{RUFUS},r@x.example,On bees\n,,\nHelpers,,\n"
        f"Email,Shift,Name\ng@x.example,Monday,{GRETA}\n"
    )
    read = read_list(content.encode())
    assert [(entry.row, entry.names[0].text, entry.contacts) for entry in read.entries] == [
        (3, RUFUS, ("r@x.example",)),
        (7, GRETA, ("g@x.example",)),
    ]
    assert not read.unreadable and not read.incomplete


def test_a_header_on_every_page_is_no_other_table() -> None:
    content = f"Name,Email\n{RUFUS},r@x.example\nName,Email\n{GRETA},g@x.example\n"
    read = read_list(content.encode())
    assert len(read.sheets) == 1
    assert names(read) == [RUFUS, GRETA]


def test_a_column_that_was_named_must_be_in_one_of_the_tables() -> None:
    content = f"Name,Email\n{RUFUS},r@x.example\nEmail,First name\ng@x.example,Greta\n".encode()
    assert read_list(content, NamedColumns(given="first name")).rows == 2
    with pytest.raises(UsageError) as refused:
        read_list(content, NamedColumns(given="nowhere"))
    assert refused.value.code == "list-columns"


@pytest.mark.parametrize(
    "content",
    [
        f"Name,Mon,Tue,Wed\n{RUFUS},x,,x\n{GRETA},x,x,x\n{ODILE},x,x,\n",
        f"Wer,Mo,Di,Mi\n{RUFUS},x,x,x\n{GRETA},x,x,x\n{ODILE},x,x,x\n",
        f"Who comes,Part\n{RUFUS},Staff\n{GRETA},Volunteer\n{ODILE},Member\n",
        f"Part,Who comes\nVolunteer,{RUFUS}\nHelper,{GRETA}\nStaff,{ODILE}\n",
        f"What is this?,\n{RUFUS},Guest\n{GRETA},Speaker\n{ODILE},Guest\n",
    ],
)
def test_nobody_is_lost_as_a_heading(content: str) -> None:
    assert [named[0] for row, named in who(content).items() if row > 1] == [RUFUS, GRETA, ODILE]


def test_a_list_without_header_that_begins_with_a_part() -> None:
    assert who(f"{RUFUS},Staff\n{GRETA},Helper\n{ODILE},Staff\n")[1][0] == RUFUS
    assert who("Greta,Link\nRufus,Applemarsh\n")[1] == ["Greta Link"]


def test_people_above_the_header_are_compared() -> None:
    content = f"Host,{ODILE},o@x.example\n\nFirst name,Last name\nRufus,Applemarsh\n"
    assert ODILE in who(content)[1]


def test_columns_that_are_there_twice_are_two_people() -> None:
    content = (
        "First name,Last name,Email,First name,Last name,Email\n"
        "Rufus,Applemarsh,r@x.example,Greta,Fernholt,g@x.example\n"
    )
    read = read_list(content.encode())
    assert [(entry.names[0].text, entry.contacts) for entry in read.entries] == [
        (RUFUS, ("r@x.example",)),
        (GRETA, ("g@x.example",)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- [x] {}", "- [ ] {}", "3.{}", "#3 {}", "b) {}", "+ {}", "☐ {}", "1. **{}**", "#. {}",
        "- [{}](https://people.example/r)", "_{}_",
    ],
)  # fmt: skip
def test_lines_of_a_text(line: str) -> None:
    content = "\n".join(line.format(name) for name in (RUFUS, GRETA, ODILE))
    assert who(content) == {1: [RUFUS], 2: [GRETA], 3: [ODILE]}


def test_a_name_broken_across_lines_is_one_name() -> None:
    assert who('Name,Email\n"Rufus\nApplemarsh",r@x.example\n') == {2: [RUFUS]}
    assert who(f'Name,Email\n"{RUFUS}\n{GRETA}",r@x.example\n') == {2: [RUFUS, GRETA]}


@pytest.mark.parametrize(
    "line",
    [
        'To: "Applemarsh, Rufus" <r@x.example>, Greta Fernholt <g@x.example>',
        '"Applemarsh, Rufus" <r@x.example>; "Fernholt, Greta" <g@x.example>;',
        "Applemarsh, Rufus <r@x.example>; Fernholt, Greta <g@x.example>",
    ],
)
def test_addresses_of_a_mail(line: str) -> None:
    found = read_list(line.encode()).entries
    assert [one.contacts for one in found] == [("r@x.example",), ("g@x.example",)]
    assert {"Rufus", "Applemarsh"} == set(found[0].names[0].text.replace(",", "").split())


def test_names_where_handles_are_asked_for() -> None:
    content = f"Name or nickname,Email\n{RUFUS},r@x.example\nbirdie,b@x.example\n"
    assert who(content) == {2: [RUFUS]}
    assert not list(gaps_of(read_list(content.encode()), IN_A_TERMINAL))


def test_names_inside_objects() -> None:
    one = {"profile": {"first_name": "Rufus", "last_name": "Applemarsh", "email": "r@x.example"}}
    assert names(read_list(json.dumps([one, one]).encode()))[0] == RUFUS


@pytest.mark.parametrize(
    "content",
    [
        f"Name: {RUFUS}\nEmail: r@x.example\n\nName: {GRETA}\nEmail: g@x.example\n",
        f"- name: {RUFUS}\n  email: r@x.example\n- name: {GRETA}\n  email: g@x.example\n",
        f"Name: {RUFUS}, Email: r@x.example\nName: {GRETA}, Email: g@x.example\n",
    ],
)
def test_lines_that_say_what_they_hold_are_refused(content: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_list(content.encode())
    assert refused.value.code == "list-labelled"


@pytest.mark.parametrize("answer", ["yes, {}", "Ja - {}", "oui : {}", "{}"])
def test_a_guest_behind_a_yes(answer: str) -> None:
    assert who(f'Name,Guest\n{RUFUS},"{answer.format(GRETA)}"\n') == {2: [RUFUS, GRETA]}


def test_a_name_at_birth_is_no_second_person() -> None:
    (entry,) = read_list(b'Name\n"Greta Fernholt, geb. Applemarsh"\n').entries
    assert entry.names[0].text == "Greta Fernholt, geb. Applemarsh"


def test_addresses_in_remarks_and_in_columns_nobody_knows() -> None:
    content = (
        "Name,Email,Notes,Erreichbar,Manager email\nR A,r@x.example,write to ra@y.example please,"
        "@rufus@social.example,boss@x.example\n"
    )
    found = {contact for one in read_list(content.encode()).entries for contact in one.contacts}
    assert found == {"r@x.example", "ra@y.example", "@rufus@social.example"}


def test_a_cell_far_down_and_far_right_is_read() -> None:
    rows = [["Name", "Email"], *[[RUFUS, f"r{n}@x.example"] for n in range(150)]]
    read = read_list(workbook([*rows, [GRETA, "g@x.example", "", "Tobias Brambleworth"]]))
    assert "Tobias Brambleworth" in names(read)
    assert names(read_list(workbook([*[[]] * 120, ["Name"], [RUFUS]]))) == [RUFUS]


def test_names_are_missing_where_only_a_title_looks_like_one() -> None:
    read = read_list(b"Autumn Conference,\nEmail,Order\nr@x.example,1\ng@x.example,2\n")
    assert read.not_compared == ("names",)


def test_a_line_that_sounds_like_a_heading_is_compared() -> None:
    found = who(f"Keynote - {RUFUS}\nPanel - {GRETA}\n")
    assert RUFUS in found[1][0] and GRETA in found[2][0]


@pytest.mark.parametrize(
    "content",
    [
        f"We are glad that they all come: {RUFUS}, {GRETA} and {ODILE}.\n".encode(),
        gzip.compress(f"Name\n{RUFUS}\n".encode()),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    ],
    ids=["prose", "packed", "picture"],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError):
        read_list(content)


def test_quoted_lines_of_a_mail() -> None:
    assert who(f"> {RUFUS}\n> {GRETA}\n") == {1: [RUFUS], 2: [GRETA]}
