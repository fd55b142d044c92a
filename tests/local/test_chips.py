"""Chips: written by the rules of Google's guide, read with what they show."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.cells.chips import chip_cell
from sheets_coc.local.state import chips
from sheets_coc.local.state.model import Tab
from tests.keyed import local_google
from tests.local.knocking import Knocker

PERSON = {"personProperties": {"email": "owner@example.org"}}
FILE = {"richLinkProperties": {"uri": "https://docs.google.com/document/d/1/edit"}}
FIELDS = "userEnteredValue,effectiveValue,formattedValue,chipRuns"


class Cell:
    """Cell A1 of a book, written and read over the API."""

    def __init__(self, path: Path, *variants: str, scopes: tuple[str, ...] = ("drive",)) -> None:
        self.google = local_google(path, variants)
        self.book = self.google.main_spreadsheet
        self.knocker = Knocker(self.google, scopes=scopes)

    def write(self, text: str, *runs: Any, fields: str = "userEnteredValue,chipRuns") -> int:
        data = {"userEnteredValue": {"stringValue": text}, "chipRuns": list(runs)}
        start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
        update = {"start": start, "rows": [{"values": [data]}], "fields": fields}
        body = {"requests": [{"updateCells": update}]}
        return self.knocker.sheets("POST", f"{self.book}:batchUpdate", body).status_code

    def read(self) -> dict[str, Any]:
        mask = f"sheets/data/rowData/values({FIELDS})"
        answer = self.knocker.sheets("GET", self.book, fields=mask).json()
        cell: dict[str, Any] = answer["sheets"][0]["data"][0]["rowData"][0]["values"][0]
        return cell


def test_a_chip_stands_as_an_at_sign_and_shows_a_name(tmp_path: Path) -> None:
    cell = Cell(tmp_path / "f")
    assert cell.write("@ is the owner of @.", {"chip": PERSON}, {"startIndex": 18, "chip": FILE})
    read = cell.read()
    assert read["userEnteredValue"] == read["effectiveValue"]
    assert read["effectiveValue"] == {"stringValue": "@ is the owner of @."}
    assert (
        read["formattedValue"]
        == f"Olive Owner is the owner of {FILE['richLinkProperties']['uri']}."
    )
    assert read["chipRuns"] == [
        {"chip": PERSON},
        {"startIndex": 1},
        {"startIndex": 18, "chip": FILE},
        {"startIndex": 19},
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("no sign", [{"chip": PERSON}]),
        ("@ x", [{"startIndex": 1, "chip": PERSON}]),
        ("@", [{"chip": PERSON}, {"startIndex": 1}]),  # an empty run that ends the text
        ("@@", [{"startIndex": 1, "chip": PERSON}, {"chip": PERSON}]),
        ("@", [{"chip": {"richLinkProperties": {"uri": "https://example.org/"}}}]),
        ("@", [{"chip": {"personProperties": {"email": "nobody"}}}]),
        ("@", [{"chip": {**PERSON, **FILE}}]),
    ],
)
def test_the_guide_forbids(tmp_path: Path, text: str, runs: list[Any]) -> None:
    cell = Cell(tmp_path / "f")
    assert cell.write(text, *runs) == 400


def test_a_link_needs_a_scope_that_opens_drive(tmp_path: Path) -> None:
    assert Cell(tmp_path / "f", scopes=("spreadsheets",)).write("@", {"chip": FILE}) == 400
    assert Cell(tmp_path / "g", scopes=("spreadsheets",)).write("@", {"chip": PERSON}) == 200
    assert (
        Cell(tmp_path / "h", scopes=("drive.file", "spreadsheets")).write("@", {"chip": FILE})
        == 200
    )


def test_chips_go_with_their_text(tmp_path: Path) -> None:
    cell = Cell(tmp_path / "f")
    cell.write("by @", {"startIndex": 3, "chip": PERSON})
    cell.write("Expunged", fields="userEnteredValue")
    assert cell.read().keys() == {"userEnteredValue", "effectiveValue", "formattedValue"}
    cell.write("by @", {"startIndex": 3, "chip": PERSON})
    cell.write("", fields="chipRuns")
    assert cell.read()["effectiveValue"] == {"stringValue": "by Olive Owner"}


def test_either_reading(tmp_path: Path) -> None:
    run = {"startIndex": 3, "chip": PERSON}
    as_text, as_at = (
        Cell(tmp_path / "f", "chips-as-text"),
        Cell(tmp_path / "g", "chips-shown-as-at"),
    )
    for cell in (as_text, as_at):
        cell.write("by @!", run)
    assert as_text.read()["effectiveValue"] == {"stringValue": "by Olive Owner!"}
    assert as_text.read()["chipRuns"] == [run, {"startIndex": 14}]
    assert as_at.read()["formattedValue"] == "by @!"


WORDS = st.text(st.sampled_from("ab 😀é"), max_size=4)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), WORDS)
def test_what_chips_show_stands_where_their_signs_do(
    pairs: list[tuple[str, str]], end: str
) -> None:
    text, people, expected = "", [], ""
    for before, shown in pairs:
        text += before
        people.append((len(text.encode("utf-16-le")) // 2, "a@example.org", shown))
        text, expected = text + "@", expected + before + shown
    cell = chip_cell(text + end, *people)
    assert not pairs or chips.spelled_out(cell)[0] == expected + end
    whole = (expected + end).encode("utf-16-le")
    for run, (_, shown) in zip(
        (run for run in chips.runs_of(cell, as_text=True) if "chip" in run), pairs, strict=True
    ):
        at = 2 * run.get("startIndex", 0)
        assert whole[at:].startswith(shown.encode("utf-16-le"))


def test_a_chip_of_a_file_made_earlier_keeps_the_text_it_has() -> None:
    tab = Tab(0, {"title": "T"})
    cell = chip_cell("Jane Roe", (0, "a@example.org", "x"))
    assert cell.extra is not None
    del cell.extra[chips.SHOWN]
    tab.set(0, 0, cell)
    assert chips.spelled_out(tab.get(0, 0)) == ("Jane Roe", cell.extra["chipRuns"])
