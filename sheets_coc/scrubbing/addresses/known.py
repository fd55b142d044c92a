"""Whether an address in a text is a known person's."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import unquote

from sheets_coc.people.contacts import Contact
from sheets_coc.people.folding import fold
from sheets_coc.scrubbing.addresses.links import EMAIL, HANDLE, PHONE, URL, Link, account_keys
from sheets_coc.scrubbing.known.handles import joined_handle
from sheets_coc.scrubbing.known.identifiers import Identifiers, TermKind
from sheets_coc.scrubbing.known.names import NameRole
from sheets_coc.scrubbing.text.tokens import Words


def identifies(ids: Identifiers, words: Words, link: Link) -> bool:
    """Whether an address is known, or is made of what is known.

    A known handle or a whole name inside it is enough (`.../janedoe/status/1`, `jdoe@...`); a
    single part of a name counts where it stands alone (`@jane`, `jane@...`, `/speakers/jane`).
    """
    if link.kind == PHONE:
        return any(link.written.endswith(known) for known in ids.phones)
    contact = link.contact()
    if not ids.accounts.isdisjoint(account_keys(contact)):
        return True
    if not link.sure:
        return False
    if link.kind == URL and _known_page(ids, contact):
        return True
    if contact.account and joined_handle(contact.account) in ids.handles:
        return True
    host, path = _host_and_path(words, link)
    if host and any(_owns_host(ids, segment) for segment in _segments(words, host, URL)):
        return True
    segments = _segments(words, path, link.kind)
    if "%" in words.folded[link.start : link.end]:
        plain = Words(unquote(words.folded[link.start : link.end]))
        segments += _segments(plain, range(len(plain)), link.kind)
    return any(_segment(ids, segment, link.kind) for segment in segments if segment)


def _host_and_path(words: Words, link: Link) -> tuple[range, range]:
    """The words of a web address's host, and those of what follows; of others only the latter.

    `jenkins.example.org` is a machine, and no Jenkins of ours.
    """
    start = link.start
    if link.kind == URL:
        scheme = words.folded.find("://", link.start, link.end)
        start = scheme + 3 if scheme >= 0 else start
        slash = words.folded.find("/", start, link.end)
        start = link.end if slash < 0 else slash
    return words.inside(link.start, start), words.inside(start, link.end)


def _known_page(ids: Identifiers, contact: Contact) -> bool:
    """Whether an address is a known one, or leads further into it."""
    address = fold(contact.address or "")
    if address in ids.pages:
        return True
    cuts = [n for n, char in enumerate(address) if char in "/?#"][:32]
    return any(address[:cut] in ids.pages for cut in cuts)


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
        return not {"@", ":", "#", "/"}.isdisjoint(gap)
    joints = {".", "-", "_", "+", "%"} if kind == EMAIL else {"-", "_", "+", "%"}
    return gap not in joints


def _plain(word: str, gap: str) -> str:
    """A word of an address; `%20doe` is `doe`."""
    return word[2:] if gap.endswith("%") and len(word) > 2 else word


def _segment(ids: Identifiers, words: list[str], kind: str) -> bool:
    name = "".join(words).rstrip("0123456789")
    return _whole_identifier(ids, words, kind) or _single_part(ids, name, kind)


def _owns_host(ids: Identifiers, words: list[str]) -> bool:
    """Whether a label of a host is a user name or a whole name, and not just a part of one."""
    parts = (e for e in ids.index.get("".join(words), ()) if e.kind is TermKind.PART)
    single = any(entry.role is not NameRole.ONLY for entry in parts)
    return not single and _whole_identifier(ids, words, URL)


def _whole_identifier(ids: Identifiers, words: list[str], kind: str) -> bool:
    """Whether a piece of an address holds a whole name or is a known handle."""
    if not words:
        return False
    whole = "".join(words)
    if whole in ids.handles or whole in ids.joined or whole.rstrip("0123456789") in ids.joined:
        return True
    if not ids.joined.isdisjoint(words):
        return True
    return len(words) > 1 and _two_words(ids, words, kind)


def _two_words(ids: Identifiers, words: list[str], kind: str) -> bool:
    """Whether two neighbouring words are the parts of one name, or a handle inside a page.

    A longer handle that holds a known one is somebody else's: `@bea_tech_x`.
    """
    pairs = {one + two for one, two in pairwise(words)}
    if not pairs.isdisjoint(ids.joined) or (kind == URL and not pairs.isdisjoint(ids.handles)):
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


def _single_part(ids: Identifiers, word: str, kind: str) -> bool:
    """Whether one word is a part of a name that needs no evidence.

    A given name alone before an @ is many people's, where the row has another address of theirs.
    """
    parts = [
        entry
        for entry in ids.index.get(word, ())
        if entry.sure and entry.words == (word,) and entry.kind is TermKind.PART
    ]
    if kind == EMAIL and any(key.startswith("email:") for key in ids.accounts):
        parts = [entry for entry in parts if entry.role is not NameRole.GIVEN]
    return bool(parts)
