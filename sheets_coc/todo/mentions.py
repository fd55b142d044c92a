"""Lines of To do about people who were expunged and are still mentioned somewhere.

Such a line stays until somebody ticks it, perhaps for months, while people move what it is
about. So it is known by whom it is about and by the day of the run that found it, never by
its place alone: another person's mention in the same cell is another line, and unticked. And
it follows its cell. For a mention of `calm-lamp` in B2 of a form, at the next run:

    B2 holds what it held                  the line stays as it is
    B7 does, B2 does not                   the line says B7 now
    nothing in the tab holds it            it was changed or removed: the line says to look

What a cell held is known by a short digest that only this line's own key opens.

With the access that is recommended the tool reads no comments, so every night on which
somebody goes would call for a person, and soon nobody would come. People may say once that
they look through such places themselves. What could not be searched is said all the same,
every time and everywhere, and stands in To do once a month; it is no reason to be red any
more. The answer holds for a year, since people who gave it leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import Final

from sheets_coc.dates import MONTHS, add_months
from sheets_coc.sheet.model import Position, Snapshot, Tab, a1, position, text
from sheets_coc.todo.tab import STICKY, Line, PresentLine, Topic, answers
from sheets_coc.todo.wording import count, named

MENTION_REF: Final = f"{STICKY}mention/"
_GONE: Final = "-"
"""Stands for the digest of a place that is not followed any more."""
_FOLLOWED: Final = ("cell", "formula", "note")
"""Kinds of places that every reading of the sheet holds."""
_NAMED: Final = 20
FORGOTTEN: Final = "forgotten"
"""Stands among what could not be searched where nobody knows any more whom to look for."""
_MANY: Final = {
    "comment": "comments",
    "file description": "the description of the file",
    "the key": "the key",
    FORGOTTEN: "the spreadsheet (their names had gone from the key before)",
}
"""How several places of a kind are called."""
BY_HAND: Final = "we look through them ourselves"
"""The answer."""
BY_HAND_PREFIX: Final = "sheets-coc.by-hand."
"""Developer metadata that remembers it, by kind of place: since when."""
UNREAD_REF: Final = f"{STICKY}unread/"
"""What references of lines about what could not be searched begin with; the day follows, and
where the answer is asked for, the kinds of places."""
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Residual:
    """A place where someone who was expunged is still mentioned.

    Attributes:
        tab: the tab's title; empty for something of the whole file.
        tab_id: the tab's id, if it is in one.
        cell: its address, if it is in a cell.
        row: the cell's row, from 0.
        column: the cell's column, from 0.
        kind: what kind of place it is, in plain words.
        cases: names of the records whose people are mentioned.
        about: what these records are known by.
        digest: what tells that the place still holds what it held; see `place_digest`.
    """

    tab: str
    tab_id: int | None
    cell: str | None
    row: int
    column: int
    kind: str
    cases: tuple[str, ...] = ()
    about: str = ""
    digest: str = _GONE


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a search for people who go found.

    Attributes:
        places: where they are still mentioned.
        unread: kinds of places that could not be searched.
        cases: names of the records whose people were searched for.
        by_hand: those of `unread` of which people said that they search them themselves.
    """

    places: tuple[Residual, ...] = ()
    unread: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()

    @property
    def unasked(self) -> tuple[str, ...]:
        """Kinds of places that could not be searched, and that nobody said to search."""
        return tuple(kind for kind in self.unread if kind not in self.by_hand)

    @property
    def attention(self) -> bool:
        """Whether a person must look: somebody is mentioned, or may be where nobody looks."""
        return bool(self.places or self.unasked)

    @property
    def said(self) -> str:
        """What may be claimed, in counts: the same for a terminal, the Log and a job's outcome."""
        if self.places:
            found = f"still mentioned in {count(len(self.places), 'place')}"
        else:
            found = "not found elsewhere" if self.unread else "nobody still mentioned"
        return (
            f"{found}; could not look into {unread_in_words(self.unread)}" if self.unread else found
        )


def unread_in_words(kinds: Sequence[str]) -> str:
    """Kinds of places that could not be searched: `comments and the description of the file`."""
    return " and ".join(_MANY.get(kind, f"{kind}s") for kind in kinds)


NO_MENTIONS: Final = Mentions()
"""Nobody was searched for."""


def place_digest(about: str, content: str) -> str:
    """A short digest of what a place holds, for no other line than the one about these records."""
    return blake2s(content.encode("utf-8", "surrogatepass"), digest_size=3,
                   key=blake2s(about.encode(), digest_size=16).digest()).hexdigest()  # fmt: skip


def mention_lines(mentions: Mentions, today: date) -> list[Line]:
    """The lines about what a search has just found, and about what it could not search."""
    return [*(_line(place, today) for place in mentions.places), *_unread(mentions, today)]


def _line(place: Residual, today: date) -> Line:
    where = f"{place.tab} {place.cell or ''}".strip() or "the file"
    known = [case for case in place.cases if not case.startswith("row ")]
    who = f"Someone of {named(known, _NAMED)}" if known else "Someone"
    said = (
        f"{who} who was expunged is still mentioned: {place.kind} in {where}. "
        "Remove it, and tick this line."
    )
    here = place.cell and place.tab_id is not None
    digest = place.digest if here and place.kind in _FOLLOWED else _GONE
    ref = _ref(place.about, today.isoformat(), place.tab_id, place.cell, place.kind, digest)
    tab = place.tab_id if place.cell else None
    return Line(ref, Topic.SETTLE, said, tab, place.tab, place.row, place.column, anew=True)


def _ref(about: str, run: str, tab: object, cell: object, kind: str, digest: str) -> str:
    return f"{MENTION_REF}{about}/{run}/{tab}/{cell}/{kind}/{digest}"


