"""Whether a word that may be just a word is meant as the known person's name."""

from __future__ import annotations

from sheets_coc.people.given_names import short_forms
from sheets_coc.people.name_words import GIVEN_TITLES
from sheets_coc.scrubbing.candidates import CandidateGrower, MentionCandidate
from sheets_coc.scrubbing.evidence.namesakes import Things
from sheets_coc.scrubbing.evidence.speakers import Talk
from sheets_coc.scrubbing.known.names import NameRole
from sheets_coc.scrubbing.vocabulary import DETERMINERS, listed, ordinary_words

_PRONOUNS, _TO_PEOPLE = listed("pronouns"), listed("to_people")
_TERSE = listed("terse") | listed("suffered")
_ACCOUNT_WORDS = frozenset({"nick", "nickname", "handle", "user", "username", "account", "login"})
_ARTICLES = frozenset(
    {"a", "an", "the", "no", "every", "un", "une", "ein", "eine", "einen", "einem", "de", "het",
     "een", "en", "ett", "et", "um", "uma", "uno", "una"}
)  # fmt: skip
_MOST_BACK = 12
_DONE_TO = listed("suffered") | frozenset({"with", "by"})


class Meaning:
    """Evidence for or against a name, from the words around it."""

    def __init__(self, look: CandidateGrower) -> None:
        self._look = look
        self._ids, self._words = look.ids, look.words
        self._sentence = look.sentence
        self._things = Things(look.words, look.sentence, look.is_known)
        self._talk = Talk(look.words)

    def lower_case(self, run: MentionCandidate) -> bool:
        """Whether a name in small letters may be just a word, in a clause that has capitals.

        `çelik` is steel; but `that dorrit left` is a person, by what they did.
        """
        words, sentence = self._words, self._sentence
        if not run.head.sure or run.first != run.last or words.capital(run.first):
            return False
        if words.words[run.first] in self._ids.handles or self._typed_small(run):
            return False
        before = run.first - 1
        if before >= 0 and words.words[before] in _ARTICLES and not words.lines_between(before):
            return True
        if self._names_account(run.first):
            return False
        if not words.small_clause(run.first):
            return not (
                self._talk.speaks(run.first, run.last)
                or sentence.acts(run.last)
                or sentence.possesses(run.last)
                or self._object(run.first)
            )
        return False

    def _typed_small(self, run: MentionCandidate) -> bool:
        """Whether the row itself has the name in small letters."""
        return any(self._ids.names[person].small for person in run.persons if person >= 0)

    def _names_account(self, first: int) -> bool:
        """Whether user names are spoken of: `her nick is hb on Libera, halima on Slack`."""
        words = self._words
        for index in range(first - 1, max(-1, first - _MOST_BACK), -1):
            if "." in words.gap(index) and words.gap(index).endswith(" "):
                return False
            if words.words[index] in _ACCOUNT_WORDS:
                return True
        return False

    def _object(self, first: int) -> bool:
        """Whether something is done or said to a word that is done to people: `told dorrit`."""
        before = self._words.words[first - 1] if first else ""
        return before in _DONE_TO and self._look.space(first - 1)

    def meant(self, run: MentionCandidate) -> bool:
        """Whether an ordinary or very short word is meant as a name here."""
        word = run.head.words[0]
        before = self._words.words[run.first - 1] if run.first else ""
        ordinary = word in ordinary_words()
        sentence = self._sentence
        capital = self._words.capital(run.at) and not self._words.shouted(run.at)
        barring = {"the", "a", "an", "no"} if capital else DETERMINERS
        if ordinary and before in barring and not self._words.opens(run.first):
            return False
        if self._talk.speaks(run.first, run.last) or self._talk.signs(run.first, run.last):
            return True
        if capital and (self._pronouns_follow(run.last) or run.title in GIVEN_TITLES):
            return True
        if capital and self._spoken_to(run.first):
            return True
        if capital and self._talk.dated(run.first):
            return True
        if ordinary and sentence.a_month_or_place(word, run.first, run.last):
            return False
        if ordinary and capital and self._things.ordinary(run.first, run.last):
            return False
        if capital:
            return (
                not ordinary
                or not self._words.opens(run.first)
                or sentence.acts(run.last)
                or sentence.possesses(run.last)
                or sentence.will_do(run.last)
                or self._terse(run)
                or self._paired(run)
                or self._addressed(run)
            )
        if ordinary and not self._words.small_line(run.at):
            return False  # `No further chase needed`
        return sentence.acts(run.last) or (not ordinary and self._words.shouted(run.at))

    def _pronouns_follow(self, last: int) -> bool:
        """`Sky (they)`, `Dale (he/him)`."""
        words, after = self._words, last + 1
        return (
            after < words.count
            and words.gap(last) in {" (", " ["}
            and words.words[after] in _PRONOUNS
            and words.gap(after)[:1] in {"/", ")", "]", ","}
        )

    def _spoken_to(self, first: int) -> bool:
        """`belongs to Jordan`, `a mail from Chelsea`: what is done with people, not with places."""
        words, before = self._words, first - 1
        if before < 1 or words.words[before] not in {"to", "from", "with"}:
            return False
        return words.words[before - 1] in _TO_PEOPLE and words.gap(before) == " "

    def _terse(self, run: MentionCandidate) -> bool:
        """`Bell fine.`, `Crane told.`: notes that leave the verb out."""
        words, after = self._words, run.last + 1
        if after >= words.count or words.gap(run.last) != " " or words.capital(after):
            return False
        ends = after + 1 >= words.count or words.gap(after)[:1] in {".", ",", ";", ")"}
        return ends and words.words[after] in _TERSE

    def _addressed(self, run: MentionCandidate) -> bool:
        """Whether somebody is spoken to by a given name: `Will, I asked you`."""
        given = not run.roles.isdisjoint({NameRole.GIVEN, NameRole.ONLY})
        return given and self._talk.addressed(run.first, run.last)

    def _paired(self, run: MentionCandidate) -> bool:
        """`Will and Mark`: joined to another known name, or to a common given name."""
        after = run.last + 2
        if after >= self._words.count or self._words.words[run.last + 1] not in {"and", "or"}:
            return False
        if not self._words.capital(after):
            return False
        word = self._words.words[after]
        return bool(self._look.at(after)) or (
            word in short_forms() and word not in ordinary_words()
        )

    def doubtful(self, run: MentionCandidate) -> bool:
        """Whether a name that was let stand should be looked at."""
        if run.head.words[0] not in ordinary_words():
            return True
        return self._words.capital(run.at) and not self._words.shouted(run.at)

    def plain_words(self, run: MentionCandidate) -> bool:
        """Whether a whole name is but words here: `the summer day`."""
        words = range(run.first, run.last + 1)
        if not run.first or self._words.words[run.first - 1] not in DETERMINERS:
            return False
        ordinary = ordinary_words()
        return all(self._words.words[i] in ordinary and not self._words.capital(i) for i in words)
