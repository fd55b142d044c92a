"""What happens to cases in the year: appeals, holds, erasure, and what comes back."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

from sheets_coc.errors import Error
from sheets_coc.letters.draft import LetterRequest
from sheets_coc.letters.job import draft
from sheets_coc.letters.kinds import LetterKind
from sheets_coc.requests import job as requests
from sheets_coc.requests.lookup import Asked
from sheets_coc.tables.reading import read_tables
from sheets_coc.todo.came_back import PUT_BACK
from tests.year.sheet import FORM
from tests.year.truth import NEVER, TERMS, Truth
from tests.year.year import Year

REASON = "The person asked, and the committee agreed."
TABS = ("Records", "Log", "To do", "On-call", FORM)


class CaseEvents:
    """Events about cases and the people in them; each ends with what must be said then.

    Attributes:
        kept: what a later event needs of an earlier one.
    """

    def __init__(self, year: Year) -> None:
        self.year = year
        self.kept: dict[str, Any] = {}

    def appeal(self) -> None:
        """A ban is appealed: open, while the measure stands."""
        self.kept["appeal"] = truth = next(
            t for t in self.year.live()
            if t.decision == "Violation, banned" and not t.held and t.until == NEVER
        )  # fmt: skip
        truth.decision, truth.appealed = "Open", True
        self.year.type(truth, decision="Open")

    def appeal_stands(self) -> None:
        """Still listed for screening, told as a state of its own, and only a fitting letter."""
        year, truth = self.year, self.kept["appeal"]
        assert self._screened(truth) == {"banned"}
        assert "open-with-measure" in year.codes()
        assert "appealed" in {item.code for item in year.status() if truth.case in item.cases}
        assert not [line for line in year.todo() if truth.case in line["What"]]
        assert self._letter(LetterKind.APPEAL, truth)
        assert not self._letter(LetterKind.APPEAL_ANSWER, truth)
        assert not self._letter(LetterKind.BAN, truth)

    def appeal_decided(self) -> None:
        """The ban is confirmed."""
        truth = self.kept["appeal"]
        truth.decision, truth.appealed = "Violation, banned", False
        self.year.type(truth, decision=truth.decision)
        assert self._screened(truth) == {"banned"}
        assert self._letter(LetterKind.APPEAL_ANSWER, truth)
        assert "open-with-measure" not in self.year.codes()

    def _screened(self, truth: Truth) -> set[str]:
        """What an attendee of that name is told to be."""
        table = read_tables(f"Name\n{truth.name}\n".encode())
        found = self.year.book().screen([table], self.year.day + timedelta(days=20))
        hits = [hit for hit in found.screening.hits if hit.case == truth.case]
        assert not any(hit.unsettled for hit in hits)
        return {hit.status.value for hit in hits}

    def _letter(self, kind: LetterKind, truth: Truth) -> bool:
        """Whether such a letter may be written about a record."""
        book = self.year.book()
        try:
            draft(LetterRequest(kind, case=truth.case), book.policy, self.year.day, book.analysis)
        except Error as error:
            assert error.code == "record-differs"
            return False
        return True

    def holds(self) -> None:
        """Two records are put on hold: the newest decided one, and the one that would go next."""
        year = self.year
        ends = {t.case: t.last_day(year.truths) for t in year.live() if t.decision in TERMS}
        open_ended = [t for t in year.live() if ends.get(t.case) not in (None, NEVER)]
        newest = max(open_ended, key=lambda t: t.reported)
        soon = min(
            (t for t in open_ended if t is not newest and not t.waits(year.truths)
             and ends[t.case] > year.day + timedelta(days=10)),
            key=lambda t: ends[t.case],
        )  # fmt: skip
        self.kept["hold"], self.kept["second hold"] = newest, soon
        for truth in (newest, soon):
            truth.held, truth.held_since = True, year.day
            year.type(truth, hold="a court has asked for it")

    def hold_answered(self) -> None:
        """Half a year later a review is asked for; somebody ticks that the hold is still right."""
        year = self.year
        (line,) = [one for one in year.todo() if "six months" in one["What"]
                   and self.kept["hold"].case in one["What"]]  # fmt: skip
        year.tick(line)
        self.kept["hold"].reviewed = True

    def hold_ends(self) -> None:
        self._let_go("hold")

    def second_hold_ends(self) -> None:
        self._let_go("second hold")

    def _let_go(self, which: str) -> None:
        truth = self.kept[which]
        truth.held, truth.held_since = False, None
        self.year.type(truth, hold=None)

    def contradiction(self) -> None:
        self.kept["wrong"] = truth = next(
            t for t in self.year.live() if t.decision == "Violation, resolved" and not t.held
        )
        truth.blocked = True
        self.year.type(truth, banned_until="permanent")

    def contradiction_mended(self) -> None:
        self.kept["wrong"].blocked = False
        self.year.type(self.kept["wrong"], banned_until=None)

    def erased(self) -> None:
        """Somebody asks to be erased, long before their day, and is."""
        year = self.year
        truth = next(
            t for t in year.live()
            if t.decision in TERMS and not t.held and not t.blocked
            and sum(other.person == t.person for other in year.truths) == 1
            and (t.last_day(year.truths) or NEVER) > year.day + timedelta(days=90)
        )  # fmt: skip
        self.kept["asked"], self.kept["their row"] = truth, year.row(truth)
        self._erase(truth)

    def _erase(self, truth: Truth) -> None:
        year = self.year
        who = Asked((truth.name,), (f"ozark{truth.person}@example.org",))
        done = requests.erase(year.book(), who, REASON, apply=True)
        assert not done.kept
        truth.gone, truth.on_request = year.day, True
        assert f"Ozark{truth.person}" not in " ".join(map(str, year.row(truth)))

    def pasted_back(self) -> None:
        """Their row is pasted back out of an old copy: blocked, and asked about."""
        truth = self.kept["asked"]
        self.year.paste(truth, self.kept["their row"])
        truth.gone, truth.blocked = None, True
        self.year.announced.pop(truth.case, None)
        assert "erased-came-back" in self.year.codes()
        status = [item for item in self.year.status() if truth.case in item.cases]
        assert any("because somebody asked" in item.text for item in status), status

    def erased_again(self) -> None:
        """The request is repeated."""
        truth = self.kept["asked"]
        assert [line for line in self.year.todo() if truth.case in line["What"]]
        self._erase(truth)
        truth.blocked = False

    def put_back_on_purpose(self) -> None:
        """It was meant: somebody says so, and the record goes on its day."""
        truth = self.kept["asked"]
        self.year.sheet.answer(truth.case, PUT_BACK)
        truth.blocked = False

    def old_row_pasted(self) -> None:
        """The row of somebody who went by the rules is pasted back: the rules find it again."""
        year = self.year
        case, row = next(iter(reversed(year.went.items())))
        truth = next(t for t in year.truths if t.case == case)
        year.paste(truth, row)
        truth.gone = None

    def version_kept(self) -> None:
        """The sheet as it stands, which somebody will restore."""
        year = self.year
        self.kept["version"] = (
            {tab: year.sheet.grid(tab) for tab in TABS},
            {truth.case: deepcopy(truth.__dict__) for truth in year.truths},
            dict(year.announced),
        )

    def version_restored(self) -> None:
        """A version of six weeks ago is restored, whole: the Log goes back with it."""
        year = self.year
        grids, truths, year.announced = self.kept["version"]
        back = [
            t.case for t in year.truths if t.gone and not truths.get(t.case, {"gone": 1})["gone"]
        ]
        assert self.kept["asked"].case in back
        for tab, grid in grids.items():
            year.sheet.edit(lambda _, grid=grid: deepcopy(grid), tab)
        year.truths[:] = [t for t in year.truths if t.case in truths]
        for truth in year.truths:
            truth.__dict__.update(truths[truth.case])

    def request_repeated(self) -> None:
        """Nothing can tell of the request, which the Log knows no more: people repeat it."""
        truth = self.kept["asked"]
        assert truth.case not in " ".join(line["What"] for line in self.year.todo())
        self._erase(truth)