def _unread(mentions: Mentions, today: date) -> list[Line]:
    """The line about places that could not be searched; once a month where people search them."""
    if not mentions.unread or not mentions.cases:
        return []
    if not mentions.unasked:
        month = f"{MONTHS[today.month - 1]} {today.year}"
        said = (
            f"Records went in {month}; the Log says which. Look for who was in them in "
            f"{unread_in_words(mentions.unread)}, which could not be searched, then tick this line."
        )
        return [Line(f"{UNREAD_REF}{today:%Y-%m}", Topic.SETTLE, said, anew=True)]
    what = unread_in_words(mentions.unasked)
    said = (
        f"When {named(mentions.cases, _NAMED)} went, {what} could not be searched for who was "
        "expunged. Look through them, remove what names somebody, and tick this line. If you "
        "always do, say so under Answer: then no night asks for it."
    )
    key = blake2s("|".join(mentions.cases).encode(), digest_size=4).hexdigest()
    ref = f"{UNREAD_REF}{today.isoformat()}/{'+'.join(mentions.unasked)}/{key}"
    return [Line(ref, Topic.SETTLE, said, options=(BY_HAND,))]


def answers_by_hand(standing: Sequence[PresentLine]) -> dict[str, str]:
    """What is to be remembered of answers in To do; they count from the run that asked."""
    kept = {}
    for ref, said in answers(standing).items():
        run, _, rest = ref.removeprefix(UNREAD_REF).partition("/")
        if ref.startswith(UNREAD_REF) and said.casefold() == BY_HAND:
            for kind in rest.partition("/")[0].split("+"):
                kept[BY_HAND_PREFIX + kind] = run
    return kept


def searched_by_hand(
    metadata: Mapping[str, str | None], kinds: Sequence[str], today: date
) -> tuple[str, ...]:
    """Those kinds of places of which people said within a year that they search them."""
    return tuple(kind for kind in kinds if _holds(metadata.get(BY_HAND_PREFIX + kind), today))


def _holds(since: str | None, today: date) -> bool:
    try:
        return since is not None and today <= add_months(date.fromisoformat(since), _MONTHS)
    except ValueError:
        return False


def followed(snapshot: Snapshot, standing: Sequence[PresentLine]) -> list[Line]:
    """The lines about mentions whose place holds something else now: where it went, if anywhere.

    Args:
        snapshot: the spreadsheet.
        standing: the lines of To do as they stand.
    """
    tabs = {str(tab.id): tab for tab in snapshot.tabs}
    places = [_Place.of(line, tabs) for line in standing if _is_followed(line)]
    taken = {(p.tab_id, p.kind, p.cell) for p in places if p.holds()}
    found = []
    for place in places:
        if not place.holds():
            now = [at for at in place.elsewhere() if (place.tab_id, place.kind, at) not in taken]
            if len(now) == 1:
                taken.add((place.tab_id, place.kind, now[0]))
            found.append(place.moved(now[0]) if len(now) == 1 else place.gone())
    return found


def _is_followed(line: PresentLine) -> bool:
    return line.ref.startswith(MENTION_REF) and not line.done and not line.ref.endswith(f"/{_GONE}")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line says that somebody is mentioned, and what the tab holds now."""

    line: PresentLine
    about: str
    run: str
    tab_id: str
    cell: Position
    kind: str
    digest: str
    tab: Tab | None
    held: Mapping[Position, str]

    @staticmethod
    def of(line: PresentLine, tabs: Mapping[str, Tab]) -> _Place:
        """The place of a line, by its reference."""
        about, run, tab_id, cell, kind, digest = line.ref.removeprefix(MENTION_REF).rsplit("/", 5)
        tab = tabs.get(tab_id)
        held = dict(_texts(tab, kind)) if tab else {}
        return _Place(line, about, run, tab_id, position(cell), kind, digest, tab, held)

    def _is_it(self, said: str) -> bool:
        return place_digest(self.about, said) == self.digest

    def holds(self) -> bool:
        """Whether it holds what it held."""
        return self._is_it(self.held.get(self.cell, ""))

    def elsewhere(self) -> list[Position]:
        """Where else in the tab the same stands."""
        return [at for at, said in self.held.items() if self._is_it(said)]

    def moved(self, to: Position) -> Line:
        """The line, with the cell's new place."""
        assert self.tab is not None  # noqa: S101 - something was found in it
        title = self.line.where.rpartition(" ")[0] or self.tab.title
        said = self.line.what.replace(f" in {self.line.where}.", f" in {title} {a1(*to)}.")
        ref = _ref(self.about, self.run, self.tab_id, a1(*to), self.kind, self.digest)
        return Line(ref, Topic.SETTLE, said, self.tab.id, title, *to, was=self.line.ref)

    def gone(self) -> Line:
        """The line, saying that its cell holds something else."""
        said = (
            f"{self.line.what.partition('. ')[0]}, when this line was written; now something else "
            "stands there. If it was only moved or reworded, look for it; then tick this line."
        )
        ref = _ref(self.about, self.run, self.tab_id, a1(*self.cell), self.kind, _GONE)
        return Line(ref, Topic.SETTLE, said, was=self.line.ref)


def _texts(tab: Tab, kind: str) -> Iterator[tuple[Position, str]]:
    """Every place of a kind in a tab with what it holds."""
    beside: Mapping[str, Mapping[Position, str]] = {"note": tab.notes, "formula": tab.formulas}
    if kind in beside:
        yield from beside[kind].items()
    elif kind == "cell":
        for row, cells in enumerate(tab.values):
            for column, value in enumerate(cells):
                if value not in (None, ""):
                    yield (row, column), text(value)
