"""Screens a list: finds candidates, says why, and proves each time that it can.

The result is a list of candidates for people to look at. It never says that anybody is
"clear", and it says how much of the list, and of our own records, could not be compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheets_coc.errors import Error
from sheets_coc.people.contacts import Contact, ContactKind, normalise
from sheets_coc.screening.flagged import Listed, ListedStatus, searchable_names, user_name
from sheets_coc.screening.lists.entries import ListEntry, SplitName
from sheets_coc.screening.lists.headings import Whose
from sheets_coc.screening.lists.listing import AttendeeList
from sheets_coc.screening.matching.compare import compare
from sheets_coc.screening.matching.contacts import ContactIndex
from sheets_coc.screening.matching.index import NameIndex
from sheets_coc.screening.matching.match import Tier
from sheets_coc.screening.matching.names import SHORTEST_TOGETHER, ParsedName, parse, parse_split
from sheets_coc.screening.matching.parts import Parts
from sheets_coc.screening.matching.spellings import spellings

Progress = Callable[[int, int], None]
"""Called now and then with how many people were looked at, and how many there are."""

WRITTEN_ALIKE = 0.99
"""What a user name must agree with a name by."""

BESIDE = frozenset({Whose.BUYER, Whose.GUEST, Whose.SUBMITTER})
"""Whom a row names beside whoever it is about; their evidence says so."""

STEP = 500
"""How many people between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: someone on the list who may be someone in the records.

    Attributes:
        row: the row of the list.
        case: the record.
        status: what the record's people are on the day of the event.
        tier: how sure it is.
        evidence: why, part by part, without the values.
        unsettled: whether the record's columns disagree about the status.
        entry: who it is on the list.
        listed: who it is in the records.
        before: `yes` or `tell` where a person confirmed it on an earlier list; else blank.
    """

    row: int
    case: str
    status: ListedStatus
    tier: Tier
    evidence: tuple[str, ...]
    unsettled: bool = False
    entry: ListEntry = field(default=ListEntry(0), repr=False)
    listed: Listed = field(default=Listed("", 0, ListedStatus.FLAGGED), repr=False)
    before: str = ""

    def as_json(self) -> dict[str, Any]:
        """How it stands in `screen --format json`: no values."""
        order = {"order_status": self.entry.status} if self.entry.status else {}
        return {
            "row": self.row,
            "case": self.case,
            "status": self.status.value,
            "tier": self.tier.value,
            "evidence": list(self.evidence),
            **order,
            **({"confirmed_before": True} if self.before else {}),
        }


@dataclass(frozen=True, slots=True)
class Screening:
    """What came of screening a list.

    Attributes:
        rows: how many rows of the list hold anything.
        unreadable: numbers of rows from which nobody could be read.
        incomplete: numbers of rows that say too little to be compared.
        people: how many of our records were compared with the list.
        not_searchable: how many of our people could not be looked for.
        hits: the candidates by row, the surest first within a row.
    """

    rows: int
    unreadable: tuple[int, ...]
    incomplete: tuple[int, ...]
    people: int
    not_searchable: int
    hits: tuple[Hit, ...]

    def as_json(self, *, places: bool = False) -> dict[str, Any]:
        """The answer of `screen --format json`: rows, counts, cases and reasons; no values.

        Args:
            places: whether each hit says in which of several sheets it was found, from 0.
        """
        return {
            "rows": self.rows,
            "unreadable": len(self.unreadable),
            "not_searchable": self.not_searchable,
            "hits": [
                {**hit.as_json(), **({"in": hit.entry.sheet} if places else {})}
                for hit in self.hits
            ],
            "unreadable_rows": list(self.unreadable),
            "incomplete_rows": list(self.incomplete),
        }


def screen(
    attendees: AttendeeList, people: Sequence[Listed], progress: Progress | None = None
) -> Screening:
    """Compares a list with people who are flagged or banned.

    Args:
        attendees: the list.
        people: who is flagged or banned on the day of the event.
        progress: told how far it is.

    Raises:
        Error: the built-in known person was not found, so the result would be worthless
            (code `screen-broken`).
    """
    matcher = PeopleMatcher([*people, KNOWN_PERSON])
    _prove(matcher)
    hits: dict[tuple[int, int, int], Hit] = {}
    total = len(attendees.entries)
    for done, entry in enumerate(attendees.entries):
        if progress and done % STEP == 0:
            progress(done, total)
        for number, hit in matcher.find(entry):
            if number < len(people):
                _keep_best(hits, (entry.sheet, entry.row, number), hit)
    if progress:
        progress(total, total)
    return Screening(
        attendees.rows,
        attendees.unreadable,
        attendees.incomplete,
        len(people),
        sum(one.not_searchable for one in people),
        tuple(sorted(hits.values(), key=_order)),
    )


def _order(hit: Hit) -> tuple[int, int, int, int]:
    return hit.entry.sheet, hit.row, hit.tier.rank, hit.listed.row


def _keep_best(hits: dict[tuple[int, int, int], Hit], key: tuple[int, int, int], hit: Hit) -> None:
    """A row that names the same person twice (who bought and who attends) is one hit.

    Evidence of both counts, unless it is who bought and who attends.
    """
    known = hits.get(key)
    if known is None:
        hits[key] = hit
        return
    best, other = sorted((known, hit), key=lambda one: (one.tier.rank, one.entry.buyer))
    if best.entry.buyer == other.entry.buyer:
        best = _together(best, other)
    hits[key] = best


def _together(best: Hit, other: Hit) -> Hit:
    """Two hits of one row as one, with the reasons and the values of both."""
    evidence = dict.fromkeys((*best.evidence, *other.evidence))
    if any(line.startswith("e-mail equal") for line in evidence):
        evidence.pop("e-mail differs", None)
    entry = replace(
        best.entry,
        names=best.entry.names or other.entry.names,
        contacts=tuple(dict.fromkeys((*best.entry.contacts, *other.entry.contacts))),
        keys=tuple(dict.fromkeys((*best.entry.keys, *other.entry.keys))),
    )
    return replace(best, evidence=tuple(evidence), entry=entry)


class PeopleMatcher:
    """Our people, prepared for comparing with one entry of a list after the other."""

    def __init__(self, people: Sequence[Listed]) -> None:
        """Index the people.

        Args:
            people: who is looked for.
        """
        self.people = people
        self._parts = Parts()
        numbered = [(number, name) for number, one in enumerate(people) for name in one.parsed]
        self._owners = [number for number, _ in numbered]
        self._names = NameIndex([name for _, name in numbered], self._parts)
        self._contacts = ContactIndex([one.keys for one in people])

    def find(self, entry: ListEntry) -> Iterator[tuple[int, Hit]]:
        """Everyone this entry may be, each once: which of our people, and the hit."""
        found: dict[int, tuple[Tier, list[str]]] = {}
        for number, tier, evidence in (*self._by_contact(entry), *self._by_name(entry)):
            known = found.setdefault(number, (tier, []))
            best = min(known[0], tier, key=lambda one: one.rank)
            new = [line for line in evidence if line not in known[1]]
            found[number] = (best, known[1] + new)
        for number, (tier, lines) in sorted(found.items()):
            yield number, self._hit(entry, number, tier, lines)

    def _hit(self, entry: ListEntry, number: int, tier: Tier, evidence: list[str]) -> Hit:
        one = self.people[number]
        if _other_address(entry.keys, one.keys, evidence):
            evidence = [*evidence, "e-mail differs"]
        if entry.whose in BESIDE:
            evidence = [f"{entry.whose}: {line}" for line in evidence]
        return Hit(
            entry.row, one.case, one.status, tier, tuple(evidence), one.unsettled, entry, one
        )

    def _by_contact(self, entry: ListEntry) -> Iterator[tuple[int, Tier, tuple[str, ...]]]:
        keys = list(entry.keys)
        keys += [key for name in entry.names if (key := user_name(name.text))]
        for key in keys:
            for match in self._contacts.find(key):
                yield match.number, match.tier, (match.evidence,)

    def _by_name(self, entry: ListEntry) -> Iterator[tuple[int, Tier, tuple[str, ...]]]:
        """The best match of any of the entry's names with any of each person's names."""
        best: dict[int, tuple[Tier, float, tuple[str, ...]]] = {}
        accounts = [(name, True) for name in _account_names(entry)]
        for name, account in [*((name, False) for name in _entry_names(entry)), *accounts]:
            for place in self._names.candidates(name):
                match = compare(self._names.names[place], name, self._parts)
                if match is None:
                    continue
                number = self._owners[place]
                new = (match.tier, match.score, match.evidence)
                if account and match.score < WRITTEN_ALIKE:
                    continue
                if account:
                    new = (Tier.POSSIBLE, match.score, ("the user name is the name",))
                known = best.get(number)
                if known is None or (new[0].rank, -new[1]) < (known[0].rank, -known[1]):
                    best[number] = new
        for number, (tier, _, evidence) in best.items():
            yield number, tier, evidence


def _account_names(entry: ListEntry) -> Iterator[ParsedName]:
    """User names that are a name run together: `PercivalBrackwater`, `percival.brackwater`."""
    for key in entry.keys:
        account = key.account or ""
        if key.kind in {ContactKind.HANDLE, ContactKind.PROFILE} or not entry.names:
            words = [word for word in re.split(r"[._\-\d]+", account) if word]
            if len("".join(words)) >= SHORTEST_TOGETHER and all(map(str.isalpha, words)):
                yield parse(" ".join(words))


def _entry_names(entry: ListEntry) -> Iterator[ParsedName]:
    for name in entry.names:
        if name.full:
            yield from searchable_names(name.full)
        elif name.given and name.family:
            yield parse_split(next(spellings(name.given)), name.family)
        else:
            yield from [*searchable_names(name.text)] or [parse(name.text)]


def _other_address(theirs: Sequence[Contact], ours: Sequence[Contact], evidence: list[str]) -> bool:
    """Whether both sides have e-mail addresses and none agrees: worth saying."""
    mails = (any(key.kind is ContactKind.EMAIL for key in keys) for keys in (theirs, ours))
    return all(mails) and not any("e-mail" in line for line in evidence)


def _known_person() -> Listed:
    name, mail = "Quillon Aldric Featherstrand", "quillon.featherstrand@known-person.invalid"
    return Listed(
        case="known-person",
        row=-1,
        status=ListedStatus.FLAGGED,
        names=(name,),
        contacts=(mail,),
        parsed=tuple(searchable_names(name)),
        keys=(normalise(mail),),
    )


KNOWN_PERSON = _known_person()
"""An invented person who is looked for in every run, and must be found."""

_MUST_FIND: tuple[tuple[ListEntry, Tier], ...] = (
    (
        ListEntry(0, keys=(normalise("Quillon.Featherstrand@known-person.invalid"),)),
        Tier.EXACT,
    ),
    (ListEntry(0, names=(SplitName("FEATHERSTRAND, Quillon Aldric"),)), Tier.EXACT),
    (ListEntry(0, names=(SplitName("", "Quillon", "Featherstrand"),)), Tier.LIKELY),
    (ListEntry(0, names=(SplitName("Quíllon Fetherstrand"),)), Tier.LIKELY),
    (ListEntry(0, names=(SplitName("Q. Featherstrand"),)), Tier.POSSIBLE),
)
"""How the known person stands on the list, and how surely each must be found at least."""


def _prove(matcher: PeopleMatcher) -> None:
    last = len(matcher.people) - 1
    for entry, tier in _MUST_FIND:
        found = dict(matcher.find(entry)).get(last)
        if found is None or found.tier.rank > tier.rank:
            raise Error(
                "The screening is broken: the built-in known person was not found. Do not rely"
                " on any result of this version.",
                code="screen-broken",
            )
