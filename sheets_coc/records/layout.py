"""Finding the header row and the columns, wherever a committee has put them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.records import shape
from sheets_coc.records.values import read_date
from sheets_coc.schema import layouts
from sheets_coc.schema.columns import BY_KEY, COLUMNS, ColumnKind, Filler, OnExpunge
from sheets_coc.schema.headers import (
    SEARCHED_ROWS,
    HeaderRow,
    find_header,
    header_digest,
    header_key,
    read_headings,
)
from sheets_coc.schema.near import nearly
from sheets_coc.sheet.model import Tab, Value, a1, column_letters, text

NEEDED_COLUMNS = 3
"""How many known columns make a header."""
ANSWER_PREFIX = "sheets-coc.column."
"""Developer metadata that remembers what a person said of a column."""
TOOLS = frozenset(c.key for c in COLUMNS if c.filler is Filler.TOOL and c.key != "case")
"""Columns that the tool alone writes, and overwrites."""
_CHECK = re.compile(r"\d(?:[\w.~-]{3})+")


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of the committee's own.

    Attributes:
        column: where it stands, from 0.
        header: what stands above it; may be blank.
        on_expunge: what happens to it when a record goes; None while nobody has said.
        digest: what answers about it are kept under.
        nearly: the key of the column that its heading nearly names, where that one is missing.
        former: the key of the column that was here before and that this one clearly is.
    """

    column: int
    header: str = field(repr=False)
    on_expunge: OnExpunge | None
    digest: str = field(default="", repr=False)
    nearly: str | None = None
    former: str | None = None

    @property
    def likeness(self) -> str | None:
        """The key of the column that people are asked whether this is it."""
        return self.former or self.nearly

    @property
    def name(self) -> str:
        """How messages speak of it: a header of people's own is not repeated."""
        return f"column {column_letters(self.column)}"


@dataclass(frozen=True)
class Layout:
    """Where things stand in the Records tab.

    Attributes:
        tab: the tab's id.
        header_row: the row of the header, from 0.
        columns: the column of each known key.
        own: the committee's own columns.
        merged: columns whose header is part of a merged block.
        missed: keys of columns the sheet has had and that are not found.
        decided: whether the sheet has, or has had, more than the original ten columns.
        renamed: digests of headings that people said are those of a known column.
    """

    tab: int
    header_row: int
    columns: Mapping[str, int]
    own: tuple[OwnColumn, ...] = ()
    merged: tuple[int, ...] = ()
    missed: tuple[str, ...] = ()
    decided: bool | None = None
    renamed: frozenset[str] = frozenset()

    @cached_property
    def keys(self) -> Mapping[int, str]:
        """The key of each known column, by where it stands."""
        return {column: key for key, column in self.columns.items()}

    @property
    def row_key(self) -> Mapping[int, tuple[int, int | None]]:
        """What tells rows apart, for `Changes.keys`: the header's row, and the case's column."""
        return {self.tab: (self.header_row, self.columns.get("case"))}

    @property
    def codes(self) -> bool:
        """Whether people stand in it by a code, and their names in the key alone."""
        return "person" in self.columns

    @property
    def unclassified(self) -> tuple[OwnColumn, ...]:
        """Columns that stop redaction, because nobody has said what they hold."""
        return tuple(c for c in self.own if c.on_expunge is None)

    @property
    def has_decisions(self) -> bool:
        """Whether this is more than the original ten columns."""
        return not shape.DECIDED.isdisjoint(self.columns) if self.decided is None else self.decided


def known_columns(policy: Policy) -> dict[str, str]:
    """The key of each heading of a records tab, for comparing: the policy's own come first."""
    known: dict[str, str] = {}
    for heading, key in headings(policy).items():
        known.setdefault(header_key(heading), key)
    known.pop("", None)
    return known


def headings(policy: Policy) -> dict[str, str]:
    """The key of each heading of a records tab, as it is written: the policy's own come first."""
    known = {heading: key for key, heading in policy.headers.items()}
    for column in COLUMNS:
        for heading in (column.header, *column.also):
            known.setdefault(heading, column.key)
    return known


