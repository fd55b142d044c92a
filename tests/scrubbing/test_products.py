"""A known name in what a thing is called stays and is flagged; the person goes. Names invented."""

import pytest

from sheets_coc.scrubbing import Known, Scrubber


def scrub(text: str, name: str, *aliases: str) -> str:
    return Scrubber(Known((name,), aliases))(text).text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Tarwin Olmstead", "The Tarwin dashboard was down."),
        ("Tarwin Olmstead", "tarwin.js and TARWIN-311 and tarwin-bot are tools."),
        ("Tarwin Olmstead", "Tarwin (the mascot dog) stays."),
        ("Tarwin Olmstead", "Tarwin the singer was on."),
        ("Tarwin Olmstead", "The river Trent and River Tarwin met."),
        ("Tarwin Olmstead", 'They saw the play "Tarwin" there.'),
        ("Tarwin Olmstead", "Tarwin's Law and Tarwin's Ladder are jokes."),
        ("Tarwin Olmstead", "The Duke of Tarwin and the University of Olmstead came."),
        ("Tarwin Olmstead", "Olmstead Air Force Base is near. La Olmstead is a square."),
        ("Tarwin Olmstead", "We like Aston Tarwin and Eggs Tarwin."),
        ("Tarwin Olmstead", "Tarwin, NC is a town. Prince Tarwin opened it."),
        ("Tarwin Olmstead", "Somebody knows Petra's Tarwin."),
        ("Olda Tarwin", "Arthur T. Tarwin wrote it."),
        ("Tarwin Olmstead", "A tarwin is a bird, says Petra."),
        ("Zhang Wei", "章薇 came."),
    ],
)
def test_things_and_others_keep_the_name_and_are_flagged(name: str, text: str) -> None:
    done = Scrubber(Known((name,)))(text)
    assert done.text == text
    assert done.flags


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Tarwin Olmstead", "The Olmstead complaint is old.", "The Expunged complaint is old."),
        ("Tarwin Olmstead", "Then Tarwin's talk began.", "Then Expunged talk began."),
        ("Tarwin Olmstead", "Is Tarwin of the team here?", "Is Expunged of the team here?"),
        ("Tarwin Olmstead", "She told tarwin so, Petra says.", "She told Expunged so, Petra says."),
        ("Sky Olmstead", "Sky (they) left early.", "Expunged (they) left early."),
        ("Jordan Olmstead", "It belongs to Jordan.", "It belongs to Expunged."),
        ("Crane Olmstead", "Crane will get a mail.", "Expunged will get a mail."),
        ("Bell Olmstead", "Bell fine.", "Expunged fine."),
        ("Django Olmstead", "as django_olmstead there", "as Expunged there"),
        ("Jean-Luc Olmstead", "from J.-L. Olmstead", "from Expunged"),
        ("Zora Vandenolm", "from Zora Van den Olm", "from Expunged"),
        ("Ana Rojez", "The Rojezes came.", "The Expunged came."),
        ('Franklin "Skip" Olmstead', "Then Skip told us.", "Then Expunged told us."),
    ],
)
def test_the_person_goes(name: str, text: str, expected: str) -> None:
    assert scrub(text, name) == expected


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("Adebayo Olmstead", "Bayo was there.", "nickname"),
        ("Kostya Olmstead", "They call him Kostik.", "nickname"),
        ("Stephanie Olmstead", "Then Stefanie left.", "typo"),
        ("Hanna Achampong", "It was Acharnpong or so.", "typo"),
        ("Zora Olmstead", "See zolmstead there.", "handle"),
        ("Zora Olmstead", "He wrote: sorry.\n- Z.", "initials"),
        ("Ulla-Maija Olmstead", "Yours, U-M", "initials"),
    ],
)
def test_other_forms_are_pointed_out(name: str, text: str, rule: str) -> None:
    done = Scrubber(Known((name,)))(text)
    assert done.text == text
    assert rule in {flag.rule for flag in done.flags}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Dávid Olmsted", "Dávidnak"),
        ("Dávid Olmsted", "Olmsteddel"),
        ("Mikko Olmsted", "Mikolle"),
        ("Νίκος Ολμστεδόπουλος", "Ολμστεδόπουλου"),
        ("Алексей Ольмстедов", "Ольмстедову"),
        ("Agnieszka Olmsted", "Agnieszce"),
        ("דנה אולם", "לדנה"),
        ("Naveen Olmsted", "Naveenji"),
    ],
)
def test_forms_of_names_in_more_languages(name: str, form: str) -> None:
    assert scrub(f"x {form} y", name) == "x Expunged y"


@pytest.mark.parametrize("role", ["Treasurer", "Speaker", "Engineer", "Coach", "Poor", "Moderator"])
@pytest.mark.parametrize("opening", ["Then ", ""])
def test_what_somebody_is_before_a_name_is_no_name(role: str, opening: str) -> None:
    assert (
        scrub(f"{opening}{role} Tarwin left.", "Tarwin Olmstead")
        == f"{opening}{role} Expunged left."
    )
