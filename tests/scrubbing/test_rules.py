"""Every rule of scrubbing with an example of its own. All names are invented."""

import unicodedata

import pytest

from sheets_coc.scrubbing import Known, Scrubber, masked


def scrub(
    text: str, *names: str, aliases: tuple[str, ...] = (), contacts: tuple[str, ...] = ()
) -> str:
    return Scrubber(Known(names, aliases, contacts))(text).text


def rules(text: str, *names: str, contacts: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    done = Scrubber(Known(names, (), contacts))(text)
    return [(flag.rule, done.text[flag.start : flag.end]) for flag in done.flags]


@pytest.mark.parametrize(
    "mention",
    [
        "Janina Dorrit",
        "Dorrit Janina",
        "Dorrit, Janina",
        "DORRIT, JANINA",
        "janina dorrit",
        "Janina",
        "dorrit",
        "J. Dorrit",
        "J Dorrit",
        "J.Dorrit",
        "Janina D.",
        "Dorrit, J.",
        "Ms Dorrit",
        "Ms. Dorrit",
        "Prof. Dr. Janina Dorrit",
        "Janina M. Dorrit",
        "Janina Maria Dorrit",
        "Janina Dorrit, PhD",
        "Janina Dorrit's",
        "Janina’s",
        "Janina\u00a0Dorrit",
        "Janina\nDorrit",
        "Janina \r\n  Dorrit",
        "Janina\u2009\u2009Dorrit",
        "Ｊａｎｉｎａ　Ｄｏｒｒｉｔ",
        "Ja\u200bni\u00adna Dor\u2060rit",
        "Jániñä Dörrit",
        "JaninaDorrit",
        "janina_dorrit",
        "@janinadorrit",
        "jdorrit@example.org",
        "janina.dorrit+talks@example.org",
        "https://forge.example/janina-dorrit/things?tab=1",
    ],
)
def test_a_full_name_is_found_however_it_is_written(mention: str) -> None:
    assert scrub(f"We were told that {mention} left early.", "Janina Dorrit") == (
        "We were told that Expunged left early."
    )


@pytest.mark.parametrize(
    ("name", "mention"),
    [
        ("Seán O'Farrow", "O’Farrow"),
        ("Seán O'Farrow", "OFarrow"),
        ("Seán O’Farrow", "O'FARROW"),
        ("Seán O'Farrow", "O Farrow"),
        ("Sean OFarrow", "O`Farrow"),
        ("Anne-Marie Quill-Tander", "Anne Marie Quill Tander"),
        ("Anne-Marie Quill-Tander", "Annemarie"),
        ("Anne-Marie Quill-Tander", "Anne‑Marie"),
        ("Anne-Marie Quill-Tander", "Quill-Tander"),
        ("Anne-Marie Quill-Tander", "Ms Tander"),
        ("Joost van der Quist", "van der Quist"),
        ("Joost van der Quist", "Van Der Quist"),
        ("Joost van der Quist", "Vanderquist"),
        ("Joost van der Quist", "Mr van der Quist"),
        ("Joost van der Quist", "J. v. d. Quist"),
        ("María de la Fuenta", "Maria De La Fuenta"),
        ("María de la Fuenta", "Fuenta"),
        ("Yusuf bin Harrow", "Yusuf bin Harrow"),
        ("Yusuf bin Harrow", "bin Harrow"),
        ("Jens Müllrich", "Muellrich"),
        ("Jens Müllrich", "Mullrich"),
        ("Jens Muellrich", "Müllrich"),
        ("Søren Ærbo", "Soeren Aerbo"),
        ("Łukasz Żarek", "Lukasz Zarek"),
        ("Łukasz Żarek", unicodedata.normalize("NFD", "Żarek")),
        ("İlker Yılmazer", "ilker yilmazer"),
        ("İlker Yılmazer", "İLKER"),
        ("Ilker Yilmazer", "İlker"),
        ("Strauß Ingolf", "STRAUSS"),
        ("Светлана Корзухина", "Svetlana"),
        ("Svetlana Korzukhina", "Светлана"),
        ("Yida Huang", "黄义达"),
        ("黄义达", "黃义达".replace("黃", "黄")),
        ("Min-jun Kim", "김민준"),
        ("Naftali Bennot", "נפתלי בנות"),
        ("J. K. Rowlander", "JK Rowlander"),
        ("Robert Dorrit", "Bob Dorrit"),
        ("Bob Dorrit", "Robert Dorrit"),
        ('Janina "JD" Dorrit', 'Janina "JD" Dorrit'),
        ("Dorrit, Janina", "Janina Dorrit"),
        ("Dr. Janina Dorrit (she/her)", "Dorrit"),
        ("janina dorrit", "Janina Dorrit"),
        ("Janina Dorrit <jd@example.org>", "jd@example.org"),
        ("Janina Dorrit (@jannie)", "@jannie"),
        ("Agnes Whitrow", "Agnes’"),
    ],
)
def test_spellings_of_names(name: str, mention: str) -> None:
    assert scrub(f"We were told that {mention} left early.", name) == (
        "We were told that Expunged left early."
    )


def test_a_possessive_goes_with_the_name() -> None:
    assert scrub("James' badge, Jane’s bag", "James Dorrit", "Jane Farrow") == (
        "Expunged badge, Expunged bag"
    )


def test_a_quotation_mark_is_no_possessive() -> None:
    assert (
        scrub("She said 'ask James' and left.", "James Dorrit")
        == "She said 'ask Expunged' and left."
    )


def test_the_longest_row_is_taken_in_one_pass() -> None:
    done = Scrubber(Known(("Janina Dorrit", "Dorrit Janina-Farrow")))("Prof. Janina M. Dorrit, PhD")
    assert done.text == "Expunged"
    assert done.replaced == 1
    assert done.spans == ((0, 27),)


@pytest.mark.parametrize(
    "text",
    [
        "Janina Smoth spoke.",
        "We met Petra Dorrit and her dog.",
        "P. Dorrit left; so did Petra van der Dorrit.",
        "Janina S. Smoth was there.",
        "Janina D. Smoth was there.",
        "Janina de la Crux was there.",
        "the dorritish janinas",
        "Petra-Janina came",
    ],
)
def test_other_peoples_names_are_not_touched(text: str) -> None:
    assert scrub(text, "Janina Dorrit") == text


def test_one_of_two_with_the_same_family_name() -> None:
    assert scrub(
        "Ella Rookwise and her brother Simon Rookwise; Rookwise left", "Ella Rookwise"
    ) == ("Expunged and her brother Simon Rookwise; Expunged left")


# Names that are words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Will Dorrit", "I will tell Will. Will you?", "I will tell Expunged. Will you?"),
        ("Will Dorrit", "Will told us. We will see.", "Expunged told us. We will see."),
        ("Mark Dorrit", "Please mark this. We asked Mark.", "Please mark this. We asked Expunged."),
        ("Mark Dorrit", "Mark the date.", "Mark the date."),
        ("Hope Dorrit", "We hope that Hope is well.", "We hope that Expunged is well."),
        ("Hope Dorrit", "The Hope Street Theatre", "The Hope Street Theatre"),
        (
            "May Dorrit",
            "In May we met May, on 5 May 2020.",
            "In May we met Expunged, on 5 May 2020.",
        ),
        ("May Dorrit", "It may be that May wrote.", "It may be that Expunged wrote."),
        ("Grace Dorrit", "By the grace of Grace", "By the grace of Expunged"),
        ("Rose Dorrit", "He rose when Rose came.", "He rose when Expunged came."),
        ("Ada King", "The king met Mr King.", "The king met Expunged."),
        ("Ada King", "near King's Cross with King", "near King's Cross with Expunged"),
        ("Ada Young", "A young man and Young", "A young man and Expunged"),
        ("Ada Young", "Young people saw Ada Young.", "Young people saw Expunged."),
        ("Paris Dorrit", "in Paris with Paris", "in Paris with Expunged"),
        ("Mark Dorrit", "MARK DORRIT SAID: PLEASE MARK IT", "Expunged SAID: PLEASE MARK IT"),
        ("Mark Dorrit", "mark said that mark was there", "Expunged said that Expunged was there"),
        ("Mark Dorrit", "<mark> hi\nmark: hello", "<Expunged> hi\nExpunged: hello"),
        ("Mark Will", "Then Mark will mark it.", "Then Expunged will mark it."),
    ],
)
def test_names_that_are_words(name: str, text: str, expected: str) -> None:
    assert scrub(text, name) == expected


