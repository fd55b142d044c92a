"""The sheet of 2026 for tests: its ten columns, rows as people type them."""

from collections.abc import Sequence
from typing import Any

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
