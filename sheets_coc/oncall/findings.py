"""What can be wrong with the On-call tab, declared once.

Codes are stable: scripts and the documentation rely on them. A finding names a tab, a cell
and a week, and never repeats what stands there; the nearest member of a misspelt name is
carried closed, for the one command that shows it in a terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from sheets_coc.private import Private
from sheets_coc.schema.findings import FindingKind, Severity, Spot

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE

KINDS: Final[tuple[FindingKind, ...]] = (
    FindingKind("not-a-date", _E, "This is not a date. Type it as 2026-03-15."),
    FindingKind("ambiguous-date", _E, "This date can be read in two ways. Type it as 2026-03-15."),
    FindingKind(
        "not-monday", _E, "Weeks are named by the day they begin; this is another. Correct it."
    ),
    FindingKind("week-twice", _E, "This week stands twice. Remove one row; both are left alone."),
    FindingKind(
        "no-week", _W, "People without a week. Fill in Week starting; the row is left alone."
    ),
    FindingKind("formula", _W, "A formula stands where a name is expected. It is left alone."),
    FindingKind(
        "merged-cells", _W, "Merged cells. They are left alone; unmerge them to plan here."
    ),
    FindingKind(
        "unknown-name", _E, "This name is not in the Committee tab. Correct it there or here."
    ),
    FindingKind(
        "misspelt-name", _W, "This name is not in the Committee tab, but close to one that is."
    ),
    FindingKind(
        "agreement",
        _W,
        "More than one plain name. It is taken as agreed and left alone; write one full name to "
        "have it planned.",
    ),
    FindingKind("two-members", _E, "This may be more than one member. Write one full name."),
    FindingKind("same-twice", _E, "The same person is primary and secondary. Change one of them."),
    FindingKind("left", _E, "On duty after leaving. Plan again, or swap."),
    FindingKind("not-joined", _E, "On duty before joining. Plan again, or swap."),
    FindingKind("away", _E, "On duty while away. Plan again, or swap."),
    FindingKind("not-on-call", _E, "On duty without being on call. Plan again, or swap."),
    FindingKind("uncovered", _E, "Nobody is on duty here."),
    FindingKind("nobody-can-serve", _E, "Too few people: nobody can serve here."),
    FindingKind(
        "absent-stays",
        _E,
        "Whoever stands here cannot serve then, and the plan leaves the name: nobody else can, or "
        "the cell is not one to write in. Swap the week, or clear the cell.",
    ),
    FindingKind("back-to-back", _N, "On duty two weeks running."),
    FindingKind(
        "could-help", _N, "Moving agreed weeks would help: oncall plan --repair shows how."
    ),
    FindingKind("much-duty", _W, "A member is on duty in a large share of the weeks."),
)
"""Every kind of finding in the On-call tab."""

BY_CODE: Final[dict[str, FindingKind]] = {kind.code: kind for kind in KINDS}
"""The kinds by code."""
NO_WEEK: Final = frozenset({"not-a-date", "ambiguous-date", "not-monday", "no-week", "week-twice"})
"""What is said of rows that belong to no week: nothing in them is counted, shown or planned."""
NOBODY_KNOWN: Final = frozenset({"unknown-name", "two-members", "agreement"})
"""What is said of cells in which no one member can be recognised."""


@dataclass(frozen=True, slots=True)
class RotaFinding(Spot):
    """Something a person should look at in the On-call tab.

    Attributes:
        week: the week it is about, by its Monday.
        member: the member it is about: the nearest one for a misspelt name.
    """

    kinds: ClassVar[Mapping[str, FindingKind]] = BY_CODE

    week: date | None = None
    member: Private[str] | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, str | None]:
        """How it stands in JSON; nobody's name is in it."""
        return Spot.as_json(self) | {"week": self.week.isoformat() if self.week else None}
