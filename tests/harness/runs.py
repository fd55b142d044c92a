"""One run of a job with people and faults in between, and what the oracle says of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sheets_coc.errors import Error
from sheets_coc.redaction import jobs
from tests.harness.door import Door, Killed
from tests.harness.judging import Verdict, check_cells, judge, still_expunged
from tests.harness.ledger import Ledger
from tests.harness.scripts import Script, shorter
from tests.harness.world import World


def run(
    world: World,
    script: Script,
    job: Callable[..., Any] = jobs.redact,
    *,
    kill: int = 0,
    keep: Callable[[World, str], None] | None = None,
) -> Verdict:
    """Run a job while a script happens, and judge what is left.

    Args:
        world: the local Google.
        script: what happens meanwhile.
        job: the job, as in `sheets_coc.redaction.jobs`.
        kill: before (`-n`) or after (`n`) which request the process dies; the next run, eleven
            minutes later, has to put everything right.
        keep: looks at the spreadsheet before it is thrown away.
    """
    spreadsheet = world.copy(ten=script.ten)
    ledger = Ledger(world.google, spreadsheet)
    ledger.begin()
    door = Door(world, ledger, script, kill)
    verdict = Verdict(script)
    book = world.book(spreadsheet)
    result: Any = None
    failure: Exception | None = None
    world.door = door
    try:
        result = job(book, apply=True)
    except Killed:
        verdict.error = "killed"
    except Error as error:
        failure = error
        verdict.error = error.code
    except Exception as error:
        failure = error
        verdict.error = type(error).__name__
        verdict.violations.append(f"an exception that is none of ours: {type(error).__name__}")
    finally:
        world.door = None
    said = getattr(getattr(result, "redaction", None), "done", None)
    if said == () and still_expunged(door, ledger.truth(), ledger):
        verdict.violations.append("it does not say what went")
    if getattr(result, "applied", None) is False and still_expunged(door, ledger.truth(), ledger):
        verdict.violations.append("it says that nothing was written, and records are expunged")
    verdict.refused, verdict.requests = door.refused, door.count
    if book.outcome is not None:
        verdict.rounds, verdict.repaired = book.outcome.rounds, book.outcome.repaired
    if verdict.error is None and getattr(getattr(result, "redaction", None), "stop", None):
        verdict.error = result.redaction.stop.code
    if door.dead:
        door.dead, door.kill, world.clock.ahead = False, 0, timedelta(minutes=11)
        check_cells(world, ledger, door, ledger.truth(), verdict)
        _next_run(world, ledger, door, verdict, job)
        world.clock.ahead = timedelta()
    else:
        redacts = job not in (jobs.dates, jobs.validate)
        judge(world, ledger, door, verdict, failure, redacts=redacts)
        if verdict.left:
            _next_run(world, ledger, door, verdict, job)
    if keep:
        keep(world, spreadsheet)
    world.delete(spreadsheet)
    return verdict


def _next_run(
    world: World, ledger: Ledger, door: Door, verdict: Verdict, job: Callable[..., Any]
) -> None:
    """A run that left something to the next one: that does it, and nobody disturbs it."""
    door.script, door.count = Script(ten=verdict.script.ten), 0
    again = Verdict(door.script)
    world.door = door
    failure: Exception | None = None
    book = world.book(ledger.spreadsheet)
    try:
        job(book, apply=True)
    except Error as error:
        failure, again.error = error, error.code
    finally:
        world.door = None
    told = any("hidden tab keeps" in notice for notice in book.notices)
    judge(world, ledger, door, again, failure, redacts=False, told=told)
    if again.left:
        again.violations.append("the next run does not put back what was left to it")
    verdict.kept = again.kept
    verdict.violations += [f"after the next run: {text}" for text in again.violations]


def shrunk(world: World, script: Script) -> Script:
    """The shortest script with a violation that leaving things out leads to."""
    for less in shorter(script):
        if run(world, less).violations:
            return shrunk(world, less)
    return script
