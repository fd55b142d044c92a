"""A year of nights over the sheet of 2026, with every command: sixty rows, a key, documents.

The sheet is the demo's, built once for the module. The nights are those on which something can
happen: a week apart each half year, so that what is announced goes.
"""

import csv
import io
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from importlib import resources

import pytest

import sheets_coc as coc
from sheets_coc.cli.commands.demo import REPORT, SHEET
from sheets_coc.cli.main import run
from sheets_coc.dates import NEVER
from sheets_coc.local import LocalGoogle
from sheets_coc.records.documents import case_documents
from sheets_coc.requests.job import find
from sheets_coc.requests.lookup import asked
from sheets_coc.retention.terms import State
from sheets_coc.schema.consequences import Consequence
from sheets_coc.todo.analysis import analyse
from tests.local.knocking import Knocker

PEOPLE = [
    row["Real Name"]
    for row in csv.DictReader(
        io.StringIO(resources.files("sheets_coc").joinpath("demo/key_2026.csv").read_text("utf-8"))
    )
]
FIRST = date(2026, 12, 5)
NIGHTS = [FIRST + timedelta(days=180 * half + week) for half in range(3) for week in (0, 8)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The demo of 2026, played."""
    folder = tmp_path_factory.mktemp("demo2026")
    assert run(["demo", str(folder), "--layout", "2026"]) == 0
    return folder


class Year:
    """The sheet, and commands run on it."""

    def __init__(self, file, capsys):
        self.file, self.capsys = file, capsys

    def run(self, day, *arguments, said=True):
        options = ["--spreadsheet", f"local:{self.file}", "--today", str(day)]
        self.capsys.readouterr()
        code = run([*options, *map(str, arguments)])
        out = self.capsys.readouterr()
        if said:
            assert not [name for name in PEOPLE if name in out.out + out.err], arguments
        return code, out.out, out.err

    def book(self, day):
        return coc.open(self.file, now=datetime.combine(day, datetime.min.time(), UTC))

    def names(self, day):
        tab = self.book(day).read().tab("Person Identity Key")
        return {cells[1]: cells[0] for cells in tab.values[1:]}


@pytest.fixture
def year(folder, capsys):
    return Year(folder / SHEET, capsys)


def test_the_demo_tells_of_the_key(folder):
    page = (folder / REPORT).read_text("utf-8")
    for said in ("Real Name", "gone from the key", "when the suspensions end",
                 "Not one of them changed"):  # fmt: skip
        assert said in page


def test_every_command_works_on_it(year, tmp_path, monkeypatch):
    day = FIRST
    with year.book(day) as book:
        seen = book.analysis()
        found = find(book, asked([PEOPLE[0]]))
    banned = next(r for r in seen.sheet.named_records if r.banned_until is NEVER and r.subjects)
    assert {part.record.persons for part in found.parts} == {("blue jay",)}
    assert any(place.tab == "Person Identity Key" for place in found.places)
    assert year.run(day, "setup")[0] == 0
    form = tmp_path / "form.csv"
    form.write_text("Date,Who is it about?,What happened?\n2026-11-20,Gil Madeup,It was loud.\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(PEOPLE[0]))
    for command, wanted in {
        ("validate",): 0, ("dates",): 0, ("redact",): 0, ("nightly",): 1, ("status",): 0,
        ("doctor",): 0, ("access",): 1, ("statistics",): 0, ("statistics", "--as-published"): 0,
        ("case", seen.dated[0].case): 0, ("answer",): 0, ("sweep",): 1, ("intake", form): 0,
        ("legal", "record-of-processing"): 0, ("oncall", "plan"): 0, ("oncall", "remind"): 0,
        ("start", f"local:{year.file}"): 0,
    }.items():  # fmt: skip
        code, out, err = year.run(day, *command)
        assert code == wanted, (command, err)
        assert out.strip(), command
        assert "Traceback" not in err
    attendees = tmp_path / "list.csv"
    name = banned.subjects.reveal()[0]
    attendees.write_text(f"Name,Email\n{name},x@elsewhere.example\n", encoding="utf-8")
    code, out, _ = year.run(
        day, "--format", "json", "screen", attendees, "--event-date", "2027-05-01"
    )
    assert code == 1
    assert [hit["case"] for hit in json.loads(out)["hits"]] == [banned.name]


def test_a_letter_what_somebody_is_given_and_their_erasure(folder, capsys, monkeypatch, tmp_path):
    year = Year(shutil.copy(folder / SHEET, tmp_path), capsys)
    with year.book(FIRST) as book:
        seen = book.analysis()
    (case, name), *_ = [
        (r.name, r.subjects.reveal()[0])
        for r in seen.sheet.named_records
        if r.subjects and r.consequence and r.consequence is Consequence.WARNED and not r.expunged
    ]
    letter, theirs = tmp_path / "letter.txt", tmp_path / "theirs.txt"
    code, _, err = year.run(FIRST, "letter", "warning", "--case", case, "--out", letter)
    assert code == 0, err
    assert letter.read_text("utf-8")

    def person(*options):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{name}\n"))
        return year.run(FIRST, *options)

    assert person("person", "--for-them", "--out", theirs)[0] == 0
    assert name in theirs.read_text("utf-8")
    wanted = ("person", "--expunge", "--reason", "asked for it")
    plan = json.loads(person("--format", "json", *wanted)[1])["plan"]
    code, _, err = person(*wanted, "--apply", "--plan", plan)
    assert code == 0, err
    assert name not in year.names(FIRST).values()


def test_a_year_of_nights(year):
    """No name goes before the last record of its person, none stays after, no figure changes."""
    with year.book(FIRST) as book:
        figures = book.statistics(as_of=FIRST).to_frame()
        seen = book.analysis()
    assert {d.state for d in seen.dated} >= {State.EXPUNGED, State.KEPT, State.OPEN, State.WAITING}
    went = 0
    for day in NIGHTS:
        with year.book(day) as book:
            night = book.nightly(apply=True)
            assert night.stop is None or night.stop.code == "batch-limit"
            if night.stop:
                book.redact(apply=True, max_records=60)
            again = book.redact(apply=True)
            assert not again.redaction.done
            snapshot = book.read()
            seen = analyse(snapshot, book.policy, book.now)
        names = year.names(day)
        for code, name in names.items():
            about = [d for d in seen.dated if code.casefold() in d.record.persons]
            gone = all(d.state is State.EXPUNGED for d in about)
            assert (name == "Expunged") == gone, (day, code)
        assert all(
            d.state in (State.EXPUNGED, State.OPEN, State.PERMANENT, State.WAITING, State.KEPT,
                        State.ANNOUNCED)
            for d in seen.dated
        )  # fmt: skip
        went = sum(name == "Expunged" for name in names.values())
    assert 3 < went < len(PEOPLE)
    with year.book(NIGHTS[-1]) as book:
        assert book.statistics(as_of=FIRST).to_frame().equals(figures)


def test_documents_are_watched_and_asked_for_until_they_are_gone(year):
    """One that a link opens is said; of an expunged case, until its owner has deleted it."""
    last = NIGHTS[-1]
    google = LocalGoogle(year.file)
    code, out, _ = year.run(last, "--format", "json", "access")
    kinds = {(d["kind"], d.get("case", "")) for d in json.loads(out)["differences"]}
    assert code == 1
    assert ("document-link", "wet shoe") in kinds
    assert {kind for kind, case in kinds if case} == {"document-link"}
    with year.book(last) as book:
        seen = book.analysis()
        gone = [one for one in case_documents(seen.sheet) if one.record.expunged]
        kept = [one for one in case_documents(seen.sheet) if not one.record.expunged]
        asked = [line for line in book.todo() if line.ref.startswith("documents/")]
    assert gone
    assert kept
    assert asked
    live = {file for one in kept for file in one.files.reveal()}
    files = {file for one in gone for file in one.files.reveal()} - live
    owner = google.identities.add("ada@committee.example").email
    for file in files:
        assert Knocker(google, owner).drive("PATCH", f"/files/{file}", {"trashed": True}).ok
    with year.book(last + timedelta(days=1)) as book:
        book.nightly(apply=True)
        assert [line for line in book.todo() if line.ref.startswith("documents/")]
    for file in files:
        assert Knocker(google, owner).drive("DELETE", f"/files/{file}").ok
    with year.book(last + timedelta(days=2)) as book:
        book.nightly(apply=True)
        assert not [line for line in book.todo() if line.ref.startswith("documents/")]
        left = {
            file for one in case_documents(book.analysis().sheet) for file in one.files.reveal()
        }
    assert left == live
