"""What rules hold whatever is scrubbed: flags, dates, counts, and what is left alone."""

from sheets_coc.scrubbing import Known, Scrubber, masked
from tests.scrubbing.scrubbed import rules, scrub


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


def test_dates_times_and_counts_are_no_telephone_numbers() -> None:
    text = "On 2024-01-05, 05/01/2024, 2018-2019, at 12:30-13:30, 1 000 of us, 12345678."
    assert rules(text, "Janina Dorrit") == []


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


def test_a_month_in_short_is_a_date() -> None:
    assert scrub("In Jan 2020 we met Jan.", "Jan Dorrit") == "In Jan 2020 we met Expunged."
