"""The door over HTTP: where it listens, who signs in, who is turned away."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials

from sheets_coc.local.errors import LocalGoogleError, NotALocalSheet
from sheets_coc.local.server.redirect import Redirect
from sheets_coc.local.server.serve import Served, serve
from tests.local.server.client import SCOPES, client


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


def test_key_files_stay_valid_when_the_server_comes_back(file: Path) -> None:
    with serve(file) as first:
        old = json.loads(first.credentials.read_text())["private_key"]
    with serve(file) as second:
        assert json.loads(second.credentials.read_text())["private_key"] == old
        assert client(second, second.credentials).open_by_key(second.spreadsheet).title == "Book"
    names = {path.name for path in file.parent.iterdir()}
    assert names == {file.name, *(f"{file.name}.{n}.json" for n in ("tool", "owner", "editor"))}
