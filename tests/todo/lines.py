"""A To do tab, its lines, and the answers people give there."""

from datetime import UTC, date, datetime

from sheets_coc import policy
from sheets_coc.todo import tab as todo
from sheets_coc.todo.tab import Line, Topic
from tests.sheets import applied

POLICY = policy.default()
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
ROW = {"case": "stunned-bulb", "reported_on": "2026-10-15", "subjects": "Ottilie Wendel",
       "summary": "x", "decision": "Open", "row_check": ""}  # fmt: skip


def rewrite(sheet, *lines, today=TODAY):
    return applied(sheet, todo.rewrite(sheet, POLICY, lines, today))


def line(ref, what="Something", **more):
    return Line(ref, Topic.SETTLE, what, **more)


def refs(sheet):
    return [line.ref for line in todo.read(sheet, POLICY)]


def set_cell(sheet, ref, header, value):
    tab = sheet.tab("To do")
    column = tab.values[0].index(header)
    row = next(line.row for line in todo.read(sheet, POLICY) if line.ref == ref)
    cells = tab.values[row]
    cells += [None] * (column + 1 - len(cells))
    cells[column] = value
