"""Read a name as people type it into a cell, into parts that can be looked for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise, permutations
from unicodedata import normalize

from sheets_coc.people.families import (
    family_readings,
    japanese_families,
    split_unspaced,
    two_words,
)
from sheets_coc.people.folding import fold, spellings
from sheets_coc.people.given_names import short_forms
from sheets_coc.people.name_words import PARTICLES, PLAIN_TITLES, SUFFIXES, TITLES
from sheets_coc.people.written import at_comma, family_place
from sheets_coc.scrubbing.text.romanise import foreign, romanised
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import MONTHS, ordinary_words, other_words

_ASIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\"([^\"]*)\"")
_BORN = re.compile(r"\b(?:nee|ne|born|formerly|aka|a\.k\.a\.?|alias|also known as|called)\b")
_DESCRIBES = re.compile(r"\b(?:the|a|an|some|any|this|that|my|our)\b")
_HYPHEN = re.compile("-")
_POSSESSIVE = re.compile(r"['’]s$")
_EXPUNGED = re.compile(r"expunged(?: \(\d+\))?")
_SHORTEST_JOINED = 6
_MAX_PARTS = 8
_JAPANESE = re.compile("[\u3041-\u30fc]")
# What stands after a family name in Chinese, Japanese and Korean.
_AFTER_FAMILY = (
    "先生",
    "女士",
    "小姐",
    "老师",
    "同学",
    "さん",
    "様",
    "氏",
    "君",
    "씨",
    "님",
    "군",
    "양",
)


class NameRole(Enum):
    """Where in a name a part stands."""

    GIVEN = "given"
    MIDDLE = "middle"
    FAMILY = "family"
    ONLY = "only"


@dataclass(frozen=True, slots=True, repr=False)
class NamePart:
    """One part of a name.

    Attributes:
        words: its folded words in each spelling; more than one where it is hyphenated.
        slot: which part of the name it is; two spellings of one part share it.
        role: where in the name it stands.
        half: whether it is one half of a double name.
    """

    words: tuple[str, ...]
    slot: int
    role: NameRole
    half: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A person's name.

    Attributes:
        parts: everything that may stand for the person.
        initials: the first letters of its parts in order, bare initials included.
        particles: the small words inside it.
        slots: how many parts it has.
        bare: the initials that stand for a part not written out.
        letters: how it is shortened to its letters: `jpm`, `jm`, and `jp` of a double name.
        small: whether it was typed in small letters.
    """

    parts: tuple[NamePart, ...]
    initials: tuple[str, ...]
    particles: frozenset[str]
    slots: int
    bare: frozenset[str]
    letters: frozenset[str] = frozenset()
    small: bool = False


def read_names(typed: str) -> list[PersonName]:
    """The names in a cell that names one person: the name itself, and what stands beside it.

    `Doe, Jane`, `Dr. J. A. van der Doe-Smith Jr.`, `Jane "JD" Doe`, `Jane Doe (née Roe)`. What
    is plainly no name (`an attendee`, `she/her`, `Expunged (2)`) gives nothing.
    """
    text = typed.strip()
    if _EXPUNGED.fullmatch(fold(text)) or (text.islower() and _DESCRIBES.search(text)):
        return []
    pieces = _BORN.split(_ASIDE.sub(" ", text))
    for *bracketed, quoted in _ASIDE.findall(text):
        aside = quoted or "".join(bracketed)
        called = quoted and len(quoted.split()) == 1  # `Franklin "Skip" Tolliver`
        pieces += _BORN.split(aside) if called or _may_be_name(aside) else []
    return [name for name in map(_read, pieces) if name.parts]


def _may_be_name(aside: str) -> bool:
    words = Words(aside).words
    return (
        0 < len(words) <= 4 and "/" not in aside and not all(w in ordinary_words() for w in words)
    )


