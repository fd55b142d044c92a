"""Names with the endings that Slavic languages and Finnish put on them: `Novákem`, `Virtaselle`.

Only endings of two letters or more count that no other name is made with: `Roberta` and
`Martini` are names of their own, and one letter at the end is flagged as a slip anyway. Beside
another part of the same name a shorter ending will do: `Agnieszki Wróbel`, `Mareka Blaha`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

_SHORTEST = 5
_SHORTEST_BESIDE = 3
_ENDINGS = (
    *("ovi", "owi", "em", "iem", "om", "ovou", "owej", "ej", "iej", "ego", "iego", "emu", "iemu"),
    *("ymi", "imi", "ami", "ach", "lle", "lla", "lta", "ssa", "sta", "seen", "ksi"),
    # Hungarian
    *("nak", "nek", "val", "vel", "ban", "ben", "bol", "tol", "rol", "nal", "nel", "hoz", "hez"),
    *("kent", "ert", "ek", "ekkel", "ekek", "eknel", "ji"),
    *("ом", "ем", "ои", "еи", "ою", "ого", "ому", "ым", "ами", "ах", "ову", "овои", "ові", "еві"),
)
_ENDINGS_OF_SE = ("n", "en", "lle", "lla", "lta", "ssa", "sta")
_ENDINGS_OF_OVA = ("e", "u", "ou", "ej")
# Russian, Ukrainian and Bulgarian family names in -ов, -ев, -ин; `-ова` is a woman's name as well.
_ENDINGS_OF_OV = ("у", "ым", "е", "ы", "ых", "ыми", "ой", "ою", "им")
# Polish, Czech and Slovak names in -ka, without what makes a name of its own.
_ENDINGS_OF_KA = (
    "ki",
    "ky",
    "ce",
    "ku",
    "kou",
    "ko",
    "ки",
    "ке",
    "ку",
    "кои",
    "кою",
    "це",
    "коі",
    "кіи",
)
_ENDINGS_OF_IA = ("ii", "iu", "iou", "ии", "ию", "иеи")
# Names of women in Cyrillic letters, of which no other name is made by these.
_ENDINGS_OF_A = ("ы", "и", "і", "у", "ю", "е", "о", "ою", "ею")
# Greek: the nominative of men ends in -s, every other case and the vocative does not.
_ENDINGS_OF_OS = ("ου", "ο", "ε")
_ENDINGS_OF_GREEK_S = ("",)
# Lithuanian and Latvian names in -as, -is, -us, -s.
_ENDINGS_OF_AS = ("ui", "ams", "am", "aus", "iui", "im")
_FINNISH = ("lle", "lla", "lta", "ssa", "sta")
# Hebrew and Arabic put small words before a name and join them to it.
_PREFIXES = (("\u0590", "\u0600", "לבמושהכ"), ("\u0600", "\u0780", "ولبفك"))
_SHORTEST_PREFIXED = 3
_SHORTER = 4
_LONG_ENDING = 3
# Family names that are adjectives: Sikorski, Novotný.
_ADJECTIVES = (
    "ski",
    "cki",
    "dzki",
    "sky",
    "cky",
    "ny",
    "ly",
    "skyi",
    "ский",
    "скии",
    "цкии",
    "ськии",
    "цькии",
)
_ENDINGS_OF_ADJECTIVES = (
    *("im", "ym", "ich", "ych", "iho", "eho", "ego", "iego", "emu", "iemu", "imu", "imi", "ymi"),
    *("ого", "ому", "им", "ым", "их", "ими"),
)
_ENDINGS_OF_KO = ("ka", "ku", "kiem", "kem", "kowi", "kovi", "ком", "ка", "ку", "кові")
_GIVING_WAY = (
    (("ов", "ев", "ин"), _ENDINGS_OF_OV, 0),
    (("ka", "ка"), _ENDINGS_OF_KA, 2),
    (("ek",), ("ka", "kovi", "kem", "ku", "kowi", "kiem", "kom"), 2),
    (("ca", "ца"), ("ci", "cu", "com", "ци", "цу", "цом", "це"), 2),
    (("ia", "ия"), _ENDINGS_OF_IA, 2),
    (("ии",), ("ию", "ия", "ие"), 2),
    (("ая",), ("ои", "ую", "ою"), 2),
    (("ел",), ("ла", "лу", "лом", "ле"), 2),
    (("el",), ("lem", "lovi", "lowi"), 2),
    (("ец",), ("ца", "цу", "цом", "цем", "це"), 2),
    (("οσ",), _ENDINGS_OF_OS, 2),
    (("ησ", "ασ"), _ENDINGS_OF_GREEK_S, 1),
    (("η", "α"), ("ησ", "ασ"), 1),
    (("as", "is", "us"), _ENDINGS_OF_AS, 2),
)
"""Endings, what is put on in their place, and how many letters of the name go."""
_FLEETING = (("ek",), ("el",), ("ел",), ("ии",))
"""Those of names that have five letters."""
_VOWELS = tuple("aeiouyаеиоуяіь")
# No given name of somebody else is made with these; with the others one often is.
_BESIDE_PLAIN = ("u", "ou", "s", "у", "ю", *_ENDINGS)
_BESIDE_VOWEL = ("i", "y", "ie", "и", "ы")  # after a consonant they make a pet name: `Jimmy`
_BESIDE_INFLECTED = (*_BESIDE_PLAIN, *_BESIDE_VOWEL, "a", "e", "o", "а", "е", "я")

_BESIDE_SHORT = tuple(ending for ending in _BESIDE_INFLECTED if ending not in _ENDINGS)
_ALONE = frozenset(_BESIDE_PLAIN)
_ALONE_AFTER_VOWEL = _ALONE | {*_BESIDE_VOWEL}


class Inflections:
    """Finds the name that an inflected word is a form of.

    Attributes:
        forms: words that are inflected names wherever they stand.
        beside: for words that are so beside another part of the same name, those names, and
            whether that other part must be inflected as well.
    """

    def __init__(self, sure: Iterable[str], every: Iterable[str] = ()) -> None:
        self._bases: dict[str, str] = {}
        sure = frozenset(sure)
        for name in sure:
            for stem, endings in _stems(name):
                self._bases.update((stem + ending, name) for ending in endings)
            self._bases.update((form, name) for form in _prefixed(name))
        self.forms = frozenset(self._bases)
        self.beside: dict[str, dict[str, bool]] = defaultdict(dict)
        for name in every:
            for form, both in _forms_beside(name, name in sure):
                self.beside[form][name] = both and self.beside[form].get(name, True)

    def of(self, word: str) -> str | None:
        """The known name a folded word is a form of, if any."""
        return self._bases.get(word)


def _stems(name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """What endings are put on: the name, or what is left of it without its last vowel."""
    if len(name) >= _SHORTEST:
        yield name, _ENDINGS
        yield from _changed(name)
        if not name.endswith(_VOWELS):  # Hungarian doubles the last sound: Dáviddal, Horváthtal
            yield name + (name[-2] if name.endswith(("th", "gh")) else name[-1]), ("al", "el")
        if name[-3:-2] == name[-2:-1] and name[-2] in "kpt" and name.endswith(_VOWELS):
            yield name[:-2] + name[-1], _FINNISH  # Mikko, Mikolle
        if name.endswith(_VOWELS) and len(name) > _SHORTEST:
            yield name[:-1], _ENDINGS
    elif len(name) == _SHORTER and not name.endswith(_VOWELS):
        yield name, tuple(e for e in _ENDINGS if len(e) >= _LONG_ENDING and e[0] in "oiaоі")


def _prefixed(name: str) -> Iterable[str]:
    """A name with a small word joined before it: `to Dana` in Hebrew."""
    for first, beyond, letters in _PREFIXES:
        if len(name) >= _SHORTEST_PREFIXED and first <= name[0] < beyond:
            yield from (letter + name for letter in letters)


def _changed(name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Stems of names whose own ending gives way to another."""
    if name.endswith("nen") and len(name) > _SHORTEST:
        yield f"{name[:-3]}se", _ENDINGS_OF_SE
    if name.endswith(_ADJECTIVES) and len(name) > _SHORTEST:
        yield name.removesuffix("и").rstrip("iyи"), _ENDINGS_OF_ADJECTIVES
    if name.endswith(("enko", "енко")):
        yield name[:-2], _ENDINGS_OF_KO
    if name.endswith("ova") and len(name) > _SHORTEST:
        yield name[:-1], _ENDINGS_OF_OVA
    if name.endswith(("а", "я")):
        yield name[:-1], _ENDINGS_OF_A
    for endings, put_on, length in _GIVING_WAY:
        if name.endswith(endings) and len(name) > _SHORTEST - (endings in _FLEETING):
            yield name[: len(name) - length], put_on


def _forms_beside(name: str, sure: bool) -> Iterable[tuple[str, bool]]:
    """Forms with short endings, and whether the part beside must be inflected as well.

    Of a name that is known by its long endings wherever it stands, only the short ones.
    """
    if len(name) < _SHORTEST_BESIDE or not name.isalpha():
        return
    vowel = name.endswith(_VOWELS)
    stem = name[:-1] if vowel else name
    alone = _ALONE_AFTER_VOWEL if vowel else _ALONE
    for ending in _BESIDE_SHORT if sure and len(name) > _SHORTEST else _BESIDE_INFLECTED:
        if stem + ending != name:
            yield stem + ending, ending not in alone
    if name[-2:-1] == "e" and not vowel and len(name) >= _SHORTEST:  # Marek, Marka
        shorter = name[:-2] + name[-1]
        for ending in _BESIDE_INFLECTED:
            yield shorter + ending, ending not in alone
