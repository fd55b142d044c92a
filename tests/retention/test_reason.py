"""Why a record goes when it goes, in a few words, for every state it can be in."""

from datetime import date

import pytest

from sheets_coc.dates import NEVER
from sheets_coc.retention.explain import reason
from sheets_coc.retention.terms import DatedRecord, State
from tests.builders import record

DAY = date(2026, 12, 13)


def said(state, *, cells=None, **dates):
    return reason(
        DatedRecord(
            record(**({"decision": "resolved"} | (cells or {}))), "all", State(state), **dates
        )
    )


@pytest.mark.parametrize(
    ("state", "dates", "words"),
    [
        ("expunged", {"cells": {"expunged": True}, "extended_by": ("calm-cup",)}, ""),
        ("error", {"hand_set": True, "effective": DAY}, "an error; see validate"),
        ("due", {"goes_on": DAY, "hand_set": True, "effective": DAY}, "goes with the next run"),
        ("announced", {"goes_on": DAY, "extended_by": ("calm-cup",)}, "goes on 2026-12-13"),
        ("waiting", {"waits_for": ("a", "b", "c", "d")}, "waits for a, b and 2 more"),
        ("held", {"cells": {"held": True}, "hand_set": True, "effective": DAY}, "on hold"),
        ("kept", {"cells": {"held": True}, "effective": DAY}, "on hold"),
        ("kept", {"hand_set": True, "effective": DAY, "policy_date": date(2027, 1, 2)},
         "set by hand; the policy says 2027-01-02"),
        ("kept", {"hand_set": True, "effective": DAY}, "set by hand"),
        ("permanent", {"hand_set": True, "effective": NEVER}, "set by hand"),
        ("open", {"cells": {"decision": "open"}}, "not decided"),
        ("open", {"cells": {"decision": None, "no_date": "n/a"}},
         "not decided; n/a counts as no date"),
        ("kept", {"cells": {"decision": None, "has_decision_column": False, "no_date": "n/a"}},
         "n/a counts as no date"),
        ("kept", {"cells": {"decision": None, "has_decision_column": False}},
         "no date in the sheet"),
        ("kept", {"effective": DAY, "extended_by": ("calm-cup", "home-shelf")},
         "kept on by calm-cup, home-shelf"),
        ("kept", {"cells": {"extended_until": DAY}, "effective": DAY},
         "kept on by a record expunged since"),
        ("kept", {"effective": DAY}, ""),
        ("kept", {}, "no date yet"),
    ],
)  # fmt: skip
def test_the_first_that_applies_is_said(state, dates, words):
    assert said(state, **dates) == words
