"""A letter about invented people, drafted from a sheet in memory."""

from datetime import date

from sheets_coc.policy import load
from sheets_coc.screening.confirming import ConfirmedHit
from sheets_coc.screening.flagged import ListedStatus
from sheets_coc.screening.matching.match import Tier
from sheets_coc.todo.analysis import analyse
from tests.sheets import snapshot

POLICY = load(None)
TODAY = date(2026, 11, 21)
EVENT = date(2027, 5, 21)
COMMITTEE = "conduct@example.org"


def analysis(**row):
    base = {
        "case": "stunned-bulb", "reported_on": "2026-01-15", "subjects": "Wanda Example",
        "contacts": "wanda@example.org", "decision": "Violation, flagged", "flag": "flagged",
    }  # fmt: skip
    return analyse(snapshot({**base, **row}), POLICY, TODAY)


def confirmed(**changes):
    said = {
        "row": 17, "case": "stunned-bulb", "status": ListedStatus.FLAGGED, "tier": Tier.EXACT,
        "may_be_told": True, "event_date": EVENT, "expires": EVENT, "our_names": "Wanda Example",
    }  # fmt: skip
    return ConfirmedHit(**{**said, **changes})
