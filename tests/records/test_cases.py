"""Case names."""

import random

import pytest

from sheets_coc.records import cases


def test_new_names_are_two_words_and_new():
    taken: set[str] = set()
    draw = random.Random(1)
    for _ in range(500):
        name = cases.new_case(taken, draw)
        assert cases.is_code_name(name)
        assert name not in taken
        taken.add(name)


def test_the_same_draw_gives_the_same_name():
    assert cases.new_case((), random.Random("a")) == cases.new_case((), random.Random("a"))


def test_a_new_name_names_nobody():
    draw = random.Random("a")
    unlucky = cases.new_case((), random.Random("a")).replace("-", " ").title()
    assert not cases.tells(cases.new_case((), draw, [unlucky]), [unlucky])


@pytest.mark.parametrize("typed", ["stunned-bulb", "Stunned Bulb", "stunned-bulb/2", "case-12"])
def test_code_names(typed):
    assert cases.is_code_name(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "jane@example.org", "The case of the loud talk", "x", "a-b-c-d", "=A1", "stunned-bulb/"],
)
def test_no_code_names(typed):
    assert not cases.is_code_name(typed)


@pytest.mark.parametrize(
    ("code", "person"),
    [("José", "José Invented"), ("Jose", "José Invented"), ("josé fox", "Jose Invented"),
     ("Ünal x", "Ünal Invented"), ("Zoë", "ZOE\u0308 MARSH"), ("李伟", "李伟"), ("李 伟", "李 伟"),
     ("Bo Li", "Bo Li"), ("bo", "Bo Li")],
)  # fmt: skip
def test_a_code_that_tells_in_any_script_and_however_short(code, person):
    assert cases.tells(code, [person])


@pytest.mark.parametrize(
    ("code", "person"),
    [("bo-matter", "Bo Li"), ("Person A", "A. Quill"), ("A", "A. Quill"), ("a1", ""), ("", "")],
)
def test_a_code_that_tells_nothing(code, person):
    assert not cases.tells(code, [person])


def test_a_name_that_tells():
    assert cases.tells("wendel-matter", ["Ottilie Wendel"])
    assert not cases.tells("stunned-bulb", ["Ottilie Wendel"])


def test_rows_of_one_case_share_a_base():
    assert cases.base("Stunned-Bulb/2") == cases.base("stunned-bulb") == "stunned-bulb"
