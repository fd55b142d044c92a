"""What the tests of safety share: one local Google, and a count of what edits came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness.judging import Verdict
from tests.harness.runs import run
from tests.harness.scripts import Script
from tests.harness.world import World
from tests.mail.smtp import Mailbox, smtp_server

TALLY: Counter[str] = Counter()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many runs there were, and how many edits changed an outcome."""
    if not TALLY["runs"]:
        return
    terminalreporter.write_line(
        f"interleavings: {TALLY['runs']} runs, {TALLY['edits']} edits done and "
        f"{TALLY['refused']} refused; {TALLY['changed']} runs ended otherwise than undisturbed"
    )
    terminalreporter.write_line(
        f"  {TALLY['left']} left something to the next run, {TALLY['kept']} ended with a kept tab"
    )


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A local Google for the whole session: keys are slow to make."""
    folder: Path = tmp_path_factory.mktemp("world")
    return World(folder)


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """A server that takes mail without encryption, being on this machine."""
    with smtp_server(None) as server:
        yield server


@pytest.fixture(scope="session")
def undisturbed(world: World) -> dict[bool, Verdict]:
    """What a run comes to that nobody disturbs, with all columns and with ten."""
    return {ten: run(world, Script(ten=ten)) for ten in (False, True)}


@pytest.fixture
def judged(world: World, undisturbed: dict[bool, Verdict]) -> Iterator[Any]:
    """Runs a script, counts it, and gives the verdict."""

    def judge(script: Script, **more: Any) -> Verdict:
        verdict = run(world, script, **more)
        TALLY["runs"] += 1
        TALLY["edits"] += len(script.deeds) - verdict.refused
        TALLY["refused"] += verdict.refused
        TALLY["changed"] += verdict.outcome != undisturbed[script.ten].outcome
        TALLY["left"] += verdict.left
        TALLY["kept"] += bool(verdict.kept)
        return verdict

    yield judge
    world.door = None
    world.google.misbehaviour.clear()
