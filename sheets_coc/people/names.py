"""People as they are typed into a cell: who is named, how many, and by what key.

A cell may hold several people, somebody who was erased, a word that says nobody, or
nothing. Splitting is conservative: `Smith, Jane` is one person, and a name is only ever
taken apart where the committee's own separators stand.
"""

from __future__ import annotations

import re
from typing import Final

from sheets_coc.people.folding import fold
from sheets_coc.people.name_words import without_titles

NOBODY_WORDS: Final = frozenset(
    {"none", "no", "n/a", "na", "n.a", "nil", "nobody", "no one", "noone", "not applicable"}
)
"""Words by which a cell says that there is nobody. A blank cell says nothing at all."""

_DASHES = "-–—―−_"
_OPENERS = "([{"

# Kept whole: remarks in brackets and addresses, which hold separators of their own.
_KEPT = r"\([^()\n]*\)|\[[^\[\]\n]*\]|https?://[^\s;]+"
_SEPARATORS = r"[;；&＆、\n\r\v\f\x85\u2028\u2029]|\s/\s|(?:(?<=\s)|^)(?i:and)(?=\s|$)"
_PIECES = re.compile(f"(?P<kept>{_KEPT})|(?P<cut>{_SEPARATORS})")
_MAY_CUT = re.compile(r"[;；&＆、\n\r\v\f\x85\u2028\u2029,，/]|and", re.IGNORECASE)

_BULLET = re.compile(r"^(?:[*•·‣▪]\s*|[-–—]\s+|\d{1,3}[.)]\s+)")
_EXPUNGED = re.compile(r"expunged(?:\s*\(\s*(\d{1,6})\s*\))?[.,]?", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_COMMA = re.compile(r"[,，]")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,3}")
_PUNCTUATION = r"!-&(-,./:-@\[-^`{-~\u2010-\u2027\u2030-\u205e\u3000-\u303f\u30fb"
_BETWEEN_WORDS = re.compile(rf"[\s{_PUNCTUATION}]+")
# Han (with extensions), kana and Hangul are written without a space inside a name.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003134f]+")

_NO_NAMES = "unknown unidentified anonymous anon someone somebody unnamed undisclosed expunged"
NO_NAMES: Final = frozenset(_NO_NAMES.split())
"""Words that say a person's name is not known; such an entry is nobody's name."""


OTHER_NAME: Final = (
    r"geb(?:oren(?:e|er)?)?\.|geboren(?:e|er)?|née|formerly|rozená|roz\.|szül\.?|z domu|урожд\w*\.?"
    r"|a\.?k\.?a\.?|alias"
)
"""What stands before another name of somebody who was named: the name at birth, mostly."""

_ANOTHER_NAME = re.compile(rf"(?:{OTHER_NAME}|né|born|nata)\s*:?\s+(?=\S)", re.IGNORECASE)
_EDGES = re.compile(r"^[\s,，]+|[\s,，]+$")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing at all: who it was is *unknown*."""
    return not text.strip()


def says_nobody(text: str) -> bool:
    """Whether a cell says there is nobody: none, no, n/a, a dash, and the like."""
    word = " ".join(text.casefold().split()).rstrip(".!")
    return word in NOBODY_WORDS or (bool(word) and not word.strip(_DASHES + " "))


def split_people(cell_text: str) -> tuple[str, ...]:
    """Every person a cell names, as they were typed, in order.

    Splits on `;` `&`, new lines, " / " and "and"; on a comma only where both sides have two
    words or more, so `Smith, Jane` is one person. Blank cells, words for nobody, and
    `Expunged` name no one. The separators are the committee's way of filling the sheet.
    """
    return tuple(piece for piece in _pieces(cell_text) if not _EXPUNGED.fullmatch(piece))


def split_aliases(cell_text: str) -> tuple[str, ...]:
    """Every other name in a cell of such names: as `split_people`, and `dkrav, kravch` are two.

    Nobody writes a family name and a given name in small letters or as user names, so commas
    between such words part aliases.
    """
    return tuple(one for piece in split_people(cell_text) for one in _cut_user_names(piece))


def _cut_user_names(piece: str) -> list[str]:
    segments = [segment.strip() for segment in _COMMA.split(piece)]
    plain = all(segment and not any(map(str.isspace, segment)) for segment in segments)
    if len(segments) > 1 and plain and all(s.islower() or is_user_name(s) for s in segments):
        return segments
    return [piece]


def is_user_name(text: str) -> bool:
    """Whether a text is plainly a user name: one word with a digit, `_` or `@`, or `jane-doe`."""
    if not text or any(map(str.isspace, text)):
        return False
    return any(sign.isdecimal() or sign in "_@" for sign in text) or (
        text.islower() and "-" in text.strip("-")
    )


def count_expunged(cell_text: str) -> int:
    """How many erased people a cell stands for: `Expunged` is one, `Expunged (3)` three."""
    found = (_EXPUNGED.fullmatch(piece) for piece in _pieces(cell_text))
    return sum(max(1, int(one[1] or 1)) for one in found if one)


def _pieces(cell_text: str) -> list[str]:
    """The cell's pieces: people and `Expunged`, without nobody and blanks."""
    if is_blank(cell_text) or says_nobody(cell_text):
        return []
    if not _MAY_CUT.search(cell_text):
        whole = _BULLET.sub("", cell_text.strip()).strip()
        return [whole] if whole else []
    pieces = [person for part in _cut(cell_text) for person in _cut_at_commas(part)]
    return [piece for piece in pieces if piece and not says_nobody(piece)]


