"""The safety rules on a whole run: what stops it, and that then nothing has changed."""

from datetime import date, datetime, timedelta
from email.utils import format_datetime

import pytest

from sheets_coc import policy as policies
from sheets_coc.cli.main import run as command_line
from sheets_coc.errors import SafetyStop
from sheets_coc.local.state.model import as_cell
from tests.harness.commands import RECIPES, Desk, everything
from tests.harness.door import SHEETS
from tests.harness.world import DUE, KEYS, TODAY
from tests.safety.whole_runs import make, many, records, redact, typed


@pytest.fixture
def sheet(world):
    made = world.copy()
    yield made
    world.delete(made)


@pytest.fixture
def desk(world, monkeypatch, capsys):
    desk = Desk(world, monkeypatch, capsys)
    desk.sit()
    return desk


def test_more_than_usual_stops_the_run_until_somebody_ticks_the_line(world):
    sheet = make(world, many(8))
    before = typed(world, sheet)
    stopped = redact(world, sheet)
    assert stopped.redaction.stop.code == "batch-limit"
    assert typed(world, sheet) == before
    todo = next(t for t in world.tabs(sheet) if t.title == "To do")
    row = next(
        n
        for n, cells in enumerate(todo.rows)
        if any("more than usual" in str(as_cell(c).value) for c in cells)
    )
    with world.google.store.write() as state:
        state.spreadsheet(sheet).tab(todo.id).set(row, 0, True)
    done = redact(world, sheet)
    assert len(done.redaction.done) == 8
    assert all(row["subjects"] == "Expunged" for row in records(world, sheet).values())


def test_five_at_a_time_are_not_more_than_usual(world):
    sheet = make(world, many(5))
    assert len(redact(world, sheet).redaction.done) == 5


def test_the_command_line_may_allow_more_once(world):
    sheet = make(world, many(8))
    assert redact(world, sheet, max_records=7).redaction.stop.code == "batch-limit"
    assert len(redact(world, sheet, max_records=8).redaction.done) == 8


