"""Everything that can be wrong with the Committee and On-call tabs, declared once.

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
from sheets_coc.schema.findings import Kind, Severity, Spot

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE

KINDS: Final[tuple[Kind, ...]] = (
    Kind("no-members", _E, "The Committee tab names nobody. Fill in Name, Joined and On call."),
    Kind("nobody-on-call", _E, "Nobody in the Committee tab has On call set to yes."),
    Kind("one-member", _E, "Only one member can be on call; two are needed in a week."),
    Kind("no-name", _W, "A row of the Committee tab without a name. Fill it in."),
    Kind("name-twice", _E, "The same name stands twice in the Committee tab. Tell them apart."),
    Kind("not-a-date", _E, "This is not a date. Type it as 2026-03-15."),
    Kind("ambiguous-date", _E, "This date can be read in two ways. Type it as 2026-03-15."),
    Kind("left-before-joined", _E, "Left lies before Joined. Correct one of the dates."),
    Kind("away-unclear", _E, "An absence is not understood. Type 2026-12-21..2027-01-04."),
    Kind("away-reversed", _E, "An absence ends before it begins. Correct its dates."),
    Kind("on-call-unclear", _E, "On call says neither yes nor no. Use one of these words."),
    Kind("unknown-time-zone", _W, "No such time zone. Use a name such as Europe/Warsaw."),
    Kind("not-monday", _E, "Weeks are named by their Monday; this is another day. Correct it."),
    Kind("week-twice", _E, "This week stands twice. Remove one row; both are left alone."),
    Kind("no-week", _W, "People without a week. Fill in Week starting; the row is left alone."),
    Kind("formula", _W, "A formula stands where a name is expected. It is left alone."),
    Kind("merged-cells", _W, "Merged cells. They are left alone; unmerge them to plan here."),
    Kind("unknown-name", _E, "This name is not in the Committee tab."),
    Kind("misspelt-name", _W, "This name is not in the Committee tab, but close to one that is."),
    Kind("two-members", _E, "This may be more than one member. Write one full name."),
    Kind("same-twice", _E, "The same person is primary and secondary. Change one of them."),
    Kind("left", _E, "On duty after leaving. Plan again, or swap."),
    Kind("not-joined", _E, "On duty before joining. Plan again, or swap."),
    Kind("away", _E, "On duty while away. Plan again, or swap."),
    Kind("not-on-call", _E, "On duty without being on call. Plan again, or swap."),
    Kind("uncovered", _E, "Nobody is on duty here."),
    Kind("nobody-can-serve", _E, "Too few people: nobody can serve here."),
    Kind("back-to-back", _N, "On duty two weeks running."),
    Kind("could-help", _N, "Moving agreed weeks would help: oncall plan --repair shows how."),
    Kind("much-duty", _W, "A member is on duty in a large share of the weeks."),
)
"""Every kind of finding."""

BY_CODE: Final[dict[str, Kind]] = {kind.code: kind for kind in KINDS}
"""The kinds by code."""


@dataclass(frozen=True, slots=True)
class Finding(Spot):
    """Something a person should look at in the Committee or On-call tab.

    Attributes:
        week: the week it is about, by its Monday.
        member: the member it is about: the nearest one for a misspelt name.
    """

    kinds: ClassVar[Mapping[str, Kind]] = BY_CODE

    week: date | None = None
    member: Private[str] | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, str | None]:
        """How it stands in JSON; nobody's name is in it."""
        return Spot.as_json(self) | {"week": self.week.isoformat() if self.week else None}
