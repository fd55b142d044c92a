"""Replace the people of one row in its narratives.

A name is found in what a reader sees, folded, and replaced in what is stored. Each of the two
readings keeps a map back. Where Zoë Großmann is known:

    stored     Zo&euml; Großmann&#39;s talk     offsets 0 to 23: replaced
    read       Zoë Großmann's talk              0 to 14    `readable`
    folded     zoe grossmann's talk             0 to 15    `Words`: found, words 0 to 2
    result     Expunged talk
"""

from __future__ import annotations

import re
from functools import cached_property

from sheets_coc.people.folding import fold
from sheets_coc.scrubbing.addresses.find import find_possible_links
from sheets_coc.scrubbing.addresses.known import identifies
from sheets_coc.scrubbing.flags import Doubt, ShortForms, find_doubts
from sheets_coc.scrubbing.known.identifiers import Identifiers, compile_known
from sheets_coc.scrubbing.known.typos import Typos
from sheets_coc.scrubbing.matching import MentionFinder
from sheets_coc.scrubbing.model import REPLACEMENT, STRANGER, Flag, Known, Scrubbed
from sheets_coc.scrubbing.scripts import OtherScripts
from sheets_coc.scrubbing.strangers import Strangers
from sheets_coc.scrubbing.text.readable import readable
from sheets_coc.scrubbing.text.tokens import Words

Span = tuple[int, int]
_QUOTED_WITHIN = 200
_OPENED, _CLOSED = re.compile(r"(?:^|[\s(])'(?=\w)"), re.compile(r"[\w.,!?]'(?!\w)")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_DONE = fold(REPLACEMENT)
_MOST_ROUNDS = 20


class Scrubber:
    """Replaces what is known about the people of one row; compiled once, used on every text."""

    def __init__(self, known: Known, *, strangers: bool = True) -> None:
        """Make what is known ready to be looked up.

        Args:
            known: the people of the row.
            strangers: whether to point out what looks like people whom nobody in the row is.
        """
        self._ids = compile_known(known)
        self._strangers = strangers
        self._typos = Typos(self._ids.names)
        self._forms = ShortForms(self._ids)
        self._scripts = OtherScripts(self._ids)

    def __call__(self, text: str) -> Scrubbed:
        """Scrub one text.

        Args:
            text: a narrative, any Unicode.

        Returns:
            The text with each mention replaced by "Expunged", and what a person should look at.
            Scrubbing the result again replaces nothing more.
        """
        done: list[Span] = []
        current = text
        look = self._look(current)
        for _ in range(_MOST_ROUNDS):
            if not look.spans:
                break
            done = _merge([*done, *_origins(look.spans, done)])
            current = _replace(text, done)
            if look.settled:
                people = _moved(self._people(look), look.spans)
                return Scrubbed(current, len(done), _flags(people), tuple(done))
            look = self._look(current)
        flags = [*look.doubts, *self._people(look)]
        return Scrubbed(current, len(done), _flags(flags), tuple(done))

    def _people(self, look: _Look) -> list[Doubt]:
        return look.strangers() if self._strangers else []

    def _look(self, text: str) -> _Look:
        return _Look(self._ids, self._forms, self._typos, self._scripts, text)


class _Look:
    """One look at one text: what to replace, and then what is left to doubt.

    What is replaced changes what stands beside it, so a text is looked at until nothing more
    is found: two looks where anything is in doubt, else one.
    """

    def __init__(
        self,
        ids: Identifiers,
        forms: ShortForms,
        typos: Typos,
        scripts: OtherScripts,
        text: str,
    ) -> None:
        self._ids, self._forms, self._typos = ids, forms, typos
        self._read = readable(text)
        self._words = words = Words(self._read.text)
        self._taken = _replaced(words)
        self._nothing = len(self._taken) == len(words)
        self._left: list[tuple[str, int, int]] = []
        self.spans: list[Span] = []
        self._addresses()
        foreign = []
        for first, last in scripts.find(words, self._taken):
            self._taken.update(range(first, last + 1))
            if _homophone(ids, words, first, last):
                self._left.append(("namesake", words.starts[first], words.ends[last]))
            else:
                foreign.append((first, last))
        self._matcher = MentionFinder(ids, typos, words, self._taken)
        self._matcher.find()
        mentions = [*foreign, *self._matcher.mentions]
        places = [*self.spans, *(_place(words, a, b) for a, b in mentions)]
        self.spans = _merge([self._read.origin(*place) for place in places])

    def _addresses(self) -> None:
        words = self._words
        for link in find_possible_links(words):
            inside = words.inside(link.start, link.end)
            ours = identifies(self._ids, words, link)
            if any(index in self._taken for index in inside) or not (ours or link.sure):
                continue
            self._taken.update(inside)
            if ours:
                self.spans.append((words.offsets[link.start], words.origin_of_end(link.end)))
            else:
                self._left.append((link.kind, link.start, link.end))

    @property
    def settled(self) -> bool:
        """Whether a second look would find nothing: nothing known was let stand, or doubted.

        What shouting means depends on the words around, so such a text is looked at again.
        """
        return not (self._words.shouting or self._matcher.refused or self.doubts)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """Rules and places of what a person should look at."""
        words = self._words
        left = [(r, words.offsets[a], words.origin_of_end(b)) for r, a, b in self._left]
        doubts = find_doubts(self._ids, self._forms, self._typos, words, self._matcher)
        found = [(rule, *self._read.origin(a, b)) for rule, a, b in (*left, *doubts)]
        if not self._ids and not self._nothing:
            found.append(("no_identifiers", 0, 0))
        return found

    def strangers(self) -> list[Doubt]:
        """The places of what looks like people whom nobody in the row is."""
        words, gone = self._words, set(self._matcher.taken)
        for first, last in self._matcher.mentions:
            gone.update(range(first, last + 1))
        rows = Strangers(words, self._matcher.sentence, gone).find()
        places = [(words.original_start(a), words.original_end(b)) for a, b in rows]
        return [
            (STRANGER, *place)
            for place in (self._read.origin(*place) for place in places)
            if not any(place[0] < end and start < place[1] for _, start, end in self.doubts)
        ]


