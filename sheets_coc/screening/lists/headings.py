"""What the heading of a column says: what stands below it, and about whom.

Headings are read as ticket shops, calls for papers and forms write them, in their languages:

    Attendee name: Given name           given name of an attendee
    Rechnungsadresse: Name: Nachname    family name of a buyer
    What is your full name? (required)  full name
    Speaker 2 Email                     e-mail of the second speaker
    Firma, Talk title, Shirt            nothing about a person

First the whole heading is looked up, then its pieces around a colon, then its words. A heading
of which some words are unknown is a guess, and what stands below has to bear it out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sheets_coc.people.folding import fold
from sheets_coc.people.sites import BY_WORD
from sheets_coc.private import remembered
from sheets_coc.screening.lists import words


class FieldKind(StrEnum):
    """What a column holds."""

    NAME = "full name"
    GIVEN = "given name"
    MIDDLE = "middle name"
    FAMILY = "family name"
    EMAIL = "e-mail"
    HANDLE = "handle or profile"
    ORDER = "order"
    STATUS = "status"
    OTHER = "no person"


PERSONAL = frozenset(FieldKind) - {FieldKind.ORDER, FieldKind.STATUS, FieldKind.OTHER}
"""What people are known by."""


class Whose(StrEnum):
    """Whom of a row a column is about."""

    ANYONE = ""
    ATTENDEE = "attendee"
    BUYER = "buyer"
    GUEST = "guest"
    SPEAKER = "speaker"
    SUBMITTER = "submitter"


@dataclass(frozen=True, slots=True)
class ListHeading:
    """A heading that was understood.

    Attributes:
        holds: what stands below it.
        whose: whom it is about.
        number: which of several such people; 0 where there is one.
        site: the site its handles are on (`github.com`), where it says one.
        sure: whether every word of it is known.
    """

    holds: FieldKind
    whose: Whose = Whose.ANYONE
    number: int = 0
    site: str | None = None
    sure: bool = True


LONGEST = 300
"""A longer heading is a text."""

_BRACKETS = re.compile(r"[(\[{（【][^()\[\]{}（）【】]*[)\]}）】]")
_NUMBERING = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d{1,2}\s*[.):]\s+", re.IGNORECASE)
_APART = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"\s*(?::|→|>|\|)\s*|\s+[-–—]\s+|\s*[_.]{2}\s*")
_NUMBER = re.compile(r"(?<!\w)#?(\d{1,2})(?:st|nd|rd|th|\.)?(?!\w)|(?<=[a-z])(\d{1,2})(?!\w)")
_NUMBER_OF = re.compile(r"\w\s*(?:#|№)\s*$")
"""`Person #`: a number, and not the person."""
_SINGULAR = re.compile(r"(?<=\w)\((?:s|n|en|e|in|innen|es)\)|(?<=\w)[*:/_](?:in(?:nen)?|e|r|nen)\b")


def plain(heading: str) -> str:
    """A heading's words, folded."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(heading)).split())


@cache
def _known() -> Mapping[str, ListHeading]:
    """Every heading that is known as it is."""
    found: dict[str, ListHeading] = {}
    text = files("sheets_coc.screening.lists").joinpath("headings.txt").read_text("utf-8")
    for line in text.splitlines():
        says, colon, headings = line.partition(":")
        if colon and not line.startswith("#"):
            holds, _, whose = says.partition(", ")
            for heading in map(str.strip, headings.split("|")):
                sure = heading not in words.PARTS and not words.tell(heading.split()).only_whose
                found[heading] = ListHeading(FieldKind(holds), Whose(whose), sure=sure)
    return found


@remembered(4096)
def read_heading(text: str) -> ListHeading | None:
    """What a heading says; None where it is not understood."""
    if not text or len(text) > LONGEST:
        return None
    text = _NUMBERING.sub("", html.unescape(text))
    if _NUMBER_OF.search(text):
        return ListHeading(FieldKind.OTHER)
    return _exact(text) or _read(text)


