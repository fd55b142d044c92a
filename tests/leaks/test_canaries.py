"""Nothing that stands in the sheet gets out: every command, outcome and surface."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.leaks.kinds import STATES
from tests.leaks.sandbox.failing import FAULTS
from tests.leaks.scenarios import DEVELOPING, ELSEWHERE, SCRIPT_USES, SCRIPTS, USES, leaves
from tests.leaks.trying import (
    MODES,
    POLICIES,
    Try,
    Trying,
    covers_schema,
    everything,
    selection,
)

LEAVES = sorted({name for name, _ in leaves()})
ALL_USES = {**USES, **SCRIPT_USES}


@pytest.mark.parametrize("command", LEAVES)
def test_every_command_is_tried(command: str) -> None:
    there = Path(__file__).parent / ELSEWHERE.get(command, "nowhere")
    assert command in USES or there.is_file(), "say in scenarios.py how it is tried"


def test_every_script_is_tried() -> None:
    scripts = {path.name for path in SCRIPTS.glob("*.py")}
    assert scripts == {*SCRIPT_USES, *DEVELOPING}, "say in scenarios.py how it is tried"


def test_no_scenario_is_left_over() -> None:
    assert {*USES, *ELSEWHERE} == set(LEAVES)


def test_every_column_holds_canaries() -> None:
    assert covers_schema()


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_selection_meets_everything_once(seed: str) -> None:
    """Every command and use, mode, state, fault, moment of Ctrl-C, and policy; some under CI."""
    chosen = selection(ALL_USES, seed)
    tries = [attempt for its in chosen.values() for attempt in its]
    assert {c: {t.use for t in its if t.fine} for c, its in chosen.items()} == {
        command: set(its) for command, its in ALL_USES.items()
    }
    assert {t.mode for t in tries} == set(MODES)
    assert {t.state for t in tries} == set(STATES)
    kinds = {t.fault.partition("/")[0] for t in tries if t.fault}
    assert kinds == {*FAULTS, "interrupt"}
    assert {t.policy for t in tries if t.policy} == set(POLICIES)
    for command, its in chosen.items():
        if command in SCRIPT_USES:
            assert "ci" in {t.mode for t in its if t.fine}
        if any(use.book and not use.slow for use in ALL_USES[command]):
            assert {"state", "fault or policy"} <= {kind for t in its for kind in _wrong_in(t)}


def _wrong_in(attempt: Try) -> Iterator[str]:
    if attempt.state != "fine":
        yield "state"
    if attempt.fault or attempt.policy:
        yield "fault or policy"


@pytest.mark.parametrize("command", sorted(ALL_USES))
def test_nothing_gets_out(command: str, trying: Trying) -> None:
    wrong = [line for attempt in selection(ALL_USES, trying.seed)[command]
             for line in trying(attempt)]  # fmt: skip
    assert not wrong, f"seed {trying.seed}\n" + "\n".join(wrong[:40])


FOUND = {
    "an answer of another form about imports": Try(
        "doctor", USES["doctor"][0], mode="debug", fault="reshaped/3"
    ),
    "a policy's tab that is not there": Try("dates", USES["dates"][0], mode="debug", policy="tabs"),
    "somebody sought where there are no records": Try("sweep", USES["sweep"][0], state="no-tab"),
    "somebody in the name of an event": Try(
        "statistics", USES["statistics"][5], state="copied", mode="ci json"
    ),
    **{
        f"somebody of the key in a code or a case name: {command}": Try(
            command, USES[command][0], state="of-2026", mode="json"
        )
        for command in ("dates", "redact", "status", "validate")
    },
}
"""What runs of everything found once."""


@pytest.mark.parametrize("found", FOUND)
def test_what_was_found_once_is_mended(found: str, trying: Trying) -> None:
    assert not trying(FOUND[found])


@pytest.mark.soak
@pytest.mark.parametrize(
    ("command", "number"),
    [(name, n) for name, uses in sorted(ALL_USES.items()) for n in range(len(uses))],
)
def test_nothing_gets_out_of_anything(command: str, number: int, trying: Trying) -> None:
    wrong = [
        line
        for attempt in everything(command, ALL_USES[command][number])
        for line in trying(attempt)
    ]
    assert not wrong, "\n".join(wrong[:40])
