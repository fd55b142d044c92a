"""Whether an address in a text is a known person's."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import unquote

from sheets_coc.scrubbing.addresses import EMAIL, HANDLE, PHONE, URL, Link
from sheets_coc.scrubbing.identifiers import Identifiers, Kind
from sheets_coc.scrubbing.tokens import Words


def identifies(ids: Identifiers, words: Words, link: Link) -> bool:
    """Whether an address is known, or is made of what is known.

    A known handle or a whole name inside it is enough (`.../janedoe/status/1`, `jdoe@...`); a
    single part of a name counts where it stands alone (`@jane`, `jane@...`, `/speakers/jane`).
    """
    if link.kind == PHONE:
        return any(link.key.endswith(known) for known in ids.phones)
    if link.kind == EMAIL and (link.key in ids.emails or not link.sure):
        return link.key in ids.emails
    if link.kind == URL and _known_url(ids, link.key):
        return True
    at_sign = link.kind == HANDLE
    segments = _segments(words, words.inside(link.start, link.end), link.kind)
    if "%" in words.folded[link.start : link.end]:
        plain = Words(unquote(words.folded[link.start : link.end]))
        segments += _segments(plain, range(len(plain)), link.kind)
    return any(_segment(ids, segment, at_sign) for segment in segments if segment)


def _known_url(ids: Identifiers, key: str) -> bool:
    if key in ids.urls:
        return True
    cuts = [n for n, char in enumerate(key) if char in "/?#"][:32]
    return any(key[:cut] in ids.urls for cut in cuts)


def _segments(words: Words, inside: range, kind: str) -> list[list[str]]:
    """The words of an address, parted where a new piece of it begins."""
    segments: list[list[str]] = [[]]
    for index in inside:
        if segments[-1] and _parts(words.gap(index - 1), kind):
            segments.append([])
        segments[-1].append(_plain(words.words[index], words.gap(index - 1)))
    return segments


def _parts(gap: str, kind: str) -> bool:
    if kind == HANDLE:
        return "@" in gap or ":" in gap or "#" in gap
    return (
        gap not in {".", "-", "_", "+", "%"} if kind == EMAIL else gap not in {"-", "_", "+", "%"}
    )


def _plain(word: str, gap: str) -> str:
    """A word of an address; `%20doe` is `doe`."""
    return word[2:] if gap.endswith("%") and len(word) > 2 else word


def _segment(ids: Identifiers, words: list[str], first: bool) -> bool:
    whole = "".join(words)
    name = whole.rstrip("0123456789")
    if whole in ids.handles or whole in ids.joined or name in ids.joined:
        return True
    if not ids.joined.isdisjoint(words) or (first and words[0] in ids.handles):
        return True
    return (len(words) > 1 and _two_words(ids, words)) or _single_part(ids, name)


def _two_words(ids: Identifiers, words: list[str]) -> bool:
    """Whether two neighbouring words are a handle, or the parts of one name."""
    pairs = {one + two for one, two in pairwise(words)}
    if not (pairs.isdisjoint(ids.joined) and pairs.isdisjoint(ids.handles)):
        return True
    return _whole_name(ids, words)


def _whole_name(ids: Identifiers, words: list[str]) -> bool:
    """Two parts of one name, side by side."""
    return any(
        (left.person, left.slot) != (right.person, right.slot) and left.person == right.person >= 0
        for one, two in pairwise(words)
        for left in ids.index.get(one, ())
        for right in ids.index.get(two, ())
    )


def _single_part(ids: Identifiers, word: str) -> bool:
    return word in ids.handles or any(
        entry.sure and entry.words == (word,) and entry.kind is Kind.PART
        for entry in ids.index.get(word, ())
    )