def _read(typed: str) -> PersonName:
    ordered, family_until = _in_order(typed)
    tokens = _tokens(ordered)
    if len(tokens) == 1 and (unspaced := split_unspaced(normalize("NFC", tokens[0].typed))):
        return _unspaced(*unspaced)
    parts: list[_Token] = []
    initials: list[str] = []
    bare: list[str] = []
    particles: set[str] = set()
    family, leading = 0, False
    for position, token in enumerate(tokens):
        if _is_particle(tokens, position, at_start=not parts):
            particles.update(token.words)
        elif _is_initials(token.words):
            initials += token.words
            bare += token.words
            leading = leading or not parts
        elif len(parts) < _MAX_PARTS:
            parts.append(token)
            initials += _letters(token)
            family = len(parts) - 1 if token.start < family_until else family
    titled = any(word in PLAIN_TITLES for word in Words(ordered).words)
    more = leading or titled or bool(particles)
    given = None
    if not family_until:
        family = family_place([token.words[0] for token in parts], ordered)
        given = len(parts) - 1 if family < len(parts) - 1 else None
    found = _parts(parts, family, more, frozenset(particles), given)
    bare_letters = frozenset(Counter(bare) - Counter())
    return PersonName(
        tuple(found),
        tuple(initials),
        frozenset(particles),
        len(parts),
        bare_letters,
        _shortened(initials, parts),
        small=typed.islower(),
    )


def _letters(token: _Token) -> list[str]:
    """The initials of a part: two of a double one."""
    halves = [Words(half).words for half in _HYPHEN.split(token.typed)]
    letters = [words[0][0] for words in halves if words]
    return letters if len(halves) == 2 and len(letters) == 2 else [token.words[0][0]]


def _shortened(initials: list[str], parts: list[_Token]) -> frozenset[str]:
    """How a name is shortened to letters: all of them, the first and the last, a double name's."""
    double = {"".join(_letters(token)) for token in parts[:-1] if len(_letters(token)) > 1}
    if len(initials) < 2:
        return frozenset(double)
    return frozenset(double | {"".join(initials), initials[0] + initials[-1]})


def _unspaced(family: str, given: str) -> PersonName:
    """A name in Han or Hangul written without a space.

    One character alone is nobody's mention: it counts as the whole name only, or as a family
    name with what stands after names (`김 씨`).
    """
    one, two = tuple(Words(family).words), tuple(Words(given).words)
    found = [NamePart((*one, *two), 0, NameRole.ONLY)]
    if len(one) > 1:
        found.append(NamePart(one, 0, NameRole.FAMILY))
    found += [NamePart((*one, *Words(after).words), 0, NameRole.FAMILY) for after in _AFTER_FAMILY]
    found += [NamePart((latin,), 0, NameRole.FAMILY) for latin in sorted(family_readings(family))]
    if len(two) > 1:
        found.append(NamePart(two, 1, NameRole.GIVEN))
    if not _JAPANESE.search(family + given) and family not in japanese_families():
        sounds = tuple(romanised(sign) for sign in given)
        whole = "".join(romanised(sign) for sign in family)
        found += [
            NamePart(way, 1, NameRole.GIVEN) for way in {sounds, ("".join(sounds),)} if all(way)
        ]
        found += [NamePart((whole,), 0, NameRole.FAMILY)] if whole else []
    return PersonName(tuple(dict.fromkeys(found)), (one[0], two[0]), frozenset(), 2, frozenset())


@dataclass(frozen=True, slots=True, repr=False)
class _Token:
    """A word of a name as typed, hyphens and apostrophes included."""

    typed: str
    start: int
    words: tuple[str, ...]


def _is_initials(words: tuple[str, ...]) -> bool:
    return all(len(word) == 1 and word.isalpha() and ord(word) < 0x1100 for word in words)


def _in_order(typed: str) -> tuple[str, int]:
    """The name without commas, and how many characters of it are the family name if known."""
    family, rest = at_comma(typed)
    return (f"{family} {rest}", len(family) + 1) if family else (rest, 0)


def _tokens(typed: str) -> list[_Token]:
    found = []
    cased = any(c.isupper() for c in typed)
    titled = False
    pieces = list(re.finditer(r"\S+", typed))
    for match in pieces:
        words = tuple(Words(_POSSESSIVE.sub("", match[0])).words)
        titles = TITLES if titled else PLAIN_TITLES
        titled = bool(words) and words[0] in titles and match is not pieces[-1]
        if words and not titled and not _dropped(words, match[0], cased):
            found.append(_Token(match[0], match.start(), words))
    return found


