"""A name taken apart for comparing with other names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sheets_coc.people.folding import fold
from sheets_coc.people.name_words import SMALL_WORDS, TITLES, without_titles
from sheets_coc.people.names import name_parts
from sheets_coc.people.written import at_comma, family_place, is_behind_names

SHORTEST_TOGETHER = 6
"""Letters that two names run together have at least."""

MOST_PARTS = 10
"""Parts of a name that are looked at; a cell with more words is a sentence."""

EAST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_EAST_WORD = re.compile(f"{EAST.pattern}+")
_VOWELLESS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_COURTEOUS = re.compile(rf"(?<={EAST.pattern}{{2}})\s?(?:様|さま|さん|先生|님|씨)\s*$")
_LATIN = re.compile("[A-Za-z]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARIA = re.compile(r"\bM\.?[ªa]\.\s*|\bM\.?ª\s*", re.IGNORECASE)
_ARTICLE = re.compile("(?<=\\s)ال(?=[ؠ-ي]{3})")
"""The article of Arabic family names, which is written apart or left out in Latin letters."""
_HEARD_HA = re.compile("(?<=[زسدتك])(?=ه.)")
"""Where two Arabic letters would look like `zh`, `sh`, `dh`, `th` or `kh` in Latin ones."""
_ABBREVIATED = {
    "fco.": "francisco", "fco": "francisco", "fca.": "francisca", "fdo.": "fernando",
    "gpe.": "guadalupe", "jph.": "joseph", "jos.": "joseph", "wm.": "william", "wm": "william",
    "chas.": "charles", "chas": "charles", "thos.": "thomas", "thos": "thomas", "jas.": "james",
    "geo.": "george", "robt.": "robert", "benj.": "benjamin", "saml.": "samuel", "edw.": "edward",
    "danl.": "daniel", "alex.": "alexander", "joh.": "johann", "md.": "mohammad",
    "mohd": "mohammad", "mohd.": "mohammad", "muhd": "muhammad", "ant.": "antonio",
}  # fmt: skip
"""Given names as they are usually shortened in writing."""


@dataclass(frozen=True, slots=True, repr=False)
class ParsedName:
    """One person's name, as the comparison reads it. Never shown: its repr is closed.

    Attributes:
        parts: the words of the name in lower-case Latin letters, in the order written,
            without titles.
        family: the places in `parts` where the family name stands, as known or guessed.
        certain: whether the family name is known (a column of its own, or a comma).
        small: the places of words that decide nothing (`van`, `bin`, `de la`).
        text: the name as written.
        native: the words of the name in its own letters, where it is written wholly in
            letters that are a syllable or a word each (Chinese, Japanese, Korean).
        vowelless: whether it was written in a script that leaves vowels out.
    """

    parts: tuple[str, ...]
    family: frozenset[int]
    certain: bool
    small: frozenset[int]
    text: str
    native: tuple[str, ...] = ()
    vowelless: bool = False

    def __repr__(self) -> str:
        return f"<ParsedName of {len(self.parts)} parts>"

    @property
    def exact(self) -> tuple[str, ...]:
        """What two spellings of exactly the same name share: folded words in one order."""
        return tuple(sorted(name_parts(self.text)))

    @property
    def run_together(self) -> bool:
        """Whether it may be two names without the space between them (`JaneDoe`)."""
        return len(self.parts) == 1 and len(self.parts[0]) >= SHORTEST_TOGETHER

    @property
    def usable(self) -> bool:
        """Whether it can be looked for: two parts, one of them more than an initial."""
        if self.native:
            return sum(len(word) for word in self.native) >= 2
        return len(self.parts) >= 2 and any(len(part) > 1 for part in self.parts)


def parse(text: str) -> ParsedName:
    """A name written in one piece: `Jane van Doe`, `Doe, Jane`, `Dr. J. Doe`, `山田太郎`."""
    if text.isascii() and text.replace(" ", "").isalpha():  # most names
        return _build([(word, False) for word in text.split()])
    text = unicodedata.normalize("NFKC", _MARIA.sub("Maria ", text))
    text = _COURTEOUS.sub("", text)
    family, rest = at_comma(text)
    if family:
        return parse_split(rest, family)
    return _build([(word, False) for word in _chunks(_ARTICLE.sub("al ", rest))])


def parse_split(given: str, family: str) -> ParsedName:
    """A name from two columns; either may be blank or hold several words."""
    chunks = [(chunk, False) for chunk in _chunks(_MARIA.sub("Maria ", given))]
    family = _ARTICLE.sub("al ", f" {family}")
    return _build(chunks + [(chunk, True) for chunk in _chunks(family)])


def _without_titles(words: Sequence[str]) -> list[int]:
    """Which words are the name: no titles, and nothing that may stand after a name."""
    return [at for at in without_titles(words) if not is_behind_names(words[at])]


def _chunks(text: str) -> list[str]:
    """The words as written, hyphened ones in one piece."""
    return text.replace("‐", "-").replace("–", "-").split()


def latin_letters(chunk: str) -> str:
    """A chunk in Latin letters, its words separated by spaces."""
    if chunk.isascii():
        if chunk.isalpha():
            return chunk
        latin = chunk
    else:
        from anyascii import anyascii

        east = bool(EAST.search(chunk))
        chunk = "".join(sign for sign in chunk if unicodedata.category(sign) != "So")
        chunk = _HEARD_HA.sub("a", chunk)
        latin = anyascii(chunk if east else unicodedata.normalize("NFC", chunk))
        latin = _HUMP.sub(" ", latin) if east else latin
    latin = re.sub(r"[`'’‘ʼ]", "", latin)
    if len(chunk.rstrip(".")) == 1:  # an initial stays one where it is written with two letters
        latin = latin[:1]
    return re.sub(r"[^A-Za-z]+", " ", re.sub(r"(?<=[A-Za-z])\d+(?=[A-Za-z])", "", latin)).strip()


def _split_capitals(words: list[str], mixed: bool) -> list[str]:
    """`JC` in `JC Doe` is two initials; `JO DOE` has no such hint."""
    out: list[str] = []
    for word in words:
        bare = 2 <= len(word) <= 3 and word.isupper() and not set(word) & set("AEIOUY")
        out += list(word) if mixed and bare and word.lower() not in TITLES else [word]
    return out


def _build(chunks: Sequence[tuple[str, bool]]) -> ParsedName:
    """Assembles a name from chunks and whether each is known to be the family name."""
    whole = " ".join(chunk for chunk, _ in chunks)
    if not whole.isascii():  # a title in its own letters is none any more in Latin ones
        chunks = [chunks[at] for at in without_titles([fold(c).rstrip(".") for c, _ in chunks])]
    plain = whole.isascii()  # most names, which spares looking for other scripts in them
    mixed = whole != whole.upper() if plain else any(letter.islower() for letter in whole)
    found: list[tuple[str, bool, int]] = []
    for place, (typed, is_family) in enumerate(chunks):
        chunk = _ABBREVIATED.get(typed.lower(), typed)
        if chunk.istitle() and chunk.isascii() and chunk.isalpha():
            found.append((chunk.lower(), is_family, place))
            continue
        words = _split_capitals(latin_letters(chunk).split(), mixed)
        found.extend((word.lower(), is_family, place) for word in words)
    own = [unicodedata.normalize("NFD", typed) for typed, _ in chunks]
    words = [word if _LATIN.search(own[place]) else "" for word, _, place in found]
    kept = [found[at] for at in _without_titles(words)]
    found = (kept if len(kept) >= 2 or not found else found)[:MOST_PARTS]
    parts = tuple(word for word, _, _ in found)
    small = frozenset(i for i, word in enumerate(parts) if word in SMALL_WORDS)
    if len(parts) - len(small) < 2:
        small = frozenset()
    native = () if plain or _LATIN.search(whole) else tuple(_EAST_WORD.findall(whole))
    known = frozenset(i for i, (_, is_family, _) in enumerate(found) if is_family) - small
    return ParsedName(
        parts=parts,
        family=known or _guess_family(found, small, whole, east=bool(native)),
        certain=bool(known),
        small=small,
        text=whole,
        native=native,
        vowelless=not plain and bool(_VOWELLESS.search(whole)),
    )


def _guess_family(
    found: Sequence[tuple[str, bool, int]], small: frozenset[int], typed: str, *, east: bool
) -> frozenset[int]:
    """The family name by its place, with what is hyphened to it."""
    places = [i for i in range(len(found)) if i not in small]
    if not places:
        return frozenset()
    words = [found[i][0] for i in places]
    last = places[family_place(words, typed, east=east)]
    if east:
        return frozenset([last])
    family = frozenset(i for i in places if found[i][2] == found[last][2])
    return family if len(family) < len(places) else frozenset([last])
