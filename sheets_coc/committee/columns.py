"""The columns of the Committee tab, and finding the header of such a tab wherever it stands.

Columns may stand in any order among columns of the committee's own; headers are matched
without regard to case, white space and punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.schema import headers as headers_of
from sheets_coc.sheet.model import Snapshot, Tab, a1

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
    found = headers_of.find_header(tab, headers_of.known_headers(headers), needed=needed)
    if found is None:
        wanted = ", ".join(headers[key][0] for key in needed)
        columns = "a column headed" if len(needed) == 1 else "columns headed"
        raise SheetError(
            f"No header was found in the tab {tab.title}: it should have {columns} {wanted}. Add "
            "what is missing, or name the right tab in the policy under [tabs].",
            code="no-header",
        )
    if found.twice:
        cell = a1(*found.twice)
        raise SheetError(
            f"Two columns of the tab {tab.title} have the same meaning; the second is at {cell}. "
            "Rename one of them.",
            code="duplicate-header",
            cell=cell,
        )
    return found.row, dict(found.columns)


def committee_tab(snapshot: Snapshot, policy: Policy) -> Tab:
    """The Committee tab.

    Raises:
        SheetError: there is none.
    """
    tab = snapshot.tab(policy.tabs.committee)
    if tab is None:
        raise SheetError(
            f"There is no tab called {policy.tabs.committee}. Make it (sheets-coc setup), or name "
            "the right one in the policy under [tabs].",
            code="no-committee",
        )
    return tab
