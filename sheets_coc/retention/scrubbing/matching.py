"""Find the mentions of known people among the words of a text.

One pass from left to right. At every word the longest known row of words is taken, then it
grows over whatever belongs to the same mention: other parts of the name in any order, initials,
titles, particles, a possessive. What is found is a mention when it holds two parts of a name,
or a part beside an initial or a title; a part alone must be rare enough a word, or stand where
only a name can stand, and must not be part of somebody else's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sheets_coc.retention.scrubbing.identifiers import Entry, Identifiers, Kind
from sheets_coc.retention.scrubbing.names import Role
from sheets_coc.retention.scrubbing.sentence import Sentence
from sheets_coc.retention.scrubbing.typos import Typos
from sheets_coc.retention.scrubbing.vocabulary import (
    DETERMINERS,
    PARTICLES,
    PLAIN_TITLES,
    SUFFIXES,
    TITLES,
    nicknames,
    ordinary_words,
)
from sheets_coc.retention.scrubbing.words import Words

_JOINTS = frozenset({"", " ", "-", "'", ".", "_"})
_HYPHENS = "-\u2010\u2011"
_INSIDE = frozenset({"-", "'"})
_LONGEST_GAP = 12
_LONGEST_TITLES = 4


@dataclass(slots=True, repr=False)
class Run:
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
    head: Entry
    at: int = 0
    initial: bool = False
    title: str | None = None
    whole: bool = False
    user_name: bool = False
    roles: set[Role] = field(default_factory=set)


class Matcher:
    """The mentions in one text; see the module."""

    def __init__(self, ids: Identifiers, typos: Typos, words: Words, taken: set[int]) -> None:
        self.ids = ids
        self.typos = typos
        self.words = words
        self.taken = taken
        self.sentence = Sentence(words, self._is_known)
        self.mentions: list[tuple[int, int]] = []
        self.doubts: list[tuple[str, int, int]] = []

    def find(self) -> None:
        """Fill `mentions` (first and last word) and `doubts` (rule, first and last word)."""
        index, done = 0, 0
        while index < len(self.words):
            entries = self._at(index)
            if not entries:
                index += 1
                continue
            run = self._grow(index, entries, done)
            self._judge(run)
            index = done = run.last + 1

    def _at(self, index: int) -> list[Entry]:
        """The longest entries that begin at a word; several if several persons share it."""
        if index in self.taken:
            return []
        known = self.words.words[index] in self.ids.index
        if self.words.plain and not known and self.words.gap(index) not in _INSIDE:
            return []
        found: list[Entry] = []
        for spelling in self.words.spellings(index):
            for entry in self.ids.index.get(spelling, ()):
                if found and len(entry.words) < len(found[0].words):
                    break
                if self._fits(entry, index):
                    found.append(entry)
        found = found or self._joined(index)
        longest = max((len(entry.words) for entry in found), default=0)
        found = [entry for entry in found if len(entry.words) == longest]
        return [entry for entry in found if entry.kind is Kind.PART] or found

    def _joined(self, index: int) -> list[Entry]:
        """A name known in one word and written in two: `O'Brien` for OBrien."""
        after = index + 1
        if self.words.gap(index) not in _INSIDE or after >= len(self.words) or after in self.taken:
            return []
        both = (self.words.words[index], self.words.words[after])
        entries = self.ids.index.get("".join(both), ())
        return [replace(e, words=both) for e in entries if e.words == ("".join(both),)]

    def _fits(self, entry: Entry, index: int) -> bool:
        """Whether the words of an entry stand at a place, joined as such words may be."""
        end = index + len(entry.words)
        if end > len(self.words) or any(i in self.taken for i in range(index, end)):
            return False
        for offset in range(1, len(entry.words)):
            at = index + offset
            if entry.words[offset] not in self.words.spellings(at):
                return False
            if not self._joins(entry.kind, at - 1):
                return False
        return True

    def _joins(self, kind: Kind, index: int) -> bool:
        gap = self.words.gap(index)
        if kind is Kind.HANDLE:
            return gap in {"", ".", "-", "_"}
        if kind is Kind.PHRASE:
            return len(gap) <= _LONGEST_GAP and self.words.lines_between(index) <= 1
        return gap in _JOINTS or self._space(index)

    def _space(self, index: int) -> bool:
        """Whether only white space stands after a word, with no empty line in it."""
        gap = self.words.gap(index)
        return len(gap) <= _LONGEST_GAP and gap.isspace() and self.words.lines_between(index) <= 1

    def _is_known(self, index: int) -> bool:
        return index in self.taken or bool(self._at(index)) or self._slip(index)

    def _slip(self, index: int) -> bool:
        """Whether a word is a known name with one letter wrong, and no name of its own."""
        slips = [w for w in self.words.spellings(index) if w not in nicknames()]
        return any(self.typos.of(word, most_parts=2) is not None for word in slips)

    # Growing ------------------------------------------------------------------------------

    def _grow(self, index: int, entries: list[Entry], floor: int) -> Run:
        head = entries[0]
        run = Run(
            index,
            index + len(head.words) - 1,
            {entry.person for entry in entries},
            {head.slot},
            head,
            at=index,
            whole=any(entry.kind is not Kind.PART for entry in entries),
            roles={entry.role for entry in entries},
        )
        if head.kind is not Kind.HANDLE:
            while self._grow_right(run):
                pass
            self._take_handle(run)
            while self._grow_left(run, floor):
                pass
            self._grow_suffix(run)
        return run

    def _near(self, index: int, comma: bool = False) -> bool:
        """Whether a word and the next can belong to one name."""
        gap = self.words.gap(index)
        if gap in _JOINTS or self._space(index):
            return True
        if comma and gap.startswith(",") and (gap == "," or gap[1:].isspace()):
            return len(gap) <= _LONGEST_GAP and self.words.lines_between(index) <= 1
        word = self.words.words[index]
        single = len(word) == 1 or (word in TITLES and self.words.capital(index))
        return single and gap.startswith(".") and gap[1:].strip() in {"", "-"} and len(gap) <= 4

    def _grow_right(self, run: Run) -> bool:
        following = run.last + 1
        if following >= len(self.words) or following in self.taken:
            return False
        if self._near(run.last, comma=True) and self._take_part(run, following):
            return True
        if self.words.gap(run.last) == ", ":
            return self._take_last_initial(run, following)
        if not self._near(run.last):
            return self._take_aside(run, following)
        return (
            self._take_initial(run, following)
            or self._take_short_form(run, following)
            or self._take_between(run, following)
        )

    def _take_part(self, run: Run, at: int) -> bool:
        entries = [e for e in self._at(at) if e.kind is Kind.PART and e.person in run.persons]
        comma = self.words.gap(run.last).startswith(",")
        if not entries or (comma and {e.slot for e in entries} <= run.slots):
            return False
        if not entries[0].sure and self._small_beside(run, at):
            return False
        run.persons &= {entry.person for entry in entries}
        run.slots |= {entry.slot for entry in entries if entry.person in run.persons}
        run.roles |= {entry.role for entry in entries}
        run.last = at + len(entries[0].words) - 1
        return True

    def _small_beside(self, run: Run, at: int) -> bool:
        """Whether an ordinary word is just that beside a name: `Mark will mark it`."""
        if self.words.capital(at) or self.words.words[at] not in ordinary_words():
            return False
        if self.words.capital(run.last):
            return True
        return not run.head.sure and not self.words.no_capitals

    def _take_initial(self, run: Run, at: int) -> bool:
        """An initial after a part: of the same person, or any before another part."""
        word = self.words.words[at]
        if (
            len(word) != 1
            or not word.isalpha()
            or not self.words.capital(at)
            or ord(word) >= 0x1100
        ):
            return False
        pointed = self.words.gap(at).startswith(".")
        ours = any(word in self.ids.names[p].initials for p in run.persons if p >= 0)
        if (ours and (pointed or word not in "ai")) or self._part_after(run, at):
            run.initial = run.initial or ours
            run.last = at
            return True
        return False

    def _take_last_initial(self, run: Run, at: int) -> bool:
        """`Doe, J.`, but not the beginning of another name: `Doe, J. Smith`."""
        if Role.FAMILY not in run.roles or not self.words.gap(at).startswith("."):
            return False
        beside = self._space(at) or self.words.gap(at) == ". "
        if beside and at + 1 < len(self.words) and self.sentence.name_like(at + 1):
            return False
        return self._take_initial(run, at)

    def _part_after(self, run: Run, at: int) -> bool:
        """Whether the word after this one is another part of the same person's name."""
        after = at + 1
        if after >= len(self.words) or not self._near(at):
            return False
        return any(
            e.kind is Kind.PART and e.person in run.persons and e.slot not in run.slots
            for e in self._at(after)
        )

    def _take_handle(self, run: Run) -> None:
        """What underscores join is one user name; it is ours if it holds the whole name."""
        first, last = run.first, run.last
        while last + 1 < len(self.words) and self._scored(last) and last + 1 not in self.taken:
            last += 1
        while first and self._scored(first - 1) and first - 1 not in self.taken:
            first -= 1
        if (first, last) != (run.first, run.last):
            run.user_name = True
            run.first, run.last = first, last

    def _scored(self, index: int) -> bool:
        gap = self.words.gap(index)
        return bool(gap) and not gap.strip("_")

    def _take_short_form(self, run: Run, at: int) -> bool:
        persons = self.ids.nicknames.get(self.words.words[at], set()) & run.persons
        if not persons or Role.FAMILY not in run.roles or not self.words.capital(at):
            return False
        if self.words.words[at] in ordinary_words() or len(self.words.gap(run.last)) > 1:
            return False
        run.last, run.initial = at, True
        return True

    def _take_between(self, run: Run, at: int) -> bool:
        """Up to three particles or two unknown names, if another part of the name follows."""
        end = at
        room = all(self.ids.names[p].slots == 2 for p in run.persons if p >= 0)
        while end < min(at + 3, len(self.words)) and self._may_be_between(run, end, end - at, room):
            if self._part_after(run, end):
                run.last = end
                return True
            if not self._near(end):
                return False
            end += 1
        return False

    def _may_be_between(self, run: Run, index: int, count: int, room: bool) -> bool:
        if index in self.taken:
            return False
        if self.words.words[index] in PARTICLES or self._short_particle(run, index):
            return True
        return room and count < 2 and self.sentence.name_like(index)

    def _take_aside(self, run: Run, at: int) -> bool:
        """A nickname in quotes or brackets between two parts: Jane "JD" Doe."""
        following = at + 1
        if following >= len(self.words) or following in self.taken or self.words.lines_between(at):
            return False
        opening, closing = self.words.gap(run.last).strip(), self.words.gap(at).strip()
        if len(self.words.words[run.last]) == 1:
            opening = opening.removeprefix(".").strip()
        if opening + closing not in {'""', "()", "''", "[]"} or not self.words.capital(at):
            return False
        entries = self._at(following)
        if not any(e.person in run.persons and e.slot not in run.slots for e in entries):
            return False
        run.last = at
        return self._take_part(run, following)

    def _grow_left(self, run: Run, floor: int) -> bool:
        before = run.first - 1
        if before < floor or before in self.taken or not self._near(before):
            return False
        return (
            self._take_title(run, before)
            or self._take_initial_before(run, before)
            or self._take_short_form_before(run, before)
            or self._take_particle(run, before)
        )

    def _take_title(self, run: Run, at: int) -> bool:
        word = self.words.words[at]
        if word not in TITLES or self._has_person(word, run):
            return False
        if word not in PLAIN_TITLES and not self.words.capital(at):
            return False
        run.title = word if word in PLAIN_TITLES or run.title is None else run.title
        run.first = at
        return True

    def _has_person(self, word: str, run: Run) -> bool:
        return any(
            (word,) == p.words for q in run.persons if q >= 0 for p in self.ids.names[q].parts
        )

    def _take_initial_before(self, run: Run, at: int) -> bool:
        word = self.words.words[at]
        if len(word) in {2, 3} and self.words.all_capitals(at):
            return self._take_initials_before(run, at)
        if len(word) != 1 or not word.isalpha() or not self.words.capital(at):
            return False
        if not any(word in self.ids.names[p].initials for p in run.persons if p >= 0):
            return False
        if word in "ai" and not self.words.gap(at).startswith((".", "-")):
            return False
        run.first, run.initial = at, True
        return True

    def _take_initials_before(self, run: Run, at: int) -> bool:
        """`JK Rowlinger`: the first initials in one."""
        word = self.words.words[at]
        known = ["".join(self.ids.names[p].initials) for p in run.persons if p >= 0]
        if self.words.shouted(at) or not any(letters.startswith(word) for letters in known):
            return False
        run.first, run.initial = at, True
        return True

    def _take_short_form_before(self, run: Run, at: int) -> bool:
        persons = self.ids.nicknames.get(self.words.words[at], set()) & run.persons
        if not persons or Role.FAMILY not in run.roles or not self._space(at):
            return False
        if self.words.words[at] in ordinary_words() and not self.words.capital(at):
            return False
        run.first, run.initial = at, True
        return True

    def _take_particle(self, run: Run, at: int) -> bool:
        word = self.words.words[at]
        mine = any(word in self.ids.names[p].particles for p in run.persons if p >= 0)
        if not mine and not self._short_particle(run, at):
            return False
        if word in {"y", "e", "a", "o"} and not mine:
            return False
        run.first = at
        return True

    def _short_particle(self, run: Run, at: int) -> bool:
        """`v. d. Berg`, `b. Salem`: the first letter of one of the person's particles."""
        word = self.words.words[at]
        known = {p[0] for q in run.persons if q >= 0 for p in self.ids.names[q].particles}
        return word in known and self.words.gap(at).startswith(".")

    def _grow_suffix(self, run: Run) -> None:
        """Jr., PhD, a possessive, the rest of a double name."""
        following = run.last + 1
        if following < len(self.words) and following not in self.taken:
            gap = self.words.gap(run.last)
            if self.words.words[following] in SUFFIXES and gap in {" ", ", "}:
                run.last = following

    # Judging ------------------------------------------------------------------------------

    def _judge(self, run: Run) -> None:
        if run.whole or len(run.slots) > 1:
            self._accept(run)
        elif run.user_name:
            self.doubts.append(("handle", run.first, run.last))
        elif run.initial and not self._other_after_initial(run):
            self._accept(run)
        elif self._other_person(run):
            self.doubts.append(("namesake", run.first, run.last))
        elif run.title in PLAIN_TITLES or run.head.sure or self._meant(run):
            self._accept(run)
        elif self._doubtful(run):
            self.doubts.append(("word", run.first, run.last))

    def _doubtful(self, run: Run) -> bool:
        """Whether a name that was let stand should be looked at."""
        if run.head.words[0] not in ordinary_words():
            return True
        return self.words.capital(run.at) and not self.words.shouted(run.at)

    def _accept(self, run: Run) -> None:
        strong = run.whole or len(run.slots) > 1
        while strong and self._hyphened(run.last) and self.words.capital(run.last + 1):
            run.last += 1
        while strong and run.first and self._hyphened(run.first - 1):
            if not self.words.capital(run.first - 1) or run.first - 1 in self.taken:
                break
            run.first -= 1
        if run.head.role is Role.ONLY and run.head.kind is Kind.PART and not run.whole:
            self._take_unknown_parts(run)
        self.mentions.append((run.first, run.last))

    def _take_unknown_parts(self, run: Run) -> None:
        """Where only one name is known, the name beside it is the same person's."""
        if self.sentence.name_like_beside(run.last, run.last + 1):
            run.last += 1
        elif run.first and self.sentence.name_like_beside(run.first - 1, run.first - 1):
            run.first -= 1

    def _hyphened(self, index: int) -> bool:
        """Whether a word and the next are joined by a hyphen, and the next is free."""
        if index + 1 >= len(self.words) or index + 1 in self.taken:
            return False
        start, end = self.words.original_end(index), self.words.original_start(index + 1)
        return self.words.text[start:end] in set(_HYPHENS)

    def _other_person(self, run: Run) -> bool:
        """Whether a part alone stands inside what looks like somebody else's name."""
        if run.head.role is Role.ONLY:
            return False
        return self._other_after(run) or self._other_before(run)

    def _other_after(self, run: Run) -> bool:
        after = run.last + 1
        if after >= len(self.words) or after in self.taken:
            return False
        if self._hyphened(run.last):
            return self.sentence.name_like(after)
        if self.words.gap(run.last) == "'" and self.words.words[after] == "s":
            possessed = not run.head.sure and after + 1 < len(self.words)
            return possessed and self.sentence.name_like_beside(after, after + 1)
        if Role.FAMILY in run.roles and run.head.sure and run.roles == {Role.FAMILY}:
            return False
        return self.sentence.name_like_beside(run.last, after) or self._initial_after(run)

    def _initial_after(self, run: Run) -> bool:
        """Another initial than the person's own: `Jane S.` where Jane Doe is known."""
        after = run.last + 1
        word = self.words.words[after]
        if len(word) != 1 or not self._space(run.last) or not self.words.capital(after):
            return False
        return word.isalpha() and (self.words.gap(after).startswith(".") or word not in "ai")

    def _other_after_initial(self, run: Run) -> bool:
        """`Jane D. Smith` is not Jane Doe."""
        pointed = len(self.words.words[run.last]) == 1 and self.words.gap(run.last) in {". ", " "}
        return pointed and run.last + 1 < len(self.words) and self.sentence.name_like(run.last + 1)

    def _other_before(self, run: Run) -> bool:
        before = run.first - 1
        if before < 0 or before in self.taken or run.title in PLAIN_TITLES:
            return False
        word = self.words.words[before]
        if self._hyphened(before):
            return self.sentence.name_like(before)
        if len(word) == 1 and self.words.capital(before) and self.words.gap(before).startswith("."):
            return word.isalpha() and self._near(before)
        while before and self.words.words[before] in PARTICLES and self._space(before):
            before -= 1
        word = self.words.words[before]
        if not self.sentence.name_like_beside(before, before):
            return False
        if Role.GIVEN in run.roles:
            return word in nicknames()
        return not self.words.opens(before) or self.sentence.opens_with_name(before)

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
        if sentence.speaks_in_chat(run.first, run.last):
            return True
        if ordinary and sentence.a_month_or_place(word, run.first, run.last):
            return False
        if capital:
            return (
                not ordinary
                or not self.words.opens(run.first)
                or sentence.acts(run.last)
                or sentence.possesses(run.last)
                or self._paired(run)
            )
        return sentence.acts(run.last) or (not ordinary and self.words.shouted(run.at))

    def _paired(self, run: Run) -> bool:
        """`Will and Mark`: joined to another known name."""
        after = run.last + 2
        return (
            after < len(self.words)
            and self.words.words[run.last + 1] in {"and", "or"}
            and self.words.capital(after)
            and bool(self._at(after))
        )
