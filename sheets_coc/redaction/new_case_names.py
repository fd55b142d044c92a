"""New names for cases whose name tells who it is, given in the batch that expunges them.

While its people are in the row such a name is never repeated: messages say `row 5`. With its
people gone nobody could tell any more that it is a name, so it goes with them, in every row
of the report and wherever another record says that it is "not the same as".
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from sheets_coc.records import cases
from sheets_coc.redaction.row_redaction import RowRedaction, joined
from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.sheet.model import SetCell, text
from sheets_coc.todo.analysis import Analysis


def new_case_names(seen: Analysis, done: Sequence[RowRedaction]) -> list[SetCell]:
    """The cells that take people's names out of case names.

    Args:
        seen: what the rules say of the sheet.
        done: what is expunged.
    """
    column = seen.sheet.layout.columns.get("case")
    if column is None:
        return []
    typed = {r.row: text(seen.sheet.cell(r, "case")).strip() for r in seen.sheet.records}
    renamed = _renamed(seen, done, typed)
    cells = []
    for row, name in typed.items():
        if new := renamed.get(cases.base(name)):
            cells.append(SetCell(seen.sheet.tab.id, row, column, new + _number(name)))
    return [*cells, *_elsewhere(seen, renamed)]


def logged_names(seen: Analysis, done: Sequence[RowRedaction]) -> tuple[str, ...]:
    """The names under which the Log speaks of the records that go: new ones where they got one."""
    cells = {cell.row: text(cell.value) for cell in new_case_names(seen, done)}
    return tuple(cells.get(one.record.row, one.record.name) for one in done)


def _renamed(
    seen: Analysis, done: Sequence[RowRedaction], typed: Mapping[int, str]
) -> dict[str, str]:
    """The new name of each report whose name tells who goes, by what it is known by."""
    going: dict[str, list[Known]] = {}
    for one in done:
        if name := typed[one.record.row]:
            going.setdefault(cases.base(name), []).append(one.known)
    telling = [base for base, known in going.items() if _tells(base, joined(known))]
    taken = {cases.base(name) for name in typed.values()}
    joint = cases.joint(taken - set(telling))
    renamed = {}
    for base in sorted(telling):
        draw = random.Random(f"{seen.seed}/{base}")
        renamed[base] = cases.new_case(taken, draw, joint=joint)
        taken.add(renamed[base])
    return renamed


def _tells(base: str, known: Known) -> bool:
    people = (*known.names, *known.aliases, *known.contacts)
    return cases.tells(base, people) or bool(Scrubber(known)(base).replaced)


def _number(name: str) -> str:
    """The number of a further row, as it stands behind the report's name."""
    return "".join(f"/{number}" for number in name.split("/")[1:2])


def _elsewhere(seen: Analysis, renamed: Mapping[str, str]) -> list[SetCell]:
    """The cells under "Not the same as" that name one of these."""
    column = seen.sheet.layout.columns.get("not_same_as")
    if column is None or not renamed:
        return []
    cells = []
    for record in seen.sheet.records:
        before = after = text(seen.sheet.cell(record, "not_same_as"))
        for base, new in renamed.items():
            after = re.sub(rf"(?<!\w){re.escape(base)}(?!\w)", new, after, flags=re.IGNORECASE)
        if after != before:
            cells.append(SetCell(seen.sheet.tab.id, record.row, column, after))
    return cells
