"""Which word of a name is the family name, as it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.people.folding import fold
from sheets_coc.people.written import at_comma, family_place
from sheets_coc.screening.matching.names import parse
from sheets_coc.scrubbing.known.names import NameRole, read_names

WORD = st.text("abdeiklmnorst", min_size=2, max_size=8).map(str.title)


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("Jane Q. Quandringer", 2),
        ("Quandringer T.", 0),
        ("Jane Doe J.", 2),
        ("Nguyễn Thị Lan", 0),
        ("Jane", 0),
        ("J. D.", 1),
    ],
)
def test_the_family_name_by_its_place(typed: str, family: int) -> None:
    assert family_place([word.strip(".") for word in fold(typed).split()], typed) == family


def test_in_letters_of_east_asia_it_comes_first() -> None:
    assert family_place(["山田", "太郎"], "山田 太郎", east=True) == 0


@pytest.mark.parametrize("behind", ["PhD", "Jr.", "Dr.", "MD, PhD", "", "LLC"])
def test_what_is_no_name_behind_a_comma_parts_nothing(behind: str) -> None:
    assert at_comma(f"Jane Quandringer, {behind}")[0] == ""


@given(given=WORD, family=WORD)
def test_comparing_and_finding_know_the_same_family_name(given: str, family: str) -> None:
    typed = f"{family}xx, {given}yy"
    assert at_comma(typed) == (f"{family}xx", f" {given}yy")
    parsed = parse(typed)
    (read,) = read_names(typed)
    sure = {part.words[0] for part in read.parts if part.role is NameRole.FAMILY}
    assert {parsed.parts[at] for at in parsed.family} <= sure
