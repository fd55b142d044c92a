"""One line of the status: what to look at, and how soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sheets_coc.records.record import Record
from sheets_coc.todo.wording import named

SHOWN: Final = 30
"""How many cases a line names at the most."""


class Urgency(StrEnum):
    """How soon somebody should look."""

    NOW = "now"
    SOON = "soon"
    KNOW = "know"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the status.

    Attributes:
        code: its stable name.
        urgency: how soon somebody should look.
        text: what it is, in plain words with case names.
        cases: the case names in it.
    """

    code: str
    urgency: Urgency
    text: str
    cases: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """How it stands in JSON."""
        return {
            "code": self.code,
            "urgency": self.urgency.value,
            "text": self.text,
            "cases": list(self.cases),
        }


def about(code: str, urgency: Urgency, text: str, records: Sequence[Record]) -> list[Item]:
    """An item about records, if there are any; their names take the place of `{}`."""
    names = tuple(record.name for record in records)
    return [Item(code, urgency, text.format(named(names, SHOWN)), names)] if names else []
