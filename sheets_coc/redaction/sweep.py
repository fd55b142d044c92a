"""After a redaction: where in the whole spreadsheet someone who went is still mentioned.

The search looks at every place text can hide in and reports addresses, never content.
People who are still named in live records, and members, are not reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sheets_coc.people.entries import entry_keys
from sheets_coc.people.folding import fold
from sheets_coc.people.name_words import TITLES
from sheets_coc.people.names import name_parts
from sheets_coc.private import remembered
from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.sheet.workbook import Text

NOBODY = Known()
"""Nobody is known."""
_APART = re.compile(r"[^\w]+")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_INITIAL_BEFORE = re.compile(r"(?<!\w)[^\W\d_a-z]\.?\s*$")
_INITIAL_AFTER = re.compile(r",?\s+[^\W\d_a-z](?!\w)")
_ENDING = 3
"""Letters that a possessive or a case may add or change: Wendel's, Ayşe'nin, Virtasen."""
_STEM = 4
"""Letters that stay the same however a longer name is inflected."""
_LENGTHS = range(1, _STEM + 1)


def still_known(removed: Known, live: Iterable[Known], members: Iterable[str]) -> Known:
    """The identifiers to look for: without those of live records and of members.

    Somebody is known again however they are spelt there, by the rule that holds for records,
    and a member by their given name alone: `Priya` where Committee has `Priya Nandakumar`.
    """
    members = tuple(members)
    kept = {key for member in members for key in _keys(member)}
    kept |= {
        key
        for member in members
        if len(parts := name_parts(member)) > 1
        for key in _keys(parts[0])
        if key.startswith("name:")
    }
    for known in live:
        for one in (*known.names, *known.aliases, *known.contacts):
            kept |= _keys(one)
    return Known(
        names=tuple(n for n in removed.names if kept.isdisjoint(_keys(n))),
        aliases=tuple(a for a in removed.aliases if kept.isdisjoint(_keys(a))),
        contacts=tuple(c for c in removed.contacts if kept.isdisjoint(_keys(c))),
    )


def _keys(identifier: str) -> frozenset[str]:
    """What tells that two spellings are of one identifier; its text where it is of no kind."""
    return entry_keys(identifier) or frozenset({f"text:{fold(identifier)}"} - {"text:"})


class Telling:
    """Tells a mention that identifies somebody from a word that many people share.

    The scrubber finds every mention in a record's own texts, where a given name alone is
    enough. Elsewhere it takes more: a contact, two parts of the name, or the family name with
    a title or with the initial of the other part. For `Torvald Quixby`:

        Torvald Quixby · Quixby, Torvald · #TorvaldQuixby · Torvald_Quixby      tells
        T. Quixby · Quixby, T. · Mr Quixby · Torvald Q.                         tells
        Torvald · Quixby · Quixby's                                             does not
    """

    def __init__(self, wanted: Known) -> None:
        typed = (*wanted.names, *wanted.aliases)
        # By how the parts begin, so that a piece is held against the few names it may be.
        self._names: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for parts in dict.fromkeys(parts for name in typed if (parts := _telling_parts(name))):
            for beginning in {part[:_STEM] for part in parts}:
                self._names[beginning].append(parts)
        self._contacts = [
            bare for c in (*wanted.contacts, *wanted.aliases) if len(bare := _bare(c)) > 3
        ]

    def __call__(self, found: str) -> bool:
        """Whether a found piece names somebody for sure."""
        bare = _bare(found)
        if any(contact in bare for contact in self._contacts):
            return True
        words = _words(found)
        return any(_names(parts, words) for parts in self._candidates(words))

    def _candidates(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The names of which some part may stand in these words, also within one: `tquixby`."""
        pieces = {word[at : at + n] for word in words for at in range(len(word)) for n in _LENGTHS}
        for piece in pieces & self._names.keys():
            yield from self._names[piece]


def _telling_parts(name: str) -> tuple[str, ...]:
    """The parts of a name that tell, the particles of a capitalised name left out: `de la`."""
    particles = {fold(word) for word in name.split() if word.islower() and not name.islower()}
    parts = name_parts(name)
    return tuple(part for part in parts if part not in particles) or parts


def _words(found: str) -> list[str]:
    """The folded words of a piece, an identifier's parts and initials for themselves."""
    return [word for word in _APART.split(fold(unjoined(found)).replace("'s", "")) if word]


