"""Which columns of a list hold names, e-mails and handles; every other column is left alone.

Headers are recognised as pretix, Eventbrite, Tito, pretalx, Sessionize and people's own
sheets write them, in a few languages. Only headers known here count, so a company's or a
product's name is never taken for a person's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sheets_coc.errors import UsageError
from sheets_coc.people.contacts import ContactKind, normalise
from sheets_coc.people.folding import fold
from sheets_coc.people.sites import BY_WORD
from sheets_coc.screening.lists.table import Row
from sheets_coc.sheet.model import column_letters, column_number


class Holds(StrEnum):
    """What a column holds."""

    NAME = "full name"
    GIVEN = "given name"
    MIDDLE = "middle name"
    FAMILY = "family name"
    EMAIL = "e-mail"
    HANDLE = "handle or profile"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list that is read.

    Attributes:
        place: where it stands, from 0.
        holds: what it holds.
        buyer: whether it is about whoever bought or ordered, not who attends.
        site: the site its handles are on (`github.com`), where the header says so.
        header: the header as recognised, folded; blank where the list has none.
    """

    place: int
    holds: Holds
    buyer: bool = False
    site: str | None = None
    header: str = ""

    @property
    def label(self) -> str:
        """How people are shown the choice: `B "attendee e mail" (e-mail)`."""
        header = f' "{self.header}"' if self.header else ""
        return f"{column_letters(self.place)}{header}: {self.holds}"


@dataclass(frozen=True, slots=True)
class Named:
    """Columns named by the user: a header, or a column's letters where no header matches.

    Attributes:
        name: full names.
        given: given names.
        family: family names.
        emails: e-mail addresses.
        handles: handles or profile addresses.
    """

    name: str | None = None
    given: str | None = None
    family: str | None = None
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, Holds]]:
        """What is named, and what it holds."""
        single = ((self.name, Holds.NAME), (self.given, Holds.GIVEN), (self.family, Holds.FAMILY))
        pairs = [(name, holds) for name, holds in single if name]
        pairs += [(name, Holds.EMAIL) for name in self.emails]
        return pairs + [(name, Holds.HANDLE) for name in self.handles]


HEADER_ROWS = 15
"""The header stands in one of the first filled rows; titles may stand above it."""

_ATTENDING = (
    "attendee name|attendees|attendee|participant name|participants|participant|guest name|guest"
    "|delegate|registrant|speaker name|speakers|speaker|presenter|member|person|your|ticket holder"
    "|teilnehmer|contact"
)
_BUYING = (
    "invoice address name|invoice address|invoice name|invoice|billing address|billing name"
    "|billing|order|buyers|buyer|purchasers|purchaser|customer|payer|booker|account"
    "|rechnungsadresse"
)
_PREFIX = re.compile(
    rf"^(?:(?P<buying>{_BUYING})|(?P<attending>{_ATTENDING}|ticket))(?: s)?(?: |$)"
)
_SUFFIX = re.compile(rf" (?:of|of the|des|du|del|dell) (?:{_ATTENDING})$")

_FAMILY_BESIDE_GIVEN = frozenset({"name", "nom", "namn", "navn", "naam"})
_GIVEN_BESIDE_FAMILY = frozenset({"name", "nome", "nombre", "nimi"})
_MAIL = re.compile(r"(?:^| )(?:emails?|e mails?|mail|mail address|courriel|correo)(?: |$)")
_NOT_MAIL = re.compile(
    r"(?:^| )(?:sent|status|opt|opted|consent|marketing|count|newsletter|verified|confirmed|list"
    r"|company|date|time|template|mailing)(?: |$)"
)
_HANDLE = re.compile(
    r"^(?:handle|user name|username|user|nick|nickname|screen name|social media|social|socials"
    r"|profile|profile url|website|homepage|web site|url|fediverse|mastodon|discord|slack|irc)"
    r"(?: (?:handle|user name|username|name|account|profile|url|id|link))?$"
)
_ASKS_HANDLE = frozenset({"handle", "username", "account", "profile"})
_SITE_HANDLE = re.compile(
    r"^(?P<site>[a-z]+)(?: x)?(?: (?:handle|user name|username|user|name|account|profile|url|id"
    r"|link|profile url))*$"
)


