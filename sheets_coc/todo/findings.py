"""Everything validation says of a sheet, in its order; and of the key to people's codes."""

from __future__ import annotations

from dataclasses import replace

from sheets_coc.records.key import key_memory
from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.date_findings import date_findings
from sheets_coc.todo.open_cases import case_findings
from sheets_coc.todo.shape_questions import FATES, KEY_REF
from sheets_coc.todo.tab import Line, Topic


def all_findings(seen: Analysis) -> list[Finding]:
    """What the rows say, what follows from their dates, and what open cases wait for."""
    found = [*seen.findings, *date_findings(seen), *case_findings(seen)]
    return sorted(found, key=lambda f: (f.row or 0, f.column or 0, f.code))


def key_line(seen: Analysis, finding: Finding) -> Line:
    """The line about something in the key, with a link to it where it is in this spreadsheet."""
    key, row, column = seen.sheet.key, finding.row or 0, finding.column or 0
    tab = None if key.elsewhere or key.tab is None else key.tab.id
    said = f"{finding.tab}, {finding.cell}: {finding.kind.text}"
    if finding.code == "key-column":
        digest = next(own.digest for own in key.own if own.column == column)
        return Line(KEY_REF + digest, Topic.QUESTION, said, tab, finding.tab, row, column, FATES)
    if finding.code == "key-apart":
        ref = key_memory.APART_REF + key_memory.mark(key, seen.snapshot.metadata)
        return Line(ref, Topic.QUESTION, said, tab, finding.tab, row, column)
    ref = f"{finding.code}/key/{finding.cell}"
    line = Line(ref, Topic.SETTLE, said, tab, finding.tab, row, column)
    alike = f"in the key: {finding.kind.text}"
    return replace(line, group=f"{finding.code}/key", name=finding.cell or "", alike=alike)
