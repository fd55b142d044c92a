"""E-mail addresses, handles, web addresses and telephone numbers in a text.

A text is cut at white space, quotes and brackets, and each piece looked at once by plain
code: no pattern here can be made slow by what a cell holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from urllib.parse import unquote

from sheets_coc.people.folding import fold
from sheets_coc.scrubbing.tokens import Words, words_of
from sheets_coc.scrubbing.vocabulary import listed

EMAIL, URL, HANDLE, PHONE = "email", "url", "handle", "phone"

_PIECE = re.compile(r"""[^\s"'<>()\[\]{},;|*]+""")
_LINKISH = re.compile(r"[@/.#]")
_ENDS = ".:!?-_~=/&"
_TOP = listed("top_domains")
_TAG_LIMIT = 12
_AT = frozenset({"at", "arroba", "arobase", "chiocciola", "zavinac", "klammeraffe"})
_DOT = frozenset({"dot", "punkt", "punto", "point", "ponto", "kropka", "tecka"})
_ENTITIES = {"64": "&#", "x40": "&#", "commat": "&"}  # an @ in the source of a page
_LONELY_AT = re.compile(r"\s@|@\s")
_DIGIT = re.compile(r"\d")
_PHONE_GAP = re.compile(r"[ .()/-]{0,3}")
_HANDLE_WITH_NUMBER = re.compile(r"[^#/@:]{2,32}#\d{4}")


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """One address in a text.

    Attributes:
        kind: `email`, `url`, `handle` or `phone`.
        start: where it begins in the folded text.
        end: where it ends in the folded text.
        key: what it is compared by: `local@domain` with only letters, digits and points in the
            domain and without a tag; `host/path` without scheme and `www.`; the handle without
            its `@`; the digits.
        sure: whether it is an address by its looks; `jane at example.org` is one only if known.
    """

    kind: str
    start: int
    end: int
    key: str
    sure: bool = True


def find_links(words: Words) -> list[Link]:
    """Every address in a text, in order, without overlaps."""
    return _apart([*_pieces(words), *(s for s in _spelled_out(words) if s.sure), *_phones(words)])


def find_possible_links(words: Words) -> list[Link]:
    """The same, after what may be an address in words and is one only if it is known."""
    spelled = _spelled_out(words)
    unsure = [link for link in spelled if not link.sure]
    sure = [link for link in spelled if link.sure]
    return [*unsure, *_apart([*_pieces(words), *sure, *_phones(words)])]


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
    return top in _TOP and len(labels[-2]) > 1


def _link(kind: str, piece: str, start: int) -> list[Link]:
    body = piece.rstrip(_ENDS if kind != URL else ".:!?~=&")
    if not any(c.isalnum() for c in body):
        return []
    key = {EMAIL: _email_key, URL: url_key, HANDLE: handle_key}[kind](body)
    return [Link(kind, start, start + len(body), key)] if key else []


def _email_key(address: str) -> str:
    local, _, domain = address.partition("@" if "@" in address else "%40")
    return email_key(local.partition("+")[0], domain)


def email_key(local: str, domain: str) -> str:
    """What two ways of writing one e-mail address have in common."""
    plain = "".join(c for c in local if c.isalnum())
    return f"{plain}@{'.'.join(words_of(domain))}"


def url_key(address: str) -> str:
    """What two ways of writing one web address have in common."""
    key = address.rpartition("://")[2] if "://" in address else address
    for prefix in ("www.", "m.", "mobile."):
        key = key.removeprefix(prefix)
    return (fold(unquote(key)) if "%" in key else key).rstrip("/?#.&")


def handle_key(handle: str) -> str:
    """A handle without its decoration."""
    key = handle.strip("/").removeprefix("u/").strip("@" + _ENDS)
    return key.partition(":")[0] if ":" in key else key


def _spelled_out(words: Words) -> list[Link]:
    """Addresses written for people: `jane (at) example dot org`, `jane @ example . org`."""
    found = []
    for index in [i for i, word in enumerate(words.words) if word in _AT]:
        if index and index + 1 < len(words):
            found += _around_at(words, index - 1, index + 1, _bracketed(words, index))
    entities = [i for i, word in enumerate(words.words) if word in _ENTITIES]
    for index in entities:
        opened = index > 0 and words.gap(index - 1) == _ENTITIES[words.words[index]]
        if opened and words.gap(index) == ";" and index + 1 < len(words):
            found += _around_at(words, index - 1, index + 1, bracketed=True)
    for match in _LONELY_AT.finditer(words.folded):
        index = bisect_left(words.starts, match.end())
        if 0 < index < len(words) and words.gap(index - 1).strip() == "@":
            found += _around_at(words, index - 1, index, bracketed=True)
    return found


