"""Names that nearly agree: one letter apart, an initial for a name, a middle name left out.

And an umlaut that is spelt out (Jörg Müller, Joerg Mueller). Works on name keys (folded parts,
sorted, joined by a space) and never on all pairs: names are brought together by the parts they
have in common.

    ada quandringer   nearly   adda quandringer    a letter more
                               a quandringer       an initial
                               ada m quandringer   a part left out
                      not      ida quandringer     parts of three letters must be the same
                               bo quandringer      more than a letter apart
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

MOST_PARTS = 6
"""A name with more parts than this is a sentence, and is compared as a whole only."""

SHORTEST = 3
"""Parts shorter than this are never one letter apart from anything: Li is not Lin."""

LONGEST = 40
"""Parts longer than this are no names, and would have very many spellings."""

_FEW = 12
_DIGRAPH = re.compile(r"([aou])(?:(?<=a)[ae]|(?<=[ou])e)")


def near_names(keys: Iterable[str]) -> dict[str, list[str]]:
    """For each name key the other keys that nearly agree with it.

    Parts that hold a digit must agree exactly. A swap of the two middle letters of a part of
    four letters is not found.

    Args:
        keys: name keys; single parts and texts longer than a name are left alone.
    """
    names = [key.split(" ") for key in keys if 0 < key.count(" ") < MOST_PARTS]
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in (*_one_part_apart(names), *_left_out(names), *_spelt_out(names)):
        near[one].add(other)
        near[other].add(one)
    return {key: sorted(others) for key, others in near.items()}


def _one_part_apart(names: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Pairs that agree in all parts but one, and nearly in that one."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for parts in names:
        for at, part in enumerate(parts):
            groups[" ".join(parts[:at] + parts[at + 1 :])].append(part)
    for rest, group in groups.items():
        if len(group) > 1:
            for one, other in (*_initials(group), *_letters(group)):
                yield _key(rest, one), _key(rest, other)


def _key(rest: str, part: str) -> str:
    return " ".join(sorted([*rest.split(" "), part]))


def _initials(group: list[str]) -> Iterator[tuple[str, str]]:
    for initial in (part for part in group if len(part) == 1):
        yield from ((initial, part) for part in group if len(part) > 1 and part.startswith(initial))


def _letters(group: list[str]) -> Iterator[tuple[str, str]]:
    """Parts that are one letter apart: such parts share their first or their last two."""
    for begin_or_end in (slice(2), slice(-2, None)):
        blocks: defaultdict[str, list[str]] = defaultdict(list)
        for part in group:
            if SHORTEST <= len(part) <= LONGEST and (part.isalpha() or not _has_digit(part)):
                blocks[part[begin_or_end]].append(part)
        for block in blocks.values():
            if len(block) > 1:
                pairs = combinations(block, 2) if len(block) <= _FEW else _by_deletion(block)
                yield from ((one, other) for one, other in pairs if _slip(one, other))


def _has_digit(part: str) -> bool:
    return any(map(str.isdigit, part))


def _by_deletion(block: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs that are equal after leaving out at most one letter of each."""
    variants: defaultdict[str, list[str]] = defaultdict(list)
    for part in block:
        for variant in {part, *(part[:at] + part[at + 1 :] for at in range(len(part)))}:
            variants[variant].append(part)
    for parts in variants.values():
        yield from combinations(parts, 2)


def _slip(one: str, other: str) -> bool:
    """Whether one part may be the other mistyped; Li, Lin and Lim are three names."""
    return max(len(one), len(other)) > SHORTEST and one_letter_apart(one, other)


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out, changed, or changed places makes one the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    left, right = one[same:], other[same:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _spelt_out(names: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Pairs that agree where ä, ö, ü, å and ø are spelt out in one, in however many parts."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for parts in names:
        groups[" ".join(sorted(_DIGRAPH.sub(r"\1", part) for part in parts))].add(" ".join(parts))
    for group in groups.values():
        yield from combinations(sorted(group), 2)


def _left_out(names: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of which one name has all parts of the other and more."""
    longer = [parts for parts in names if len(parts) > 2]
    known = {" ".join(parts) for parts in names} if longer else set()
    for parts in longer:
        for count in range(2, len(parts)):
            for some in {" ".join(few) for few in combinations(parts, count)} & known:
                yield " ".join(parts), some
