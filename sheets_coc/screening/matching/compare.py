"""Compares two names, part by part, and says which parts agree and why.

The rules, from what a false hit and a missed hit cost:

- a family name must agree, and one more part with it: a common name alone never hits;
- parts left over on *both* sides contradict each other (`Jane Ann Doe`, `Jane Eve Doe`);
  parts left over on one side were merely left out;
- each deviation takes its share: the score is the product of all likenesses.

    ours: Jane Ann Quandringer        theirs: Quandringer, Jayne
    family: Quandringer = Quandringer, sure on their side, by its place on ours: agrees
    given: Jane ~ Jayne, one letter differs: 0.87, and it is the other part that must agree
    left over: Ann, on our side only: left out, which contradicts nothing and costs 0.96
    score: 0.87 x 0.96 = 0.84, above POSSIBLE: shown to a person, with these reasons
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sheets_coc.people.sounds import consonants
from sheets_coc.screening.matching.cjk import compare_native
from sheets_coc.screening.matching.match import Match, Tier
from sheets_coc.screening.matching.names import ParsedName
from sheets_coc.screening.matching.parts import Agreement, PartReason, Parts, typo

LIKELY = 0.84
"""From this score on, and without nicknames or initials, a name is likely the same."""

POSSIBLE = 0.70
"""From this score on a name is possibly the same: the shipped threshold.

On 274 labelled pairs of hard names it has a precision of 0.91 and a recall of 0.81 (F1 0.85);
on the half that was kept back while developing, 0.93 and 0.86 (`dev.py bench screen`).
"""

LEFT_OUT = 0.96
"""A middle part that one of the two leaves out."""

FURTHER_INITIAL = 0.96
"""An initial beside a given name that agrees by more, or beside another initial."""

OTHER_INITIAL = 0.75
"""Another middle initial, everything else agreeing."""

OTHER_FAMILY = 0.80
"""What is guessed to be one side's family name is left over (`Ana Ruiz`, `Ana Ruiz Mora`)."""

UNCERTAIN = frozenset(
    {
        PartReason.NICKNAME,
        PartReason.LANGUAGE,
        PartReason.INITIAL,
        PartReason.TYPOS,
        PartReason.GENDER,
    }
)
"""Reasons that make a match possible at most when they concern the given or family name."""


JOINED = 0.87
"""What neighbours written as one must agree by."""

