"""An invented records sheet on a local Google, made as the tool itself leaves it, and copied fast.

One local Google serves a whole test session: keys are slow to make. Every run gets a spreadsheet
of its own, a copy of one on which the tool has worked before: the dates are written, a first
record is expunged, some are announced.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sheets_coc import policy as policies
from sheets_coc.book.workbook import Book
from sheets_coc.local.cells.fill import filled_tab
from sheets_coc.local.files.main import create
from sheets_coc.local.server.adapter import LocalAdapter
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.wsgi import Application
from sheets_coc.local.state.model import RichCell, Tab
from sheets_coc.redaction import jobs
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.schema.layouts import wanted
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google.http import Http, Patience
from sheets_coc.sheet.google.session import Session, connect
from sheets_coc.sheet.transaction.transaction import recover, transact
from tests.sheets import cell

TODAY = date(2026, 11, 21)
BEFORE = date(2026, 11, 10)
"""The day the tool last ran: what is due on `TODAY` was announced then."""
KEYS = tuple(c.key for c in COLUMNS if c.key in wanted(()))
TEN = tuple(c.key for c in COLUMNS if not c.added)
POLICY = policies.load(None)

ROWS: tuple[dict[str, Any], ...] = (
    {"case": "amber-kite", "reported_on": "2025-01-15", "reporter": "Rosa Quill",
     "subjects": "Oskar Vane; Mira Holt", "contacts": "vane@example.org", "others": "Theo Marsh",
     "summary": "Oskar Vane shouted at Theo Marsh.", "our_action": "Spoke to Mira Holt.",
     "local_action": "No", "outcome": "Vane was asked to stop.", "flag": "no",
     "decision": "Violation, resolved", "decided_on": "2025-01-20", "handled_by": "Ines"},
    {"case": "brisk-lamp", "reported_on": "2026-06-01", "reporter": "Paul Oat",
     "subjects": "Nadja Brink", "contacts": "brink@example.org", "summary": "Brink was rude.",
     "our_action": "Warned.", "local_action": "No", "flag": "no",
     "decision": "Violation, resolved", "handled_by": "Jo"},
    {"case": "civil-moss", "reported_on": "2024-01-10", "reporter": "Lena Ash",
     "subjects": "Igor Tamm", "aliases": "tamm_77", "contacts": "tamm@example.org",
     "summary": "Igor Tamm (tamm_77) again.", "our_action": "Yes", "local_action": "no",
     "outcome": "Flagged.", "flag": "flagged", "decision": "Violation, flagged"},
    {"case": "civil-moss/2", "reported_on": "2026-10-01", "reporter": "Lena Ash",
     "subjects": "Vera Pohl", "contacts": "pohl@example.org",
     "summary": "Pohl stood beside Igor Tamm.", "decision": "Open"},
    {"case": "dusty-fern", "reported_on": "2024-09-01", "reporter": "Uwe Birk",
     "subjects": "Klara Zorn", "contacts": "zorn@example.org", "summary": "Zorn pushed someone.",
     "flag": "no", "decision": "Violation, resolved", "hold": "appeal of Zorn under way"},
    {"case": "early-plum", "reported_on": "2025-03-03", "subjects": "Bruno Kessel",
     "contacts": "kessel@example.org", "summary": "Kessel made threats.", "our_action": "Banned",
     "flag": "banned", "decision": "Violation, banned", "banned_until": "2027-03-03"},
    {"case": "faded-oar", "reported_on": "2026-01-10", "reporter": "Hanna Lux",
     "summary": "Hanna Lux heard shouting.", "our_action": "No", "local_action": "No",
     "decision": "Violation, nobody identified"},
    {"case": "glad-birch", "reported_on": "2024-12-01", "reporter": "Nils Rau",
     "subjects": "Greta Solm", "contacts": "solm@example.org", "summary": "Solm interrupted.",
     "flag": "no", "decision": "Violation, resolved"},
    {"case": "hazy-cork", "reported_on": "2026-11-05", "reporter": "Nils Rau",
     "subjects": "Greta Solm", "contacts": "solm@example.org", "summary": "Solm once more.",
     "decision": "Open"},
    {"case": "inner-reed", "reported_on": "2025-01-20", "subjects": "Milo Dorn",
     "contacts": "dorn@example.org", "summary": "Dorn, first time.", "flag": "no",
     "decision": "Violation, resolved"},
    {"case": "jolly-sand", "reported_on": "2025-09-01", "subjects": "Milo Dorn",
     "contacts": "dorn@example.org", "summary": "Dorn, second time.", "flag": "flagged",
     "decision": "Violation, flagged"},
    {"case": "kind-wharf", "reported_on": "2024-02-02", "reporter": "Old Reporter",
     "subjects": "Long Gone", "summary": "Long Gone was here.", "flag": "no",
     "decision": "Violation, resolved", "goes_on": "2025-06-01"},
)  # fmt: skip
"""Three are due (`amber-kite`, `civil-moss`, and the reporter of `faded-oar`); `kind-wharf` went
before. The others are kept, open, held, banned, waiting or extended."""
DUE = frozenset({"amber-kite", "civil-moss", "faded-oar"})


def moment(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), UTC)


class Clock:
    """The server's time: the machine's, and what tests add."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class QuietBook(Book):
    """The jobs' spreadsheet, except that nobody waits."""

    outcome: Any = None
    notices: Sequence[str] = ()

    def _recovered(self, snapshot: Any, *, break_lock: bool) -> Any:
        """As `Book`, without waiting."""
        name = secrets.token_hex(6)
        return recover(
            self.session, snapshot, run_id=name, break_lock=break_lock, sleep=lambda seconds: None
        )

    def transact(self, planner: Any, first: Any, *, break_lock: bool = False) -> Any:
        """As `Book`, without waiting, and what came of it is kept."""
        self.outcome = transact(
            self.session,
            planner,
            run_id=secrets.token_hex(6),
            break_lock=break_lock,
            first=first,
            sleep=lambda seconds: None,
        )
        return list(self.outcome.results), self.outcome.after, self.outcome.applied


