"""A sheet that people rearrange, and a model that knows what each of its cells means.

The model never looks at headings or positions: it knows which record a row is and which column
a column is, because it moved them itself. What a record says is kept apart from the cells.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from sheets_coc.dates import from_serial
from sheets_coc.policy import default
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.tool_columns import redact_changes
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.schema.findings import Severity
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.stops import reason_to_stop
from tests.harness.world import moment
from tests.shape.work import Work
from tests.sheets import applied

POLICY = default()
NOTICE = timedelta(days=POLICY.retention.notice_days)
ORDINARY: tuple[str, ...] = ("add_record", "correct_date", "hold", "decide", "sort_rows")
SHAPE: tuple[str, ...] = (
    "rename", "rename_back", "insert_column", "sort_header_too", "split", "join", "fill_down",
    "add_total", "answer", "answer",
)  # fmt: skip


class Model(Work):
    """What the nightly run makes of the sheet, and what it must not have done."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        for _ in range(chance.randint(4, 9)):
            self.add_record()

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
