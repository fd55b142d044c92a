"""What makes a run stop because the sheet may not be what it seems."""

from __future__ import annotations

from sheets_coc.errors import NOTHING_CHANGED, SafetyStop
from sheets_coc.records.drift import stop
from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.wording import named


def uncertain(seen: Analysis) -> list[Finding]:
    """Why records may have been overlooked or misread, in the sheet's order."""
    return [finding for finding in seen.sheet.findings if finding.kind.stops]


def came_apart(seen: Analysis) -> SafetyStop:
    """The refusal to work on rows whose content has changed places."""
    names = named([record.name for record in seen.apart], 10)
    return SafetyStop(
        f"The content of {len(seen.apart)} records has changed places, as after sorting only "
        f"some columns or exchanging two headings: {names}. Undo that (Edit, Undo, or File, "
        "Version history), then run again. If it is right as it is, tick the line that "
        "sheets-coc validate --apply puts into To do.",
        became=NOTHING_CHANGED,
        code="rows-apart",
    )


def reason_to_stop(seen: Analysis) -> SafetyStop | None:
    """Why nothing may be done that relies on having read every record, and read it right."""
    if found := uncertain(seen):
        return stop(found)
    return came_apart(seen) if seen.apart else None


def refuse(seen: Analysis) -> None:
    """Go on only where every record has been read, and read right.

    Raises:
        SafetyStop: something may have been overlooked or misread, or rows have come apart.
    """
    if found := reason_to_stop(seen):
        raise found
