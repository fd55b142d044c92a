"""Find the mentions of known people among the words of a text.

One pass from left to right. At every word the longest known row of words is taken, then it
grows over whatever belongs to the same mention: other parts of the name in any order, initials,
titles, particles, a possessive. What is found is a mention when it holds two parts of a name,
or a part beside an initial or a title; a part alone must be rare enough a word, or stand where
only a name can stand, and must not be part of somebody else's name.
"""

from __future__ import annotations

from sheets_coc.people.name_words import PARTICLES, PLAIN_TITLES
from sheets_coc.scrubbing.identifiers import Identifiers, Kind
from sheets_coc.scrubbing.names import Role
from sheets_coc.scrubbing.namesakes import Things
from sheets_coc.scrubbing.span import Growing, Run
from sheets_coc.scrubbing.speakers import Talk
from sheets_coc.scrubbing.tokens import Words
from sheets_coc.scrubbing.typos import Typos
from sheets_coc.scrubbing.vocabulary import DETERMINERS, nicknames, ordinary_words


class Matcher(Growing):
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
        self.talk = Talk(words)

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

    def _judge(self, run: Run) -> None:
        if run.head.kind is Kind.HANDLE and self._longer_handle(run):
            self.doubts.append(("handle", run.first, run.last))
        elif run.head.kind is Kind.HANDLE and self._handle_of_place(run):
            self.doubts.append(("namesake", run.first, run.last))
        elif run.whole or len(run.slots) > 1:
            if len(run.slots) > 1 and self.things.event(run.first, run.last):
                self.doubts.append(("namesake", run.first, run.last))
            elif len(run.slots) > 1 and self._plain_words(run):
                self.doubts.append(("word", run.first, run.last))
            else:
                self._accept(run)
        elif run.user_name:
            self.doubts.append(("handle", run.first, run.last))
        elif self._other_person(run):
            self.doubts.append(("namesake", run.first, run.last))
        elif self._half_given(run):
            self.doubts.append(("nickname", run.first, run.last))
        elif run.initial or run.title in PLAIN_TITLES or run.head.sure or self._meant(run):
            self._accept(run)
        elif self._doubtful(run):
            self.doubts.append(("word", run.first, run.last))

    def _longer_handle(self, run: Run) -> bool:
        """Whether a user name goes on, and is somebody else's: `bea_tech` where bea is known."""
        before = self.words.gap(run.first - 1) if run.first else ""
        after = self.words.gap(run.last) if run.last + 1 < self.words.count else ""
        return any(gap and not gap.strip("_") for gap in (before, after))

    def _handle_of_place(self, run: Run) -> bool:
        """Whether what could be a user name is a place: `Cape Verde`, `Sunnydale`."""
        if run.first != run.last or self.things.place(run.first):
            return run.first == run.last
        return not run.head.sure and self.words.typed[run.first].istitle()

    def _half_given(self, run: Run) -> bool:
        """Whether half of a double given name stands alone, and others bear it too: `Kate`."""
        alone = run.head.half and run.head.role is Role.GIVEN and not run.initial and not run.title
        return alone and run.head.words[0] in nicknames()

    def _plain_words(self, run: Run) -> bool:
        """Whether a whole name is but words here: `the summer day`."""
        words = range(run.first, run.last + 1)
        if not run.first or self.words.words[run.first - 1] not in DETERMINERS:
            return False
        ordinary = ordinary_words()
        return all(self.words.words[i] in ordinary and not self.words.capital(i) for i in words)

    def _doubtful(self, run: Run) -> bool:
        """Whether a name that was let stand should be looked at."""
        if run.head.words[0] not in ordinary_words():
            return True
        return self.words.capital(run.at) and not self.words.shouted(run.at)

    def _accept(self, run: Run) -> None:
        strong = run.whole or len(run.slots) > 1 or run.initial or run.title is not None
        while strong and self.hyphened(run.last) and self.words.capital(run.last + 1):
            run.last += 1
        while strong and run.first and self.hyphened(run.first - 1):
            if not self.words.capital(run.first - 1) or run.first - 1 in self.taken:
                break
            run.first -= 1
        if run.initial and len(run.slots) == 1 and self._name_after_initial(run):
            run.last += 1  # `Jane D. Roe`, where Jane D. Doe is known: another family name
        elif run.head.role is Role.ONLY and run.head.kind is Kind.PART and not run.whole:
            self._take_unknown_parts(run)
        self.mentions.append((run.first, run.last))

    def _take_unknown_parts(self, run: Run) -> None:
        """Where only one name is known, the name beside it is the same person's."""
        if self.sentence.name_like_beside(run.last, run.last + 1):
            run.last += 1
        elif run.first and self.sentence.name_like_beside(run.first - 1, run.first - 1):
            run.first -= 1

    def _other_person(self, run: Run) -> bool:
        """Whether a part alone stands inside what looks like somebody else's name."""
        if run.initial:
            return self._other_after_initial(run)
        if run.title not in PLAIN_TITLES and self._thing(run):
            return True
        if run.head.role is Role.ONLY:
            return self._other_initial(run)
        return self._other_after(run) or self._other_before(run)

    def _thing(self, run: Run) -> bool:
        """Whether a part alone is in what a thing is called, or in a name family name first."""
        if self.things.named_after(run.first, run.last) or self.things.place(run.first):
            return True
        if run.roles == {Role.FAMILY}:
            return self.things.firm(run.first, run.last) or self.things.family_of_other(
                run.first, run.last
            )
        return run.roles == {Role.GIVEN} and self.things.reversed_name(run.first, run.last)

    def _other_initial(self, run: Run) -> bool:
        """Where `Jane D.` is known: whether the name after Jane begins with another letter."""
        names = [self.ids.names[person] for person in run.persons if person >= 0]
        initials = {letter for name in names for letter in name.bare}
        after = run.last + 1
        if not initials or not self.sentence.name_like_beside(run.last, after):
            return False
        return self.words.words[after][0] not in initials

    def _other_after(self, run: Run) -> bool:
        after = run.last + 1
        if after >= self.words.count or after in self.taken:
            return False
        if self.hyphened(run.last):
            return self.sentence.name_like(after)
        if self.words.gap(run.last) == "'" and self.words.words[after] == "s":
            possessed = not run.head.sure and after + 1 < self.words.count
            return possessed and self.sentence.name_like_beside(after, after + 1)
        return self.sentence.name_like_beside(run.last, after) or self._initial_after(run)

    def _initial_after(self, run: Run) -> bool:
        """Another initial than the person's own: `Jane S.` where Jane Doe is known."""
        after = run.last + 1
        word = self.words.words[after]
        if not self.words.initial(after) or not self.space(run.last):
            return False
        return self.words.gap(after).startswith(".") or word not in "ai"

    def _other_after_initial(self, run: Run) -> bool:
        """`Jane D. Smith` is not Jane Doe."""
        return self._name_after_initial(run) and not self._middle_initial(run)

    def _name_after_initial(self, run: Run) -> bool:
        after = run.last + 1
        if len(self.words.words[run.last]) > 1 or after >= self.words.count:
            return False
        return self.words.gap(run.last) in {". ", " "} and self.sentence.name_like(after)

    def _middle_initial(self, run: Run) -> bool:
        """Whether a row ends in an initial the person is known with: `Jane D.` of Jane D. Doe."""
        names = [self.ids.names[person] for person in run.persons if person >= 0]
        return any(self.words.words[run.last] in name.bare for name in names)

    def _other_before(self, run: Run) -> bool:
        before = run.first - 1
        if before < 0 or before in self.taken or run.title in PLAIN_TITLES:
            return False
        word = self.words.words[before]
        if self.hyphened(before):
            return self.sentence.name_like(before)
        if self.words.initial(before) and self.words.gap(before).startswith("."):
            return self.near(before)
        while before and self.words.words[before] in PARTICLES and self.space(before):
            before -= 1
        word = self.words.words[before]
        if Role.FAMILY in run.roles and self._given_name(before):
            return True
        if not self.sentence.name_like_beside(before, before):
            return False
        if Role.GIVEN in run.roles:
            return word in nicknames()
        return not self.words.opens(before) or self.sentence.opens_with_name(before)

    def _given_name(self, index: int) -> bool:
        """Whether a word is a common given name, in whatever case, and nobody's we know."""
        word = self.words.words[index]
        if word not in nicknames() or word in ordinary_words() or not self.space(index):
            return False
        return not self.is_known(index)

    def _meant(self, run: Run) -> bool:
        """Whether an ordinary or very short word is meant as a name here."""
        word = run.head.words[0]
        before = self.words.words[run.first - 1] if run.first else ""
        ordinary = word in ordinary_words()
        sentence = self.sentence
        capital = self.words.capital(run.at) and not self.words.shouted(run.at)
        barring = {"the", "a", "an", "no"} if capital else DETERMINERS
        if ordinary and before in barring and not self.words.opens(run.first):
            return False
        if self.talk.speaks(run.first, run.last) or self.talk.signs(run.first, run.last):
            return True
        if capital and self.talk.dated(run.first):
            return True
        if ordinary and sentence.a_month_or_place(word, run.first, run.last):
            return False
        if ordinary and capital and self.things.ordinary(run.first, run.last):
            return False
        if capital:
            return (
                not ordinary
                or not self.words.opens(run.first)
                or sentence.acts(run.last)
                or sentence.possesses(run.last)
                or self._paired(run)
                or self._addressed(run)
            )
        if ordinary and not self.words.small_line(run.at):
            return False  # `No further chase needed`
        return sentence.acts(run.last) or (not ordinary and self.words.shouted(run.at))

    def _addressed(self, run: Run) -> bool:
        """Whether somebody is spoken to by a given name: `Will, I asked you`."""
        given = not run.roles.isdisjoint({Role.GIVEN, Role.ONLY})
        return given and self.talk.addressed(run.first, run.last)

    def _paired(self, run: Run) -> bool:
        """`Will and Mark`: joined to another known name, or to a common given name."""
        after = run.last + 2
        if after >= self.words.count or self.words.words[run.last + 1] not in {"and", "or"}:
            return False
        if not self.words.capital(after):
            return False
        word = self.words.words[after]
        return bool(self.at(after)) or (word in nicknames() and word not in ordinary_words())
