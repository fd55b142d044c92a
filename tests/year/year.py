"""A committee's year with a sheet: what people do, the night, the Mondays, and what must hold.

People answer, decide, appeal, hold, leave, sort one column, rename another, paste old content
back and tick lines, as seven people do. The model knows what each record really is
(`truth.py`) and looks, after every night, at what went, what was said, and why it was red.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from sheets_coc.dates import from_serial
from sheets_coc.mail.sending import Server
from sheets_coc.nightly import Night
from sheets_coc.oncall.jobs import RotaJobs
from sheets_coc.sheet.model import text
from sheets_coc.todo.mentions import BY_HAND
from tests.harness.world import World
from tests.mail.smtp import Mailbox
from tests.sheets import cell
from tests.year.sheet import BEGIN, FORM, KEYS, CommitteeSheet
from tests.year.truth import TERMS, Truth, months_later

SILENT = date(2026, 8, 3), date(2026, 8, 24)
"""Three weeks in which no schedule runs."""
NOTICE = timedelta(days=7)
CASES = re.compile(r"\b[a-z]+-[a-z]+(?:, [a-z]+-[a-z]+)*|account \w+ ")
ROWS = ("somebody asked", "Banned until", "was here before", "changed places")
REASONS = {
    "validate": ("Nobody has answered", "Nobody has said", *ROWS),
    "dates": ROWS,
    "redact": ("more than usual", "Nobody has said", "changed places", "was here before", "nearly"),
    "sweep": ("still mentioned", "could not be searched"),
    "access": ("Who can open the sheet",),
}
"""What a line of To do says that is the reason of a red step."""


class Year(CommitteeSheet):
    """The sheet, the people, and the model beside it.

    Attributes:
        red: how many nights each step was red.
        reasons: the nights for which To do gave each reason.
        lines: the most lines that stood in To do, by month.
        mails: how many lines each Monday mail had.
        told: To do and the mail at chosen moments, to read aloud.
        shape_broken: whether people have brought the sheet out of shape.
        unclassified: whether a column of theirs waits to be classified.
        leaver: whether somebody who left can still open the sheet.
        gone_members: who has left the committee.
        went: the rows of records as they stood before they went, the last one last.
        named: which cases the last mail named, by what it says of them.
    """

    def __init__(self, world: World, mailbox: Mailbox, seed: int) -> None:
        super().__init__(world, mailbox, seed)
        self.announced: dict[str, date] = {}
        self.red: Counter[str] = Counter()
        self.reasons: dict[str, set[date]] = {}
        self.nights = self.red_nights = 0
        self.lines: dict[int, int] = {}
        self.mails: list[int] = []
        self.told: list[str] = []
        self.shape_broken = self.unclassified = self.leaver = False
        self.gone_members: set[str] = set()
        self.went: dict[str, list[Any]] = {}
        self.named: dict[str, set[str]] = {}

    def report(self, person: int | None = None, *, form: bool = False) -> Truth:
        """A report comes in, often by the form."""
        truth = self._new(self.day, self.day, person)
        truth.answered = False
        row = self._row(truth)
        self.sheet.edit(lambda grid: [*grid, [cell(row.get(key)) for key in self._keys()]])
        if form:
            said = f"{truth.name} shouted at me"
            self.sheet.edit(lambda grid: [*grid, [None, said]], FORM)
        return truth

    def _keys(self) -> list[str]:
        from sheets_coc.schema.columns import BY_KEY

        headings = {BY_KEY[key].header: key for key in KEYS}
        header = next(row for row in self.sheet.grid() if "Case" in row)
        return [headings.get(text(value), "") for value in header]

    def everyday(self) -> None:
        """Answers and decisions, as they come."""
        for truth in self.live():
            if not truth.answered and self.chance.random() < 0.7:
                truth.answered = True
                self.type(truth, responded_on=self.day.isoformat())
            old = self.day - truth.reported > timedelta(days=9)
            fresh = truth.decision == "Open" and truth.added > BEGIN
            if fresh and old and not truth.held and self.chance.random() < 0.2:
                self.decide(truth, self.chance.choice(["No violation", *list(TERMS)[:2]]))

    def decide(self, truth: Truth, decision: str, until: date | None = None) -> None:
        """A case is decided."""
        truth.decision, truth.decided, truth.until = decision, self.day, until
        row = self._row(truth)
        self.type(truth, **{key: row[key] for key in ("decision", "flag", "decided_on")})
        if until:
            self.type(truth, banned_until=until.isoformat())

    def tidy(self) -> None:
        """Somebody works through To do: removes what it says is still mentioned, and ticks."""
        lines = self.todo()
        mentioned = [line for line in lines if "still mentioned" in line["What"]]
        if mentioned and self.chance.random() < 0.5:
            row = int(mentioned[0]["Where"].rpartition("B")[2]) - 1
            self.sheet.edit(lambda grid: [*grid[:row], *grid[row + 1 :]], FORM)
            self.tick(mentioned[0])
        for line in lines:
            if "could not be searched" in line["What"]:
                self.tick(line, BY_HAND if "say so under Answer" in line["What"] else None)
            elif "may still tell" in line["What"] or "more than usual" in line["What"]:
                self.tick(line)

    def todo(self) -> list[dict[str, str]]:
        """The lines that nobody has ticked."""
        if not self.sheet.book().read().tab("To do"):
            return []
        return [
            line for line in self.sheet.todo() if line["Ref"] and line["Done"].casefold() != "true"
        ]

    def tick(self, line: dict[str, str], answer: str | None = None) -> None:
        """A line is answered and ticked."""

        def change(grid: list[list[Any]]) -> None:
            ref = grid[0].index("Ref")
            row = next(row for row in grid[1:] if row[ref] == line["Ref"])
            row[grid[0].index("Done")] = True
            if answer:
                row[grid[0].index("Answer")] = answer

        self.sheet.edit(change, "To do")

    def night(self) -> Night:
        """The scheduled job, and what must hold afterwards."""
        ticked = self._ticked()
        foreign, before = self.sheet.grid(FORM), self.sheet.grid()
        night: Night = self.book().nightly(apply=True)
        self.nights += 1
        assert self.sheet.grid(FORM) == foreign, "what is not the tool's was changed"
        self._what_went(night, before)
        self._what_is_said(night, ticked)
        return night

    def _ticked(self) -> set[str]:
        if not self.sheet.book().read().tab("To do"):
            return set()
        return {line["Ref"] for line in self.sheet.todo() if line["Done"].casefold() == "true"}

    def _what_went(self, night: Night, before: list[list[Any]]) -> None:
        """Who went was due and announced for a week; who was, went."""
        grid = self.sheet.grid()
        header = next(row for row in grid if "Case" in row)
        at = {text(value): n for n, value in enumerate(header)}
        rows = {row[at["Case"]]: row for row in grid}
        for truth in self.live():
            row = rows[truth.case]
            said = f"{self.day} {truth}"
            began = self.announced.get(truth.case)
            if row[at["Expunged on"]]:
                assert truth.may_go(self.truths, self.day), f"not to go: {said}"
                assert began and began + NOTICE <= self.day, f"not announced: {said}, {began}"
                truth.gone = self.day
                was = next(cells for cells in before if truth.case in cells)
                self.went[truth.case] = was
                left = " ".join(map(text, row))
                assert f"Ozark{truth.person}" not in left, f"left: {said}"
                assert truth.case in {one.record.name for one in night.result.redaction.done}
                continue
            goes = row[at["Will be expunged on"]]
            if isinstance(goes, int | float):
                assert from_serial(goes) is not None
                self.announced.setdefault(truth.case, self.day)
            else:
                self.announced.pop(truth.case, None)
            if night.stop is None and truth.may_go(self.truths, self.day):
                assert truth.case in self.announced, f"should be announced: {said}"
                assert not (began and began + NOTICE <= self.day), f"should have gone: {said}"

    def _what_is_said(self, night: Night, ticked: set[str]) -> None:
        """Red with reason, the reason in To do; nobody's name, and not too much."""
        lines = self.todo()
        every = self.sheet.todo()
        month = self.day.month
        self.lines[month] = max(self.lines.get(month, 0), len(lines))
        assert len(lines) <= 50
        for tab in ("To do", "Log"):
            said = " ".join(text(value) for row in self.sheet.grid(tab) for value in row)
            assert "Ozark" not in said
            assert "Wickham" not in said
        self._what_holds_say(every)
        self.red_nights += night.attention
        for step in night.steps:
            if step.attention:
                self.red[step.name] += 1
                reason = [
                    line for line in lines
                    if any(word in line["What"] for word in REASONS[step.name])
                ]  # fmt: skip
                assert reason, f"{self.day} red without a reason: {step}"
                for line in reason:
                    said = CASES.sub("…", line["What"]).partition(". ")[0]
                    self.reasons.setdefault(said, set()).add(self.day)
        new = {line["Ref"] for line in every if line["Done"].casefold() == "true"} - ticked
        assert not new, f"{self.day} a new line is ticked"
        red = {step.name for step in night.steps if step.attention}
        assert ("access" in red) == self.leaver, f"{self.day} {night.steps}"
        blocked = any(truth.blocked for truth in self.live())
        assert ("dates" in red) == (blocked or self.shape_broken), f"{self.day} {night.steps}"
        waits = [self.day - t.reported for t in self.live()
                 if t.decision == "Open" and not t.answered]  # fmt: skip
        if any(timedelta(days=3) <= waited <= timedelta(days=28) for waited in waits):
            assert "validate" in red, f"{self.day} a reporter waits"
        stopped = self.shape_broken or self.unclassified
        assert ("redact" in red) == stopped or (night.stop and night.stop.code == "batch-limit")
        if not waits and not blocked and not stopped:
            assert "validate" not in red, f"{self.day} {night.steps}"

    def _what_holds_say(self, every: list[dict[str, str]]) -> None:
        """What is on hold is not going soon, and is asked about after half a year: once."""
        for truth in self.live():
            about = [line for line in every if truth.case in line["What"]]
            asked = [line for line in about if "six months" in line["What"]]
            if truth.held_since:
                assert not [line for line in about if line["Kind"] == "Going soon"], self.day
                old = months_later(truth.held_since, 6) < self.day
                assert self.shape_broken or len(asked) == old, f"{self.day} {truth} {asked}"
            else:
                assert not asked, f"{self.day} no hold to ask about"

    def monday(self) -> str:
        """The Monday job: the rota, and the mail, once."""
        RotaJobs(self.book()).plan(apply=True)
        before = len(self.mailbox.mails)
        server = Server("127.0.0.1", self.mailbox.port, "none")
        for _ in range(2):
            self.book().remind(server=server)
        assert len(self.mailbox.mails) == before + 1, f"{self.day} one mail for a week"
        message = self.mailbox.mails[-1][2]
        body = message.get_body(("plain",))
        assert body is not None
        said = str(body.get_content())
        self.mails.append(len(said.splitlines()))
        assert "Ozark" not in said
        assert not said.startswith(">")
        since = self.day - timedelta(days=7)
        new = [t for t in self.live() if since < t.reported <= self.day and t.added > BEGIN]
        for truth in new[:5]:
            assert truth.case in said, f"{self.day} a new report is not told"
        assert not self.weeks_of(*self.gone_members) - {self.week}, f"{self.day} a leaver serves"
        for what in ("Undecided for more than a week", "Waiting in To do", "nobody handles it"):
            named = set(re.findall(r"[a-z]+-[a-z]+", said.partition(what)[2].partition(".")[0]))
            assert not named & self.named.get(what, set()), f"{self.day} told twice: {what}"
            self.named[what] = named
        going = said.partition("Going within")[2].partition(".")[0]
        review = said.partition("still right?")[2].partition(".")[0]
        for truth in self.live():
            if truth.held:
                assert truth.case not in going, f"{self.day} on hold, and going"
            if truth.reviewed:
                assert truth.case not in review, f"{self.day} answered, and asked again"
        if self.todo() and any(line["Kind"] == "To settle" for line in self.todo()):
            assert "Nothing needs attention" not in said, f"{self.day}"
        return said

    def read_aloud(self, mail: str) -> None:
        """Keep what a member reads on this day."""
        lines = [f"[{line['Kind']}] {line['What']} ({line['Where']})" for line in self.todo()]
        self.told.append("\n".join([f"=== {self.day}", mail, "--- To do", *lines]))
