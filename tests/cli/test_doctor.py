"""`doctor` at the command line, over the local Google: the common mistakes, for real."""

import json
import socket

import pytest

from sheets_coc.book import opening
from sheets_coc.cli.main import run
from sheets_coc.doctor.check import CHECKS
from sheets_coc.local.server.serve import serve
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.sheet.transaction.lock import description
from tests.keyed import local_google
from tests.local.knocking import Knocker

RECORDS = [[column.header for column in COLUMNS]]


class Sheet:
    """A local spreadsheet, in process or served, and `doctor` on it."""

    def __init__(self, folder, capsys):
        self.folder, self.file, self.capsys = folder, folder / "sheet.coc", capsys
        self.google = local_google(self.file)
        self.id = self.google.create_spreadsheet("Invented", {"Records": RECORDS})

    def run(self, *options, spreadsheet=None):
        where = ["--spreadsheet", spreadsheet] if spreadsheet is not None else []
        code = run([*where, *options, "doctor"])
        return code, self.capsys.readouterr().out

    def checks(self, *options, spreadsheet=None, code=1):
        spreadsheet = f"local:{self.file}" if spreadsheet is None else spreadsheet
        found, out = self.run("--format", "json", *options, spreadsheet=spreadsheet or None)
        assert found == code, out
        checks = json.loads(out)["checks"]
        assert [c["name"] for c in checks] == list(CHECKS)
        return {c["name"]: c for c in checks}

    def bad(self, *options, **more):
        """The checks that found something, without those that could not be made."""
        return {
            name
            for name, c in self.checks(*options, **more).items()
            if not c["ok"] and not c["message"].startswith("Not checked")
        }

    def drive(self, method, path, body):
        answer = Knocker(self.google).drive(method, f"/files/{self.id}{path}", body)
        assert answer.ok, answer.text

    def batch(self, *batch):
        body = {"requests": list(batch)}
        answer = Knocker(self.google).sheets("POST", f"{self.id}:batchUpdate", body)
        assert answer.ok, answer.text


@pytest.fixture
def sheet(tmp_path, capsys):
    return Sheet(tmp_path, capsys)


@pytest.fixture
def impatient(monkeypatch):
    """Without the pauses between attempts."""
    connect = opening.connect
    monkeypatch.setattr(
        opening, "connect", lambda *a, **k: connect(*a, **{**k, "sleep": lambda _: None})
    )


def test_all_is_well(sheet):
    assert all(c["ok"] for c in sheet.checks(code=0).values())
    code, out = sheet.run(spreadsheet=f"local:{sheet.file}")
    assert code == 0
    assert "All is well." in out
    assert "@" not in out


