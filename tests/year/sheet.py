"""The sheet of a committee of eight: who opens it, what stands in it, what people type there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import requests

from sheets_coc.dates import from_serial, to_serial
from sheets_coc.oncall.jobs import RotaJobs
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google.session import connect
from sheets_coc.sheet.model import text
from tests.harness.world import World
from tests.mail.smtp import Mailbox
from tests.shape.sheet import FULL, Sheet
from tests.year.truth import NEVER, TERMS, Truth

BEGIN = date(2026, 1, 5)
KEYS = (*FULL, "responded_on", "event")
FORM = "Form responses 1"
WORDS = ("amber", "brisk", "civil", "dusty", "early", "faded", "glad", "hazy", "inner", "jolly",
         "kind", "loyal", "merry", "noble")  # fmt: skip
THINGS = ["kite", "lamp", "moss", "fern", "plum", "oar", "birch", "cork"]
MEMBERS = ("Ines Falk", "Jo Reiner", "Lea Brandt", "Max Umber", "Pia Stern", "Rui Tavares",
           "Olive Owner", "Edward Editor")  # fmt: skip


class CommitteeSheet:
    """The sheet as people and the scheduled jobs see it, and what each record really is."""

    def __init__(self, world: World, mailbox: Mailbox, seed: int) -> None:
        self.world, self.mailbox, self.chance = world, mailbox, Random(seed)
        self.day = BEGIN
        self.truths: list[Truth] = []
        self.people = 0
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
        (row,) = [row for row in weeks if row[0] == to_serial(self.week)]
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
