"""The sheet of 2026 for tests: its ten columns, rows as people type them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sheets_coc as coc
from sheets_coc.local.files import text as files
from sheets_coc.policy import parse
from sheets_coc.schema.layouts import BY_NAME
from sheets_coc.sheet.model import Snapshot, Tab
from tests.sheets import cell

KEYS = BY_NAME["2026"].keys
HEADINGS = [heading for _, heading in BY_NAME["2026"].headings]


KEY = ("Real Name", "Person Code Name", "Also known as", "Contacts", "Reports",
       "Highest Consequence")  # fmt: skip
ADA = ("Ada Pretend", "Blue Jay", "adap", "ada@blank.example", None, None)
BOB = ("Robert Invented", "Red Fox", None, None, None, None)


def key_tab(*people: Sequence[Any], headings: Sequence[str] = KEY) -> Tab:
    """A key with these people."""
    return Tab(21, "Person Identity Key", values=[list(headings), *map(list, people)])


def row(**cells: Any) -> list[Any]:
    """A row of the ten columns: a resolved case of one person with a warning, but for `cells`."""
    plain = {
        "reported_on": "2026-03-01", "case": "home shelf", "person": "Blue Jay",
        "status": "Resolved", "consequence": "Warning",
    }  # fmt: skip
    return [cell((plain | cells).get(key)) for key in KEYS]


def records_2026(
    *rows: Sequence[Any], more: Sequence[str] = (), tabs: Sequence[Tab] | None = None
) -> Snapshot:
    """A spreadsheet with the ten columns of 2026, others beside them, and other tabs: the key."""
    tabs = [key_tab(ADA, BOB)] if tabs is None else tabs
    values = [[*HEADINGS, *more], *map(list, rows)]
    return Snapshot("id", "Invented records", [Tab(11, "Records", values=values), *tabs])


FILE_ROWS = [["2026-01-10", "home shelf", "Blue Jay", "Resolved", "", "", "", "", "Warning", ""]]
FILE_PEOPLE = [[typed or "" for typed in one] for one in (KEY, ADA, BOB)]


def make_files(folder: Path) -> None:
    """One record without a key, with one beside it in the spreadsheet, and a key of its own."""
    files.new(folder / "alone.coc", "Records", {"Records": [HEADINGS, *FILE_ROWS]})
    files.new(folder / "key.coc", "Key", {"People": FILE_PEOPLE})
    tabs = {"Records": [HEADINGS, *FILE_ROWS], "Person Identity Key": FILE_PEOPLE}
    files.new(folder / "both.coc", "Records", tabs)


def opened(folder: Path, name: str, key: str = "") -> coc.Book:
    """One of these files, with a key elsewhere where that is said."""
    policy = parse(f'[identity_key]\nspreadsheet = "{key}"\n'.encode()) if key else parse(b"")
    return coc.open(folder / name, policy=policy, now=datetime(2027, 5, 1, tzinfo=UTC))
