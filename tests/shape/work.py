"""What people do to a sheet on purpose: reports, decisions, headings, columns, rows, answers."""

from __future__ import annotations

from datetime import timedelta

from sheets_coc.dates import to_serial
from sheets_coc.schema.columns import BY_KEY, DECISION_LABELS, Decision
from sheets_coc.sheet.model import column_letters, text
from tests.shape.grid import Column, Line, Truth
from tests.shape.sheet import FULL
from tests.shape.slips import Slips

WORDS = ("amber", "brisk", "civil", "dusty", "early", "faded", "glad", "hazy", "inner", "jolly")
OWN_HEADINGS = ("Remarks of ours", "Room", "Stage two", "Colour", "Reason to keep", "Status", "")
RENAMED = ("hold", "decision", "reported_on", "expunge_on", "subjects", "policy_date", "flag")


class Work(Slips):
    """Everyday work with the records, and with the shape of the sheet."""

    def add_record(self) -> None:
        """A report comes in, often an old one that is typed in late."""
        n = len(self.truths)
        case = f"{WORDS[n % len(WORDS)]}-{('kite', 'lamp', 'moss', 'fern')[n // len(WORDS) % 4]}"
        decision = self.chance.choice(
            [Decision.RESOLVED, Decision.RESOLVED, Decision.FLAGGED, Decision.OPEN]
        )
        back = timedelta(days=self.chance.randint(0, 900))
        truth = Truth(f"Quillan Ozark{n}", self.day - back, decision)
        self.truths[case] = truth
        line = Line(case)
        self._type(line, "case", case)
        self._type(line, "reported_on", float(to_serial(truth.reported_on)))
        self._type(line, "subjects", truth.name)
        self._type(line, "contacts", f"ozark{n}@example.org")
        self._type(line, "summary", f"{truth.name} was loud, number {n}.")
        self._type(line, "our_action", self.chance.choice(["Yes", "No"]))
        self._type(line, "decision", DECISION_LABELS[decision])
        self._type(line, "flag", "flagged" if decision is Decision.FLAGGED else "no")
        self.lines.append(line)
        self.said.append(f"add {case}")

    def correct_date(self) -> None:
        """A date is corrected."""
        line = self._any_live()
        if line:
            truth = self.truths[line.case]
            truth.reported_on -= timedelta(days=self.chance.randint(1, 40))
            self._type(line, "reported_on", float(to_serial(truth.reported_on)))
            self.said.append(f"correct {line.case}")

    def hold(self) -> None:
        """A hold begins, or ends."""
        line = self._any_live()
        if line:
            truth = self.truths[line.case]
            truth.held = not truth.held
            self._type(line, "hold", "an appeal" if truth.held else None)
            self.said.append(f"hold {line.case} {truth.held}")

    def decide(self) -> None:
        """A case is decided, or opened again."""
        line = self._any_live()
        if line:
            truth = self.truths[line.case]
            truth.decision = self.chance.choice([Decision.OPEN, Decision.RESOLVED])
            self._type(line, "decision", DECISION_LABELS[truth.decision])
            self._type(line, "flag", "no")
            self.said.append(f"decide {line.case} {truth.decision.value}")

    def rename(self) -> None:
        """A column gets another heading."""
        column = self._column(self.chance.choice(RENAMED))
        self._head(column, self.chance.choice(OWN_HEADINGS))
        self.said.append(f"rename {column.key} {column.heading!r}")

    def rename_back(self) -> None:
        """Somebody gives the columns their headings back."""
        for column in self.columns:
            if column.key in BY_KEY:
                self._head(column, BY_KEY[column.key].header)
        self.said.append("rename back")

    def _head(self, column: Column, heading: str) -> None:
        """Type a heading, in the header and wherever else the header stands once more."""
        at = self.columns.index(column)
        for line in self.lines:
            if line.cells.get(at) == column.heading:
                line.cells[at] = heading
        column.heading = heading

    def insert_column(self) -> None:
        """A column of the committee's own appears somewhere, with something in it."""
        at = self.chance.randint(0, len(self.columns))
        own = Column("own", self.chance.choice(OWN_HEADINGS))
        self.columns.insert(at, own)
        for line in [*self.lines, *self.elsewhere]:
            line.cells = {c + (c >= at): v for c, v in line.cells.items()}
            if line.case == "no record" and len(line.cells) > 2:
                line.cells[at] = own.heading
            if line.case in self.truths and self.chance.random() < 0.7:
                line.cells[at] = self.chance.choice(["x", "later", "blue"])
        self.said.append(f"insert column {at}")

    def sort_rows(self) -> None:
        """Whole rows are sorted, the header stays."""
        at = self.lines.index(self._header())
        below = self.lines[at + 1 :]
        self.chance.shuffle(below)
        self.lines[at + 1 :] = below
        self.said.append("sort rows")

    def sort_header_too(self) -> None:
        """Everything is sorted, the header with it."""
        self.chance.shuffle(self.lines)
        self.said.append("sort with the header")

    def split(self) -> None:
        """Some records are moved to a tab of their own."""
        below = [line for line in self.lines if line.case in self.truths]
        for line in self.chance.sample(below, min(2, len(below))):
            self.lines.remove(line)
            self.elsewhere.append(line)
        self.said.append("split")

    def join(self) -> None:
        """They are moved back, and the header is put on top."""
        self.lines += self.elsewhere
        self.elsewhere = []
        header = self._header()
        self.lines.remove(header)
        self.lines.insert(0, header)
        self.said.append("join")

    def fill_down(self) -> None:
        """A drop-down is filled down below the records."""
        for _ in range(self.chance.randint(1, 12)):
            line = Line("filled down")
            self._type(line, "decision", DECISION_LABELS[Decision.RESOLVED])
            self.lines.append(line)
        self.said.append("fill down")

    def add_total(self) -> None:
        """A total or the header once more stands among the records."""
        line = Line("no record")
        if self.chance.random() < 0.5:
            line.cells = {0: "Total", 2: 12.0}
        else:
            line.cells = {c: column.heading for c, column in enumerate(self.columns)}
        at = self.lines.index(self._header())
        self.lines.insert(self.chance.randint(at + 1, len(self.lines)), line)
        self.said.append("total or header")

    def answer(self) -> None:
        """The questions in To do are answered: of the shape truly, of columns as one would."""
        todo = next((tab for tab in self.rest if tab.title == "To do"), None)
        if todo is None:
            return
        heads = [text(value) for value in todo.values[0]]
        what, where, answer = (heads.index(h) for h in ("What", "Where", "Answer"))
        for row in todo.values[1:]:
            said = text(row[what])
            row.extend([None] * (answer + 1 - len(row)))
            if "was here before" in said:
                key = next(k for k in FULL if f"column {BY_KEY[k].header} was" in said)
                at = self.columns.index(self._column(key))
                row[answer] = f"it is column {column_letters(at)}"
            elif "Nobody has said" in said or "heading is nearly" in said:
                row[answer] = self.chance.choice(["keep", "remove names"])
            elif "looks like a heading" in said and text(row[where]):
                row[answer] = "they are no records"
        self.said.append("answer")
