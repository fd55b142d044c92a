"""The tabs about the members, as far as set-up makes them."""

from __future__ import annotations

from sheets_coc.oncall.new_tabs import committee_tab, oncall_tab
from sheets_coc.policy import Policy
from sheets_coc.setup.steps import Action
from sheets_coc.sheet.model import Changes, Snapshot


def people_tabs(
    snapshot: Snapshot, policy: Policy, *, with_oncall: bool
) -> tuple[list[Action], list[Changes]]:
    """What makes the Committee and On-call tabs where they are missing or empty.

    Args:
        snapshot: the spreadsheet.
        policy: the committee's names.
        with_oncall: whether there shall be an On-call tab where there is none yet: a
            committee may do without a rota.

    Returns:
        What is done, and its changes in the order a batch should have them.
    """
    titles = policy.tabs
    made = [(titles.committee, committee_tab(snapshot, policy))]
    if with_oncall or snapshot.tab(titles.oncall) is not None:
        made.append((titles.oncall, oncall_tab(snapshot, policy)))
    made = [(title, changes) for title, changes in made if changes]
    actions = [Action("add-tab", title) for title, _ in made]
    return actions, [changes for _, changes in reversed(made)]
