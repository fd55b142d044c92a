"""What comparing two names answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """How sure a candidate is."""

    EXACT = "exact"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Tier).index(self)


@dataclass(frozen=True, slots=True)
class Match:
    """Two names that may be the same person's.

    Attributes:
        tier: how sure it is.
        score: above 0, at most 1.
        evidence: which parts agree and why, in words, without the values.
    """

    tier: Tier
    score: float
    evidence: tuple[str, ...]


FULL_NAME = Match(Tier.EXACT, 1.0, ("full name equal",))
"""The same name, whatever the order of its parts, case and accents."""
