"""Reading people out of a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.people.names import (
    count_expunged,
    is_blank,
    is_full_name,
    is_user_name,
    name_key,
    says_nobody,
    split_aliases,
    split_people,
)


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("", ()),
        ("  \n", ()),
        ("Zora Quill", ("Zora Quill",)),
        ("Quill, Zora", ("Quill, Zora",)),
        ("Zora Quill, Bo Marsh", ("Zora Quill", "Bo Marsh")),
        ("Quill, Zora, Bo Marsh", ("Quill, Zora", "Bo Marsh")),
        ("Quill, Z., Marsh, B.", ("Quill, Z.", "Marsh, B.")),
        ("Zora Quill, PhD", ("Zora Quill, PhD",)),
        ("Zora Quill; Bo Marsh;", ("Zora Quill", "Bo Marsh")),
        ("Zora Quill & Bo Marsh", ("Zora Quill", "Bo Marsh")),
        ("Zora Quill\nBo Marsh\r\n", ("Zora Quill", "Bo Marsh")),
        ("Zora Quill / Bo Marsh", ("Zora Quill", "Bo Marsh")),
        ("Zora/Bo", ("Zora/Bo",)),
        ("Zora and Bo Marsh", ("Zora", "Bo Marsh")),
        ("Zora Quill, Bo Marsh, and Al Fenn", ("Zora Quill", "Bo Marsh", "Al Fenn")),
        ("Quill, Zora AND Marsh, Bo", ("Quill, Zora", "Marsh, Bo")),
        ("Alexandra Sanders", ("Alexandra Sanders",)),
        ("Zora Quill and", ("Zora Quill",)),
        ("Zora Quill (host; and, speaker)", ("Zora Quill (host; and, speaker)",)),
        ("Quill (aka Z, Q), Zora", ("Quill (aka Z, Q), Zora",)),
        ("1. Zora Quill\n2) Bo Marsh\n- Al Fenn", ("Zora Quill", "Bo Marsh", "Al Fenn")),
        ("@zora", ("@zora",)),
        ("zora_quill42", ("zora_quill42",)),
        ("山田花子、鈴木一郎", ("山田花子", "鈴木一郎")),
        ("山田花子, 鈴木一郎", ("山田花子", "鈴木一郎")),
        ("https://example.org/?a=1&b=2; Bo Marsh", ("https://example.org/?a=1&b=2", "Bo Marsh")),
        ("none; Zora Quill", ("Zora Quill",)),
        ("Expunged; Zora Quill", ("Zora Quill",)),
        ("Expunged, Zora Quill", ("Zora Quill",)),
        ("Expunged", ()),
        ("expunged (3)", ()),
    ],
)
def test_splitting_a_cell(cell: str, people: tuple[str, ...]) -> None:
    assert split_people(cell) == people


@pytest.mark.parametrize("cell", ["none", "None.", "NO", "n/a", "N/A", "-", "–", "—", " nobody "])
def test_words_for_nobody_name_no_one(cell: str) -> None:
    assert says_nobody(cell)
    assert not is_blank(cell)
    assert split_people(cell) == ()
    assert count_expunged(cell) == 0


@pytest.mark.parametrize("cell", ["", " ", "unknown", "Nora", "no idea", "Noel Blank"])
def test_other_words_do_not_say_nobody(cell: str) -> None:
    assert not says_nobody(cell)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("", 0),
        ("Zora Quill", 0),
        ("Expunged", 1),
        ("EXPUNGED (3)", 3),
        ("Expunged(12)", 12),
        ("Expunged; Zora Quill", 1),
        ("Expunged (2) & Expunged", 3),
        ("Expunged, Expunged", 2),
        ("Expungedly, Zora", 0),
    ],
)
def test_counting_the_erased(cell: str, count: int) -> None:
    assert count_expunged(cell) == count


@pytest.mark.parametrize(
    "other",
    [
        "zora quill",
        "ZORA  QUILL",
        "Quill, Zora",
        "Dr. Zora Quill",
        "Prof. Dr. Zora Quill, PhD",
        "Zora Quill (speaker)",
        "Zóra Quíll",
        "Sra. Zora Quill",
        "Mevr. drs. Zora Quill",
        "Capt. Zora Quill",
        "пани Zora Quill",
        "Zora\u00a0Quill",
        "Ｚｏｒａ Ｑｕｉｌｌ",
    ],
)
def test_spellings_of_one_name_share_a_key(other: str) -> None:
    assert name_key(other) == name_key("Zora Quill")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zora Quill", "Zora Quill Marsh"),
        ("Zora Quill", "Zora Quills"),
        ("Zora Quill Jr", "Zora Quill Sr"),
        ("अनुराधा पाटील", "अनराधा पटल"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Zora Fru", "fru zora"),
        ("Zora King", "king zora"),
        ("King, Zora", "king zora"),
        ("Pan Quill", "pan quill"),
        ("Zora Quill Sr", "quill sr zora"),
        ("Dr.", "dr"),
    ],
)
def test_what_is_a_title_elsewhere_may_be_a_name(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("cell", "aliases"),
    [
        ("dkrav, kravch", ("dkrav", "kravch")),
        ("zo_q, @zora, zora7", ("zo_q", "@zora", "zora7")),
        ("Quill, Zora", ("Quill, Zora",)),
        ("zora quill, bo", ("zora quill, bo",)),
        ("Zo; zora_q", ("Zo", "zora_q")),
    ],
)
def test_commas_part_user_names_and_words_in_small_letters(
    cell: str, aliases: tuple[str, ...]
) -> None:
    assert split_aliases(cell) == aliases


@pytest.mark.parametrize("text", ["zora_q", "@zora", "zora7", "zora-quill", "zora_"])
def test_user_names(text: str) -> None:
    assert is_user_name(text)


@pytest.mark.parametrize("text", ["", "Zora", "zora", "Anne-Marie", "zora q_", "-zora-"])
def test_words_that_are_no_user_names(text: str) -> None:
    assert not is_user_name(text)


@pytest.mark.parametrize("text", ["", "()", "...", "unknown", "Unknown attendee", "anonymous"])
def test_what_names_nobody_has_no_key(text: str) -> None:
    assert name_key(text) is None
    assert not is_full_name(text)


def test_a_hyphen_and_an_apostrophe_do_not_change_a_name() -> None:
    assert name_key("Jean-Luc O’Fenn") == name_key("jean luc o'fenn")


@pytest.mark.parametrize(
    "name", ["Zora Quill", "Quill, Z.", "@zora", "zora_quill", "zora7", "山田花子", "Z. Quill"]
)
def test_full_names(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize("name", ["Zora", "Jean-Luc", "Dr. Quill", "Z. Q.", "李"])
def test_single_parts_and_initials_are_no_full_names(name: str) -> None:
    assert not is_full_name(name)


_WORDS = st.text("abcdefghij", min_size=3, max_size=8).map(str.title)
_NAMES = st.tuples(_WORDS, _WORDS).map(" ".join)


@given(st.lists(_NAMES, min_size=1, max_size=6), st.sampled_from(["; ", " & ", "\n", " / ", ", "]))
def test_every_separator_gives_back_what_was_joined(names: list[str], separator: str) -> None:
    assert split_people(separator.join(names)) == tuple(names)


@given(st.text(max_size=60))
def test_any_text_can_be_read(cell: str) -> None:
    for person in split_people(cell):
        assert person.strip() == person != ""
        assert split_people(person) != () or count_expunged(person) or says_nobody(person)
        name_key(person)
    assert count_expunged(cell) >= 0


@pytest.mark.parametrize("unit", ["a,", "and ", "(", "https://", " ", "\n", "- ", ", ,", "@;"])
def test_a_full_cell_is_read(unit: str) -> None:
    cell = (unit * 50_000)[:50_000]
    for person in split_people(cell):
        name_key(person)
        is_full_name(person)
