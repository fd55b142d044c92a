"""One record, as every rule reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sheets_coc.dates import Day
from sheets_coc.private import Private
from sheets_coc.schema.columns import Decision, FlagState
from sheets_coc.schema.consequences import MEASURES, Consequence

NO_PEOPLE: Private[tuple[str, ...]] = Private(())


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the Records tab, read and understood.

    Personal values are `Private`. Lists of people hold each person as they were typed, one
    string per person, without blanks, "none" and "Expunged".

    Attributes:
        row: the row in its tab, from 0.
        case: the case name, with the person's code behind a stroke where several rows have it;
            None where there is none (the ten-column sheet).
        reported_on: the day of the first report; None where blank or not understood.
        decision: what was decided; None where the cell is blank or there is no such column.
        decided_on: the day of the decision.
        banned_until: the ban's last day, or NEVER for a permanent one; None where blank.
        flag: what stands in "Banned or flagged"; None where blank.
        expunge_on: the date to expunge as it stands in the sheet.
        no_date: the word that stands there in place of a date, such as `n/a`: one of a few.
        policy_date: what the tool wrote last as the policy's date.
        extended_until: what expunged records of the same person had given.
        restarted_on: the day of the latest later report about the same person that was expunged
            while this record was no violation: becoming one, its own term begins anew then.
        goes_on: the announced day.
        expunged_on: the day it was expunged.
        responded_on: the day of the first answer.
        held: whether anything stands in Hold.
        expunged: whether the record has been expunged.
        reporter, subjects, aliases, contacts, others, handled_by, recused: people and contacts.
        not_same_as: case names this record's people are known to differ from.
        event: the event's name.
        report: the case name as it stands in the sheet; rows of one case share it.
        persons: the codes of the people reported, for comparing; see `persons.key`.
        consequence: what came of it, where a word of 2026 says so.
        date_errors: codes of findings in fields that decide its dates.
        blocked_by: codes of findings that block the row from being expunged.
    """

    row: int
    case: str | None = None
    reported_on: date | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    banned_until: Day | None = None
    flag: FlagState | None = None
    expunge_on: Day | None = None
    policy_date: Day | None = None
    extended_until: Day | None = None
    restarted_on: date | None = None
    goes_on: date | None = None
    expunged_on: date | None = None
    responded_on: date | None = None
    held: bool = False
    expunged: bool = False
    reporter: Private[tuple[str, ...]] = NO_PEOPLE
    subjects: Private[tuple[str, ...]] = NO_PEOPLE
    aliases: Private[tuple[str, ...]] = NO_PEOPLE
    contacts: Private[tuple[str, ...]] = NO_PEOPLE
    others: Private[tuple[str, ...]] = NO_PEOPLE
    handled_by: Private[tuple[str, ...]] = NO_PEOPLE
    recused: Private[tuple[str, ...]] = NO_PEOPLE
    not_same_as: frozenset[str] = frozenset()
    event: str | None = field(default=None, repr=False)
    date_errors: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    has_decision_column: bool = field(default=True, repr=False)
    report: str | None = None
    persons: tuple[str, ...] = field(default=(), repr=False)
    consequence: Consequence | None = None
    no_date: str | None = None

    @property
    def lasting(self) -> str | None:
        """What it is remembered by: its case, and the codes of its people where it has any.

        Unlike the case name of messages, which tells rows of one case apart only where there
        are several, it stays when another row of the case is added.
        """
        if not self.persons or self.case is None:
            return self.case
        return f"{self.report or self.case}/{'+'.join(self.persons)}"

    @property
    def measure_stands(self) -> bool:
        """Whether somebody stays banned or flagged although the case is open, as in an appeal.

        The flag says so, or the measure that stands in the row, or the end of a ban where no
        flag says no.
        """
        if self.decision is not Decision.OPEN:
            return False
        if self.flag in (FlagState.FLAGGED, FlagState.BANNED) or self.consequence in MEASURES:
            return True
        return self.banned_until is not None and self.flag is None

    @property
    def name(self) -> str:
        """How messages speak of it: the case name, or `row N` as people count."""
        return self.case or f"row {self.row + 1}"
