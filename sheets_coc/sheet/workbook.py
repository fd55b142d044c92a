"""A spreadsheet as the jobs see it: one reading, every text, one transaction.

`sheets_coc.book` holds the real thing; jobs know this description only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.sheet.model import Changes, Snapshot


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text somewhere in the spreadsheet.

    Attributes:
        kind: what kind of place it is, in plain words (`cell`, `note`, `drop-down list`).
        tab: the tab's title; empty for something of the whole file.
        tab_id: the tab's id, if it is in one.
        row: the cell's row, from 0; None outside cells.
        column: the cell's column, from 0; None outside cells.
        text: the text.
    """

    kind: str
    tab: str = field(repr=False)
    tab_id: int | None
    row: int | None
    column: int | None
    text: Private[str]


class Workbook(Protocol):
    """What a job needs of a spreadsheet."""

    @property
    def policy(self) -> Policy:
        """The committee's rules."""

    @property
    def now(self) -> datetime:
        """The moment the rules take for now, in UTC."""

    @property
    def requests(self) -> int:
        """Requests to Sheets so far."""

    @property
    def unread(self) -> tuple[str, ...]:
        """Kinds of places whose text could not be read."""

    def read(self, *, acting: bool = False, break_lock: bool = False) -> Snapshot:
        """Everything, in one request.

        Args:
            acting: whether the caller is going to write. Then a wrong clock is refused, and what
                a crashed run left half done is taken back first.
            break_lock: do so for runs that may still be at work.

        Raises:
            UsageError: the moment that was given lies in Google's future.
            SafetyStop: this machine's date is wrong, or people keep moving things.
        """

    def texts(self) -> list[Text]:
        """Every place text can hide in, in one request."""

    def transact_key(
        self, planner: Callable[[Snapshot], tuple[Changes, Any]], first: Snapshot
    ) -> list[Any]:
        """Plan and write in the key to people's codes, where it is a spreadsheet of its own.

        The records are read again for every plan, with the key as it stands under lock beside
        them: what is written there is what they call for at that moment.

        Args:
            planner: what to do about a state of both; the changes are those of the key.
            first: the state as it was read last.

        Returns:
            What the planner answered in each round; nothing where there is no such key.

        Raises:
            GoogleError: the key cannot be written.
        """

    def transact(
        self,
        planner: Callable[[Snapshot], tuple[Changes, Any]],
        first: Snapshot,
        *,
        break_lock: bool = False,
    ) -> tuple[list[Any], Snapshot, bool]:
        """Plan and write under lock.

        Returns:
            What the planner answered in each round, the spreadsheet afterwards, and whether
            anything was written.
        """