def _names(parts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these words are enough of a name."""
    met = {part for part in parts if any(_is_form(word, part) for word in words)}
    if len(met) >= min(2, len(parts)):
        return True
    if any(_run_together(word, parts) for word in words):
        return True
    others = {word for word in words if not any(_is_form(word, part) for part in parts)}
    initials = {part[0] for part in parts if part not in met}
    return bool(met) and (
        not others.isdisjoint(initials) or (parts[-1] in met and not others.isdisjoint(TITLES))
    )


def _run_together(word: str, parts: Sequence[str]) -> bool:
    """Whether a word is two parts of a name in one, or an initial and a part: `tquixby`."""
    pairs = [(a, b) for a in parts for b in parts if a != b and len(b) > _STEM]
    return any(a + b in word or b + a in word or word == a[0] + b for a, b in pairs)


def unjoined(text: str) -> str:
    """An identifier as words: `Torvald_Quixby` and `TorvaldQuixby` are `Torvald Quixby`."""
    return _CAMEL.sub(" ", text.replace("_", " "))


def _is_form(word: str, part: str) -> bool:
    """Whether a word the scrubber has found is this part of a name, with an ending or inflected."""
    stem = max(_STEM, len(part) - _ENDING)
    inflected = len(part) > _STEM and word[:stem] == part[:stem]
    return (inflected or word.startswith(part)) and len(word) - len(part) <= _ENDING


def _bare(contact: str) -> str:
    folded = fold(contact).strip().removeprefix("mailto:").strip("@/ ")
    return folded.removeprefix("https://").removeprefix("http://").removeprefix("www.")


def sweep(texts: Sequence[Text], wanted: Known, staying: Known = NOBODY) -> list[Text]:
    """The places that still mention someone.

    Args:
        texts: every text of the spreadsheet.
        wanted: whom to look for.
        staying: who stays in the sheet: what may just as well be one of them is no find, as
            `Ms Quixby` where Torvald Quixby went and Marta Quixby stays.
    """
    search = _search(wanted, _namesakes(staying, wanted))
    return [place for place in texts if search.names_in(place.text.reveal())]


def _namesakes(staying: Known, wanted: Known) -> Known:
    """Of those who stay, the people who share a part of a name with somebody wanted."""
    parts = {part for name in (*wanted.names, *wanted.aliases) for part in name_parts(name)}
    names = (*staying.names, *staying.aliases)
    return Known(names=tuple(name for name in names if not parts.isdisjoint(name_parts(name))))


@remembered(4)  # a transaction looks through the same texts for the same people again
def _search(wanted: Known, staying: Known) -> TellingSearch:
    return TellingSearch(wanted, staying)


class TellingSearch:
    """Looks for people where it takes more than a given name: compiled once, used on every text.

    Args:
        wanted: whom to look for.
        staying: whose mentions are no find, where the same words may mean either.
    """

    def __init__(self, wanted: Known, staying: Known = NOBODY) -> None:
        self._wanted = _Compiled(wanted) if _anybody(wanted) else None
        self._staying = _Compiled(staying) if _anybody(staying) else None
        self._answers: dict[str, bool] = {}

    def names_in(self, text: str) -> bool:
        """Whether a text tells who one of them is, as it stands or with identifiers taken apart."""
        # The words of drop-downs and the same days stand in a sheet hundreds of times.
        if text not in self._answers:
            versions = dict.fromkeys((text, unjoined(text)))
            self._answers[text] = any(self._names_in(version) for version in versions)
        return self._answers[text]

    def _names_in(self, text: str) -> bool:
        found = self._wanted.spans(text) if self._wanted else []
        if not found or not self._staying:
            return bool(found)
        others = self._staying.spans(text)
        return any(not any(a <= start and end <= b for a, b in others) for start, end in found)


def _anybody(known: Known) -> bool:
    return bool(known.names or known.aliases or known.contacts)


class _Compiled:
    """Finds the mentions in a text that tell who somebody is."""

    def __init__(self, known: Known) -> None:
        self._scrubber, self._telling = Scrubber(known, strangers=False), Telling(known)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where they stand, as offsets."""
        return [
            (start, end)
            for start, end in self._scrubber(text).spans
            if self._telling(_with_initials(text, start, end))
        ]


def _with_initials(text: str, start: int, end: int) -> str:
    """A found piece with the single capitals beside it: `Quixby, T` and `T Quixby`."""
    before, after = _INITIAL_BEFORE.search(text[:start]), _INITIAL_AFTER.match(text[end:])
    around = (before[0] if before else "", text[start:end], after[0] if after else "")
    return " ".join(around)
