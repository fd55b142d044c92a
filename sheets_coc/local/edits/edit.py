"""What every request of a `batchUpdate` works on, and the ways to read its ranges."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sheets_coc.local.auth.protection import Block, check_block
from sheets_coc.local.errors import ApiError, Json, invalid, lacking
from sheets_coc.local.state.model import Spreadsheet, Tab
from sheets_coc.local.wire.a1 import Area, text_of

_INDEXES = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


@dataclass(slots=True)
class Edit:
    """One request of a batch.

    Attributes:
        spreadsheet: the working copy that is changed.
        email: who asks.
        where: the request's place, for messages: `requests[0].updateCells`.
        now: the server's time.
        links: whether the caller's scopes let chips link to files of Drive.
    """

    spreadsheet: Spreadsheet
    email: str
    where: str
    now: datetime
    links: bool = True

    def varies(self, name: str) -> bool:
        """Whether an unmeasured question is answered the other way (see `state.variants`)."""
        return name in self.spreadsheet.variants

    def refuse(self, text: str) -> ApiError:
        """A 400 that names this request."""
        return invalid(f"Invalid {self.where}: {text}")

    def lacks(self, what: str) -> ApiError:
        """A 501 that names what of this request is not implemented."""
        return lacking(f"{what} in {self.where.rpartition('.')[2]}")

    def tab(self, tab_id: int) -> Tab:
        """The tab of that id.

        Raises:
            ApiError: 400.
        """
        tab = self.spreadsheet.tab(tab_id)
        if tab is None:
            raise self.refuse(f"No grid with id: {tab_id}")
        return tab

    def area(self, grid: Json | None) -> Area:
        """The block of a `GridRange`, within its tab.

        Raises:
            ApiError: 400, no range, an unknown tab, or bounds outside the grid.
        """
        if grid is None:
            raise self.refuse("range must be specified")
        tab = self.tab(grid.get("sheetId", 0))
        area = Area(tab, *(grid.get(name) for name in _INDEXES))
        top, bottom = area.top or 0, tab.row_count if area.bottom is None else area.bottom
        left, right = area.left or 0, tab.column_count if area.right is None else area.right
        if min(top, left) < 0 or top >= bottom or left >= right:
            if min(top, left, bottom, right) < 0:
                raise self.refuse(f"range has a negative index: {_shown(area)}")
            if top < tab.row_count and left < tab.column_count:
                raise self.refuse("The range is empty.")
        if bottom > tab.row_count or right > tab.column_count or top >= bottom or left >= right:
            raise self.refuse(
                f"Range ({_shown(area)}) exceeds grid limits."
                f" Max rows: {tab.row_count}, max columns: {tab.column_count}"
            )
        return area

    def block(self, grid: Json | None) -> tuple[Tab, Block]:
        """The tab and the closed bounds of a `GridRange` (see `area`)."""
        area = self.area(grid)
        return area.tab, area.closed()

    def clipped(self, grid: Json | None) -> tuple[Tab, Block]:
        """The part of a `GridRange` that lies in the grid, maybe nothing.

        For requests that take a range that is empty or ends beyond the grid.

        Raises:
            ApiError: 400, no range, an unknown tab, or a negative bound.
        """
        if grid is None:
            raise self.refuse("range must be specified")
        tab = self.tab(grid.get("sheetId", 0))
        area = Area(tab, *(grid.get(name) for name in _INDEXES))
        if min(area.top or 0, area.bottom or 0, area.left or 0, area.right or 0) < 0:
            raise self.refuse(f"range has a negative index: {_shown(area)}")
        return tab, area.closed()

    def editable(self, grid: Json | None) -> tuple[Tab, Block]:
        """The same for a block that shall be changed; protected cells are refused."""
        tab, block = self.block(grid)
        self.check(tab, block)
        return tab, block

    def check(self, tab: Tab, block: Block) -> None:
        """Refuses a change of protected cells."""
        if tab.parts.get("protectedRanges"):
            check_block(self.spreadsheet, tab, block, self.email, self.where)


Handler = Callable[[Edit, Json], Json]
"""What does one kind of request: its reply may be empty."""


def _shown(area: Area) -> str:
    try:
        return text_of(area)
    except ValueError:
        return "?"


def kept_range(grid: Json) -> Json:
    """A `GridRange` as it is stored: always with its `sheetId`."""
    return {"sheetId": grid.get("sheetId", 0), **grid}


def closed_range(tab: Tab, block: Block) -> Json:
    """Closed bounds as a stored `GridRange`."""
    top, bottom, left, right = block
    return {
        "sheetId": tab.id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def fresh_id(taken: Iterable[int]) -> int:
    """A random id of 31 bits that is not taken yet, as Google gives to tabs and the like."""
    known = set(taken)
    while True:
        candidate = secrets.randbelow(2**31 - 1_000_000) + 1_000_000
        if candidate not in known:
            return candidate
