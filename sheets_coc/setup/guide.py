"""The guided way through old records: lines in To do when a sheet gets the Decision column.

Records from before have no decision. Those with a date somebody typed go by that date, the
others never go. One line for each year, to be ticked when its records are sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sheets_coc.dates import NEVER
from sheets_coc.policy import Policy
from sheets_coc.records.record import Record
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.todo import items as todo_items
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.own_tabs import prepare
from sheets_coc.todo.tab import Line, Topic
from sheets_coc.todo.wording import count, named


def lines(seen: Analysis) -> list[Line]:
    """What to do about the records that have no decision, the oldest year first.

    Args:
        seen: what the rules say of the sheet with its new columns.
    """
    old = [r for r in seen.sheet.records if r.decision is None and not r.expunged]
    if not old:
        return []
    years = sorted({_year(record) for record in old})
    return [_beginning(seen, old), *(_of_year(seen, year, old) for year in years)]


def _year(record: Record) -> int:
    return record.reported_on.year if isinstance(record.reported_on, date) else 0


def _line(seen: Analysis, ref: str, what: str, row: int) -> Line:
    column = seen.sheet.layout.columns["decision"]
    tab, title = seen.sheet.tab.id, seen.policy.tabs.records
    return Line(f"{todo_items.GUIDE_REF}{ref}", Topic.SETTLE, what, tab, title, row, column)


def _beginning(seen: Analysis, old: Sequence[Record]) -> Line:
    dated = [r for r in old if r.expunge_on is not None]
    passed = [r for r in dated if _passed(r, seen.today)]
    notice = seen.policy.retention.notice_days
    what = (
        f"{count(len(old), 'record')} from before have no decision. {_stand(len(dated))} a date to "
        f"expunge that somebody typed, and go by it; of these {len(passed)} have passed: those "
        f"records are announced here first and go {notice} days later, unless somebody writes "
        "under Hold why not. The others stay until they have a decision or a date. The lines "
        "below lead through them, the oldest first; tick each when it is sorted."
    )
    return _line(seen, "old-records", what, seen.sheet.layout.header_row)


def _of_year(seen: Analysis, year: int, old: Sequence[Record]) -> Line:
    mine = [record for record in old if _year(record) == year]
    bare = [r for r in mine if r.expunge_on is None]
    passed = [r for r in mine if _passed(r, seen.today)]
    when = f"Reported in {year}" if year else "Without a date of report"
    said = [f"{when}: {count(len(mine), 'record')}."]
    if passed:
        said.append(f"Past their typed date, check these first: {_named(passed)}.")
    if bare:
        said.append(f"Neither decision nor date, choose a decision: {_named(bare)}.")
    rest = len(mine) - len(passed) - len(bare)
    if rest:
        said.append(f"{rest} with a date still to come; nothing to do unless it is wrong.")
    first = (passed or bare or mine)[0]
    return _line(seen, f"year-{year}", " ".join(said), first.row)


def _passed(record: Record, today: date) -> bool:
    day = record.expunge_on
    return day is not None and day is not NEVER and isinstance(day, date) and day < today


def _stand(number: int) -> str:
    return "1 has" if number == 1 else f"{number} have"


def _named(records: Sequence[Record]) -> str:
    return named([record.name for record in records], todo_items.NAMED)


def written(snapshot: Snapshot, seen: Analysis, guide: Sequence[Line], today: date) -> Changes:
    """The changes that put the guide into To do beside everything else that stands there.

    Dates are not announced yet: that is the next run's, which writes them beside the records.

    Args:
        snapshot: the spreadsheet as it is.
        seen: what the rules say of it with its new columns.
        guide: the lines of the guide.
        today: the UTC date.
    """
    others = [line for line in todo_items.lines(seen) if line.topic is not Topic.GOING]
    keep = todo_items.pending(seen)
    return todo.rewrite(snapshot, seen.policy, [*guide, *others], today, keep=keep)


def empty_tab(snapshot: Snapshot, policy: Policy) -> Changes:
    """What makes the To do tab without any line."""
    return prepare(snapshot, policy.tabs.todo, todo.HEADINGS)[1]
