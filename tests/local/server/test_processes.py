"""Real processes over one file: told to stop, killed while saving, several at once."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.serve import Served
from tests.local.server.client import client
from tests.shared import ROOT


def test_many_at_once_lose_nothing(served: Served) -> None:
    clients = [client(served, key) for key in (served.credentials, served.owner, served.editor)]
    tabs = [gc.open_by_key(served.spreadsheet).sheet1 for gc in clients]

    def add(number: int) -> None:
        for turn in range(5):
            tabs[number].append_row([f"{number}-{turn}"])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    added = tabs[0].col_values(1)[3:]
    assert sorted(added) == sorted(f"{n}-{t}" for n in range(3) for t in range(5))


RUN = "import sys; from sheets_coc.local.server.serve import run; run(sys.argv[1])"


def start(file: Path) -> tuple[subprocess.Popen[str], dict[str, str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_well_when_told(file: Path, how: signal.Signals) -> None:
    process, told = start(file)
    path = f"{told['url']}/v4/spreadsheets/{told['spreadsheet']}"
    assert requests.get(path, timeout=10).status_code == 403
    process.send_signal(how)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")
    assert not file.with_name(file.name + "-journal").exists()


WRITE_FOR_EVER = """
import sys
from sheets_coc.local.server.google import LocalGoogle
google = LocalGoogle(sys.argv[1])
number = 0
while True:
    number += 1
    with google.store.write() as state:
        for tab in state.spreadsheet(google_id).tabs:
            for row in range(300):
                tab.set(row, 0, number)
    print(number, flush=True)
"""


def test_killed_while_saving_it_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    file = tmp_path / "file"
    spreadsheet = LocalGoogle(file).create_spreadsheet("Book", {"One": [[0]], "Two": [[0]]})
    with LocalGoogle(file).store.write() as state:
        for tab in state.spreadsheet(spreadsheet).tabs:
            for row in range(300):
                tab.set(row, 0, 0)
    script = WRITE_FOR_EVER.replace("google_id", repr(spreadsheet))
    for attempt in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(file)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.007 * attempt)
            process.kill()
            reported = [int(line) for line in process.stdout.read().split()]
        with LocalGoogle(file).store.read() as state:
            tabs = state.spreadsheet(spreadsheet).tabs
            found = {tab.get(row, 0) for tab in tabs for row in range(300)}
        assert len(found) == 1, "half a write was left"
        (value,) = found
        assert isinstance(value, int | float) and value >= max(reported, default=1)


def test_two_processes_over_one_file_see_each_other(file: Path, served: Served) -> None:
    process, told = start(file)
    try:
        here = client(served, served.credentials).open_by_key(served.spreadsheet).sheet1
        headers = {"Authorization": "Bearer " + served.google.token("owner")}
        path = f"{told['url']}/v4/spreadsheets/{served.spreadsheet}/values/Records!A2"
        here.update_acell("A2", "from here")
        assert requests.get(path, headers=headers, timeout=10).json()["values"] == [["from here"]]
        params = {"valueInputOption": "RAW"}
        body = {"values": [["from there"]]}
        requests.put(path, headers=headers, params=params, json=body, timeout=10)
        assert here.acell("A2").value == "from there"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


COUNT = """
import sys
from sheets_coc.local.server.google import LocalGoogle
google = LocalGoogle(sys.argv[1])
for _ in range(40):
    with google.store.write() as state:
        tab = state.spreadsheet(google.main_spreadsheet).tabs[0]
        tab.set(0, 3, (tab.get(0, 3) or 0) + 1)
"""


def test_two_processes_that_write_at_once_lose_nothing(file: Path) -> None:
    command = [sys.executable, "-c", COUNT, str(file)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    google = LocalGoogle(file)
    with google.store.read() as state:
        assert state.spreadsheet(google.main_spreadsheet).tabs[0].get(0, 3) == 80
