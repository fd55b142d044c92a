"""`access` at the command line, over the local Google: what is told, and what is taken away."""

import json

from sheets_coc.cli.main import run
from sheets_coc.local.auth.access import put_in_shared_drive
from sheets_coc.local.server.serve import serve
from tests.cli.access.sheet import RECORDS, everything_wrong


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
