"""What is said once names have gone from a key that is a spreadsheet of its own.

It is written before the rows are marked, in another transaction. Whatever then keeps the rows is
said together with that: an error, or somebody who keeps a record in that very moment.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sheets_coc.redaction.plan import RedactionPlan
from sheets_coc.redaction.staying import NotExpunged
from sheets_coc.todo.analysis import Analysis

NAMES_WENT = (
    "In the key, however, the names of those who were due are expunged already. Run it again: the "
    "next run that can marks their rows."
)


KEPT_UP = "In the key, however, the counts are up to date already."
NO_RECORD = "no record expunged"


def codes_of(seen: Analysis, planned: RedactionPlan) -> set[str]:
    """The codes of the people whose names a plan takes from a key of its own."""
    rows = {cell.row for cell in planned.key_cells}
    entries = seen.sheet.key.entries.values() if seen.sheet.key.elsewhere else ()
    return {entry.code for some in entries for entry in some if entry.row in rows}


def said_of_key(seen: Analysis, of: Analysis, went: Collection[str] = ()) -> str:
    """What to say of a key of its own when something goes wrong after it was written.

    Args:
        seen: the analysis before it.
        of: the analysis after it; one without a key where that could not be written.
        went: the codes of people whose names went from it.
    """
    if of is seen or of.snapshot.beside is None:
        return ""
    return NAMES_WENT if went else KEPT_UP


def stopped(planned: RedactionPlan, *, written: bool, key: str) -> RedactionPlan:
    """A plan whose stop says what was written all the same.

    Args:
        planned: the plan as it came out.
        written: whether To do was.
        key: what was written into the key before it, in words.
    """
    stop = planned.stop
    if stop is None or not (written or key):
        return planned
    stop = stop.but(f"{NO_RECORD}; To do says what to look at" if written else NO_RECORD)
    if key:
        stop.say_as_well(key)
    return replace(planned, stop=stop)


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
