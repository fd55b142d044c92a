"""`login` at the command line, against the consent page and token server of the local Google."""

import json
import os
import socket
import stat
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sheets_coc.cli.main import run
from sheets_coc.local.server.serve import serve
from sheets_coc.sheet.google import credentials, login
from tests.keyed import local_google


class Desk:
    """A terminal, a browser that follows the address in it, and a local Google."""

    def __init__(self, folder, capsys, monkeypatch, door):
        self.folder, self.capsys, self.door = folder, capsys, door
        self.client = folder / "client.json"
        self.client.write_text(json.dumps(door.google.identities.client_file()))
        self.out = folder / "kept" / "login.json"
        self.pages = []
        self.browse = lambda address: requests.get(address, timeout=10)
        monkeypatch.setattr("webbrowser.open", self._open)

    def _open(self, address):
        answer = self.browse(address)
        if answer is not None:
            self.pages.append(answer)
        return True

    def run(self, *options, form="text", client=None, out=True):
        where = ["--out", str(self.out)] if out else []
        arguments = ["--client", str(client or self.client), *where, *options]
        code = run(["--format", form, "login", *arguments])
        said = self.capsys.readouterr()
        return code, said.out, said.err


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    google = local_google(tmp_path / "sheet.coc")
    google.create_spreadsheet("Invented", {"Records": [["Case", "Reporter", "Named subjects"]]})
    with serve(tmp_path / "sheet.coc") as door:
        monkeypatch.setenv("SHEETS_COC_API_ROOT", door.url)
        yield Desk(tmp_path, capsys, monkeypatch, door)


def test_a_member_logs_in_and_works_as_themselves(desk):
    code, out, err = desk.run()
    assert code == 0, err
    assert "for you alone" in out
    kept = json.loads(desk.out.read_text())
    assert set(kept) == {"type", "client_id", "client_secret", "refresh_token"}
    assert kept["refresh_token"] not in out + err
    assert kept["client_secret"] not in out + err
    if os.name != "nt":
        assert stat.S_IMODE(desk.out.stat().st_mode) == 0o600
    options = ["--spreadsheet", desk.door.spreadsheet, "--credentials", str(desk.out)]
    assert run([*options, "validate"]) == 0
    assert run([*options, "--format", "json", "doctor"]) == 0


def test_it_asks_for_no_more_than_it_needs(desk):
    for options, asked in (((), "drive.metadata.readonly"), (("--manage-access",), "drive")):
        _, _, err = desk.run(*options)
        (address,) = [line for line in err.splitlines() if line.startswith("http")]
        query = parse_qs(urlsplit(address).query)
        scopes = [scope.rpartition("/")[2] for scope in query["scope"][0].split()]
        assert scopes == ["spreadsheets", asked]
        assert query["access_type"] == ["offline"]
        assert query["code_challenge_method"] == ["S256"]
        assert urlsplit(query["redirect_uri"][0]).hostname == "127.0.0.1"


def test_without_a_place_every_command_finds_it(desk, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(desk.folder / "config"))
    assert desk.run(out=False)[0] == 0
    assert credentials.own_login().is_file()
    assert run(["--spreadsheet", desk.door.spreadsheet, "validate"]) == 0


def test_logging_in_again_replaces_the_login_and_nothing_else(desk):
    assert desk.run()[0] == 0
    first = desk.out.read_text()
    code, out, _ = desk.run(form="json")
    assert (code, json.loads(out)) == (0, {"file": str(desk.out)})
    assert json.loads(desk.out.read_text())["type"] == json.loads(first)["type"]
    assert [p.name for p in desk.out.parent.iterdir()] == ["login.json"]
    desk.out.write_text('{"type": "service_account"}')
    code, _, err = desk.run()
    assert (code, len(desk.pages)) == (2, 2)
    assert "stands there already" in err


def test_not_into_a_repository(desk):
    (desk.folder / ".git").mkdir()
    code, _, err = desk.run()
    assert (code, desk.pages) == (2, [])
    assert "work tree" in err
    assert not desk.out.exists()
    assert desk.run("--inside-git")[0] == 0


def test_not_under_ci(desk, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert desk.run()[0] == 2
    assert not desk.out.exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"web": {"client_id": "a", "client_secret": "b"}}',
                '{"installed": {"client_id": "a"}}', '{"installed": ["x"]}']
)  # fmt: skip
def test_a_file_of_another_kind(desk, content):
    other = desk.folder / "other.json"
    other.write_text(content)
    code, _, err = desk.run(client=other)
    assert code == 2
    assert "Desktop app" in err


