"""How a part of a name sounds, across languages and transliterations."""

from __future__ import annotations

import re

_BREATHS = re.compile(r"kh|gh|h(?![aeiouy])")
_SILENT_H = re.compile(r"([tdbrj])h")
_HARD_C = re.compile(r"c(?![eiy])")
_SOFT_J = re.compile(r"j(?![aeiou])")
_DOUBLED = re.compile(r"(.)\1+")
_WITHOUT_VOWELS = str.maketrans("pS", "bs", "aeiouyvw")
_CONSONANTS = (
    ("sch", "S"), ("sh", "S"), ("tch", "C"), ("ch", "C"), ("cz", "C"), ("ph", "f"),
)  # fmt: skip
_LETTERS = (
    ("q", "k"), ("w", "v"), ("ks", "x"), ("dj", "j"), ("zh", "j"), ("tz", "z"), ("ts", "z"),
)  # fmt: skip
_VOWELS = (
    ("ee", "i"), ("ie", "i"), ("ii", "i"), ("ou", "o"), ("oo", "o"), ("oe", "o"), ("ue", "o"),
    ("u", "o"), ("e", "a"),
)  # fmt: skip


def sound(part: str) -> str:
    """A part with its spelling habits taken out: `muhammad` and `mohamed` sound the same.

    The habits carry no difference in names across languages and transliterations: `sch` for
    `sh`, `y` for `i`, `ou` for `u`, doubled letters, silent `h`. Vowels fall into three.
    """
    for written, heard in _CONSONANTS:
        part = part.replace(written, heard)
    if "h" in part:
        part = _SILENT_H.sub(r"\1", _BREATHS.sub("h", part))
    if "c" in part:
        part = _HARD_C.sub("k", part.replace("ck", "k").replace("cc", "k"))
    for written, heard in _LETTERS:
        part = part.replace(written, heard)
    part = part.replace("y", "i")
    if "j" in part:
        part = _SOFT_J.sub("i", part)
    if part.endswith(("ie", "ii", "ei", "ee")):
        part = f"{part[:-2]}i"
    for written, heard in _VOWELS:
        part = part.replace(written, heard)
    return _DOUBLED.sub(r"\1", part)


def consonants(part: str) -> str:
    """What writing without vowels leaves of a part (Arabic, Hebrew): `fernando` → `frnd`."""
    return sound(part).translate(_WITHOUT_VOWELS)