def test_a_policy_that_would_expunge_everything_is_stopped_by_the_batch_limit(world, tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(
        '[retention]\nnotice_days = 0\nextension = "restart"\n'
        "nobody_identified = 0\nresolved = 0\nflagged = 0\nbanned = 0\n"
    )
    sheet = make(world, [{**row, "reported_on": "2026-11-01"} for row in many(8)])
    before = typed(world, sheet)
    stopped = redact(world, sheet, policy=policies.load(path))
    assert stopped.redaction.stop.code == "batch-limit"
    assert typed(world, sheet) == before


def test_a_hold_typed_after_planning_counts_when_it_is_written(world, sheet):
    class Late:
        """Types a hold once the tool has made its plan, before it takes the lock."""

        count = 0

        def respond(self, request):
            self.count += SHEETS in request.target
            if SHEETS in request.target and self.count == 3:
                tab = world.tabs(sheet)[0]
                with world.google.store.write() as state:
                    state.spreadsheet(sheet).tab(tab.id).set(1, KEYS.index("hold"), "appeal")
            return world.google.respond(request)

    world.door = Late()
    try:
        result = redact(world, sheet)
    finally:
        world.door = None
    assert {r.record.case for r in result.redaction.done} == DUE - {"amber-kite"}
    assert records(world, sheet)["amber-kite"]["subjects"] == "Oskar Vane; Mira Holt"


def test_a_column_nobody_has_classified_stops_redaction(world, sheet):
    tab = world.tabs(sheet)[0]
    with world.google.store.write() as state:
        state.spreadsheet(sheet).tab(tab.id).set(0, len(KEYS), "Private remarks")
        state.spreadsheet(sheet).tab(tab.id).set(1, len(KEYS), "known as Ozzy")
    before = typed(world, sheet)
    stopped = redact(world, sheet)
    assert stopped.redaction.stop.code == "unclassified-column"
    assert typed(world, sheet) == before


def test_only_the_plan_that_was_looked_at_is_applied(world, sheet):
    planned = redact(world, sheet, apply=False).redaction.plan
    before = everything(world, sheet)
    refused = redact(world, sheet, plan="0" * 10)
    assert refused.redaction.stop.code == "other-plan"
    assert everything(world, sheet) == before
    with world.google.store.write() as state:
        state.spreadsheet(sheet).tabs[0].set(1, KEYS.index("hold"), "appeal")
    assert redact(world, sheet, plan=planned).redaction.stop.code == "other-plan"
    with world.google.store.write() as state:
        state.spreadsheet(sheet).tabs[0].set(1, KEYS.index("hold"), None)
    done = redact(world, sheet, plan=planned)
    assert (done.applied, done.redaction.plan) == (True, planned)


class Shifted:
    """A Google whose clock shows another time."""

    def __init__(self, google, by):
        self.google, self.by = google, by

    def respond(self, request):
        reply = self.google.respond(request)
        moment = datetime.now().astimezone() + self.by
        reply.headers[:] = [(k, v) for k, v in reply.headers if k != "Date"]
        reply.headers.append(("Date", format_datetime(moment)))
        return reply


@pytest.mark.parametrize("days", [-400, -2, 2, 400])
@pytest.mark.parametrize("command", ["validate", "dates", "redact", "nightly"])
def test_a_clock_that_is_wrong_stops_everything_that_writes(desk, sheet, command, days):
    before = everything(desk.world, sheet)
    desk.patch.delenv("SHEETS_COC_API_ROOT")
    desk.world.door = Shifted(desk.world.google, timedelta(days=days))
    try:
        code = command_line(["--spreadsheet", sheet, "--format", "json", *RECIPES[command]])
    finally:
        desk.world.door = None
    assert (code, '"clock"' in desk.capsys.readouterr().out) == (3, True)
    assert everything(desk.world, sheet) == before


def test_half_a_day_between_the_clocks_is_no_matter(desk, sheet):
    desk.patch.delenv("SHEETS_COC_API_ROOT")
    desk.world.door = Shifted(desk.world.google, timedelta(hours=12))
    try:
        code = command_line(["--spreadsheet", sheet, *RECIPES["validate"]])
    finally:
        desk.world.door = None
    assert code in (0, 1)


@pytest.mark.parametrize("step", range(1, 7))
def test_two_runs_at_once_do_it_once(world, sheet, step):
    wanted = world.copy()
    redact(world, wanted)
    ends = []

    class Second:
        """Another whole run comes before one request of the first."""

        count = 0

        def respond(self, request):
            self.count += SHEETS in request.target
            if SHEETS in request.target and self.count == step:
                world.door = None
                try:
                    ends.append(redact(world, sheet).applied)
                except SafetyStop as stop:
                    ends.append(stop.code)
                world.door = self
            return world.google.respond(request)

    world.door = Second()
    try:
        redact(world, sheet)
    finally:
        world.door = None
    assert ends == [{4: "locked", 5: "locked"}.get(step, True)] or step == 6
    assert everything(world, sheet) == everything(world, wanted)
    world.delete(wanted)


def test_a_sheet_restored_from_history_is_expunged_again(world, sheet):
    old = world.tabs(sheet)
    redact(world, sheet)
    once = typed(world, sheet)
    with world.google.store.write() as state:
        state.spreadsheet(sheet).tabs = [tab.copy() for tab in old]
    assert typed(world, sheet) != once
    later = TODAY + timedelta(days=30)
    redact(world, sheet, day=later)
    again = typed(world, sheet)
    for case in DUE:
        assert again[case]["subjects"] == once[case]["subjects"]
        assert again[case]["summary"] == once[case]["summary"]
    before = everything(world, sheet)
    assert not redact(world, sheet, day=later).applied
    assert everything(world, sheet) == before


def test_names_beside_the_day_of_expunging_are_an_error_and_count_as_live(world, sheet):
    redact(world, sheet)
    with world.google.store.write() as state:
        state.spreadsheet(sheet).tabs[0].set(1, KEYS.index("subjects"), "Oskar Vane; Mira Holt")
    result = redact(world, sheet)
    assert ("amber-kite", "blocked: names-after-expunge") in {
        (stay.record.case, stay.why) for stay in result.redaction.stays
    }
    assert records(world, sheet)["amber-kite"]["subjects"] == "Oskar Vane; Mira Holt"


LEAP = [
    ("2023-08-31", "Violation, nobody identified", "2024-02-29"),
    ("2022-12-31", "Violation, resolved", "2024-02-29"),
    ("2021-12-29", "Violation, flagged", "2024-02-29"),
    ("2024-02-29", "Violation, resolved", "2025-04-29"),
    ("2024-02-29", "Violation, flagged", "2026-04-29"),
    ("2022-12-31", "Violation, nobody identified", "2023-06-30"),
    ("2021-12-31", "Violation, resolved", "2023-02-28"),
]


@pytest.mark.parametrize(("reported", "decision", "last"), LEAP)
def test_leap_days_and_short_months(world, reported, decision, last):
    row = {"case": "acid-elm", "reported_on": reported, "reporter": "Some Reporter",
           "decision": decision, "summary": "x", "goes_on": "2020-01-01"}  # fmt: skip
    if "nobody" not in decision:
        row["subjects"] = "Some Subject"
    day = date.fromisoformat(last)
    row["goes_on"] = (day + timedelta(days=1)).isoformat()
    sheet = make(world, [row])
    redact(world, sheet, day=day)
    assert records(world, sheet)["acid-elm"]["reporter"] == "Some Reporter"
    redact(world, sheet, day=day + timedelta(days=1))
    assert records(world, sheet)["acid-elm"]["reporter"] == "Expunged"