def test_a_file_that_is_not_there(desk):
    code, _, err = desk.run(client=desk.folder / "nowhere.json")
    assert (code, err) == (2, "Error: The client's file cannot be read. Check its name.\n")


def test_without_a_client_it_says_how(desk):
    assert run(["login"]) == 2
    assert "--client" in desk.capsys.readouterr().err


def coming_back(address):
    """Where the browser would be sent, and with which state."""
    query = parse_qs(urlsplit(address).query)
    return query["redirect_uri"][0], query["state"][0]


def test_somebody_says_no(desk):
    def refuse(address):
        target, state = coming_back(address)
        return requests.get(target, {"error": "access_denied", "state": state}, timeout=10)

    desk.browse = refuse
    code, _, err = desk.run()
    assert code == 2
    assert "did not agree" in err
    assert "Not logged in" in desk.pages[0].text
    assert not desk.out.exists()


def test_another_page_cannot_bring_a_code_of_its_own(desk):
    def attack_first(address):
        target, _ = coming_back(address)
        for state in ("", "guessed", "é"):
            answer = requests.get(target, {"code": "theirs", "state": state}, timeout=10)
            assert answer.status_code == 404
        assert requests.get(f"{target}favicon.ico", timeout=10).status_code == 404
        return requests.get(address, timeout=10)

    desk.browse = attack_first
    assert desk.run()[0] == 0


def test_a_browser_that_opens_connections_ahead_is_no_hindrance(desk):
    idle = []

    def speculate(address):
        parts = urlsplit(coming_back(address)[0])
        idle.append(socket.create_connection((parts.hostname, parts.port)))
        return requests.get(address, timeout=10)

    desk.browse = speculate
    assert desk.run()[0] == 0
    idle[0].close()


def test_a_code_that_google_does_not_know(desk):
    def invent(address):
        target, state = coming_back(address)
        return requests.get(target, {"code": "4/invented", "state": state}, timeout=10)

    desk.browse = invent
    code, out, err = desk.run()
    assert code == 4
    assert "invented" not in out + err
    assert not desk.out.exists()


def test_less_than_was_asked_for(desk):
    def untick(address):
        parts = urlsplit(address)
        scopes = parse_qs(parts.query)["scope"][0].split()
        query = {k: v[0] for k, v in parse_qs(parts.query).items()} | {"scope": scopes[0]}
        return requests.get(f"{desk.door.url}{parts.path}", query, timeout=10)

    desk.browse = untick
    code, _, err = desk.run()
    assert code == 2
    assert "tick every box" in err
    assert not desk.out.exists()


def test_a_client_that_google_does_not_know(desk):
    other = desk.folder / "other.json"
    client = {"client_id": "x.apps.googleusercontent.com", "client_secret": "GOCSPX-hush"}
    other.write_text(json.dumps({"installed": client}))

    def agree(address):  # Google's page would say so; a code comes all the same
        target, state = coming_back(address)
        return requests.get(target, {"code": "4/x", "state": state}, timeout=10)

    desk.browse = agree
    code, out, err = desk.run(client=other)
    assert code == 4
    assert "hush" not in out + err


def test_nobody_agrees_in_time(desk):
    desk.browse = lambda address: None
    code, _, err = desk.run("--wait", "1")
    assert code == 2
    assert "in time" in err


def test_a_port_that_is_taken(desk):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = desk.run("--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "--port" in err


def test_without_a_browser_the_address_is_enough(desk):
    """As over SSH: the person opens the address elsewhere, with the port forwarded."""
    found = []

    def show(address):
        found.append(address)
        threading.Thread(target=requests.get, args=(address,), kwargs={"timeout": 10}).start()

    made = login.log_in(
        login.read_client(desk.client),
        [credentials.SPREADSHEETS],
        show=show,
        api_root=desk.door.url,
    )
    assert made["type"] == "authorized_user"
    assert found[0].startswith(desk.door.url)
    desk.browse = lambda address: pytest.fail("a browser was opened")
    assert desk.run("--no-browser", "--wait", "1")[0] == 2


def test_a_place_that_cannot_be_written(desk):
    (desk.folder / "kept").write_text("a file where a folder should be")
    code, _, err = desk.run()
    assert code == 2
    assert "--out" in err


def test_the_consent_page_is_googles_without_a_root():
    seen = []
    client = {"client_id": "a", "client_secret": "b"}
    with pytest.raises(login.UsageError):
        login.log_in(client, [credentials.SPREADSHEETS], show=seen.append, wait=0.01)
    assert seen[0].startswith("https://accounts.google.com/o/oauth2/auth?")
    assert "client_secret" not in seen[0]
