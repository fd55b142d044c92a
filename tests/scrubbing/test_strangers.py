"""People whom nobody in the row is are pointed out; places, firms and words are not."""

import pytest

from sheets_coc.scrubbing import STRANGER, Known, Scrubber


def strangers(text: str, *names: str) -> list[str]:
    done = Scrubber(Known(names or ("Casimir Reuss",)))(text)
    found = [done.text[f.start : f.end] for f in done.flags if f.rule == STRANGER]
    for flag in done.flags:
        start, end = done.original(flag)
        assert text[start:end] == done.text[flag.start : flag.end]
    return found


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Casimir Reuss insulted Kayleigh Brandt.", ["Kayleigh Brandt"]),
        ("Reuss followed Ms Okafor to the lift.", ["Okafor"]),
        ("We heard it from Dr. P. Vantongeren.", ["P. Vantongeren"]),
        ("Then Kayleigh left, and Tomasz stayed.", ["Kayleigh", "Tomasz"]),
        ("Brandtner said it was a joke.", ["Brandtner"]),
        ("The speaker Oyelaran wants an apology.", ["Oyelaran"]),
        ("He pushed Chukwuemeka Obiora van der Lind.", ["Chukwuemeka Obiora van der Lind"]),
        ("[10:02] plindq: you are all fools\n[10:03] plindq: go away", ["plindq"]),
        ("<ana_k> I do\n<ana_k> yes", ["ana_k"]),
        ("鈴木さんが見た。", ["鈴木"]),
        ("이서연 씨가 봤다.", ["이서연"]),
    ],
)
def test_people_nobody_listed(text: str, people: list[str]) -> None:
    assert strangers(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "We met at the Grand Hotel in Porto on Monday.",
        "The Python Software Foundation and Acme Widgets Ltd paid for lunch in Berlin.",
        "Incident Report: Outcome pending. Action taken: none.",
        "PyCon Portugal uses Slack, GitHub and Zoom. German was spoken.",
        "They walked down Farringdon Road to Victoria Station and the Tate Museum.",
        "Will you come? Mark the date. Grace is needed. The rose bloomed in May.",
        "Class based views were the topic. The Code of Conduct applies to everybody.",
        "Er hat im Plenum am Samstag eine Frage gestellt, die Antwort war nicht gut.",
        "Expunged told Expunged to leave. Expunged's badge was taken.",
        "see CVE-2024-12345, RFC 2119 and HTTP 404; the API is down",
    ],
)
def test_places_firms_and_words_are_no_people(text: str) -> None:
    assert strangers(text) == []


def test_known_people_are_no_strangers() -> None:
    text = "Kayleigh told Brandt, and K. Brandt wrote to Ms Brandt. Kaylie agreed."
    assert strangers(text, "Kayleigh Brandt") == []


def test_nobody_is_pointed_out_where_it_was_not_asked_for() -> None:
    known = Known(("Casimir Reuss",))
    done = Scrubber(known, strangers=False)("Reuss insulted Kayleigh Brandt.")
    assert done.flags == ()
    assert done.text == "Expunged insulted Kayleigh Brandt."
