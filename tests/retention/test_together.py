"""Records of one person that go together, because a code is all that tells who it is."""

from datetime import date

import pytest

from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.retention.together import TOGETHER, together
from tests.builders import record

TODAY = date(2027, 9, 9)
PAST, NEXT, AHEAD = date(2027, 4, 1), date(2027, 9, 12), date(2027, 9, 20)


def dated(case, state, effective=PAST, goes_on=None, codes=("blue jay",), **cells):
    one = record(case=case, persons=codes, **cells)
    return DatedRecord(one, "all", State(state), effective=effective, goes_on=goes_on)


def found(*dates):
    return [(one.state.value, one.goes_on, one.waits_for) for one in together(dates, TODAY)]


LEAVES = dated("home shelf", "due", goes_on=PAST)


@pytest.mark.parametrize("state", ["open", "error", "held", "permanent", "waiting"])
def test_past_its_date_it_waits_for_one_that_stays(state):
    stays = dated("calm lamp", state)
    assert found(LEAVES, stays) == [("waiting", None, ("calm lamp",)), (state, None, ())]
    assert together((LEAVES, stays), TODAY)[0].why == TOGETHER


def test_before_its_date_nothing_is_announced_while_one_stays():
    near = dated("home shelf", "kept", effective=AHEAD, goes_on=AHEAD)
    assert found(near, dated("calm lamp", "open"))[0] == ("kept", None, ())


def test_all_go_on_the_last_of_their_days():
    notice = dated("calm lamp", "announced", goes_on=NEXT)
    last = dated("odd table", "kept", effective=AHEAD, goes_on=AHEAD)
    assert found(LEAVES, notice, last) == [
        ("announced", AHEAD, ()), ("announced", AHEAD, ()), ("kept", AHEAD, ()),
    ]  # fmt: skip
    assert found(LEAVES, LEAVES) == [("due", PAST, ()), ("due", PAST, ())]


@pytest.mark.parametrize("cells", [{"subjects": "Ada Pretend"}, {"contacts": "a@example.org"}])
def test_one_that_names_somebody_goes_on_its_own_day(cells):
    named = dated("home shelf", "due", goes_on=PAST, **cells)
    assert found(named, dated("calm lamp", "open"))[0] == ("due", PAST, ())


def test_it_waits_for_the_others_of_everybody_in_the_case():
    both = dated("calm lamp", "due", goes_on=PAST, codes=("blue jay", "red fox"))
    stays = dated("odd table", "open", codes=("red fox",))
    assert found(LEAVES, both, stays) == [
        ("waiting", None, ("calm lamp",)),
        ("waiting", None, ("home shelf", "odd table")),
        ("open", None, ()),
    ]
    assert found(LEAVES, dated("odd table", "open", codes=("red fox",)))[0] == ("due", PAST, ())


def test_what_has_gone_keeps_nobody():
    gone = dated("calm lamp", "expunged", expunged=True)
    assert found(LEAVES, gone)[0] == ("due", PAST, ())
