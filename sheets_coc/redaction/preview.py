"""A record before and after, cell by cell, for a person to look at before it goes.

What is shown is worked out by the very functions that plan the redaction, so that what was
seen is what happens. Everything here is personal; it is for the member who looks, and for
nothing that is logged or kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from sheets_coc.private import Private
from sheets_coc.redaction.plan import RedactionPlan, redaction_plan
from sheets_coc.redaction.row_redaction import row_redactions
from sheets_coc.retention.terms import DatedRecord, State
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.sheet.model import a1, text
from sheets_coc.todo.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is all of one kind.

    Attributes:
        text: the text.
        kind: `same`, `gone` (before only), `new` (after only), or the rule of a flag
            (after only): it may still tell who somebody is.
    """

    text: str = field(repr=False)
    kind: str = "same"


@dataclass(frozen=True, slots=True)
class CellPreview:
    """One cell of a record before and after.

    Attributes:
        key: the column's key; empty for a column of the committee's own.
        heading: the column's heading as the sheet has it.
        cell: the address.
        before: the text as it stands, what goes marked.
        after: the text as it would be, what is new and what is flagged marked.
    """

    key: str
    heading: Private[str]
    cell: str
    before: Private[tuple[Piece, ...]]
    after: Private[tuple[Piece, ...]]
    flagged: int = 0


@dataclass(frozen=True, slots=True)
class RecordPreview:
    """A record before and after.

    Attributes:
        dated: the record with its dates.
        cells: the cells that change or are flagged, in the sheet's order.
    """

    dated: DatedRecord
    cells: tuple[CellPreview, ...]

    @property
    def flagged(self) -> int:
        """How many places may still tell who somebody is."""
        return sum(cell.flagged for cell in self.cells)


def going_and_announced(
    seen: Analysis, planned: RedactionPlan
) -> tuple[list[DatedRecord], list[DatedRecord]]:
    """The records that would go now, and those in their notice, the first to go first.

    None where a rule stops everything: what would go cannot be told then.
    """
    if planned.stop:
        return [], []
    going = {removal.record.row for removal in planned.done}
    soon = [dated for dated in seen.dated if dated.state is State.ANNOUNCED]
    soon.sort(key=lambda dated: (str(dated.goes_on), dated.row))
    return [dated for dated in seen.dated if dated.row in going], soon


def of_all(seen: Analysis) -> list[RecordPreview]:
    """The records that would go, then those that are announced, before and after.

    Raises:
        SafetyStop: a rule stops everything, so what would go cannot be told.
    """
    planned = redaction_plan(seen, apply=False)
    if planned.stop:
        raise planned.stop
    due, soon = going_and_announced(seen, planned)
    return preview(seen, [*due, *soon])


def preview(seen: Analysis, which: Sequence[DatedRecord]) -> list[RecordPreview]:
    """Records as they are and as they would be if they all went together."""
    done = row_redactions(seen.sheet, seen.policy, which, seen.today).done
    written = {one.record.row: one.columns for one in done}
    found = []
    for dated in which:
        cells = []
        for one in written.get(dated.record.row, ()):
            if one.key == "expunged_on" or (one.key and BY_KEY[one.key].kind.value == "digest"):
                continue
            before = text(seen.sheet.tab.value(dated.record.row, one.column))
            after = text(one.value)
            old, new = _compared(before, after)
            spans = [(flag.rule, flag.start, flag.end) for flag in one.flags if flag.end]
            heading = text(seen.sheet.tab.value(seen.sheet.layout.header_row, one.column))
            cells.append(
                CellPreview(
                    key=one.key,
                    heading=Private(heading),
                    cell=a1(dated.record.row, one.column),
                    before=Private(tuple(old)),
                    after=Private(tuple(_flagged(new, spans))),
                    flagged=len(spans),
                )
            )
        found.append(RecordPreview(dated, tuple(cells)))
    return found


def _words(told: str) -> list[str]:
    """A text in words and what stands between them, nothing lost."""
    found: list[str] = []
    for sign in told:
        joins = found and (found[-1][-1].isalnum() == sign.isalnum()) and sign.isalnum()
        if joins:
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces: what both have, what only the first has, what only the second."""
    old, new = _words(before), _words(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            left.append(Piece("".join(old[a:b])))
            right.append(Piece("".join(new[c:d])))
            continue
        if a < b:
            left.append(Piece("".join(old[a:b]), "gone"))
        if c < d:
            right.append(Piece("".join(new[c:d]), "new"))
    return left, right


def _flagged(pieces: Sequence[Piece], spans: Sequence[tuple[str, int, int]]) -> list[Piece]:
    """Pieces of the text afterwards, cut at the flags."""
    found: list[Piece] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        cursor = at
        for rule, start, stop in sorted(spans, key=lambda span: span[1]):
            first, last = max(start, cursor), min(stop, end)
            if first >= last:
                continue
            if first > cursor:
                found.append(Piece(piece.text[cursor - at : first - at], piece.kind))
            found.append(Piece(piece.text[first - at : last - at], rule))
            cursor = last
        if cursor < end:
            found.append(Piece(piece.text[cursor - at :], piece.kind))
        at = end
    return found
