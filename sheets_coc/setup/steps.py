"""What the parts of set-up that dress the Records tab share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_coc.policy import Policy
from sheets_coc.records.layout import Layout
from sheets_coc.schema.columns import BY_KEY, Column
from sheets_coc.setup.present_format import Facts
from sheets_coc.sheet.model import SetCell, Tab

Request = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing set-up does.

    Attributes:
        action: what, as a stable word: `add-tab`, `add-column`, `name-cases`, `drop-down`,
            `date-format`, `note`, `freeze`, `width`, `protect`, `colour`, `widen-filter`
            or `explain`.
        tab: the tab's title, as the policy names it.
        column: the key of the column it is about, if it is about one.
    """

    action: str
    tab: str
    column: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """How it stands in `setup --format json`."""
        return {"action": self.action, "tab": self.tab, "column": self.column}


@dataclass(slots=True)
class Dress:
    """What dresses a tab.

    Attributes:
        actions: each thing, for people to read.
        cells: headers with their notes.
        requests: raw requests, none of which touches what a cell holds.
    """

    actions: list[Action] = field(default_factory=list)
    cells: list[SetCell] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


@dataclass(frozen=True, slots=True, repr=False)
class Wardrobe:
    """Everything the parts of `dressed` look at."""

    tab: Tab
    layout: Layout
    added: frozenset[str]
    facts: Facts
    policy: Policy
    blank: bool
    dress: Dress

    @property
    def below(self) -> int:
        """The first row below the header."""
        return self.layout.header_row + 1

    def columns(self) -> Iterator[tuple[Column, int]]:
        """Every known column and where it stands, from the left."""
        for key, column in sorted(self.layout.columns.items(), key=lambda item: item[1]):
            yield BY_KEY[key], column

    def act(self, action: str, key: str | None = None) -> None:
        """Note one thing, once."""
        said = Action(action, self.policy.tabs.records, key)
        if said not in self.dress.actions:
            self.dress.actions.append(said)

    def grid(self, top: int | None, bottom: int | None, left: int, right: int) -> dict[str, int]:
        """A range of the tab."""
        span = {"sheetId": self.tab.id, "startColumnIndex": left, "endColumnIndex": right}
        if top is not None:
            span["startRowIndex"] = top
        if bottom is not None:
            span["endRowIndex"] = bottom
        return span

    def runs(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """First row and row after the last of each run of rows below the header."""
        start: int | None = None
        for row in range(self.below, self.tab.rows + 1):
            inside = row < self.tab.rows and wanted(row)
            if inside and start is None:
                start = row
            elif not inside and start is not None:
                yield start, row
                start = None
