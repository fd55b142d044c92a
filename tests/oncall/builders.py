"""Small committees and rotas for tests; every name is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sheets_coc.committee.members import Committee, read_committee
from sheets_coc.dates import to_serial
from sheets_coc.oncall.rota.planner import RotaPlan
from sheets_coc.oncall.tab import RotaTab, read_rota
from sheets_coc.sheet.model import Tab, Value

NAMES = (
    "Ada Quill", "Bela Frost", "Cleo Marsh", "Dov Tinker", "Esra Vale", "Finn Harrow",
    "Gita Loom", "Hugo Pike", "Ines Rook", "Jory Sand", "Kira Thorn", "Lio Umber",
)  # fmt: skip
MONDAY = date(2026, 11, 23)
"""The first week planned at `NOW`."""
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def week(number: int) -> date:
    """The Monday some weeks after the first planned one."""
    return MONDAY + timedelta(weeks=number)


def away(numbers: Iterable[int]) -> str:
    """Whole weeks away, as people type it."""
    return ", ".join(f"{week(n)}..{week(n) + timedelta(days=6)}" for n in numbers)


def serials(rows: Iterable[Sequence[Any]]) -> list[list[Value]]:
    """Rows of cells; dates become serial numbers."""
    return [
        [float(to_serial(cell)) if isinstance(cell, date) else cell for cell in row] for row in rows
    ]


def committee_tab(rows: Iterable[Sequence[Any]]) -> Tab:
    """A Committee tab with the usual header."""
    header = ["Name", "Email", "Joined", "Left", "On call", "Away", "Time zone"]
    return Tab(id=7, title="Committee", values=serials([header, *rows]))


def committee(
    names: Iterable[str] = NAMES[:7], absent: Mapping[int, str] | None = None
) -> Committee:
    """Members who have always been there, some of them away."""
    return read_committee(
        committee_tab(
            [name, f"member{i}@example.org", date(2020, 1, 6), None, "yes", (absent or {}).get(i)]
            for i, name in enumerate(names)
        )
    )


def oncall_tab(rows: Iterable[Sequence[Any]] = ()) -> Tab:
    """An On-call tab with the usual header."""
    header = ["Week starting", "Primary", "Secondary", "Note", "Reminder sent"]
    return Tab(id=8, title="On-call", values=serials([header, *rows]))


def rota(people: Committee, rows: Iterable[Sequence[Any]] = ()) -> RotaTab:
    """An On-call tab, read."""
    return read_rota(oncall_tab(rows), people.members)


def names(result: RotaPlan) -> list[tuple[str | None, str | None]]:
    """Who is on duty, week by week."""
    return [(w["primary"], w["secondary"]) for w in result.as_json()["weeks"]]
