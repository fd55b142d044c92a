"""What is said once names have gone from a key that is a spreadsheet of its own.

It is written before the rows are marked, in another transaction. Whatever then keeps the rows is
said together with that: an error, or somebody who keeps a record in that very moment.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import replace

from sheets_coc.errors import Error
from sheets_coc.redaction.plan import RedactionPlan
from sheets_coc.redaction.staying import NotExpunged
from sheets_coc.todo.analysis import Analysis

NAMES_WENT = (
    "In the key, however, the names of those who were due are expunged already. Run it again: the "
    "next run that can marks their rows."
)


def codes_of(seen: Analysis, planned: RedactionPlan) -> set[str]:
    """The codes of the people whose names a plan takes from a key of its own."""
    rows = {cell.row for cell in planned.key_cells}
    entries = seen.sheet.key.entries.values() if seen.sheet.key.elsewhere else ()
    return {entry.code for some in entries for entry in some if entry.row in rows}


@contextlib.contextmanager
def key_came_first(went: Collection[str]) -> Iterator[None]:
    """Let an error about the rows say that names have gone from the key already."""
    try:
        yield
    except Error as error:
        if went:
            error.message = f"{error.message} {NAMES_WENT}"
            error.args = (error.message,)
        raise


def left_behind(planned: RedactionPlan, seen: Analysis, codes: Collection[str]) -> RedactionPlan:
    """A plan that says which records stay though their people have gone from the key just now.

    Args:
        planned: the plan.
        seen: what it was made from.
        codes: the codes of those people.
    """
    going = {removal.record.row for removal in planned.done}
    stay = [
        record
        for record in seen.sheet.records
        if not record.expunged and record.row not in going
        and not set(codes).isdisjoint(record.persons)
    ]  # fmt: skip
    if not stay or planned.stop:
        return planned
    rows = {record.row for record in stay}
    others = [one for one in planned.stays if one.record.row not in rows]
    said = (NotExpunged(record, "key-ahead") for record in stay)
    return replace(planned, stays=(*others, *said))
