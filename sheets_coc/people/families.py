"""Names written without a space, and names that begin with the family name.

`佐藤健太`, `김서연` and `王小明` are a family name and a given name with nothing between them.
How long the family name is decides a list (`families.toml`); where that is silent, the
commonest shape of such names does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container
from functools import lru_cache
from importlib.resources import files

_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,5}")
_HAN = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]{2,6}")
_WITH_KANA = re.compile(
    r"([\u3005\u3400-\u9fff\uf900-\ufaff]{1,3})([\u3041-\u3096\u30a1-\u30fa\u30fc]{2,5})"
)
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_FATHERS = ("ovich", "evich", "ovna", "evna", "ович", "евич", "овна", "евна", "инична", "ьич")
"""How names after one's father end."""
_MIDDLE = frozenset({"thi", "van"})


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath("families.toml").read_text("utf-8"))


@lru_cache(maxsize=4)
def _readings(name: str) -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in _lists()[name].split("\n"):
        written, *latin = line.split() or [""]
        table[written] = table.get(written, frozenset()) | frozenset(latin)
    return table


@lru_cache(maxsize=1)
def family_signs() -> frozenset[str]:
    """The single characters that are common Chinese family names."""
    return frozenset("".join(_lists()["han"].split()))


@lru_cache(maxsize=1)
def _double() -> frozenset[str]:
    return frozenset(_lists()["han_double"].split())


def split_unspaced(word: str) -> tuple[str, str] | None:
    """Family and given name of a name in Han or Hangul without a space; None for other words.

    Args:
        word: one word, NFC.
    """
    if _HANGUL.fullmatch(word):
        double = len(word) > 2 and word[:2] in _readings("korean")
        return _cut(word, 2 if double else 1)
    if kana := _WITH_KANA.fullmatch(word):
        return kana[1], kana[2]
    return _cut(word, _han_family(word)) if _HAN.fullmatch(word) else None


def _cut(word: str, length: int) -> tuple[str, str]:
    return word[:length], word[length:]


def _han_family(word: str) -> int:
    """How many characters the family name has."""
    japanese = _readings("japanese")
    if len(word) > 2 and word[:2] in _double():
        return 2
    for length in (3, 2):
        if len(word) > length and word[:length] in japanese:
            return length
    if len(word) < 4 and word[0] in family_signs():
        return 1
    if len(word) == 3 and word[0] in japanese:
        return 1
    return {2: 1, 3: 1, 4: 2, 5: 2}.get(len(word), 3)


def family_readings(family: str) -> frozenset[str]:
    """How a family name in Han or Hangul is written in Latin letters, where that is known."""
    return _readings("japanese").get(family, frozenset()) | _readings("korean").get(
        family, frozenset()
    )


def japanese_families() -> Container[str]:
    """Common Japanese family names, as written in Japan."""
    return _readings("japanese")


@lru_cache(maxsize=1)
def two_words() -> dict[str, tuple[str, str]]:
    """Family names of two syllables, folded, and the two words they are written as too."""
    pairs = (pair.split() for pair in _lists()["latin_double"].split(","))
    return {"".join(pair): (pair[0], pair[1]) for pair in pairs}


@lru_cache(maxsize=1)
def _vietnamese() -> frozenset[str]:
    return frozenset(_lists()["vietnamese"].split())


def family_first(typed: str, parts: list[str]) -> bool:
    """Whether the first of a name's folded parts is the family name.

    So in Vietnam, and in Russia where a father's name stands last: `Orlov Ivan Petrovich`.

    Args:
        typed: the name as typed.
        parts: its folded parts, in order.
    """
    if len(parts) == 3 and parts[2].endswith(_FATHERS) and not parts[1].endswith(_FATHERS):
        return True
    if len(parts) < 3 or parts[0] not in _vietnamese():
        return False
    return parts[1] in _MIDDLE or bool(_VIETNAMESE.search(typed))
