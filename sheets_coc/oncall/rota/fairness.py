"""Who has served how much: over the past year for the planner, and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sheets_coc.committee.members import Committee, Member
from sheets_coc.oncall.findings import NO_WEEK, NOBODY_KNOWN
from sheets_coc.oncall.tab import ROLES, RotaTab, Week
from sheets_coc.private import Private
from sheets_coc.schema.findings import Spot

PAST_WEEKS = 52
"""How far back duties count: a year."""


@dataclass(frozen=True, slots=True)
class Share:
    """One member's part in the duty of some weeks.

    Attributes:
        name: the member's name.
        primary: weeks as primary.
        secondary: weeks as secondary.
        eligible: weeks the member could have served.
        due: the member's fair share: of every week's duties, one part for each eligible member.
        primary_due: the same for weeks as primary.
    """

    name: Private[str]
    primary: int
    secondary: int
    eligible: int
    due: Fraction
    primary_due: Fraction

    @property
    def duties(self) -> int:
        """Weeks on duty, in either role."""
        return self.primary + self.secondary

    @property
    def rate(self) -> float:
        """Weeks on duty per eligible week; 0 where there was none."""
        return self.duties / self.eligible if self.eligible else 0.0

    @property
    def owed(self) -> Fraction:
        """How many duties are missing from the fair share; negative for too many."""
        return self.due - self.duties

    @property
    def primary_owed(self) -> Fraction:
        """The same for weeks as primary."""
        return self.primary_due - self.primary


def recorded(rota: RotaTab, first: date, weeks: int) -> list[Week]:
    """The weeks with somebody on duty among those from a Monday on."""
    mondays = (first + timedelta(weeks=w) for w in range(weeks))
    return [rota.weeks[m] for m in mondays if m in rota.weeks and rota.weeks[m].holders]


def shares(members: Sequence[Member], weeks: Sequence[Week]) -> list[Share]:
    """Every member's part in some weeks, in the order of the members.

    Weeks in which a member was not eligible count neither for nor against them, so that
    newcomers start at the mean and a leave earns no catching up.
    """
    due, primary_due = [Fraction(0)] * len(members), [Fraction(0)] * len(members)
    eligible, held = [0] * len(members), [[0, 0] for _ in members]
    for week in weeks:
        able = [i for i, m in enumerate(members) if m.eligible(week.starts)]
        for i in able:
            eligible[i] += 1
            due[i] += Fraction(len(week.holders), len(able))
            primary_due[i] += Fraction(week.slots[0].holder is not None, len(able))
        for role, slot in enumerate(week.slots):
            if slot.holder is not None:
                held[slot.holder][role] += 1
    return [
        Share(m.name, held[i][0], held[i][1], eligible[i], due[i], primary_due[i])
        for i, m in enumerate(members)
    ]


def uncounted(committee: Committee, rota: RotaTab, first: date, last: date) -> list[Spot]:
    """What is not understood in some weeks, so that the shares leave it out.

    Args:
        committee: the members; where nobody can tell when one may serve, no share is fair.
        rota: the On-call tab.
        first: the first week that is counted.
        last: the last.
    """
    counted = {
        (week.row, rota.columns[role])
        for week in rota.weeks.values()
        for role, slot in zip(ROLES, week.slots, strict=True)
        if slot.holder is not None
    }
    doubtful = {member.row for member in committee.members if member.doubts}
    return [
        *(f for f in committee.findings if f.row in doubtful),
        *(
            f
            for f in rota.findings
            if (f.code in NO_WEEK or (f.code in NOBODY_KNOWN and (f.row, f.column) not in counted))
            and (f.week is None or first <= f.week <= last)
        ),
    ]


def much(share: Share, limit: float) -> bool:
    """Whether a member is on duty in too large a part of the weeks.

    Args:
        share: the member's part.
        limit: the largest acceptable part of eligible weeks, such as 0.3.
    """
    return share.eligible > 0 and Fraction(share.duties, share.eligible) > Fraction(str(limit))


def bars(counted: Sequence[Share], width: int = 24) -> list[str]:
    """A bar for each member's weeks on duty: `█` as primary, `▒` as secondary.

    Args:
        counted: the members' shares.
        width: the length of the longest bar, in characters.
    """
    most = max((share.duties for share in counted), default=0)
    if most == 0:
        return ["" for _ in counted]
    drawn = []
    for share in counted:
        first = round(share.primary * width / most)
        drawn.append("█" * first + "▒" * (round(share.duties * width / most) - first))
    return drawn


def picture(counted: Sequence[Share], title: str, form: str) -> bytes:
    """The shares as a picture: stacked bars, and a mark where each fair share lies.

    The same shares give the same bytes.

    Args:
        counted: the members' shares.
        title: what stands above it.
        form: `png` or `svg`.
    """
    import io

    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    names = [share.name.reveal().replace("$", r"\$") for share in counted]
    rows = list(range(len(counted)))
    figure = Figure(figsize=(8, 1.6 + 0.36 * max(2, len(counted))), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    firsts = [share.primary for share in counted]
    axes.barh(rows, firsts, color="#1f4e79", label="Primary")
    axes.barh(rows, [s.secondary for s in counted], left=firsts, color="#8fb4d9", label="Secondary")
    due = [float(share.due) for share in counted]
    axes.plot(
        due,
        rows,
        "|",
        color="#e07b00",
        ms=16,
        mew=2,
        label="Fair share",
    )
    axes.set_yticks(rows, names)
    axes.invert_yaxis()
    axes.set_xlabel("Weeks on duty")
    axes.set_title(title, loc="left")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    content = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "sheets-coc", "svg.fonttype": "none"}):
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        figure.savefig(content, format=form, dpi=144, metadata=metadata)
    return content.getvalue()
