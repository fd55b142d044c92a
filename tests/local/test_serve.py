"""The door over HTTP: real clients, real processes, real signals."""

import json
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gspread
import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials

from sheets_coc.local.errors import LocalGoogleError, NotALocalSheet
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.local.server.redirect import Redirect
from sheets_coc.local.server.serve import Served, serve
from tests.keyed import local_google

SCOPES = [
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive",
]
ROWS = [["Case", "Day"], ["b", 2], ["a", 1]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "records.local"
    local_google(path).create_spreadsheet("Book", {"Records": ROWS})
    return path


@pytest.fixture
def served(file: Path) -> Iterator[Served]:
    with serve(file) as running:
        yield running
        assert running.google.fault is None


def client(served: Served, key: Path) -> gspread.Client:
    credentials = service_account.Credentials.from_service_account_file(str(key), scopes=SCOPES)
    made = gspread.authorize(credentials)
    made.http_client.session.mount("https://", Redirect(served.url))
    return made


@pytest.mark.parametrize("name", ["credentials", "owner", "editor"])
def test_gspread_signs_in_with_each_key_file(served: Served, name: str) -> None:
    sheet = client(served, getattr(served, name)).open_by_key(served.spreadsheet)
    tab = sheet.worksheet("Records")
    tab.update_acell("C1", name)
    assert tab.get("A1:C2") == [["Case", "Day", name], ["b", "2"]]


def test_it_says_where_everything_is(served: Served, file: Path) -> None:
    told = served.told()
    assert {"url", "spreadsheet", "credentials", "owner", "editor"} <= told.keys()
    parts = urlsplit(told["url"])
    assert parts.scheme == "http" and parts.hostname == "127.0.0.1" and parts.port
    for name in ("credentials", "owner", "editor"):
        path = Path(told[name])
        assert path.parent == file.parent
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        key = json.loads(path.read_text())
        assert key["type"] == "service_account" and key["token_uri"] == told["url"] + "/token"


def test_only_this_machine_is_listened_to(served: Served) -> None:
    # From a process whose sockets are not closed by the tests; 127.0.0.2 is this machine too,
    # but answers only where a server listens on all addresses.
    port = urlsplit(served.url).port
    probe = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 2)"
    codes = {
        address: subprocess.run(
            [sys.executable, "-c", probe, address, str(port)], capture_output=True, check=False
        ).returncode
        for address in ("127.0.0.1", "127.0.0.2")
    }
    assert codes == {"127.0.0.1": 0, "127.0.0.2": 1}


def test_a_taken_port_is_said_plainly(served: Served, file: Path) -> None:
    port = urlsplit(served.url).port
    assert port is not None
    with pytest.raises(LocalGoogleError, match=f"Port {port}"), serve(file, port):
        pass


def test_an_absent_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotALocalSheet), serve(tmp_path / "none"):
        pass
    assert not list(tmp_path.iterdir())


def test_a_person_signs_in_with_a_refresh_token(served: Served) -> None:
    kept = served.google.identities.authorized_user_file("owner")
    credentials = Credentials.from_authorized_user_info(kept, SCOPES)
    with requests.Session() as session:
        session.mount("https://", Redirect(served.url))
        credentials.refresh(Request(session))
    headers = {"Authorization": f"Bearer {credentials.token}"}
    path = f"{served.url}/drive/v3/about?fields=user(emailAddress)"
    answer = requests.get(path, headers=headers, timeout=10)
    assert answer.json() == {"user": {"emailAddress": "owner@example.org"}}


