"""Names that Latin letters write by habit: articles, fathers, courtesies. All are invented."""

import pytest

from sheets_coc.screening.flagged import searchable_names
from sheets_coc.screening.matching.compare import compare
from sheets_coc.screening.matching.index import NameIndex
from sheets_coc.screening.matching.names import parse
from sheets_coc.screening.matching.parts import Parts


def found(ours: str, theirs: str) -> bool:
    """Whether a name in our records is found by one on a list, index and all."""
    parts = Parts()
    index = NameIndex([*searchable_names(ours)], parts)
    return any(
        compare(index.names[place], name, parts)
        for name in searchable_names(theirs)
        for place in index.candidates(name)
    )


KARIM = "كريم الزهراوي"


@pytest.mark.parametrize(
    "theirs",
    [
        "Karim Al-Zahrawi", "Karim el Zahrawi", "Karim Zahrawi", "Karim Alzahrawi",
        "كريم بن سالم الزهراوي",
    ],
)  # fmt: skip
def test_the_article_of_an_arabic_family_name(theirs: str) -> None:
    assert found(KARIM, theirs)
    assert found(theirs, KARIM)


def test_the_article_written_together_or_apart() -> None:
    assert found("Karim Al-Zahrawi", "Karim Alzahrawi")
    assert not found("Karim Al-Zahrawi", "Karim Alzahabi")


def test_a_name_is_no_title_because_it_is_one_in_latin_letters() -> None:
    assert parse("عمر الزهراوي").parts[0] == "mr"  # Omar, without his vowels


@pytest.mark.parametrize(
    "theirs",
    ["Gorodetsky Maxim Lvovich", "Городецкий Максим Львович", "Maksim Gorodezkij", "М. Городецкий"],
)
def test_names_after_fathers_and_other_ways_to_write_them(theirs: str) -> None:
    assert found("Максим Городецкий", theirs)


@pytest.mark.parametrize("theirs", ["高科陽太様", "高科 陽太 さん", "高科陽太先生"])
def test_courtesies_behind_a_name(theirs: str) -> None:
    assert found("高科陽太", theirs)


@pytest.mark.parametrize(
    "theirs",
    ["Brambleworth, Odile - Globex", "O. Brambleworth – Globex", "Keynote | Odile Brambleworth",
     "Brambleworth, Odile ✔", "🎤 Odile Brambleworth"],
)  # fmt: skip
def test_what_stands_behind_a_dash_and_signs_are_no_part_of_a_name(theirs: str) -> None:
    assert found("Odile Brambleworth", theirs)
