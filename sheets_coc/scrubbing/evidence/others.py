"""Whether a part of a known name that stands alone is in somebody else's name, or a thing's."""

from __future__ import annotations

import re

from sheets_coc.people.families import japanese_families
from sheets_coc.people.given_names import is_given_name, short_forms
from sheets_coc.people.name_words import GIVEN_TITLES, PARTICLES, PLAIN_TITLES
from sheets_coc.scrubbing.candidates import CandidateGrower, MentionCandidate
from sheets_coc.scrubbing.evidence.namesakes import Things
from sheets_coc.scrubbing.evidence.products import Products
from sheets_coc.scrubbing.known.identifiers import TermKind
from sheets_coc.scrubbing.known.names import NameRole
from sheets_coc.scrubbing.vocabulary import listed, not_people, ordinary_words, places

_ROYAL = listed("royal")
_LONG_OPENER = 5
_PEOPLE = listed("people_nouns")
_ROLES, _LONG_ROLE = ("er", "or", "ist", "eer", "ician"), 6
_FRENCH, _ENOUGH_FRENCH = listed("french"), 2
_TITLES = PLAIN_TITLES | GIVEN_TITLES
_HANGUL, _HAN = re.compile("[\uac00-\ud7a3]"), re.compile("[\u3400-\u9fff]")
# What may follow a name at once: particles and words for people.
_AFTER_HANGUL = frozenset("이가은는을를의에와과도만씨님아야로랑께한군양")
_AFTER_HAN = frozenset("様氏君先社部課教選監")


