"""The steps of joining and leaving: a place, whether it is done, what is to be done there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sheets_coc.access.sharing import Sharing

WAYS: Final = {
    "anyone": "whoever has the link",
    "domain": "everybody of an organisation",
    "group": "a group",
}
"""Kinds of permission that let in people nobody can count here."""


class StepState(StrEnum):
    """Whether a step is done."""

    DONE = "done"
    OPEN = "open"
    PERSON = "person"
    """Nobody but a person can tell."""


@dataclass(frozen=True, slots=True)
class MembershipStep:
    """One place, and what is to be done there.

    Attributes:
        place: where.
        done: whether it is done.
        said: what was seen, or what a person does; case names only.
        cases: the cases it is about.
    """

    place: str
    done: StepState
    said: str
    cases: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """How it stands in JSON; nobody's name is in it."""
        return {
            "place": self.place,
            "state": self.done.value,
            "text": self.said,
            "cases": list(self.cases),
        }


@dataclass(frozen=True, slots=True)
class MembershipChecklist:
    """Every place, for somebody who joins or leaves.

    Attributes:
        steps: the places, those that the tool can see first.
        leaving: whether they leave.
    """

    steps: tuple[MembershipStep, ...]
    leaving: bool

    @property
    def attention(self) -> bool:
        """Whether something that the tool can see is not done."""
        return any(step.done is StepState.OPEN for step in self.steps)


def other_ways(found: Sharing) -> list[str]:
    """Ways into a file that are nobody's own, and that this tool cannot see the end of."""
    kinds = {p.kind for p in found.permissions or () if not p.deleted}
    ways = [said for kind, said in WAYS.items() if kind in kinds]
    return [*ways, "whoever has its address on the web"] if found.published else ways
