"""The desk's pages without a server, over an invented sheet."""

import io
import time
from datetime import UTC, datetime

import sheets_coc as coc
from sheets_coc.desk.app import create_app
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import FIELD, Keys
from sheets_coc.local.files import text as files
from tests.desk.sitting import NASTY
from tests.redaction.nights import HEADER, PAST, Nights

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
BASE = "http://127.0.0.1:1"
COMMITTEE = [
    ["Name", "Email", "Joined", "Left", "On call", "Away"],
    *([f"{name} Invented", f"{name.lower()}@coc.example", "2020-01-06", "", "yes", away]
      for name, away in (("Ann", ""), ("Ben", ""), ("Cid", "2027-01-04..2027-01-10"), ("Dee", ""),
                         ("Eve", ""))),
]  # fmt: skip
ROWS = (
    {"case": "calm-river", "reported_on": "2026-06-01", "reporter": "Wyn Teller",
     "subjects": "Ada Abbot", "contacts": "ada@abbot.example", "summary": "Ada Abbot shouted.",
     "decision": "Violation, banned", "banned_until": "permanent"},
    {"case": "mild-stone", "reported_on": "2026-07-01", "reporter": "Wyn Teller",
     "subjects": "Bo Marsh", "summary": "x", "decision": "Violation, flagged"},
    {"case": "grey-sky", "reported_on": "2022-07-01", "reporter": "Wyn Teller",
     "subjects": "Cy Older", "summary": "x", "decision": "Violation, banned",
     "banned_until": "2026-11-01"},
)  # fmt: skip
DUE = {**PAST, "subjects": "Ivy Gone", "summary": "Ivy Gone shouted.", "goes_on": "2026-11-01"}
LIST = (
    "Code;Attendee;Mail;Employer\n"
    "A1;Ada Abbot;ada@abbot.example;Bo Marsh\n"
    f"A2;Jane Roe {NASTY};jane@roe.example;\n"
    "A3;Cy Older;;\n"
)
FORM = (
    "When did it happen?;Your name;Name of the person being reported;What happened?;Their mail\n"
    "2026-11-02;Wyn Teller;Nils Nowhere;He shouted.;nn@x.example\n"
    "2026-06-01;Wyn Teller;Ada Abbot;Ada Abbot shouted.;oo@x.example\n"
)


class Pages:
    """The pages without a server, as somebody who followed the link sees them."""

    def __init__(self, path, now=NOW):
        self.desk = Desk(lambda: coc.open(path, now=now), practice=True)
        keys = Keys()
        self.token = keys.token
        self.client = create_app(self.desk, keys, frozenset({"127.0.0.1:1"})).test_client()
        self.client.set_cookie("sheets-coc-desk-1", keys.cookie, domain="127.0.0.1")

    def get(self, address, status=200):
        answer = self.client.get(address, base_url=BASE, follow_redirects=True)
        return self.arrived(answer, status)

    def arrived(self, answer, status):
        """Wait as the browser does, and take the page one arrives at."""
        while 'http-equiv="refresh"' in answer.text:
            time.sleep(0.05)
            answer = self.client.get("/working", base_url=BASE, follow_redirects=True)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, address, status=200, **form):
        answer = self.client.post(
            address, base_url=BASE, data={FIELD: self.token, **form}, follow_redirects=True,
            content_type="multipart/form-data",
        )  # fmt: skip
        return self.arrived(answer, status)


def sheet(path, rows=ROWS):
    cells = [[Nights.by_header(row).get(name, "") for name in HEADER] for row in rows]
    files.new(path, "Invented", {"Records": [HEADER, *cells], "Committee": COMMITTEE})
    return path


def log(path):
    with coc.open(path, now=NOW) as book:
        tab = book.read().tab("Log")
        return [" ".join(map(str, row)) for row in tab.values] if tab else []


def dropped(pages, text=LIST, **more):
    return pages.post(
        "/screening", list=(io.BytesIO(text.encode()), "attendees.csv"), event="Conf",
        event_date="2026-12-10", **more,
    )  # fmt: skip
