"""Look up what is known at a place in a text, and how the words there are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sheets_coc.people.given_names import short_forms
from sheets_coc.people.name_words import PARTICLES, TITLES
from sheets_coc.scrubbing.evidence.sentence import Sentence
from sheets_coc.scrubbing.known.identifiers import Identifiers, KnownTerm, TermKind
from sheets_coc.scrubbing.known.names import NameRole
from sheets_coc.scrubbing.known.typos import Typos
from sheets_coc.scrubbing.text.romanise import foreign
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import ordinary_words

_JOINTS = frozenset({"", " ", "-", "'", ".", "_"})
_HYPHENS = frozenset("-\u2010\u2011")
_INSIDE = frozenset({"-", "'"})
_LONGEST_GAP = 12
_LONG_PLURAL = 7
_MOST_APART = 4
_APART = PARTICLES - {"ben"}  # `Ben Ali` is not Benali
_SHORTEST_SLIP = 5
_DIGITS = "0123456789"
_SYLLABLES = "\u3400"
_DIGIT = re.compile("[0-9]")


class Lookup:
    """What is known about the words of one text.

    Attributes:
        ids: what is known.
        typos: what is nearly known.
        words: the text.
        taken: words that are spoken for: addresses, and what was replaced before.
        begins: where an entry may begin.
        sentence: evidence from the words around a place.
    """

    def __init__(self, ids: Identifiers, typos: Typos, words: Words, taken: set[int]) -> None:
        self.ids = ids
        self.typos = typos
        self.words = words
        self.taken = taken
        self.sentence = Sentence(words, self.is_known)
        self._seen: dict[int, list[KnownTerm]] = {}
        self.begins = _where_entries_begin(ids, words)

    def at(self, index: int) -> list[KnownTerm]:
        """The longest entries that begin at a word; several if several persons share it."""
        if index not in self.begins or index in self.taken:
            return []
        found = self._seen.get(index)
        if found is None:
            found = self._seen[index] = self._look_up(index)
        return found

    def _look_up(self, index: int) -> list[KnownTerm]:
        found: list[KnownTerm] = []
        for spelling in self._readings(index):
            for entry in self.ids.index.get(spelling, ()):
                if found and len(entry.words) < len(found[0].words):
                    break
                if self._fits(entry, index):
                    found.append(entry)
        found = found or self._joined(index) or self._numbered(index)
        found = (
            found
            or self._apart(index)
            or self._plural(index)
            or self._inflected(index)
            or self._beside(index)
        )
        longest = max((len(entry.words) for entry in found), default=0)
        found = [e for e in found if len(e.words) == longest and not self._half_of_other(e, index)]
        return [entry for entry in found if entry.kind is TermKind.PART] or found

    def _readings(self, index: int) -> Iterable[str]:
        """The spellings of a word; a sign that is a syllable is only itself: `章` is not Zhang."""
        word = self.words.words[index]
        return (word,) if len(word) == 1 and word >= _SYLLABLES else self.words.spellings(index)

    def _joined(self, index: int) -> list[KnownTerm]:
        """A name known in one word and written in two: `O'Brien` for OBrien."""
        after = index + 1
        if self.words.gap(index) not in _INSIDE or after >= self.words.count or after in self.taken:
            return []
        both = (self.words.words[index], self.words.words[after])
        if min(map(len, both)) == 1 and len(both[1]) == 1:
            return []  # a possessive
        entries = self.ids.index.get("".join(both), ())
        return [replace(e, words=both) for e in entries if e.words == ("".join(both),)]

    def _apart(self, index: int) -> list[KnownTerm]:
        """A family name known in one word and written with its particles apart: `Van den Berg`."""
        row = self.words.words[index : index + _MOST_APART]
        for length in range(2, len(row) + 1):
            last = index + length - 1
            if row[length - 2] not in _APART or not self.space(last - 1) or last in self.taken:
                return []
            entries = self.ids.index.get("".join(row[:length]), ())
            if found := [e for e in entries if e.sure and e.kind is TermKind.PART]:
                capital = self.words.capital(last)
                return [replace(e, words=tuple(row[:length])) for e in found] if capital else []
        return []

    def _half_of_other(self, entry: KnownTerm, index: int) -> bool:
        """Whether half of a double name stands in another one: Lys-Perrault, not Thévenard-Lys."""
        if not entry.half:
            return False
        last = index + len(entry.words) - 1
        after = self.hyphened(last) and self._strange_capital(last + 1)
        return after or (
            index > 0 and self.hyphened(index - 1) and self._strange_capital(index - 1)
        )

    def _strange_capital(self, index: int) -> bool:
        forms = self.ids.inflections.forms
        ways = self.words.spellings(index)
        unknown = not any(word in self.ids.index or word in forms for word in ways)
        return unknown and index not in self.taken and self.words.capital(index)

    def _plural(self, index: int) -> list[KnownTerm]:
        """A family, or somebody's things without an apostrophe: `Dorrits`, `Rojases`."""
        word = self.words.words[index]
        if not word.endswith("s") or len(word) < _LONG_PLURAL or not self.words.capital(index):
            return []
        for base in (word[:-1], word[:-2] if word.endswith("es") else ""):
            entries = [
                e for e in self.ids.index.get(base, ()) if e.role is NameRole.FAMILY and e.sure
            ]
            if found := [replace(e, words=(word,)) for e in entries if len(e.words) == 1]:
                return found
        return []

    def _inflected(self, index: int) -> list[KnownTerm]:
        """A name as other languages inflect it: `Novákem`, `Virtaselle`."""
        word = self.words.words[index]
        base = self.ids.inflections.of(word)
        if base is None or word in short_forms() or word in ordinary_words():
            return []
        if not self.words.capital(index) and not self.words.no_capitals:
            return []
        entries = (e for e in self.ids.index.get(base, ()) if e.words == (base,))
        sure = (e for e in entries if e.sure or foreign(base))
        return [replace(e, words=(word,)) for e in sure if e.kind is TermKind.PART]

    def _numbered(self, index: int) -> list[KnownTerm]:
        """A whole name, or a family name that is no word, with a number after it: `janedoe92`."""
        word = self.words.words[index]
        name = word.rstrip(_DIGITS)
        known = name != word and (name in self.ids.joined or name in self.ids.telling)
        return [KnownTerm((word,), TermKind.HANDLE, -1)] if known else []

    def _beside(self, index: int) -> list[KnownTerm]:
        """A name with a short ending, beside another part of the same name: `Mareka Blaha`."""
        word = self.words.words[index]
        forms = self.ids.inflections.beside.get(word)
        if not forms or word in short_forms() or not self.words.capital(index):
            return []
        found = []
        for base, both in forms.items():
            for entry in self.ids.index.get(base, ()):
                if entry.words == (base,) and entry.kind is TermKind.PART:
                    near = (self._other_part(entry, index, step, both) for step in (-1, 1))
                    found += [replace(entry, words=(word,))] if any(near) else []
        return found

    def _other_part(self, entry: KnownTerm, index: int, step: int, inflected: bool) -> bool:
        """Whether another part of a person's name stands beside a word, inflected perhaps."""
        at = index + step
        if not 0 <= at < self.words.count or at in self.taken or not self.words.capital(at):
            return False
        if self.words.gap(min(index, at)) != " ":
            return False
        word = self.words.words[at]
        forms = self.ids.inflections
        bases = {*forms.beside.get(word, ()), forms.of(word) or ""}
        bases |= set() if inflected else {word}
        others = (other for base in bases for other in self.ids.index.get(base, ()))
        return any(o.person == entry.person and o.slot != entry.slot for o in others)

    def _fits(self, entry: KnownTerm, index: int) -> bool:
        """Whether the words of an entry stand at a place, joined as such words may be."""
        end = index + len(entry.words)
        if end == index + 1:
            return True
        if end > self.words.count or not self.taken.isdisjoint(range(index, end)):
            return False
        for offset in range(1, len(entry.words)):
            at = index + offset
            if entry.words[offset] not in self.words.spellings(at):
                return False
            if not self._joins(entry.kind, at - 1):
                return False
        return True

    def _joins(self, kind: TermKind, index: int) -> bool:
        gap = self.words.gap(index)
        if kind is TermKind.HANDLE:
            return gap in {"", ".", "-", "_"}
        if kind is TermKind.PHRASE:
            return len(gap) <= _LONGEST_GAP and self.words.lines_between(index) <= 1
        return gap in _JOINTS or self.space(index)

    def space(self, index: int) -> bool:
        """Whether only white space stands after a word, with no empty line in it."""
        gap = self.words.gap(index)
        return len(gap) <= _LONGEST_GAP and gap.isspace() and self.words.lines_between(index) <= 1

    def is_known(self, index: int) -> bool:
        """Whether a word belongs to somebody known, or nearly does."""
        return index in self.taken or bool(self.at(index)) or self._slip(index)

    def _slip(self, index: int) -> bool:
        """Whether a word is a known name with one letter wrong, and no name of its own."""
        if len(self.words.words[index]) < _SHORTEST_SLIP:
            return False  # `Chen Ming` is not Chen Jing
        slips = [w for w in self.words.spellings(index) if w not in short_forms()]
        return any(self.typos.of(word, most_parts=2) is not None for word in slips)

    def near(self, index: int, comma: bool = False) -> bool:
        """Whether a word and the next can belong to one name."""
        gap = self.words.gap(index)
        if gap in _JOINTS or self.space(index):
            return True
        if comma and gap.startswith(",") and (gap == "," or gap[1:].isspace()):
            return len(gap) <= _LONGEST_GAP and self.words.lines_between(index) <= 1
        word = self.words.words[index]
        single = len(word) == 1 or (word in TITLES and self.words.capital(index))
        return single and gap.startswith(".") and gap[1:].strip() in {"", "-"} and len(gap) <= 4

    def hyphened(self, index: int) -> bool:
        """Whether a word and the next are joined by a hyphen, and the next is free."""
        if self.words.gap(index) != "-" or index + 1 >= self.words.count:
            return False
        if index + 1 in self.taken:
            return False
        start, end = self.words.original_end(index), self.words.original_start(index + 1)
        return self.words.text[start:end] in set(_HYPHENS)


def _where_entries_begin(ids: Identifiers, words: Words) -> frozenset[int]:
    """Every word at which something known may begin: few, in most texts."""
    wanted = ids.beginnings & words.spelled
    names = ids.joined | ids.telling
    if names and _DIGIT.search(words.folded):
        numbered = (word for word in words.spelled if word[-1:].isdecimal())
        wanted |= {word for word in numbered if word.rstrip(_DIGITS) in names}
    cut = [i for i in words.where(ids.fragments & words.spelled) if words.gap(i) in _INSIDE]
    return frozenset(cut).union(words.where(wanted))
