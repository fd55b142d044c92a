"""A sheet, and the plan of setting it up."""

from datetime import UTC, datetime

from sheets_coc import policy
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.schema.layouts import wanted
from sheets_coc.setup.plan import plan
from sheets_coc.setup.present_format import Facts
from sheets_coc.sheet.model import Snapshot
from tests.sheets import applied

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NEEDED = [c.key for c in COLUMNS if c.key in wanted(())]


def sheet_of(*tabs):
    return Snapshot("id", "Invented", list(tabs))


def planned(snapshot, facts=None, rules=None):
    return plan(snapshot, facts or Facts(), rules or policy.default(), NOW, "seed")


def did(made, action):
    return [a.column for a in made.actions if a.action == action]


def requests_of(made, kind):
    found = (*made.changes.before, *made.changes.after)
    return [request[kind] for request in found if kind in request]


def tab_after(made_on, made, title="Records"):
    return applied(made_on, made.changes).tab(title)
