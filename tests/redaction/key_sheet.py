"""A sheet of 2026 beside a key to the codes in it, and its nights."""

from datetime import date

from sheets_coc.policy import default
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.tool_columns import redact_changes
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.schema.layouts import BY_NAME, wanted
from sheets_coc.sheet.model import text
from sheets_coc.todo.analysis import analyse
from tests.records.sheet_2026 import ADA, BOB, KEY, key_tab, records_2026, row
from tests.sheets import applied, cell

TODAY = date(2027, 11, 21)
SET_UP = [BY_KEY[key].header for key in sorted(wanted(BY_NAME["2026"].keys)) if key not in
          BY_NAME["2026"].keys]  # fmt: skip


def sheet(*rows, people=(ADA, BOB), headings=KEY, tabs=None):
    tabs = [key_tab(*people, headings=headings)] if tabs is None else tabs
    return records_2026(*rows, more=SET_UP, tabs=tabs)


def set_up(**cells):
    """A row with something in a column that set-up adds."""
    return [*row(**cells), *(cell(cells.get(heading)) for heading in SET_UP)]


def seen(snapshot, today=TODAY, policy=None):
    return analyse(snapshot, policy or default(), today, "seed")


def states(snapshot, today=TODAY):
    return {dated.case: dated.state.value for dated in seen(snapshot, today).dated}


def night(snapshot, today, policy=None):
    """The spreadsheet after a night."""
    of = seen(snapshot, today, policy)
    planned = redaction_plan(of, apply=True)
    return applied(snapshot, redact_changes(of, planned, of.now)), planned


def names(snapshot):
    return [text(cells[0]) for cells in snapshot.tab("Person Identity Key").values[1:]]


def todo(snapshot):
    tab = snapshot.tab("To do")
    return {text(cells[6]): cells for cells in tab.values[1:] if len(cells) > 6}
