"""Nothing that stands in the sheet gets out: every command, outcome and surface."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.leaks.scenarios import DEVELOPING, ELSEWHERE, SCRIPT_USES, SCRIPTS, USES, leaves
from tests.leaks.trying import Trying, covers_schema, everything, some

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


@pytest.mark.parametrize("command", sorted(ALL_USES))
def test_nothing_gets_out(command: str, trying: Trying) -> None:
    draw = random.Random(f"{trying.seed} {command}")
    wrong = [
        line
        for use in ALL_USES[command]
        for attempt in some(command, use, draw)
        for line in trying(attempt)
    ]
    assert not wrong, f"seed {trying.seed}\n" + "\n".join(wrong[:40])


@pytest.mark.soak
@pytest.mark.parametrize(
    ("command", "number"),
    [(name, n) for name, uses in sorted(ALL_USES.items()) for n in range(len(uses))],
)
def test_nothing_gets_out_of_anything(
    command: str, number: int, trying: Trying, record_testsuite_property: Callable[..., None]
) -> None:
    wrong = [
        line
        for attempt in everything(command, ALL_USES[command][number])
        for line in trying(attempt)
    ]
    record_testsuite_property(f"runs of {command} {number}", trying.runs)
    assert not wrong, "\n".join(wrong[:40])