def test_one_line_in_public_logs(sheet, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert sheet.run(spreadsheet=f"local:{sheet.file}") == (0, "doctor: done\n")


def test_sharing_mistakes(sheet):
    sheet.drive("POST", "/permissions", {"type": "anyone", "role": "reader"})
    sheet.drive("PATCH", "/revisions/head", {"published": True})
    assert sheet.bad() == {"link-sharing", "publishing"}


def test_imports_and_a_lock_left_over(sheet):
    from datetime import UTC, datetime, timedelta

    long_ago = datetime.now(UTC) - timedelta(hours=1)
    tab = sheet.google
    with tab.store.read() as state:
        tab_id = state.spreadsheet(sheet.id).tabs[0].id
    sheet.batch(
        {"updateSpreadsheetProperties": {
            "properties": {"importFunctionsExternalUrlAccessAllowed": True},
            "fields": "importFunctionsExternalUrlAccessAllowed"}},
        {"addProtectedRange": {"protectedRange": {
            "range": {"sheetId": tab_id}, "description": description("run", long_ago)}}},
    )  # fmt: skip
    found = sheet.checks()
    assert {n for n, c in found.items() if not c["ok"]} == {"imports", "locks"}
    assert "Records" in found["locks"]["message"]


def test_a_reader_only(sheet):
    with sheet.google.store.write() as state:
        for permission in state.file(sheet.id)["permissions"]:
            if permission["role"] == "writer":
                permission["role"] = "reader"
    assert "editing" in sheet.bad()


def test_nothing_is_named(sheet):
    assert sheet.bad(spreadsheet="") == {"spreadsheet", "credentials"}
    assert sheet.bad(spreadsheet="not an address") == {"spreadsheet", "credentials"}


def test_a_policy_with_a_mistake_hides_nothing_else(sheet):
    path = sheet.folder / "policy.toml"
    path.write_text("[retention]\nresovled = 3\n")
    assert sheet.bad("--policy", str(path)) == {"policy"}


def test_the_records_sheet_as_the_place_to_publish(sheet):
    path = sheet.folder / "policy.toml"
    path.write_text(f'[statistics]\nspreadsheet = "{sheet.id}"\n')
    assert sheet.bad("--policy", str(path)) == {"published-tables"}


def test_a_sheet_that_cannot_be_understood(sheet):
    sheet.google.create_spreadsheet("x", {})
    path = sheet.folder / "policy.toml"
    path.write_text('[tabs]\nrecords = "Elsewhere"\n')
    found = sheet.checks("--policy", str(path))
    assert "Elsewhere" in found["headers"]["message"]
    assert found["link-sharing"]["ok"]


@pytest.fixture
def served(sheet, monkeypatch):
    with serve(sheet.file) as door:
        monkeypatch.setenv("SHEETS_COC_API_ROOT", door.url)
        yield door


def test_over_the_network(sheet, served):
    options = ("--credentials", str(served.credentials))
    assert sheet.bad(*options, spreadsheet=sheet.id, code=0) == set()


def test_a_key_that_others_can_read(sheet, served):
    served.credentials.chmod(0o644)
    options = ("--credentials", str(served.credentials))
    assert sheet.bad(*options, spreadsheet=sheet.id) == {"key-file"}


def test_a_key_in_a_repository(sheet, served):
    (sheet.folder / ".git").mkdir()
    options = ("--credentials", str(served.credentials))
    assert sheet.bad(*options, spreadsheet=sheet.id) == {"key-file"}


def test_a_sheet_that_is_not_shared(sheet, served):
    with sheet.google.store.write() as state:
        file = state.file(sheet.id)
        file["permissions"] = [p for p in file["permissions"] if p["role"] == "owner"]
    options = ("--credentials", str(served.credentials))
    found = sheet.checks(*options, spreadsheet=sheet.id)
    assert not found["reach"]["ok"]
    assert "tool@" in found["reach"]["message"]
    assert found["clock"]["ok"]
    assert found["credentials"]["ok"]
    assert found["headers"]["message"].startswith("Not checked")


def test_no_such_spreadsheet(sheet, served):
    options = ("--credentials", str(served.credentials))
    assert sheet.bad(*options, spreadsheet="nosuchspreadsheet") == {"reach"}


def test_a_login_that_does_not_cover_drive(sheet, served):
    path = sheet.folder / "login.json"
    login = sheet.google.identities.authorized_user_file("owner")
    scopes = ["spreadsheets"]
    login["refresh_token"] = sheet.google.identities.refresh_token("owner@example.org", scopes)
    path.write_text(json.dumps(login))
    path.chmod(0o600)
    assert sheet.bad("--credentials", str(path), spreadsheet=sheet.id) == {"drive"}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"type": "service_account"}', "\0"])
def test_a_broken_credentials_file(sheet, served, content):
    path = sheet.folder / "key.json"
    path.write_text(content)
    path.chmod(0o600)
    found = sheet.checks("--credentials", str(path), spreadsheet=sheet.id)
    assert not found["credentials"]["ok"]


def test_google_cannot_be_reached(sheet, monkeypatch, impatient):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("SHEETS_COC_API_ROOT", f"http://127.0.0.1:{free.getsockname()[1]}")
    path = sheet.folder / "key.json"
    path.write_text(json.dumps(sheet.google.identities.key_file("tool")))
    path.chmod(0o600)
    found = sheet.checks("--credentials", str(path), spreadsheet=sheet.id)
    assert not found["reach"]["ok"]
    assert "network" in found["reach"]["message"]


def test_the_root_must_be_on_this_machine(sheet, monkeypatch):
    monkeypatch.setenv("SHEETS_COC_API_ROOT", "http://192.0.2.1:80")
    path = sheet.folder / "key.json"
    path.write_text(json.dumps(sheet.google.identities.key_file("tool")))
    assert sheet.run("--credentials", str(path), spreadsheet=sheet.id)[0] == 2
