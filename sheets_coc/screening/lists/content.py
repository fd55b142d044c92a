"""What stands in a column, judged by its values where no heading says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.people.folding import fold
from sheets_coc.people.given_names import language_groups, nickname_groups
from sheets_coc.private import remembered
from sheets_coc.screening.lists.headings import FieldKind
from sheets_coc.screening.lists.people_cell import bare_line
from sheets_coc.tables.table import TableRow, clean

SAMPLE = 200
"""Rows by which a column is judged."""

_NO_NAME = re.compile(r"[\d/@:#_=<>%€$£+*?!]|\.\w")
_LINK_TEXT = re.compile(r"\[([^\[\]]+)\]\([^\s()]+\)")
_LETTER = re.compile(r"[^\W\d_]")
_SEVERAL = re.compile(r"\s*[;&\n、，/|]\s*|,\s+(?=\S+\s\S)|\s+and\s+")
_SMALL = re.compile(r"(?:d[aeiou]s?|de[lnr]?|van|von|bin|ibn|al|el|la|le|y|e|ter|ten|af|av|zu|o)\b")
_REMARK = re.compile(r"\s+[-–—|]")
_EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_OTHER_SCRIPT = re.compile("[\u0590-\u0dff\u0e00-\u0e7f]")
LONGEST_NAME = 80


def sample(rows: Sequence[TableRow]) -> list[TableRow]:
    """Rows spread over the whole table."""
    whole = [row for row in rows if not row.broken]
    step = max(1, len(whole) // SAMPLE)
    return whole[::step][:SAMPLE]


def values_at(rows: Sequence[TableRow], place: int) -> list[str]:
    """The filled cells of a column."""
    cells = (row.cells[place] for row in rows if place < len(row.cells) and row.cells[place])
    return [clean(cell) for cell in cells]


def looks_like(value: str) -> FieldKind | None:
    """What one cell looks like; a single word counts as a given name."""
    value = _LINK_TEXT.sub(r"\1", bare_line(value))
    if "@" in value or "/" in value:
        contact = normalise(value)
        if contact.kind is ContactKind.EMAIL:
            return FieldKind.EMAIL
        if contact.kind in {ContactKind.HANDLE, ContactKind.PROFILE}:
            return FieldKind.HANDLE
    first = next((piece for piece in _SEVERAL.split(value) if piece), value)
    bare = re.sub(r"\([^()]*\)|\"[^\"]*\"|[“„][^”“]*[”“]|\s@.*", " ", first).strip().rstrip(".,")
    if len(bare) > LONGEST_NAME or _NO_NAME.search(bare) or not _LETTER.search(bare):
        return None
    if len(bare) == 1 and bare.isascii():
        return None  # a cross in a box
    if _EAST.search(bare):
        return FieldKind.NAME if len(bare) <= 12 else None
    words = [word for word in re.split(r"[\s,]+", bare) if word]
    if not 1 <= len(words) <= 6:
        return None
    capitals = bare.islower() or bare.isupper() or _OTHER_SCRIPT.search(bare) or all(
        word[0].isupper() or _SMALL.match(word.lower()) or not word[0].isalpha() for word in words
    )  # fmt: skip
    if not capitals:
        return None
    return FieldKind.NAME if len(words) > 1 else FieldKind.GIVEN


def is_one_word(value: str) -> bool:
    """Whether one word stands there, a remark behind a dash and signs aside: `Rufus - ACME`."""
    name = _REMARK.split(value, maxsplit=1)[0]
    return sum(any(map(str.isalpha, word)) for word in name.split()) == 1


def guess(values: Sequence[str]) -> FieldKind | None:
    """What most values of a column look like; single words count as given names."""
    if not values:
        return None
    kinds = [looks_like(value) for value in values]
    for holds in (FieldKind.EMAIL, FieldKind.HANDLE, FieldKind.NAME, FieldKind.GIVEN):
        if kinds.count(holds) * 2 > len(values):
            return holds
    words = kinds.count(FieldKind.NAME) + kinds.count(FieldKind.GIVEN)
    return FieldKind.NAME if words * 2 > len(values) else None


def bears_out(values: Sequence[str], holds: FieldKind) -> bool:
    """Whether a column can hold what an uncertain heading says."""
    if not values or holds is FieldKind.HANDLE:
        return bool(values)
    kinds = [looks_like(value) for value in values]
    wanted = (
        {FieldKind.EMAIL}
        if holds is FieldKind.EMAIL
        else {FieldKind.NAME, FieldKind.GIVEN, FieldKind.EMAIL}
    )
    return sum(kind in wanted for kind in kinds) * 5 >= len(values) * 2


def hold_people(values: Sequence[str], *, others: bool) -> bool:
    """Whether values without a telling heading are people's names rather than anything else.

    Most have two words or more, few are repeated, and, where another column holds names already,
    several begin with a given name that is known.

    Args:
        values: the column's values.
        others: whether another column holds names.
    """
    names = [value for value in values if looks_like(value) is FieldKind.NAME]
    if len(names) * 10 < len(values) * 7 or len({*names}) * 10 < len(names) * 6:
        return False
    return not others or sum(map(_has_given_name, names)) * 5 >= len(names)


@remembered(1 << 14)
def _has_given_name(value: str) -> bool:
    words = fold(value).replace(",", " ").split()
    return any(nickname_groups(word) or language_groups(word) for word in words)
