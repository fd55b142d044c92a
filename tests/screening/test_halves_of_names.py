"""Names in two columns of which one is not understood, or which are somebody else's."""

import pytest

from sheets_coc.errors import UsageError
from sheets_coc.screening.job import IN_A_TERMINAL, gaps_of
from tests.screening.lists import names
from tests.screening.reading import read_list


@pytest.mark.parametrize(
    "header",
    [
        "Nume,Prenume", "Apellidos,Nombre", "Pavardė,Vardas", "Perekonnanimi,Eesnimi",
        "Презиме,Име", "Last name,Blorf", "Blorf,Prénom",
    ],
)  # fmt: skip
def test_family_and_given_name_in_two_columns(header: str) -> None:
    content = f"{header},Email\nApplemarsh,Rufus,r@x.example\nFernholt,Greta,g@x.example\n"
    assert names(read_list(content.encode())) == ["Rufus Applemarsh", "Greta Fernholt"]


def test_half_a_name_is_a_gap() -> None:
    content = "Last name,Email,Blorf\nApplemarsh,r@x.example,17\nFernholt,g@x.example,18\n"
    gaps = list(gaps_of(read_list(content.encode()), IN_A_TERMINAL))
    assert any("one word" in gap and "--given-column" in gap for gap in gaps)
    whole = "Name,Email\nRufus Applemarsh,r@x.example\nGreta,g@x.example\n"
    assert not list(gaps_of(read_list(whole.encode()), IN_A_TERMINAL))


@pytest.mark.parametrize(
    "header",
    [
        "Imię,Nazwisko,Imię zamawiającego,Nazwisko zamawiającego",
        "Vorname,Nachname,Vorname Blorf,Nachname Blorf",
    ],
)
def test_a_pair_of_names_under_an_unknown_word_is_somebody_else(header: str) -> None:
    content = f"{header}\nRufus,Applemarsh,Greta,Fernholt\n"
    assert sorted(names(read_list(content.encode()))) == ["Greta Fernholt", "Rufus Applemarsh"]


def test_talks_with_names_in_brackets_are_no_given_names() -> None:
    rows = "9:00,Opening (Rufus Applemarsh),Coffee (all)\n10:00,Bees (Greta Fernholt),Tea (all)\n"
    with pytest.raises(UsageError):
        read_list(rows.encode())
