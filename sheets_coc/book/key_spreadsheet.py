"""The key to people's codes, where it is a spreadsheet of its own.

Fewer people may open it than the records. That it cannot be opened is no error: what is read then
has no key beside it, and whatever needs one says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sheets_coc.errors import GoogleError
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.google.text_locations import TextLocation, read_places
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.transaction.transaction import recover, transact

KEY = "the key"
"""How messages speak of it, whatever its title is."""


class KeySpreadsheet:
    """The spreadsheet that holds the key, over a session of its own.

    Args:
        opener: opens the session; it is opened when it is first needed.
    """

    def __init__(self, opener: Callable[[], Session]) -> None:
        self._opener = opener
        self._session: Session | None = None
        self._now: Snapshot | None = None

    @property
    def session(self) -> Session:
        """The session with Google about it."""
        if self._session is None:
            self._session = self._opener()
        return self._session

    @property
    def requests(self) -> int:
        """Requests to Sheets about it so far."""
        return self._session.requests if self._session else 0

    def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            self._session.close()

    def beside(self, snapshot: Snapshot, *, acting: bool = False) -> Snapshot:
        """The records' spreadsheet with the key beside it, if the key can be opened.

        Args:
            snapshot: the spreadsheet of the records.
            acting: whether the caller is going to write: then what a crashed run left half done
                in the key is taken back first.

        Raises:
            GoogleError: a hidden tab in it can neither be removed nor labelled.
        """
        try:
            found = self.session.read()
            if acting:
                found = recover(self.session, found, run_id=secrets.token_hex(6))
        except GoogleError as error:
            if error.code == "hidden-tab-protected":
                raise
            return replace(snapshot, beside=None)
        return replace(snapshot, beside=found)

    def places(self) -> tuple[list[TextLocation], tuple[str, ...]]:
        """Every place with text in it, and the kinds of places that could not be read."""
        try:
            found = read_places(self.session)
        except GoogleError:
            return [], (KEY,)
        return [place for place in found if not place.unread], ()

    def transact(
        self, planner: Callable[[Snapshot], tuple[Changes, Any]], first: Snapshot
    ) -> tuple[list[Any], Snapshot, bool]:
        """Plan and write under lock, in the key alone."""
        outcome = transact(self.session, planner, run_id=secrets.token_hex(6), first=first)
        return list(outcome.results), outcome.after, outcome.applied