GIVEN_ONLY = frozenset({PartReason.NICKNAME, PartReason.LANGUAGE, PartReason.INITIAL})
"""Reasons that hold for given names; a family name agrees by its letters."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Parts `ours` of our name (one, or two neighbours written as one) beside `theirs`."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    agreement: Agreement

    @property
    def order(self) -> tuple[float, int, int]:
        return (-self.agreement.likeness, -len(self.ours + self.theirs),
                abs(self.ours[0] - self.theirs[0]))  # fmt: skip


def compare(ours: ParsedName, theirs: ParsedName, parts: Parts) -> Match | None:
    """How two names agree; None where they do not.

    Args:
        ours: the name in the records.
        theirs: the name on the list.
        parts: the run's memory of compared parts.
    """
    if ours.native and theirs.native:
        return compare_native(ours.native, theirs.native) or _by_reading(ours, theirs)
    if not ours.parts or not theirs.parts:
        return None
    if set(ours.parts) == set(theirs.parts) and ours.exact == theirs.exact and ours.usable:
        return Match(Tier.EXACT, 1.0, ("full name equal",))
    if 1 in (len(ours.parts), len(theirs.parts)) and _run_together(ours, theirs):
        return Match(Tier.LIKELY, 1.0, ("full name equal", "written together or apart"))
    pairs = _align(ours, theirs, parts)
    score = _score(ours, theirs, pairs)
    if score < POSSIBLE:
        return None
    return Match(_tier(ours, pairs, score), score, tuple(_evidence(ours, theirs, pairs)))


def _by_reading(ours: ParsedName, theirs: ParsedName) -> Match | None:
    """Two names in Han letters that are read alike: traditional and simplified, old and new forms.

    Readings are those of Mandarin, whatever the language; forms of one character share theirs.
    Short names are read alike too often by chance: of two characters one must be the same.
    """
    here, there = "".join(ours.native), "".join(theirs.native)
    if len(here) != len(there) or ours.parts != theirs.parts or len(here) < 2:
        return None
    same = sum(a == b for a, b in zip(here, there, strict=True))
    if len(here) < 3 and not same:
        return None
    return Match(Tier.POSSIBLE, 0.80, ("the same characters in other forms, or others read alike",))


def _run_together(ours: ParsedName, theirs: ParsedName) -> bool:
    """Whether one is the other without the spaces: `JaneDoe`, in either order of the parts."""
    here, there = (ours, theirs) if len(ours.parts) > 1 else (theirs, ours)
    together = there.parts[0]
    return len(here.parts) > 1 and together in (
        "".join(here.parts),
        "".join((*here.parts[1:], here.parts[0])),
    )


def similarity(ours: ParsedName, theirs: ParsedName, parts: Parts) -> float:
    """The score before any threshold, for measuring: 0 where a rule says two people."""
    if ours.native and theirs.native:
        match = compare_native(ours.native, theirs.native) or _by_reading(ours, theirs)
        return match.score if match else 0.0
    if not ours.parts or not theirs.parts:
        return 0.0
    return _score(ours, theirs, _align(ours, theirs, parts))


def _align(ours: ParsedName, theirs: ParsedName, parts: Parts) -> list[_Pair]:
    """The best pairs of parts, none used twice: the surest first, then what is joined.

    What equals when joined is as sure as any: `Al-Khatibi` is `Alkhatibi` written apart.
    """
    chosen: list[_Pair] = []
    left_ours = set(range(len(ours.parts)))
    left_theirs = set(range(len(theirs.parts)))
    joined = _joined(ours, theirs, left_ours, left_theirs, parts)
    equal = [pair for pair in joined if pair.agreement.why is PartReason.EQUAL]
    single = _single(ours, theirs, left_ours, left_theirs, parts)
    for pairs in ([*single, *equal], joined):
        for pair in sorted(pairs, key=lambda p: p.order):
            if left_ours.issuperset(pair.ours) and left_theirs.issuperset(pair.theirs):
                chosen.append(pair)
                left_ours.difference_update(pair.ours)
                left_theirs.difference_update(pair.theirs)
    return chosen


def _single(
    ours: ParsedName, theirs: ParsedName, left_ours: set[int], left_theirs: set[int], parts: Parts
) -> list[_Pair]:
    """Every two parts that agree."""
    vowelless = ours.vowelless != theirs.vowelless
    found: list[_Pair] = []
    for i in left_ours:
        for j in left_theirs:
            mine, other = ours.parts[i], theirs.parts[j]
            agreement = parts.agree(mine, other)
            if agreement is None and vowelless:
                agreement = _by_consonants(mine, other)
            if agreement and not _small_guess(ours, theirs, i, j, agreement):
                found.append(_Pair((i,), (j,), agreement))
    return found


def _small_guess(
    ours: ParsedName, theirs: ParsedName, i: int, j: int, agreement: Agreement
) -> bool:
    """Whether a small word would agree by less than equality with something that is not."""
    if i in ours.small and j in theirs.small:
        return False
    return (i in ours.small or j in theirs.small) and agreement.why is not PartReason.EQUAL


def _by_consonants(mine: str, other: str) -> Agreement | None:
    here, there = consonants(mine), consonants(other)
    if min(len(here), len(there)) < 2:
        return None
    if here == there:
        return Agreement(PartReason.SPELLING, 0.90)
    slip = typo(here, there)
    return (
        Agreement(PartReason.SPELLING, 0.80) if slip and min(len(here), len(there)) >= 4 else None
    )


def _joined(
    ours: ParsedName, theirs: ParsedName, left_ours: set[int], left_theirs: set[int], parts: Parts
) -> list[_Pair]:
    """Neighbours of one name that the other writes as one: `Abdul Aziz`, `Abdulaziz`."""
    found = _runs(ours, left_ours, theirs, left_theirs, parts)
    turned = _runs(theirs, left_theirs, ours, left_ours, parts)
    return found + [_Pair(pair.theirs, pair.ours, pair.agreement) for pair in turned]


def _runs(
    split: ParsedName, left: set[int], whole: ParsedName, left_whole: set[int], parts: Parts
) -> list[_Pair]:
    found: list[_Pair] = []
    if len(left) < 2 or not left_whole:
        return found
    starts = [i for i in left if i + 1 in left]
    runs = [(i, i + 1) for i in starts] + [(i, i + 1, i + 2) for i in starts if i + 2 in left]
    for run in runs:
        text = "".join(split.parts[i] for i in run)
        for j in left_whole:
            other = whole.parts[j]
            if min(len(text), len(other)) >= 5 and abs(len(text) - len(other)) <= 2:
                agreement = parts.agree(text, other)
                if split.vowelless != whole.vowelless:
                    agreement = _by_consonants(text, other) or agreement
                if agreement and agreement.likeness >= JOINED:
                    found.append(_Pair(run, (j,), agreement))
    return found


def _left(name: ParsedName, used: set[int]) -> list[int]:
    return [i for i in range(len(name.parts)) if i not in used and i not in name.small]


def _score(ours: ParsedName, theirs: ParsedName, pairs: list[_Pair]) -> float:
    """The product of all likenesses; 0 where a rule says these are two people."""
    mine = {i for pair in pairs for i in pair.ours}
    other = {j for pair in pairs for j in pair.theirs}
    solid_mine, solid_other = mine - ours.small, other - theirs.small
    if max(len(solid_mine), len(solid_other)) < 2 or not _has_word(ours, pairs):
        return 0.0
    left_mine, left_other = _left(ours, mine), _left(theirs, other)
    score = _family_score(ours, theirs, pairs)
    if left_mine and left_other:
        if not _initials_differ(ours, theirs, left_mine, left_other):
            return 0.0
        score *= OTHER_INITIAL
        left_mine, left_other = left_mine[1:], left_other[1:]
    for pair in pairs:
        if _counts(ours, theirs, pair):
            score *= _likeness(ours, pair, pairs)
    for name, left in ((ours, left_mine), (theirs, left_other)):
        for i in left:
            score *= 0.98 if len(name.parts[i]) == 1 else LEFT_OUT
    return score


def _counts(ours: ParsedName, theirs: ParsedName, pair: _Pair) -> bool:
    return not (ours.small.issuperset(pair.ours) and theirs.small.issuperset(pair.theirs))


def _initials_differ(
    ours: ParsedName, theirs: ParsedName, mine: list[int], other: list[int]
) -> bool:
    """Whether all that contradicts is one middle initial, which is easily mistyped."""
    if len(mine) != 1 or len(other) != 1 or not (mine[0] and other[0]):
        return False
    if mine[0] in ours.family or other[0] in theirs.family:
        return False
    lengths = sorted((len(ours.parts[mine[0]]), len(theirs.parts[other[0]])))
    return lengths[0] == 1 and lengths[1] <= 2


def _likeness(ours: ParsedName, pair: _Pair, pairs: list[_Pair]) -> float:
    """What a pair is worth; an initial costs little where another given name agrees."""
    if pair.agreement.why is PartReason.INITIAL and _lead(ours, pairs) is not pair:
        return FURTHER_INITIAL
    return pair.agreement.likeness


def _lead(ours: ParsedName, pairs: list[_Pair]) -> _Pair | None:
    """The surest pair of given names, by which the others are judged."""
    given = [pair for pair in pairs if not ours.family.intersection(pair.ours)]
    return min(given, key=lambda p: (_is_letter(ours, p), p.order), default=None)


def _is_letter(ours: ParsedName, pair: _Pair) -> bool:
    """Whether it is one letter that equals another: an initial on both sides."""
    return pair.agreement.why is PartReason.EQUAL and len(ours.parts[pair.ours[0]]) == 1


def _has_word(ours: ParsedName, pairs: list[_Pair]) -> bool:
    """Whether at least one part agrees by more than an initial."""
    return any(
        pair.agreement.why is not PartReason.INITIAL and len(ours.parts[pair.ours[0]]) > 1
        for pair in pairs
    )


def _family_score(ours: ParsedName, theirs: ParsedName, pairs: list[_Pair]) -> float:
    """1 where the family names agree, less where one was guessed, 0 where they do not."""
    words = [pair for pair in pairs if pair.agreement.why not in GIVEN_ONLY]
    mine = {i for pair in words for i in pair.ours} & ours.family
    other = {j for pair in words for j in pair.theirs} & theirs.family
    both = any(
        ours.family.intersection(pair.ours) and theirs.family.intersection(pair.theirs)
        for pair in words
    )
    if ours.certain and theirs.certain and not both:
        return 0.0
    if mine and other:
        return 1.0
    if (mine and not theirs.certain) or (other and not ours.certain):
        return OTHER_FAMILY
    return 0.0


def _tier(ours: ParsedName, pairs: list[_Pair], score: float) -> Tier:
    """Nicknames and initials of the given name make it possible at most."""
    doubtful = [p for p in pairs if p.agreement.why in UNCERTAIN]
    firm = [p for p in pairs if p.agreement.why not in UNCERTAIN and not _is_letter(ours, p)]
    if score < LIKELY or (doubtful and len(firm) < 2):
        return Tier.POSSIBLE
    return Tier.LIKELY


def _evidence(ours: ParsedName, theirs: ParsedName, pairs: list[_Pair]) -> Iterator[str]:
    """Part by part: family name, given names, what is left out, another order."""
    ordered = sorted(pairs, key=lambda p: (not ours.family.intersection(p.ours), p.ours))
    seen_given = False
    for pair in ordered:
        if ours.small.issuperset(pair.ours) or not _counts(ours, theirs, pair):
            continue
        role = "family name"
        if not ours.family.intersection(pair.ours):
            role, seen_given = ("further name" if seen_given else "given name"), True
        why = pair.agreement.why
        yield f"{role} equal" if why is PartReason.EQUAL else f"{role}: {why.value}"
        if len(pair.ours) != len(pair.theirs):
            yield f"{role}: written together or apart"
    used = {i for pair in pairs for i in pair.ours}, {j for pair in pairs for j in pair.theirs}
    left = _left(ours, used[0]), _left(theirs, used[1])
    if all(left):
        yield "another middle initial"
    elif left[0]:
        yield "a further name only in our record"
    elif left[1]:
        yield "a further name only on the list"
    places = [p.theirs[0] for p in sorted(pairs, key=lambda p: p.ours)]
    if any(a > b for a, b in pairwise(places)):
        yield "another order of names"
