"""Everything validation says of a sheet, in its order."""

from __future__ import annotations

from sheets_coc.schema.findings import Finding
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.date_findings import date_findings
from sheets_coc.todo.open_cases import case_findings


def all_findings(seen: Analysis) -> list[Finding]:
    """What the rows say, what follows from their dates, and what open cases wait for."""
    found = [*seen.findings, *date_findings(seen), *case_findings(seen)]
    return sorted(found, key=lambda f: (f.row or 0, f.column or 0, f.code))
