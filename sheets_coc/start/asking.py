"""The questions themselves: which tab, what a column is, day or month first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheets_coc.committee.members import read_committee
from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.policy.dates import DATED, DAY_OR_MONTH
from sheets_coc.records.layout import TOOLS, Layout, OwnColumn, find_records_header
from sheets_coc.records.row.date_order import DateOrder, date_order
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.schema.layouts import irrelevant
from sheets_coc.sheet.model import Snapshot, Tab, column_letters
from sheets_coc.start.contents import Contents
from sheets_coc.start.questions import FATES, NONE_OF_THEM, ONE_BY_ONE, StartQuestion, it_is
from sheets_coc.start.tabs import below, others


def which_tab(snapshot: Snapshot, rules: Policy) -> tuple[StartQuestion, ...]:
    """Which tab holds the records: those with headings of a record, else any."""
    found = others(snapshot, rules)
    likely = [tab for tab in found if find_records_header(tab, rules)]
    if not found:
        return ()
    rest = [tab.title for tab in found if tab not in likely]
    titles = [tab.title for tab in likely]
    return (
        StartQuestion(
            "records",
            "tab",
            f"No tab is called {rules.tabs.records}. Which one holds the records?",
            tuple(titles or rest),
            tuple(rest if titles else ()),
        ),
    )


def committee_tab(snapshot: Snapshot, rules: Policy) -> Iterator[StartQuestion]:
    """Whether a tab of members by another title is the committee's."""
    if snapshot.tab(rules.tabs.committee) is not None:
        return
    titles = tuple(tab.title for tab in others(snapshot, rules) if _lists_members(tab))
    if titles:
        yield StartQuestion(
            "committee",
            "tab",
            f"No tab is called {rules.tabs.committee}. Does one of these list the members?",
            (*titles, NONE_OF_THEM),
        )


def _lists_members(tab: Tab) -> bool:
    try:
        members = read_committee(tab).members
    except SheetError:
        return False
    return any(member.email.reveal() for member in members)


def missing_columns(found: frozenset[str]) -> tuple[str, ...]:
    """Keys that a column of the committee's own may turn out to be: the original ten first."""
    other = irrelevant(found) if len(found) >= 3 else frozenset()
    keys = [c for c in COLUMNS if c.key not in found and c.key not in TOOLS and c.key not in other]
    return tuple(c.key for c in sorted(keys, key=lambda c: c.added))


def about_column(
    one: OwnColumn, held: Contents, missing: Sequence[str], *, unread: bool = False
) -> StartQuestion:
    """What a column of the committee's own is, or what happens to it.

    Args:
        one: the column.
        held: what stands in it.
        missing: keys of the columns that it may be.
        unread: whether too little is known for a record to be read, so that it likely is one.
    """
    letters = column_letters(one.column)
    near = one.nearly if one.nearly in missing else None
    rest = tuple(it_is(key) for key in missing if key != near)
    if near:
        meant = BY_KEY[near].header.rstrip("?")
        asked = f"Is column {letters} {meant}? If not, what happens to it"
    elif unread:
        asked = f"Which column of a record is column {letters}? If none, what happens to it"
    else:
        asked = f"Nobody knows column {letters} yet. What happens to it"
    return StartQuestion(
        letters,
        "column",
        f"{asked} when a record goes?",
        (*((it_is(near),) if near else ()), *FATES),
        rest,
        one.header,
        held,
        near,
    )


def about_dates(tab: Tab, layout: Layout, rules: Policy) -> Iterator[StartQuestion]:
    """Day or month first, once for each column with dates of two readings.

    Not asked where dates of both kinds stand in the column: then each is a question of its own.
    """
    for key in DATED:
        column = layout.columns.get(key)
        if column is None or key in rules.dates:
            continue
        order = date_order(below(tab, layout.header_row, column))
        if order.either and not (order.day_first and order.month_first):
            letters = column_letters(column)
            yield StartQuestion(
                letters,
                "dates",
                f"In column {letters}, {BY_KEY[key].header}, {_how_many(order)} can be read in "
                f"two ways{_evidence(order)}. Is 3/4/2024 there 3 April (day first) or "
                "March 4 (month first)?",
                (*DAY_OR_MONTH, ONE_BY_ONE),
                key=key,
            )


def _how_many(order: DateOrder) -> str:
    return "1 date" if order.either == 1 else f"{order.either} dates"


def _evidence(order: DateOrder) -> str:
    if not order.day_first and not order.month_first:
        return ""
    number, which = max((order.day_first, "day first"), (order.month_first, "month first"))
    return f"; {number} other{'' if number == 1 else 's'} can only be {which}"
