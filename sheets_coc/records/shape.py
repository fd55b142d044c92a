"""The shape of the records, remembered: which tab, which header row, which columns.

People rename, split, sort and delete. A heading that is not found may be one that never was,
or one that decides when records go and is called something else since yesterday; only what
the sheet was before tells which. So every run that writes leaves in the spreadsheet's
metadata what it took each column for, and what people answered about the differences:

    sheets-coc.shape          {"tab": 11, "row": 0, "columns": {"case": 0, "hold": 7, …}}
    sheets-coc.is.3f09…       hold       column of that heading: "it was renamed: this is it"
    sheets-coc.gone.event     1          "it is gone on purpose"
    sheets-coc.no-records.12  1          the tab of that id holds no records
    sheets-coc.row.88ab…      no record  the row of those texts: a total, an explanation

No heading and no cell stands there: people's own words are known by a digest.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sheets_coc.schema.columns import BY_KEY
from sheets_coc.schema.headers import header_digest, header_key
from sheets_coc.sheet.model import Value

SHAPE = "sheets-coc.shape"
"""Under which metadata key the shape is kept."""
RENAMED = "sheets-coc.is."
"""Beginning of the keys of answers: which of our columns one with another heading is."""
GONE = "sheets-coc.gone."
"""Beginning of the keys of answers: a column that is gone on purpose."""
NO_RECORDS = "sheets-coc.no-records."
"""Beginning of the keys of answers: a tab that looks like records and holds none."""
ROW = "sheets-coc.row."
"""Beginning of the keys of answers: whether a row that looks like none is a record."""
IS_RECORD, IS_NO_RECORD = "record", "no record"
SET_UP = frozenset({"policy_date", "extended_until", "goes_on", "row_check"})
"""Columns that nobody has who has not run set-up."""
DECIDED = SET_UP | {"decision", "consequence", "status"}
"""A sheet that has had one of these is no ten-column sheet, and is never again taken for one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the last run that wrote took the sheet for.

    Attributes:
        tab: the id of the Records tab; None where nothing is remembered.
        row: the row of its header, from 0.
        columns: where each known column stood.
    """

    tab: int | None = None
    row: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)

    def as_metadata(self) -> str:
        """How it is kept."""
        kept = {"tab": self.tab, "row": self.row, "columns": dict(sorted(self.columns.items()))}
        return json.dumps(kept, separators=(",", ":"))


def remembered(metadata: Mapping[str, str]) -> Shape:
    """The shape that is remembered; an empty one where there is none that can be read."""
    try:
        kept = json.loads(metadata.get(SHAPE, "{}"))
        columns = {str(k): int(c) for k, c in kept["columns"].items() if k in BY_KEY}
        return Shape(int(kept["tab"]), int(kept["row"]), columns)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Shape()


def places_of_missed(before: Shape, tab: int, columns: Mapping[str, int]) -> Mapping[int, str]:
    """Where columns stood that are not found, while every other one stands where it stood.

    What stands there now is what was there, under another heading. Where columns were inserted
    or moved, nothing can be told from places.
    """
    if before.tab != tab or any(before.columns.get(k, c) != c for k, c in columns.items()):
        return {}
    return {column: key for key, column in before.columns.items() if key not in columns}


def former(
    nearly: Mapping[int, str | None], missed: Collection[str], places: Mapping[int, str]
) -> dict[int, str]:
    """Which column that is not found each of some others clearly is: it is asked about by that.

    By its heading, where no other is like it; else by its place, where no heading is like it.

    Args:
        nearly: what the headings of columns that nobody has explained nearly name, by place.
        missed: keys of the columns that are not found.
        places: where columns stood that are not found, as far as places tell.
    """
    told = Counter(nearly.values())
    found = {}
    for column, key in nearly.items():
        likely = key if key and told[key] == 1 else None
        if key is None and not told[places.get(column)]:
            likely = places.get(column)
        if likely in missed and likely:
            found[column] = likely
    return found


def is_gone(key: str, metadata: Mapping[str, str]) -> bool:
    """Whether a person said that a column is gone on purpose."""
    return GONE + key in metadata


def row_digest(cells: Sequence[Value]) -> str:
    """What a row that is no record is known by: its texts, not its numbers, which change."""
    texts = [header_key(value) for value in cells if isinstance(value, str)]
    return header_digest("\x1f".join(t for t in texts if t))


def to_remember(
    tab: int,
    row: int,
    columns: Mapping[str, int],
    renamed: Collection[str],
    metadata: Mapping[str, str],
) -> dict[str, str | None]:
    """The metadata that keeps the shape, as far as it differs from what is kept.

    A column that is not found is not forgotten until a person says that it is gone. That a
    heading is that of a known column is forgotten when it is not any more: it may stand over
    something else one day.

    Args:
        tab: the id of the Records tab.
        row: the row of its header.
        columns: where its columns stand.
        renamed: digests of the headings of those that people said which they are.
        metadata: what the spreadsheet keeps, and what it will keep of new answers.
    """
    before = remembered(metadata)
    missed = {k: c for k, c in before.columns.items() if not is_gone(k, metadata)}
    kept: dict[str, str | None] = {
        SHAPE: Shape(tab, row, missed | dict(columns)).as_metadata(),
        **{GONE + key: None for key in columns if is_gone(key, metadata)},
        **{
            key: None
            for key in metadata
            if key.startswith(RENAMED) and key.removeprefix(RENAMED) not in renamed
        },
    }
    return {key: value for key, value in kept.items() if metadata.get(key) != value}
