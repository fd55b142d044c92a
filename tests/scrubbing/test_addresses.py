"""Mail addresses, handles and web addresses, in their variants and inside one another."""

import pytest

from tests.scrubbing.scrubbed import rules, scrub


@pytest.mark.parametrize(
    "mention",
    [
        "janni@example.org",
        "JANNI@EXAMPLE.ORG",
        "janni+pycon@example.org",
        "janni (at) example dot org",
        "janni [at] example [dot] org",
        "janni {at} example {dot} org",
        "janni at example dot org",
        "janni(at)example.org",
        "janni @ example . org",
        "janni%40example.org",
        "ja\u200bnni@example.org",
        "ｊａｎｎｉ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    ],
)
def test_an_address_is_found_however_it_is_written(mention: str) -> None:
    assert scrub(f"Write to {mention}, please.", contacts=("janni@example.org",)) == (
        "Write to Expunged, please."
    )


def test_another_address_is_flagged_and_stays() -> None:
    text = "Write to janni@example.net or info (at) example dot org."
    assert scrub(text, contacts=("lf@example.org",)) == text
    assert rules(text, contacts=("lf@example.org",)) == [
        ("email", "janni@example.net"),
        ("email", "info (at) example dot org"),
    ]


@pytest.mark.parametrize("typed", ["@jan_dee", "jan_dee", "https://social.example/@jan_dee"])
@pytest.mark.parametrize(
    "mention",
    [
        "@jan_dee",
        "jan_dee",
        "@Jan_Dee",
        "@jan_dee@social.example",
        "https://twitter.com/jan_dee/status/12",
        "twitter.com/jan_dee",
        "https://social.example/@jan_dee",
        "@jan_dee:matrix.example",
    ],
)
def test_a_handle_is_found_with_and_without_at_and_inside_addresses(
    typed: str, mention: str
) -> None:
    assert scrub(f"So {mention} left.", contacts=(typed,)) == "So Expunged left."


@pytest.mark.parametrize(
    "mention",
    [
        "https://forge.example/janni",
        "http://www.forge.example/janni/",
        "forge.example/Janni",
        "https://forge.example/janni/repo/issues/3?x=1#y",
        "HTTPS://FORGE.EXAMPLE/JANNI",
    ],
)
def test_a_web_address_is_found_in_its_variants(mention: str) -> None:
    assert scrub(f"See {mention} for it.", contacts=("https://forge.example/janni/",)) == (
        "See Expunged for it."
    )


def test_an_address_beside_the_known_one_stays() -> None:
    text = "See https://forge.example/jannique and https://forge.example/."
    assert scrub(text, contacts=("https://forge.example/janni",)) == text


def test_names_inside_formulas_and_links() -> None:
    text = (
        '=HYPERLINK("https://forge.example/janni","Janina Dorrit") '
        "[Janina](https://forge.example/janni) "
        '<a href="mailto:jd@example.org">Dorrit</a>'
    )
    contacts = ("https://forge.example/janni", "jd@example.org")
    assert scrub(text, "Janina Dorrit", contacts=contacts) == (
        '=HYPERLINK("Expunged","Expunged") [Expunged](Expunged) '
        '<a href="mailto:Expunged">Expunged</a>'
    )


def test_a_contact_may_say_where_it_is_used() -> None:
    contacts = ("Twitter: @jannidee", "IRC janxx", "jd@example.org (work)", "+44 20 7946 0000")
    text = "jannidee, JANXX, jd@example.org, 0044 20 7946 0000"
    assert scrub(text, contacts=contacts) == "Expunged, Expunged, Expunged, Expunged"


def test_a_handle_that_is_a_word_counts_only_as_a_handle() -> None:
    assert scrub("A good point by @point.", contacts=("@point",)) == "A good point by Expunged."


def test_a_contact_that_names_nobody_is_no_identifier() -> None:
    assert rules("None of it.", contacts=("none", "n/a", "-")) == [("no_identifiers", "")]


def test_a_site_of_ones_own() -> None:
    text = "See jannidee.me, http://jannidee.me/x and www.jannidee.me."
    assert scrub(text, contacts=("https://jannidee.me",)) == "See Expunged, Expunged and Expunged."


def test_words_that_may_be_an_address_are_one_if_it_is_known() -> None:
    text = "She is jq at example.net; the office is at example.net."
    assert scrub(text, contacts=("jq@example.net",)) == (
        "She is Expunged; the office is at example.net."
    )
    assert ("url", "example.net") in rules(text, contacts=("jq@example.net",))


def test_a_page_of_a_site_is_no_handle() -> None:
    text = "See https://blog.example.net/rules."
    assert scrub(text, contacts=("https://dorrit.example.org/blog",)) == text


@pytest.mark.parametrize("contact", ["ossian.vale@example.org", "Ossian_Vale+talks@example.org"])
@pytest.mark.parametrize("mention", ["Ossian Vale", "ossian vale", "OSSIAN VALE's mail"])
def test_two_words_before_the_at_are_how_people_write_somebody(contact: str, mention: str) -> None:
    assert "vale" not in scrub(f"Then {mention} came.", contacts=(contact,)).casefold()


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        ("green.river@example.org", "We met at the green river."),
        ("info.quelver@example.org", "Info Quelver is their office."),
        ("django.events@example.org", "Django events are public."),
        ("o.vale@example.org", "The vale was quiet."),
    ],
)
def test_words_and_offices_before_the_at_are_nobody(contact: str, text: str) -> None:
    assert scrub(text, contacts=(contact,)) == text
