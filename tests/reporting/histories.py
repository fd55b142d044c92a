"""Random histories of a records sheet, and what redaction makes of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from sheets_coc.dates import to_serial
from sheets_coc.policy import Policy, default
from sheets_coc.records.reading import read_records
from sheets_coc.redaction.row_redaction import ALL, REPORTER, row_redactions
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import DECISION_LABELS, Decision
from sheets_coc.sheet.model import Changes, Snapshot
from tests.sheets import applied

TODAY = date(2026, 11, 21)

PEOPLE = (
    "Ann Quillfeather; Bo Tarnished",
    "Ann Quillfeather & Bo Tarnished and Cy Umberlight",
    "Quillfeather, Ann",
    "@quill_99",
    "Expunged",
    "Expunged (3)",
    "Expunged; Ann Quillfeather",
    "Ann Quillfeather\nAnn Quillfeather",
    "Na Umberlight",
    "unknown",
    "none",
    "-",
    "n/a",
    "",
    None,
    42.0,
    True,
)
ACTIONS = (
    "No",
    "no action needed",
    "None",
    "N/A",
    "-",
    "Yes",
    "Ann Quillfeather was warned",
    "Ann: no action",
    "@quill_99 muted",
    "Wrote to Bo Tarnished; no answer",
    "Na Umberlight was warned",
    "Expunged",
    "",
    None,
    True,
    False,
)
FLAGS = ("", None, "no", "flagged", "banned", "Blacklisted", "flagged (Ann Quillfeather)", "maybe",
         "Na Umberlight was flagged")  # fmt: skip
DATES = (
    *(to_serial(date(year, month, 14)) for year in range(2021, 2027) for month in (1, 6, 7, 12)),
    "2024-02-29",
    "15 March 2023",
    "3/4/2022",
    "soon",
    "",
    None,
)
CASES = ("stunned-bulb", "stunned-bulb/2", "Quiet-River", "quiet-river", "ann-fern", "2019/3", None)
EVENTS = ("DjangoCon Europe 2025", "djangocon europe", "Summit 2024; DjangoCon US", "", None)


def rows(decisions: bool = True) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a records sheet, half filled, wrongly filled, and copied."""
    columns: dict[str, st.SearchStrategy[Any]] = {
        "reported_on": st.sampled_from(DATES),
        "reporter": st.sampled_from(("Dee Vandersnatch", "", None, "Expunged")),
        "subjects": st.sampled_from(PEOPLE),
        "contacts": st.sampled_from(("ann@quill.example", "", None)),
        "summary": st.sampled_from(("Ann Quillfeather shouted.", "", None)),
        "our_action": st.sampled_from(ACTIONS),
        "local_action": st.sampled_from(ACTIONS),
        "flag": st.sampled_from(FLAGS),
        "expunge_on": st.sampled_from((*DATES, "never")),
    }
    if decisions:
        columns |= {
            "case": st.sampled_from(CASES),
            "decision": st.sampled_from((*DECISION_LABELS.values(), "", None, "type 3", "hm")),
            "banned_until": st.sampled_from(("permanent", to_serial(date(2027, 1, 1)), None)),
            "decided_on": st.sampled_from(DATES),
            "responded_on": st.sampled_from(DATES),
            "event": st.sampled_from(EVENTS),
            "row_check": st.sampled_from(("2a1b2c3", None)),
        }
    return st.lists(st.fixed_dictionaries(columns), max_size=10)


def expunged(before: Snapshot, chosen: Sequence[bool], policy: Policy | None = None) -> Snapshot:
    """The sheet after the chosen records have gone, due or not.

    Those whose decision and flag disagree never go before that is settled, and those that
    have gone do not go again.
    """
    policy = policy or default()
    sheet = read_records(before, policy, TODAY)
    going = [
        DatedRecord(
            record,
            REPORTER if record.decision is Decision.NOBODY_IDENTIFIED else ALL,
            State.DUE,
        )
        for record, goes in zip(sheet.records, chosen, strict=False)
        if goes and not record.expunged and "flag-disagrees" not in record.blocked_by
    ]
    done = row_redactions(sheet, policy, going, TODAY)
    assert not done.failed
    return applied(before, Changes(cells=done.cells))