def find_columns(
    rows: Sequence[Row], named: Named | None = None
) -> tuple[tuple[ListColumn, ...], int]:
    """The columns to read, and the place in `rows` of the first row of data.

    Raises:
        UsageError: no column was recognised, or a named column is not there.
    """
    if named and named.pairs():
        return _find_named(rows, named)
    best: tuple[ListColumn, ...] = ()
    start = 0
    for place, row in enumerate(rows[:HEADER_ROWS]):
        found = () if _has_address(row) else recognise(row.cells)
        if len(found) > len(best):
            best, start = found, place + 1
    if best:
        return best, start
    guessed = _guess(rows)
    if not guessed:
        raise UsageError(
            "No column with names or e-mail addresses was recognised. Name the columns by their"
            " headers or letters.",
            code="list-columns",
        )
    return guessed, 0


@cache
def _known_headers() -> Mapping[str, Holds]:
    """What stands under each known header; a bare `Attendee` is a full name."""
    found = {"": Holds.NAME}
    text = files("sheets_coc.screening.lists").joinpath("headers.txt").read_text("utf-8")
    for line in text.splitlines():
        holds, colon, headers = line.partition(":")
        if colon and not line.startswith("#"):
            found.update({_plain(header): Holds(holds) for header in headers.split("|")})
    return found


def recognise(headers: Sequence[str]) -> tuple[ListColumn, ...]:
    """The columns whose headers are known."""
    found = [column for place, text in enumerate(headers) if (column := _read_header(place, text))]
    return tuple(_settle(column, found) for column in found)


def _plain(header: str) -> str:
    """A header's words, folded."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(header)).split())


def _read_header(place: int, text: str) -> ListColumn | None:
    """A column by its header, also where words are run together (`AttendeeEmail`)."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return _read_words(place, _plain(text)) or _read_words(place, _plain(apart))


def _read_words(place: int, header: str) -> ListColumn | None:
    if not header or len(header) > 60:
        return None
    prefix = _PREFIX.match(header)
    if prefix and header == "ticket":
        return None
    rest = header[prefix.end() :] if prefix else _SUFFIX.sub("", header)
    if prefix and prefix.group().strip() == "ticket" and rest in {"", "name"}:
        return None  # the kind of ticket
    if header in {"order", "account", "contact", "invoice", "billing", "customer", "member"}:
        return None
    buyer = bool(prefix and prefix["buying"])
    return _read_rest(place, rest.strip(), buyer, header)


def _read_rest(place: int, rest: str, buyer: bool, header: str) -> ListColumn | None:
    holds = _known_headers().get(rest)
    if holds is not None:
        return ListColumn(place, holds, buyer, None, header)
    if _MAIL.search(rest) and not _NOT_MAIL.search(rest):
        return ListColumn(place, Holds.EMAIL, buyer, None, header)
    site = _SITE_HANDLE.match(rest)
    if site and site["site"] in BY_WORD:
        return ListColumn(place, Holds.HANDLE, buyer, BY_WORD[site["site"]], header)
    asked = set(rest.split()) & _ASKS_HANDLE
    sites = [BY_WORD[word] for word in rest.split() if len(word) > 2 and word in BY_WORD]
    if asked and len(set(sites)) == 1:  # `What is your Twitter handle?`
        return ListColumn(place, Holds.HANDLE, buyer, sites[0], header)
    if _HANDLE.match(rest):
        return ListColumn(place, Holds.HANDLE, buyer, None, header)
    return None


def _settle(column: ListColumn, found: Sequence[ListColumn]) -> ListColumn:
    """`Name` beside `Vorname` is the family name; `Nombre` beside `Apellidos` the given one."""
    if column.holds is not Holds.NAME:
        return column
    word = column.header.rpartition(" ")[2]
    beside = {other.holds for other in found if other.buyer is column.buyer}
    holds: Holds = column.holds
    if Holds.GIVEN in beside and Holds.FAMILY not in beside and word in _FAMILY_BESIDE_GIVEN:
        holds = Holds.FAMILY
    elif Holds.FAMILY in beside and Holds.GIVEN not in beside and word in _GIVEN_BESIDE_FAMILY:
        holds = Holds.GIVEN
    return ListColumn(column.place, holds, column.buyer, column.site, column.header)


