"""A spreadsheet as the jobs work on it: a session, the transaction and the search together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sheets_coc.policy import Policy
from sheets_coc.redaction.sweep import Text
from sheets_coc.setup import present_format
from sheets_coc.sheet.google.decode import tolerantly
from sheets_coc.sheet.google.session import Session
from sheets_coc.sheet.google.text_locations import Place, read_places
from sheets_coc.sheet.model import Changes, Snapshot, Tab, position
from sheets_coc.sheet.transaction.transaction import transact


class Book:
    """One spreadsheet, for `sheets_coc.redaction.jobs`.

    Args:
        session: the session with Google.
        policy: the committee's rules.
        now: the moment the rules take for now.

    Attributes:
        unread: kinds of places whose text could not be read.
    """

    def __init__(self, session: Session, policy: Policy, now: datetime) -> None:
        self.session = session
        self.policy = policy
        self.now = now
        self.unread: tuple[str, ...] = ()
        self._tabs: dict[str, int] = {}

    @property
    def requests(self) -> int:
        """Requests to Sheets so far."""
        return self.session.requests

    @property
    def server_time(self) -> datetime | None:
        """The moment of Google's last answer."""
        return self.session.server_time

    def read(self) -> Snapshot:
        """Everything, in one request."""
        snapshot = self.session.read()
        self._tabs = {tab.title: tab.id for tab in snapshot.tabs}
        return snapshot

    def texts(self) -> list[Text]:
        """Every place text can hide in, in one request; what cannot be read is in `unread`."""
        places = read_places(self.session)
        self.unread = tuple(dict.fromkeys(place.where for place in places if place.unread))
        return [self._text(place) for place in places if not place.unread]

    def present_format(self, tab: Tab) -> present_format.Facts:
        """How a tab is formatted now, in one request."""
        quoted = "'" + tab.title.replace("'", "''") + "'"
        return self.session.get(
            present_format.MASK,
            lambda answer: tolerantly(lambda: present_format.decode(answer, tab.id)),
            ranges=quoted,
        )

    def _text(self, place: Place) -> Text:
        row, column = position(place.cell) if place.cell else (None, None)
        tab = place.tab or ""
        return Text(place.where, tab, self._tabs.get(tab), row, column, place.text)

    def transact(
        self,
        planner: Callable[[Snapshot], tuple[Changes, Any]],
        first: Snapshot,
        *,
        break_lock: bool = False,
    ) -> tuple[list[Any], Snapshot, bool]:
        """Plan and write under lock; see `sheets_coc.sheet.transaction.transaction`."""
        outcome = transact(
            self.session,
            planner,
            run_id=secrets.token_hex(6),
            break_lock=break_lock,
            first=first,
        )
        return list(outcome.results), outcome.after, outcome.applied
