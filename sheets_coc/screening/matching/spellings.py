"""The other names that one cell holds: in brackets and quotes, at birth, in another script.

Robert "Bob" Doe                        Robert Doe; Bob Doe
Tobias Müllerhag (geb. Quandringer)     Tobias Müllerhag; Tobias Quandringer
JordanSmythson                          JordanSmythson; Jordan Smythson
山田太郎 (Taro Yamada)                   山田太郎; Taro Yamada
Ida Roe - ACME                          Ida Roe; all of it
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sheets_coc.people.folding import fold
from sheets_coc.people.names import OTHER_NAME
from sheets_coc.screening.matching.korean import romanised
from sheets_coc.screening.matching.names import EAST, ParsedName, latin_letters, parse, parse_split

_BRACKETS = re.compile(r"[(\[{（]([^)\]}）]*)[)\]}）]")
_QUOTED = re.compile(r"(?<!\w)[\"“”„«»‘']([^\"“”„«»’']{2,30})[\"“”„«»’'](?!\w)")
_DASH = re.compile(r"\s+[-–—|·]\s+")
_HUMPS = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,}){1,2}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IN_BRACKETS = (
    r"|geb|né|born|prev(?:iously)?\.?|nata|nato|nacid[ao]|född|født|o\.s\.|maiden(?: name)?|dite?"
    r"|now|jetzt|ehem(?:als)?\.?"
)
_APART = re.compile(rf"(?<!\w)(?:{OTHER_NAME})\s*:?\s+(?=\S)", re.IGNORECASE)
_BORN = re.compile(rf"(?:{OTHER_NAME}{_IN_BRACKETS})\s*:?\s+(?=\S)", re.IGNORECASE)
_REMARK_WORDS = (
    "she her hers he him his they them their theirs any all ze xe speaker remote online virtual"
    " organiser organizer volunteer student sponsor staff host guest vip junior senior confirmed"
    " cancelled waitlist tbc new vegan tba team keynote moderator sie er ella el elle il"
)
_REMARKS = frozenset(_REMARK_WORDS.split())
"""Single words in brackets that are no names."""


def spellings(text: str) -> Iterator[str]:
    """The name and every other name that stands beside it in one text.

    A bracket counts where it holds two words or more and is no remark, where it says that it is
    another family name, and where its one word is written like a name: then it may be a nickname
    or another family name.
    """
    if text.istitle() and text.isascii() and text.replace(" ", "").isalpha():
        yield text  # most names: nothing stands beside them
        return
    pieces = _DASH.split(text)
    for piece in pieces if len(pieces) > 1 else ():
        if len(piece.split()) > 1:  # `Ida Roe - ACME`, `Keynote - Ida Roe`
            yield from spellings(piece)
    plain = _BRACKETS.sub(" ", _QUOTED.sub(" ", text)).strip() or text
    plain, born = _apart(plain)
    east = [word for word in plain.split() if EAST.search(word)]
    latin = " ".join(word for word in plain.split() if word not in east)
    if east and len(latin_letters(latin).split()) > 1:
        yield latin
        plain = " ".join(east)
    yield plain
    names = plain.split()
    if len(names) == 1 and _HUMPS.fullmatch(names[0]):
        yield _HUMP.sub(" ", names[0])
    yield from _other_family(names, born)
    for inside in _BRACKETS.findall(text):
        yield from _in_brackets(names, inside.strip())
    for inside in _QUOTED.findall(text):
        if len(names) > 1:
            yield inside if len(inside.split()) > 1 else f"{inside} {names[-1]}"


def _apart(text: str) -> tuple[str, str]:
    """A name, and another family name that follows it: `Ida Roe, geb. Quist`."""
    found = _APART.search(text)
    if not found or not found.start():
        return text, ""
    return text[: found.start()].strip(" ,;-–"), text[found.end() :]


def _other_family(names: list[str], family: str) -> Iterator[str]:
    """The whole name with another family name; what is two words is another whole name too."""
    if not family or not names:
        return
    yield f"{' '.join(names[:-1] or names)} {family}"
    if len(family.split()) > 1:
        yield family


def _in_brackets(names: list[str], inside: str) -> Iterator[str]:
    if "/" in inside or "@" in inside:
        return
    said = _BORN.match(inside)
    if said:
        yield from _other_family(names, inside[said.end() :])
    elif len(inside.split()) > 1:
        yield inside
    elif len(names) > 1 and _is_name(inside):
        yield f"{inside} {names[-1]}"
        yield f"{' '.join(names[:-1])} {inside}"


def _is_name(word: str) -> bool:
    capital = word[:1].isupper() and not word.isupper()
    return capital and word.isalpha() and len(word) > 2 and fold(word) not in _REMARKS


def readings(text: str) -> Iterator[ParsedName]:
    """The names in a text, taken apart; Korean ones in Latin letters as well."""
    for spelling in dict.fromkeys(spellings(text)):
        yield parse(spelling)
        for given, family in romanised(spelling):
            yield parse_split(given, family)