class World:
    """A local Google that lasts a test session, and the spreadsheet every run starts from."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.path = folder / "world.coc"
        self.google = LocalGoogle(self.path, clock=self.clock)
        main = self.google.main_spreadsheet
        app: Any = Application(self.respond)
        self._adapter = LocalAdapter(app)
        self.door: Any = None
        key = self.google.identities.key_file("tool")
        scopes = (logins.SPREADSHEETS, logins.DRIVE)
        self._first = connect(main, credentials=key, adapter=self._adapter, scopes=scopes)
        self.patience = Patience(sleep=lambda seconds: None, jitter=lambda: 0.0)
        self._templates: dict[bool, list[Tab]] = {}

    def respond(self, request: Any) -> Any:
        """Answers, through the door of the run under way."""
        return self.google.respond(request) if self.door is None else self.door.respond(request)

    def session(self, spreadsheet: str) -> Session:
        """A session of the tool about a spreadsheet; signing in was done before."""
        http = self._first.http
        return Session(spreadsheet, Http(http.session, http.auth, self.patience))

    def book(self, spreadsheet: str, day: date = TODAY) -> QuietBook:
        """A spreadsheet as jobs work on it."""
        notices: list[str] = []
        session = self.session(spreadsheet)
        book = QuietBook(session, POLICY, moment(day), any_clock=True, notice=notices.append)
        book.notices = notices
        return book

    def copy(self, *, ten: bool = False) -> str:
        """A spreadsheet of one's own to work on."""
        if ten not in self._templates:
            self._templates[ten] = self._template(ten=ten)
        tabs = [tab.copy() for tab in self._templates[ten]]
        return create(self.google.store, "Invented records", tabs)

    def with_rota(self, *, stale: bool = False) -> str:
        """A spreadsheet with a committee and a rota beside the records.

        Args:
            stale: whether the tool has never worked on it.
        """
        if stale:
            tabs = [filled_tab(0, "Records", _rows(KEYS))]
            _narrow(tabs[0])
        else:
            if False not in self._templates:
                self._templates[False] = self._template(ten=False)
            tabs = [tab.copy() for tab in self._templates[False]]
        for number, (title, rows) in enumerate(ROTA.items(), 500):
            tab = filled_tab(number, title, [[cell(value) for value in row] for row in rows])
            _narrow(tab)
            tabs.append(tab)
        return create(self.google.store, "Invented records", tabs)

    def delete(self, spreadsheet: str) -> None:
        """Forget a spreadsheet."""
        with self.google.store.write() as state:
            state.delete(spreadsheet)

    def tabs(self, spreadsheet: str) -> list[Tab]:
        """The tabs as they really are, past every door."""
        with self.google.store.read() as state:
            return [tab.copy() for tab in state.spreadsheet(spreadsheet).tabs]

    def _template(self, *, ten: bool) -> list[Tab]:
        """The records as the tool left them when it last ran."""
        keys = TEN if ten else KEYS
        rows = _rows(keys, TEN_DATES if ten else {})
        sheet = self.google.create_spreadsheet(
            "Invented records",
            {"Records": rows, "Minutes": [["Agenda", "Who"], ["welcome", "Ines"], ["cases", "Jo"]]},
        )
        self.session(sheet).batch(list(_hanging(self.tabs(sheet)[0].id, keys)))
        jobs.redact(self.book(sheet, BEFORE), apply=True)
        tabs = self.tabs(sheet)
        for tab in tabs:
            _narrow(tab)
        self.delete(sheet)
        return tabs