def test_short_names_count_where_they_are_capitalised() -> None:
    assert scrub("Li said that Bo left.", "Li Xu", "Bo Ek") == "Expunged said that Expunged left."
    assert scrub("a li of bo", "Li Xu", "Bo Ek") == "a li of bo"


# Addresses ----------------------------------------------------------------------------------


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


def test_aliases() -> None:
    done = scrub(
        "Bex and The Iron Duck; the iron is hot; zoe99 too",
        "Rebecca Dorrit",
        aliases=("Bex", "The Iron Duck", "zoe99"),
    )
    assert done == "Expunged and Expunged; the iron is hot; Expunged too"


# Flags --------------------------------------------------------------------------------------


def test_what_may_still_identify_is_flagged_and_stays() -> None:
    text = (
        "Jannina shouted, JD left, J.D. too; Farrow's friend Bobby wrote from x@example.net, "
        "see https://example.net/7, @someone, or call +44 20 7946 0958."
    )
    assert scrub(text, "Janina Dorrit", "Robert Quill") == text
    assert rules(text, "Janina Dorrit", "Robert Quill") == [
        ("typo", "Jannina"),
        ("initials", "JD"),
        ("initials", "J.D"),
        ("nickname", "Bobby"),
        ("email", "x@example.net"),
        ("url", "https://example.net/7"),
        ("handle", "@someone"),
        ("phone", "+44 20 7946 0958"),
    ]