def _dropped(words: tuple[str, ...], typed: str, cased: bool) -> bool:
    """Titles, suffixes and words that are no part of a name."""
    if len(words) > 1:
        return all(word in PLAIN_TITLES or word in other_words() for word in words)
    word = words[0]
    if word in PARTICLES or word in MONTHS:
        return False
    if word in SUFFIXES:
        return True
    lower = typed[0].islower()
    if word in other_words() and word not in short_forms():
        return lower or len(word) > 4
    return lower and cased


def _is_particle(tokens: list[_Token], position: int, at_start: bool) -> bool:
    """Whether a word is a particle here: `Van` is one in `Van der Berg`, none in `Van Morrison`."""
    words = tokens[position].words
    if len(words) > 1 or words[0] not in PARTICLES or position + 1 == len(tokens):
        return False
    following = tokens[position + 1].words[0]
    return not at_start or following in PARTICLES or tokens[position].typed[0].islower()


def _parts(
    tokens: list[_Token], family: int, more: bool, particles: frozenset[str], given: int | None
) -> list[NamePart]:
    given = (0 if family else 1) if given is None else given
    found: list[NamePart] = []
    for slot, token in enumerate(tokens):
        role = _role(slot, family, given, len(tokens), more)
        found += [NamePart(way, slot, role, half) for way, half in _all_ways(token)]
        if pair := two_words().get(token.words[0]):
            found.append(NamePart(pair, slot, role))
    if particles and tokens:
        found += _with_particles(tokens[family], family, particles, len(tokens))
    for slot, (one, two) in enumerate(pairwise(tokens)):  # `Maryann`, for Mary Ann
        joined = "".join((*one.words, *two.words))
        if family not in (slot, slot + 1) and len(joined) >= _SHORTEST_JOINED:
            found.append(NamePart((joined,), slot, NameRole.GIVEN))
    return found


def _with_particles(token: _Token, slot: int, small: frozenset[str], count: int) -> list[NamePart]:
    """A family name written in one word with what stands before it (`Delacruz`, `Alsuwaidi`)."""
    if len(small) > 3 or len(token.words) > 1:
        return []
    rows = [row for length in (1, 2) for row in permutations(small, length)]
    role = NameRole.FAMILY if count > 1 else NameRole.ONLY
    return [NamePart(("".join(row) + token.words[0],), slot, role) for row in sorted(rows)]


def _role(slot: int, family: int, given: int, count: int, more: bool) -> NameRole:
    if count == 1:
        return NameRole.FAMILY if more else NameRole.ONLY
    if slot == family:
        return NameRole.FAMILY
    return NameRole.GIVEN if slot == given else NameRole.MIDDLE


def _all_ways(token: _Token) -> list[tuple[tuple[str, ...], bool]]:
    """How one part may be written, in each spelling of its accents, and whether it is half."""
    typed = {token.typed, *spellings(token.typed)}
    whole = {way for spelled in typed for way in _whole(spelled) if way and all(way)}
    halves = {way for spelled in typed for way in _halves(spelled) if all(way)} - whole
    return [*((way, False) for way in sorted(whole)), *((way, True) for way in sorted(halves))]


def _whole(typed: str) -> set[tuple[str, ...]]:
    words = tuple(Words(typed).words)
    return {words, *_joined(words)}


def _halves(typed: str) -> set[tuple[str, ...]]:
    """Each half of a double name."""
    ways: set[tuple[str, ...]] = set()
    halves = [tuple(Words(half).words) for half in _HYPHEN.split(fold(typed))]
    for half in halves if len(halves) > 1 else []:
        if half and half[0] not in PARTICLES and sum(map(len, half)) > 2:
            ways |= {half, *_joined(half)}
    return ways


def _joined(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Words that are written as one, and in Latin letters."""
    if len(words) == 1:
        return {(romanised(words[0]),)} if foreign(words[0]) else set()
    return set() if any(len(word) == 1 and foreign(word) for word in words) else {("".join(words),)}
