"""The column by which reports are broken down: any that holds nobody's data, and no other.

A column of the committee's own may be used once somebody has said that it is kept when a
record goes, which is to say that it holds nobody's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sheets_coc.errors import SafetyStop, SheetError, UsageError
from sheets_coc.private import remembered
from sheets_coc.records.layout import Layout
from sheets_coc.schema.columns import COLUMNS, ColumnKind, Holds, OnExpunge
from sheets_coc.schema.headers import header_key
from sheets_coc.sheet.model import Value, text

KINDS: Final = frozenset(
    {
        ColumnKind.TEXT,
        ColumnKind.FLAG,
        ColumnKind.DECISION,
        ColumnKind.STATUS,
        ColumnKind.CHOICE,
    }
)
"""Kinds of columns that divide reports into a few groups; case names and dates do not."""

SEVERAL: Final = "several of them"
"""The group of a report whose rows, or whose cell, name more than one."""


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """The column that was chosen.

    Attributes:
        column: where it stands, from 0.
        header: what stands above it.
    """

    column: int
    header: str = field(repr=False)

    def read(self, cells: Sequence[Value]) -> str | None:
        """What a row's cell says, on one line; None where it is blank."""
        value = cells[self.column] if self.column < len(cells) else None
        return _label(text(value))


@remembered(4096)
def _label(typed: str) -> str | None:
    named = dict.fromkeys(
        part for line in typed.splitlines() for piece in line.split(";")
        if (part := " ".join(piece.split()))
    )  # fmt: skip
    return SEVERAL if len(named) > 1 else next(iter(named), None)


def group_of(layout: Layout, heading: str) -> GroupColumn:
    """The column of a heading, if reports may be broken down by it.

    Args:
        layout: where the columns stand.
        heading: what stands above it, or its key; case and punctuation do not matter.

    Raises:
        SheetError: `no-such-column`.
        SafetyStop: `unclassified-column` where nobody has said what it holds.
        UsageError: `breakdown-column` where it holds somebody's data or divides nothing.
    """
    wanted = header_key(heading)
    for column in COLUMNS:
        names = (column.key, column.header, *column.also)
        if wanted in map(header_key, names) and column.key in layout.columns:
            if column.holds is not Holds.NOBODY or column.on_expunge is not OnExpunge.KEEP:
                raise _personal()
            if column.kind not in KINDS:
                raise UsageError(
                    f"{column.header} does not divide reports into groups. Name a column such as "
                    "the space, the type of violation or the channel.",
                    code="breakdown-column",
                )
            return GroupColumn(layout.columns[column.key], column.header)
    found = [own for own in layout.own if own.header and header_key(own.header) == wanted]
    if len(found) != 1:
        many = "has several columns" if found else "has no column"
        raise SheetError(
            f"The records tab {many} of that heading, so nothing can be broken down by it.",
            code="no-such-column",
        )
    own = found[0]
    if own.on_expunge is None:
        raise SafetyStop(
            f"Stopped. Nobody has said what {own.name} holds, and it may be a name. Answer the "
            "question about it in To do (keep: it holds nobody's data), then run again.",
            code="unclassified-column",
        )
    if own.on_expunge is not OnExpunge.KEEP:
        raise _personal()
    return GroupColumn(own.column, " ".join(own.header.split()))


def _personal() -> UsageError:
    return UsageError(
        "That column holds people's data, and statistics do not read it. Name one that is kept "
        "when a record goes.",
        code="breakdown-column",
    )
