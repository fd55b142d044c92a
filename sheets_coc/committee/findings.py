"""What can be wrong with the Committee tab, declared once.

Codes are stable: scripts and the documentation rely on them. A finding names a cell, and
never repeats what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from sheets_coc.schema.findings import FindingKind, Severity, Spot

_E, _W = Severity.ERROR, Severity.WARNING

KINDS: Final[tuple[FindingKind, ...]] = (
    FindingKind(
        "no-members", _E, "The Committee tab names nobody. Fill in Name, Joined and On call."
    ),
    FindingKind(
        "nobody-on-call",
        _E,
        "Nobody in the Committee tab has On call set to yes. Say it there; add the column if it "
        "is missing.",
    ),
    FindingKind("one-member", _E, "Only one member can be on call; two are needed in a week."),
    FindingKind("no-name", _W, "A row of the Committee tab without a name. Fill it in."),
    FindingKind(
        "name-twice", _E, "The same name stands twice in the Committee tab. Tell them apart."
    ),
    FindingKind("not-a-date", _E, "This is not a date. Type it as 2026-03-15."),
    FindingKind("ambiguous-date", _E, "This date can be read in two ways. Type it as 2026-03-15."),
    FindingKind("left-before-joined", _E, "Left lies before Joined. Correct one of the dates."),
    FindingKind("away-unclear", _E, "An absence is not understood. Type 2026-12-21..2027-01-04."),
    FindingKind("away-reversed", _E, "An absence ends before it begins. Correct its dates."),
    FindingKind("on-call-unclear", _E, "On call says neither yes nor no. Use one of these words."),
    FindingKind(
        "column-unknown",
        _E,
        "One of the columns Joined, Left and Away is missing, and these days may be what it would "
        "say. Give this column its heading, or add the missing one.",
    ),
    FindingKind("unknown-time-zone", _W, "No such time zone. Use a name such as Europe/Warsaw."),
)
"""Every kind of finding in the Committee tab."""

BY_CODE: Final[dict[str, FindingKind]] = {kind.code: kind for kind in KINDS}
"""The kinds by code."""


@dataclass(frozen=True, slots=True)
class MemberFinding(Spot):
    """Something a person should look at in the Committee tab."""

    kinds: ClassVar[Mapping[str, FindingKind]] = BY_CODE
