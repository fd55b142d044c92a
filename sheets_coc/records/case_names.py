"""Case names for records that have none."""

from __future__ import annotations

import random
from dataclasses import replace

from sheets_coc.records import cases
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.sheet.model import text


def _people(record: Record) -> list[str]:
    """Everyone named in a record, as typed; `record` with what the key knows."""
    cells = (
        record.reporter, record.subjects, record.aliases, record.contacts, record.others,
        record.handled_by, record.recused,
    )  # fmt: skip
    return [person for cell in cells for person in cell.reveal()]


def name_cases(sheet: RecordsSheet, seed: str) -> None:
    """Give a case name to every record that has none, where there is a column for it."""
    if "case" not in sheet.layout.columns:
        return
    draw = random.Random(seed)
    typed = [text(sheet.cell(record, "case")).strip() for record in sheet.records]
    taken = {cases.base(name) for name in typed}
    joint = cases.joint(typed, " " if sheet.layout.codes else "-")
    for index, record in enumerate(sheet.records):
        if not typed[index]:
            people = _people(sheet.key.named(record))
            name = cases.new_case(taken, draw, people, joint)
            taken.add(name)
            sheet.records[index] = replace(record, case=name)
