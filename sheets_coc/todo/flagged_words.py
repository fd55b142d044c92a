"""Words that may still identify someone after scrubbing."""

from __future__ import annotations

from dataclasses import dataclass, field

from sheets_coc.records.record import Record


@dataclass(frozen=True, slots=True)
class FlaggedWords:
    """Words that may still identify someone after scrubbing; a person should look.

    Attributes:
        record: the record.
        column: the column's key.
        rule: why the words were marked.
        count: how many such places there are.
        of: the record whose people may be meant, where that is another one, which goes.
        shown: the places with everything around them masked; for a terminal only.
    """

    record: Record
    column: str
    rule: str
    count: int
    shown: tuple[str, ...] = field(default=(), repr=False)
    of: str = ""
