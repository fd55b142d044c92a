"""How a sheet differs from what it was: everything that may have been overlooked or misread.

Each finding stops what relies on having seen every record, until a person has answered or
put it right. What they can answer stands in `sheets_coc.records.shape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sheets_coc.errors import NOTHING_CHANGED, SafetyStop
from sheets_coc.people.names import split_people
from sheets_coc.policy import Policy
from sheets_coc.records import shape
from sheets_coc.records.layout import NEEDED_COLUMNS, Layout, find_records_header
from sheets_coc.records.record_rows import RecordRows, is_filled
from sheets_coc.records.values import first_word, read_date, read_decision, read_flag
from sheets_coc.schema.columns import BY_KEY, DECISION_LABELS, ColumnKind, Decision
from sheets_coc.schema.findings import Finding
from sheets_coc.sheet.model import Snapshot, Tab, Value, text


def drift(
    snapshot: Snapshot,
    policy: Policy,
    layout: Layout,
    rows: RecordRows,
    metadata: Mapping[str, str],
) -> list[Finding]:
    """What may have been overlooked or misread in a spreadsheet.

    Args:
        snapshot: the spreadsheet.
        policy: the names of tabs and headers.
        layout: where the columns of the Records tab stand.
        rows: which of its rows are records.
        metadata: what is remembered of the sheet, and what people answered.
    """
    return [
        *_columns(policy.tabs.records, layout, metadata),
        *_rows(policy.tabs.records, layout, rows),
        *_tabs(snapshot, policy, layout, metadata),
    ]


def refuse(findings: Iterable[Finding]) -> None:
    """Refuse to say anything about all records while some may have been overlooked or misread.

    Raises:
        SafetyStop: naming the first cell and what is wrong there.
    """
    found = [finding for finding in findings if finding.kind.stops]
    if found:
        raise stop(found)


def stop(found: Sequence[Finding]) -> SafetyStop:
    """The refusal, in words a person can act on."""
    first, said = found[0], said_of(found)
    return SafetyStop(
        said[:1].upper() + said[1:],
        became=NOTHING_CHANGED,
        code=first.code,
        cell=first.cell,
    )


def said_of(found: Sequence[Finding]) -> str:
    """What may have been overlooked or misread, and where people answer."""
    rest = len(found) - 1
    more = f" And {rest} more {'question' if rest == 1 else 'questions'}." if rest else ""
    return (
        f"records may be overlooked or misread. {said(found[0])}{more} "
        "sheets-coc validate --apply puts what is asked into To do; sheets-coc answer answers it."
    )


def said(finding: Finding) -> str:
    """A finding of this kind with the place it is about: `Hold (Records O1): This column …`."""
    place, missing, what = f"{finding.tab} {finding.cell}", finding.missing, finding.text
    return f"{missing} ({place}): {what}" if missing else f"{place}: {what}"


def plain(title: str) -> str:
    """A tab's title as it may stand in a message: without control and direction characters."""
    return "".join(c for c in title if c.isprintable())


def _columns(tab: str, layout: Layout, metadata: Mapping[str, str]) -> Iterator[Finding]:
    before = shape.remembered(metadata).columns
    row = layout.header_row
    former = {own.former: own for own in layout.own if own.former}
    for key in layout.missed:
        looks = f"It looks like {former[key].name}." if key in former else ""
        yield Finding("column-missed", tab, row, before.get(key, 0), key, besides=looks)
    for own in layout.own:
        if own.nearly and own.nearly not in layout.missed:
            yield Finding("heading-nearly", tab, row, own.column, own.nearly)


def _rows(tab: str, layout: Layout, rows: RecordRows) -> Iterator[Finding]:
    first = min(layout.columns.values())
    if rows.above:
        yield Finding("rows-above-header", tab, rows.above[0], first)
    for row in rows.unlike:
        yield Finding("unlike-a-record", tab, row, first)
    if rows.filled_down:
        yield Finding("filled-down", tab, rows.filled_down[0], first)


def other_records(
    snapshot: Snapshot, policy: Policy, layout: Layout, metadata: Mapping[str, str]
) -> Iterator[tuple[Tab, int]]:
    """Other tabs with the header or with rows of records, and the first such row.

    A tab in which nothing stands below the header holds no records yet. Rows that were moved
    there without the header are known by a date beside a decision of the drop-down, or by what
    stands in the columns in which it stands in a record.
    """
    ours = {t.strip().casefold() for t in _titles(policy)}
    for tab in snapshot.tabs:
        if tab.id == layout.tab or tab.title.strip().casefold() in ours:
            continue
        if shape.NO_RECORDS + str(tab.id) in metadata:
            continue
        found = find_records_header(tab, policy)
        if (
            found
            and len(found.columns) >= NEEDED_COLUMNS
            and any(
                tab.value(row, column) not in (None, "", False)
                for row in range(found.row + 1, len(tab.values))
                for column in found.columns.values()
            )
        ):
            yield tab, found.row
        elif not found and (row := _record_without_header(tab, policy, layout)) is not None:
            yield tab, row


_TELLING = 2
_DECIDED = frozenset(
    label for decision, label in DECISION_LABELS.items() if decision is not Decision.OPEN
)


def _record_without_header(tab: Tab, policy: Policy, layout: Layout) -> int | None:
    """The first row in which a decision stands beside a date, or that is filled like a record."""
    for row, cells in enumerate(tab.values):
        if any(isinstance(value, str) and value.strip() in _DECIDED for value in cells) and any(
            read_date(value).day is not None for value in cells
        ):
            return row
        if _is_filled_alike(tab, row, policy, layout):
            return row
    return None


def _is_filled_alike(tab: Tab, row: int, policy: Policy, layout: Layout) -> bool:
    """Whether a row has a day where records have that of the report, and what else they have.

    Two cells that are what few other columns hold are enough; or one, with people and a story.
    """
    columns = layout.columns
    cells = {key: tab.value(row, column) for key, column in columns.items()}
    reported = read_date(cells.get("reported_on"))
    if reported.day is None and not reported.readings:
        return False
    telling = sum(is_filled(value) and _tells(key, value, policy) for key, value in cells.items())
    people = bool(split_people(text(cells.get("subjects"))))
    return telling >= _TELLING or (telling > 0 and people and is_filled(cells.get("summary")))


def _tells(key: str, value: Value, policy: Policy) -> bool:
    """Whether a cell holds what stands in this column of a record, and hardly anywhere else."""
    kind = BY_KEY[key].kind
    typed = text(value)
    if kind in (ColumnKind.DECISION, ColumnKind.STATUS):
        return read_decision(typed, policy.decisions) is not None
    if kind is ColumnKind.FLAG:
        reading = read_flag(value)
        return reading.flag is not None and not reading.remark
    if kind is ColumnKind.ACTION:
        return first_word(typed) in ("yes", "no")
    if kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER):
        return key != "reported_on" and read_date(value, never=True).day is not None
    return kind is ColumnKind.CONTACTS and "@" in typed


def _titles(policy: Policy) -> tuple[str, ...]:
    tabs = policy.tabs
    return tabs.committee, tabs.oncall, tabs.todo, tabs.log, tabs.identity_key


def _tabs(
    snapshot: Snapshot, policy: Policy, layout: Layout, metadata: Mapping[str, str]
) -> Iterator[Finding]:
    for tab, row in other_records(snapshot, policy, layout, metadata):
        yield Finding("unread-tab", plain(tab.title), row, 0)
