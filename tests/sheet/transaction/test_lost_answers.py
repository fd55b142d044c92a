"""Answers that are lost, late or refusals: the outcome is the same, or is known."""

import pytest

from sheets_coc.errors import GoogleError, OutcomeUnknown
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.model import AppendRow, Changes
from tests.sheet.transaction.outcome import BATCH, DONE, UNTOUCHED

FAULTS = [
    "drop_before",
    "drop_after",
    "timeout_before",
    "timeout_after",
    "truncate",
    "html",
    "status",
    "error_after",
    "reshape",
]


@pytest.mark.parametrize("action", FAULTS)
@pytest.mark.parametrize("path", [r"fields=spreadsheetId", BATCH])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_lost_answer_changes_nothing_about_the_outcome(house, action, path, nth):
    rule = house.rule(action, path=path, nth=nth, body={"some": "thing"})
    outcome = house.run()
    assert rule.fired == 1 or (path != BATCH and nth == 2)
    assert outcome.applied
    assert house.records() == DONE
    assert house.locks() == 0
    assert len(house.look().tab("Log").values) == 2


@pytest.mark.parametrize("action", FAULTS)
@pytest.mark.parametrize("nth", [1, 2])
def test_added_rows_are_added_once(house, action, nth):
    def note(snapshot):
        log = snapshot.tab("Log")
        return Changes(appended=(AppendRow(log.id, ("ran",)),)), None

    house.rule(action, path=BATCH, nth=list(range(1, nth + 1)), body=[])
    house.run(note)
    assert house.look().tab("Log").values == [["What", "Cases"], ["ran"]]


def test_a_lost_write_followed_by_edits_is_recognised(house):
    house.rule(
        "edit_after",
        path=BATCH,
        nth=2,
        who="editor",
        edit=PersonEdit("sort", tab="Records", column="A", descending=True),
    )
    house.rule("drop_after", path=BATCH, nth=2)
    outcome = house.run()
    assert outcome.rounds == 1
    assert house.records() == DONE


def test_google_stays_away_after_a_write(house):
    house.rule("drop_after", path=BATCH, nth=2)
    house.rule("drop_before", nth=list(range(1, 100)), path=r"search|fields=spreadsheetId%2Csheets")
    house.rule("drop_before", nth=list(range(3, 100)), path=BATCH)
    with pytest.raises(OutcomeUnknown):
        house.run()
    assert house.records() == DONE


def test_quota_for_a_minute_is_waited_out(house):
    house.rule("status", code=429, nth=list(range(2, 7)), path=r"/v4/")
    assert house.run().applied
    assert 30 < sum(house.naps) < 200
    assert house.records() == DONE


def test_quota_for_ever_is_an_error(house):
    house.rule("status", code=429, path=r"/v4/")
    with pytest.raises(GoogleError) as caught:
        house.run()
    assert caught.value.code == "quota"


@pytest.mark.parametrize(
    ("code", "told"), [(401, "login-refused"), (403, "not-shared"), (404, "not-found")]
)
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_refusals_end_the_run_and_leave_nothing(house, code, told, nth):
    house.rule(
        "status", code=code, path=r"/v4/", nth=[nth, nth + 1, nth + 2] if code == 401 else nth
    )
    with pytest.raises(GoogleError) as caught:
        house.run()
    assert caught.value.code == told
    assert house.records() == UNTOUCHED
    assert house.locks() == 0
    assert house.look().undo == []
