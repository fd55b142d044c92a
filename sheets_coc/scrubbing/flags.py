"""What is left in a text that may still point at somebody: for a person to look at."""

from __future__ import annotations

from sheets_coc.people.name_words import TITLES
from sheets_coc.scrubbing.known.identifiers import Identifiers, name_parts
from sheets_coc.scrubbing.known.names import NameRole
from sheets_coc.scrubbing.known.typos import Typos
from sheets_coc.scrubbing.matching import MentionFinder
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import ordinary_words

Doubt = tuple[str, int, int]
"""A rule and a place in the original."""

_LONG_NAME = 6
_SHORTEST_PREFIX = 3
_SHORT_NAME = 4
_MOST_INITIALS = 4
_LONG_USER = 5
_LONG_FAMILY = 8
_DIGITS = "0123456789"
_CLOSED = frozenset({'."', '"', '".', ".'", '",'})


class ShortForms:
    """Initials and beginnings of the names that are known: the same for every text."""

    def __init__(self, ids: Identifiers) -> None:
        self.initials = {way for name in ids.names for way in name.letters}
        self.first = {way[0] for way in self.initials}
        self.letters = {letter for way in self.initials for letter in (way[0], way[-1])}
        givens = {
            part.words[0]
            for part in name_parts(ids)
            if len(part.words) == 1 and part.role in {NameRole.GIVEN, NameRole.ONLY}
        }
        self.begun = {
            given[:length]
            for given in givens
            if len(given) > _SHORT_NAME
            for length in range(_SHORTEST_PREFIX, len(given))
        }
        self.begun |= {
            part.words[0][:length]
            for part in name_parts(ids)
            if len(part.words) == 1 and len(part.words[0]) > _LONG_FAMILY
            for length in range(_SHORT_NAME + 1, len(part.words[0]) - 2)
        }


def find_doubts(
    ids: Identifiers, forms: ShortForms, typos: Typos, words: Words, matcher: MentionFinder
) -> list[Doubt]:
    """Typos, initials and short forms among the words that are no mention."""
    found = list(matcher.doubts)
    gone = set(matcher.taken)
    for first, last in [*matcher.mentions, *((a, b) for _, a, b in found)]:
        gone.update(range(first, last + 1))
    look = _Doubts(ids, forms, typos, words, gone)
    done = 0
    for index in look.places():
        if index < done:
            continue
        rule, last = look.at(index)
        if rule:
            found.append((rule, index, last))
        done = last + 1
    return [(r, words.original_start(a), words.original_end(b)) for r, a, b in found]


