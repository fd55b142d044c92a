"""Find the mentions of known people among the words of a text.

One pass from left to right. At every word the longest known row of words is taken, then it
grows over whatever belongs to the same mention: other parts of the name in any order, initials,
titles, particles, a possessive. What is found is a mention when it holds two parts of a name,
or a part beside an initial or a title; a part alone must be rare enough a word, or stand where
only a name can stand, and must not be part of somebody else's name. Of Mark Rossi:

    Mark Rossi wrote to Dr. M. Rossi.   both: two parts; a part with a title and an initial
    The mark was red; Mark came late.   the second: in lower case the first is a word
    Mark Twain and Rossi's book         Rossi's; Mark is part of another name: pointed out
    Mark 2 was read                     a thing with a number: pointed out
"""

from __future__ import annotations

from sheets_coc.people.given_names import is_given_name, short_forms
from sheets_coc.people.name_words import PLAIN_TITLES
from sheets_coc.scrubbing.candidates import CandidateGrower, MentionCandidate
from sheets_coc.scrubbing.evidence.meaning import Meaning
from sheets_coc.scrubbing.evidence.namesakes import Things
from sheets_coc.scrubbing.evidence.others import OtherPeople
from sheets_coc.scrubbing.known.identifiers import Identifiers, TermKind
from sheets_coc.scrubbing.known.names import NameRole
from sheets_coc.scrubbing.known.typos import Typos
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import ordinary_words

_MENTION = "mention"


class MentionFinder(CandidateGrower):
    """The mentions in one text; see the module.

    Attributes:
        mentions: first and last word of each mention, once `find` has run.
        doubts: a rule, and first and last word, of what was let stand.
        refused: whether anything known was let stand.
    """

    def __init__(self, ids: Identifiers, typos: Typos, words: Words, taken: set[int]) -> None:
        super().__init__(ids, typos, words, taken)
        self.mentions: list[tuple[int, int]] = []
        self.doubts: list[tuple[str, int, int]] = []
        self.refused = False
        self.things = Things(words, self.sentence, self.is_known)
        self._others = OtherPeople(self)
        self._meaning = Meaning(self)

    def find(self) -> None:
        """Fill `mentions` (first and last word) and `doubts` (rule, first and last word)."""
        done = 0
        for index in sorted(self.begins):
            if index >= done and (entries := self.at(index)):
                run = self.grow(index, entries, done)
                accepted = len(self.mentions)
                self._judge(run)
                self.refused = self.refused or len(self.mentions) == accepted
                done = run.last + 1

    def _judge(self, run: MentionCandidate) -> None:
        if run.head.kind is TermKind.HANDLE:
            verdict = self._of_handle(run)
        elif run.whole or len(run.slots) > 1:
            verdict = self._of_whole_name(run)
        else:
            verdict = self._of_part(run)
        if verdict == _MENTION:
            self._accept(run)
        elif verdict:
            self.doubts.append((verdict, run.first, run.last))

    def _of_handle(self, run: MentionCandidate) -> str:
        if self._longer_handle(run):
            return "handle"
        return "namesake" if self._handle_of_place(run) else _MENTION

    def _of_whole_name(self, run: MentionCandidate) -> str:
        """Of a whole name, two parts of one, or a phrase: a mention, but for events and words."""
        if self._others.thing_of_whole(run):
            return "namesake"
        if len(run.slots) > 1 and self._meaning.plain_words(run):
            return "word"
        return _MENTION

    def _of_part(self, run: MentionCandidate) -> str:
        """Of a part that stands alone, with a title or an initial at most."""
        if run.user_name:
            return "handle"
        if self._others.other_person(run):
            return "namesake" if run.head.sure or self._meaning.doubtful(run) else ""
        if not run.title and not run.initial and self._meaning.lower_case(run):
            return "word"
        if self._half_given(run):
            return "nickname"
        if run.initial or run.title in PLAIN_TITLES or run.head.sure or self._meaning.meant(run):
            return _MENTION
        return "word" if self._meaning.doubtful(run) else ""

    def _longer_handle(self, run: MentionCandidate) -> bool:
        """Whether a user name goes on, and is somebody else's: `bea_tech` where bea is known."""
        before = self.words.gap(run.first - 1) if run.first else ""
        after = self.words.gap(run.last) if run.last + 1 < self.words.count else ""
        return any(gap and not gap.strip("_") for gap in (before, after))

    def _handle_of_place(self, run: MentionCandidate) -> bool:
        """Whether what could be a user name is a place: `Cape Verde`, `Sunnydale`."""
        if run.first != run.last or self.things.place(run.first):
            return run.first == run.last
        return not run.head.sure and self.words.typed[run.first].istitle()

    def _half_given(self, run: MentionCandidate) -> bool:
        """Whether half of a double given name stands alone, and others bear it too: `Kate`."""
        single = run.first == run.last and not self.hyphened(run.last)
        alone = single and run.head.half and run.head.role is NameRole.GIVEN and not run.title
        return alone and run.head.words[0] in short_forms()

    def _accept(self, run: MentionCandidate) -> None:
        strong = run.whole or len(run.slots) > 1 or run.initial or run.title is not None
        while strong and self.hyphened(run.last) and self.words.capital(run.last + 1):
            run.last += 1
        while strong and run.first and self.hyphened(run.first - 1):
            if not self.words.capital(run.first - 1) or run.first - 1 in self.taken:
                break
            run.first -= 1
        if run.initial and len(run.slots) == 1 and self._others.name_after_initial(run):
            run.last += 1  # `Jane D. Roe`, where Jane D. Doe is known: another family name
        elif run.head.role is NameRole.ONLY and run.head.kind is TermKind.PART and not run.whole:
            self._take_unknown_parts(run)
        self.mentions.append((run.first, run.last))

    def _take_unknown_parts(self, run: MentionCandidate) -> None:
        """Where only one name is known, the name beside it is the same person's.

        The word before it only where it is a given name: `Warned Jane`, `in Berlin Jane`.
        """
        before = run.first - 1
        if self.sentence.name_like_beside(run.last, run.last + 1):
            if self.words.words[run.last + 1] not in ordinary_words():
                run.last += 1
        elif run.first and self.sentence.name_like_beside(before, before):
            word = self.words.words[before]
            if is_given_name(word) and word not in ordinary_words():
                run.first -= 1
