"""Two names, part by part. All names are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.people.sounds import consonants, sound
from sheets_coc.screening.flagged import searchable_names
from sheets_coc.screening.matching.compare import compare, similarity
from sheets_coc.screening.matching.match import Match, Tier
from sheets_coc.screening.matching.names import parse, parse_split
from sheets_coc.screening.matching.parts import PartReason, Parts
from sheets_coc.screening.matching.spellings import spellings


def match(ours: str, theirs: str) -> Match | None:
    return compare(parse(ours), parse(theirs), Parts())


@pytest.mark.parametrize(
    "theirs",
    [
        "Marlena Quist",
        "quist marlena",
        "QUIST, Marlena",
        "  Marlena   Quist ",
        "Márlena Quíst",
        "Dr. Marlena Quist",
        "Prof. Dr. Quist, Marlena",
        "Ｍarlena Quist",
    ],
)
def test_exactly_the_same_name(theirs: str) -> None:
    found = match("Marlena Quist", theirs)
    assert found is not None
    assert found.tier is Tier.EXACT
    assert found.evidence == ("full name equal",)


@pytest.mark.parametrize(
    ("ours", "theirs", "tier", "evidence"),
    [
        ("Marlena Quist", "Marlenna Quist", Tier.LIKELY, "given name: another spelling"),
        ("Marlena Quist", "Marlema Quist", Tier.LIKELY, "given name: one letter differs"),
        ("Marlena Quistell", "Marlena Qiustell", Tier.LIKELY, "family name: one letter differs"),
        ("Marlena Ida Quist", "Marlena Quist", Tier.LIKELY, "a further name only in our record"),
        ("Marlena Quist", "Marlena Ida Quist", Tier.LIKELY, "a further name only on the list"),
        ("Marlena Quist", "M. Quist", Tier.POSSIBLE, "given name: initial"),
        ("M. Quist", "Marlena Quist", Tier.POSSIBLE, "given name: initial"),
        ("R. A. Quist", "Robert A. Quist", Tier.POSSIBLE, "given name: initial"),
        ("Robert A. Quist", "Robert Anton Quist", Tier.LIKELY, "further name: initial"),
        ("Robert Quist", "Bob Quist", Tier.POSSIBLE, "given name: nickname"),
        ("Bill Quist", "William Quist", Tier.POSSIBLE, "given name: nickname"),
        ("Johann Quist", "Juan Quist", Tier.POSSIBLE, "given name: the same name in another"),
        ("Jean-Luc Quist", "Jean Luc Quist", Tier.EXACT, "full name equal"),
        ("Jean-Luc Quist", "JeanLuc Quist", Tier.LIKELY, "given name: written together or apart"),
        ("JL Quist", "Jean-Luc Quist", Tier.POSSIBLE, "given name: initial"),
        ("Ludo van den Quist", "Ludo Quist", Tier.LIKELY, "family name equal"),
        ("Ludo Quist", "Ludo de la Quist", Tier.LIKELY, "family name equal"),
        ("Ana Quist", "Ana Quist Morvelde", Tier.POSSIBLE, "a further name only on the list"),
        ("Marlena Quist-Morvelde", "Marlena Quist", Tier.LIKELY, "a further name only in our"),
        ("Marlena A. Quist", "Marlena B. Quist", Tier.POSSIBLE, "another middle initial"),
        ("Грицай Квистов", "Grytsai Kvistov", Tier.LIKELY, "family name equal"),
        ("Μαρλένα Κουίστη", "Marlena Kouisti", Tier.LIKELY, "family name: another spelling"),
        ("فرنك كوستر", "Frank Kuster", Tier.POSSIBLE, "family name: another spelling"),
        ("Muhammad Quistani", "Mohamed Quistani", Tier.LIKELY, "given name: another spelling"),
        ("金善美", "金善美", Tier.EXACT, "full name equal"),
        ("善美 金", "金 善美", Tier.EXACT, "full name equal"),
        ("김영수", "Gim Yeongsu", Tier.LIKELY, "given name: written together or apart"),
    ],
)
def test_names_that_may_be_one(ours: str, theirs: str, tier: Tier, evidence: str) -> None:
    found = match(ours, theirs)
    assert found is not None
    assert found.tier is tier
    assert any(line.startswith(evidence) for line in found.evidence), found.evidence


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Marlena Quist", "Marlena Obergard"),  # a family name must agree
        ("Marlena Quist", "Robert Quist"),  # and a given name
        ("Marlena Quist", "Quist"),  # a single name never hits
        ("Quist", "Quist"),
        ("Marlena", "Marlena Quist"),
        ("Marlena Ida Quist", "Marlena Olga Quist"),  # parts that contradict each other
        ("Marlena Quistell", "Marlena Quirrels"),  # merely similar is another family
        ("M. Q.", "M. Q."),  # initials alone are nobody
        ("Marlena Quist", "M. Q."),
        ("Bob Quist", "Bill Quist"),
        ("金善美", "金善花"),  # another letter is another name
        ("김 영수", "김 영호"),
        ("Ben Al", "Bin El"),
        ("Marlena Quist", "von der Quist"),
    ],
)
def test_names_of_two_people(ours: str, theirs: str) -> None:
    assert match(ours, theirs) is None


def test_known_family_names_must_be_the_ones_that_agree() -> None:
    turned = compare(parse_split("Quistel", "Morvelde"), parse_split("Morvelde", "Quistl"), Parts())
    assert turned is None
    assert compare(parse("Marlena Quist"), parse_split("Ida Marlena", "Quist"), Parts())
    assert compare(parse("Jan Daniel"), parse_split("Jan Daniel", "Obergard"), Parts()) is None


def test_a_nickname_is_no_family_name() -> None:
    assert match("Marlena Robert", "Marlena Bob") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Robert "Bob" Quist', ["Robert Quist", "Bob Quist"]),
        ("Robert (Bobby) Quist", ["Robert Quist", "Bobby Quist", "Robert Bobby"]),
        ("Ida Roe (geb. Quist)", ["Ida Roe", "Ida Quist"]),
        ("Ida Roe, née Quist", ["Ida Roe", "Ida Quist"]),
        ("John F. Quist", ["John F. Quist"]),
        ("Ida Roe (remote)", ["Ida Roe"]),
        ("JordanQuistson", ["JordanQuistson", "Jordan Quistson"]),
        ("Robert Quist (he/him)", ["Robert Quist"]),
        ("金善美 (Seon-mi Kim)", ["金善美", "Seon-mi Kim"]),
        ("金善美 Seonmi Kim", ["Seonmi Kim", "金善美"]),
        ("Sean O'Quist", ["Sean O'Quist"]),
    ],
)
def test_what_stands_beside_a_name(text: str, expected: list[str]) -> None:
    assert [" ".join(v.split()) for v in spellings(text)] == [" ".join(e.split()) for e in expected]


def test_sounds_and_consonants() -> None:
    assert sound("mohammed") == sound("muhamed")
    assert sound("hussein") == sound("husayn")
    assert sound("schmitt") == sound("shmit")
    assert sound("meyer") == sound("maier")
    assert sound("rose") != sound("kose")
    assert consonants("fernando") == consonants("frnandw")


def test_a_name_shows_nothing() -> None:
    name = parse("Marlena Quist")
    assert "uist" not in repr(name).lower()
    assert "uist" not in repr(Parts()).lower()


NAMES = st.lists(
    st.text(alphabet="abcdeilmnorstuv", min_size=2, max_size=9), min_size=2, max_size=4
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_comparing_is_the_same_both_ways(first: str, second: str) -> None:
    one = similarity(parse(first), parse(second), Parts())
    other = similarity(parse(second), parse(first), Parts())
    assert one == pytest.approx(other)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_can_be_compared(first: str, second: str) -> None:
    for ours in spellings(first):
        for theirs in spellings(second):
            found = compare(parse(ours), parse(theirs), Parts())
            assert found is None or 0 < found.score <= 1


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_whoever_can_be_looked_for_matches_their_own_name(text: str) -> None:
    for name in (one for one in searchable_names(text) if one.usable):
        found = compare(name, name, Parts())
        assert found is not None
        assert found.tier is Tier.EXACT


def test_every_reason_has_words() -> None:
    assert all(why.value for why in PartReason)
