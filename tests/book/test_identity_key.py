"""The key to people's codes in a spreadsheet of its own, over the local Google."""

import shutil
from datetime import UTC, date, datetime

import pytest

import sheets_coc as coc
from sheets_coc.errors import GoogleError
from sheets_coc.local.files import text as files
from sheets_coc.policy import parse
from sheets_coc.sheet.google.session import Session
from sheets_coc.tables.reading import read_tables
from tests.records.sheet_2026 import ADA, BOB, HEADINGS, KEY

ROWS = [
    ["2026-01-10", "home shelf", "Blue Jay", "Resolved", "", "", "", "", "Warning", ""],
    ["2026-02-10", "calm lamp", "Red Fox", "Resolved", "", "", "", "", "Ban", ""],
]
NOTES = [["Minutes"], ["Ada Pretend spoke of Robert Invented."]]


class Two:
    """A spreadsheet of records and one of the key, each in a file."""

    def __init__(self, folder):
        self.records, self.key = folder / "records.coc", folder / "key.coc"
        self.where = f"local:{self.key}"

    def make(self):
        """Make both, set up, with their people announced on the first of May."""
        files.new(self.records, "Records", {"Records": [HEADINGS, *ROWS], "Minutes": NOTES})
        people = [[cell or "" for cell in one] for one in (KEY, ADA, BOB)]
        files.new(self.key, "Key", {"People": people})
        self.book(1).setup(apply=True)
        self.book(1).nightly(apply=True, access=False)
        return self

    def book(self, day, month=5):
        policy = parse(f'[identity_key]\nspreadsheet = "{self.where}"\n'.encode())
        now = datetime(2027, month, day, tzinfo=UTC)
        return coc.open(self.records, policy=policy, now=now)

    def screen(self):
        path = self.key.with_name("list.csv")
        path.write_text("Name,Email\nRobert Invented,r@blank.example\n")
        return self.book(1).screen([read_tables(path.read_bytes())], date(2027, 6, 1))

    def names(self):
        return [row[0] for row in files.show(self.key, "People")[1:]]

    def marked(self):
        shown = files.show(self.records, "Records")
        return [row[shown[0].index("Expunged on")] != "" for row in shown[1:]]

    def todo(self):
        return [row[2] for row in files.show(self.records, "To do")[1:] if len(row) > 2 and row[2]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return Two(tmp_path_factory.mktemp("key")).make()


@pytest.fixture
def two(made, tmp_path):
    for file in (made.records, made.key):
        shutil.copy(file, tmp_path)
    return Two(tmp_path)


def test_a_name_goes_from_the_key_and_then_the_rows_are_marked(two):
    assert two.names() == ["Ada Pretend", "Robert Invented"]
    assert [row[4:] for row in files.show(two.key, "People")[1:]] == [
        ["1", "Warning"],
        ["1", "Ban"],
    ]
    night = two.book(8).nightly(apply=True, access=False)
    assert night.as_json()["due"] == ["home shelf"]
    assert two.names() == ["Expunged", "Robert Invented"]
    assert two.marked() == [True, False]
    assert any("still mentioned: cell in Minutes A2" in line for line in two.todo())
    said = str([files.show(two.records, title) for title in ("Log", "To do", "Records")])
    assert "Pretend" not in said
    again = two.book(9).nightly(apply=True, access=False)
    assert not again.result.redaction.done
    assert two.names() == ["Expunged", "Robert Invented"]


def test_lists_are_screened_for_people_of_the_key(two):
    found = two.screen()
    assert [hit.case for hit in found.screening.hits] == ["calm lamp"]
    assert found.gaps == ()


def test_of_several_people_in_a_row_none_is_left_out_in_silence(tmp_path):
    two = Two(tmp_path)
    rows = [["2026-02-10", "calm lamp", "Red Fox; Grey Owl", "Resolved", *[""] * 4, "Ban", ""]]
    files.new(two.records, "Records", {"Records": [HEADINGS, *rows]})
    people = [[cell or "" for cell in one] for one in (KEY, BOB)]
    files.new(two.key, "Key", {"People": people})
    found = two.screen()
    assert [hit.case for hit in found.screening.hits] == ["calm lamp"]
    assert found.gaps[0].startswith("1 of our people could not be looked for")
    assert found.as_json()["without_name"] == 1


def test_a_key_out_of_reach_is_said_and_nothing_that_needs_it_goes(two):
    two.where = "1nobodyHasEverSeenASpreadsheetOfThisId0000000"
    checked = two.book(1).validate()
    assert {f.code: f.severity.value for f in checked.findings} == {"key-out-of-reach": "notice"}
    found = two.screen()
    assert found.screening.hits == ()
    assert found.attention
    assert "cannot be opened" in found.gaps[0]
    assert found.as_json()["key"] == "key-out-of-reach"
    for day in (8, 9):
        night = two.book(day).nightly(apply=True, access=False)
    assert night.attention
    assert [stay.why for stay in night.result.redaction.failed] == ["key-out-of-reach"]
    assert two.marked() == [False, False]


def test_a_key_that_may_only_be_read_keeps_the_records(two, monkeypatch):
    real = Session.batch

    def refused(session, *args, **more):
        if session.read().tab("People"):
            raise GoogleError("You may not edit this.", code="not-shared")
        return real(session, *args, **more)

    monkeypatch.setattr(Session, "batch", refused)
    result = two.book(8).redact(apply=True)
    assert [stay.why for stay in result.redaction.failed] == ["key-out-of-reach"]
    assert two.names() == ["Ada Pretend", "Robert Invented"]
    assert two.marked() == [False, False]


def test_a_report_that_comes_in_the_same_moment_keeps_the_name(two, monkeypatch):
    """Somebody types a row about Blue Jay between the reading and the writing of the key."""
    book, typed = two.book(8), []
    real = book._key.transact

    def late(planner, first):
        if not typed:
            typed.append(1)
            with two.book(8) as other:
                session = other.session
                tab = session.read().tab("Records")
                cells = [{"userEnteredValue": {"stringValue": value}} for value in (
                    "1 May 2027", "odd table", "Blue Jay", "Ongoing")]  # fmt: skip
                session.batch([{"appendCells": {"sheetId": tab.id, "rows": [{"values": cells}],
                                                "fields": "userEnteredValue"}}])  # fmt: skip
        return real(planner, first)

    monkeypatch.setattr(book._key, "transact", late)
    result = book.redact(apply=True)
    assert not result.redaction.done
    assert two.names() == ["Ada Pretend", "Robert Invented"]
    assert two.marked() == [False, False, False]


def test_a_run_that_died_between_the_two_is_finished_and_says_what_it_could_not_search(
    two, monkeypatch
):
    book = two.book(8)

    def died(*args, **more):
        raise GoogleError("Gone.", code="unreachable")

    monkeypatch.setattr(book, "transact", died)
    with pytest.raises(GoogleError, match="In the key, however, the names"):
        book.redact(apply=True)
    assert two.names() == ["Expunged", "Robert Invented"]
    assert two.marked() == [False, False]
    result = two.book(9).redact(apply=True)
    assert two.marked() == [True, False]
    assert "their names had gone from the key before" in result.mentions.said


def test_a_search_that_fails_after_the_key_was_written_says_so(two, monkeypatch):
    book = two.book(8)

    def died():
        raise GoogleError("Gone.", code="unreachable")

    monkeypatch.setattr(book, "texts", died)
    with pytest.raises(GoogleError, match="In the key, however") as stopped:
        book.redact(apply=True)
    assert stopped.value.code == "unreachable"
    assert two.names() == ["Expunged", "Robert Invented"]


def test_a_hold_that_comes_after_the_key_was_written_is_said(two, monkeypatch):
    """Nothing can take the name back; but nobody is left to find out by chance."""
    book, typed = two.book(8), []
    real = book.transact

    def late(planner, first, **more):
        if not typed:
            typed.append(1)
            with two.book(8) as other:
                session = other.session
                tab = session.read().tab("Records")
                cell = {"userEnteredValue": {"stringValue": "an appeal"}}
                at = {"sheetId": tab.id, "rowIndex": 1, "columnIndex": tab.values[0].index("Hold")}
                session.batch([{"updateCells": {"start": at, "fields": "userEnteredValue",
                                                "rows": [{"values": [cell]}]}}])  # fmt: skip
        return real(planner, first, **more)

    monkeypatch.setattr(book, "transact", late)
    result = book.redact(apply=True)
    assert not result.redaction.done
    assert two.names() == ["Expunged", "Robert Invented"]
    assert two.marked() == [False, False]
    assert [stay.why for stay in result.redaction.failed] == ["key-ahead"]
    assert any(line.startswith("home shelf") and "version history" in line for line in two.todo())
