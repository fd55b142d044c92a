"""Questions about the shape of the sheet: columns, tabs, rows that look like no record.

Each has a drop-down, and a reference that says what exactly was asked: where the sheet has
changed in the meantime, the answer is to a question nobody asks any more and does nothing.

    column/3f09…           erase · remove names · keep · it is Summary of outcome to share …
    gone/hold/8c21…        it is column H · it is column J · it is gone on purpose
    rows/51d0…             they are records · they are no records
    above/51d0…            they are no records
    tab/12                 these are no records
    key-column/3f09…       erase · remove names · keep
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sheets_coc.policy import OWN_COLUMN_ANSWERS, Policy
from sheets_coc.records import shape
from sheets_coc.records.drift import said
from sheets_coc.records.key.identity_key import KEY_ANSWER_PREFIX, IdentityKey, read_key
from sheets_coc.records.layout import ANSWER_PREFIX, Layout, OwnColumn, read_layout
from sheets_coc.records.reading import records_tab
from sheets_coc.records.record_rows import RecordRows, record_rows
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.schema.findings import BY_CODE, Finding
from sheets_coc.schema.headers import header_digest
from sheets_coc.sheet.model import Snapshot, Tab
from sheets_coc.todo.tab import Line, PresentLine, Topic, answers

CODES = frozenset(
    {
        "unclassified-column",
        "heading-nearly",
        "column-missed",
        "unlike-a-record",
        "rows-above-header",
        "unread-tab",
    }
)
"""Findings that this module asks about."""
KEY_REF = "key-column/"
SHAPE_REFS = ("column/", "gone/", "rows/", "above/", "tab/", KEY_REF)
"""What references of these questions begin with."""
FATES = ("erase", "remove names", "keep")
_ON_PURPOSE = "it is gone on purpose"
_RECORDS, _NO_RECORDS, _NO_RECORD_TAB = (
    "they are records",
    "they are no records",
    "these are no records",
)


def _is(key: str) -> str:
    return f"it is {BY_KEY[key].header}"


def _at(own: OwnColumn) -> str:
    return f"it is {own.name}"


def _gone_ref(key: str, layout: Layout) -> str:
    return f"gone/{key}/{header_digest('|'.join(c.digest for c in layout.own))}"


def _rows_ref(kind: str, tab: Tab, rows: Iterable[int]) -> str:
    return f"{kind}/{header_digest('|'.join(shape.row_digest(tab.values[r]) for r in rows))}"


def given(snapshot: Snapshot, policy: Policy, standing: Sequence[PresentLine]) -> dict[str, str]:
    """Answers about the shape of the sheet, as the metadata that keeps them."""
    said_there = answers(standing)
    if not said_there:
        return {}
    tab = records_tab(snapshot, policy)
    layout = read_layout(tab, policy, snapshot.metadata)
    rows = record_rows(tab, layout, policy, snapshot.metadata)
    kept = answered(said_there, tab, layout, rows)
    if any(ref.startswith(KEY_REF) for ref in said_there):
        key = read_key(snapshot, policy, snapshot.metadata)
        kept |= answered_of_key(said_there, key)
    return kept


def answered(
    answers: Mapping[str, str], tab: Tab, layout: Layout, rows: RecordRows
) -> dict[str, str]:
    """What people answered in To do, as the metadata that remembers it.

    Args:
        answers: the answers by reference.
        tab: the Records tab.
        layout: where its columns stand before these answers count.
        rows: which of its rows look like no record before they do.
    """
    known = {ref: answer.strip().casefold() for ref, answer in answers.items()}
    kept: dict[str, str] = {}
    for ref, answer in known.items():
        if ref.startswith("tab/") and answer == _NO_RECORD_TAB:
            kept[shape.NO_RECORDS + ref.removeprefix("tab/")] = "1"
    for own in layout.own:
        answer = known.get(f"column/{own.digest}", "")
        if answer in OWN_COLUMN_ANSWERS:
            kept[ANSWER_PREFIX + own.digest] = OWN_COLUMN_ANSWERS[answer].value
        elif own.nearly and answer == _is(own.nearly).casefold():
            kept[shape.RENAMED + own.digest] = own.nearly
    for key in layout.missed:
        answer = known.get(_gone_ref(key, layout), "")
        if answer == _ON_PURPOSE:
            kept[shape.GONE + key] = "1"
        for own in layout.own:
            if answer == _at(own).casefold():
                kept[shape.RENAMED + own.digest] = key
    return kept | _answered_rows(known, tab, rows)


def answered_of_key(answers: Mapping[str, str], key: IdentityKey) -> dict[str, str]:
    """What people answered about columns of the key, as the metadata that remembers it."""
    given = {own: answers.get(KEY_REF + own.digest, "").strip().casefold() for own in key.own}
    return {
        KEY_ANSWER_PREFIX + own.digest: OWN_COLUMN_ANSWERS[answer].value
        for own, answer in given.items()
        if answer in OWN_COLUMN_ANSWERS
    }


def _answered_rows(known: Mapping[str, str], tab: Tab, rows: RecordRows) -> dict[str, str]:
    kept = {}
    below = known.get(_rows_ref("rows", tab, rows.unlike), "")
    above = known.get(_rows_ref("above", tab, rows.above), "")
    means = {_RECORDS: shape.IS_RECORD, _NO_RECORDS: shape.IS_NO_RECORD}
    for row in rows.unlike if below in means else ():
        kept[shape.ROW + shape.row_digest(tab.values[row])] = means[below]
    for row in rows.above if above == _NO_RECORDS else ():
        kept[shape.ROW + shape.row_digest(tab.values[row])] = shape.IS_NO_RECORD
    return kept


def questions(
    snapshot: Snapshot, tab: Tab, layout: Layout, rows: RecordRows, found: Sequence[Finding]
) -> list[Line]:
    """The lines that ask about the shape of the sheet, one for what is answered together.

    Args:
        snapshot: the spreadsheet.
        tab: the Records tab.
        layout: where its columns stand.
        rows: which of its rows look like no record.
        found: the findings, of which others than these are passed over.
    """
    by_column = {own.column: own for own in layout.own}
    asked = []
    for finding in found:
        row, column = finding.row or 0, finding.column or 0
        about, ref, what = tab, "", said(finding)
        options: tuple[str, ...] = ()
        if finding.code == "unclassified-column":
            ref, options = f"column/{by_column[column].digest}", FATES
            what = finding.kind.text
        elif finding.code == "heading-nearly" and finding.key:
            ref = f"column/{by_column[column].digest}"
            options = (_is(finding.key), *FATES)
            meant = BY_KEY[finding.key].header.rstrip("?")
            what = (
                f"Is {by_column[column].name} {meant}? Its heading is nearly "
                "that. Say so under Answer, or what happens to it when a record goes. "
                "Until then nothing is expunged, screened or published."
            )
        elif finding.code == "column-missed" and finding.key:
            ref = _gone_ref(finding.key, layout)
            likely = [own for own in layout.own if own.former == finding.key]
            rest = (own for own in layout.own if own not in likely)
            options = (*map(_at, likely), *map(_at, rest), _ON_PURPOSE)
            what = _of_missed(BY_KEY[finding.key].header, likely)
        elif finding.code == "unlike-a-record" and row == rows.unlike[0]:
            ref, options = _rows_ref("rows", tab, rows.unlike), (_NO_RECORDS, _RECORDS)
            what = _of_rows(finding, rows.unlike)
        elif finding.code == "rows-above-header":
            ref, options = _rows_ref("above", tab, rows.above), (_NO_RECORDS,)
            what = _of_rows(finding, rows.above)
        elif finding.code == "unread-tab" and (other := snapshot.tab(finding.tab)):
            about, ref, options = other, f"tab/{other.id}", (_NO_RECORD_TAB,)
        if ref:
            asked.append(
                Line(ref, Topic.QUESTION, what, about.id, about.title, row, column, options)
            )
    return asked


def _of_missed(header: str, likely: Sequence[OwnColumn]) -> str:
    """The question about a column that is not found, and whether it is the one that is likely."""
    asks = f"Is {likely[0].name} the former {header.rstrip('?')}? " if likely else ""
    return (
        f"{asks}The column {header} was here before and is not found any more. If it was renamed, "
        "say under Answer which one it is; or that it is gone on purpose. Until then nothing is "
        "expunged, screened or published."
    )


def _of_rows(finding: Finding, rows: Sequence[int]) -> str:
    where = ", ".join(str(row + 1) for row in rows[:10])
    more = f" and {len(rows) - 10} more" if len(rows) > 10 else ""
    which = f"Row {where}" if len(rows) == 1 else f"Rows {where}{more}"
    return f"{which}: {BY_CODE[finding.code].text}"
