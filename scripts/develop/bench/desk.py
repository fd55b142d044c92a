"""How long the desk's pages take for 1,000 records, once the sheet has been read.

One record in twenty is announced, as in a sheet that has been kept. The first week of a sheet
that never was, in which half of it is announced, takes about twice as long.
"""

import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sheets_coc as coc
from sheets_coc.desk.app import create_app
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import Keys, cookie_name
from sheets_coc.local.files import text as files
from sheets_coc.schema.columns import BY_KEY, DECISION_LABELS, Decision

RECORDS = 1_000
SECONDS = 1.0
"""Seconds of one processor a page may take."""

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
KEYS = ("case", "reported_on", "reporter", "subjects", "contacts", "summary", "our_action", "flag",
        "expunge_on", "decision", "decided_on", "banned_until", "policy_date", "goes_on",
        "expunged_on", "row_check")  # fmt: skip
DECIDED = (Decision.OPEN, Decision.RESOLVED, Decision.FLAGGED, Decision.BANNED)
PAGES = ("/", "/going", "/cases", "/case/bench-n500", "/screening", "/intake", "/rota", "/figures",
         "/figures?unit=quarter", "/practice")  # fmt: skip


def _row(number: int) -> list[str]:
    came = date(2026, 1, 1) + timedelta(days=number % 300)
    if number % 20 == 1:
        came -= timedelta(days=1100)
    decision = DECISION_LABELS[DECIDED[number % len(DECIDED)]]
    given = {
        "case": f"bench-n{number}",
        "reported_on": came.isoformat(),
        "reporter": f"Rita Teller{number}",
        "subjects": f"Sam Person{number}",
        "contacts": f"sam{number}@post.example",
        "summary": f"Sam Person{number} shouted at Rita Teller{number} in the hall. " * 5,
        "our_action": "Yes, wrote to them",
        "decision": decision,
        "decided_on": (came + timedelta(days=9)).isoformat(),
        "banned_until": "permanent" if "banned" in decision else "",
    }
    return [given.get(key, "") for key in KEYS]


def main() -> int:
    """Print the seconds of each page; fail where one takes too long."""
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.coc"
        header = [BY_KEY[key].header for key in KEYS]
        members = [["Name", "Email", "Joined", "Left", "On call", "Away"]]
        members += [[f"Member {n}", f"m{n}@coc.example", "2020-01-06", "", "yes", ""]
                    for n in range(7)]  # fmt: skip
        rows = [_row(number) for number in range(RECORDS)]
        files.new(path, "Bench", {"Records": [header, *rows], "Committee": members})
        desk, keys = Desk(lambda: coc.open(path, now=NOW), practice=True), Keys()
        client = create_app(desk, keys, frozenset({"127.0.0.1:1"})).test_client()
        client.set_cookie(cookie_name("127.0.0.1:1"), keys.cookie, domain="127.0.0.1")
        begun = time.process_time()
        desk.look()
        print(f"the one read: {time.process_time() - begun:.2f} s")
        for page in PAGES:
            begun = time.process_time()
            answer = client.get(page, base_url="http://127.0.0.1:1")
            took = time.process_time() - begun
            slow |= took > SECONDS or answer.status_code != 200
            print(f"{page}: {took:.2f} s, {len(answer.data) // 1024} kB, {answer.status_code}")
        desk.close()
    return int(slow)
