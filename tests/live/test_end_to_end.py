"""The whole cycle on a spreadsheet: a local one always, a real one when it is given.

    SHEETS_COC_LIVE_SPREADSHEET=… SHEETS_COC_LIVE_CREDENTIALS=… pytest -m live

The real one must be empty and its title must begin with "sheets-coc test": anything else is
refused. It is left empty.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from sheets_coc.cli.main import run
from sheets_coc.errors import SafetyStop
from sheets_coc.local import LocalGoogle
from sheets_coc.local.server.serve import serve
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.sheet.google.recording import TITLE, refuse_unless_test_sheet
from sheets_coc.sheet.google.session import Session, connect

# Read before the tests' own environment hides it.
ADDRESS = os.environ.get("SHEETS_COC_LIVE_SPREADSHEET", "")
KEY = os.environ.get("SHEETS_COC_LIVE_CREDENTIALS", "")
SERVED = os.environ.get("SHEETS_COC_API_ROOT", "")
TAB = 8_000_001
TEN = [column.key for column in COLUMNS if not column.added]
KEYS = [*TEN, "decision"]
ROWS = [
    {"reported_on": 44000, "reporter": "Petra Pepper", "subjects": "Ottilie Wendel; Karl Kraus",
     "contacts": "ottilie@example.org", "summary": "Ottilie was loud; Petra told us.",
     "our_action": "Asked Ms. Wendel.", "local_action": "No", "decision": "Violation, resolved"},
    {"reported_on": 46000, "subjects": "Una Dummy", "summary": "Not decided yet.",
     "decision": "Open"},
]  # fmt: skip
GONE = ("Ottilie", "Wendel", "Karl", "Kraus", "Petra", "Pepper", "ottilie@example.org")


@dataclass
class Target:
    """A spreadsheet, and how the command line gets at it."""

    address: str
    key: Path
    session: Session


@pytest.fixture(
    params=[
        "local",
        pytest.param("real", marks=[pytest.mark.live, pytest.mark.enable_socket]),
    ]
)
def target(request, tmp_path, monkeypatch):
    """A test sheet with two records, emptied afterwards."""
    if request.param == "real":
        if not (ADDRESS and KEY):
            pytest.skip("no real test sheet: SHEETS_COC_LIVE_SPREADSHEET and _CREDENTIALS")
        if SERVED:  # a local Google that somebody else serves takes the real one's place
            monkeypatch.setenv("SHEETS_COC_API_ROOT", SERVED)
        session = connect(ADDRESS, credentials=Path(KEY), api_root=SERVED or None)
        yield from filled(Target(ADDRESS, Path(KEY), session))
        return
    google = LocalGoogle(tmp_path / "sheet.coc", title=f"{TITLE} on this machine")
    assert google.main_spreadsheet
    with serve(tmp_path / "sheet.coc") as served:
        monkeypatch.setenv("SHEETS_COC_API_ROOT", served.url)
        key = Path(served.credentials)
        session = connect(served.spreadsheet, credentials=key, api_root=served.url)
        yield from filled(Target(served.spreadsheet, key, session))


def filled(target):
    """Fill a test sheet with records, and empty it when the test is over."""
    before = target.session.read()
    refuse_unless_test_sheet(before)
    kept = {tab.id for tab in before.tabs}
    header = [{"userEnteredValue": {"stringValue": BY_KEY[key].header}} for key in KEYS]
    rows = [{"values": header}, *({"values": [cell(row.get(key)) for key in KEYS]} for row in ROWS)]
    target.session.batch(
        [
            {"addSheet": {"properties": {"sheetId": TAB, "title": "Records"}}},
            {
                "updateCells": {
                    "start": {"sheetId": TAB, "rowIndex": 0, "columnIndex": 0},
                    "rows": rows,
                    "fields": "userEnteredValue,userEnteredFormat.numberFormat",
                }
            },
        ]
    )
    try:
        yield target
    finally:
        tabs = [tab.id for tab in target.session.read().tabs if tab.id not in kept]
        target.session.batch([{"deleteSheet": {"sheetId": number}} for number in tabs])
        refuse_unless_test_sheet(target.session.read())


def cell(value):
    if isinstance(value, int):
        dated = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
        return {"userEnteredValue": {"numberValue": value}, "userEnteredFormat": dated}
    return {"userEnteredValue": {"stringValue": value}} if value else {}


def texts(session):
    return " ".join(str(v) for tab in session.read().tabs for row in tab.values for v in row if v)


def test_the_whole_cycle(target, tmp_path, capsys):
    policy = tmp_path / "policy.toml"
    policy.write_text("[retention]\nnotice_days = 0\n")
    options = ["--spreadsheet", target.address, "--credentials", str(target.key)]
    options += ["--policy", str(policy), "--format", "json"]

    def sheets_coc(*arguments):
        code = run([*options, *arguments])
        return code, json.loads(capsys.readouterr().out)

    assert sheets_coc("setup", "--apply")[1]["applied"] is True
    assert sheets_coc("setup")[1]["plan"] == []
    code, found = sheets_coc("validate", "--apply")
    assert (code, found["rows"]) == (0, 2)
    before = sheets_coc("statistics")[1]
    code, planned = sheets_coc("redact")
    assert (code, len(planned["due"]), planned["applied"]) == (0, 1, False)
    code, done = sheets_coc("redact", "--apply", "--plan", planned["plan"])
    assert (code, done["applied"], done["residual"]) == (0, True, [])
    assert done["requests"] == 5  # read, look everywhere, lock, write, forget
    text = texts(target.session)
    assert not [name for name in GONE if name in text]
    assert "Una Dummy" in text
    assert sheets_coc("statistics")[1] == before
    code, again = sheets_coc("redact", "--apply")
    assert (code, again["applied"], again["requests"]) == (0, False, 1)
    code, night = sheets_coc("nightly", "--apply", "--without-access")
    assert (code, night["applied"], night["requests"]) == (0, True, 2)


@pytest.mark.parametrize("title", ["Records of the committee", "The sheets-coc test"])
def test_other_sheets_are_refused(tmp_path, title):
    google = LocalGoogle(tmp_path / "sheet.coc", title=title)
    session = connect(
        google.main_spreadsheet,
        credentials=google.identities.key_file("tool"),
        adapter=google.adapter(),
    )
    with pytest.raises(SafetyStop):
        refuse_unless_test_sheet(session.read())
