"""The process is killed, or told to end, in the middle of a run; the next one puts it right."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from sheets_coc.cli.main import run as command_line
from sheets_coc.local.files.main import create
from sheets_coc.local.server.google import LocalGoogle
from tests.harness.commands import everything
from tests.harness.world import TODAY

KILLER = """
import os, signal, sys
# A shell that starts the tests in the background would have them overlook Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
from sheets_coc.local.server.google import LocalGoogle
when, nth = sys.argv[1], int(sys.argv[2])
respond, count = LocalGoogle.respond, 0
def counted(self, request):
    global count
    if "/token" in request.target:
        return respond(self, request)
    count += 1
    if count == nth and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    reply = respond(self, request)
    if count == nth:
        os.kill(os.getpid(), signal.SIGKILL)
    return reply
LocalGoogle.respond = counted
from sheets_coc.cli.main import run
sys.exit(run(sys.argv[3:]))
"""


@pytest.fixture(scope="module")
def prepared(world, tmp_path_factory):
    """A local file with the world's sheet and keys, to be copied."""
    path = tmp_path_factory.mktemp("killed") / "prepared.coc"
    google = LocalGoogle(path)
    tool = f"key:{google.identities['tool'].email}"
    with world.google.store.read() as state:
        key = state.setting(tool)
    with google.store.write() as state:
        state.set_setting(tool, key)
    sheet = world.copy()
    create(google.store, "Invented records", world.tabs(sheet))
    world.delete(sheet)
    return path


REDACT = ("--today", f"{TODAY}T12:00", "redact", "--apply")


def end_and_run_again(prepared, folder, script, when, nth, *more, code, how=""):
    """A run that ends in the middle, and the next one: together they do what one does."""
    wanted, path = folder / "wanted.coc", folder / "ended.coc"
    for copy in (wanted, path):
        shutil.copy(prepared, copy)
    assert command_line(["--spreadsheet", f"local:{wanted}", *REDACT]) in (0, 1)
    ended = subprocess.run(
        [sys.executable, "-c", script, when, str(nth), "--spreadsheet", f"local:{path}", *REDACT],
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "NO_GCE_CHECK": "true", "ENDED_BY": how},
    )
    assert ended.returncode == code
    assert command_line(["--spreadsheet", f"local:{path}", *REDACT, *more]) in (0, 1)
    assert content(path) == content(wanted)


def kill_and_run_again(prepared, folder, when, nth):
    end_and_run_again(prepared, folder, KILLER, when, nth, "--break-lock", code=-signal.SIGKILL)


def content(path):
    class One:
        google = LocalGoogle(path)

    return everything(One, One.google.main_spreadsheet)


@pytest.mark.parametrize(("when", "nth"), [("before", 4), ("after", 4)])
def test_killed_around_the_write_and_run_again(prepared, tmp_path, when, nth):
    kill_and_run_again(prepared, tmp_path, when, nth)


ENDER = KILLER.replace("signal.SIGKILL", "getattr(signal, os.environ['ENDED_BY'])")


@pytest.mark.parametrize(
    "how", ["SIGTERM", *(pytest.param(s, marks=pytest.mark.soak) for s in ("SIGHUP", "SIGINT"))]
)
def test_told_to_end_it_lets_go_and_the_next_run_need_not_wait(prepared, tmp_path, how):
    end_and_run_again(prepared, tmp_path, ENDER, "after", 4, code=130, how=how)


@pytest.mark.soak
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("nth", range(1, 6))
def test_killed_anywhere_and_run_again(prepared, tmp_path, when, nth):
    kill_and_run_again(prepared, tmp_path, when, nth)
