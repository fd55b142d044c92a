"""`local record`: what is kept of Google's answers, and on which sheets it works at all."""

import json

import pytest

from sheets_coc.cli.main import run
from sheets_coc.errors import SafetyStop
from sheets_coc.local import LocalGoogle
from sheets_coc.local.auth.access import share
from sheets_coc.local.server.serve import serve
from sheets_coc.local.state.variants import VARIANTS
from sheets_coc.sheet.google.credentials import DRIVE_METADATA, SPREADSHEETS
from sheets_coc.sheet.google.recording import recorded
from sheets_coc.sheet.google.session import connect
from tests.keyed import local_google
from tests.live.playing import differences


def made(path, title):
    """A local Google with one empty spreadsheet."""
    google = LocalGoogle(path, title=title)
    assert google.main_spreadsheet  # which makes it
    return google


@pytest.fixture
def google(tmp_path):
    return made(tmp_path / "empty.coc", "Sheets-CoC test of an afternoon")


def record(tmp_path, capsys):
    out = tmp_path / "answers.json"
    options = ["--format", "json", "--spreadsheet", f"local:{tmp_path / 'empty.coc'}"]
    code = run([*options, "local", "record", str(out)])
    said = capsys.readouterr().out
    content = out.read_text("utf-8") if out.exists() else ""
    return code, json.loads(said) if said else None, content


def test_what_is_kept_tells_nobody(google, tmp_path, capsys):
    code, _, content = record(tmp_path, capsys)
    assert code == 0
    exchanges = json.loads(content)["exchanges"]
    assert len(exchanges) > 20
    assert {400, 200} <= {exchange["status"] for exchange in exchanges}
    assert google.main_spreadsheet not in content
    for name in ("tool", "owner", "editor"):
        assert google.identities[name].email not in content
    assert "Bearer" not in content
    assert "account-1@example.org" in content


def test_the_sheet_is_left_empty(google, tmp_path, capsys):
    record(tmp_path, capsys)
    assert record(tmp_path, capsys)[0] == 0


def test_a_recording_can_be_played_again(google, tmp_path, capsys):
    """What was recorded of one local Google is what another one answers."""
    exchanges = json.loads(record(tmp_path, capsys)[2])["exchanges"]
    assert differences(exchanges, tmp_path) == []
    exchanges[3]["answer"] = {}
    exchanges[5]["status"] = 299
    assert [text.split(":")[0] for text in differences(exchanges, tmp_path)] == ["3", "5"]


def test_a_served_one_is_recorded_alike(google, tmp_path, capsys, monkeypatch):
    inside = record(tmp_path, capsys)[2]
    with serve(tmp_path / "empty.coc") as served:
        monkeypatch.setenv("SHEETS_COC_API_ROOT", served.url)
        out = tmp_path / "served.json"
        options = ["--spreadsheet", served.spreadsheet, "--credentials", str(served.credentials)]
        assert run([*options, "local", "record", str(out)]) == 0
    exchanges = json.loads(out.read_text("utf-8"))["exchanges"]
    assert differences(exchanges, tmp_path) == []
    assert len(exchanges) == len(json.loads(inside)["exchanges"])


@pytest.mark.parametrize("title", ["Records", "My sheets-coc test"])
def test_other_titles_are_refused(tmp_path, capsys, title):
    made(tmp_path / "empty.coc", title)
    code, said, content = record(tmp_path, capsys)
    assert (code, said["error"]["code"], content) == (3, "not-a-test-sheet", "")


def test_a_sheet_with_anything_in_it_is_refused(tmp_path):
    google = LocalGoogle(tmp_path / "full.coc")
    number = google.create_spreadsheet("Sheets-CoC test", {"Sheet1": [["something"]]})
    session = connect(
        number, credentials=google.identities.key_file("tool"), adapter=google.adapter()
    )
    with pytest.raises(SafetyStop) as stopped:
        recorded(session)
    assert stopped.value.code == "not-empty"


@pytest.mark.parametrize("variant", [None, *VARIANTS])
def test_every_open_question_is_put_and_answered(tmp_path, variant):
    path = tmp_path / "empty.coc"
    google = local_google(path, [variant] if variant else [])
    google.create_spreadsheet("Sheets-CoC test", {})
    google.identities.add("third@example.org")
    with google.store.write() as state:
        share(state.file(google.main_spreadsheet), "third@example.org", "writer")
    key = google.identities.key_file("tool")
    session = connect(
        google.main_spreadsheet,
        credentials=key,
        scopes=(SPREADSHEETS, DRIVE_METADATA),
        adapter=google.adapter(),
    )
    answers = json.loads(recorded(session))["answers"]
    assert answers == {name: name == variant for name in VARIANTS}
    assert len(session.read().tabs) == 1