def _moved(doubts: list[Doubt], spans: list[Span]) -> list[Doubt]:
    """Places in a text as places in it after what stood at some spans was replaced."""
    found, shift, at = [], 0, 0
    for rule, start, end in sorted(doubts, key=lambda doubt: doubt[1]):
        while at < len(spans) and spans[at][0] < start:
            shift += len(REPLACEMENT) - (spans[at][1] - spans[at][0])
            at += 1
        found.append((rule, start + shift, end + shift))
    return found


def _homophone(ids: Identifiers, words: Words, first: int, last: int) -> bool:
    """Whether two signs only sound like a name: `章薇` and `张伟` are both Zhang Wei."""
    row = tuple(words.words[first : last + 1])
    signs = len(row) == 2 and all(len(word) == 1 and _HAN.match(word) for word in row)
    return signs and not any(entry.words == row for entry in ids.index.get(row[0], ()))


def _replaced(words: Words) -> set[int]:
    """The words that stand for what was replaced before."""
    if _DONE not in words.folded:
        return set()
    return {
        i for i, word in enumerate(words.words) if _DONE in word and not word.replace(_DONE, "")
    }


def _origins(spans: list[Span], done: list[Span]) -> list[Span]:
    """Where places in a text stand in the original, given what was replaced before."""
    found, shift, at = [], 0, 0
    for span in spans:
        while at < len(done) and done[at][0] + shift < span[0]:
            shift += len(REPLACEMENT) - (done[at][1] - done[at][0])
            at += 1
        found.append((span[0] - shift, span[1] - shift))
    return found


def _place(words: Words, first: int, last: int) -> Span:
    """The place of a mention in the original, its possessive included."""
    start, end = words.original_start(first), words.original_end(last)
    gap = words.gap(last)
    following = words.words[last + 1] if last + 1 < len(words) else ""
    if gap == "'" and following == "s":
        end = words.original_end(last + 1)
    elif gap.startswith("'") and words.words[last].endswith(("s", "z", "x")):
        if following and not gap[1:2].isalnum() and not _quoted(words, first):
            end = words.origin_of_end(words.ends[last] + 1)
    elif first < last and _pointed_initial(words, last, gap):
        end = words.origin_of_end(words.ends[last] + 1)
    return start, end


def _quoted(words: Words, first: int) -> bool:
    """Whether a single quotation mark was opened a little before a word and not closed."""
    start = words.starts[first]
    before = words.folded[max(0, start - _QUOTED_WITHIN) : start]
    return len(_OPENED.findall(before)) > len(_CLOSED.findall(before))


def _pointed_initial(words: Words, last: int, gap: str) -> bool:
    """Whether the point after a mention is its initial's: `Jane D. said`."""
    single = len(words.words[last]) == 1 and gap.startswith(".")
    if single and gap[1:2] in {":", ",", ";", ")", '"'}:
        return True
    return single and gap.startswith(". ") and last + 1 < len(words) and not words.capital(last + 1)


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _replace(text: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], REPLACEMENT]
        at = end
    return "".join([*pieces, text[at:]])


def _flags(doubts: list[Doubt]) -> tuple[Flag, ...]:
    return tuple(Flag(*doubt) for doubt in sorted(doubts, key=lambda doubt: doubt[1:]))
