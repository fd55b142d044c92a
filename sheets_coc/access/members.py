"""Who should be able to open the spreadsheet: the Committee tab, by address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sheets_coc.committee.columns import COMMITTEE, committee_tab, find_header
from sheets_coc.committee.members import Member, read_committee
from sheets_coc.people.mailboxes import address_key, addresses
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.sheet.model import Snapshot, Tab, a1, text


class Standing(StrEnum):
    """Where somebody stands with the committee on a day."""

    MEMBER = "member"
    LEFT = "left"
    NOT_JOINED = "not-joined"
    UNCLEAR = "dates-unclear"
    NAMELESS = "no-name"
    RECUSED = "recused"


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the Committee tab.

    Attributes:
        standing: where they stand on the day.
        addresses: as typed, the first for showing.
        cell: the address of the cell they stand in.
        row: their row in the tab, from 0.
    """

    standing: Standing
    addresses: Private[tuple[str, ...]]
    cell: str
    row: int = -1

    @property
    def keys(self) -> frozenset[str]:
        """Their addresses for comparing."""
        return frozenset(address_key(address) for address in self.addresses.reveal())


def people(snapshot: Snapshot, policy: Policy, today: date) -> tuple[Person, ...]:
    """Everyone in the Committee tab.

    Raises:
        SheetError: where there is no such tab, or no header in it.
    """
    title, tab = policy.tabs.committee, committee_tab(snapshot, policy)
    committee = read_committee(tab, title)
    _, columns = find_header(tab, COMMITTEE, ("name",))
    column = columns.get("email")
    unclear = {f.row for f in committee.findings if f.key in ("joined", "left")}
    found = [
        _person(tab, m.row, (columns["name"], column), _standing(m, today, m.row in unclear), title)
        for m in committee.members
    ]
    found += [
        _person(tab, finding.row, (columns["name"], column), Standing.NAMELESS, title)
        for finding in committee.findings
        if finding.code == "no-name" and finding.row is not None
    ]
    return tuple(found)


def _person(
    tab: Tab, row: int, columns: tuple[int, int | None], standing: Standing, title: str
) -> Person:
    """Somebody of the tab; a member who is a chip, in either column, has its address."""
    name, column = columns
    typed = "" if column is None else text(tab.value(row, column))
    typed = "\n".join((typed, *tab.emails(row, column), *tab.emails(row, name)))
    return Person(standing, Private(addresses(typed)), f"{title} {a1(row, column or 0)}", row)


def _standing(member: Member, today: date, unclear: bool) -> Standing:
    if member.left is not None and member.left < today and not unclear:
        return Standing.LEFT
    if unclear:
        return Standing.UNCLEAR
    if member.joined is not None and member.joined > today:
        return Standing.NOT_JOINED
    return Standing.MEMBER
