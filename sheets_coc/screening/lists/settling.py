"""What columns hold seen beside one another: a heading alone does not always say it.

Nom, Prénom                        the family name, the given name
Nombre, Apellidos                  the given name, the family name
Email, Attendee email              the buyer's, the attendee's
Presenter, Chair                   two people
First name, Last name, twice       two people
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sheets_coc.screening.lists.headings import FieldKind, Whose
from sheets_coc.screening.lists.layout import NAMES, PLAYED, REPEATED, ListColumn
from sheets_coc.screening.lists.words import tell

_FAMILY_BESIDE_GIVEN = frozenset({"name", "nom", "namn", "navn", "naam", "nazwa", "nume", "nev"})
_GIVEN_BESIDE_FAMILY = frozenset(
    {"name", "nome", "nombre", "nimi", "imie", "jmeno", "meno", "ime", "имя", "име", "ім я",
     "ονομα", "nume", "ad", "adi", "이름", "名字", "vards", "nev", "nom", "nama", "ten", "numm"}
)  # fmt: skip


_OF = frozenset({"du", "de", "des", "la", "le", "del", "do", "da", "dos", "der", "van", "of"})


def settle(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """`Name` beside `Vorname` is the family name; `Nombre` beside `Apellidos` the given one.

    Columns that say nothing but a part somebody plays (`Presenter`, `Chair`) are about one
    person each; others about the same person are further spellings of the name.
    """
    columns = _parts_apart(_sets_apart(_others_apart(columns)))
    return [
        replace(column, holds=_settled(column, columns))
        if column.holds is FieldKind.NAME and not column.by_content
        else column
        for column in columns
    ]


def _others_apart(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """A given and a family name under the same unknown word are somebody else's.

    `Imię`, `Nazwisko`, `Imię płatnika`, `Nazwisko płatnika`: whoever a płatnik is.
    """
    strange = [tell(one.header.split()).unknown for one in columns]
    kinds: dict[tuple[str, ...], set[FieldKind]] = {}
    for column, unknown in zip(columns, strange, strict=True):
        if not column.by_content:
            kinds.setdefault(unknown, set()).add(column.holds)
    parted = [unknown for unknown, holds in kinds.items()
              if unknown and FieldKind.FAMILY in holds
              and holds & {FieldKind.GIVEN, FieldKind.NAME}]  # fmt: skip
    if not parted or not kinds.get((), set()) & NAMES:
        return list(columns)
    return [
        replace(one, number=REPEATED * 2 + parted.index(unknown)) if unknown in parted else one
        for one, unknown in zip(columns, strange, strict=True)
    ]


def _sets_apart(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """`First name, Last name, Email` twice over are two people, each with the nth of them."""
    seen: Counter[tuple[object, ...]] = Counter()
    nth = []
    for column in columns:
        key = (column.whose, column.number, column.holds, column.header)
        nth.append(seen[key] if column.header and not column.by_content else 0)
        seen[key] += 1
    again = {(one.whose, one.number) for one, n in zip(columns, nth, strict=True)
             if n and one.holds in NAMES}  # fmt: skip
    return [
        replace(one, number=REPEATED + n) if n and (one.whose, one.number) in again else one
        for one, n in zip(columns, nth, strict=True)
    ]


def _parts_apart(columns: Sequence[ListColumn]) -> list[ListColumn]:
    seen: set[tuple[Whose, int]] = set()
    apart = []
    for column in columns:
        alone = column.holds is FieldKind.NAME and tell(column.header.split()).only_whose
        key = (column.whose, column.number)
        again = alone and key in seen
        apart.append(replace(column, number=PLAYED + column.place) if again else column)
        if alone:
            seen.add(key)
    return apart


def _settled(column: ListColumn, columns: Sequence[ListColumn]) -> FieldKind:
    """What a column of whole names holds, seen beside the others about the same person."""
    group = [o for o in columns if (o.whose, o.number) == (column.whose, column.number)]
    beside = {one.holds for one in group}
    words = column.header.split()
    said = {column.header, " ".join(words[-1:]), " ".join(words[-2:])}
    if sum(one.holds is FieldKind.NAME for one in group) == 1:  # else: which of them is it?
        unknown = tell(words).unknown
        said.add(" ".join(w for w in words if not _says_whose(w) and w not in unknown))
    if FieldKind.GIVEN in beside and FieldKind.FAMILY not in beside and said & _FAMILY_BESIDE_GIVEN:
        return FieldKind.FAMILY
    if FieldKind.FAMILY in beside and FieldKind.GIVEN not in beside and said & _GIVEN_BESIDE_FAMILY:
        return FieldKind.GIVEN
    return FieldKind.NAME


def _says_whose(word: str) -> bool:
    """Whether a word of a heading says whose it is: `Nom du participant`, `Nom participant`."""
    return word in _OF or bool(tell([word]).whose)


def settle_whose(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """Beside columns that say `attendee`, a plain name or address is the buyer's.

    pretix has the order's `Email` beside `Attendee email`, and `Name` beside `Attendee name`.
    """
    either = NAMES | {FieldKind.EMAIL}
    attending = {
        one.holds in NAMES for one in columns if one.whose is Whose.ATTENDEE and one.holds in either
    }

    def bought(one: ListColumn) -> bool:
        bare = one.whose is Whose.ANYONE and not one.by_content and not one.number
        return bare and one.holds in either and (one.holds in NAMES) in attending

    settled = [replace(one, whose=Whose.BUYER) if bought(one) else one for one in columns]
    named = {(one.whose, one.number) for one in settled if one.holds in NAMES and not one.buyer}
    if len(named) != 1:
        return settled
    whose, number = named.pop()  # `Email` beside `Speakers` is the speakers'
    return [
        replace(one, whose=whose, number=number) if one.whose is Whose.ANYONE else one
        for one in settled
    ]
