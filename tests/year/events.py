"""What happens in the year besides everyday work, and what must be said of it at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sheets_coc.dates import to_serial
from sheets_coc.oncall.jobs import RotaJobs
from tests.year.cases import CaseEvents
from tests.year.sheet import MEMBERS
from tests.year.truth import TERMS, Truth
from tests.year.year import Year

EVENT = "Invented Conference 2026"


class Events(CaseEvents):
    """Every event, by the number of its night; each ends with what must be said then."""

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.nights: dict[int, Callable[[], None]] = {
            1: self.first_figures, 9: self.appeal, 11: self.appeal_stands, 13: self.holds,
            16: self.contradiction, 18: self.contradiction_mended, 23: self.leaves,
            24: self.handed_over, 26: self.locked_out, 28: self.own_column,
            30: self.own_column_answered, 34: self.appeal_decided, 37: self.renamed,
            39: self.renamed_back, 44: self.sorted_alone, 46: self.sort_undone,
            48: self.event_reported, 52: self.married, 55: self.erased, 58: self.pasted_back,
            60: self.erased_again, 62: self.erased, 64: self.pasted_back,
            66: self.put_back_on_purpose, 68: self.old_row_pasted, 72: self.half_published,
            76: self.version_kept, 78: self.erased, 80: self.hold_answered,
            83: self.version_restored, 84: self.request_repeated,
            90: self.hold_ends, 95: self.second_hold_ends, 117: self.year_published,
        }  # fmt: skip

    def tonight(self, number: int) -> None:
        """Let happen what happens before this night."""
        if number in self.nights:
            self.nights[number]()

    def leaves(self) -> None:
        """Whoever is on duty leaves in the middle of the week, with an open case in hand."""
        year = self.year
        names = [year.duty(role) for role in ("primary", "secondary")]
        role, name = next(
            (role, name) for role, name in zip(("primary", "secondary"), names, strict=True)
            if name in MEMBERS[:6] and name != MEMBERS[2]
        )  # fmt: skip
        case = next(t for t in year.live() if t.decision == "Open" and not t.appealed)
        year.type(case, handled_by=name)
        self.kept["leaver"] = name, role, case
        year.member(name, "Left", to_serial(year.day) - 1)
        year.gone_members.add(name)
        year.leaver = True
        first = [item.code for item in year.status()[:2]]
        assert set(first) == {"on-duty-left", "handler-left"}, first
        said = RotaJobs(year.book()).check()
        assert any(spot.code == "left" for spot in said), said

    def handed_over(self) -> None:
        """The rest of the week is handed over, and so is the case."""
        year = self.year
        _, role, case = self.kept["leaver"]
        rota = RotaJobs(year.book())
        duty = f"{year.week}/{role}"
        _, partners = rota.partners(duty)
        taker = next(m for m in MEMBERS[:6] if m not in (year.duty("primary"),
                     year.duty("secondary"), *year.gone_members))  # fmt: skip
        assert partners
        assert rota.swap(duty, taker, hand_over=True, apply=True)[1]
        year.type(case, handled_by=taker)
        codes = {item.code for item in year.status()}
        assert not codes & {"on-duty-left", "handler-left"}, codes

    def locked_out(self) -> None:
        """Whoever left cannot open the sheet any more."""
        number = MEMBERS.index(self.kept["leaver"][0])
        self.year.take_away(f"m{number}@example.org")
        self.year.leaver = False

    def married(self) -> None:
        """A member takes another name; the old one stands under Also known as."""
        year, old, new = self.year, MEMBERS[2], "Lea Vogel"
        case = next(t for t in year.live() if t.decision == "Open" and not t.appealed)
        year.type(case, handled_by=old)
        before = year.weeks_of(old)
        assert before
        year.member(old, "Also known as", old)
        year.member(old, "Name", new)
        RotaJobs(year.book()).plan(apply=True)
        assert before <= year.weeks_of(old, new)
        assert not RotaJobs(year.book()).check()
        shares = {share.name.reveal(): share for share in RotaJobs(year.book()).fairness().shares}
        assert old not in shares
        assert shares[new].duties >= len(before)
        codes = year.codes() | {item.code for item in year.status()}
        assert not codes & {"handler-unknown", "handler-left", "rota-unclear"}, codes

    def own_column(self) -> None:
        self.year.sheet.edit(
            lambda grid: [[*row, ("Remarks" if "Case" in row else "hm")] for row in grid]
        )
        self.year.unclassified = True

    def own_column_answered(self) -> None:
        self.year.sheet.answer("Nobody has said", "remove names")
        self.year.unclassified = False

    def renamed(self) -> None:
        self.year.sheet.rename("hold", "Reason to keep")
        self.year.shape_broken = True

    def renamed_back(self) -> None:
        """It is the heading alone that has changed, and that is what was asked."""
        said = " ".join(line["What"] for line in self.year.todo())
        assert "The column Hold was here before" in said
        assert "changed places" not in said
        self.year.sheet.rename("Reason to keep", "Hold")
        self.year.shape_broken = False

    def sorted_alone(self) -> None:
        """Somebody sorts one column by itself."""
        sheet = self.year.sheet
        self.kept["before"] = sheet.grid()
        column = sheet.column("summary")

        def change(grid: list[list[object]]) -> None:
            values = [row[column] for row in grid[1:]]
            for row, value in zip(grid[1:], sorted(values, key=str, reverse=True), strict=True):
                row[column] = value

        sheet.edit(change)
        self.year.shape_broken = True

    def sort_undone(self) -> None:
        self.year.sheet.edit(lambda _: self.kept["before"])
        self.year.shape_broken = False

    def first_figures(self) -> None:
        """The figures of the years that have passed, which no night may change."""
        self.kept["figures"] = self._closed_years()

    def _closed_years(self) -> Any:
        found = self.year.book().statistics(years="2023-2025").as_json()
        return found["years"], found["outcomes"]

    def event_reported(self) -> None:
        """An event's report is published: by itself, and not the running year."""
        year = self.year
        for truth in [t for t in year.live() if t.reported >= date(2026, 1, 1)][:3]:
            year.type(truth, event=EVENT)
        before = year.published()
        done = year.book().statistics(event=EVENT, apply=True)
        assert done.statistics.event.reports == 3
        assert not done.published
        (line,) = year.published()[len(before) :]
        assert line == f"event {EVENT} to {year.day}: reports=3"

    def half_published(self) -> None:
        """In July the half-year is published, and what that does to the year is said before."""
        year = self.year
        dry = year.book().statistics(periods=["2026-H1"])
        inside = self._received(date(2026, 6, 30))
        (row,) = dry.as_json()["years"]
        assert (row["half"], row["reports"]) == (1, len(inside))
        (self.kept["half"],) = dry.as_json()["outcomes"]
        broken = dry.statistics.annual.outcomes[0].broken_down
        assert ("the table of the whole year tells the rest" in " ".join(dry.remarks)) == broken
        assert year.book().statistics(periods=["2026-H1"], apply=True).noted
        assert not year.book().statistics(periods=["2026-H1"], apply=True).noted
        assert year.published()[-1].startswith("2026 H1: ")
        assert self._closed_years() == self.kept["figures"]

    def year_published(self) -> None:
        """In January the year stands as it is; what it gives away by way of July is named."""
        year = self.year
        done = year.book().statistics(years="2026", apply=True)
        inside = self._received(date(2026, 12, 31))
        (row,), (came,) = done.as_json()["years"], done.as_json()["outcomes"]
        assert row["reports"] == len(inside)
        assert came["not_a_violation"] == sum(t.decision == "No violation" for t in inside)
        assert came["other"] == sum(t.decision in tuple(TERMS)[:2] for t in inside)
        said = " ".join(done.remarks)
        assert "fewer than" not in said
        rest = [t for t in inside if t.reported > date(2026, 6, 30)]
        shown = {key for key, number in self.kept["half"].items() if isinstance(number, int)}
        counts = {
            "not_a_violation": sum(t.decision == "No violation" for t in rest),
            "other": sum(t.decision in tuple(TERMS)[:2] for t in rest),
        }
        told = [key for key, number in counts.items() if key in shown and number <= 4]
        assert "2026 H1" in said or not told, f"{told} can be worked out"
        assert shown & counts.keys() or "2026 H1" not in said
        assert self._closed_years() == self.kept["figures"]

    def _received(self, last: date) -> list[Truth]:
        return [t for t in self.year.truths if date(2026, 1, 1) <= t.reported <= last]
