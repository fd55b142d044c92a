"""The desk: who may look, what is shown, and that what was seen is what happens."""

import http.client
import time
import urllib.parse

import pytest

import sheets_coc as coc
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import FIELD
from sheets_coc.desk.serving import HOST, serve
from tests.desk.sitting import NASTY, Sitting
from tests.redaction.nights import OTHER, PAST, Nights


@pytest.fixture
def path(tmp_path):
    story = f"Ada Abbot shouted at Bob. Ask tips@elsewhere.example. {NASTY}"
    Nights(tmp_path / "r.coc", {**PAST, "summary": story, "goes_on": "2026-12-01"}, OTHER)
    return tmp_path / "r.coc"


@pytest.fixture
def sitting(path):
    made = Sitting(path)
    yield made
    made.close()


def test_the_link_works_once_and_becomes_a_cookie_no_script_and_no_other_site_can_use(sitting):
    status, headers, _ = sitting.ask("HEAD", sitting.link.path, cookie="x")
    assert (status, "Set-Cookie" in headers) == (403, False), "a look does not use it up"
    cookie = sitting.enter()["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie and "Max-Age" not in cookie
    status, _, text = sitting.ask("GET", sitting.link.path, cookie="x")
    assert status == 403
    assert "Ada" not in text


@pytest.mark.parametrize("path_", ["/", "/going", "/cases", "/case/stunned-bulb", "/practice"])
def test_without_the_cookie_nothing_is_shown(sitting, path_):
    sitting.enter()
    for cookie in ("", "wrong", "ü"):
        sitting.cookie = cookie
        status, _, text = sitting.ask("GET", path_)
        assert status == 403
        assert "bulb" not in text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost.evil.example:80", ""])
def test_another_host_name_is_refused_before_anything_else(sitting, host):
    sitting.enter()
    status, _, text = sitting.ask("GET", "/", host=host or "x")
    assert status == 421
    assert "bulb" not in text


@pytest.mark.parametrize(
    "change",
    [
        {"token": ""},
        {"token": "wrong"},
        {"headers": {"Origin": "https://evil.example"}},
        {"headers": {"Origin": "null"}},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
    ],
)
def test_another_sites_form_changes_nothing(sitting, change):
    sitting.enter()
    plan = sitting.desk.plan().plan
    form = {FIELD: change.get("token", sitting.token), "plan": plan}
    status, _, _ = sitting.ask("POST", "/going", form=form, headers=change.get("headers"))
    assert status == 403
    assert len(sitting.desk.plan().done) == 1


def test_no_page_is_kept_framed_or_loads_from_elsewhere(sitting):
    sitting.enter()
    for page in ("/", "/going", "/static/desk.css", "/nowhere"):
        _, headers, text = sitting.ask("GET", page)
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert "http://" not in text and "https://" not in text
        assert "style=" not in text


def test_what_stands_in_a_cell_is_text_and_never_markup(sitting):
    sitting.enter()
    _, _, text = sitting.ask("GET", "/going")
    assert "Ada Abbot" in text
    assert "<script>alert" not in text and "<img" not in text
    assert "&lt;script&gt;" in text


def test_what_was_seen_is_what_is_expunged_and_nothing_else(sitting):
    sitting.enter()
    status, _, text = sitting.ask("GET", "/going")
    assert status == 200
    seen = sitting.desk.plan().plan
    assert f'value="{seen}"' in text
    assert "tips@elsewhere.example</mark>" in text
    status, _, text = sitting.post("/going", plan="0" * 10)
    assert status == 409
    assert "no longer what that plan says" in text
    status, _, text = sitting.post("/going", plan=seen)
    assert status == 200
    assert "stunned-bulb" in text
    assert not sitting.desk.plan().done


def test_a_name_nobody_listed_is_added_and_goes_with_the_others(sitting):
    sitting.enter()
    status, _, text = sitting.post("/going/name", case="stunned-bulb", column="aliases", name="Bob")
    assert status == 409  # this sheet has no such column yet, and that is said
    assert "setup" in text
    with sitting.desk.opener() as book:
        book.setup(apply=True)
    status, headers, _ = sitting.post(
        "/going/name", case="stunned-bulb", column="others", name="Bob"
    )
    assert status == 303
    assert "Bob" not in headers["Location"]
    with sitting.desk.opener() as book:
        (shown,) = [one for one in book.preview() if one.dated.case == "stunned-bulb"]
    cells = {cell.key: cell for cell in shown.cells}
    assert "Bob" not in "".join(piece.text for piece in cells["summary"].after.reveal())


def test_a_week_of_practice_and_a_cell_that_is_typed_into(sitting):
    sitting.enter()
    status, _, text = sitting.ask("GET", "/practice")
    assert status == 200
    assert "2025-09-10" in text
    tab = sitting.desk.look().sheet.tab.id
    status, _, _ = sitting.post(f"/practice/{tab}", row="2", column="1", value="2026-10-03")
    assert status == 303
    status, headers, _ = sitting.post("/practice/week")
    assert (status, headers["Location"]) == (303, "/working")
    for _ in range(600):
        status, headers, text = sitting.ask("GET", "/working")
        if status == 303:
            break
        assert "of 7" in text
        time.sleep(0.1)
    assert headers["Location"] == "/"
    assert sitting.desk.look().today.isoformat() == "2026-12-27"
    assert any(record.expunged for record in sitting.desk.look().sheet.records)


def test_on_a_real_sheet_there_is_no_practice(path):
    sitting = Sitting(path, practice=False)
    try:
        sitting.enter()
        assert sitting.ask("GET", "/practice")[0] == 404
        assert sitting.post("/practice/week")[0] == 404
    finally:
        sitting.close()


def test_pages_of_cases_figures_and_access(sitting):
    sitting.enter()
    for page, told in (
        ("/", "To do"),
        ("/cases", "frosty-boat"),
        ("/case/stunned-bulb", "end of its own term"),
        ("/figures", "2025"),
        ("/access", "is not in the Committee tab. Take it away"),
    ):
        status, _, text = sitting.ask("GET", page)
        assert status in (200, 409), page  # a sheet without a Committee tab says so
        assert told in text or status == 409, page
    assert sitting.ask("GET", "/case/nobody-here")[0] == 409


def test_it_closes_when_nobody_uses_it(path):
    desk = Desk(lambda: coc.open(path))
    serving = serve(desk)
    serving.run(idle=0.2)
    with pytest.raises(OSError):
        http.client.HTTPConnection(HOST, urllib.parse.urlsplit(serving.url).port).connect()


def test_a_port_that_is_taken_is_said(sitting, path):
    with pytest.raises(coc.UsageError):
        serve(Desk(lambda: coc.open(path)), sitting.link.port)
