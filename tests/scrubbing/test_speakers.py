"""Who speaks, who is spoken to, and how other languages speak of people. All names are invented."""

import pytest

from sheets_coc.scrubbing import Known, Scrubber


def scrub(text: str, *names: str, aliases: tuple[str, ...] = ()) -> str:
    return Scrubber(Known(names, aliases))(text).text


@pytest.mark.parametrize(
    "header",
    ["**Will**  10:03", "Will 10:03", "<Will>", "Will — Today at 10:03", "[10:03] Will: yes"],
)
def test_a_line_with_a_time_names_the_speaker(header: str) -> None:
    text = f"{header}\nno"
    assert scrub(text, "Will Dorrit") == text.replace("Will", "Expunged")


@pytest.mark.parametrize("text", ["Will 10:03 be too late?", "Will 2024 be better?"])
def test_a_time_inside_a_sentence_names_nobody(text: str) -> None:
    assert scrub(text, "Will Dorrit") == text


def test_somebody_spoken_to() -> None:
    assert scrub("Will, I asked you. Hope, that is all.", "Will Dorrit", "Hope Farrow") == (
        "Expunged, I asked you. Hope, that is all."
    )


def test_a_month_after_a_date_is_somebody() -> None:
    assert scrub("- May 2: April on call\n- May 3: rain", "April Dorrit") == (
        "- May 2: Expunged on call\n- May 3: rain"
    )


@pytest.mark.parametrize(
    "text",
    [
        "June was told.",
        "June will be told.",
        "June has already been warned.",
        "June wasn't asked.",
        "June not told.",
    ],
)
def test_what_is_done_to_people_only(text: str) -> None:
    assert scrub(text, "June Dorrit") == text.replace("June", "Expunged")


@pytest.mark.parametrize("text", ["June was cold.", "June will be long.", "In June was asked why."])
def test_what_is_done_to_a_month(text: str) -> None:
    assert scrub(text, "June Dorrit") == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Art Dorrit", "Art took it down."),
        ("Art Dorrit", "Art sells art."),
        ("Rose Dorrit", "Rose rose to leave."),
        ("Art Dorrit", "Art shook his head."),
    ],
)
def test_what_only_people_do(name: str, text: str) -> None:
    given = name.split(maxsplit=1)[0]
    assert scrub(text, name) == text.replace(given, "Expunged", 1)


def test_an_ordinary_word_before_a_verb_is_a_name_only_in_a_line_without_capitals() -> None:
    text = "No further chase needed.\nthen chase needed help"
    assert scrub(text, "Drew Chase") == "No further chase needed.\nthen Expunged needed help"


def test_a_street_in_a_line_without_capitals() -> None:
    text = "Notes\nBrian met us\nbrian is on the farrow street list, farrow is not"
    assert scrub(text, "Brian Farrow") == (
        "Notes\nExpunged met us\nExpunged is on the farrow street list, Expunged is not"
    )


def test_an_alias_in_small_letters_counts_in_small_letters() -> None:
    assert scrub("so sid and I left", aliases=("sid",)) == "so Expunged and I left"
    assert scrub("an art show", aliases=("art",)) == "an art show"


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw Dorrit belde.",
        "Volgens Dorrit was het zo.",
        "Selon Dorrit rien.",
        "Según Dorrit no.",
        "Enligt Dorrit var det så.",
        "Pani Dorrit dzwoniła.",
        "Rouva Dorrit soitti.",
        "Laut Dorrit war nichts.",
        "Podle Dorrit ne.",
    ],
)
def test_courtesy_and_openings_in_other_languages_are_no_given_names(text: str) -> None:
    assert "Dorrit" not in scrub(text, "Janina Dorrit")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Burak Dorrit", "Sonra Burak Bey geldi.", "Sonra Expunged Bey geldi."),
        ("Janina Dorrit", "Segun Dorrit left.", "Segun Dorrit left."),
        ("Ramiro Farrow", "Vino Don Ramiro.", "Vino Expunged."),
        ("Ramiro Dorrit", "Then Don Dorrit left.", "Then Don Dorrit left."),
        ("Nguyễn Yến", "Then Nguyễn Thu Trang left.", "Then Nguyễn Thu Trang left."),
        ("Nguyễn Yến", "We told Nguyễn Thu.", "We told Expunged Thu."),
    ],
)
def test_what_stands_beside_a_name_in_other_languages(name: str, text: str, expected: str) -> None:
    assert scrub(text, name) == expected


@pytest.mark.parametrize(
    ("name", "mention"),
    [
        ("Олекса Доренко", "Доренком"),
        ("Jan Dorralski", "Dorralskim"),
        ("Jan Dorralski-Farrowski", "Dorralskim-Farrowskim"),
        ("Jan Dorravný", "Dorravného"),
        ("Jana Dorráková", "Janou Dorrákovou"),
        ("Marek Dorro", "Mareka Dorra"),
        ("Marek Dorrák", "Marka Dorráka"),
        ("Agnieszka Dorr", "Agnieszki Dorr"),
        ("Jesper Dorr", "Jesper Dorrs"),
        ("Иван Дорров", "Иваном Дорровым"),
    ],
)
def test_inflected_names(name: str, mention: str) -> None:
    assert scrub(f"To bylo s {mention} tam.", name) == "To bylo s Expunged tam."


@pytest.mark.parametrize(
    "text",
    ["Jana Dorrák left.", "Jana Dorráková left.", "Janina Dorrák left.", "Jany left, Jano left."],
)
def test_a_name_made_from_another_beside_the_same_family_name_stays(text: str) -> None:
    assert scrub(text, "Jan Dorrák") == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("James Dorrit", "St James's Software paid."),
        ("James Dorrit", "We met in Port James and Mount James."),
        ("Sunny Dale", "A meetup in Sunnydale."),
    ],
)
def test_saints_capes_and_towns(name: str, text: str) -> None:
    assert scrub(text, name) == text


def test_a_user_name_of_two_words_that_are_both_ordinary() -> None:
    assert scrub("sunnydale wrote to @sunnydale", "Sunny Dale") == "Expunged wrote to Expunged"


def test_an_address_spelled_out_in_spanish() -> None:
    known = Known((), (), ("ines.dorrit@example.net",))
    text = "ines punto dorrit arroba example punto net; at some point Ines left"
    assert Scrubber(known)(text).text == "Expunged; at some point Ines left"


@pytest.mark.parametrize("at", ["&#64;", "&#x40;", "&commat;"])
def test_an_address_as_it_stands_in_the_source_of_a_page(at: str) -> None:
    known = Known((), (), ("ines.dorrit@example.net",))
    assert Scrubber(known)(f"It says ines.dorrit{at}example.net there").text == (
        "It says Expunged there"
    )
