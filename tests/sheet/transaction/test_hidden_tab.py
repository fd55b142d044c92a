"""The hidden tab that keeps what was there: protected, labelled, deleted, or left for a person."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sheets_coc.errors import GoogleError, SafetyStop
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.state.model import as_cell
from sheets_coc.sheet.model import Changes, Tab
from sheets_coc.sheet.transaction.put_back import remade
from sheets_coc.sheet.transaction.state import Run as State
from sheets_coc.sheet.transaction.transaction import recover
from sheets_coc.sheet.undo_tab import Copy, Kind, Label, closed, copies, unfinished
from tests.sheet.conftest import House
from tests.sheet.transaction.dying import die, later
from tests.sheet.transaction.outcome import BATCH, DONE, UNTOUCHED


def test_the_rows_stand_in_the_hidden_tab_until_then(house):
    die(house, 2)
    [copy] = map(Copy.read, house.look().undo)
    assert copy.label.kind is Kind.UNDO
    assert copy.tab.hidden
    assert copy.tab.value(2, 1) == "Person 1"
    assert copy.left(2, 1) == "Expunged"


def test_a_young_hidden_tab_is_a_lock(house):
    die(house, 2)
    house.google.edit(PersonEdit("remove_protection", tab="Records"))
    assert not later(house, 1).applied  # what is due seems to have gone
    line = PersonEdit("add_row", tab="Records", values=["case-9", "Person 9", "Story", "yes"])
    house.google.edit(line)
    with pytest.raises(SafetyStop) as stopped:
        later(house, 1)
    assert stopped.value.code == "locked"
    house.google.edit(PersonEdit("delete_rows", tab="Records", row=10))
    assert later(house, 1, break_lock=True).applied
    assert house.records() == DONE


def protect(house: House, block: str = "A:A") -> Tab:
    """The owner protects the only hidden tab."""
    [tab] = house.look().undo
    house.google.edit(PersonEdit("protect", tab=tab.title, block=block), "owner")
    return tab


def test_a_hidden_tab_that_somebody_protected_stays_and_nothing_else_does(house):
    die(house, 2)
    tab = protect(house)
    for _ in range(2):  # and what went meanwhile is never put back from it
        later(house)
        assert house.records() == DONE
        assert house.locks() == 0
        seen = house.session().read()
        assert [one.title for one in closed(seen)] == [tab.title]
        assert [Copy.read(one).label.kind for one in seen.undo] == [Kind.SPENT]
        assert not unfinished(seen)
    assert house.look().tab("Log").values[1:] == [["redact", "case-1 case-4 case-7"]]
    house.google.edit(PersonEdit("remove_protection", tab=tab.title), "owner")
    later(house)
    assert house.records() == DONE
    assert house.look().undo == []


def test_one_protected_before_the_write_is_known_to_be_right_stays_and_all_is_logged(house):
    session = house.session()
    send = session.http.fetch

    def fetch(method, url, **options):
        kept = house.session("owner").read().undo if "batchUpdate" in url else []
        for tab in kept:
            if Copy.read(tab).label.kind is Kind.UNDO and not tab.protections:
                house.google.edit(PersonEdit("protect", tab=tab.title), "owner")
        return send(method, url, **options)

    session.http.fetch = fetch
    house.run(session=session)
    assert house.records() == DONE
    [left] = house.look().undo
    assert Copy.read(left).label.kind is Kind.SPENT
    assert house.look().tab("Log").values[1:] == [["redact", "case-1 case-4 case-7"]]
    house.google.edit(PersonEdit("remove_protection", tab=left.title), "owner")
    assert recover(house.session(), house.look(), run_id="next").undo == []


def test_what_cannot_be_put_back_stays_whole_where_the_hidden_tab_is_protected(house):
    die(house, 2)
    house.google.edit(PersonEdit("delete_rows", tab="Records", row=3))
    protect(house)
    later(house)
    [copy] = map(Copy.read, house.look().undo)
    assert (copy.label.kind, copy.tab.value(2, 0)) == (Kind.KEPT, "case-1")


def test_where_google_guards_the_label_as_well_the_run_stops_and_says_what_to_do(house):
    die(house, 2)
    tab = protect(house)

    def closed_to_all(session):
        send = session.http.fetch

        def fetch(method, url, *, body=None, **options):
            if '"kind":"spent"' in str(body):
                raise GoogleError("Google refused.", code="refused")
            return send(method, url, body=body, **options)

        session.http.fetch = fetch
        return session

    for _ in range(2):
        session = closed_to_all(house.session())
        with pytest.raises(GoogleError) as stopped:
            house.run(
                session=session,
                run_id="next",
                now=lambda: datetime.now(UTC) + timedelta(minutes=11),
            )
        assert stopped.value.code == "hidden-tab-protected"
        assert tab.title in stopped.value.message
        assert "Protect sheets and ranges" in stopped.value.message
        assert house.records() == UNTOUCHED
    house.google.edit(PersonEdit("remove_protection", tab=tab.title), "owner")
    later(house)
    assert house.records() == DONE
    assert house.look().undo == []


def test_the_owner_deletes_the_hidden_tab_and_memory_stands_for_it(house):
    edit = PersonEdit("insert_rows", tab="Records", row=3)
    house.rule("edit_before", path=BATCH, nth=2, edit=edit)
    session = house.session()
    send, deleted = session.http.fetch, []

    def fetch(method, url, **options):
        kept = house.session("owner").read().undo if "batchUpdate" in url else []
        for tab in kept:
            if Copy.read(tab).label.kind is Kind.UNDO and not deleted:
                deleted.append(tab.title)
                house.google.edit(PersonEdit("delete_tab", tab=tab.title))
        return send(method, url, **options)

    session.http.fetch = fetch
    assert house.run(session=session).repaired
    assert deleted
    assert house.records() == DONE


def test_a_label_says_what_it_is_and_a_broken_one_is_for_a_person(house):
    die(house, 2)
    [tab] = house.look().undo
    label = Copy.read(tab).label
    assert Label.read(label.text()) == label
    assert Label.read("nonsense").kind is Kind.KEPT
    earlier = {k: v for k, v in json.loads(label.text()).items() if k != "source"}
    assert Label.read(json.dumps(earlier)) == replace(label, source=0)


def test_the_newest_write_is_told_by_its_number_whatever_clocks_say(house):
    die(house, 2)
    first = house.look().undo
    labels = [Label.read(tab.metadata["sheets-coc-undo"]) for tab in first]
    later_by_clock = replace(first[0], metadata={"sheets-coc-undo": replace(
        labels[0], taken=labels[0].taken + timedelta(seconds=1)).text()})  # fmt: skip
    second = replace(first[0], id=9, metadata={"sheets-coc-undo": replace(
        labels[0], run="next", write=labels[0].write + 1).text()})  # fmt: skip
    given_up = replace(first[0], id=10, metadata={"sheets-coc-undo": replace(
        labels[0], run="a", write=labels[0].write + 2, taken=None).text()})  # fmt: skip
    seen = replace(house.look(), undo=[given_up, second, later_by_clock])
    assert [copy.tab.id for copy in copies(seen)] == [later_by_clock.id, 9, 10]
    run = State(house.session(), lambda seen: (Changes(), None), "x", False, None, None)
    run.count_write(seen)
    assert run.writes == labels[0].write + 3


def test_a_hidden_tab_made_from_memory_takes_no_look_away(house):
    tab = house.look().tab("Records")
    at = {"sheetId": tab.id, "startRowIndex": 2, "endRowIndex": 3,
          "startColumnIndex": 1, "endColumnIndex": 2}  # fmt: skip
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    fields = "userEnteredFormat.textFormat.bold"
    owner = house.session("owner")
    owner.batch([{"repeatCell": {"range": at, "cell": bold, "fields": fields}}])
    die(house, 2)
    [copy] = map(Copy.read, house.look().undo)
    anew = remade(replace(copy.label, taken=None), copy, copy.rows)
    owner.batch([{"deleteSheet": {"sheetId": copy.tab.id}}, *anew])
    session = house.session()
    recover(session, session.read(), run_id="next", break_lock=True)
    assert house.records() == UNTOUCHED
    assert house.look().undo == []
    with house.google.store.read() as state:
        cell = as_cell(state.spreadsheet(house.spreadsheet).tab(tab.id).get(2, 1))
    assert cell.format["textFormat"]["bold"] is True


@pytest.mark.parametrize("closed_part", [None, "H:H"])
def test_no_filter_is_cleared_where_the_tab_is_partly_closed(house, closed_part):
    if closed_part:
        house.google.edit(PersonEdit("protect", tab="Records", block=closed_part), "owner")
    session = house.session()
    send, sent = session.http.fetch, []

    def fetch(method, url, **options):
        sent.append(str(options))
        return send(method, url, **options)

    session.http.fetch = fetch
    assert house.run(session=session).applied
    assert any("clearBasicFilter" in one for one in sent) is (closed_part is None)
