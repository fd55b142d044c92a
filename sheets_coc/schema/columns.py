"""Every column of the Records tab, declared once.

Validation, redaction, set-up (drop-downs, notes, protection), statistics (which may read
only columns that hold nobody's data) and the documentation table all derive from this one
table. Adding a column is one line. Headers follow the committee's record-keeping policy
("Record-keeping", 2016, 2018 and 2026 wording).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Holds(StrEnum):
    """Whose personal data a column holds."""

    NOBODY = "nobody"
    REPORTER = "reporter"
    SUBJECT = "subject"
    OTHER = "other"
    NARRATIVE = "narrative"
    MEMBER = "member"


class OnExpunge(StrEnum):
    """What happens to a cell when its record is expunged."""

    KEEP = "keep"
    ERASE = "erase"
    SCRUB = "scrub"
    CLEAR = "clear"


class Filler(StrEnum):
    """Who writes a column."""

    PEOPLE = "people"
    TOOL = "tool"
    BOTH = "tool, people may overrule"


class ColumnKind(StrEnum):
    """What a cell of the column looks like."""

    TEXT = "text"
    CASE = "case name"
    PEOPLE = "people"
    CONTACTS = "contacts"
    ACTION = "action"
    DATE = "date"
    DATE_OR_NEVER = "date or never"
    FLAG = "banned or flagged"
    DECISION = "decision"
    STATUS = "status"
    PERSON = "person code"
    CHOICE = "one of a few words"
    LINK = "link"
    CASES = "case names"
    DIGEST = "digest"


class Decision(StrEnum):
    """What the committee decided; the values stand in JSON."""

    OPEN = "open"
    NO_VIOLATION = "no_violation"
    NOBODY_IDENTIFIED = "nobody_identified"
    RESOLVED = "resolved"
    FLAGGED = "flagged"
    BANNED = "banned"


class FlagState(StrEnum):
    """What stands in "Banned or flagged"."""

    NONE = "none"
    FLAGGED = "flagged"
    BANNED = "banned"


DECISION_LABELS: Final[dict[Decision, str]] = {
    Decision.OPEN: "Open",
    Decision.NO_VIOLATION: "No violation",
    Decision.NOBODY_IDENTIFIED: "Violation, nobody identified",
    Decision.RESOLVED: "Violation, resolved",
    Decision.FLAGGED: "Violation, flagged",
    Decision.BANNED: "Violation, banned",
}
"""The drop-down. "Resolved" alone would be picked for every closed case, hence the longer labels."""

VIOLATIONS: Final = frozenset({Decision.RESOLVED, Decision.FLAGGED, Decision.BANNED})
"""Decisions that extend, and are extended by, others of the same person."""

EXPUNGED: Final = "Expunged"
"""What replaces identifying information (record-keeping policy)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the Records tab.

    Attributes:
        key: its name in this product and in JSON.
        header: what set-up writes above it.
        also: other headers it is found under.
        holds: whose data it holds.
        on_expunge: what happens to it when the record goes.
        filler: who writes it.
        kind: what its cells look like.
        help: the note on its header.
        added: whether it is beyond the ten columns of the committee's original sheet.
    """

    key: str
    header: str
    holds: Holds
    on_expunge: OnExpunge
    filler: Filler
    kind: ColumnKind
    help: str
    also: tuple[str, ...] = ()
    added: bool = True


_N, _R, _S, _O = Holds.NOBODY, Holds.REPORTER, Holds.SUBJECT, Holds.OTHER
_T, _M = Holds.NARRATIVE, Holds.MEMBER
_KEEP, _ERASE, _SCRUB, _CLEAR = OnExpunge.KEEP, OnExpunge.ERASE, OnExpunge.SCRUB, OnExpunge.CLEAR
_PEOPLE, _TOOL, _BOTH = Filler.PEOPLE, Filler.TOOL, Filler.BOTH

COLUMNS: Final[tuple[Column, ...]] = (
    Column("case", "Case", _N, _KEEP, _TOOL, ColumnKind.CASE,
           "The record's name in every message. Filled in for you; never reuse one.",
           also=("Case Code Name", "Code name", "Case name")),
    Column("reported_on", "Date of 1st report", _N, _KEEP, _PEOPLE, ColumnKind.DATE,
           "The day the first report arrived. Retention counts from it.",
           also=("Date of Report", "Date of first report", "Report date", "Date reported"), added=False),
    Column("reporter", "Reporter, if official/public, CoC person if private", _R, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "Who reported. For a private report, the committee member handling it instead.",
           also=("Reporter", "Reporter, if official/public; CoC person if private",
                 "Reporter if official/public, CoC person if private", "Reported by"), added=False),
    Column("subjects", "Named subjects", _S, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "The people or user names who prompted the report; several separated by semicolons.",
           also=("Named subject", "Subjects", "Subject", "Named subject(s)", "Subject name", "Subject names"), added=False),
    Column("aliases", "Also known as", _S, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "Other names of the people in this record: nicknames, former names, user names.",
           also=("Aliases", "Alias", "AKA")),
    Column("contacts", "Subject email address/URL", _S, _ERASE, _PEOPLE, ColumnKind.CONTACTS,
           "E-mail addresses, handles and profile addresses of the subjects.",
           also=("Subject email address / URL", "Subject e-mail address/URL", "Subject email/URL",
                 "Subject email address", "Subject email", "Subject contact"), added=False),
    Column("others", "Others named", _O, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "Victims, witnesses and anyone else who is named, so that they are removed as well.",
           also=("Other people named", "Others", "Witnesses", "Victims")),
    Column("summary", "Summary of report (for internal purposes)", _T, _SCRUB, _PEOPLE, ColumnKind.TEXT,
           "What was reported, confidentially.",
           also=("Summary of report", "Summary", "Report summary", "Internal summary"), added=False),
    Column("our_action", "Action taken by us?", _T, _SCRUB, _PEOPLE, ColumnKind.ACTION,
           "What the committee did; contacting the subject counts. 'No' if nothing was done.",
           also=("Action taken by us", "Our action", "Action by us"), added=False),
    Column("local_action", "Action taken by local rep?", _T, _SCRUB, _PEOPLE, ColumnKind.ACTION,
           "What local organisers did. 'No' if nothing was done.",
           also=("Action taken by local rep", "Action taken by local reps", "Action taken by local representative",
                 "Local action"), added=False),
    Column("outcome", "Summary of outcome to share if suitable", _T, _SCRUB, _PEOPLE, ColumnKind.TEXT,
           "Written for organisers, and as if the subject will read it: objective, nobody else's data.",
           also=("Summary of outcome to share", "Summary of outcome", "Outcome", "Outcome to share"), added=False),
    Column("flag", "Banned or flagged", _N, _KEEP, _PEOPLE, ColumnKind.FLAG,
           "Whether organisers are told: 'flagged', 'banned', or 'no'.",
           also=("Blacklisted or flagged", "Banned/flagged", "Flagged or banned", "Banned or flagged?"), added=False),
    Column("expunge_on", "Date to expunge this record", _N, _KEEP, _BOTH, ColumnKind.DATE_OR_NEVER,
           "After this day the record is expunged. Type a date or 'never' to overrule the policy.",
           also=("Date to expunge", "Expunge date", "Expunge on", "Date to expunge record"), added=False),
    Column("decision", "Decision", _N, _KEEP, _PEOPLE, ColumnKind.DECISION,
           "What the committee decided. It sets how long the record is kept.",
           also=("Record type", "Type", "Type of record")),
    Column("decided_on", "Date decided", _N, _KEEP, _PEOPLE, ColumnKind.DATE,
           "The day the committee decided.",
           also=("Resolution Date", "Decided on", "Decision date", "Date resolved", "Date of decision")),
    Column("banned_until", "Banned until", _N, _KEEP, _PEOPLE, ColumnKind.DATE_OR_NEVER,
           "The last day of a ban, or 'permanent'.",
           also=("Ban ends", "Ban until", "End of ban")),
    Column("hold", "Hold", _T, _SCRUB, _PEOPLE, ColumnKind.TEXT,
           "Why this record must not go now. While anything stands here, nothing is expunged.",
           also=("On hold", "Legal hold")),
    Column("handled_by", "Handled by", _M, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "The committee member who looks after the case.",
           also=("Handler", "Shepherd", "Handled by member")),
    Column("responded_on", "First answered on", _N, _KEEP, _PEOPLE, ColumnKind.DATE,
           "The day the reporter got a first answer.",
           also=("Responded on", "First response", "First answered")),
    Column("event", "Event", _N, _KEEP, _PEOPLE, ColumnKind.TEXT,
           "The event the report is about; never a person.",
           also=("Event name",)),
    Column("not_same_as", "Not the same as", _N, _KEEP, _PEOPLE, ColumnKind.CASES,
           "Case names whose person only looks like this one's.",
           also=("Not same as",)),
    Column("policy_date", "Date by the policy", _N, _KEEP, _TOOL, ColumnKind.DATE_OR_NEVER,
           "The date the retention terms give. Written by sheets-coc."),
    Column("extended_until", "Extended until", _N, _KEEP, _TOOL, ColumnKind.DATE_OR_NEVER,
           "What later records gave before they were expunged. Written by sheets-coc."),
    Column("goes_on", "Will be expunged on", _N, _KEEP, _TOOL, ColumnKind.DATE,
           "The earliest day this record may go, announced here first. Written by sheets-coc."),
    Column("expunged_on", "Expunged on", _N, _KEEP, _TOOL, ColumnKind.DATE,
           "The day it was expunged. Written by sheets-coc."),
    Column("row_check", "Row check", _N, _CLEAR, _TOOL, ColumnKind.DIGEST,
           "Notices when a row comes apart, as in a sort of some columns only. Written by sheets-coc."),
    Column("person", "Person Code Name", _N, _KEEP, _PEOPLE, ColumnKind.PERSON,
           "A lasting code for the person reported, the same in every case; their name stands in the key alone.",
           also=("Person Code", "Code name of the person", "Person's code name")),
    Column("status", "Status", _N, _KEEP, _PEOPLE, ColumnKind.STATUS,
           "Ongoing, or Resolved. Nothing is expunged while a case is ongoing.",
           also=("Case status", "Report status")),
    Column("resolution_source", "Resolution Source", _N, _KEEP, _PEOPLE, ColumnKind.CHOICE,
           "Who resolved it: the working group, the board, local representatives, or nobody.",
           also=("Resolved by", "Source of resolution")),
    Column("safety_risk", "Safety Risk", _N, _KEEP, _PEOPLE, ColumnKind.CHOICE,
           "Whether anybody's physical safety is at risk: Yes or No."),
    Column("ongoing_harassment", "Ongoing Harassment", _N, _KEEP, _PEOPLE, ColumnKind.CHOICE,
           "Whether it may happen again: Yes, No or Maybe."),
    Column("consequence", "Consequences", _N, _KEEP, _PEOPLE, ColumnKind.DECISION,
           "What came of it for this person. It sets how long the record is kept.",
           also=("Consequence", "Enforcement action")),
    Column("documents", "Documents", _N, _KEEP, _PEOPLE, ColumnKind.LINK,
           "A link to the case's documents. They are to be deleted when the record goes.",
           also=("Document", "Case documents", "Report documents", "Documentation")),
    Column("recused", "Recused", _M, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "Members with a conflict of interest: they neither handle the case nor open its documents.",
           also=("Recusals", "Recused members", "Conflict of interest", "Conflicts of interest")),
)  # fmt: skip

BY_KEY: Final[dict[str, Column]] = {column.key: column for column in COLUMNS}
"""The columns by key."""
