"""Histories of ordinary reports, and the table of what came of them."""

from datetime import date
from typing import Any

from sheets_coc.policy import default
from sheets_coc.records.facts import Fact, Frame
from sheets_coc.reporting.outcomes import OutcomesRow
from sheets_coc.reporting.statistics import Statistics, StatisticsRequest, compute
from sheets_coc.schema.columns import Decision
from sheets_coc.schema.consequences import Consequence

TODAY = date(2026, 11, 21)
C, D = Consequence, Decision


def facts(number: int, start: int = 0, day: str = "2025-03-01", **fields: Any) -> list[Fact]:
    return [Fact(start + n, date.fromisoformat(day), **fields) for n in range(number)]


def ordinary() -> list[Fact]:
    """Fifteen reports: 7 resolved, 5 no violation, 2 suspended, 1 open."""
    return [
        *facts(7, 0, decision=D.RESOLVED, action_us=True, people=1),
        *facts(5, 10, decision=D.NO_VIOLATION, action_us=False, action_local=False),
        *facts(2, 20, decision=D.BANNED, banned_until=date(2027, 1, 1), people=1),
        *facts(1, 30, decision=D.OPEN),
    ]


def statistics(history: list[Fact], log: tuple[str, ...] = (), **wanted: Any) -> Statistics:
    request = StatisticsRequest(TODAY, **wanted)
    return compute(Frame(tuple(history)), default().statistics, request, log)


def row(history: list[Fact], **wanted: Any) -> OutcomesRow:
    return statistics(history, **wanted).annual.outcomes[0]


def cells(history: list[Fact], **wanted: Any) -> dict[str, Any]:
    return dict(row(history, **wanted).cells)


def halves() -> list[Fact]:
    return [
        *facts(9, 0, "2025-02-01", consequence=C.OTHER),
        *facts(3, 10, "2025-02-01", consequence=C.NO_ACTION),
        *facts(1, 20, "2025-02-01", consequence=C.NOT_A_VIOLATION),
        *facts(3, 30, "2025-09-01", consequence=C.OTHER),
        *facts(2, 40, "2025-09-01", consequence=C.NO_ACTION),
        *facts(1, 50, "2025-09-01", consequence=C.NOT_A_VIOLATION),
    ]


def in_july(**wanted: Any) -> Statistics:
    request = StatisticsRequest(date(2025, 7, 15), periods=("2025-H1",), **wanted)
    early = [fact for fact in halves() if fact.reported_on and fact.reported_on.month < 7]
    return compute(Frame(tuple(early)), default().statistics, request)
