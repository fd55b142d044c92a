"""What was published, as the Log remembers it: one line for each period.

    2026 H1 to 2026-05-31: reports=11 people_named=9 … no_action=4 outcomes open=0-4 other=7 …

A period that has passed leaves out its last day. Outcomes stand there only where the
period was broken down: the number where it was shown, a range where a class was. Later
runs read these lines to see what readers know already; lines they cannot read are passed
over, and so is whatever people write between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from sheets_coc.reporting.disclosure import Grid, Level
from sheets_coc.reporting.outcomes import Breakdown
from sheets_coc.reporting.periods import Period, halves, year
from sheets_coc.reporting.reports import Outcome
from sheets_coc.reporting.yearly import LABELS, Figures

_LINE = re.compile(
    r"^\s*(?P<year>\d{4})(?: H(?P<half>[12]))?(?: to (?P<end>\d{4}-\d{2}-\d{2}))?:"
    r"[^\n]*?\boutcomes (?P<cells>[a-z_]+=[0-9-]+(?: [a-z_]+=[0-9-]+)*)\s*$",
    re.MULTILINE,
)


def _name(period: Period) -> str:
    return period.label if period.complete else f"{period.label} to {period.end.isoformat()}"


def line(figures: Figures, breakdown: Breakdown | None = None) -> str:
    """What is remembered of one period.

    Args:
        figures: its row of the yearly table.
        breakdown: its row of the finer table, if that was published.
    """
    totals = " ".join(f"{k}={v}" for k, v in zip(LABELS, figures.values, strict=True))
    remembered = f"{_name(figures.period)}: {totals}"
    if breakdown is None or breakdown.verdict.level is Level.TOTAL:
        return remembered
    cells = (f"{c.value}={breakdown.remembered(c)}" for c in Outcome)
    return f"{remembered} outcomes {' '.join(cells)}"


def event_line(name: str, as_of: date, reports: int, closed: int) -> str:
    """What is remembered of an event's report. The name is kept on one line."""
    plain = " ".join(name.split()).replace(":", " ")
    return f"event {plain} to {as_of.isoformat()}: reports={reports} closed={closed}"


def parse(lines: Iterable[str]) -> tuple[Grid, ...]:
    """The breakdowns that the Log says were published.

    Args:
        lines: what stands in the Log's column *Published*, a cell each.
    """
    found = (_grid(match) for cell in lines for match in _LINE.finditer(cell))
    return tuple(dict.fromkeys(grid for grid in found if grid is not None))


def _grid(match: re.Match[str]) -> Grid | None:
    try:
        number = int(match["year"])
        end = date.fromisoformat(match["end"]) if match["end"] else date(number, 12, 31)
        spans = halves(number, end) if match["half"] else (year(number, end),)
        period = spans[int(match["half"] or 1) - 1]
        cells = dict(cell.split("=") for cell in match["cells"].split())
        shown = frozenset(Outcome(name) for name, value in cells.items() if value.isdecimal())
    except (ValueError, IndexError):
        return None
    return Grid((period.start, period.end), shown) if period.start <= period.end else None
