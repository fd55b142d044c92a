"""Which characters the encodings of different countries were made for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from sheets_coc.private import remembered

_WESTERN = (
    "äöüß é", "äöåéü", "æøåéäö", "àâæçéèêëîïôœùûüÿ", "áéíóúüñªº", "áâãàçéêíóôõúüªº", "àèéìíòóùúç",
    "áéíóúýþæöð", "ëéèïöüáàê",
)  # fmt: skip
_CENTRAL = (
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţșț", "äöüß",
)  # fmt: skip
_TURKISH = ("çğıöşüâîûİ",)
_BALTIC = ("āčēģīķļņšūž", "ąčęėįšųūž", "äöüõšž")
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",)
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_CYRILLIC = (_RUSSIAN, "абвгдежзийклмнопрстуфхцчшщьюяіїєґ", "абвгдежзиклмнопрстуфхцчшђјљњћџѓќѕ",
             "абвгдежзійклмнопрстуфхцчшыьэюяёў")  # fmt: skip


def _of(*languages: str) -> Callable[[str], float]:
    """A judge of words: their letters beyond ASCII are those of one language."""
    alphabets = [frozenset(letters + letters.upper()) for letters in languages]

    @remembered(1 << 15)
    def judge(word: str) -> float:
        beyond = [char for char in word if not char.isascii()]
        signs = sum(map(_sign, beyond))
        letters = [char for char in beyond if _sign(char) == 0]
        best = max(sum(1.0 if c in own else -1.0 for c in letters) for own in alphabets)
        if languages == _WESTERN and "õ" in word.lower() and "õe" not in word.lower():
            best -= 2.0  # Portuguese has it in õe only; elsewhere it is a Hungarian ő, misread
        return signs + best

    return judge


def _sign(char: str) -> float:
    """What a character that is no letter says: 0 for letters."""
    if char in "’‘“”„–—…«»°€·\xa0№":
        return 0.5
    return -3.0 if unicodedata.category(char) in {"Cc", "Cn", "Co"} else 0.0


def _script(first: str, last: str) -> Callable[[str], float]:
    """A judge for an alphabet without capitals."""

    def judge(char: str) -> float:
        if first <= char <= last:
            return 1.0
        return 0.5 if char in "’‘“”–—…\xa0،؛؟" else -1.5

    return _each(judge)


def _each(judge: Callable[[str], float]) -> Callable[[str], float]:
    """A judge of words by their characters."""
    return lambda word: sum(judge(char) for char in word if not char.isascii())


def _east(encoding: str, first: int, last: int, *, own: str) -> Callable[[str], float]:
    """A judge for a national standard whose everyday characters lead with these bytes."""

    @remembered(1 << 15)
    def judge(char: str) -> float:
        kind = unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
        if kind in {"HIRAGANA", "KATAKANA"}:
            return 1.2 if own == "kana" else -1.0
        if kind == "HANGUL":
            return (1.1 if _lead(char, "euc_kr") else -0.5) if own == "hangul" else -1.0
        if kind == "CJK":
            if own == "hangul":
                return -0.5
            lead = _lead(char, encoding)
            return 1.0 if first <= lead <= last else -0.6
        if kind in {"IDEOGRAPHIC", "FULLWIDTH"}:
            return 0.5
        return -1.0

    return _each(judge)


def _lead(char: str, encoding: str) -> int:
    """The first byte of a character in an encoding; 0 where it has none of its own."""
    try:
        encoded = char.encode(encoding)
        return encoded[0] if len(encoded) <= 2 else 0  # others are made up of parts
    except UnicodeEncodeError:
        return 0


CANDIDATES: tuple[tuple[str, Callable[[str], float], float], ...] = (
    ("cp1252", _of(*_WESTERN), 0.10),
    ("cp1250", _of(*_CENTRAL), 0.0),
    ("iso8859_2", _of(*_CENTRAL), -0.03),
    ("cp1254", _of(*_TURKISH, *_WESTERN), 0.0),
    ("cp1257", _of(*_BALTIC), 0.0),
    ("cp1251", _of(*_CYRILLIC), 0.05),
    ("koi8_r", _of(_RUSSIAN), 0.0),
    ("koi8_u", _of(*_CYRILLIC), -0.01),
    ("iso8859_5", _of(*_CYRILLIC), -0.05),
    ("cp866", _of(_RUSSIAN), -0.05),
    ("cp1253", _of(*_GREEK), 0.0),
    ("cp1255", _script("\u05b0", "\u05f4"), 0.0),
    ("cp1256", _script("\u0600", "\u06ff"), 0.0),
    ("cp874", _script("\u0e01", "\u0e5b"), 0.0),
    ("cp932", _east("euc_jp", 0xB0, 0xCF, own="kana"), 0.1),
    ("euc_jp", _east("euc_jp", 0xB0, 0xCF, own="kana"), 0.1),
    ("gb18030", _east("gb2312", 0xB0, 0xD7, own="han"), 0.1),
    ("cp950", _east("big5", 0xA4, 0xC6, own="han"), 0.1),
    ("cp949", _east("euc_kr", 0xB0, 0xC8, own="hangul"), 0.1),
    ("mac_roman", _of(*_WESTERN), -0.3),
    ("mac_latin2", _of(*_CENTRAL), -0.4),
    ("cp850", _of(*_WESTERN), -0.3),
    ("cp852", _of(*_CENTRAL), -0.4),
)
"""Encodings, what they were made for, and how much likelier each is than others beforehand."""
