"""Names inside longer words, with endings of other alphabets, and programs of the same name."""

import pytest

from sheets_coc.scrubbing import Known, Scrubber
from tests.scrubbing.scrubbed import rules, scrub

ODILE = "Odile Brambleworth"


@pytest.mark.parametrize("typed", ["brambleworth77", "odile.brambleworth4", "Brambleworth2"])
def test_a_family_name_with_a_number_goes(typed: str) -> None:
    assert "ramble" not in scrub(f"The account {typed} wrote it.", ODILE)


@pytest.mark.parametrize("typed", ["teambrambleworth", "odilethebrambleworth", "#TeamBrambleworth"])
def test_a_family_name_inside_a_longer_word_is_pointed_out(typed: str) -> None:
    assert [rule for rule, _ in rules(f"They posted as {typed} there.", ODILE)] == ["handle"]


@pytest.mark.parametrize("text", ["Altbrambleworth wrote.", "The worth of it.", "A4 paper."])
def test_another_family_or_a_word_is_not(text: str) -> None:
    assert scrub(text, ODILE) == text
    assert "handle" not in [rule for rule, _ in rules(text, ODILE)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Олеся Гаврилюк", "Ми писали Олесі. Не було Олесю. З Олесею говорили."),
        ("Аркадий Голубцов", "Не было Аркадия. Мы писали Аркадию."),
        ("Вероника Ясинская", "У Ясинской спросили. Видели Ясинскую."),
        ("Павел Голубцов", "Не было Павла. С Павлом говорили."),
        ("Karel Dvorský", "S Karlem jsme mluvili. Karlovi jsme psali."),
    ],
)
def test_endings_by_which_nobody_else_is_called(name: str, text: str) -> None:
    known = Known((name,))
    left = Scrubber(known)(text).text
    stems = ("Олес", "Аркади", "Ясинск", "Павл", "Karl")
    assert not any(stem in left for stem in stems)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ruby Fernholt", "She teaches Ruby on Rails and some Ruby code."),
        ("Julia Fernholt", "We were learning Julia at the sprint."),
        ("Carolina Fernholt", "They live in North Carolina."),
    ],
)
def test_programs_and_states_stay(name: str, text: str) -> None:
    done = Scrubber(Known((name,)))(text)
    assert done.text == text
    assert done.flags
    assert "Expunged" in scrub(f"{name.split(maxsplit=1)[0]} left early.", name)


def test_two_given_names_in_one_word() -> None:
    assert scrub("Then Hanneliese spoke.", "Hanne Liese Brambleworth") == "Then Expunged spoke."


def test_what_everybody_knows_by_two_words_stays() -> None:
    for name, text in (
        ("Eve Fernholt", "It was Christmas Eve, with a storm."),
        ("Mason Fernholt", "The juice stood in a Mason jar."),
        ("Odile Fernholt", "The flight was lost to hurricane Odile."),
    ):
        assert scrub(text, name) == text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ida Sommer", "Im Sommer kam Ida, im Sommer.", "Im Sommer kam Expunged, im Sommer."),
        ("Ida Berg", "Es war nicht am Berg und im Tal.", "Es war nicht am Berg und im Tal."),
        ("Ida Lind", "Vi satt under en lind, sa Lind.", "Vi satt under en lind, sa Expunged."),
        ("Odile Delorme", "M. Delorme est venu avec nous.", "M. Expunged est venu avec nous."),
        ("Odile Delorme", "Then M. Delorme came.", "Then M. Delorme came."),
        ("Rufus Applemarsh", "I am Applemarsh, im Rufus.", "I am Expunged, im Expunged."),
    ],
)  # fmt: skip
def test_words_of_other_languages(name: str, text: str, expected: str) -> None:
    assert scrub(text, name) == expected
