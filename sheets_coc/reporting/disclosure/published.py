"""What was published, as the Log remembers it: one line for each period and each event.

    2026 H1 to 2026-05-31: reports=11 people_named=9 … outcomes warned=0-4 other=7 …
    2025 by "Space": reports=13 "Forum"=9 rest=0-4
    event Invented Conference 2026 to 2026-06-30: reports=12 closed=6

A period that has passed leaves out its last day. Outcomes and groups stand there only where
the period was broken down: the number where it was shown, a range where a class was. Later
runs read these lines to see what readers know already; lines they cannot read are passed
over, and so is whatever people write between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sheets_coc.errors import UsageError
from sheets_coc.reporting.cells import Cell, cell_remembered
from sheets_coc.reporting.disclosure.suppression import Grid, Span
from sheets_coc.reporting.outcomes import SHOWN, OutcomesRow
from sheets_coc.reporting.periods import Period, Unit, parse_period
from sheets_coc.reporting.yearly import LABELS, YearlyRow

REST = "everything else"
"""The group that stands for whatever a breakdown does not name; `rest` in the Log."""

_DAY = r"\d{4}-\d{2}-\d{2}"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_NAME = rf"(?P<name>\d{{4}}(?: [HQ]\d)?|{_DAY} to {_DAY})(?: to (?P<end>{_DAY}))?"
_TABLE = re.compile(
    rf"^\s*{_NAME}: reports=\d+(?: [a-z_]+=[a-z0-9-]+)*?"
    r"(?: outcomes (?P<cells>[a-z_]+=[a-z0-9-]+(?: [a-z_]+=[a-z0-9-]+)*))?\s*$"
)
_GROUPS = re.compile(
    rf"^\s*{_NAME} by (?P<by>{_QUOTED}): reports=\d+"
    rf"(?P<cells>(?: (?:{_QUOTED}|rest)=[0-9-]+)+)\s*$"
)
_GROUP = re.compile(rf" ({_QUOTED}|rest)=([0-9-]+)")
_EVENT = re.compile(
    rf"^\s*event (?P<name>[^:]+) to (?P<end>{_DAY}): "
    r"reports=(?P<reports>\d+) closed=(?P<closed>\d+)\s*$"
)


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """An event of which it was published how many of its reports were closed.

    Attributes:
        name: its name.
        reports: how many reports it had.
        closed: how many of them were closed.
    """

    name: str
    reports: int
    closed: int


@dataclass(frozen=True, slots=True)
class Published:
    """What readers know already.

    Attributes:
        grids: breakdowns by outcome, of other periods than years.
        groups: breakdowns by a column, by its heading.
        spans: spans of time whose totals were published.
        events: events whose reports were told apart.
        lines: every line as it stands, so that it need not be remembered twice.
    """

    grids: tuple[Grid, ...] = ()
    groups: Mapping[str, tuple[Grid, ...]] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    events: tuple[PublishedEvent, ...] = ()
    lines: frozenset[str] = frozenset()


def _name(period: Period) -> str:
    return period.label if period.complete else f"{period.label} to {period.end.isoformat()}"


def line(row: YearlyRow, outcomes: OutcomesRow | None = None) -> str:
    """What is remembered of one period.

    Args:
        row: its row of the yearly table.
        outcomes: its row of the table of outcomes, if that was published.
    """
    figures = zip(LABELS, row.values, strict=True)
    remembered = f"{_name(row.period)}: {_pairs(figures)}"
    if outcomes is None or not outcomes.broken_down:
        return remembered
    return f"{remembered} outcomes {_pairs((o.value, outcomes.cells[o.value]) for o in SHOWN)}"


def _pairs(cells: Iterable[tuple[str, Cell]]) -> str:
    return " ".join(f"{key}={cell_remembered(cell)}" for key, cell in cells)


def group_line(period: Period, by: str, reports: int, groups: Mapping[str, Cell]) -> str:
    """What is remembered of a period that was broken down by a column.

    Args:
        period: the period.
        by: the column's heading.
        reports: how many reports it has.
        groups: what was shown of each group.
    """
    cells = (
        f"{'rest' if label == REST else _quoted(label)}={cell_remembered(cell)}"
        for label, cell in groups.items()
    )
    return f"{_name(period)} by {_quoted(by)}: reports={reports} {' '.join(cells)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def event_line(name: str, as_of: date, reports: int, closed: int | None) -> str:
    """What is remembered of an event's report. The name is kept on one line."""
    plain = " ".join(name.split()).replace(":", " ")
    told = "" if closed is None else f" closed={closed}"
    return f"event {plain} to {as_of.isoformat()}: reports={reports}{told}"


def parse(lines: Iterable[str]) -> Published:
    """What the Log says was published.

    Args:
        lines: what stands in the Log's column *Published*, a cell each.
    """
    grids: list[Grid] = []
    groups: dict[str, list[Grid]] = {}
    spans: list[Span] = []
    events: list[PublishedEvent] = []
    seen = [one.strip() for cell in lines for one in cell.splitlines()]
    for one in seen:
        if found := _EVENT.match(one):
            events.append(
                PublishedEvent(found["name"], int(found["reports"]), int(found["closed"]))
            )
        elif (found := _TABLE.match(one)) and (period := _period(found)):
            spans.append(period.span)
            if found["cells"] and period.unit is not Unit.YEAR:
                cells = (cell.split("=") for cell in found["cells"].split())
                grids.append(_grid(period.span, ((key, value) for key, value in cells)))
        elif (found := _GROUPS.match(one)) and (period := _period(found)):
            spans.append(period.span)
            by, named = json.loads(found["by"]), _GROUP.findall(found["cells"])
            labels = ((REST if key == "rest" else json.loads(key), n) for key, n in named)
            groups.setdefault(by, []).append(_grid(period.span, labels))
    return Published(
        tuple(dict.fromkeys(grids)),
        {by: tuple(dict.fromkeys(several)) for by, several in groups.items()},
        tuple(dict.fromkeys(spans)),
        tuple(events),
        frozenset(seen) - {""},
    )


def _period(found: re.Match[str]) -> Period | None:
    """The period a line speaks of; None where there is no such period."""
    try:
        end = date.fromisoformat(found["end"]) if found["end"] else date.max
        return parse_period(found["name"], end)
    except (ValueError, UsageError):
        return None


def _grid(span: Span, cells: Iterable[tuple[str, str]]) -> Grid:
    """A breakdown as it was shown: numbers, classes, and what was not shown at all."""
    several = list(cells)
    shown = frozenset(label for label, said in several if said.isdecimal())
    classed = frozenset(label for label, said in several if re.fullmatch(r"0-\d+", said))
    return Grid(span, shown, classed, REST if REST in shown | classed else "")
