"""Whom a typed name means: a member, several, the nearest one, or nobody."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.committee.names import Directory, NameMatch, parts

MEMBERS = ("Ada Quill", "Łucja Żak-Wrona", "Alex Marsh", "Alex Tinker", "Jean-Luc O'Dell", "Li Wei")


@pytest.mark.parametrize(
    ("typed", "member"),
    [
        ("Ada Quill", 0),
        ("  ada   QUILL ", 0),
        ("Quill, Ada", 0),
        ("Ada", 0),
        ("ada quill (standing in)", 0),
        ("A. Quill", 0),
        ("Lucja Zak Wrona", 1),
        ("ŁUCJA ŻAK-WRONA", 1),
        ("Alex Marsh", 2),
        ("Alex M.", 2),
        ("Jean Luc O'Dell", 4),
        ("Wei Li", 5),
    ],
)
def test_whom_a_name_means(typed: str, member: int) -> None:
    found = Directory(MEMBERS).match(typed)
    assert (found.how, found.members) == (NameMatch.ONE, (member,))


@pytest.mark.parametrize(
    ("typed", "member"),
    [("Ada Quil", 0), ("Ada Qiull", 0), ("Adda Quill", 0), ("Alex Marshh", 2), ("Quilll", 0)],
)
def test_a_typing_error_finds_the_nearest_member(typed: str, member: int) -> None:
    found = Directory(MEMBERS).match(typed)
    assert (found.how, found.members) == (NameMatch.MISSPELT, (member,))


@pytest.mark.parametrize(
    ("typed", "members"),
    [
        ("Alex", (2, 3)),
        ("Ada / Alex Marsh", (0, 2)),
        ("Ada & Li Wei", (0, 5)),
        ("Ada Quill and Alex Tinker", (0, 3)),
        ("Ada Quill, Li Wei", (0, 5)),
        ("Ada Quill\nLi Wei", (0, 5)),
        ("Ada or Alex", (0, 2, 3)),
    ],
)
def test_a_name_that_is_two_members(typed: str, members: tuple[int, ...]) -> None:
    found = Directory(MEMBERS).match(typed)
    assert (found.how, found.members) == (NameMatch.SEVERAL, members)


@pytest.mark.parametrize(
    "typed", ["Zoe Unknown", "A.", "Q", "?!", "", "Marsha Alexander", "W", "Alex Xarx"]
)
def test_a_name_that_is_no_member(typed: str) -> None:
    assert Directory(MEMBERS).match(typed).how is NameMatch.NONE


@pytest.mark.parametrize("typed", ["Member 1", "Member 8", "Member 99", "Person Z"])
def test_names_that_differ_in_a_number_or_letter_only_are_different_people(typed: str) -> None:
    members = ["Member 10", "Member 11", "Member 12", "Person A", "Person B"]
    assert Directory(members).match(typed).how is NameMatch.NONE


def test_the_same_name_twice_is_two_members() -> None:
    assert Directory(["Ada Quill", "Quill Ada"]).match("ada quill").members == (0, 1)


def test_nobody_to_match() -> None:
    assert Directory([]).match("Ada").how is NameMatch.NONE
    assert "Ada" not in repr(Directory(["Ada Quill"]))


@given(st.text(max_size=60))
def test_any_text_can_be_matched(typed: str) -> None:
    found = Directory(MEMBERS).match(typed)
    assert (found.how in (NameMatch.ONE, NameMatch.MISSPELT)) == (len(found.members) == 1)


@given(st.sampled_from(MEMBERS), st.randoms(use_true_random=False))
def test_order_and_case_do_not_matter(name: str, random: Random) -> None:
    words = name.split()
    random.shuffle(words)
    assert parts(" ".join(words).swapcase()) == parts(name)
