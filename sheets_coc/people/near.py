"""Names that nearly agree: one letter apart, an initial for a name, a middle name left out.

Works on name keys (folded parts, sorted, joined by a space) and never on all pairs: names
are brought together by the parts they have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

MOST_PARTS = 6
"""A name with more parts than this is a sentence, and is compared as a whole only."""

SHORTEST = 3
"""Parts shorter than this are never one letter apart from anything: Li is not Lin."""

_FEW = 12


def near_names(keys: Iterable[str]) -> dict[str, list[str]]:
    """For each name key the other keys that nearly agree with it.

    Parts that hold a digit must agree exactly. A swap of the two middle letters of a part of
    four letters is not found.

    Args:
        keys: name keys; single parts and texts longer than a name are left alone.
    """
    split = {key: tuple(key.split(" ")) for key in keys}
    names = {key: parts for key, parts in split.items() if 2 <= len(parts) <= MOST_PARTS}
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in (*_one_part_apart(names), *_left_out(names)):
        near[one].add(other)
        near[other].add(one)
    return {key: sorted(others) for key, others in near.items()}


def _one_part_apart(names: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Pairs that agree in all parts but one, and nearly in that one."""
    groups: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for key, parts in names.items():
        for at, part in enumerate(parts):
            groups[parts[:at] + parts[at + 1 :]].append((part, key))
    for group in groups.values():
        if len(group) > 1:
            yield from _initials(group)
            yield from _letters(group)


def _initials(group: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    initials = [(part, key) for part, key in group if len(part) == 1]
    for initial, key in initials:
        yield from (
            (key, other) for part, other in group if len(part) > 1 and part.startswith(initial)
        )


def _letters(group: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs whose parts are one letter apart: such parts share their first or last two."""
    blocks: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for part, key in group:
        if len(part) >= SHORTEST and not any(map(str.isdigit, part)):
            blocks[part[:2] + "-"].append((part, key))
            blocks["-" + part[-2:]].append((part, key))
    for block in blocks.values():
        if 1 < len(block) <= _FEW:
            pairs: Iterable[tuple[tuple[str, str], tuple[str, str]]] = combinations(block, 2)
        elif len(block) > _FEW:
            pairs = _sharing_a_deletion(block)
        else:
            continue
        yield from ((a[1], b[1]) for a, b in pairs if one_letter_apart(a[0], b[0]))


def _sharing_a_deletion(
    block: list[tuple[str, str]],
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs that are equal after leaving out at most one letter of each."""
    variants: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in block:
        part = entry[0]
        for variant in {part, *(part[:at] + part[at + 1 :] for at in range(len(part)))}:
            variants[variant].append(entry)
    for entries in variants.values():
        yield from combinations(entries, 2)


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, changed or swapped makes the two parts equal.

    Both have three letters or more, one of them four or more.
    """
    if len(one) > len(other):
        one, other = other, one
    if len(one) < SHORTEST or len(other) < SHORTEST + 1 or len(other) - len(one) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1]
    return one[at + 1 :] == other[at + 1 :] or (swapped and one[at + 2 :] == other[at + 2 :])


def _left_out(names: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Pairs of which one name has all parts of the other and more."""
    for key, parts in names.items():
        for count in range(2, len(parts)):
            for some in set(combinations(parts, count)):
                shorter = " ".join(some)
                if shorter in names:
                    yield key, shorter
