"""A sheet, a list that was screened, and a person who confirms."""

import csv

from tests.cli.inventing import Invented

FLAGGED = {
    "case": "stunned-bulb", "reported_on": "2026-01-15", "reporter": "Petra Pepper",
    "subjects": "Wanda Example", "contacts": "wanda@example.org", "others": "Nora Nobody",
    "summary": "Secret: Petra told us.", "flag": "flagged", "decision": "Violation, flagged",
    "outcome": "Interrupted talks at two events and was asked to stop.", "our_action": "Yes",
}  # fmt: skip
BANNED = {
    "case": "calm-lamp", "reported_on": "2026-02-15", "reporter": "Ben Bringer",
    "subjects": "Wanda Example", "contacts": "wanda@example.org", "flag": "banned",
    "decision": "Violation, banned", "banned_until": "permanent", "outcome": "",
}  # fmt: skip
ENDED = {
    "case": "quiet-road", "reported_on": "2026-03-15", "reporter": "Ben Bringer",
    "subjects": "Karl Kringel", "flag": "banned", "decision": "Violation, banned",
    "banned_until": "2027-03-01", "outcome": "Threatened a speaker.",
}  # fmt: skip
EVENT = ("--event", "Conf 2027", "--event-date", "2027-05-21")
LIST = [["Name", "Email"], ["Someone New", "new@example.net"],
        ["Wanda Example", "wanda@example.org"], ["Karl Kringel", "karl@example.net"]]  # fmt: skip


class Screened(Invented):
    """A sheet, a list that was screened, and a person who confirms."""

    def screen(self, rows, keys=None, **answers):
        self.new(rows, **({"keys": keys} if keys else {}))
        self.csv("list.csv", LIST)
        self.result = self.folder / "result.csv"
        self.run("screen", str(self.folder / "list.csv"), "--event-date", "2027-05-21",
                 "--event", "Conf 2027", "--out", str(self.result))  # fmt: skip
        self.answer(**answers)
        return self

    def answer(self, **answers):
        rows = list(csv.reader(self.result.read_text("utf-8-sig").splitlines()))
        for row in rows:
            if len(row) > 2 and (said := answers.get(row[2].replace("-", "_").replace(" ", "_"))):
                row[0] = said
        self.csv("result.csv", rows)

    def letter(self, *more, event=EVENT, **options):
        target = self.folder / "letter.txt"
        target.unlink(missing_ok=True)
        arguments = ("letter", "screening", "--result", str(self.result), *event)
        code, out, err = self.run(*arguments, "--out", str(target), *more, **options)
        assert "Wanda" not in out + err
        assert "Karl" not in out + err
        return code, (target.read_text("utf-8") if target.exists() else ""), err
