"""The part of `doctor` about the spreadsheet: its headers, tabs, locks and protected ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheets_coc.committee.unclear import not_understood
from sheets_coc.doctor.check import Check, error, fine, warning
from sheets_coc.errors import Error, SheetError
from sheets_coc.oncall import reading as oncall
from sheets_coc.policy import Policy
from sheets_coc.records.drift import said_of
from sheets_coc.records.validation import lacks_columns, never_set_up
from sheets_coc.schema.findings import BY_CODE
from sheets_coc.schema.layouts import wanted
from sheets_coc.sheet.model import Snapshot, Table, column_letters
from sheets_coc.sheet.protections import said_of_closed
from sheets_coc.todo import log
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.own_tabs import find
from sheets_coc.todo.stops import uncertain
from sheets_coc.todo.wording import count


def headers(seen: Analysis | Error) -> Check:
    """Whether the Records tab can be understood."""
    if isinstance(seen, Error):
        return error("headers", seen.message)
    layout = seen.sheet.layout
    if found := uncertain(seen):
        return error("headers", f"Nothing is expunged or screened: {said_of(found)}")
    if layout.unclassified:
        columns = ", ".join(column.name for column in layout.unclassified)
        return error(
            "headers",
            f"Nobody has said what happens to {columns} when a record goes, so nothing is "
            "expunged. Answer in To do (sheets-coc validate --apply puts the question there).",
        )
    if lacks_columns(seen.sheet, seen.policy) and never_set_up(seen.sheet):
        return warning("headers", BY_CODE["not-set-up"].text)
    if lacks_columns(seen.sheet, seen.policy):
        return error(
            "headers",
            "There are decisions, but not the columns sheets-coc keeps its dates in, so nothing "
            "is expunged. Run sheets-coc setup.",
        )
    missing = len(wanted(layout.columns) - layout.columns.keys())
    count = len(layout.columns)
    if missing:
        return fine(
            "headers", f"{count} columns are known; sheets-coc setup offers {missing} more."
        )
    return fine("headers", f"All {count} columns are known.")


def tabs(snapshot: Snapshot, policy: Policy) -> Check:
    """Whether the other tabs are what they should be; a committee may do without any of them."""
    titles = policy.tabs
    for title, headings in ((titles.todo, todo.HEADINGS), (titles.log, log.HEADINGS)):
        tab = snapshot.tab(title)
        try:
            if tab:
                find(tab, headings)
        except SheetError as problem:
            return error("tabs", problem.message)
    try:
        oncall.read_if_any(snapshot, policy)
    except Error as problem:
        return warning("tabs", problem.message)
    if unclear := not_understood(snapshot, policy):
        return warning("tabs", unclear)
    if snapshot.tab(titles.committee) is None:
        return fine("tabs", f"There is no tab {titles.committee}: access and on-call need it.")
    return fine("tabs", "The other tabs can be read.")


def tables(snapshot: Snapshot, ours: Iterable[str]) -> Check:
    """Whether a tab the tool writes to was made a table, and what that keeps it from doing.

    Args:
        snapshot: the spreadsheet.
        ours: the titles of the tabs the tool writes to.
    """
    told = [
        f"{tab.title} holds the table {table.name}{_types(table)}."
        for title in ours
        if (tab := snapshot.tab(title)) is not None
        for table in tab.tables
    ]
    if not told:
        return fine("tables", "No tab that sheets-coc writes to is a table.")
    return warning(
        "tables",
        f"{' '.join(told)} Google lets no program set drop-downs or number formats in columns "
        "with a type, nor a filter over a table, so sheets-coc leaves those out; what it writes "
        "there, such as Expunged, may be marked as of another type. To have all of it: click the "
        "table's name, then Convert to unformatted data.",
    )


def _types(table: Table) -> str:
    """Which columns of a table have types."""
    typed = ", ".join(
        f"{column_letters(column)} ({kind.replace('_', ' ').lower()})"
        for column, kind in sorted(table.types.items())
    )
    return f", with types for the columns {typed}" if typed else ""


@dataclass(frozen=True, slots=True)
class LockStatus:
    """A lock that stands in the sheet.

    Attributes:
        tab: its tab's title.
        left_over: whether its run must have died.
        may_remove: whether this account may remove it.
    """

    tab: str
    left_over: bool
    may_remove: bool


def locks(found: Sequence[LockStatus]) -> Check:
    """Whether a run that died left its lock behind."""
    left = [lock for lock in found if lock.left_over]
    if not left:
        at_work = " A run is at work now." if found else ""
        return fine("locks", f"No lock is left over.{at_work}")
    where = ", ".join(lock.tab for lock in left)
    by_hand = "in the sheet under Data, Protect sheets and ranges"
    what = (
        f"The next run that writes removes it; or do it {by_hand}."
        if all(lock.may_remove for lock in left)
        else f"This account may not remove it: the owner does, {by_hand}."
    )
    return warning("locks", f"A run that died left its lock on: {where}. {what}")


def hidden_tabs(kept: int, left_over: int, at_work: int, closed: str = "") -> Check:
    """Whether hidden tabs keep rows as they were: they hold personal data.

    Args:
        kept: how many keep what could not be put back, for a person.
        left_over: how many a run left that died.
        at_work: how many belong to a run that may be at work.
        closed: what to do about those that this account may not remove, if there are any.
    """
    if closed:
        return warning("hidden-tabs", closed)
    if kept:
        return warning(
            "hidden-tabs",
            f"{count(kept, 'hidden tab')} of sheets-coc: rows as they were before a write, "
            "with names. To do says which: put them right, then tick the line.",
        )
    if left_over:
        return warning(
            "hidden-tabs",
            "A run that died left rows as they were before it in a hidden tab. The next run that "
            "writes puts them back.",
        )
    said = " A run is at work now." if at_work else ""
    return fine("hidden-tabs", f"No hidden tab of sheets-coc keeps old rows.{said}")


def protection(closed: Sequence[str]) -> Check:
    """Whether the tool may write where it has to.

    Args:
        closed: the tabs it writes to parts of which are protected against this account.
    """
    if closed:
        return warning("protection", said_of_closed(closed))
    return fine("protection", "Nothing is protected against this account.")


def imports(allowed: bool) -> Check:
    """Whether formulas may fetch addresses, and so carry cells away."""
    if allowed:
        return warning(
            "imports",
            "Formulas of this spreadsheet may fetch outside addresses (IMPORTDATA, IMAGE), and "
            "with them send away what stands in a cell. Nobody can switch that off again for "
            "this file: find the formulas (sheets-coc validate), and move to a fresh copy.",
        )
    return fine("imports", "Formulas may not fetch outside addresses.")


def published_tables(records: str, published: str) -> Check:
    """Whether what is published goes anywhere but into the records spreadsheet.

    Args:
        records: the id of the records spreadsheet.
        published: the id of the one that gets published tables; empty for none.
    """
    if published and published == records:
        return error(
            "published-tables",
            "The policy names the records spreadsheet under [statistics] spreadsheet. Publishing "
            "it would publish everything: name another one.",
        )
    return fine("published-tables", "Published tables do not go into the records spreadsheet.")
