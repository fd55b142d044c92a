"""A committee's year with a sheet: what people do, the night, the Mondays, and what must hold.

People answer, decide, appeal, hold, leave, sort one column, rename another, paste old content
back and tick lines, as seven people do. The model knows what each record really is
(`truth.py`) and looks, after every night, at what went, what was said, and why it was red.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import requests

from sheets_coc.dates import from_serial
from sheets_coc.mail.sending import Server
from sheets_coc.nightly import Night
from sheets_coc.oncall.jobs import RotaJobs
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google.session import connect
from sheets_coc.sheet.model import text
from sheets_coc.todo.mentions import BY_HAND
from tests.harness.world import World, moment
from tests.mail.smtp import Mailbox
from tests.shape.sheet import FULL, Sheet
from tests.year.truth import NEVER, TERMS, Truth, months_later

BEGIN = date(2026, 1, 5)
SILENT = date(2026, 8, 3), date(2026, 8, 24)
"""Three weeks in which no schedule runs."""
KEYS = (*FULL, "responded_on", "event")
FORM = "Form responses 1"
WORDS = ("amber", "brisk", "civil", "dusty", "early", "faded", "glad", "hazy", "inner", "jolly",
         "kind", "loyal", "merry", "noble")  # fmt: skip
THINGS = ["kite", "lamp", "moss", "fern", "plum", "oar", "birch", "cork"]
MEMBERS = ("Ines Falk", "Jo Reiner", "Lea Brandt", "Max Umber", "Pia Stern", "Rui Tavares",
           "Olive Owner", "Edward Editor")  # fmt: skip
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


class Year:
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
        self.world, self.mailbox, self.chance = world, mailbox, Random(seed)
        self.day = BEGIN
        self.truths: list[Truth] = []
        self.announced: dict[str, date] = {}
        self.people = 0
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
        rows = [self._row(self._old(n)) for n in range(34)]
        committee = [
            ["Name", "Email", "Joined", "Left", "On call", "Away", "Also known as"],
            *[[name, f"m{n}@example.org", 43836, None, "yes", None, None]
              for n, name in enumerate(MEMBERS[:6])],
            [MEMBERS[6], "owner@example.org", 43836, None, "no", None, None],
            [MEMBERS[7], "editor@example.org", 43836, None, "yes", None, None],
        ]  # fmt: skip
        form = [["Timestamp", "What happened?"]]
        self.sheet = Sheet(world, rows, KEYS, Committee=committee, **{FORM: form})
        mail = replace(self.sheet.policy.mail, committee="conduct@example.org")
        self.sheet.policy = replace(self.sheet.policy, mail=mail)
        key = world.google.identities.key_file("tool")
        scopes = (logins.SPREADSHEETS, logins.DRIVE_METADATA)
        self.session = connect(
            self.sheet.id, credentials=key, adapter=world._adapter, scopes=scopes
        )
        for n in range(6):
            body = {"type": "user", "role": "writer", "emailAddress": f"m{n}@example.org"}
            self.drive("POST", "/permissions", body)
        RotaJobs(self.book()).plan(apply=True)

    # The sheet

    def book(self) -> Any:
        """The sheet as the scheduled jobs open it, with the access that is recommended."""
        book = self.sheet.book(self.day)
        book.session = self.session
        return book

    def _old(self, n: int) -> Truth:
        """A record from before the year; some are of the same person as another."""
        reported = BEGIN - timedelta(days=self.chance.randint(30, 800))
        decision = self.chance.choice([*TERMS, "Violation, resolved", "Violation, flagged"])
        found = self._new(reported, BEGIN, person=None if n % 5 else max(self.people - 2, 0))
        found.decision, found.decided, found.answered = decision, reported, True
        if decision == "Violation, banned":
            found.until = self.chance.choice([reported + timedelta(days=365), NEVER])
        return found

    def _new(self, reported: date, added: date, person: int | None = None) -> Truth:
        n = len(self.truths)
        case = f"{WORDS[n % len(WORDS)]}-{THINGS[n // len(WORDS)]}"
        if person is None:
            person = self.people = self.people + 1
        found = Truth(case, person, reported, added)
        self.truths.append(found)
        return found

    def _row(self, truth: Truth) -> dict[str, Any]:
        flag = {"Violation, flagged": "flagged", "Violation, banned": "banned"}
        return {
            "case": truth.case,
            "reported_on": truth.reported.isoformat(),
            "reporter": f"Rosa Wickham{self.truths.index(truth)}",
            "subjects": truth.name,
            "contacts": f"ozark{truth.person}@example.org",
            "summary": f"{truth.name} was loud; Ozark{truth.person} was asked to stop.",
            "our_action": "Yes", "local_action": "No",
            "flag": flag.get(truth.decision, "no" if truth.decision != "Open" else None),
            "decision": truth.decision,
            "decided_on": truth.decided and truth.decided.isoformat(),
            "banned_until": "permanent" if truth.until == NEVER else
            truth.until and truth.until.isoformat(),
            "responded_on": truth.reported.isoformat() if truth.answered else None,
        }  # fmt: skip

    def drive(self, method: str, path: str, body: Any = None) -> Any:
        """What the owner does in Google's dialogue about sharing."""
        session = requests.Session()
        session.mount("https://", self.world._adapter)
        answer = session.request(
            method,
            f"https://www.googleapis.com/drive/v3/files/{self.sheet.id}{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.world.google.token('owner')}"},
        )
        assert answer.ok
        return answer.json() if answer.content else None

    def take_away(self, address: str) -> None:
        """Somebody's access is taken away."""
        found = self.drive("GET", "/permissions?fields=permissions(id,emailAddress)")
        for one in found["permissions"]:
            if one["emailAddress"] == address:
                self.drive("DELETE", f"/permissions/{one['id']}")

    def row_of(self, truth: Truth) -> int:
        """Where a record stands now."""
        at = self.sheet.column("case")
        return next(n for n, row in enumerate(self.sheet.grid()) if row[at] == truth.case)

    def type(self, truth: Truth, **cells: Any) -> None:
        """Somebody types into a record."""
        for key, value in cells.items():
            self.sheet.set(self.row_of(truth), key, value)

    def row(self, truth: Truth) -> list[Any]:
        """What stands in a record's row."""
        return list(self.sheet.grid()[self.row_of(truth)])

    def paste(self, truth: Truth, cells: list[Any]) -> None:
        """Somebody pastes an old row over the one that stands there."""
        at = self.row_of(truth)

        def change(grid: list[list[Any]]) -> None:
            grid[at][: len(cells)] = cells

        self.sheet.edit(change)

    def member(self, name: str, heading: str, value: Any) -> None:
        """Somebody types into the Committee tab."""

        def change(grid: list[list[Any]]) -> None:
            row = next(cells for cells in grid if cells[0] == name)
            row[grid[0].index(heading)] = value

        self.sheet.edit(change, "Committee")

    @property
    def week(self) -> date:
        """The Monday of the week on duty."""
        return self.day - timedelta(days=self.day.weekday())

    def duty(self, role: str) -> str:
        """Who stands in the rota for this week."""
        header, *weeks = self.sheet.grid("On-call")
        at = [text(value).casefold() for value in header].index(role)
        (row,) = [row for row in weeks if row[0] == (self.week - date(1899, 12, 30)).days]
        return text(row[at])

    def weeks_of(self, *names: str) -> set[date]:
        """The weeks from now on for which somebody stands in the rota."""
        return {
            day
            for row in self.sheet.grid("On-call")[1:]
            if isinstance(row[0], int | float) and (day := from_serial(row[0])) is not None
            and day >= self.week and {text(row[1]), text(row[2])} & set(names)
        }  # fmt: skip

    def status(self) -> list[Any]:
        """The lines of `status`, the first first, but for days that the year leaves out."""
        return [one for one in self.book().status().items if one.code != "schedule-stopped"]

    def codes(self) -> set[str]:
        """What validation finds."""
        return self.sheet.codes(self.day)

    def published(self) -> list[str]:
        """What the Log says was published, line by line."""
        header, *lines = self.sheet.grid("Log")
        at = [text(value) for value in header].index("Published")
        return [one for line in lines for one in text(line[at]).splitlines()]

    def live(self) -> list[Truth]:
        """Records that are there."""
        return [truth for truth in self.truths if truth.gone is None]

    # What people do

    def report(self, person: int | None = None, *, form: bool = False) -> Truth:
        """A report comes in, often by the form."""
        truth = self._new(self.day, self.day, person)
        truth.answered = False
        row = self._row(truth)
        self.sheet.edit(lambda grid: [*grid, [serial(row.get(key)) for key in self._keys()]])
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

    # The night

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


def serial(value: Any) -> Any:
    """ISO dates as the numbers that sheets hold."""
    from tests.shape.sheet import serial as number

    return number(value)


__all__ = ["BEGIN", "MEMBERS", "SILENT", "Year", "moment"]