@pytest.mark.parametrize("typo", ["Dorrti", "Dorit", "Dorritt", "Dorrix", "Dorritz"])
def test_a_slip_of_the_finger_is_flagged(typo: str) -> None:
    assert rules(f"Then {typo} left.", "Janina Dorrit") == [("typo", typo)]


def test_a_misspelt_half_does_not_hide_the_other() -> None:
    assert scrub("Jannina Dorrit left.", "Janina Dorrit") == "Jannina Expunged left."
    assert rules("Jannina Dorrit left.", "Janina Dorrit") == [("typo", "Jannina")]


def test_dates_times_and_counts_are_no_telephone_numbers() -> None:
    text = "On 2024-01-05, 05/01/2024, 2018-2019, at 12:30-13:30, 1 000 of us, 12345678."
    assert rules(text, "Janina Dorrit") == []


def test_part_of_a_name_in_somebody_elses_is_flagged() -> None:
    assert rules("We met Petra Dorrit.", "Janina Dorrit") == [
        ("person", "Petra"),
        ("namesake", "Dorrit"),
    ]


def test_a_name_that_may_be_just_a_word_is_flagged() -> None:
    assert rules("Will you come? He will.", "Will Dorrit") == [("word", "Will")]


def test_without_identifiers_nothing_is_called_clean() -> None:
    assert rules("Somebody shouted.") == [("no_identifiers", "")]
    assert rules("Somebody shouted.", "none", "an attendee", "Expunged (2)") == [
        ("no_identifiers", "")
    ]
    assert rules("", "") == []
    assert rules("Expunged.") == []


def test_a_flag_stands_where_the_result_has_it() -> None:
    done = Scrubber(Known(("Janina Dorrit",)))(
        "Janina and J.D. met Jannina, Dorrit and x@example.net"
    )
    assert [(f.rule, done.text[f.start : f.end]) for f in done.flags] == [
        ("initials", "J.D"),
        ("typo", "Jannina"),
        ("email", "x@example.net"),
    ]


def test_the_surroundings_of_a_flag_are_masked() -> None:
    done = Scrubber(Known(("Janina Dorrit",)))("We met Jannina-7 at x@example.net, and left")
    assert [masked(done.text, flag, width=8) for flag in done.flags] == [
        "·· ··· Xxxxxxx·· ·· ··",
        "···· ·· x@xxxxxxx.xxx· ··· ··",
    ]


def test_what_is_expunged_is_left_alone() -> None:
    text = "Expunged met Expunged (2), expunged and Expunge."
    done = Scrubber(Known(("Expunged", "Expunge Dorrit")))(text)
    assert done.text.startswith("Expunged met Expunged (2), expunged and ")


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


def test_a_family_and_its_things() -> None:
    assert scrub("Both Dorrits left in Dorrits car.", "Janina Dorrit", "Jan Dorrit") == (
        "Both Expunged left in Expunged car."
    )


def test_half_of_a_double_name_in_another_one() -> None:
    text = "The list is by Jana Tander-Quox."
    assert scrub(text, "Jana-Marie Quill-Tander") == text


def test_a_page_of_a_site_is_no_handle() -> None:
    text = "See https://blog.example.net/rules."
    assert scrub(text, contacts=("https://dorrit.example.org/blog",)) == text


def test_particles_at_the_end() -> None:
    assert scrub("So Quist, Joost van der left.", "Joost van der Quist") == "So Expunged left."


@pytest.mark.parametrize("mention", ["janinadorrit92", "Janina PyCon", "Dorrit, J."])
def test_what_stands_beside_a_name(mention: str) -> None:
    assert scrub(f"So {mention} left.", "Janina Dorrit").startswith("So Expunged ")


def test_a_description_is_no_name() -> None:
    text = "The man with the red hat shouted."
    assert rules(text, "the man with the red hat") == [("no_identifiers", "")]


def test_a_name_in_capitals_beside_another_given_name() -> None:
    assert scrub("JANINA DORRIT SHOUTED AT MARY DORRIT.", "Janina Dorrit") == (
        "Expunged SHOUTED AT MARY DORRIT."
    )


def test_only_one_name_known_covers_the_one_beside_it() -> None:
    assert scrub("We met Janina Dorrit and Janina.", "Janina") == "We met Expunged and Expunged."


def test_a_month_in_short_is_a_date() -> None:
    assert scrub("In Jan 2020 we met Jan.", "Jan Dorrit") == "In Jan 2020 we met Expunged."
