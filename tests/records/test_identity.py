"""Who is the same person, who may be."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.people.fuzzy import near_names, one_letter_apart
from sheets_coc.records.identity import Links
from sheets_coc.records.record import Record
from tests.builders import record, records


def relation(one: dict[str, Any], other: dict[str, Any]) -> str:
    links = Links(records(one, other))
    for first, second in ((0, 1), (1, 0)):
        assert (second in links.same(first)) == (first in links.same(second))
        assert (second in links.possible(first)) == (first in links.possible(second))
        assert first not in {*links.same(first), *links.possible(first)}
    if 1 in links.same(0):
        assert not links.possible(0)
        return "same"
    return "possible" if 1 in links.possible(0) else "different"


ADA = {"subjects": ["Ada Abbot"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ADA, {"subjects": "abbot, ada"}),
        (ADA, {"subjects": "Ada Abbot", "contacts": "a@example.org"}),
        ({"contacts": "A@example.org"}, {"contacts": "mailto:a@example.org"}),
        (
            {**ADA, "contacts": "a@example.org"},
            {"subjects": "user_17", "contacts": ["b@example.org", "a@example.org"]},
        ),
        (
            {"subjects": ["Ada Abbot", "Bo Marsh"]},
            {"subjects": ["Al Fenn", "Bo Marsh"]},
        ),
        ({"subjects": "user_17"}, {"subjects": "@user_17"}),
        ({"aliases": "Zaphod"}, {"aliases": "zaphod"}),
        ({**ADA, "aliases": "user_17"}, {"subjects": "user_17"}),
        ({**ADA, "aliases": "Zaphod"}, {"subjects": "Zaphod"}),
        # What everybody may be called still is the name of somebody without anything else.
        ({"aliases": "Zaphod", "contacts": "a@example.org"}, {"aliases": "Zaphod"}),
        ({**ADA, "aliases": "Zaphod"}, {"aliases": "Zaphod", "contacts": "a@example.org"}),
        # A shared alias is how people answer the question about different contacts.
        (
            {**ADA, "contacts": "a@example.org", "aliases": "ada_bbot"},
            {**ADA, "contacts": "b@example.org", "aliases": "ada_bbot"},
        ),
        (
            {**ADA, "contacts": "https://github.com/o/r/issues/1"},
            {**ADA, "contacts": "a@example.org"},
        ),
        ({"subjects": "ada@example.org"}, {"contacts": "Ada@Example.org"}),
    ],
)
def test_the_same_person(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert relation(one, other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**ADA, "contacts": "a@example.org"}, {**ADA, "contacts": "b@example.org"}),
        (ADA, {"subjects": "Ada Abbott"}),
        (ADA, {"subjects": "Ada Abbots", "contacts": "a@example.org"}),
        (ADA, {"subjects": "A. Abbot"}),
        (ADA, {"subjects": "Ada Maria Abbot"}),
        ({"subjects": "Jörg Müller"}, {"subjects": "Jorg Mueller"}),
        ({"subjects": "Jörg Müller"}, {"subjects": "Mueller, Joerg"}),
        ({"subjects": "Søren Ågård"}, {"subjects": "Soeren Aagaard"}),
        ({"subjects": "Ada"}, {"subjects": "Ada"}),
        (
            {"subjects": "Robert Smith", "aliases": "Bob", "contacts": "a@example.org"},
            {"subjects": "Bo Marsh", "aliases": "Bob", "contacts": "b@example.org"},
        ),
        (
            {"subjects": "Robert Smith", "aliases": "Bob"},
            {"subjects": "Bo Marsh", "aliases": "Bob"},
        ),
        (
            {"aliases": "Bob", "contacts": "a@example.org"},
            {"aliases": "Bob", "contacts": "b@example.org"},
        ),
        (
            {"aliases": "Bob", "contacts": "a@example.org"},
            {"subjects": "Bob", "contacts": "b@example.org"},
        ),
        ({"contacts": "@adabbot"}, {"contacts": "github.com/adabbot"}),
        ({"subjects": "ada_abbot"}, {"contacts": "github.com/ada_abbot"}),
    ],
)
def test_possible_repeats(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert relation(one, other) == "possible"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ADA, {"subjects": "Bo Marsh"}),
        (ADA, {"subjects": "Bo Abbot"}),
        ({}, {}),
        ({"subjects": "Unknown attendee"}, {"subjects": "unknown attendee"}),
        (
            {"subjects": "Ada", "contacts": "a@example.org"},
            {"subjects": "Ada", "contacts": "b@example.org"},
        ),
        ({"contacts": "example.org"}, {"contacts": "example.org"}),
        (
            {"contacts": "https://github.com/o/r/issues/1"},
            {"contacts": "https://github.com/o/r/issues/1"},
        ),
        ({"subjects": "Attendee 12"}, {"subjects": "Attendee 13"}),
        ({**ADA, "expunged": True}, ADA),
        ({"reporter": "Ada Abbot"}, ADA),
        ({**ADA, "not_same_as": frozenset({" CASE-2 "})}, ADA),
        (
            {"contacts": "desk@example.org"},
            {"contacts": "desk@example.org", "not_same_as": frozenset({"case-1"})},
        ),
        (
            {"case": "stunned-bulb", "subjects": "Ada Abbot"},
            {"case": "stunned-bulb/2", "subjects": "Ida Abbot"},
        ),
    ],
)
def test_different_people(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert relation(one, other) == "different"


def test_pairs_come_once_each() -> None:
    found = Links(
        records(
            {**ADA, "contacts": "a@example.org"},
            {**ADA, "contacts": "b@example.org"},
            {"subjects": "Bo Marsh"},
            {**ADA, "contacts": "c@example.org"},
        )
    )
    assert list(found.possible_pairs()) == [(0, 1), (0, 3), (1, 3)]


def test_links_show_nothing() -> None:
    assert "bbot" not in repr(Links(records(ADA))) + repr(vars(Links(records(ADA)))["_index"])


_POOL = st.sampled_from(
    ["Ada Abbot", "Abbot, Ada", "Ada Abbott", "A. Abbot", "Ada", "user_17", "@user_17", "Bo Marsh"]
)
_CONTACTS = st.sampled_from(["a@example.org", "A@EXAMPLE.ORG", "@user_17", "github.com/user_17"])
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "subjects": st.lists(_POOL, max_size=2),
            "aliases": st.lists(st.one_of(_POOL, st.sampled_from(["Bob", "bob"])), max_size=1),
            "contacts": st.lists(_CONTACTS, max_size=2),
            "expunged": st.booleans(),
        }
    ),
    min_size=2,
    max_size=7,
)


@given(_ROWS, st.randoms(use_true_random=False))
def test_being_the_same_is_mutual_and_does_not_depend_on_order(
    rows: list[dict[str, Any]], chance: Any
) -> None:
    made = records(*rows)
    shuffled = list(made)
    chance.shuffle(shuffled)
    links, mixed = Links(made), Links(shuffled)

    def cases(found: Links, order: list[Record], row: Record) -> tuple[set[str], set[str]]:
        i = order.index(row)
        same = {order[j].name for j in found.same(i)}
        return same, {order[j].name for j in found.possible(i)}

    for i, row in enumerate(made):
        assert cases(links, made, row) == cases(mixed, shuffled, row)
        same, possible = set(links.same(i)), set(links.possible(i))
        assert not same & possible
        assert all(i in links.same(j) for j in same)
        assert all(i in links.possible(j) for j in possible)
        assert not row.expunged or not same | possible


@given(st.integers(2, 6))
def test_a_plain_word_never_joins_people_whom_contacts_tell_apart(number: int) -> None:
    called = [
        {"aliases": "Bob", "subjects": f"Person {chr(65 + n)}", "contacts": f"{n}@example.net"}
        for n in range(number)
    ]
    links = Links(records(*called))
    for i in range(number):
        assert not links.same(i)
        assert set(links.possible(i)) == set(range(number)) - {i}


_LETTERS = st.text("abc", min_size=3, max_size=7)


@given(_LETTERS, st.integers(0, 7), st.sampled_from("abcd"))
def test_one_letter_more_is_one_letter_apart(part: str, at: int, letter: str) -> None:
    longer = part[:at] + letter + part[at:]
    assert one_letter_apart(part, longer)
    assert one_letter_apart(longer, part)


@given(st.lists(st.tuples(_LETTERS, _LETTERS), min_size=2, max_size=40))
def test_near_names_are_found_in_crowds_as_in_pairs(names: list[tuple[str, str]]) -> None:
    keys = {" ".join(sorted(name)) for name in names}
    crowd = near_names(keys)
    for one in keys:
        for other in keys - {one}:
            pair = near_names({one, other})
            assert (other in crowd.get(one, ())) == (other in pair.get(one, ()))


def test_a_sentence_in_the_names_is_no_burden() -> None:
    words = " ".join(f"word{n}" for n in range(5000))
    links = Links([record(1, subjects=words), record(2, subjects=words)])
    assert set(links.same(0)) == {1}


def test_a_word_that_several_people_are_called_makes_nobody_the_same():
    rows = [
        record(0, subjects=("Robert Underhay",), aliases=("Bob",), contacts=("r@example.org",)),
        record(1, subjects=("Bobby Quixby",), aliases=("Bob",), contacts=("q@example.org",)),
        record(2, subjects=("Bob",)),
        record(3, subjects=("Robert Underhay",), aliases=("Bob",), contacts=("r@example.org",)),
    ]
    links = Links(rows)
    assert (set(links.same(2)), set(links.possible(2))) == (set(), {0, 1, 3})
    assert set(links.same(0)) == {3}
    alone = Links([rows[0], rows[2], rows[3]])
    assert set(alone.same(1)) == {0, 2}
