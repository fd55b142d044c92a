"""Where somebody who went is still mentioned: which pieces of text tell, and which do not."""

import pytest

from sheets_coc.private import Private
from sheets_coc.redaction.sweep import still_known, sweep
from sheets_coc.scrubbing import Known
from sheets_coc.sheet.workbook import Text

WANTED = Known(
    ("Ottilie Wendel", "user_17", "Ayşe Öztürk", "Matti Virtanen"), (), ("ottilie@example.org",)
)


def told(text):
    return bool(sweep([Text("cell", "Notes", 1, 0, 0, Private(text))], WANTED))


@pytest.mark.parametrize(
    "text",
    [
        "Ottilie Wendel",
        "Wendel, Ottilie",
        "OTTILIE WENDEL",
        "Like Ottilie Wendel's case.",
        "Ottilie Wendel’s case",
        "Ms. Ottilie Wendels' case",
        "Ayşe Öztürk'ün raporu",
        "Matti Virtasen raportti",
        "user_17's answer",
        "ask ottilie@example.org",
        "O. Wendel",
        "Wendel, O.",
        "Wendel, O",
        "O Wendel left",
        "Frau Wendel",
        "Prof. Dr. Wendel’s talk",
        "Ottilie W. was there",
        "#OttilieWendel",
        "WendelOttilie",
        "Ottilie_Wendel",
        "notes_ottilie_wendel_2",
        "owendel@elsewhere.example",
        "ottilie-wendel",
    ],
)
def test_a_name_tells_whatever_ending_it_has(text):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ottilie",
        "Wendel's",
        "Ottilie Brandt",
        "Wendelin's inn",
        "Frau Ottilie",
        "A. Wendel",
        "Vitamin O",
        "Ms Brandt",
    ],
)
def test_what_many_people_share_does_not(text):
    assert not told(text)


@pytest.mark.parametrize(
    "live",
    [
        Known(("Wendel, Dr. Ottilie",), (), ()),
        Known((), ("OTTILIE WENDEL",), ()),
        Known(("Ottilie Wendel", "Karl Kraus"), (), ()),
    ],
)
def test_who_is_still_named_in_a_live_record_is_not_looked_for(live):
    wanted = still_known(WANTED, [live], [])
    assert "Ottilie Wendel" not in wanted.names
    assert wanted.contacts == WANTED.contacts


def test_members_and_contacts_are_known_again_however_they_are_typed():
    removed = Known(("Ada Quill",), (), ("@ada_q", "Ada@Example.org", "karl@example.org"))
    live = Known((), (), ("mailto:ada@example.org",))
    assert still_known(removed, [live], ["Quill, Ada", "", "yes", "ada_q"]) == Known(
        (), (), ("karl@example.org",)
    )


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("Ms Quixby left", False),
        ("Quixby, M. left", False),
        ("Marta Quixby left", False),
        ("Torvald Quixby left", True),
        ("T. Quixby left", True),
        ("Marta Quixby and Torvald Quixby left", True),
    ],
)
def test_what_may_be_a_namesakes_who_stays_is_no_find(text, mentioned):
    place = Text("cell", "Notes", 1, 0, 0, Private(text))
    wanted, staying = Known(("Torvald Quixby",)), Known(("Marta Quixby", "Karl Kraus"))
    assert bool(sweep([place], wanted, staying)) is mentioned
