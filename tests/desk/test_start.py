"""Start in the browser: from a downloaded file over its questions to before and after."""

import threading
from pathlib import Path

import pytest

import sheets_coc as coc
from sheets_coc.desk import starting as starting_
from sheets_coc.local.files import text as files
from tests.desk.beginner import TODAY, Beginner, workbook


@pytest.fixture
def beginner(tmp_path, monkeypatch):
    monkeypatch.setattr(starting_.tempfile, "tempdir", str(tmp_path))
    made = Beginner()
    assert made.enter() == 302
    yield made
    made.close()
    assert not list(tmp_path.rglob("*")), "nothing is left of what was uploaded"


def test_two_desks_in_one_browser_do_not_put_each_other_out(beginner):
    """Browsers send the cookies of every port of a host to each of them."""
    other = Beginner()
    try:
        _, headers, _ = other.ask("GET", other.link.path)
        theirs = headers["Set-Cookie"].partition(";")[0]
        assert theirs.partition("=")[0] == f"sheets-coc-desk-{other.link.port}"
        both = f"{beginner.cookie}; {theirs}"
        assert beginner.ask("GET", "/start", cookie=both)[0] == 200
    finally:
        other.close()


def test_without_a_sheet_every_page_leads_to_start(beginner):
    for page in ("/", "/going", "/cases", "/practice"):
        status, headers, _ = beginner.ask("GET", page)
        assert (status, headers["Location"]) == (302, "/start")


def test_from_a_downloaded_file_to_before_and_after(beginner):
    assert beginner.upload(workbook())[0] == 303
    _, _, page = beginner.ask("GET", "/start")
    assert "Which one holds the records?" in page
    beginner.post("/start/answers", records="Reports since 2019")
    _, _, page = beginner.ask("GET", "/start")
    for asked in ("Is column E", "Is column H", "column K", "3/4/2024"):
        assert asked in page, asked
    beginner.post("/start/answers", K="remove names", A="day first")
    beginner.post("/start/answers", E="it is Summary of report (for internal purposes)")
    status, _, page = beginner.post("/start/answers", H="erase of course")
    assert status == 409
    beginner.post("/start/answers", H="it is Summary of outcome to share if suitable")
    _, _, page = beginner.ask("GET", "/start")
    assert "What is ready" in page
    assert "3 records would be expunged today" in page
    assert "day first" in page
    beginner.post("/start/use")
    address, policy = beginner.kept[0]
    assert address is None, "a practice copy is not remembered"
    assert coc.policy.parse(policy.encode()).tabs.records == "Reports since 2019"
    assert beginner.desk.practice
    _, _, page = beginner.ask("GET", "/going")
    assert "Ada0 Abbot" in page
    assert beginner.post("/start/anew")[0] == 303
    assert beginner.ask("GET", "/going")[0] == 302


def test_from_an_address_to_the_sheet_itself_which_is_remembered(tmp_path):
    path = tmp_path / "real.coc"
    row = ["2024-01-31", "Ada Abbot", "Ada Abbot shouted.", "2026-01-03"]
    header = ["Date of 1st report", "Named subjects", "Summary of report (for internal purposes)",
              "Date to expunge this record"]  # fmt: skip
    files.new(path, "Invented", {"Records": [header, row]})
    beginner = Beginner()
    try:
        beginner.enter()
        assert beginner.post("/start/address", address="https://example.org/no-sheet")[0] == 409
        assert beginner.desk.starting.begun is None
        assert beginner.post("/start/address", address=f"local:{path}")[0] == 303
        _, _, page = beginner.ask("GET", "/start")
        assert "1 record would be expunged today" in page
        assert "practice" not in page
        assert beginner.post("/start/use")[0] == 303
        assert beginner.kept[0][0] == f"local:{path}"
        assert "Ada Abbot" in beginner.ask("GET", "/going")[2]
    finally:
        beginner.close()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"\x00" * 100, b"<html>x"])
def test_what_is_no_sheet_is_said_and_nothing_is_kept(beginner, content):
    status, _, page = beginner.upload(content)
    assert status == 409
    assert "Ada" not in page
    assert beginner.desk.starting.begun is None


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(starting_.tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "sheets-coc-practice-999999999-abc"
    runs = tmp_path / f"sheets-coc-practice-{starting_.os.getpid()}-abc"
    foreign = tmp_path / "sheets-coc-practice-notes"
    for folder in (left, runs, foreign):
        folder.mkdir()
        (folder / "practice.coc").write_bytes(b"x")
    (tmp_path / "sheets-coc-practice-1-link").symlink_to(foreign)
    starting_.remove_left_behind()
    assert not left.exists()
    assert runs.exists() and foreign.exists()


def test_the_link_is_there_before_the_sheet_is_read(tmp_path):
    reading, go_on = threading.Event(), threading.Event()

    def opener():
        reading.set()
        assert go_on.wait(30)
        return coc.open(Path(made.path), now=TODAY)

    made = Beginner()
    made.desk.opener = opener
    made.path = tmp_path / "r.coc"
    from sheets_coc.start.files import make_copy, tabs_in

    content = "Date of Report,Named subjects,Summary of report\n2024-01-31,x,y\n"
    make_copy(tabs_in(content.encode(), "Records"), made.path)
    try:
        made.desk.read_ahead()
        assert reading.wait(30)
        made.enter()
        status, _, page = made.ask("GET", "/")
        assert status == 200
        assert "Reading the sheet" in page and 'http-equiv="refresh"' in page
        go_on.set()
        while made.desk.reading_since is not None:
            threading.Event().wait(0.02)
        assert "To do" in made.ask("GET", "/")[2]
    finally:
        go_on.set()
        made.close()