def _cut(cell_text: str) -> list[str]:
    """The text cut at every separator that stands outside brackets and addresses."""
    parts, start = [], 0
    for found in _PIECES.finditer(cell_text):
        if found["cut"] is not None:
            parts.append(cell_text[start : found.start()])
            start = found.end()
    parts.append(cell_text[start:])
    return [_EDGES.sub("", _BULLET.sub("", part.strip())) for part in parts]


def _cut_at_commas(part: str) -> list[str]:
    """One part cut at the commas that separate people rather than the parts of a name."""
    if not _COMMA.search(part):
        return [part]
    segments = _segments(part)
    if paired := _family_and_initials(segments):
        return paired
    people, words = [segments[0]], _words(segments[0])
    for segment in segments[1:]:
        more = _words(segment)
        apart = words >= 2 and more >= 2 and not _ANOTHER_NAME.match(segment)
        if apart or _EXPUNGED.fullmatch(segment) or _EXPUNGED.fullmatch(people[-1]):
            people.append(segment)
            words = more
        else:
            people[-1] += f", {segment}"
            words += more
    return people


def _segments(part: str) -> list[str]:
    """What stands between the commas outside brackets."""
    masked = _REMARK.sub(lambda found: "x" * len(found[0]), part)
    cuts = [found.start() for found in _COMMA.finditer(masked)]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(part)]
    segments = [part[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [segment for segment in segments if segment] or [part]


def _family_and_initials(segments: list[str]) -> list[str]:
    """People typed as `Doe, J., Roe, B.`; empty where the segments are not of that kind."""
    pairs = list(zip(segments[::2], segments[1::2], strict=False))
    if len(segments) < 4 or len(segments) % 2:
        return []
    if not all(_INITIAL.fullmatch(initials) for _, initials in pairs):
        return []
    return [f"{family}, {initials}" for family, initials in pairs]


def _words(segment: str) -> int:
    """How many words a segment has; a name in Han, kana or Hangul needs no space."""
    words = _REMARK.sub(" ", segment).split()
    if len(words) == 1 and len(words[0]) > 1 and _UNSPACED.fullmatch(words[0]):
        return 2
    return len(words)


def name_parts(name: str) -> tuple[str, ...]:
    """The folded parts of a name in the order typed, without titles and remarks in brackets.

    Empty where nothing is left, and where a word says that the name is not known.
    """
    return tuple(_parts(_folded_words(name)))


def _folded_words(name: str) -> list[str]:
    """A name's folded words, a hyphen joining two parts into one; remarks left out."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return name.lower().split()  # most names, and ten times as fast
    bare = _REMARK.sub(" ", name) if any(opener in name for opener in _OPENERS) else name
    folded = fold(bare if bare.strip() else name)
    words = _BETWEEN_WORDS.split(folded.replace("'", ""))
    return [word for word in words if word.strip("-")]


def _parts(words: list[str]) -> list[str]:
    parts = words
    if any("-" in word for word in words):
        parts = [part for word in words for part in word.split("-") if part]
    if not NO_NAMES.isdisjoint(parts):
        return []
    return [parts[at] for at in without_titles(parts)]


def name_key(name: str) -> str | None:
    """What two spellings of one name share, or None where the text names nobody.

    Folds case, accents, the order of the parts, titles and white space: `Doe, Dr. Jané` and
    `jane doe` have the same key.
    """
    return read_name(name)[0]


def is_full_name(name: str) -> bool:
    """Whether a name can stand for one person: two parts, or plainly a user name.

    A single part is a user name where it holds a digit, `_` or `@`. Parts joined by a hyphen
    count as one (`Jean-Luc`), initials alone do not count. A name in Han, kana or Hangul of
    three characters or more has its parts unspaced.
    """
    return read_name(name)[1]


def read_name(name: str) -> tuple[str | None, bool]:
    """A name's key and whether it is a full name: `name_key` and `is_full_name` at once."""
    words = _folded_words(name)
    parts = _parts(words)
    if not parts:
        return None, False
    return " ".join(sorted(parts)), _is_full(name, [words[at] for at in without_titles(words)])


def _is_full(name: str, words: list[str]) -> bool:
    if len(words) > 1:
        return any(len(word) > 1 or not word.isascii() for word in words)
    if any(sign.isdigit() or sign in "_@" for sign in _REMARK.sub("", name)):
        return True
    return len(words[0]) >= 3 and bool(_UNSPACED.fullmatch(words[0]))
