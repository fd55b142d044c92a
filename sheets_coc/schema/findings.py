"""Everything validation can find, declared once.

Codes are stable: scripts and the documentation rely on them. A finding names a cell, a
column and a case, and never repeats what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from sheets_coc.schema.columns import BY_KEY
from sheets_coc.sheet.model import a1


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding.

    Attributes:
        code: its stable name.
        severity: how much it matters.
        text: what is wrong and what to do, for To do and the terminal.
        blocks: whether the row is not expunged while it stands.
        decides: whether it concerns a field that decides the date.
        stops: whether records may have been overlooked or misread because of it, so that
            nothing that relies on all of them is done: expunging, screening, publishing.
    """

    code: str
    severity: Severity
    text: str
    blocks: bool = False
    decides: bool = False
    stops: bool = False


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE

KINDS: Final[tuple[FindingKind, ...]] = (
    FindingKind("no-report-date", _E, "The date of the first report is missing. Fill it in: retention counts from it.", decides=True),
    FindingKind("not-a-date", _E, "This is not a date. Type it as 2026-03-15.", decides=True),
    FindingKind("ambiguous-date", _E, "This date can be read in two ways. Answer in To do, or type it as 2026-03-15.", decides=True),
    FindingKind("report-in-future", _E, "The date of the first report lies in the future. Correct the date.", decides=True),
    FindingKind("unknown-decision", _E, "This decision is not in the list. Choose one from the drop-down, or say in the policy under [decisions] what it comes to.", decides=True),
    FindingKind("unknown-status", _E, "This status is neither Ongoing nor Resolved. Choose one, or say in the policy under [decisions] whether it is open.", decides=True),
    FindingKind("no-consequence", _E, "Resolved, and nothing says how. Choose a consequence: it sets how long the record is kept.", decides=True),
    FindingKind("decisions-disagree", _E, "Two columns say different things about what was decided. Change one of them.", blocks=True),
    FindingKind("unknown-source", _W, "Who resolved this is not understood, so statistics count its actions under nobody. Choose one from the drop-down, or say in the policy under [resolvers] who that is."),
    FindingKind("nobody-acted", _W, "A consequence, and yet nobody resolved it. Correct one of the two: statistics count its actions under nobody."),
    FindingKind("no-decision-date", _E, "Retention counts from the decision here, and its date is missing. Fill it in.", decides=True),
    FindingKind("decided-before-report", _E, "The decision is dated before the report. Correct one of the dates.", blocks=True),
    FindingKind("decided-in-future", _E, "The decision is dated in the future. Correct the date.", blocks=True),
    FindingKind("answer-date", _W, "The first answer is dated before the report, or in the future. Correct the date."),
    FindingKind("ban-without-end", _E, "A ban without an end. Fill in Banned until with a date or 'permanent'.", decides=True),
    FindingKind("suspension-without-end", _E, "A suspension without an end. Fill in Banned until with its last day; sheets-coc setup adds that column.", decides=True),
    FindingKind("ban-ends-before-report", _E, "The ban ends before the report came. Correct one of the dates.", decides=True),
    FindingKind("expunge-before-report", _E, "The date to expunge lies before the report. Correct one of the dates.", decides=True),
    FindingKind("ban-end-without-ban", _E, "Banned until holds a date or 'permanent', and the decision is no ban. Empty the cell, or decide for a ban.", blocks=True),
    FindingKind("flag-disagrees", _E, "Decision and Banned or flagged say different things. Change one of them.", blocks=True),
    FindingKind("open-with-measure", _N, "Open, as during an appeal, while the person stays banned or flagged: nothing goes, and the measure counts when lists are screened."),
    FindingKind("flag-unclear", _W, "Banned or flagged says neither banned, flagged nor no. Use one of these words."),
    FindingKind("remark", _W, "More stands here than this column is for. Move the remark to a summary; people are removed from it when the record goes."),
    FindingKind("formula", _E, "A formula where people or a story belong can send them elsewhere. Replace it by its text.", blocks=True),
    FindingKind("formula-error", _E, "A formula here results in an error. Replace it by a value.", decides=True),
    FindingKind("merged-cells", _E, "Merged cells inside a record. Unmerge them: Format, Merge cells, Unmerge.", blocks=True),
    FindingKind("duplicate-case", _E, "This case name stands twice. If the row was copied, empty one of the two cells.", blocks=True),
    FindingKind("case-name", _W, "This is no code name, so messages speak of the row instead. Use two ordinary words, such as stunned-bulb."),
    FindingKind("case-tells", _E, "The case name contains a name of this record. Choose another: case names stand in messages and logs."),
    FindingKind("person-code", _W, "This is no code for a person, so it is removed as a name would be when the record goes. Use a code that tells nobody who it is, such as Blue Jay, and write the name into the key."),
    FindingKind("several-persons", _W, "Several people stand in one row. Give each a row of their own, with the same case name: each has a consequence and a time of their own."),
    FindingKind("no-identity-key", _W, "People have codes here, and the key that says whose they are is not found. Name its tab in the policy under [tabs], or its spreadsheet under [identity_key]. Until then lists cannot be screened for these people, and their records stay."),
    FindingKind("key-out-of-reach", _N, "The key that says whose the codes are cannot be opened by whoever runs this. Lists are not screened for these people, and their records stay, until somebody who may open it runs it."),
    FindingKind("key-without-header", _E, "The key has no header that can be read: Real Name and Person Code Name, each once. Until then lists cannot be screened for these people, and their records stay."),
    FindingKind("key-column", _E, "Nobody has said what happens to this column of the key when a person goes. Choose under Answer; until then nobody is expunged from the key."),
    FindingKind("key-apart", _E, "Names in the key stand beside other codes than before, as after sorting only one of its columns: the wrong person would be erased. Undo that (Edit, Undo, or File, Version history). If the key is right as it is, tick this line in To do.", stops=True),
    FindingKind("key-unwatched", _W, "There are more people in the key than sheets-coc can watch for names that change places. Never sort only some of its columns."),
    FindingKind("key-code-twice", _E, "This code stands over several people in the key. Give each a code of their own; until then none of them is expunged."),
    FindingKind("key-name-twice", _W, "This name stands over several codes in the key, so records of one person may not be held together. If it is one person, give all their records one code; if not, add what tells them apart under Contacts."),
    FindingKind("key-without-code", _W, "Somebody is named here without a code, so nothing says when their name goes. Write their code, or remove the row."),
    FindingKind("key-without-record", _W, "Somebody is named here whose code stands in no record, so nothing says when their name goes. Is the code misspelt? Correct it, or remove the row."),
    FindingKind("key-after-expunge", _E, "The records of this person are expunged, and the key names them again. Remove the name, or add the report for which it was put back."),
    FindingKind("person-tells", _E, "The code contains a name of the person it stands for, and stays when they go. Give them another one, in every row and in the key.", blocks=True),
    FindingKind("person-not-in-key", _W, "This code does not stand in the key, so nobody can tell whose it is. Is it misspelt? Correct it, or add the person to the key."),
    FindingKind("names-after-expunge", _E, "This record has a date under Expunged on, and names. Remove the names, or the date.", blocks=True),
    FindingKind("erased-came-back", _E, "The Log says that this record was expunged because somebody asked, and it holds names again. Expunge it again with sheets-coc person --expunge, or say under Answer that it was put back on purpose.", blocks=True),
    FindingKind("came-back", _W, "The Log says that this record was expunged, and it holds names again that no rule removes soon. Say under Answer that it was put back on purpose, or type its date to expunge."),
    FindingKind("half-expunged", _W, "Some cells of this record are expunged and others hold names. It counts as not expunged."),
    FindingKind("nobody-but-named", _W, "Nobody was identified, and yet somebody is named. What stands in Named subjects would be kept for good."),
    FindingKind("nobody-to-look-for", _W, "No name, no contact: later reports about the same person cannot be matched, and nothing can be removed from the texts."),
    FindingKind("handles-own-case", _E, "Somebody who was reported handles the report about themselves. Choose another member.", blocks=True),
    FindingKind("handles-while-recused", _E, "Somebody who is recused from this case handles it. Choose another member; sheets-coc case says who may."),
    FindingKind("recused-unknown", _W, "Whoever is recused here is not in the Committee tab, so nothing follows from it but that mails do not name the case. Write a member's name, or add the person there."),
    FindingKind("nobody-may-handle", _W, "Every member is recused from this case. Hand it to whom the committee answers to, and note it here."),
    FindingKind("handler-unknown", _W, "Whoever handles this is not in the Committee tab. Write a member's name, or add the person there."),
    FindingKind("unanswered", _W, "Nobody has answered the reporter for more than a day. Answer, and note the day here."),
    FindingKind("expunged-by-hand", _W, "People here were replaced by \"Expunged\" by hand before the record's day. What this report would have added to other records of the same person is lost: put the names back (File, Version history), or type a later date in those records."),
    FindingKind("cell-full", _W, "This cell is nearly as long as a cell can be. Shorten it, or people cannot be removed from it."),
    FindingKind("possible-repeat", _W, "This may be the same person as in another record. Answer in To do; or add the same contact to both, or the same full or user name under Also known as."),
    FindingKind("came-apart", _E, "The content of several records has changed places, as after sorting only some columns or exchanging two headings. Undo that (Edit, Undo, or File, Version history)."),
    FindingKind("unclassified-column", _E, "Nobody has said what happens to this column when a record goes. Choose under Answer; until then nothing is expunged."),
    FindingKind("needs-setup", _E, "This sheet has decisions, but not the columns sheets-coc keeps its dates in, so nothing can be announced or expunged. Run sheets-coc setup."),
    FindingKind("not-set-up", _W, "This sheet has no columns yet for the dates on which records go, so none is announced or expunged. Run sheets-coc setup: it shows what it adds."),
    FindingKind("column-missed", _E, "This column was here before and is not found any more. Was it renamed, or is it gone on purpose? Say so under Answer; or give it its old heading back.", stops=True),
    FindingKind("heading-nearly", _E, "The heading here is nearly this one. Is it that column? Say so under Answer, or choose what happens to it when a record goes.", stops=True),
    FindingKind("rows-above-header", _E, "Records stand above the header, as after a sort that took the header along, and are not read. Move the header back to the top and freeze it (View, Freeze).", stops=True),
    FindingKind("unlike-a-record", _E, "This row looks like a heading, a total or an explanation, so it is not read as a record. Say under Answer whether it is one.", stops=True),
    FindingKind("unread-tab", _E, "This tab has the headings or rows of records too, and they are not read. Move them below those of the records tab, or say under Answer that they are no records.", stops=True),
    FindingKind("filled-down", _N, "Rows from here on hold nothing but the value of a drop-down, or words for nothing. They are not counted as records."),
    FindingKind("unwatched", _W, "There are more records than sheets-coc has room to watch for columns that come apart. Run sheets-coc setup: it adds a column that can."),
    FindingKind("merged-header", _W, "Merged cells in the header. Unmerge them, so that every column has its own."),
    FindingKind("hand-set", _N, "The date to expunge was set by hand, and counts instead of the policy's."),
    FindingKind("hold-review", _N, "On hold for more than six months. Is that still right?"),
    FindingKind("wait-review", _N, "Waiting for another report for more than six months. Can that one be decided?"),
    FindingKind("late-violation", _N, "A further violation came after this record's date and keeps it longer. The committee may still let it go: type a date."),
)  # fmt: skip
"""Every kind of finding."""