def find_records_header(
    tab: Tab, policy: Policy, prefer: int | None = None, had: Collection[str] = ()
) -> HeaderRow | None:
    """The header of a records tab; None where the tab has none.

    A header that somebody sorted to the bottom is found as well.

    Args:
        tab: the tab.
        policy: the committee's headers.
        prefer: the row that was the header until now.
        had: keys of columns that the tab is known to have had.
    """
    known = known_columns(policy)
    for searched in (SEARCHED_ROWS, len(tab.values)):
        found = find_header(tab, known, least=NEEDED_COLUMNS, prefer=prefer, searched=searched)
        if found:
            ours = layouts.without_strangers(found.columns, {*had, *policy.headers})
            counted = {name: key for name, key in known.items() if key in ours}
            return read_headings(found.row, tab.values[found.row], counted)
    return None


def read_layout(tab: Tab, policy: Policy, metadata: Mapping[str, str]) -> Layout:
    """Find the header row and every column of the Records tab.

    Args:
        tab: the Records tab.
        policy: the committee's headers and what it said of its own columns.
        metadata: answers people gave in the sheet, and the shape that is remembered.

    Raises:
        SheetError: `no-header` or `duplicate-header`.
    """
    before = shape.remembered(metadata)
    row = before.row if before.tab == tab.id else None
    found = find_records_header(tab, policy, row, before.columns)
    if found is None:
        raise SheetError(
            "No header was found in the records tab: none of its rows names three columns of a "
            "record. Check the tab, or name your headers in the policy under [columns].",
            code="no-header",
        )
    if found.twice:
        row, column = found.twice
        raise SheetError(
            f"Two columns of the records tab have the same meaning; the second is at "
            f"{a1(row, column)}. Rename one of the two headers.",
            code="duplicate-header",
            cell=a1(row, column),
        )
    columns = {
        key: column
        for key, column in found.columns.items()
        if key not in TOOLS or key in before.columns or _is_the_tools(tab, found.row, column, key)
    }
    own = list(own_columns(tab, found.row, columns, policy, metadata))
    renamed = {
        key: one
        for one in own
        if (key := metadata.get(shape.RENAMED + one.digest, "")) in BY_KEY and key not in columns
    }
    columns |= {key: one.column for key, one in renamed.items()}
    missed = _missed(columns, set(before.columns), metadata)
    theirs = _with_nearly([c for c in own if c not in renamed.values()], columns, policy)
    asked = {c.column: c.nearly for c in theirs if c.on_expunge is None}
    likely = shape.former(asked, missed, shape.places_of_missed(before, tab.id, columns))
    return Layout(
        tab=tab.id,
        header_row=found.row,
        columns=columns,
        own=tuple(replace(c, former=likely.get(c.column)) for c in theirs),
        merged=_merged(tab, found.row),
        missed=missed,
        decided=not shape.DECIDED.isdisjoint(columns.keys() | before.columns.keys()),
        renamed=frozenset(one.digest for one in renamed.values()),
    )


def _merged(tab: Tab, row: int) -> tuple[int, ...]:
    return tuple(
        column
        for top, bottom, left, right in tab.merges
        if top <= row < bottom and right - left > 1
        for column in range(left, right)
    )


def _missed(
    columns: Mapping[str, int], expected: set[str], metadata: Mapping[str, str]
) -> tuple[str, ...]:
    """Columns that should be there; a sheet with the tool's own columns has decisions."""
    wanted = set(expected)
    if not shape.DECIDED.isdisjoint(columns) and "consequence" not in columns.keys() | expected:
        wanted.add("decision")
    return tuple(
        c.key
        for c in COLUMNS
        if c.key in wanted and c.key not in columns and not shape.is_gone(c.key, metadata)
    )


def is_the_tools(key: str, value: Value) -> bool:
    """Whether the tool itself may have written this into one of its own columns."""
    if value is None or value == "":
        return True
    if BY_KEY[key].kind is ColumnKind.DIGEST:
        return isinstance(value, str) and _CHECK.fullmatch(value) is not None
    reading = read_date(value, never=True)
    return reading.day is not None and not reading.problem