def _find_named(rows: Sequence[Row], named: Named) -> tuple[tuple[ListColumn, ...], int]:
    """Each named column by its header, or else by its letters."""
    pairs = named.pairs()
    width = max((len(row.cells) for row in rows), default=0)
    for start, row in enumerate(rows[:HEADER_ROWS], start=1):
        headers = [_plain(cell) for cell in row.cells]
        if any(_plain(name) in headers for name, _ in pairs):
            places = [_place(name, headers, width) for name, _ in pairs]
            if None not in places:
                found = zip(places, pairs, strict=True)
                return tuple(_named(p, n, h) for p, (n, h) in found if p is not None), start
    letters = [(_place(name, (), width), holds) for name, holds in pairs]
    if any(place is None for place, _ in letters):
        raise UsageError("A column named in the options is not in the list.", code="list-columns")
    return tuple(ListColumn(p, holds) for p, holds in letters if p is not None), _after_header(rows)


def _place(name: str, headers: Sequence[str], width: int) -> int | None:
    """Where a column stands that the user named; None where it is not in the list."""
    if _plain(name) in headers:
        return headers.index(_plain(name))
    place = _from_letters(name)
    return place if place is not None and place < width else None


def _named(place: int, name: str, holds: Holds) -> ListColumn:
    known = _read_header(place, name)
    site = known.site if known and holds is Holds.HANDLE else None
    return ListColumn(place, holds, bool(known and known.buyer), site, _plain(name))


def _from_letters(name: str) -> int | None:
    return column_number(name) if re.fullmatch(r"[A-Za-z]{1,2}", name) else None


def _after_header(rows: Sequence[Row]) -> int:
    """Past a first row that is plainly a header."""
    return 1 if rows and recognise(rows[0].cells) and not _has_address(rows[0]) else 0


def _has_address(row: Row) -> bool:
    return any("@" in cell for cell in row.cells)


def _guess(rows: Sequence[Row]) -> tuple[ListColumn, ...]:
    """A list without a header: columns known by what stands in them."""
    sample = [row.cells for row in rows[:200] if not row.broken]
    width = max((len(cells) for cells in sample), default=0)
    found: list[ListColumn] = []
    single: list[int] = []
    for place in range(width):
        values = [cells[place] for cells in sample if place < len(cells) and cells[place]]
        holds = _guess_one(values)
        if holds is Holds.GIVEN:
            single.append(place)
        elif holds is not None:
            found.append(ListColumn(place, holds))
    return _one_name(found, single)


def _one_name(found: list[ListColumn], single: list[int]) -> tuple[ListColumn, ...]:
    """Keeps the first column of full names, or else two neighbours of single words."""
    names = [column for column in found if column.holds is Holds.NAME]
    kept = [column for column in found if column.holds is not Holds.NAME] + names[:1]
    if not names and len(single) > 1 and single[1] == single[0] + 1:
        kept += [ListColumn(single[0], Holds.GIVEN), ListColumn(single[1], Holds.MIDDLE)]
    elif not names and single:
        kept.append(ListColumn(single[0], Holds.NAME))
    return tuple(sorted(kept, key=lambda column: column.place))


def _guess_one(values: Sequence[str]) -> Holds | None:
    """What most values of a column look like; single words count as GIVEN."""
    if not values:
        return None
    kinds = [_looks_like(value) for value in values]
    for holds in (Holds.EMAIL, Holds.HANDLE, Holds.NAME, Holds.GIVEN):
        if kinds.count(holds) * 2 > len(values):
            return holds
    words = kinds.count(Holds.NAME) + kinds.count(Holds.GIVEN)
    return Holds.NAME if words * 2 > len(values) else None


def _looks_like(value: str) -> Holds | None:
    contact = normalise(value) if "@" in value or "/" in value else None
    if contact and contact.kind is ContactKind.EMAIL:
        return Holds.EMAIL
    if contact and contact.kind in {ContactKind.HANDLE, ContactKind.PROFILE}:
        return Holds.HANDLE
    if re.search(r"[\d/@:]", value) or not re.search(r"[^\W\d_]", value) or len(value) > 80:
        return None
    many = len(value.split()) > 1 or (not value.isascii() and len(value) > 2)
    return Holds.NAME if many else Holds.GIVEN
