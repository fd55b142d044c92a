"""E-mail addresses, handles, web addresses and telephone numbers in a text.

A text is cut at white space, quotes and brackets, and each piece looked at once by plain
code: no pattern here can be made slow by what a cell holds.
"""

from __future__ import annotations

import re

from sheets_coc.scrubbing.addresses.links import EMAIL, HANDLE, URL, Link
from sheets_coc.scrubbing.addresses.phones import find_phones
from sheets_coc.scrubbing.addresses.spelled_out import find_spelled_out
from sheets_coc.scrubbing.text.tokens import Words
from sheets_coc.scrubbing.vocabulary import TOP_DOMAINS

_PIECE = re.compile(r"""[^\s"'<>()\[\]{},;|*]+""")
_LINKISH = re.compile(r"[@/#]|\.\w")
_ENDS = ".:!?-_~=/&"
_HANDLE_WITH_NUMBER = re.compile(r"[^#/@:]{2,32}#\d{4}")


def find_links(words: Words) -> list[Link]:
    """Every address in a text, in order, without overlaps."""
    return _apart(
        [*_pieces(words), *(s for s in find_spelled_out(words) if s.sure), *find_phones(words)]
    )


def find_possible_links(words: Words) -> list[Link]:
    """The same, after what may be an address in words and is one only if it is known."""
    spelled = find_spelled_out(words)
    unsure = [link for link in spelled if not link.sure]
    sure = [link for link in spelled if link.sure]
    return [*unsure, *_apart([*_pieces(words), *sure, *find_phones(words)])]


def _apart(found: list[Link]) -> list[Link]:
    """Links in order, the longest first, without overlaps."""
    kept: list[Link] = []
    for link in sorted(found, key=lambda link: (link.start, -link.end)):
        if not kept or link.start >= kept[-1].end:
            kept.append(link)
        elif link.end > kept[-1].end and link.kind == EMAIL:
            kept[-1] = link
    return kept


def _pieces(words: Words) -> list[Link]:
    if not _LINKISH.search(words.folded):
        return []
    found = []
    for match in _PIECE.finditer(words.folded):
        if len(match[0]) > 2 and _LINKISH.search(match[0]):
            found += _classify(match[0], match.start())
    return found


def _classify(piece: str, start: int) -> list[Link]:
    """The addresses in a piece of text without white space."""
    scheme = piece.find("://")
    if scheme > 0:
        begin = scheme
        while begin and piece[begin - 1].isalnum():
            begin -= 1
        return _link(URL, piece[begin:], start + begin)
    if piece.startswith("mailto:"):
        return _classify(piece[7:], start + 7)
    if "@" in piece:
        return _with_at(piece, start)
    if piece.find("%40") > 0:  # an @ inside a web address
        return _link(EMAIL, piece, start)
    return _without_at(piece, start)


def _with_at(piece: str, start: int) -> list[Link]:
    if piece.count("@") == 1 and piece.find("/") > 0 and piece.find("/") < piece.find("@"):
        return _link(URL, piece, start) if _is_host(piece.partition("/")[0], True) else []
    skipped = 0
    if not piece.startswith("@"):
        skipped = piece.rfind(":", 0, piece.find("@")) + 1  # `mail:somebody@...`
    body = piece[skipped:]
    if not body.startswith("@"):
        body = body.partition("?")[0]  # `mailto:somebody@example.org?subject=...`
        domain = body.partition("@")[2]
        return _link(EMAIL if domain.rstrip(_ENDS) else HANDLE, body, start + skipped)
    if len(body.strip("@" + _ENDS)) < 2:
        return []
    return _link(HANDLE, body, start + skipped)


def _without_at(piece: str, start: int) -> list[Link]:
    skipped = piece.rfind(":") + 1 if not piece.rpartition(":")[2].isdigit() else 0
    body = piece[skipped:]
    host, slash, path = body.partition("/")
    if host.startswith("www.") or _is_host(host.rstrip(_ENDS), bool(slash and path.strip(_ENDS))):
        return _link(URL, body, start + skipped)
    if body.strip("/").startswith("u/") and len(body) > 4:
        return _link(HANDLE, body, start + skipped)
    if _HANDLE_WITH_NUMBER.fullmatch(body.rstrip(_ENDS)):
        return _link(HANDLE, body, start + skipped)
    return []


def _is_host(host: str, with_path: bool) -> bool:
    host = host.partition(":")[0]
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or not host.replace("-", "").replace(".", "").isalnum():
        return False
    top = labels[-1]
    if with_path:
        return top.isalpha() and 2 <= len(top) <= 12 and not labels[0].isdecimal()
    return top in TOP_DOMAINS and len(labels[-2]) > 1


def _link(kind: str, piece: str, start: int) -> list[Link]:
    body = piece.rstrip(_ENDS if kind != URL else ".:!?~=&")
    if not any(c.isalnum() for c in body):
        return []
    return [Link(kind, start, start + len(body), body)]
