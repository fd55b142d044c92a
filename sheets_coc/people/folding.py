"""Make spellings of one name comparable, without losing where they stood.

A fold drops what people vary without meaning it: case, accents, Unicode forms (full-width,
ligatures, composed or not), invisible characters, kinds of space, quote and hyphen. It is
for comparing only and never shown. Folded text may be longer or shorter than what it came
from (`ß`, `İ`, a soft hyphen), so whoever needs a position in the original asks for the map:

    original   G r o ß m a n n          folded   g r o s s m a n n
    offsets    0 1 2 3 4 5 6 7          map      0 1 2 3 3 4 5 6 7
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate, chain, repeat

_APOSTROPHES = "'`´‘’‚‛ʻʼʽʹˈ′‵＇＇ꞌ"
_QUOTES = '"“”„‟«»″＂'
_HYPHENS = "-‐‑‒–—―−﹘﹣－"

# Letters that Unicode does not decompose but people type without their stroke.
_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ŋ": "n",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
    "ɓ": "b",
    "ɗ": "d",
    "ƙ": "k",
    "ʒ": "z",
}
# The longer way of writing a letter where the keyboard has no accent: Müller, Mueller.
_LONG = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "å": "aa",
        "ø": "oe",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Å": "Aa",
        "Ø": "Oe",
    }
)
# Marks that make another letter rather than an accent: nukta, kana voicing, virama.
_KEPT_MARKS = frozenset({7, 8, 9})
# Invisible, yet not of category Cf: joiners, Hangul fillers, tatweel, variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u3164\uffa0\u0640\u180b\u180c\u180d") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_ASCII = str.maketrans("\t\n\v\f\r\x1c\x1d\x1e\x1f`", " " * 9 + "'")


# East Asian letters fold to themselves, and squared words (`㍿`) are left as they are.
_UNCHANGED = (
    ("\u3041", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uac00", "\ud7a3"),
    ("\uffa1", "\uffdc"),
    ("\U00020000", "\U0002a6df"),
)
# A Hangul syllable or a voiced kana that is written in parts is one character here.
_HAS_PARTS = re.compile("[\u1161-\u11c2\u3099\u309a\uff9e\uff9f]")
_PARTS = re.compile(
    "([\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud7a3][\u11a8-\u11c2]"
    "|[\u3041-\u30ff][\u3099\u309a]|[\uff66-\uff9d][\uff9e\uff9f])"
)
_LONGEST_FOLD = 4
_MOST_CHARACTERS = 100_000


class _Folds(dict[str, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        if len(self) >= _MOST_CHARACTERS:
            self.clear()
        folded = self[char] = _fold_char(char)
        return folded


def _fold_char(char: str) -> str:
    """What a character, or a syllable in several, folds to: nothing, one or more characters."""
    if len(char) > 1:
        return unicodedata.normalize("NFKC", char)
    if char >= "\u3041" and any(first <= char <= last for first, last in _UNCHANGED):
        return char
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTES:
        return '"'
    if char in _HYPHENS:
        return "-"
    if char.isspace() or char == "\u2800":
        return " "
    if char in _INVISIBLE or unicodedata.category(char) in {"Cf", "Cc"}:
        return ""
    if char in _LETTERS:
        return _LETTERS[char]
    mark = unicodedata.combining(char)
    if mark and mark not in _KEPT_MARKS:
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    if plain == char or len(plain) > _LONGEST_FOLD:
        return char  # nobody is called by a ligature that stands for a phrase
    return "".join(map(_fold_char, plain))


_FOLDS = _Folds()


def fold_with_map(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text character by character, and say where each character came from.

    White space is folded one to one and not collapsed, so that line breaks can be found
    again through the map.

    Args:
        text: any string, lone surrogates and control characters included.

    Returns:
        The folded text, and for each of its characters the offset in `text` of the character
        it came from. The offsets never decrease.
    """
    if text.isascii() and not _CONTROLS.search(text):
        return text.lower().translate(_ASCII), range(len(text))
    units = _units(text) if _HAS_PARTS.search(text) else text
    pieces = list(map(_FOLDS.__getitem__, units))
    lengths = list(map(len, pieces))
    if lengths.count(1) == len(text):
        return "".join(pieces), range(len(text))
    starts = range(len(text)) if units is text else accumulate(map(len, units), initial=0)
    return "".join(pieces), list(chain.from_iterable(map(repeat, starts, lengths)))


def _units(text: str) -> list[str]:
    """The characters of a text, letters that are written in parts taken as one."""
    units: list[str] = []
    for number, piece in enumerate(_PARTS.split(text)):
        units += [piece] if number % 2 else piece
    return units


def fold(text: str) -> str:
    """Fold a short text for comparing: as `fold_with_map`, white space collapsed and trimmed."""
    return " ".join(fold_with_map(text)[0].split())


def spellings(text: str) -> frozenset[str]:
    """Every folded spelling a text stands for: `Müller` is both `muller` and `mueller`.

    Two texts are one spelling apart when their sets have something in common.
    """
    if text.isascii():
        return frozenset({fold(text)})
    return frozenset({fold(text), fold(unicodedata.normalize("NFC", text).translate(_LONG))})
