"""The tabs of a sheet, and what each is taken for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Snapshot, Tab, Value


class TabRole(StrEnum):
    """What a tab is for."""

    RECORDS = "records"
    COMMITTEE = "committee"
    ONCALL = "on-call"
    TODO = "to do"
    LOG = "log"
    IDENTITY_KEY = "identity key"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SeenTab:
    """A tab, and what it is taken for.

    Attributes:
        title: its title; may name people.
        role: what it is taken for.
        rows: how many rows hold something.
    """

    title: str = field(repr=False)
    role: TabRole
    rows: int


def shown(snapshot: Snapshot) -> Iterator[Tab]:
    """The tabs that people see, and hidden ones in which something stands."""
    return (tab for tab in snapshot.tabs if not tab.hidden or filled_rows(tab))


def filled_rows(tab: Tab) -> int:
    """How many rows of a tab hold something."""
    return sum(any(value not in (None, "") for value in row) for row in tab.values)


def role_of(tab: Tab, rules: Policy) -> TabRole:
    """What a tab is for, by its title."""
    titles = rules.tabs
    named = {
        titles.records: TabRole.RECORDS,
        titles.committee: TabRole.COMMITTEE,
        titles.oncall: TabRole.ONCALL,
        titles.todo: TabRole.TODO,
        titles.log: TabRole.LOG,
        titles.identity_key: TabRole.IDENTITY_KEY,
    }
    folded = {title.casefold(): role for title, role in named.items()}
    return folded.get(tab.title.casefold(), TabRole.OTHER)


def others(snapshot: Snapshot, rules: Policy) -> list[Tab]:
    """Tabs that people see, in which something stands, and of which nothing is known."""
    return [
        tab
        for tab in shown(snapshot)
        if role_of(tab, rules) is TabRole.OTHER and filled_rows(tab) and not tab.hidden
    ]


def below(tab: Tab, row: int, column: int) -> Iterator[Value]:
    """The cells of a column below a row."""
    return (cells[column] for cells in tab.values[row + 1 :] if len(cells) > column)