def _bracketed(words: Words, index: int) -> bool:
    before, after = words.gap(index - 1).strip(), words.gap(index).strip()
    return bool(before and after) and before[-1:] + after[:1] in {"()", "[]", "{}", "<>", "--"}


def _around_at(words: Words, left: int, right: int, bracketed: bool) -> list[Link]:
    """An address around an `at`, if what follows it is a domain."""
    last, dots = _domain(words, right)
    if not dots:
        return []
    spelled = {words.words[i] for i in dots} & _DOT
    # `at some point Bo` is no address, though `point` is how French spells one.
    sure = bracketed or "dot" in spelled or bool(spelled and words.words[last] in _TOP)
    first = _local(words, left)
    local = [words.words[i] for i in range(first, left + 1) if words.words[i] not in _DOT]
    domain = [words.words[i] for i in range(right, last + 1) if words.words[i] not in _DOT]
    if plus := next((n for n, i in enumerate(range(first, left)) if words.gap(i) == "+"), None):
        local = local[: plus + 1]
    elif first < left and words.gap(first) == "+":
        local = local[:1]
    key = email_key("".join(local), ".".join(domain))
    return [Link(EMAIL, words.starts[first], words.ends[last], key, sure)]


def _domain(words: Words, right: int) -> tuple[int, list[int]]:
    """The last word of a domain that begins at `right`, and the words after its points."""
    last, points = right, []
    while last + 1 < len(words) and last - right < _TAG_LIMIT:
        gap = words.gap(last)
        if words.words[last + 1] in _DOT and last + 2 < len(words) and _thin(gap, words, last):
            points.append(last + 1)
            last += 2
        elif gap in {".", "-", " . "}:
            points.append(last + 1)
            last += 1
        else:
            break
    return last, points


def _thin(gap: str, words: Words, last: int) -> bool:
    after = words.gap(last + 1).strip()
    return gap.strip() in {"", "(", "[", "{", "<"} and after in {"", ")", "]", "}", ">"}


def _local(words: Words, left: int) -> int:
    """The first word of the part before the `at`."""
    first = left
    while first and left - first < _TAG_LIMIT:
        if words.gap(first - 1) in {".", "_", "-", "+"}:
            first -= 1
        elif (
            first > 1
            and words.words[first - 1] in _DOT
            and _thin(words.gap(first - 2), words, first - 2)
        ):
            first -= 2
        else:
            break
    return first


def _phones(words: Words) -> list[Link]:
    if not _DIGIT.search(words.folded):
        return []
    found = []
    done = 0
    for index in [i for i, word in enumerate(words.words) if word.isdecimal()]:
        if index >= done:
            last = index
            while _continues(words, last, index):
                last += 1
            found += _phone(words, index, last)
            done = last + 1
    return found


def _continues(words: Words, last: int, first: int) -> bool:
    return (
        last + 1 < len(words)
        and last - first < _TAG_LIMIT
        and words.words[last + 1].isdecimal()
        and bool(_PHONE_GAP.fullmatch(words.gap(last)))
    )


def _phone(words: Words, first: int, last: int) -> list[Link]:
    groups = words.words[first : last + 1]
    digits = "".join(groups)
    before = words.folded[max(0, words.starts[first] - 1) : words.starts[first]]
    plus = before == "+"
    if not 7 <= len(digits) <= 15 or not _like_phone(groups, plus or before == "(", digits):
        return []
    start = words.starts[first] - (1 if plus or before == "(" else 0)
    return [Link(PHONE, start, words.ends[last], digits)]


def _like_phone(groups: list[str], marked: bool, digits: str) -> bool:
    """Whether a row of digits is a telephone number rather than a date, a year or a count."""
    if marked or digits.startswith("00"):
        return True
    if _like_date(groups):
        return False
    return len(digits) >= 9 or [len(g) for g in groups] in ([3, 4], [4, 4], [3, 5])


def _like_date(groups: list[str]) -> bool:
    year = any(
        len(g) == 4 and g[:2] in {"19", "20"} for g in (groups[0], groups[-1], groups[-2:][0])
    )
    return len(groups) <= 5 and year and all(len(g) <= 4 for g in groups)