def _exact(text: str) -> ListHeading | None:
    return _known().get(plain(text))


def _read(text: str) -> ListHeading | None:
    """A heading that is not known as it is: without its remarks, in pieces, by its words."""
    bare = _SINGULAR.sub("", text)
    without = _BRACKETS.sub(" ", bare)
    inside = " ".join(piece[1:-1] for piece in _BRACKETS.findall(bare))
    number = _number(without)
    for candidate in (bare, without, _NUMBER.sub(" ", without), _APART.sub(" ", without)):
        if found := _exact(candidate):
            return replace(found, number=number, site=_site(plain(inside)) or found.site)
    return (
        _in_pieces(without, number)
        or _by_words(without, number, plain(inside))
        or _by_words("" if plain(inside) == "x" else inside, number, "", only_inside=True)
    )


def _number(text: str) -> int:
    found = _NUMBER.search(fold(text))
    return int(found[1] or found[2]) if found else 0


def _in_pieces(text: str, number: int) -> ListHeading | None:
    """`Attendee name: Given name`: the first piece says whose it is, the last what it holds."""
    pieces = [piece for piece in _BETWEEN.split(text) if piece and piece.strip()]
    if len(pieces) < 2:
        return None
    read = [_exact(piece) or _by_words(piece, 0, "") for piece in pieces]
    last = read[-1]
    if last is None or last.holds is FieldKind.OTHER:
        return last
    whose = next((one.whose for one in read if one and one.whose), Whose.ANYONE)
    first = read[0]
    blocked = first is not None and first.holds is FieldKind.OTHER and not whose
    if blocked:
        return ListHeading(FieldKind.OTHER)
    sure = last.sure and None not in read
    return replace(last, whose=whose, number=number or last.number, sure=sure)


def _by_words(
    text: str, number: int, remark: str, *, only_inside: bool = False
) -> ListHeading | None:
    """A heading by its words: `wie lautet dein vollstandiger name`, `session speakers`."""
    readings = [_words_of(form, remark) for form in dict.fromkeys((text, _APART.sub(" ", text)))]
    told = min(readings, key=lambda one: (one.blocks, len(one.unknown)))
    if told.blocks:
        return None if only_inside else ListHeading(FieldKind.OTHER)
    holds = _holds(told)
    if holds is None:
        return None
    if told.only_whose and told.unknown and told.whose == Whose.BUYER:
        return None  # `Registration desk` is nobody who bought
    sure = not told.unknown and not (told.only_whose and not number)
    if only_inside and not sure:
        return None
    sites = {BY_WORD[word] for word in told.sites if word in BY_WORD}
    site = sites.pop() if holds is FieldKind.HANDLE and len(sites) == 1 else None
    return ListHeading(holds, Whose(told.whose), number, site, sure)


def _words_of(text: str, remark: str) -> words.HeadingWords:
    named = [word for word in plain(text).split() if not word.isdigit()]
    sites = [word for word in remark.split() if word in BY_WORD]
    return words.tell([*named[:40], *sites])


def _holds(told: words.HeadingWords) -> FieldKind | None:
    """What the words name; the most telling kind wins."""
    if "mail" in told.kinds:
        return FieldKind.OTHER if "not mail" in told.kinds else FieldKind.EMAIL
    if told.sites or ("handle" in told.kinds and not told.kinds & {"given", "family"}):
        return FieldKind.HANDLE
    if "family" in told.kinds and told.kinds & {"given", "name or given"}:
        return FieldKind.NAME
    for kind, holds in (
        ("family", FieldKind.FAMILY),
        ("given", FieldKind.GIVEN),
        ("name", FieldKind.NAME),
    ):
        if kind in told.kinds:
            return holds
    return FieldKind.NAME if told.whose else None


def _site(phrase: str) -> str | None:
    """The one site that a heading names."""
    sites = {BY_WORD[word] for word in phrase.split() if word in BY_WORD}
    return sites.pop() if len(sites) == 1 else None
