"""Grow a known word over everything that belongs to the same mention."""

from __future__ import annotations

from dataclasses import dataclass, field

from sheets_coc.people.name_words import GIVEN_TITLES, PARTICLES, PLAIN_TITLES, SUFFIXES, TITLES
from sheets_coc.scrubbing.known.identifiers import KnownTerm, TermKind
from sheets_coc.scrubbing.known.names import NameRole
from sheets_coc.scrubbing.lookup import Lookup
from sheets_coc.scrubbing.vocabulary import ordinary_words


@dataclass(slots=True, repr=False)
class MentionCandidate:
    """A row of words that may be one mention.

    Attributes:
        first: its first word.
        last: its last word.
        persons: whose name its words are from.
        slots: which parts of the name.
        head: the entry it began with.
        at: the word it began with.
        initial: whether an initial belongs to it.
        title: the title before it.
        whole: whether it is a mention whatever stands around.
        user_name: whether it is part of a user name with underscores.
    """

    first: int
    last: int
    persons: set[int]
    slots: set[int]
    head: KnownTerm
    at: int = 0
    initial: bool = False
    title: str | None = None
    whole: bool = False
    user_name: bool = False
    roles: set[NameRole] = field(default_factory=set)


class CandidateGrower(Lookup):
    """Rows of words that are one mention, found from any word of theirs."""

    def grow(self, index: int, entries: list[KnownTerm], floor: int) -> MentionCandidate:
        """The row that begins with some entries, grown over all that belongs to it.

        Args:
            index: where the entries begin.
            entries: entries of one length, by several persons perhaps.
            floor: the first word it may grow back to.
        """
        head = entries[0]
        run = MentionCandidate(
            index,
            index + len(head.words) - 1,
            {entry.person for entry in entries},
            {head.slot},
            head,
            at=index,
            whole=any(entry.kind is not TermKind.PART for entry in entries),
            roles={entry.role for entry in entries},
        )
        if head.kind is not TermKind.HANDLE:
            while self._grow_right(run):
                pass
            self._take_handle(run)
            while self._grow_left(run, floor):
                pass
            self._grow_suffix(run)
        return run

    def _grow_right(self, run: MentionCandidate) -> bool:
        following = run.last + 1
        if following >= self.words.count or following in self.taken:
            return False
        if self.near(run.last, comma=True) and self._take_part(run, following):
            return True
        if self.words.gap(run.last) == ", ":
            return self._take_last_initial(run, following)
        if not self.near(run.last):
            return self._take_aside(run, following)
        return (
            self._take_initial(run, following)
            or self._take_short_form(run, following)
            or self._take_between(run, following)
        )

    def _take_part(self, run: MentionCandidate, at: int) -> bool:
        entries = [e for e in self.at(at) if e.kind is TermKind.PART and e.person in run.persons]
        comma = self.words.gap(run.last).startswith(",")
        apart = comma or self.words.lines_between(run.last) > 0
        if not entries or (apart and {e.slot for e in entries} <= run.slots):
            return False
        glued = self.words.gap(run.last) in {"_", "."}  # `will.dorrit` is no ordinary word
        if run.at == run.last and not glued and self._plain_word(run):
            return False
        if not entries[0].sure and self._small_beside(run, at):
            return False
        run.persons &= {entry.person for entry in entries}
        run.slots |= {entry.slot for entry in entries if entry.person in run.persons}
        run.roles |= {entry.role for entry in entries}
        run.last = at + len(entries[0].words) - 1
        return True

    def _plain_word(self, run: MentionCandidate) -> bool:
        """Whether a row so far is one ordinary word with a small letter."""
        word = self.words.words[run.at]
        small = not self.words.capital(run.at) and not self.words.no_capitals
        return small and not run.head.sure and word in ordinary_words()

    def _small_beside(self, run: MentionCandidate, at: int) -> bool:
        """Whether an ordinary word is just that beside a name: `Mark will mark it`."""
        if self.words.capital(at) or self.words.words[at] not in ordinary_words():
            return False
        if self.words.capital(run.last):
            return True
        return not run.head.sure and not self.words.no_capitals

    def _take_initial(self, run: MentionCandidate, at: int) -> bool:
        """An initial after a part: of the same person, or any before another part."""
        word = self.words.words[at]
        if not self.words.initial(at) or self.words.gap(at) == "'":
            return False  # the latter is the beginning of O'Brien
        pointed = self.words.gap(at).startswith(".")
        ours = any(word in self.ids.names[p].initials for p in run.persons if p >= 0)
        if (ours and (pointed or word not in "ai")) or self._part_after(run, at):
            run.initial = run.initial or ours
            run.last = at
            return True
        return False

    def _take_last_initial(self, run: MentionCandidate, at: int) -> bool:
        """`Doe, J.`, but not the beginning of another name: `Doe, J. Smith`."""
        if NameRole.FAMILY not in run.roles or not self.words.gap(at).startswith("."):
            return False
        beside = self.space(at) or self.words.gap(at) == ". "
        if beside and at + 1 < self.words.count and self.sentence.name_like(at + 1):
            return False
        return self._take_initial(run, at)

    def _part_after(self, run: MentionCandidate, at: int) -> bool:
        """Whether the word after this one is another part of the same person's name."""
        after = at + 1
        if after >= self.words.count or not self.near(at):
            return False
        return any(
            e.kind is TermKind.PART and e.person in run.persons and e.slot not in run.slots
            for e in self.at(after)
        )

    def _take_handle(self, run: MentionCandidate) -> None:
        """What underscores join is one user name; it is ours if it holds the whole name."""
        first, last = run.first, run.last
        while last + 1 < self.words.count and self._scored(last) and last + 1 not in self.taken:
            last += 1
        while first and self._scored(first - 1) and first - 1 not in self.taken:
            first -= 1
        if (first, last) != (run.first, run.last):
            run.user_name = True
            run.first, run.last = first, last

    def _scored(self, index: int) -> bool:
        gap = self.words.gap(index)
        return bool(gap) and not gap.strip("_")

    def _take_short_form(self, run: MentionCandidate, at: int) -> bool:
        persons = self.ids.nicknames.get(self.words.words[at], set()) & run.persons
        if not persons or NameRole.FAMILY not in run.roles or not self.words.capital(at):
            return False
        if self.words.words[at] in ordinary_words() or len(self.words.gap(run.last)) > 1:
            return False
        run.last, run.initial = at, True
        return True

    def _take_between(self, run: MentionCandidate, at: int) -> bool:
        """Up to three particles or two unknown names, if another part of the name follows."""
        end = at
        while end < min(at + 3, self.words.count) and self._may_be_between(run, end, end - at):
            if self._part_after(run, end):
                run.last = end
                return True
            if not self.near(end):
                return False
            end += 1
        return False

    def _may_be_between(self, run: MentionCandidate, index: int, count: int) -> bool:
        if index in self.taken:
            return False
        if self.words.words[index] in PARTICLES or self._short_particle(run, index):
            return True
        if count > 1 or not self.sentence.name_like(index):
            return False
        return all(self.ids.names[p].slots == 2 for p in run.persons if p >= 0)

    def _take_aside(self, run: MentionCandidate, at: int) -> bool:
        """A nickname in quotes or brackets between two parts: Jane "JD" Doe."""
        following = at + 1
        if following >= self.words.count or following in self.taken or self.words.lines_between(at):
            return False
        opening, closing = self.words.gap(run.last).strip(), self.words.gap(at).strip()
        if len(self.words.words[run.last]) == 1:
            opening = opening.removeprefix(".").strip()
        if opening + closing not in {'""', "()", "''", "[]"} or not self.words.capital(at):
            return False
        entries = self.at(following)
        if not any(e.person in run.persons and e.slot not in run.slots for e in entries):
            return False
        run.last = at
        return self._take_part(run, following)

    def _grow_left(self, run: MentionCandidate, floor: int) -> bool:
        before = run.first - 1
        if before < floor or before in self.taken or not self.near(before):
            return False
        return (
            self._take_title(run, before)
            or self._take_initial_before(run, before)
            or self._take_short_form_before(run, before)
            or self._take_particle(run, before)
        )

    def _take_title(self, run: MentionCandidate, at: int) -> bool:
        word = self.words.words[at]
        before_given = word in GIVEN_TITLES and run.roles == {NameRole.GIVEN}
        if (word not in TITLES and not before_given) or self._has_person(word, run):
            return False
        if word not in PLAIN_TITLES and not self.words.capital(at):
            return False
        run.title = word if word in PLAIN_TITLES or run.title is None else run.title
        run.first = at
        return True

    def _has_person(self, word: str, run: MentionCandidate) -> bool:
        return any(
            (word,) == p.words for q in run.persons if q >= 0 for p in self.ids.names[q].parts
        )

    def _take_initial_before(self, run: MentionCandidate, at: int) -> bool:
        word = self.words.words[at]
        if len(word) in {2, 3} and self.words.all_capitals(at):
            return self._take_initials_before(run, at)
        if not self.words.initial(at):
            return False
        if not any(word in self.ids.names[p].initials for p in run.persons if p >= 0):
            return False
        if run.roles == {NameRole.FAMILY} and self._only_own_letter(run, word):
            return False
        if word in "ai" and not self.words.gap(at).startswith((".", "-")):
            return False
        run.first, run.initial = at, True
        return True

    def _only_own_letter(self, run: MentionCandidate, letter: str) -> bool:
        """Whether a letter is only that of the family name itself: `C. Clarke` for W. Clarke."""
        own = run.head.words[0][0]
        counts = [self.ids.names[p].initials.count(letter) for p in run.persons if p >= 0]
        return letter == own != "m" and max(counts, default=0) < 2  # `M. Marchand` is a title

    def _take_initials_before(self, run: MentionCandidate, at: int) -> bool:
        """`JK Rowlinger`: the first initials in one."""
        word = self.words.words[at]
        known = ["".join(self.ids.names[p].initials) for p in run.persons if p >= 0]
        if self.words.shouted(at) or not any(letters.startswith(word) for letters in known):
            return False
        run.first, run.initial = at, True
        return True

    def _take_short_form_before(self, run: MentionCandidate, at: int) -> bool:
        persons = self.ids.nicknames.get(self.words.words[at], set()) & run.persons
        if not persons or NameRole.FAMILY not in run.roles or not self.space(at):
            return False
        if self.words.words[at] in ordinary_words() and not self.words.capital(at):
            return False
        run.first, run.initial = at, True
        return True

    def _take_particle(self, run: MentionCandidate, at: int) -> bool:
        word = self.words.words[at]
        shortened = word not in {"y", "e", "a", "o"} and self._short_particle(run, at)
        if not shortened and not self._has_particle(run, word):
            return False
        run.first = at
        return True

    def _has_particle(self, run: MentionCandidate, word: str) -> bool:
        if word not in PARTICLES:
            return False
        return any(word in self.ids.names[p].particles for p in run.persons if p >= 0)

    def _short_particle(self, run: MentionCandidate, at: int) -> bool:
        """`v. d. Berg`, `b. Salem`: the first letter of one of the person's particles."""
        word = self.words.words[at]
        if len(word) > 1 or not self.words.gap(at).startswith("."):
            return False
        return any(p[0] == word for q in run.persons if q >= 0 for p in self.ids.names[q].particles)

    def _grow_suffix(self, run: MentionCandidate) -> None:
        """What stands after a name: Jr., PhD."""
        following = run.last + 1
        if following < self.words.count and following not in self.taken:
            gap = self.words.gap(run.last)
            if self.words.words[following] in SUFFIXES and gap in {" ", ", "}:
                run.last = following
        if NameRole.FAMILY in run.roles and len(run.slots) > 1:
            while self._own_particle(run, run.last + 1):
                run.last += 1

    def _own_particle(self, run: MentionCandidate, at: int) -> bool:
        """A particle at the end, where the family name stands first: `Berg, Jane van der`."""
        free = at < self.words.count and at not in self.taken and self.space(run.last)
        return free and self._has_particle(run, self.words.words[at])