class OtherPeople:
    """Signs in the words around a row of words that it is not the person known."""

    def __init__(self, look: CandidateGrower) -> None:
        self._look = look
        self._ids, self._words, self._taken = look.ids, look.words, look.taken
        self._sentence = look.sentence
        self._things = Things(look.words, look.sentence, look.is_known)
        self._products = Products(look.words, look.sentence)

    def other_person(self, run: MentionCandidate) -> bool:
        """Whether a part alone stands inside what looks like somebody else's name."""
        if run.initial:
            return self._other_after_initial(run) or self._other_before_initial(run)
        if run.title not in PLAIN_TITLES and self._thing(run):
            return True
        if run.title and self._products.noun_follows(run.first, run.last):
            return True  # `Captain Morgan rum`
        if run.title in _ROYAL and run.roles == {NameRole.GIVEN}:
            return True
        if self._goes_on(run):
            return True
        if run.head.role is NameRole.ONLY:
            return self._other_initial(run) or self._other_family(run)
        return self._other_after(run) or self._other_before(run)

    def thing_of_whole(self, run: MentionCandidate) -> bool:
        """Whether more than one part, or a phrase, is what a thing is called by.

        `the Jane Doe Celebration`, `the Sydney Park picnic`, `Maria Clara gown`, `The Anchor Inn`.
        """
        if run.head.kind is TermKind.PHRASE:
            return self._things.named_after(run.first, run.last)
        if len(run.slots) < 2:
            return False
        if self._things.event(run.first, run.last):
            return True
        follows = self._products.noun_follows(run.first, run.last)
        the = run.first > 0 and self._words.words[run.first - 1] == "the"
        return follows and (the or NameRole.FAMILY not in run.roles)

    def _goes_on(self, run: MentionCandidate) -> bool:
        """Whether a name without spaces begins a longer one: `高橋留美子`, `지훈련`."""
        words, after = self._words, run.last + 1
        if after >= words.count or words.gap(run.last) or len(words.words[run.at]) > 1:
            return False
        following = words.words[after]
        if _HANGUL.match(words.words[run.at]):
            return bool(_HANGUL.match(following)) and following not in _AFTER_HANGUL
        japanese = run.roles == {NameRole.FAMILY} and "".join(run.head.words) in japanese_families()
        return japanese and bool(_HAN.match(following)) and following not in _AFTER_HAN

    def _other_family(self, run: MentionCandidate) -> bool:
        """`Minnie Mouse`, where minnie is what Wilhelmina Kruger goes by."""
        if not any(name.slots > 1 for name in self._ids.names):
            return False
        after = run.last + 1
        return self._words.capital(run.at) and self._sentence.name_like_beside(run.last, after)

    def _thing(self, run: MentionCandidate) -> bool:
        """Whether a part alone is in what a thing is called, or in a name family name first."""
        as_known = self._words.words[run.at] in self._ids.index  # `Dorrits car` is a person's
        if as_known and self._products.carries(run.first, run.last):
            return True
        if run.head.role is not NameRole.ONLY and self._products.acronym(run.first, run.last):
            return True
        if run.roles == {NameRole.GIVEN} and self._owned(run.first):
            return True
        if self._things.named_after(run.first, run.last) or self._things.place(run.first):
            return True
        if run.roles == {NameRole.FAMILY}:
            return self._things.firm(run.first, run.last) or self._things.family_of_other(
                run.first, run.last
            )
        return run.roles == {NameRole.GIVEN} and self._things.reversed_name(run.first, run.last)

    def _owned(self, first: int) -> bool:
        """`Michelangelo's David`: another name owns it."""
        words, owner = self._words, first - 2
        if owner < 0 or words.words[first - 1] != "s" or words.gap(owner) != "'":
            return False
        return words.gap(first - 1) == " " and self._sentence.name_like(owner)

    def _other_initial(self, run: MentionCandidate) -> bool:
        """Where `Jane D.` is known: whether the name after Jane begins with another letter."""
        names = [self._ids.names[person] for person in run.persons if person >= 0]
        initials = {letter for name in names for letter in name.bare}
        after = run.last + 1
        if not initials or not self._sentence.name_like_beside(run.last, after):
            return False
        return self._words.words[after][0] not in initials

    def _other_after(self, run: MentionCandidate) -> bool:
        after = run.last + 1
        if after >= self._words.count or after in self._taken:
            return False
        if self._look.hyphened(run.last):
            return self._sentence.name_like(after)
        if self._words.gap(run.last) == "'" and self._words.words[after] == "s":
            possessed = not run.head.sure and after + 1 < self._words.count
            return possessed and self._sentence.name_like_beside(after, after + 1)
        return self._sentence.name_like_beside(run.last, after) or self._initial_after(run)

    def _initial_after(self, run: MentionCandidate) -> bool:
        """Another initial than the person's own: `Jane S.` where Jane Doe is known."""
        after = run.last + 1
        word = self._words.words[after]
        if not self._words.initial(after) or not self._look.space(run.last):
            return False
        if self._words.gap(after).startswith("-") and not self._words.capital(after + 1):
            return False  # `E-mail`
        return self._words.gap(after).startswith(".") or word not in "ai"

    def _other_after_initial(self, run: MentionCandidate) -> bool:
        """`Jane D. Smith` is not Jane Doe."""
        return self.name_after_initial(run) and not self._middle_initial(run)

    def _other_before_initial(self, run: MentionCandidate) -> bool:
        """`Arthur W. Clarke` is not Winston Clarke."""
        before = run.first - 1
        if before < 0 or len(self._words.words[run.first]) > 1 or before in self._taken:
            return False
        if not self._sentence.name_like_beside(before, before):
            return False
        return is_given_name(self._words.words[before]) or not self._words.opens(before)

    def name_after_initial(self, run: MentionCandidate) -> bool:
        """Whether a row ends in an initial and a name that is not known follows."""
        after = run.last + 1
        if len(self._words.words[run.last]) > 1 or after >= self._words.count:
            return False
        if self._words.lines_between(run.last):
            return False  # a list with a name in each line
        return self._words.gap(run.last) in {". ", " "} and self._sentence.name_like(after)

    def _middle_initial(self, run: MentionCandidate) -> bool:
        """Whether a row ends in an initial the person is known with: `Jane D.` of Jane D. Doe."""
        names = [self._ids.names[person] for person in run.persons if person >= 0]
        return any(self._words.words[run.last] in name.bare for name in names)

    def _other_before(self, run: MentionCandidate) -> bool:
        before = run.first - 1
        if before < 0 or before in self._taken or run.title in _TITLES:
            return False
        word = self._words.words[before]
        if self._look.hyphened(before):
            return self._sentence.name_like(before)
        if self._words.initial(before) and self._words.gap(before).startswith("."):
            return self._look.near(before) and not (word == "m" and self._french)
        while before and self._words.words[before] in PARTICLES and self._look.space(before):
            before -= 1
        word = self._words.words[before]
        if NameRole.FAMILY in run.roles and self._given_name(before):
            return True
        if not self._sentence.name_like_beside(before, before):
            return False
        if self._role(word, run):
            return False  # `Treasurer Janina`
        if not self._words.opens(before):
            return word not in places()
        if run.roles == {NameRole.GIVEN} and len(word) < _LONG_OPENER and not is_given_name(word):
            return False  # `Find Ludovico at the desk`
        one = run.at == run.last
        inflected = one and self._words.words[run.at] not in self._ids.index
        beside = self._look.hyphened(run.last)  # `Puhuin Saloselle`, `Puhuin Ulla-Maijalle`
        return not inflected and not beside and self._sentence.opens_with_name(before)

    @property
    def _french(self) -> bool:
        """Whether `M. Dorrit` is Monsieur Dorrit here."""
        return len(_FRENCH & self._words.lower) >= _ENOUGH_FRENCH

    def _role(self, word: str, run: MentionCandidate) -> bool:
        """Whether a word says what somebody is, and is no name: Treasurer, Engineer, Poor."""
        if is_given_name(word):
            return False
        if word in _PEOPLE or (len(word) >= _LONG_ROLE and word.endswith(_ROLES)):
            return True
        plain = word in ordinary_words() or word in not_people()
        return plain and run.roles == {NameRole.GIVEN}

    def _given_name(self, index: int) -> bool:
        """Whether a word is a common given name, in whatever case, and nobody's we know."""
        word = self._words.words[index]
        if word not in short_forms() or word in ordinary_words() or not self._look.space(index):
            return False
        return not self._look.is_known(index)