def _is_the_tools(tab: Tab, row: int, column: int, key: str) -> bool:
    """Whether nothing stands in a column that the tool would not have written."""
    return all(is_the_tools(key, tab.value(r, column)) for r in range(row + 1, len(tab.values)))


def _has_content(tab: Tab, column: int, below: int) -> bool:
    if any(c == column and r > below for r, c in tab.notes):
        return True
    return any(
        len(cells) > column and cells[column] not in (None, "", False)
        for cells in tab.values[below + 1 :]
    )


def own_columns(
    tab: Tab,
    row: int,
    found: Mapping[str, int],
    policy: Policy,
    metadata: Mapping[str, str],
    prefix: str = ANSWER_PREFIX,
) -> Iterator[OwnColumn]:
    """The columns of a tab that no heading of ours stands over, as far as anything does.

    Args:
        tab: the tab.
        row: the row of its header.
        found: where its known columns stand.
        policy: what it says of columns of the committee's own.
        metadata: what people answered about them.
        prefix: how the keys of these answers begin.
    """
    width = max((len(cells) for cells in tab.values[row:]), default=0)
    headers = [text(tab.value(row, column)).strip() for column in range(width)]
    taken = set(found.values())
    often = Counter(header_key(h) for c, h in enumerate(headers) if c not in taken)
    said = {header_key(h): answer for h, answer in policy.own_columns.items()}
    seen: Counter[str] = Counter()
    for column, header in enumerate(headers):
        key = header_key(header)
        if column in taken or (not header and not _has_content(tab, column, row)):
            continue
        seen[key] += 1
        alone = bool(key) and often[key] == 1
        same = f"{seen[key]} of {often[key]}"
        digest = header_digest(key if alone else _place(headers, column, same))
        answer = said.get(key) if alone else None
        if answer is None and (kept := metadata.get(prefix + digest)):
            answer = OnExpunge(kept) if kept in set(OnExpunge) else None
        yield OwnColumn(column, header, answer, digest)


def _place(headers: list[str], column: int, same: str) -> str:
    """What a column is known by that its heading does not tell from others.

    One of several of the same heading is known by its number among them, so that an answer about
    one speaks for no other; one without heading by its number among those between two headings.
    How many they are counts too: where another is inserted, nobody can tell which was meant.
    """
    key = header_key(headers[column])
    if key:
        return f"{key} number {same}"
    headed = [c for c, header in enumerate(headers) if header_key(header)]
    left = max((c for c in headed if c < column), default=-1)
    right = min((c for c in headed if c > column), default=len(headers))
    after = header_key(headers[left]) if left >= 0 else "the edge"
    return f"{column - left} of {right - left - 1} after {after}"


def _with_nearly(
    own: list[OwnColumn], columns: Mapping[str, int], policy: Policy
) -> tuple[OwnColumn, ...]:
    """The committee's own columns, with what the headings nobody has explained nearly say.

    One of the tool's own headings over what people have written is asked about like that, and
    others never: short words such as Check are anybody's.
    """
    known = known_columns(policy)
    passed = columns.keys() | layouts.irrelevant(columns)
    missing = {name: key for name, key in known.items() if key not in passed}
    ours = {
        heading: key
        for heading, key in headings(policy).items()
        if key not in TOOLS and missing.get(header_key(heading)) == key
    }

    def asked(one: OwnColumn) -> OwnColumn:
        exact = missing.get(header_key(one.header))
        return replace(one, nearly=exact or nearly(one.header, ours))

    return tuple(asked(one) if one.on_expunge is None else one for one in own)


def taken_headings(layout: Layout, policy: Policy) -> frozenset[str]:
    """Keys of columns that cannot be added: their heading stands over something else."""
    known = known_columns(policy)
    exact = {known.get(header_key(one.header), "") for one in layout.own}
    return frozenset({*exact, *layout.missed, *(c.nearly or "" for c in layout.own)} - {""})
