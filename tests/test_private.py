"""The private type lets nothing out unless it is asked by name."""

import copy
import json
import logging
import pickle
import string

import pandas as pd
import pytest

from sheets_coc import private
from sheets_coc.private import MASK, Private

SECRET = "Ottilie Wendel"
HIDDEN = Private(SECRET)


@pytest.mark.parametrize(
    "shown",
    [
        str(HIDDEN),
        repr(HIDDEN),
        f"{HIDDEN}",
        f"{HIDDEN!r:>40}",
        f"{HIDDEN:>30}",
        "%s %r" % (HIDDEN, HIDDEN),  # noqa: UP031 - this very way out is tested
        "{}".format(HIDDEN),  # noqa: UP032
        string.Template("$x").substitute(x=HIDDEN),
        repr([HIDDEN]),
        repr({"a": HIDDEN}),
        ", ".join(map(str, [HIDDEN])),
        str(ValueError(HIDDEN)),
        repr(ValueError(HIDDEN)),
        pd.DataFrame({"a": [HIDDEN]}).to_string(),
        pd.DataFrame({"a": [HIDDEN]}).to_csv(),
        json.dumps({"a": HIDDEN}, default=str, ensure_ascii=False),
    ],
)
def test_no_text_shows_it(shown):
    assert SECRET not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: json.dumps(HIDDEN),
        lambda: pickle.dumps(HIDDEN),
        lambda: "".join([HIDDEN]),
        lambda: "x" + HIDDEN,
        lambda: list(HIDDEN),
        lambda: HIDDEN[0],
        lambda: len(HIDDEN),
        lambda: HIDDEN.__value,
        lambda: vars(HIDDEN),
        lambda: bytes(HIDDEN),
        lambda: sorted([HIDDEN, Private("b")]),
    ],
)
def test_nothing_implicit_takes_it_out(attempt):
    with pytest.raises((TypeError, AttributeError)) as caught:
        attempt()
    assert SECRET not in str(caught.value)


def test_logging_shows_nothing(caplog):
    logging.getLogger("x").warning("value %s", HIDDEN)
    assert SECRET not in caplog.text


def test_it_compares_and_groups_by_value():
    assert Private("a") == Private("a") != Private("b")
    assert len({Private("a"), Private("a")}) == 1
    assert Private("a") != "a"
    assert not Private("")
    assert copy.deepcopy([HIDDEN])[0] is HIDDEN
    assert copy.copy(HIDDEN) is HIDDEN


def test_reveal_is_the_way_out():
    assert HIDDEN.reveal() == SECRET


def test_what_is_remembered_of_cells_is_forgotten_on_request():
    asked = []

    @private.remembered(2)
    def answer(cell):
        asked.append(cell)
        return cell.upper()

    assert [answer("a"), answer("a")] == ["A", "A"]
    private.forget()
    assert answer("a") == "A"
    assert asked == ["a", "a"]


def test_a_list_that_was_read_is_forgotten_with_the_cells():
    from sheets_coc.screening.lists import content

    assert not content._has_given_name("Quandringer, Zibulka")
    assert content._has_given_name.cache_info().currsize
    private.forget()
    assert not content._has_given_name.cache_info().currsize
