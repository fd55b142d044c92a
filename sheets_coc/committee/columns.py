"""The columns of the Committee tab, and finding the header of such a tab wherever it stands.

Columns may stand in any order among columns of the committee's own; headers are matched
without regard to case, white space and punctuation at the edges.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheets_coc.errors import SheetError
from sheets_coc.records.layout import SEARCHED_ROWS, header_key
from sheets_coc.sheet.model import Tab, a1

COMMITTEE: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("Name", "Member", "Full name"),
    "email": ("Email", "E-mail", "Email address", "E-mail address", "Address"),
    "joined": ("Joined", "Joined on", "Since", "Member since"),
    "left": ("Left", "Left on", "Until", "Member until"),
    "on_call": ("On call", "On-call", "Oncall", "On call (yes/no)", "On-call (yes/no)", "On duty"),
    "away": ("Away", "Absent", "Absences", "Unavailable", "Not available"),
    "time_zone": ("Time zone", "Timezone", "TZ", "Time zone (optional)"),
    "aliases": (
        "Also known as",
        "Known as",
        "Aliases",
        "Other names",
        "Formerly",
        "Former name",
        "Former names",
        "Previous name",
        "Previous names",
    ),
}
"""Headers of the Committee tab, by key; the first is the one set-up writes."""


def _matches(
    tab: Tab, row: int, known: Mapping[str, str]
) -> tuple[dict[str, int], tuple[int, int] | None]:
    found: dict[str, int] = {}
    twice = None
    for column, value in enumerate(tab.values[row]):
        key = known.get(header_key(value)) if isinstance(value, str) else None
        if key is not None and key in found:
            twice = (row, column)
        elif key is not None:
            found[key] = column
    return found, twice


def find_header(
    tab: Tab, headers: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> tuple[int, dict[str, int]]:
    """The header's row and the column of each key found in it.

    Args:
        tab: the tab to search.
        headers: the accepted headers by key.
        needed: keys without which it is no header.

    Raises:
        SheetError: `no-header` where no row holds the needed ones, `duplicate-header` where
            two columns have the same meaning.
    """
    known = {header_key(h): key for key, names in headers.items() for h in names}
    best: tuple[int, dict[str, int], tuple[int, int] | None] = (0, {}, None)
    for row in range(min(SEARCHED_ROWS, len(tab.values))):
        found, twice = _matches(tab, row, known)
        if set(needed) <= set(found) and len(found) > len(best[1]):
            best = (row, found, twice)
    if not best[1]:
        wanted = ", ".join(headers[key][0] for key in needed)
        raise SheetError(
            f"No header was found in the tab that should have the columns {wanted}. "
            "Add them, or name the right tab in the policy under [tabs].",
            code="no-header",
        )
    if best[2]:
        cell = a1(*best[2])
        raise SheetError(
            f"Two columns have the same meaning; the second is at {cell}. Rename one of them.",
            code="duplicate-header",
            cell=cell,
        )
    return best[0], best[1]
