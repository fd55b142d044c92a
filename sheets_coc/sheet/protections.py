"""Protected ranges that keep this account from writing, as far as they are known beforehand."""

from __future__ import annotations

from collections.abc import Iterable

from sheets_coc.sheet.model import Snapshot

LOCK = "sheets-coc lock"
"""How the description of the tool's own lock begins; see `sheets_coc.sheet.transaction.lock`."""


def closed_tabs(snapshot: Snapshot, titles: Iterable[str]) -> list[str]:
    """The tabs parts of which are protected against this account, locks left out.

    Args:
        snapshot: the spreadsheet.
        titles: the titles of the tabs that are asked about.
    """
    return [
        tab.title
        for title in titles
        if (tab := snapshot.tab(title)) is not None
        and any(
            not entry.may_edit and not entry.warning_only and not entry.description.startswith(LOCK)
            for entry in tab.protections
        )
    ]


def said_of_closed(titles: Iterable[str]) -> str:
    """What people are told of tabs parts of which are protected against this account."""
    return (
        f"Parts of {', '.join(titles)} are protected against this account, so writing there is "
        "refused. Let it edit them: Data, Protect sheets and ranges."
    )
