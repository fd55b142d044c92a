"""What a run found out besides what the sheet says, for To do and the Log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sheets_coc.records.record import Record
from sheets_coc.redaction.documents import NOT_ASKED, Followed
from sheets_coc.redaction.staying import NotExpunged
from sheets_coc.sheet.model import SetCell
from sheets_coc.todo.flagged_words import FlaggedWords
from sheets_coc.todo.mentions import NO_MENTIONS, Mentions
from sheets_coc.todo.tab import Line


@dataclass(frozen=True, slots=True)
class RunFindings:
    """What a run found out and To do says, beyond what the sheet itself shows.

    Attributes:
        flags: words that may still identify someone; None for those in announced records.
        over_limit: the records a run stopped at, by what each is known by to the next run.
        mentions: where people who go are still mentioned, and what could not be searched.
        going: rows that are expunged in the same batch.
        failed: records past their date that could not be expunged.
        access: what differs in who can open the sheet; None where nobody looked.
        key_cells: the cells of the key that change in the same step.
        documents: what Google says of documents of expunged cases.
    """

    flags: Sequence[FlaggedWords] | None = None
    over_limit: Mapping[str, Record] = field(default_factory=dict)
    mentions: Mentions = NO_MENTIONS
    going: Collection[int] = ()
    failed: Sequence[NotExpunged] = ()
    access: Sequence[Line] | None = None
    key_cells: Sequence[SetCell] = ()
    documents: Followed = NOT_ASKED


NOTHING_FOUND = RunFindings()
