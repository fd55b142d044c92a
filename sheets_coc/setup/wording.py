"""What set-up would do, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from sheets_coc.schema.columns import BY_KEY
from sheets_coc.setup.steps import Action

SAID = {
    "add-tab": "Add the tab",
    "add-column": "Add, to the right of everything, the column",
    "name-cases": "Give a case name to rows that have none",
    "drop-down": "Offer a list to choose from in",
    "date-format": "Show dates as 2026-03-15",
    "note": "Explain columns in a note on their header",
    "freeze": "Keep the header in sight",
    "width": "Widen columns nobody has set a width for",
    "protect": "Warn before somebody types into sheets-coc's own",
    "colour": "Colour flagged and banned, overdue dates, and rows that have gone, by",
    "widen-filter": "Widen filters over the added columns, so that sorting keeps rows together",
    "explain": "Lead through the old records, year by year, in To do",
}
"""Each kind of action in plain words, in the order they are told."""

COUNTED = ("name-cases", "date-format", "note", "width")
"""Kinds of which only the number is told."""


_LOOKS = {"date-format": "how dates are shown", "width": "widths", "freeze": "a header that stays",
          "colour": "colours"}  # fmt: skip
"""What kinds of action change about cells that people filled."""


def looks(actions: Sequence[Action]) -> str:
    """What a plan changes about how the sheet looks, in a few words; empty for nothing."""
    kinds = {action.action for action in actions}
    return ", ".join(words for kind, words in _LOOKS.items() if kind in kinds)


def sentences(actions: Sequence[Action], cases: int = 0) -> list[str]:
    """A plan in plain words, one line for each kind of action."""
    told = []
    for kind, words in SAID.items():
        mine = [action for action in actions if action.action == kind]
        if not mine:
            continue
        names = [a.tab for a in mine] if kind == "add-tab" else []
        names = names or [BY_KEY[a.column].header for a in mine if a.column]
        plural = "s" if kind in ("add-tab", "add-column") and len(mine) > 1 else ""
        if kind in COUNTED:
            told.append(f"{words} ({cases if kind == 'name-cases' else len(mine)})")
        else:
            told.append(f"{words}{plural} {'; '.join(names)}".rstrip())
    return told