def _hanging(tab: int, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """What hangs on cells besides values: notes, links and people as chips."""
    person = {"personProperties": {"email": "owner@example.org"}}
    link = {"textFormat": {"link": {"uri": "https://example.org/thread"}}}
    style = "userEnteredFormat.textFormat.link"
    for row, key, content, fields in (
        (1, "summary", {"note": "Theo wants to hear how it ends"}, "note"),
        (2, "summary", {"note": "no answer yet"}, "note"),
        (3, "contacts", {"userEnteredFormat": link}, style),
        (6, "contacts", {"userEnteredFormat": link}, style),
        (2, "reporter", {"userEnteredValue": {"stringValue": "@"}, "chipRuns": [{"chip": person}]},
         "userEnteredValue,chipRuns"),
        (1, "handled_by", {"userEnteredValue": {"stringValue": "@"},
         "chipRuns": [{"chip": person}]}, "userEnteredValue,chipRuns"),
    ):  # fmt: skip
        if key not in keys:
            continue
        start = {"sheetId": tab, "rowIndex": row, "columnIndex": keys.index(key)}
        yield {"updateCells": {"start": start, "rows": [{"values": [content]}], "fields": fields}}


_MEMBERS = ("Ines Falk", "Jo Reiner", "Lea Brandt", "Max Umber", "Pia Stern")
ROTA: dict[str, list[list[Any]]] = {
    "Committee": [
        ["Name", "Email", "Joined", "Left", "On call", "Away"],
        *[[name, f"m{n}@example.org", "2020-01-06", None, "yes", None]
          for n, name in enumerate(_MEMBERS)],
        ["Olive Owner", "owner@example.org", "2020-01-06", None, "no", None],
    ],
    "On-call": [
        ["Week starting", "Primary", "Secondary", "Note", "Reminder sent"],
        ["2026-11-16", "Ines Falk", "Jo Reiner"],
        ["2026-11-23", "Lea Brandt", "Max Umber"],
        ["2026-11-30", "Pia Stern", "Ines Falk"],
    ],
}  # fmt: skip

TEN_DATES = {
    "amber-kite": "2026-11-12", "civil-moss": "2026-11-20", "faded-oar": "2026-11-15",
    "brisk-lamp": "2027-08-01", "early-plum": "never", "kind-wharf": "2026-01-01",
    "glad-birch": "2026-11-21",
}  # fmt: skip
"""The dates people typed on the sheet with only the ten columns of old."""


def _rows(keys: tuple[str, ...], dates: dict[str, str] | None = None) -> list[list[Any]]:
    """The header and the records, dates as numbers."""
    rows: list[list[Any]] = [[BY_KEY[key].header for key in keys]]
    for entry in ROWS:
        shown = dict(entry)
        if until := (dates or {}).get(entry["case"]):
            shown["expunge_on"] = until
        rows.append([cell(shown.get(key)) for key in keys])
    return rows


def _narrow(tab: Tab) -> None:
    """A small grid, so that runs are fast; cells keep all they have."""
    tab.row_count = max(40, tab.last_row() + 20)
    for row, cells in enumerate(tab.rows):
        tab.rows[row] = [
            c if not isinstance(c, RichCell) or c != RichCell() else None for c in cells
        ]
