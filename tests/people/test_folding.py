"""Folding names for comparing, and finding the way back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.people.folding import fold, fold_with_map, spellings

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Inventa MÜLLER", "inventa muller"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("İlker", "ilker"),
        ("Strauß", "strauss"),
        ("Ｊａｎｅ", "jane"),
        ("ﬁona", "fiona"),
        ("Jo\u00ada\u200bn\u2060na", "joanna"),
        ("\u202eJoanna\u202c", "joanna"),
        ("Ana\u00a0\u2009Bela\r\n Cruz", "ana bela cruz"),
        ("O’Brien", "o'brien"),
        ("O`Brien", "o'brien"),
        ("Anne‑Marie", "anne-marie"),
        ("Ёлкин", "елкин"),
        ("נַפְתָּלִי", "נפתלי"),
        ("Κληρίδης", "κληριδησ"),
        ("Jo\x00anna", "joanna"),
        ("  Joanna\t", "joanna"),
        ("𝐉𝐨𝐚𝐧𝐧𝐚", "joanna"),
    ],
)
def test_spelling_variants_fold_alike(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize("name", ["Zoë Żółć", "김민준", "がぎ", "Çağlayan", "Dvořák"])
def test_composed_and_decomposed_forms_fold_alike(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


def test_letters_of_other_scripts_that_differ_stay_different() -> None:
    assert fold("कुमार") != fold("कमार")
    assert fold("が") != fold("か")


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_the_map_leads_back_into_the_text(text: str) -> None:
    folded, offsets = fold_with_map(text)
    assert len(offsets) == len(folded)
    assert list(offsets) == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


@given(ANY_TEXT, ANY_TEXT)
def test_folding_goes_character_by_character(left: str, right: str) -> None:
    assert fold_with_map(left + right)[0] == fold_with_map(left)[0] + fold_with_map(right)[0]


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_text_agrees_with_the_long_one(text: str) -> None:
    folded, offsets = fold_with_map(text + "é")
    assert fold_with_map(text) == (folded[:-1], offsets[:-1])


def test_the_map_of_characters_that_grow_and_vanish() -> None:
    assert fold_with_map("ß\u00adﬁx") == ("ssfix", [0, 0, 2, 2, 3])
    assert fold_with_map("a\r\nb") == ("a  b", range(4))


@pytest.mark.parametrize(
    ("one", "other"), [("Müller", "Mueller"), ("Müller", "Muller"), ("Søren", "Soeren")]
)
def test_long_spellings_of_accented_letters_are_known(one: str, other: str) -> None:
    assert spellings(one) & spellings(other)


def test_a_long_spelling_is_found_in_decomposed_text() -> None:
    assert "mueller" in spellings(unicodedata.normalize("NFD", "Müller"))