def test_a_person_signs_in_through_the_browser(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    from google_auth_oauthlib.flow import Flow

    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    program = served.google.identities.client_file(
        token_uri=f"{served.url}/token", auth_uri=f"{served.url}/o/oauth2/auth"
    )
    flow = Flow.from_client_config(program, SCOPES, redirect_uri="http://localhost:9/")
    address, _state = flow.authorization_url(login_hint="editor@example.org")
    answer = requests.get(address, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    flow.fetch_token(authorization_response=answer.headers["Location"])
    credentials = flow.credentials
    credentials.refresh(Request())
    headers = {"Authorization": f"Bearer {credentials.token}"}
    path = f"{served.url}/v4/spreadsheets/{served.spreadsheet}?fields=spreadsheetId"
    assert requests.get(path, headers=headers, timeout=10).status_code == 200


@pytest.mark.parametrize("root", ["https://127.0.0.1:1", "http://example.org", "nowhere"])
def test_nothing_is_redirected_to_another_machine(root: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        Redirect(root)


def test_what_google_auth_asks_by_itself_is_answered(served: Served) -> None:
    path = "/v1/projects/-/serviceAccounts/tool@example.org/allowedLocations"
    assert requests.get(served.url + path, timeout=10).json() == {"encodedLocations": "0x0"}


def test_without_a_token_nothing_is_told(served: Served) -> None:
    path = f"{served.url}/v4/spreadsheets/{served.spreadsheet}"
    answer = requests.get(path, timeout=10)
    assert answer.status_code == 403 and answer.json()["error"]["status"] == "PERMISSION_DENIED"


def control(served: Served, method: str, name: str, body: Any = None) -> requests.Response:
    headers = {"X-Control-Secret": served.control}
    path = f"{served.url}/_control/{name}"
    return requests.request(method, path, json=body, headers=headers, timeout=10)


def test_the_control_door_needs_its_secret(served: Served) -> None:
    for headers in ({}, {"X-Control-Secret": "guess"}):
        answer = requests.get(f"{served.url}/_control/rules", headers=headers, timeout=10)
        assert answer.status_code == 404


def test_things_go_wrong_over_http_too(served: Served) -> None:
    tab = client(served, served.credentials).open_by_key(served.spreadsheet).sheet1
    rule = {"action": "status", "code": 503, "path": "/values/", "nth": 2}
    assert control(served, "POST", "rules", rule).status_code == 200
    tab.get("A1")
    with pytest.raises(gspread.exceptions.APIError, match="503"):
        tab.get("A1")
    told = control(served, "GET", "rules").json()["rules"]
    assert told == [{"action": "status", "fired": 1, "refused": 0}]
    assert control(served, "DELETE", "rules").status_code == 200
    assert control(served, "GET", "rules").json() == {"rules": []}


def test_somebody_edits_now(served: Served) -> None:
    edit = {"name": "overtype", "tab": "Records", "cell": "A2", "value": "z", "who": "editor"}
    assert control(served, "POST", "edit", edit).status_code == 200
    tab = client(served, served.owner).open_by_key(served.spreadsheet).sheet1
    assert tab.acell("A2").value == "z"
    rule = {"action": "edit_before", "edit": {"name": "add_row", "tab": "Records", "values": ["n"]}}
    assert control(served, "POST", "rules", rule).status_code == 200
    assert tab.col_values(1) == ["Case", "z", "a", "n"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("edit", {"name": "dance"}),
        ("edit", {"name": "sort", "tab": "Records"}),
        ("edit", {"name": "sort", "tab": "Nowhere", "column": "A"}),
        ("edit", {"name": "add_tab", "title": "x", "who": "nobody@example.org"}),
        ("edit", []),
        ("rules", {"action": "explode"}),
        ("rules", {"action": "status", "fired": 3}),
        ("rules", {"action": "status", "often": 3}),
        ("rules", {}),
        ("coffee", {}),
    ],
)
def test_the_control_door_says_what_it_cannot_do(served: Served, name: str, body: Any) -> None:
    answer = control(served, "POST", name, body)
    assert answer.status_code == 400 and answer.json()["error"]


@pytest.mark.parametrize(
    ("action", "raised"),
    [
        ("drop_before", requests.exceptions.ConnectionError),
        ("drop_after", requests.exceptions.ConnectionError),
        ("truncate", requests.exceptions.ChunkedEncodingError),
        ("timeout_after", requests.exceptions.ReadTimeout),
    ],
)
def test_connections_really_break(served: Served, action: str, raised: type[Exception]) -> None:
    gc = client(served, served.credentials)
    gc.set_timeout(0.3)
    tab = gc.open_by_key(served.spreadsheet).sheet1
    served.google.misbehaviour.add(Rule(action, seconds=1.0))
    with pytest.raises(raised):
        tab.update_acell("C3", action)
    served.google.misbehaviour.clear()
    gc.set_timeout(10)
    assert tab.acell("C3").value == (None if action == "drop_before" else action)


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
        cwd=Path(__file__).resolve().parents[2],
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
            cwd=Path(__file__).resolve().parents[2],
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


def test_key_files_stay_valid_when_the_server_comes_back(file: Path) -> None:
    with serve(file) as first:
        old = json.loads(first.credentials.read_text())["private_key"]
    with serve(file) as second:
        assert json.loads(second.credentials.read_text())["private_key"] == old
        assert client(second, second.credentials).open_by_key(second.spreadsheet).title == "Book"
    names = {path.name for path in file.parent.iterdir()}
    assert names == {file.name, *(f"{file.name}.{n}.json" for n in ("tool", "owner", "editor"))}


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
    where = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", COUNT, str(file)]
    processes = [subprocess.Popen(command, cwd=where) for _ in range(2)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    google = LocalGoogle(file)
    with google.store.read() as state:
        assert state.spreadsheet(google.main_spreadsheet).tabs[0].get(0, 3) == 80
