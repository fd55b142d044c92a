"""A sheet that people rearrange, and a model that knows what each of its cells means.

The model never looks at headings or positions: it knows which record a row is and which column
a column is, because it moved them itself. What a record says is kept apart from the cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sheets_coc.dates import add_months, from_serial, to_serial
from sheets_coc.policy import default
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.tool_columns import redact_changes
from sheets_coc.schema.columns import BY_KEY, DECISION_LABELS, Decision
from sheets_coc.schema.findings import Severity
from sheets_coc.sheet.model import Snapshot, Tab, Value, text
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.stops import reason_to_stop
from tests.harness.world import moment
from tests.shape.sheet import FULL
from tests.sheets import applied

POLICY = default()
NOTICE = timedelta(days=POLICY.retention.notice_days)
START = date(2026, 6, 1)
MONTHS = {Decision.RESOLVED: 14, Decision.FLAGGED: 26}
WORDS = ("amber", "brisk", "civil", "dusty", "early", "faded", "glad", "hazy", "inner", "jolly")
OWN_HEADINGS = ("Remarks of ours", "Room", "Stage two", "Colour", "Reason to keep", "Status", "")
RENAMED = ("hold", "decision", "reported_on", "expunge_on", "subjects", "policy_date", "flag")
TORN = ("reported_on", "subjects", "contacts", "summary")


@dataclass
class Truth:
    """What a record really says."""

    name: str
    reported_on: date
    decision: Decision
    held: bool = False
    gone: bool = False

    def last_day(self) -> date | None:
        """The day it may go after, by its own term; nobody here is in two records."""
        if self.decision is Decision.NO_VIOLATION:
            return self.reported_on
        months = MONTHS.get(self.decision)
        return None if months is None else add_months(self.reported_on, months)


@dataclass
class Column:
    """One column: what it is, and what stands above it."""

    key: str
    heading: str


@dataclass
class Line:
    """One row: a record's case, or what else it is."""

    case: str
    cells: dict[int, Value] = field(default_factory=dict)


