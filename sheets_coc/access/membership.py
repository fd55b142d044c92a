"""Joining and leaving the committee: a list of every place, and which of them are done.

What the tool can see it looks at: the Committee tab, who can open the sheet, the key to people's
codes and the documents of cases, the rota, the cases somebody handles. Every other place (a mailing
list, a chat, a page) only a person can see; the policy names them under `[group] places`.

    joins    done    The sheet         They can edit it.
    joins    open    Documents         They can not open the documents of 1 case: calm-cup.
    joins    person  The mailing list  Add them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sheets_coc.access.documents import OtherFile, case_of, look
from sheets_coc.access.identity_key import key_file
from sheets_coc.access.members import Person, Standing, people
from sheets_coc.access.sharing import EDITING, Drive, Sharing, sharing
from sheets_coc.access.steps import MembershipChecklist, MembershipStep, StepState, other_ways
from sheets_coc.committee.handlers import Handlers
from sheets_coc.committee.members import Committee, Member, read_committee
from sheets_coc.errors import Error, UsageError
from sheets_coc.oncall import reading as oncall
from sheets_coc.people.mailboxes import address_key, addresses
from sheets_coc.private import Private
from sheets_coc.records.documents import case_documents
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.open_cases import conflicts, open_cases
from sheets_coc.todo.wording import count, named

NAMED: Final = 60
"""How many cases a step names."""
_AMONG: Final = "They may be among those: look under Share."


@dataclass(frozen=True, slots=True)
class _Somebody:
    """Who joins or leaves.

    Attributes:
        at: their position in the Committee tab; None where no row is theirs.
        member: their row.
        standing: where they stand today.
        keys: their addresses, for comparing.
    """

    at: int | None
    member: Member | None
    standing: Standing | None
    keys: frozenset[str]

    def may(self, found: Sharing) -> str:
        """What they may do with a file; empty for nothing."""
        roles = [
            p.role
            for p in found.permissions or ()
            if p.kind == "user" and not p.deleted and address_key(p.who.reveal()) in self.keys
        ]
        return roles[0] if roles else ""


def checklist(
    seen: Analysis, drive: Drive, who: str, *, leaving: bool = False
) -> MembershipChecklist:
    """What is still to be done about somebody who joins or leaves.

    Args:
        seen: what the rules say of the sheet.
        drive: the session; needs a Drive scope.
        who: their name or address, as the Committee tab has it. An address that stands nowhere
            in it is somebody who joins and has no row yet.
        leaving: whether they leave.

    Raises:
        UsageError: `no-such-member` where that is nobody, or may be several.
        GoogleError: Google could not be reached or refused.
    """
    somebody = _find(seen, who)
    if somebody.member is None and leaving:
        raise _nobody()
    look_at = _Looking(seen, drive, somebody, leaving=leaving)
    return MembershipChecklist((*look_at.steps(), *_places(seen, leaving=leaving)), leaving)


def _nobody() -> UsageError:
    return UsageError(
        "Nobody in the Committee tab is called that, or several may be. Type their full name or "
        "their address; of somebody new without a row, the address.",
        code="no-such-member",
    )


def _find(seen: Analysis, who: str) -> _Somebody:
    tab = seen.snapshot.tab(seen.policy.tabs.committee)
    committee = read_committee(tab, seen.policy.tabs.committee) if tab else Committee(())
    found = sorted(Handlers(committee).meant(Private((who,))))
    typed = frozenset(map(address_key, addresses(who)))
    if len(found) > 1 or (not found and len(typed) != 1):
        raise _nobody()
    if not found:
        return _Somebody(None, None, None, typed)
    member = committee.members[found[0]]
    rows = [p for p in _persons(seen) if p.row == member.row]
    keys = typed.union(*(person.keys for person in rows))
    return _Somebody(found[0], member, rows[0].standing if rows else None, keys)


def _persons(seen: Analysis) -> Sequence[Person]:
    return people(seen.snapshot, seen.policy, seen.today)


class _Looking:
    """What the tool can see of one person."""

    def __init__(self, seen: Analysis, drive: Drive, somebody: _Somebody, *, leaving: bool) -> None:
        self.seen, self.drive, self.who, self.leaving = seen, drive, somebody, leaving
        self.conflicts = conflicts(seen)

    def steps(self) -> Iterator[MembershipStep]:
        """Every place, in the order in which one goes through them."""
        looks: tuple[Callable[[], Iterable[MembershipStep]], ...] = (
            self.row,
            self.sheet,
            self.key,
            self.declares,
            self.documents,
            self.handles,
            self.rota,
        )
        for one in looks:
            yield from one()

    def row(self) -> Iterator[MembershipStep]:
        """Their row in the Committee tab."""
        place, member = self.seen.policy.tabs.committee, self.who.member
        if member is None:
            said = "Add a row for them: Name, Email, Joined, On call."
            yield MembershipStep(place, StepState.OPEN, said)
        elif self.leaving:
            gone = member.left is not None
            said = "Left is filled in." if gone else "Fill in Left, their last day."
            yield MembershipStep(place, _done(gone), said)
        else:
            lacking = [] if self.who.keys else ["Email"]
            lacking += [] if member.joined else ["Joined"]
            said = f"Fill in {' and '.join(lacking)}." if lacking else "They stand in it."
            if member.left is not None:
                said, lacking = "Left is filled in. Empty it, or correct it.", ["Left"]
            yield MembershipStep(place, _done(not lacking), said)

    def sheet(self) -> Iterator[MembershipStep]:
        """Who can open the sheet."""
        how = "sheets-coc access" if self.leaving else "sheets-coc access --grant ADDRESS --apply"
        yield self._file("The sheet", sharing(self.drive, self.seen.now), how)

    def key(self) -> Iterator[MembershipStep]:
        """Who can open the key to people's codes, where it is a spreadsheet of its own."""
        file = key_file(self.seen.policy)
        if file is None:
            return
        place = self.seen.policy.tabs.identity_key
        try:
            if not file:
                raise Error("no file of Drive's", code="local")
            found = sharing(OtherFile(self.drive, file), self.seen.now)
        except Error:
            what = "Take it away" if self.leaving else "Share it with them, if they may know"
            yield MembershipStep(
                place, StepState.PERSON, f"This account may not look at it. {what}."
            )
            return
        if not self.leaving and not self.who.may(found):
            said = "They cannot open it. Share it with them only if they may know whose codes are."
            yield MembershipStep(place, StepState.PERSON, said)
        else:
            yield self._file(place, found, "Share in that spreadsheet")

    def _file(self, place: str, found: Sharing, how: str) -> MembershipStep:
        if found.permissions is None:
            said = "This account may not see who can open it. Look under Share."
            return MembershipStep(place, StepState.PERSON, said)
        role = self.who.may(found)
        if not role and (ways := other_ways(found)):
            said = f"Not by an address of theirs; but {' and '.join(ways)} can open it. {_AMONG}"
            return MembershipStep(place, StepState.PERSON, said)
        if self.leaving:
            said = f"They can still open it ({role}). Take that away: {how}."
            return MembershipStep(place, _done(not role), said if role else "They cannot open it.")
        if role:
            said = "They can edit it." if role in EDITING else "They can read it, and not edit."
            return MembershipStep(place, StepState.DONE, said)
        return MembershipStep(place, StepState.OPEN, f"They cannot open it. Give access: {how}.")

    def declares(self) -> Iterator[MembershipStep]:
        """What a new member is asked: from which cases they keep out."""
        if self.leaving:
            return
        cases = _cases(case_of(record) for record in self.conflicts.records)
        if not cases:
            return
        how = "write their name under Recused there"
        if "recused" not in self.seen.sheet.layout.columns:
            how += " (a column of that heading; sheets-coc setup adds it to a sheet of 2026)"
        said = (
            f"Show them the names of all {count(len(cases), 'case')}, ask from which they keep "
            f"out, and {how}: {named(cases, NAMED)}."
        )
        yield MembershipStep("Conflicts of interest", StepState.PERSON, said, cases)

    def documents(self) -> Iterator[MembershipStep]:
        """The documents of cases they can open, or cannot."""
        every = case_documents(self.seen.sheet)
        looked = look(self.drive, self.seen.now, every)
        can = _cases(case_of(d.record) for d in looked if d.sharing and self.who.may(d.sharing))
        out = {case_of(d.record) for d in looked if self._keeps_out(d.record.row)}
        perhaps = _cases(
            case_of(d.record)
            for d in looked
            if d.sharing and not self.who.may(d.sharing) and other_ways(d.sharing)
        )
        cannot = _cases(
            case
            for d in looked
            if d.sharing and (case := case_of(d.record)) not in (*can, *perhaps, *out)
        )
        unseen = _cases(case_of(d.record) for d in looked if d.sharing is None)
        unread = _cases(case_of(one.record) for one in every if one.unread)
        place, wrong = "Documents", can if self.leaving else cannot
        verb = "still open" if self.leaving else "not open"
        said = "Nothing is left to do in those that this account can look at."
        if wrong:
            then = "Take that away" if self.leaving else "Share those they may see"
            said = f"They can {verb} the documents of {_listed(wrong)} {then}, under Share."
        if wrong or any(d.sharing and case_of(d.record) not in perhaps for d in looked):
            yield MembershipStep(place, _done(not wrong), said, wrong)
        if perhaps:
            said = (
                "Not by an address of theirs; but a link, a group or an organisation opens those "
                f"of {_listed(perhaps)} {_AMONG}"
            )
            yield MembershipStep(place, StepState.PERSON, said, perhaps)
        if unread:
            said = (
                "Something stands under Documents that leads to no file of Google's, so it was not "
                f"looked at, in {_listed(unread)} Look there."
            )
            yield MembershipStep(place, StepState.PERSON, said, unread)
        if unseen:
            said = f"This account may not look at those of {_listed(unseen)} Look under Share."
            yield MembershipStep(place, StepState.PERSON, said, unseen)

    def _keeps_out(self, row: int) -> bool:
        record = next((r for r in self.conflicts.records if r.row == row), None)
        return record is not None and self.who.at in self.conflicts.out_of(record)

    def handles(self) -> Iterator[MembershipStep]:
        """The open cases that somebody who leaves handles."""
        if not self.leaving or "handled_by" not in self.seen.sheet.layout.columns:
            return
        handlers = self.conflicts.handled_by
        cases = _cases(
            case_of(one.record)
            for one in open_cases(self.seen)
            if self.who.at in handlers(one.record)
        )
        said = (
            f"They handle {_listed(cases)} Hand them on." if cases else "They handle no open case."
        )
        yield MembershipStep("Open cases", _done(not cases), said, cases)

    def rota(self) -> Iterator[MembershipStep]:
        """The weeks ahead, where there is a rota."""
        place, this = self.seen.policy.tabs.oncall, self._running()
        try:
            rota = oncall.read_if_any(self.seen.snapshot, self.seen.policy)
        except Error as problem:
            said = f"The rota was not looked at. {problem.message}"
            yield MembershipStep(place, StepState.PERSON, said)
            return
        if rota is None or self.who.at is None:
            return
        weeks = [w for day, w in rota.tab.weeks.items() if day >= this and self.who.at in w.holders]
        if self.leaving:
            said = f"They serve in {count(len(weeks), 'week')} from this one on. Plan again: "
            said = f"{said}sheets-coc oncall plan." if weeks else "They serve in no week to come."
            yield MembershipStep(place, _done(not weeks), said)
        elif self.who.member is not None and not weeks:
            said = "They serve in no week yet. With On call set to yes: sheets-coc oncall plan."
            yield MembershipStep(place, StepState.PERSON, said)

    def _running(self) -> date:
        return self.seen.policy.oncall.changeover.running(self.seen.now)


def _places(seen: Analysis, *, leaving: bool) -> Iterator[MembershipStep]:
    """Places that only a person can see."""
    for place in seen.policy.group.places:
        said = "Take them off it." if leaving else "Add them."
        yield MembershipStep(place, StepState.PERSON, said)
    if leaving:
        said = "Ask them to delete what they copied or downloaded; nobody can see that from here."
        yield MembershipStep("Copies", StepState.PERSON, said)


def _done(so: bool) -> StepState:
    return StepState.DONE if so else StepState.OPEN


def _cases(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _listed(cases: Sequence[str]) -> str:
    return f"{count(len(cases), 'case')}: {named(cases, NAMED)}."
