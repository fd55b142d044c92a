"""What of the Committee tab is not understood, in words for people: cells, and nobody's name.

Much rests on that tab besides the rota: who may open the sheet, who keeps out of a case. A tab
that is there and cannot be read is therefore never the same as none:

    (no tab Committee)              unreadable None     a committee may do without one
    Name | Email | Joined           unreadable None
    Who is who | Mail | since       unreadable "No header was found in the tab Committee …"
"""

from __future__ import annotations

from sheets_coc.committee.members import read_committee
from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Snapshot


def unreadable(snapshot: Snapshot, policy: Policy) -> str | None:
    """Why the Committee tab cannot be read; None where it can, or there is none."""
    tab = snapshot.tab(policy.tabs.committee)
    if tab is None:
        return None
    try:
        read_committee(tab, policy.tabs.committee)
    except SheetError as problem:
        return problem.message
    return None


def not_understood(snapshot: Snapshot, policy: Policy) -> str | None:
    """Why the tab, or which of its cells, are not understood; None where all is, or there is none.

    What concerns no cell is left to the rota: a committee without one need not be on call.
    """
    tab = snapshot.tab(policy.tabs.committee)
    if tab is None:
        return None
    try:
        findings = read_committee(tab, policy.tabs.committee).findings
    except SheetError as problem:
        return problem.message
    cells: dict[str, list[str]] = {}
    for finding in findings:
        if finding.cell is not None:
            cells.setdefault(finding.kind.text, []).append(finding.cell)
    return " ".join(
        f"{policy.tabs.committee} {', '.join(those)}: {text}" for text, those in cells.items()
    ) or None  # fmt: skip
