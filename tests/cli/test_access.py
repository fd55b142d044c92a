"""`access` at the command line, over the local Google."""

import json

import pytest

from sheets_coc.cli.main import run
from sheets_coc.dates import to_serial
from sheets_coc.local import LocalGoogle
from sheets_coc.local.auth.access import put_in_shared_drive
from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.local.server.serve import serve
from tests.keyed import local_google
from tests.oncall.builders import date

HEADER = ["Name", "Email", "Joined", "Left", "On call"]
MEMBERS = [
    ["Olive Owner", "owner@example.org", None, None, "yes"],
    ["Edward Editor", "Editor@Example.org", None, None, "yes"],
    ["Cleo Marsh", "cleo@example.org", None, to_serial(date(2026, 5, 1)), "no"],
]
RECORDS = [["Case", "Date of 1st report", "Reporter", "Named subjects", "Summary"]]


class Sheet:
    """A local spreadsheet whose sharing people change."""

    def __init__(self, folder, capsys):
        self.file, self.capsys = folder / "sheet.coc", capsys
        self.google = local_google(self.file)

    def new(self, members=MEMBERS, **tabs):
        tabs = {"Records": RECORDS, "Committee": [HEADER, *members], **tabs}
        self.id = self.google.create_spreadsheet("Invented", tabs)
        return self

    def drive(self, method, path, body=None, params=None, who="owner"):
        import requests

        session = requests.Session()
        session.mount("https://", self.google.adapter())
        answer = session.request(
            method,
            f"https://www.googleapis.com/drive/v3/files/{self.id}{path}",
            json=body,
            params=params,
            headers={"Authorization": f"Bearer {self.google.token(who)}"},
        )
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def share(self, kind="user", role="writer", **who):
        return self.drive("POST", "/permissions", {"type": kind, "role": role, **who})["id"]

    def holders(self):
        found = self.drive(
            "GET", "/permissions", params={"fields": "permissions(emailAddress,type)"}
        )["permissions"]
        return {p.get("emailAddress", p["type"]) for p in found}

    def run(self, *arguments):
        code = run(["--spreadsheet", f"local:{self.file}", *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments):
        code, out, _ = self.run("--format", "json", *arguments)
        return code, json.loads(out)

    def differences(self, *arguments):
        return {(d["kind"], d["who"]) for d in self.json("access", *arguments)[1]["differences"]}

    def log(self):
        self.capsys.readouterr()
        run(["local", "show", str(self.file), "Log"])
        return self.capsys.readouterr().out


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    return Sheet(tmp_path, capsys)


def test_a_sheet_as_it_should_be(sheet):
    code, found = sheet.new().json("access")
    assert (code, found["differences"]) == (0, [])
    assert found["cannot_see"] == ["copies"]
    code, out, _ = sheet.run("access")
    assert code == 0
    assert "2 members" in out


def test_what_was_not_looked_at_is_said(sheet, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text('[identity_key]\nspreadsheet = "1aBcDeFgHiJkLmNo"\n')
    found = sheet.new().json("--policy", str(policy), "access")[1]
    assert found["cannot_see"] == ["identity-key", "copies"]
    assert (
        "identity-key" in sheet.json("--policy", str(policy), "access", "--apply")[1]["cannot_see"]
    )
    assert [n["kind"] for n in found["notices"]] == ["editors-can-share"]
    policy.write_text('[tabs]\nrecords = "Elsewhere"\n')
    found = sheet.json("--policy", str(policy), "access")[1]
    assert [n["kind"] for n in found["notices"]] == ["editors-can-share", "documents-in-doubt"]


def everything_wrong(sheet):
    sheet.new([*MEMBERS, ["Dov Tinker", "dov@example.org", None, None, "yes"]])
    sheet.share(emailAddress="cleo@example.org")
    sheet.share(emailAddress="mallory@example.net", role="reader")
    sheet.share("group", emailAddress="list@example.net", role="reader")
    sheet.share("domain", domain="example.net", role="reader")
    sheet.share("anyone", role="reader")
    sheet.drive("PATCH", "/revisions/head", {"published": True})
    return sheet


def test_everything_that_can_be_wrong_is_told(sheet):
    assert everything_wrong(sheet).differences() == {
        ("left", "cleo@example.org"),
        ("not-a-member", "mallory@example.net"),
        ("group", "list@example.net"),
        ("domain", "example.net"),
        ("link", "anyone"),
        ("published", "anyone"),
        ("no-access", "dov@example.org"),
    }
    assert sheet.run("access")[0] == 1
    before = sheet.holders()
    sheet.run("access")
    assert sheet.holders() == before


def test_apply_takes_away_what_it_may_and_says_what_remains(sheet):
    code, done = everything_wrong(sheet).json("access", "--apply")
    assert code == 1
    assert {d["kind"] for d in done["taken"]} == {"left", "not-a-member", "domain", "link"}
    assert {d["kind"] for d in done["differences"]} == {"group", "published", "no-access"}
    assert sheet.holders() == {
        "owner@example.org", "editor@example.org", "list@example.net",
        "tool@local-google.iam.gserviceaccount.com",
    }  # fmt: skip
    log = sheet.log()
    assert "left" in log
    assert "@" not in log
    assert "example" not in log
    again = sheet.json("access", "--apply")[1]
    assert again["taken"] == []
    assert sheet.log() == log


def test_grant_shows_first_and_gives_to_an_address_only(sheet):
    sheet.new([*MEMBERS, ["Dov Tinker", "dov@example.org", None, None, "yes"]])
    code, shown = sheet.json("access", "--grant", "dov@example.org")
    assert (code, shown["given"]) == (1, False)
    assert "dov@example.org" not in sheet.holders()
    code, done = sheet.json("access", "--apply", "--grant", "dov@example.org")
    assert (code, done["given"], done["differences"]) == (0, True, [])
    assert "dov@example.org" in sheet.holders()
    assert "dov" not in sheet.log()
    assert sheet.json("access", "--apply", "--grant", "DOV@example.org")[1]["given"] is False


def test_what_becomes_of_a_grant_is_told(sheet):
    sheet.new()
    assert "would be given, with --apply" in sheet.run("access", "--grant", "a@example.net")[1]
    assert "not in the Committee tab" in sheet.run("access", "--grant", "a@example.net")[1]
    assert "edit already" in sheet.run("access", "--grant", "editor@example.org")[1]
    sheet.share(emailAddress="b@example.net", role="reader")
    told = sheet.run("access", "--apply", "--grant", "b@example.net")[1]
    assert "No mail was sent" in told


def test_what_was_just_given_stays_even_to_a_stranger(sheet):
    code, done = sheet.new().json("access", "--apply", "--grant", "guest@example.net")
    assert (code, done["given"], done["taken"]) == (1, True, [])
    assert "guest@example.net" in sheet.holders()


@pytest.mark.parametrize("typed", ["", "Dov", "dov@", "a@example.org b@example.org", "<a@b.org>"])
def test_grant_takes_an_address(sheet, typed):
    code, _, err = sheet.new().run("access", "--apply", "--grant", typed)
    assert code == 2
    assert "one plain e-mail address" in err
    assert not typed or typed not in err


def test_more_than_a_page_of_permissions(sheet):
    sheet.new()
    for number in range(130):
        sheet.share(emailAddress=f"p{number}@example.net", role="reader")
    assert len(sheet.differences()) == 130


def test_a_shared_drive_has_no_owner_and_its_members_stay(sheet):
    sheet.new()
    with sheet.google.store.write() as state:
        put_in_shared_drive(
            state.file(sheet.id),
            "drive-1",
            {"owner@example.org": "organizer", "cleo@example.org": "writer"},
        )
    code, done = sheet.json("access", "--apply")
    assert code == 1
    assert [(d["kind"], d["who"]) for d in done["differences"]] == [("left", "cleo@example.org")]
    assert "shared-drive" in done["cannot_see"]
    assert "cleo@example.org" in sheet.holders()


def test_an_account_that_may_not_see_says_so(sheet):
    sheet.new()
    sheet.drive("PATCH", "", {"writersCanShare": False})
    code, found = sheet.json("access", "--apply")
    assert code == 1
    assert [d["kind"] for d in found["differences"]] == ["not-visible"]
    assert "permissions" in found["cannot_see"]


def test_a_committee_without_addresses_stops_apply(sheet):
    sheet.new([["Olive Owner", "", None, None, "yes"]])
    sheet.share("anyone", role="reader")
    code, _, err = sheet.run("access", "--apply")
    assert code == 3
    assert "Stopped" in err
    assert "anyone" in sheet.holders()


def test_no_committee_tab(sheet):
    sheet.id = sheet.google.create_spreadsheet("Invented", {"Records": RECORDS})
    assert sheet.run("access")[0] == 5


def test_addresses_stay_out_of_public_logs(sheet, monkeypatch):
    everything_wrong(sheet)
    monkeypatch.setenv("CI", "true")
    code, out, err = sheet.run("access")
    assert (code, out, err) == (1, "access: a person must look\n", "")
    code, out, _ = sheet.run("--details", "access")
    assert code == 1
    assert "left the committee" in out
    assert "@" not in out
    assert "example.net" not in out


def test_a_dry_run_asks_for_no_right_to_change_anything(sheet, monkeypatch):
    from sheets_coc.book import opening

    asked = []
    connect = opening.connect

    def spy(*arguments, **options):
        asked.append([scope.rpartition("/")[2] for scope in options["scopes"]])
        return connect(*arguments, **options)

    monkeypatch.setattr(opening, "connect", spy)
    sheet.new()
    sheet.run("access")
    sheet.run("access", "--apply")
    assert asked == [
        ["spreadsheets"],  # which is opened first, and asks for no token
        ["spreadsheets", "drive.metadata.readonly"],
        ["spreadsheets"],
        ["spreadsheets", "drive"],
    ]


@pytest.fixture
def misbehaving(monkeypatch):
    """Makes every local Google of this process break a rule."""
    adapter = LocalGoogle.adapter

    def start(*arguments, **options):
        rule = Rule(*arguments, **options)

        def with_rule(google):
            google.misbehaviour.add(rule)
            return adapter(google)

        monkeypatch.setattr(LocalGoogle, "adapter", with_rule)
        return rule

    return start


def test_what_was_done_is_logged_when_google_fails_in_between(sheet, misbehaving):
    everything_wrong(sheet)
    rule = misbehaving("status", method="DELETE", path="/permissions/", nth=(2, 3, 4, 5), code=401)
    code, out, err = sheet.run("access", "--apply")
    assert (code, out) == (4, "")
    assert rule.fired
    assert "@" not in err
    log = sheet.log()
    assert log.count("Taking away") == 1
    assert log.count("Not taken away after all") == 1


def test_a_lost_answer_is_looked_up(sheet, misbehaving):
    sheet.new()
    sheet.share("anyone", role="reader")
    rule = misbehaving("drop_after", method="DELETE", path="/permissions/")
    code, done = sheet.json("access", "--apply")
    assert (code, rule.fired) == (0, 1)
    assert [d["kind"] for d in done["taken"]] == ["link"]


def test_what_google_refuses_to_take_away_is_said(sheet, misbehaving):
    sheet.new()
    sheet.share("anyone", role="reader")
    misbehaving("status", method="DELETE", path="/permissions/", code=403)
    code, done = sheet.json("access", "--apply")
    assert (code, done["taken"]) == (1, [])
    assert [d["kind"] for d in done["refused"]] == ["link"]
    assert [d["kind"] for d in done["differences"]] == ["link"]


@pytest.mark.parametrize("action", ["drop_before", "drop_after"])
def test_a_grant_whose_answer_is_lost_is_looked_up(sheet, misbehaving, action):
    sheet.new([*MEMBERS, ["Dov Tinker", "dov@example.org", None, None, "yes"]])
    misbehaving(action, method="POST", path="/permissions")
    _, done = sheet.json("access", "--apply", "--grant", "dov@example.org")
    assert done["given"] is (action == "drop_after")
    assert ("dov@example.org" in sheet.holders()) is done["given"]


def test_a_grant_that_google_refuses(sheet, misbehaving):
    sheet.new()
    misbehaving("status", method="POST", path="/permissions", code=400)
    code, _, err = sheet.run("access", "--apply", "--grant", "nobody@example.net")
    assert code == 4
    assert "no Google account" in err
    assert "nobody" not in err


def test_a_login_that_may_look_but_not_change(sheet, monkeypatch, tmp_path):
    sheet.new()
    sheet.share("anyone", role="reader")
    google = sheet.google.identities
    login = google.authorized_user_file("editor")
    scopes = ["spreadsheets", "drive.metadata.readonly"]
    login["refresh_token"] = google.refresh_token("editor@example.org", scopes)
    path = tmp_path / "login.json"
    path.write_text(json.dumps(login))
    with serve(sheet.file) as door:
        monkeypatch.setenv("SHEETS_COC_API_ROOT", door.url)
        options = ["--spreadsheet", sheet.id, "--credentials", str(path)]
        assert run([*options, "access"]) == 1
        sheet.capsys.readouterr()
        for action in (["--apply"], ["--apply", "--grant", "new@example.net"]):
            assert run([*options, "access", *action]) == 4
            assert "login --manage-access" in sheet.capsys.readouterr().err
    assert "anyone" in sheet.holders()


def test_joining_and_leaving_at_the_command_line(sheet):
    sheet.new()
    code, found = sheet.json("access", "onboarding", "Edward Editor")
    states = {step["place"]: step["state"] for step in found["steps"]}
    assert (code, found["leaving"]) == (1, False)
    assert (states["Committee"], states["The sheet"]) == ("open", "done")  # no day of joining
    code, out, _ = sheet.run("access", "offboarding", "Cleo Marsh")
    assert code == 0
    assert "by hand" in out
    assert "Cleo" not in out
    assert sheet.run("access", "--apply", "onboarding", "Edward Editor")[0] == 2
    assert sheet.run("access", "offboarding", "Zed Unheard")[0] == 2
    # Options of the program may stand behind the command, as before.
    assert run(["--spreadsheet", f"local:{sheet.file}", "access", "--format", "json"]) == 0
