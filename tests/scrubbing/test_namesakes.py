"""Known names inside other names: places, firms, events, other people. All names are invented."""

import pytest

from sheets_coc.scrubbing import Known, Scrubber


def scrub(text: str, *names: str) -> str:
    return Scrubber(Known(names))(text).text


def flagged(text: str, *names: str) -> list[tuple[str, str]]:
    done = Scrubber(Known(names))(text)
    return [(flag.rule, done.text[flag.start : flag.end]) for flag in done.flags]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ada King", "We met in King Street."),
        ("Rose Dorrit", "The dinner at the Rose Hotel was fine."),
        ("Janina Dorrit", "The Dorrit Award went to somebody else."),
        ("Janina Dorrit", "The Janina Dorrit Prize went to somebody else."),
        ("Janina Dorrit", "Dorrit & Smoth sent us an invoice."),
        ("Janina Dorrit", "We paid Smoth & Dorrit."),
        ("José Farrow", "The next one is in San José."),
        ("Ada Park", "We stayed near South Park."),
        ("Mark Dorrit", "The badge printer is a Mark 2."),
        ("Mark Dorrit", "It is written in Mark 4:12."),
        ("Hope Dorrit", "His talk: The Power of Hope and Respect Among Peers."),
        ("Austin Dorrit", "He was at PyCon Austin and at Austin 2019."),
        ("Paris Dorrit", "Offices in Oslo, Paris, Rome."),
        ("April Dorrit", "We wrote between April and June."),
        ("Summer Day", "In the end the summer day was saved."),
    ],
)
def test_what_is_named_like_a_person_stays(name: str, text: str) -> None:
    assert scrub(text, name) == text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ada King", "King stood in the street.", "Expunged stood in the street."),
        ("Janina Dorrit", "Janina & Petra spoke.", "Expunged & Petra spoke."),
        ("Mark Dorrit", "We told Mark 3 times.", "We told Expunged 3 times."),
        ("Mark Dorrit", "Mark and Petra spoke.", "Expunged and Petra spoke."),
        ("Ada Park", "Then we met Park.", "Then we met Expunged."),
        ("Rose Dorrit", "Best regards,\nRose", "Best regards,\nExpunged"),
        ("Rose Dorrit", "See you.\n\n-- Rose\n", "See you.\n\n-- Expunged\n"),
        ("Janina Dorrit", "Janina Dorrit\nDorrit Smoth Ltd", "Expunged\nDorrit Smoth Ltd"),
    ],
)
def test_a_person_beside_such_words_goes(name: str, text: str, expected: str) -> None:
    assert scrub(text, name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smoth, Janina", "Smoth, Janina"),
        ("We spoke to Smoth, Janina about it.", "We spoke to Smoth, Janina about it."),
        ("Dorrit, Petra; Dorrit, Janina", "Dorrit, Petra; Expunged"),
        ("Smoth, Janina and Dorrit, Janina", "Smoth, Janina and Expunged"),
        ("After a call with Smoth, Janina left.", "After a call with Smoth, Expunged left."),
        ("Smoth, Janina and Petra left.", "Smoth, Expunged and Petra left."),
        ("Cheers, Janina", "Cheers, Expunged"),
        ("Sadly, Janina.", "Sadly, Expunged."),
    ],
)
def test_somebody_elses_name_family_name_first(text: str, expected: str) -> None:
    assert scrub(text, "Janina Dorrit") == expected


def test_what_is_let_stand_is_flagged() -> None:
    assert flagged("The Dorrit Award; Smoth, Janina", "Janina Dorrit") == [
        ("namesake", "Dorrit"),
        ("namesake", "Janina"),
    ]


def test_a_short_name_one_letter_away_is_another_name() -> None:
    assert scrub("Chon Ming spoke to Chon.", "Chon Jing") == "Chon Ming spoke to Expunged."


def test_a_family_name_that_is_a_role_goes_with_the_given_name_or_a_title() -> None:
    text = "Ansa Witness told a witness; Ms Witness left. The speaker, Ansa, spoke."
    assert scrub(text, "Ansa Witness") == (
        "Expunged told a witness; Expunged left. The speaker, Expunged, spoke."
    )


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Petr Dorrák", "Dorrákem"),
        ("Petr Dorrák", "Dorrákovi"),
        ("Anna Dorralska", "Dorralskiej"),
        ("Jan Dorralski", "Dorralskiego"),
        ("Mikko Dorranen", "Dorrasen"),
        ("Mikko Dorranen", "Dorraselle"),
        ("Анна Дорритова", "Дорритовой"),
    ],
)
def test_a_family_name_as_other_languages_inflect_it(name: str, form: str) -> None:
    assert scrub(f"To bylo s {form} tam.", name) == "To bylo s Expunged tam."


@pytest.mark.parametrize("other", ["Roberta", "Martini", "Danielle", "Petersen", "Novotny"])
def test_a_name_made_from_another_is_no_inflection(other: str) -> None:
    names = ("Robert Martin", "Daniel Peters", "Petr Novot")
    assert scrub(f"Then {other} left.", *names) == f"Then {other} left."


@pytest.mark.parametrize(
    "mention",
    [
        "https://forge.example/people/Zo%C3%AB-M%C3%BCllrich",
        "https://forge.example/u/zo%c3%ab.m%c3%bcllrich/talks",
        "mailto:zoe.muellrich@forge.example?subject=Hello",
    ],
)
def test_names_inside_addresses_in_every_encoding(mention: str) -> None:
    assert "llrich" not in scrub(f"See {mention} for it.", "Zoë Müllrich")
