"""Days remembered about a case go with its record."""

from datetime import date

from sheets_coc.policy import parse
from sheets_coc.records import remembered
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.tool_columns import redact_changes
from sheets_coc.todo.analysis import analyse
from tests.harness.world import moment
from tests.sheets import applied, snapshot

POLICY = parse(b"[retention]\nnotice_days = 0\n")


def test_what_is_remembered_of_a_case_goes_when_its_record_is_expunged():
    book = snapshot(
        {"case": "calm-lamp", "reported_on": "2025-01-15", "subjects": "Torvald Quixby",
         "decision": "Violation, resolved"},
        {"case": "new-roof", "reported_on": "2026-10-15", "subjects": "Marta Pohl",
         "decision": "Violation, resolved", "hold": "a court asks"},
    )  # fmt: skip
    kept = {
        remembered.key(prefix, case): "2025-01-20"
        for prefix in (remembered.HELD, remembered.RESTART)
        for case in ("calm-lamp", "new-roof")
    }
    book.metadata.update(kept)
    seen = analyse(book, POLICY, date(2026, 11, 21), "seed")
    changes = redact_changes(seen, redaction_plan(seen, apply=True), moment(date(2026, 11, 21)))
    left = applied(book, changes).metadata
    assert kept.keys() & left.keys() == {
        remembered.key(prefix, "new-roof") for prefix in (remembered.HELD, remembered.RESTART)
    }
    # What an earlier version left of a record that is gone goes at the next look.
    again = applied(book, changes)
    again.metadata.update(kept)
    seen = analyse(again, POLICY, date(2026, 11, 22))
    assert seen.remember[remembered.key(remembered.RESTART, "calm-lamp")] is None
