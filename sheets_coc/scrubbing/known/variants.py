"""Other forms of known names that no list has: `Bayo` of Adebayo, `Kostik`, `Hannah` for Hana.

All of it is looked at by a person: such a form may as well be somebody else's name.

Worked example, for a row that names `Chukwuemeka Okonkwo` and the alias `kostya`:
`Emeka` is the end of a given name; `Kostik` begins like one and ends as pet names do;
`Okonquo` sounds like Okonkwo; `0konkwo` and `Okonlcwo` are how a scanner reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sheets_coc.people.fuzzy import one_letter_apart
from sheets_coc.people.sounds import sound
from sheets_coc.scrubbing.known.names import NameRole, PersonName

_SHORTEST = 4
_SHORTEST_END = 4
_LONG_GIVEN = 6
_LONG_SOUND = 6
_PET_ENDINGS = (
    *("a", "y", "i", "ie", "o", "e", "ik", "ek", "ka", "ko", "ya", "ia", "yan", "chik", "usha"),
    *("yusha", "enka", "inka", "ushka", "ita", "ito", "inha", "inho", "chen", "lein", "li", "je"),
    *("ke", "tje", "us", "sia", "cia", "siu", "ulek", "eczka", "czka", "ica", "ce", "can", "cik"),
    *("ney", "ers", "ster", "sa", "so", "zza", "z", "s"),
    *("ша", "я", "ка", "ик", "ок", "юша", "енька", "очка"),
)  # fmt: skip
# One letter for each group of letters that sound alike at the beginning of a name.
_FIRST = str.maketrans("qkszxpvwbijyehuo", "cccccffffaaaaaaa")
# What scanners and jokers write for a letter.
_LOOKS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("1", "i"), ("3", "e"),
          ("4", "a"), ("5", "s"), ("7", "t"), ("lc", "k"))  # fmt: skip


class Variants:
    """Knows the forms that known names may take."""

    def __init__(self, names: Iterable[PersonName]) -> None:
        self._parts: set[str] = set()
        self._ends: set[str] = set()
        self._stems: set[str] = set()
        self._sounds: defaultdict[str, set[str]] = defaultdict(set)
        for name in names:
            for part in name.parts:
                if len(part.words) == 1 and part.words[0].isalpha():
                    self._add(part.words[0], given=part.role in {NameRole.GIVEN, NameRole.ONLY})

    def _add(self, part: str, *, given: bool) -> None:
        self._parts.add(part)
        if len(part) >= _LONG_GIVEN:
            self._ends |= {part[at:] for at in range(2, len(part) - _SHORTEST_END + 1)}
        if given and len(part) >= _SHORTEST:
            self._stems |= {part[:3], part[:4], part[:5]}
        elif given and len(part) == _SHORTEST - 1:
            self._stems.add(part[:2])
        if len(part) >= _SHORTEST and part.isascii():
            heard = sound(part)
            self._sounds[heard[:1].translate(_FIRST)].add(heard)

    def rule(self, word: str) -> str | None:
        """Why a folded word, which is no known name, may be one: `nickname`, `typo`, or None."""
        if len(word) < _SHORTEST or word in self._parts:
            return None
        if word in self._ends or self._pet_form(word):
            return "nickname"
        return "typo" if self._sounds_alike(word) or self._looks_alike(word) else None

    def _pet_form(self, word: str) -> bool:
        if word[:3] not in self._stems and word[:2] not in self._stems:
            return False
        return any(
            word[:length] in self._stems and word[length:] in _PET_ENDINGS
            for length in range(2, len(word))
        )

    def _sounds_alike(self, word: str) -> bool:
        if not word.isascii() or not word.isalpha():
            return False
        first = word[0].translate(_FIRST)
        if first not in self._sounds and word[0] not in "kgw":
            return False
        heard = sound(word)
        for known in self._sounds.get(heard[:1].translate(_FIRST), ()):
            if heard == known:
                return True
            close = abs(len(heard) - len(known)) <= 1 and min(len(heard), len(known)) >= _LONG_SOUND
            if close and one_letter_apart(heard, known):
                return True
        return False

    def _looks_alike(self, word: str) -> bool:
        return word.isascii() and any(
            seen in word and word.replace(seen, meant) in self._parts for seen, meant in _LOOKS
        )