class _Doubts:
    """The rules for one text."""

    def __init__(
        self, ids: Identifiers, forms: ShortForms, typos: Typos, words: Words, gone: set[int]
    ) -> None:
        self._ids = ids
        self._forms = forms
        self._typos = typos
        self._words = words
        self._gone = gone
        short = {word for word in words.spelled if word in ids.nicknames or word in forms.begun}
        self._variants = self._other_forms()
        self._interesting = short | typos.among(words.spelled) | self._variants.keys()
        self._users = {
            word
            for word in words.spelled
            if len(word) >= _LONG_USER
            and (word.rstrip(_DIGITS) in ids.joined or self._holds_family(word))
        }

    def _holds_family(self, word: str) -> bool:
        """Whether a family name stands inside a longer word: `teamquandringer`."""
        longer = (name for name in self._ids.telling if len(word) > len(name) and name in word)
        return any(longer) and word not in ordinary_words()

    def _other_forms(self) -> dict[str, str]:
        """The words with a capital somewhere that may be forms of a name, and the rule."""
        words, known = self._words, self._ids.variants
        ordinary = ordinary_words()
        large = {words.words[i] for i in words.upper} - ordinary
        return {word: rule for word in large if (rule := known.rule(word))}

    def places(self) -> list[int]:
        """The words that may be in doubt, in order: few, in most texts."""
        words, forms = self._words, self._forms
        single = {w for w in words.spelled if w in forms.initials or w in forms.letters}
        wanted = self._interesting | single | self._users
        scored = [i for i, g in enumerate(words.gaps) if g == "_"] if "_" in words.folded else []
        return sorted({*words.where(wanted), *scored})

    def user_name(self, index: int) -> int | None:
        """The last word of a user name made of what is known: `j_doe84`, `jdoe`."""
        words, last = self._words, index
        while last + 1 < words.count and words.gap(last) == "_" and last + 1 not in self._gone:
            last += 1
        if index in self._gone:
            return None
        if last == index:
            return index if words.words[index] in self._users and self._one_word(index) else None
        row = words.words[index : last + 1]
        plain = [word.rstrip(_DIGITS) for word in row]
        sure = any(len(w) > 3 and e.sure for w in plain for e in self._ids.index.get(w, ()))
        return last if sure or "".join(row).rstrip(_DIGITS) in self._ids.joined else None

    def _one_word(self, index: int) -> bool:
        """Whether a word is a name run together, and not another family: `Altmann` for Mann."""
        words = self._words
        typed = words.text[words.original_start(index) : words.original_end(index)]
        hump = not typed.isupper() and any(map(str.isupper, typed[1:]))
        joined = words.words[index].rstrip(_DIGITS) in self._ids.joined
        return joined or hump or not words.capital(index)

    def at(self, index: int) -> tuple[str | None, int]:
        """The rule by which a place is in doubt, if any, and its last word."""
        if (end := self.user_name(index)) is not None:
            return "handle", end
        if (end := self.initials(index)) is not None:
            return "initials", end
        return self.rule(index), index

    def initials(self, index: int) -> int | None:
        """The last word of the initials that begin at a word, if any do: `JD`, `J. D.`, `J.`."""
        words, forms = self._words, self._forms
        word = words.words[index]
        if word not in (forms.initials if len(word) > 1 else forms.letters | forms.first):
            return None
        if index in self._gone or not words.capital(index):
            return None
        if len(word) == 1 and word not in forms.first and not self._alone(index):
            return None
        if len(word) > 1:
            return index if words.all_capitals(index) and not words.shouted(index) else None
        last = index
        while last + 1 < len(words) and last - index < _MOST_INITIALS and self._goes_on(last):
            last += 1
        if last > index:
            return last if "".join(words.words[index : last + 1]) in forms.initials else None
        return index if word in forms.letters and self._alone(index) else None

    def _goes_on(self, index: int) -> bool:
        words = self._words
        single = words.initial(index + 1)
        return single and index + 1 not in self._gone and words.gap(index) in {".", ". ", "", "-"}

    def _alone(self, index: int) -> bool:
        """Whether one letter stands for somebody: within a sentence, as a signature, `Dr. S.`."""
        words = self._words
        gap, before = words.gap(index), words.gap(index - 1)
        if index and words.words[index - 1] in TITLES and before in {" ", ". "}:
            return True
        ends = index + 1 >= words.count or words.lines_between(index) or gap[:2] in _CLOSED
        begins = (
            not index or words.lines_between(index - 1) or before.rstrip().endswith(("-", '"', "~"))
        )
        if ends and (begins or (before == ". " and gap[:2] in _CLOSED)):
            return True
        return gap == ". " and index + 1 < words.count and not words.capital(index + 1)

    def rule(self, index: int) -> str | None:
        """Why a word should be looked at, if it should."""
        if index in self._gone:
            return None
        words = self._words
        for word in words.spellings(index):
            if word not in self._interesting:
                continue
            plain = words.capital(index) and word not in ordinary_words()
            if self._short_form(word, index, plain):
                return "nickname"
            if plain and word in self._variants and not words.shouted(index):
                return self._variants[word]
            name = self._typos.of(word)
            certain = plain and not words.shouted(index)
            if name and word not in ordinary_words() and (certain or len(name) >= _LONG_NAME):
                return "typo"
        return None

    def _short_form(self, word: str, index: int, plain: bool) -> bool:
        if self._ids.nicknames.get(word):
            inside = self._words.capital(index) and not self._words.opens(index)
            if plain or inside or self._like_person(index):
                return True
            return len(word) > 3 and word not in ordinary_words()
        return plain and word in self._forms.begun

    def _like_person(self, index: int) -> bool:
        """Whether a short form that is a word as well stands as a name: `Ben's`, `Rob E.`."""
        words = self._words
        if not words.capital(index):
            return False
        gap, after = words.gap(index), index + 1
        if gap[:1] in {".", "!", "?", ":", '"'} or (gap == "'" and words.words[after] == "s"):
            return True
        return gap == " " and after < words.count and words.initial(after)
