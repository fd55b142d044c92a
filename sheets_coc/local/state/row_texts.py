"""What rows were written as in earlier answers, so that a row nobody touched is not written anew.

A client that writes with care reads the same sheet half a dozen times for one change. A row that
changes is replaced by a new list (see `model`), so the list itself is the key to its text.
"""

from __future__ import annotations

MOST = 20_000
"""Texts held for one spreadsheet; then all are dropped."""


class RowTexts:
    """JSON texts of rows by the row's identity and the way it was asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], tuple[object, str]] = {}

    def __repr__(self) -> str:
        return f"<RowTexts: {len(self._known)}>"

    def get(self, row: object, way: str) -> str | None:
        """The text of a row, if it was written that way before."""
        found = self._known.get((id(row), way))
        return found[1] if found else None

    def keep(self, row: object, way: str, text: str) -> None:
        """Keep a text; the row is kept along, or another could come to have its identity."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[id(row), way] = (row, text)