BY_CODE: Final[dict[str, FindingKind]] = {kind.code: kind for kind in KINDS}
"""The kinds by code."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Something a person should look at, and where it stands: what all findings share.

    Attributes:
        kinds: every kind there is, by code.
        code: the kind's stable name.
        tab: the tab's title as the policy names it.
        row: the row, from 0; None where it is about no row.
        column: the column, from 0; None where it is about the whole row.
        key: the column's key, or None for a column of the committee's own.
    """

    kinds: ClassVar[Mapping[str, FindingKind]]

    code: str
    tab: str
    row: int | None = None
    column: int | None = None
    key: str | None = None

    @property
    def kind(self) -> FindingKind:
        """What this finding is an instance of."""
        return self.kinds[self.code]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.kind.severity

    @property
    def cell(self) -> str | None:
        """The address people know, such as `B12`; None where it is about no row."""
        return None if self.row is None else a1(self.row, self.column or 0)

    def as_json(self) -> dict[str, str | None]:
        """How it stands in JSON; nobody's name is in it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "case": None,
            "tab": self.tab,
            "cell": self.cell,
            "column": self.key,
        }


@dataclass(frozen=True, slots=True)
class Finding(Spot):
    """Something a person should look at in the Records tab.

    Attributes:
        case: the case name, if the row has one.
        detail: another case this is about, or a safe hint such as two readings of a date.
        besides: a sentence that makes it more urgent; nobody is named in it.
    """

    kinds: ClassVar[Mapping[str, FindingKind]] = BY_CODE

    case: str | None = None
    detail: tuple[str, ...] = ()
    besides: str = ""

    @property
    def text(self) -> str:
        """What is wrong and what to do."""
        return f"{self.kind.text} {self.besides}" if self.besides else self.kind.text

    @property
    def missing(self) -> str:
        """The header of the column it is about, where that is not to be seen; else nothing."""
        return BY_KEY[self.key].header if self.kind.stops and self.key in BY_KEY else ""

    @property
    def said(self) -> str:
        """What is wrong and what to do, with the column it is about where that is missing."""
        return f"{self.missing}: {self.text}" if self.missing else self.text

    def as_json(self) -> dict[str, str | None]:
        """How it stands in `validate --format json`."""
        return Spot.as_json(self) | {"case": self.case}
