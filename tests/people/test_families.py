"""Names without a space, and names that begin with the family name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.people.families import family_first, family_readings, split_unspaced, two_words


@pytest.mark.parametrize(
    ("word", "family", "given_name"),
    [
        ("佐藤健太", "佐藤", "健太"),
        ("佐々木希", "佐々木", "希"),
        ("長谷川太郎", "長谷川", "太郎"),
        ("林太郎", "林", "太郎"),
        ("田中さくら", "田中", "さくら"),
        ("王小明", "王", "小明"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("李娜", "李", "娜"),
        ("김서연", "김", "서연"),
        ("남궁민수", "남궁", "민수"),
        ("이준", "이", "준"),
    ],
)
def test_a_name_without_a_space(word: str, family: str, given_name: str) -> None:
    assert split_unspaced(word) == (family, given_name)


@pytest.mark.parametrize("word", ["", "王", "Zora", "さくら", "привет", "김", "zora王"])
def test_other_words_are_not_cut(word: str) -> None:
    assert split_unspaced(word) is None


@given(st.text("王李佐藤田中김이서연한さくら", max_size=8))
def test_what_is_cut_is_the_whole_word(word: str) -> None:
    cut = split_unspaced(word)
    assert cut is None or (all(cut) and "".join(cut) == word)


def test_readings() -> None:
    assert {"sato", "satou"} <= family_readings("佐藤")
    assert "kim" in family_readings("김")
    assert family_readings("Zora") == frozenset()
    assert two_words()["ouyang"] == ("ou", "yang")


@pytest.mark.parametrize(
    ("typed", "parts", "first"),
    [
        ("Nguyễn Thị Hồng", ["nguyen", "thi", "hong"], True),
        ("Tran Van Minh", ["tran", "van", "minh"], True),
        ("Lê Minh Quân", ["le", "minh", "quan"], True),
        ("Le Grand Duc", ["le", "grand", "duc"], False),
        ("Zora Thi Quill", ["zora", "thi", "quill"], False),
        ("Nguyen Zora", ["nguyen", "zora"], False),
    ],
)
def test_family_names_that_stand_first(typed: str, parts: list[str], first: bool) -> None:
    assert family_first(typed, parts) is first
