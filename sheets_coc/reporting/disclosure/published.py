"""What was published, as the Log remembers it: one line for each period.

    2026 H1 to 2026-05-31: reports=11 people_named=9 … outcomes open=0-4 other=7 …

A period that has passed leaves out its last day. Outcomes stand there only where the
period was broken down: the number where it was shown, a range where a class was. Later
runs read these lines to see what readers know already; lines they cannot read are passed
over, and so is whatever people write between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sheets_coc.reporting.disclosure.suppression import Grid, Level, Span
from sheets_coc.reporting.outcomes import Breakdown
from sheets_coc.reporting.periods import Period, halves, year
from sheets_coc.reporting.reports import Outcome
from sheets_coc.reporting.yearly import LABELS, Figures

_LINE = re.compile(
    r"^\s*(?P<year>\d{4})(?: H(?P<half>[12]))?(?: to (?P<end>\d{4}-\d{2}-\d{2}))?: reports=\d+"
    r"(?P<totals>(?: [a-z_]+=\d+)*)"
    r"(?: outcomes (?P<cells>[a-z_]+=[0-9-]+(?: [a-z_]+=[0-9-]+)*))?\s*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Published:
    """What readers know already.

    Attributes:
        grids: breakdowns, with the categories whose number was shown.
        spans: spans of time whose totals were published.
        lines: every line as it stands, so that it need not be remembered twice.
    """

    grids: tuple[Grid, ...] = ()
    spans: tuple[Span, ...] = ()
    lines: frozenset[str] = frozenset()


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


def parse(lines: Iterable[str]) -> Published:
    """What the Log says was published.

    Args:
        lines: what stands in the Log's column *Published*, a cell each.
    """
    grids: list[Grid] = []
    spans: list[Span] = []
    seen: list[str] = []
    for cell in lines:
        seen += (one.strip() for one in cell.splitlines())
        for match in _LINE.finditer(cell):
            try:
                span, shown = _span(match), _shown(match)
            except (ValueError, IndexError):
                continue
            spans.append(span)
            if shown is not None:
                grids.append(Grid(span, shown))
    return Published(
        tuple(dict.fromkeys(grids)), tuple(dict.fromkeys(spans)), frozenset(seen) - {""}
    )


def _span(match: re.Match[str]) -> Span:
    number = int(match["year"])
    end = date.fromisoformat(match["end"]) if match["end"] else date(number, 12, 31)
    spans = halves(number, end) if match["half"] else (year(number, end),)
    period = spans[int(match["half"] or 1) - 1]
    if period.start > period.end:
        raise ValueError
    return period.start, period.end


def _shown(match: re.Match[str]) -> frozenset[Outcome] | None:
    """The categories whose number was shown; None where nothing was broken down."""
    if not match["cells"]:
        return None
    cells = dict(cell.split("=") for cell in match["cells"].split())
    return frozenset(Outcome(name) for name, value in cells.items() if value.isdecimal())