class Model:
    """A spreadsheet between nights.

    Attributes:
        truths: what each record really says, by case.
        said: what happened, to understand a failure by.
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.day = START
        self.truths: dict[str, Truth] = {}
        self.announced: dict[str, date] = {}
        self.columns = [Column(key, BY_KEY[key].header) for key in FULL]
        self.lines: list[Line] = [Line("header")]
        self.elsewhere: list[Line] = []
        self.rest: list[Tab] = []
        self.metadata: dict[str, str] = {}
        self.undo: list[Line] | None = None
        self.exchanged: list[Column] = []
        self.last: dict[str, dict[str, Value]] = {}
        self.said: list[str] = []
        for _ in range(chance.randint(4, 9)):
            self.add_record()

    # What people do

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

    def come_apart(self) -> None:
        """A slip of the hand, after which records say what they do not mean."""
        slips = (self.tear, self.drag, self.shift_out, self.exchange, self.exchange)
        self.chance.choice(slips)()

    def _known(self, line: Line, key: str) -> bool:
        """Whether the tool has seen what stands in a cell."""
        column = self.columns.index(self._column(key))
        known = line.case in self.truths and line.case in self.last
        return known and self.last[line.case].get(key) == line.cells.get(column)

    def _slip(self, before: list[Line], said: str) -> None:
        self.undo = before
        self.said.append(said)

    def drag(self) -> None:
        """The corner of a date is dragged over the two rows below it, or above."""
        column = self.columns.index(self._column("reported_on"))
        runs = [
            three
            for at in range(len(self.lines) - 2)
            for three in (self.lines[at : at + 3], self.lines[at : at + 3][::-1])
            if all(self._known(line, "reported_on") for line in three)
        ]
        if not runs:
            return
        before = self._copies()
        first, *others = self.chance.choice(runs)
        day = first.cells[column]
        assert isinstance(day, float)
        step = self.chance.choice([0, 1, 7])
        for n, line in enumerate(others, start=1):
            line.cells[column] = day + step * n
        changed = [line for line in others if not self._known(line, "reported_on")]
        if len(changed) == 2:
            self._slip(before, f"drag {first.case}")
        else:
            self.lines = before

    def shift_out(self) -> None:
        """*Insert cells, shift down* on the last cell of a column."""
        line = self.lines[-1]
        key = self.chance.choice([*TORN, "decision"])
        if line.case not in self.truths or not self._known(line, key):
            return
        before = self._copies()
        column = self.columns.index(self._column(key))
        value = line.cells.pop(column, None)
        if value is not None:
            self.lines.append(Line("pushed down", {column: value}))
            self._slip(before, f"shift out {line.case} {key}")

    def exchange(self) -> None:
        """Two headings change places, and what stands below them does not."""
        one, other = self.chance.sample(
            ["hold", "decision", "reported_on", "expunge_on", "flag"], 2
        )
        columns = [self._column(one), self._column(other)]
        live = [line for line in self.lines if line.case in self.truths]
        if not all(self._known(line, column.key) for line in live for column in columns):
            return  # what was typed since, the tool has never seen
        if any(column.heading != BY_KEY[column.key].header for column in columns):
            return
        columns[0].heading, columns[1].heading = columns[1].heading, columns[0].heading
        self.exchanged = columns
        self._slip(self._copies(), f"exchange {one} {other}")

    def _copies(self) -> list[Line]:
        return [Line(line.case, dict(line.cells)) for line in self.lines]

    def tear(self) -> None:
        """Only some of the columns are sorted, or cells are inserted."""
        at = self.lines.index(self._header())
        below = [line for line in self.lines[at + 1 :] if line.case in self.truths]
        if len(below) < 2:
            return
        keys = self.chance.sample(TORN, self.chance.randint(1, 2))
        before = self._copies()
        order = below[:]
        if self.chance.random() < 0.5:
            self.chance.shuffle(order)
        else:
            order.insert(self.chance.randint(0, len(order)), Line("blank"))
        pushed = Line("pushed down")
        for key in keys:
            column = self.columns.index(self._column(key))
            values = [line.cells.get(column) for line in order]
            for line, value in zip([*below, pushed], values, strict=False):
                line.cells[column] = value
        if any(pushed.cells.values()):
            self.lines.insert(max(self.lines.index(line) for line in below) + 1, pushed)
        if self._moved(before, keys) >= 2:
            self._slip(before, f"tear {keys}")
        else:
            self.lines = before

    def _moved(self, before: list[Line], keys: list[str]) -> int:
        """Cells of rows the tool knows that hold what another row held the night before.

        What was typed since, the tool has never seen: where it went nobody can tell.
        """
        now = {line.case: line.cells for line in self.lines}
        known = [line for line in before if line.case in self.last and line.case in self.truths]
        moved = 0
        for key in keys:
            column = self.columns.index(self._column(key))
            held = {self.last[line.case].get(key) for line in known}
            moved += sum(
                now[line.case].get(column) != line.cells.get(column)
                and self.last[line.case].get(key) == line.cells.get(column)
                and now[line.case].get(column) in held
                for line in known
            )
        return moved

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
                row[answer] = f"it is column {_letters(at)}"
            elif "Nobody has said" in said or "heading is nearly" in said:
                row[answer] = self.chance.choice(["keep", "remove names"])
            elif "looks like a heading" in said and text(row[where]):
                row[answer] = "they are no records"
        self.said.append("answer")

    # The night

    def night(self) -> Analysis:
        """The nightly run, and what it must not have done."""
        snapshot = self.snapshot()
        seen = analyse(snapshot, POLICY, moment(self.day), "0123")
        planned = redaction_plan(seen, apply=True)
        self._check_claims(seen)
        after = applied(snapshot, redact_changes(seen, planned, moment(self.day)))
        self._take(after)
        self._check_gone()
        if self.undo is not None and reason_to_stop(seen):
            # Whatever stopped the run: people look, and mend what they did before they go on.
            self.lines = self.undo
            for column in self.exchanged:
                column.heading = BY_KEY[column.key].header
            self.said.append("undo")
        self.undo, self.exchanged = None, []
        if not reason_to_stop(seen):
            check = self.columns.index(self._column("row_check"))
            self.last = {
                line.case: {self.columns[c].key: value for c, value in line.cells.items()}
                for line in self.lines
                if line.cells.get(check)
            }
        return seen

    def _check_claims(self, seen: Analysis) -> None:
        """Where nothing stops the run, every record was read, and read as it is meant."""
        if reason_to_stop(seen):
            return
        read = {record.case: record for record in seen.sheet.records}
        said = {f.row for f in seen.findings if f.severity is not Severity.NOTICE}
        for case, truth in self.truths.items():
            record = read.get(case)
            assert record is not None, f"overlooked: {self.said}"
            if truth.gone or record.row in said:
                continue
            assert record.reported_on == truth.reported_on, f"misread date: {self.said}"
            assert record.decision is truth.decision, f"misread decision: {self.said}"
            assert record.held == truth.held, f"misread hold: {self.said}"
            assert record.subjects.reveal() == (truth.name,), f"misread people: {self.said}"

    def _check_gone(self) -> None:
        """Who went was due, and had been announced."""
        for line in [*self.lines, *self.elsewhere]:
            truth = self.truths.get(line.case)
            if truth is None or truth.gone:
                continue
            if line.cells.get(self.columns.index(self._column("expunged_on"))):
                last = truth.last_day()
                assert last is not None, f"not to go: {self.said}"
                assert last < self.day, f"not due: {self.said}"
                assert not truth.held, f"held: {self.said}"
                began = self.announced.get(line.case)
                assert began is not None, f"not announced: {self.said}"
                assert began + NOTICE <= self.day, f"not announced in time: {self.said}"
                truth.gone = True
                continue
            goes = line.cells.get(self.columns.index(self._column("goes_on")))
            if isinstance(goes, int | float):
                self.announced.setdefault(line.case, self.day)
                assert from_serial(goes) is not None
            else:
                self.announced.pop(line.case, None)

    def snapshot(self) -> Snapshot:
        """The spreadsheet as it stands."""
        tabs = [self._tab(11, "Records", self.lines)]
        if self.elsewhere:
            tabs.append(self._tab(12, "2024", [self._header(), *self.elsewhere]))
        return Snapshot("id", "Invented", [*tabs, *self.rest], metadata=dict(self.metadata))

    def _tab(self, number: int, title: str, lines: list[Line]) -> Tab:
        width = len(self.columns)
        header = [column.heading or None for column in self.columns]
        values = [
            list(header) if line.case == "header" else [line.cells.get(c) for c in range(width)]
            for line in lines
        ]
        return Tab(number, title, values=values, columns=max(26, width))

    def _take(self, after: Snapshot) -> None:
        tab = after.tab("Records")
        assert tab is not None
        for row, line in enumerate(self.lines):
            if line.case != "header":
                line.cells = {c: v for c, v in enumerate(tab.values[row]) if v not in (None, "")}
        self.rest = [tab for tab in after.tabs if tab.title not in ("Records", "2024")]
        self.metadata = after.metadata

    def _type(self, line: Line, key: str, value: Value) -> None:
        line.cells[self.columns.index(self._column(key))] = value

    def _column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def _header(self) -> Line:
        return next(line for line in self.lines if line.case == "header")

    def _any_live(self) -> Line | None:
        live = [
            line
            for line in self.lines
            if line.case in self.truths and not self.truths[line.case].gone
        ]
        return self.chance.choice(live) if live else None


def _letters(column: int) -> str:
    from sheets_coc.sheet.model import column_letters

    return column_letters(column)


ORDINARY: tuple[str, ...] = ("add_record", "correct_date", "hold", "decide", "sort_rows")
SHAPE: tuple[str, ...] = (
    "rename", "rename_back", "insert_column", "sort_header_too", "split", "join", "fill_down",
    "add_total", "answer", "answer",
)  # fmt: skip


def live_through(seed: int, nights: int = 10) -> Model:
    """Some weeks in the life of a sheet."""
    chance = Random(seed)
    model = Model(chance)
    model.night()
    for _ in range(nights):
        deeds: list[Any] = chance.choices((*ORDINARY, *SHAPE), k=chance.randint(1, 3))
        for deed in deeds:
            getattr(model, deed)()
        if chance.random() < 0.25 and model.undo is None:
            model.come_apart()
        model.day += timedelta(days=chance.randint(1, 8))
        model.night()
    return model
