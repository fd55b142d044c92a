"""One report out of the cells of a row: what fills which part of the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sheets_coc.intake.fields import EVERYTHING_ELSE, INCIDENT, describes, short
from sheets_coc.people.folding import fold
from sheets_coc.records.reading import CELL_LIMIT
from sheets_coc.records.values import action_taken
from sheets_coc.tables.table import TableRow

_PEOPLE = frozenset({"reporter", "subjects", "aliases", "contacts", "others"})
_NO_ANSWER: Final = frozenset(
    {"yes", "maybe", "unsure", "not sure", "i don't know", "i do not know", "don't know", "ja",
     "vielleicht", "oui", "si", "sim", "prefer not to say", "weiss nicht", "je ne sais pas",
     "no se",
     "yes.", "y"}
)  # fmt: skip
"""Answers to a question about people that name nobody."""

_NAME_FIRST = re.compile(
    r"^\s*((?:[^\W\d_][\w'’.-]*\s+){1,3}[^\W\d_][\w'’.-]*)\s*(?:[,;(\n]|\s[-–]\s|$)"
)


@dataclass(frozen=True, slots=True)
class EventReport:
    """One report as the file has it.

    Attributes:
        number: the row of the file, as a spreadsheet numbers it; the place in order where the
            file holds reports in several sheets.
        cells: text by column key.
    """

    number: int
    cells: Mapping[str, str] = field(repr=False)


def key_of(key: str) -> str:
    """The column that a field goes into."""
    return "summary" if key == EVERYTHING_ELSE else "reported_on" if key == INCIDENT else key


def read_report(
    row: TableRow, columns: Mapping[int, str], headings: Sequence[str]
) -> EventReport | None:
    """A row's report; None where it says nothing that is taken."""
    pieces: dict[str, list[tuple[str, str]]] = {}
    for n, key in columns.items():
        cell = row.cells[n] if n < len(row.cells) else ""
        heading = headings[n] if n < len(headings) else ""
        for part, text in _parts(key, heading, cell) if cell else ():
            pieces.setdefault(part, []).append((heading, text))
    cells = {key: _joined(key, several) for key, several in pieces.items()}
    says = {"subjects", "contacts", "aliases", "summary", "others", "local_action"} & set(cells)
    if not says or any(len(cell) > CELL_LIMIT for cell in cells.values()):
        return None
    return EventReport(row.number, cells)


def _parts(key: str, heading: str, cell: str) -> Iterable[tuple[str, str]]:
    """What one cell fills: an answer that names nobody, or more than a name, is a story too."""
    key = key_of(key)
    if key not in _PEOPLE:
        yield key, cell
    elif fold(cell) in _NO_ANSWER:
        yield "summary", cell
    elif key == "subjects" and describes(heading):
        if found := _NAME_FIRST.match(cell):
            yield key, " ".join(found[1].split())
        if not found or found.end(1) < len(cell.rstrip()):
            yield "summary", cell
    else:
        yield key, cell


def _joined(key: str, several: Sequence[tuple[str, str]]) -> str:
    """Several columns of one meaning as one text."""
    texts = [cell for _, cell in several]
    if len(texts) == 1 or key in ("reported_on", "event"):
        return texts[0]
    if key == "summary":
        return "\n".join(
            f"{short(heading)}: {cell}" if heading else cell for heading, cell in several
        )
    if key in ("our_action", "local_action"):
        done = [cell for cell in texts if action_taken(cell)]
        return "\n".join(done or texts[:1])
    return ("\n" if key == "outcome" else "; ").join(texts)
