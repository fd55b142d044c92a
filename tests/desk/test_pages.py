"""The desk's pages in process: lists and files dropped on them, the rota, figures, and stops."""

import io
import re
import tempfile
import time
from datetime import UTC, datetime

import pytest

import sheets_coc as coc
from sheets_coc.desk.app import create_app
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import FIELD, Keys
from sheets_coc.local.files import text as files
from tests.desk.test_desk import NASTY
from tests.redaction.test_permissions import HEADER, PAST, Nights

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
BASE = "http://127.0.0.1:1"
COMMITTEE = [
    ["Name", "Email", "Joined", "Left", "On call", "Away"],
    *([f"{name} Invented", f"{name.lower()}@coc.example", "2020-01-06", "", "yes", away]
      for name, away in (("Ann", ""), ("Ben", ""), ("Cid", "2027-01-04..2027-01-10"), ("Dee", ""),
                         ("Eve", ""))),
]  # fmt: skip
ROWS = (
    {"case": "calm-river", "reported_on": "2026-06-01", "reporter": "Wyn Teller",
     "subjects": "Ada Abbot", "contacts": "ada@abbot.example", "summary": "Ada Abbot shouted.",
     "decision": "Violation, banned", "banned_until": "permanent"},
    {"case": "mild-stone", "reported_on": "2026-07-01", "reporter": "Wyn Teller",
     "subjects": "Bo Marsh", "summary": "x", "decision": "Violation, flagged"},
    {"case": "grey-sky", "reported_on": "2022-07-01", "reporter": "Wyn Teller",
     "subjects": "Cy Older", "summary": "x", "decision": "Violation, banned",
     "banned_until": "2026-11-01"},
)  # fmt: skip
DUE = {**PAST, "subjects": "Ivy Gone", "summary": "Ivy Gone shouted.", "goes_on": "2026-11-01"}
LIST = (
    "Code;Attendee;Mail;Employer\n"
    "A1;Ada Abbot;ada@abbot.example;Bo Marsh\n"
    f"A2;Jane Roe {NASTY};jane@roe.example;\n"
    "A3;Cy Older;;\n"
)
FORM = (
    "When did it happen?;Your name;Name of the person being reported;What happened?;Their mail\n"
    "2026-11-02;Wyn Teller;Nils Nowhere;He shouted.;nn@x.example\n"
    "2026-06-01;Wyn Teller;Ada Abbot;Ada Abbot shouted.;oo@x.example\n"
)


class Pages:
    """The pages without a server, as somebody who followed the link sees them."""

    def __init__(self, path, now=NOW):
        self.desk = Desk(lambda: coc.open(path, now=now), practice=True)
        keys = Keys()
        self.token = keys.token
        self.client = create_app(self.desk, keys, frozenset({"127.0.0.1:1"})).test_client()
        self.client.set_cookie("sheets-coc-desk-1", keys.cookie, domain="127.0.0.1")

    def get(self, address, status=200):
        answer = self.client.get(address, base_url=BASE, follow_redirects=True)
        return self.arrived(answer, status)

    def arrived(self, answer, status):
        """Wait as the browser does, and take the page one arrives at."""
        while 'http-equiv="refresh"' in answer.text:
            time.sleep(0.05)
            answer = self.client.get("/working", base_url=BASE, follow_redirects=True)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, address, status=200, **form):
        answer = self.client.post(
            address, base_url=BASE, data={FIELD: self.token, **form}, follow_redirects=True,
            content_type="multipart/form-data",
        )  # fmt: skip
        return self.arrived(answer, status)


def sheet(path, rows=ROWS):
    cells = [[Nights.by_header(row).get(name, "") for name in HEADER] for row in rows]
    files.new(path, "Invented", {"Records": [HEADER, *cells], "Committee": COMMITTEE})
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return sheet(tmp_path_factory.mktemp("pages") / "r.coc")


@pytest.fixture
def pages(path):
    made = Pages(path)
    yield made
    made.desk.close()


def log(path):
    with coc.open(path, now=NOW) as book:
        tab = book.read().tab("Log")
        return [" ".join(map(str, row)) for row in tab.values] if tab else []


def dropped(pages, text=LIST, **more):
    return pages.post(
        "/screening", list=(io.BytesIO(text.encode()), "attendees.csv"), event="Conf",
        event_date="2026-12-10", **more,
    )  # fmt: skip


def test_a_list_is_screened_answered_and_told_of_and_nothing_of_it_is_kept(pages, path):
    text = dropped(pages)
    assert len(re.findall(r'id="k-\d', text)) == 2
    assert "full name equal" in text and "ada@abbot.example" in text
    assert "ban ended" in text
    waiting = pages.get("/screening/letter", 409)
    assert "Answer each with yes or no" in waiting
    text = pages.post("/screening/answers", **{"a-0": "yes", "a-1": "yes", "then": "letter"})
    assert "Row 2 of your list" in text and "banned" in text
    assert "Not told of: 1 confirmed ban that ended" in text
    assert "Cy Older" not in text and "data-copy" not in text
    assert not any("Conf" in line for line in log(path))
    text = pages.post("/screening/letter", then="look", recipient="Olga Organiser")
    assert "Hello Olga Organiser" in text
    text = pages.post("/screening/letter", then="note")
    assert "data-copy" in text and "Hello Olga Organiser" in text
    assert any("Conf, 2026-12-10" in line and "calm-river" in line for line in log(path))
    assert not any("grey-sky" in line for line in log(path))
    pages.post("/screening/forget")
    assert pages.desk.listed is None
    assert "Compare" in pages.get("/screening")
    assert pages.post("/screening/answers", 409).count("Drop it again")


def test_a_ban_that_ended_is_told_of_where_the_committee_says_so(pages):
    dropped(pages)
    text = pages.post("/screening/answers", **{"a-0": "no", "a-1": "tell", "then": "letter"})
    assert "was banned; the ban is over by your event" in text


def test_what_a_column_was_read_as_can_be_corrected_both_ways(pages):
    text = dropped(pages)
    assert "mild-stone" not in text  # an employer is nobody who attends
    text = pages.post("/screening/columns", **{"c-1": "", "c-3": "full name"})
    assert "mild-stone" in text
    assert "grey-sky" not in text
    text = pages.post("/screening/columns", **{"c-1": "", "c-2": "", "c-3": ""})
    assert "nobody was compared" in text
    text = pages.post("/screening/columns", **{"c-1": "full name"})
    assert "calm-river" in text and "grey-sky" in text


def test_a_list_that_is_not_understood_can_be_explained(pages):
    text = dropped(pages, "x1;x2\n17;4\n18;5\n")
    assert "nobody was compared" in text
    assert pages.desk.listed.found is None
    assert len(re.findall(r'<select name="c-', text)) == 2


def test_what_is_dropped_never_lies_on_a_disk(pages, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a list was written to a file")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    rows = "".join(f"A{n};Person Number{n};p{n}@roe.example;\n" for n in range(30_000))
    assert len(LIST + rows) > 2**20  # more than a framework keeps in memory
    text = dropped(pages, LIST + rows)
    assert "of 30003 rows read" in text
    assert "calm-river" in text


def test_a_list_that_is_pasted_and_a_day_that_is_none(pages):
    text = pages.post("/screening", pasted=LIST.replace("\n", "\r\n"), event="Conf",
                      event_date="2026-12-10")  # fmt: skip
    assert "calm-river" in text
    assert "type a date" in pages.post("/screening", 409, pasted=LIST, event_date="10.12.")
    assert "Drop a file first" in pages.post("/screening", 409, event_date="2026-12-10")


def test_a_google_sheet_is_read_by_its_address(tmp_path):
    path = sheet(tmp_path / "r.coc")
    pages = Pages(path)
    with coc.open(path, now=NOW) as book:
        address = f"https://docs.google.com/spreadsheets/d/{book.session.spreadsheet}/edit"
        book.session.batch([{"addSheet": {"properties": {"title": "List"}}}])
        tab = book.read().tab("List").id
        rows = [{"values": [{"userEnteredValue": {"stringValue": cell}} for cell in line]}
                for line in (["Attendee", "Mail"], ["Ada Abbot", "ada@abbot.example"])]  # fmt: skip
        book.session.batch([{"updateCells": {
            "start": {"sheetId": tab, "rowIndex": 0, "columnIndex": 0}, "rows": rows,
            "fields": "userEnteredValue"}}])  # fmt: skip
    text = pages.post("/screening", pasted=f" {address}\n", event="C", event_date="2026-12-10")
    assert "only sheet" in text
    number = re.search(r'value="(\d+)">only sheet \d+: List', text)[1]
    text = pages.post("/screening/columns", sheet=number)
    assert "1 of 1 rows read" in text and "calm-river" in text
    pages.desk.close()


def test_reports_are_mapped_shown_beside_what_is_there_and_added_once(tmp_path):
    path = sheet(tmp_path / "r.coc")
    pages = Pages(path)
    text = pages.post("/intake", list=(io.BytesIO(FORM.encode()), "f.csv"), event="Conf")
    assert "Column E holds addresses" in text
    assert "same people and date: calm-river" in text or "same date and text: calm-river" in text
    assert "He shouted." in text
    text = pages.post("/intake/columns", **{"c-E": "contacts"})
    assert "holds addresses" not in text
    assert "already" in pages.post("/intake/write", 409)
    text = pages.post("/intake/write", duplicates="skip")
    (case,) = re.findall(r'/case/([a-z/-]+)"', text)
    assert "data-copy" in text
    with coc.open(path, now=NOW) as book:
        (new,) = [r for r in book.analysis().sheet.records if r.case == case]
    assert new.subjects.reveal() == ("Nils Nowhere",)
    assert pages.desk.reports.content == b""
    assert "Drop it again" in pages.post("/intake/write", 409, duplicates="add")
    pages.post("/intake/forget")
    assert pages.desk.reports is None
    pages.desk.close()


def test_reports_that_name_nobody_are_added_only_where_somebody_says_so(tmp_path):
    pages = Pages(sheet(tmp_path / "r.coc"))
    text = pages.post("/intake", pasted="Date;What happened?\n2026-11-02;Noise.\n", event="Conf")
    assert "No column was understood as who is reported" in text
    pages.post("/intake/write", 409)
    assert "Added" in pages.post("/intake/write", without_subjects="yes")
    pages.desk.close()


@pytest.fixture(scope="module")
def rota(tmp_path_factory):
    path = sheet(tmp_path_factory.mktemp("rota") / "r.coc")
    made = Pages(path)
    assert "a committee does well without one" in made.get("/rota")
    made.post("/rota/plan")
    yield made
    made.desk.close()


def test_the_rota_is_planned_and_a_week_swapped_by_clicking(rota):
    text = rota.get("/rota")
    duties = re.findall(r'href="(/rota/\d{4}-\d\d-\d\d/(?:primary|secondary))"', text)
    assert len(duties) == 26
    assert "away: Cid Invented" in text
    assert "Invented" not in "".join(duties)
    text = rota.get(duties[4])
    (holder,) = re.findall(r'class="lead">(\w+ Invented) is on duty', text)
    other, taker = re.search(r'name="other" value="([^"]+)">.*?<strong>(\w+ Invented)', text,
                             re.DOTALL).groups()  # fmt: skip
    rota.post(duties[4], other=other)
    with rota.desk.opener() as book:
        plan = {week["starts"]: week for week in book.oncall.plan().plan.as_json()["weeks"]}
    week, role = duties[4].split("/")[2:]
    assert plan[week][role] == taker
    week, _, role = other.partition("/")
    assert plan[week][role] == holder


def test_an_absence_is_noted_behind_what_stands_there_and_names_the_weeks_it_hits(rota):
    with rota.desk.opener() as book:
        plan = book.oncall.plan().plan.as_json()["weeks"]
    week = next(w for w in plan if "Cid Invented" in (w["primary"], w["secondary"]))
    text = rota.post("/rota/away", member="Cid Invented", first=week["starts"])
    assert f"/rota/{week['starts']}/" in text
    with rota.desk.opener() as book:
        tab = book.read().tab("Committee")
        assert tab.values[3][5] == f"2027-01-04..2027-01-10, {week['starts']}"
    again = rota.post("/rota/away", member="Cid Invented", first="2027-01-05", last="2027-01-06")
    assert "Absences" in again  # it stands there already: nothing is written twice
    with rota.desk.opener() as book:
        assert book.read().tab("Committee").values[3][5].count("..") == 1
    assert "ends before it begins" in rota.post(
        "/rota/away", 409, member="Cid Invented", first="2027-02-05", last="2027-02-01"
    )


@pytest.mark.parametrize("names", ["full", "initials", "none"])
def test_the_calendar_names_members_as_asked(rota, names):
    text = rota.post("/rota/calendar", names=names, member="")
    assert text.startswith("BEGIN:VCALENDAR")
    assert ("Ann Invented" in text) is (names == "full")
    assert ("A. I." in text) is (names == "initials")
    rota.post("/rota/calendar", 409, names="?")


def test_figures_are_published_as_they_were_seen_or_not_at_all(tmp_path):
    path = sheet(tmp_path / "r.coc")
    pages = Pages(path)
    text = pages.get("/figures")
    assert "fewer than 10 reports: its total alone" in pages.get("/figures?unit=half")
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text)
    assert "Nothing was published" in pages.post("/figures/publish", 409, seen="0", unit="year")
    assert not log(path)
    with coc.open(path, now=NOW) as book:
        book.session.batch([{"updateCells": {
            "start": {"sheetId": book.read().tab("Records").id, "rowIndex": 1, "columnIndex": 1},
            "fields": "userEnteredValue",
            "rows": [{"values": [{"userEnteredValue": {"numberValue": 45_000}}]}]}}])  # fmt: skip
    assert "Nothing was published" in pages.post("/figures/publish", 409, seen=seen, unit="year")
    (seen,) = re.findall(r'name="seen" value="(\w+)"', pages.get("/figures"))
    assert "Noted in the Log" in pages.post("/figures/publish", seen=seen, unit="year")
    assert any("statistics" in line for line in log(path))
    files_ = re.findall(r'href="(/figures/file/[^"]+)" download', text)
    assert any("statistics.csv" in one for one in files_)
    pages.desk.close()


def test_before_and_after_says_why_it_stops_shows_no_plan_and_takes_the_answer(tmp_path):
    path = sheet(tmp_path / "r.coc", (DUE, *ROWS))
    pages = Pages(path)
    assert "Ivy Gone" in pages.get("/going")
    with coc.open(path, now=NOW) as book:
        book.dates(apply=True)  # from now on the shape of the sheet is remembered
        tab = book.read().tab("Records")
        place = tab.values[0].index("Hold")
        book.session.batch([{"updateCells": {
            "start": {"sheetId": tab.id, "rowIndex": 0, "columnIndex": place},
            "fields": "userEnteredValue",
            "rows": [{"values": [{"userEnteredValue": {"stringValue": "Ruht"}}]}]}}])  # fmt: skip
    pages.desk.changed()
    text = pages.get("/going")
    assert "was here before and is not found any more" in text
    assert "Ivy Gone" not in text and "Expunge exactly this" not in text
    assert text.index("Answer here") < text.index("gone/") < text.index("column/")
    assert "can be answered there" in pages.post(
        "/screening", 409, pasted=LIST, event_date="2026-12-10"
    )
    ref, said = next(
        (ref, option) for ref, option in re.findall(
            r'value="(gone/[^"]+)".*?value="(it is column [^"]+)"', text, re.DOTALL)
    )  # fmt: skip
    text = pages.post("/answers", ref=ref, answer=said, page="going")
    assert "Ivy Gone" in text
    pages.desk.close()


def test_rows_that_came_apart_are_named_and_stop_the_page(tmp_path):
    path = sheet(tmp_path / "r.coc", (DUE, *ROWS))
    with coc.open(path, now=NOW) as book:
        book.dates(apply=True)
        tab = book.read().tab("Records")
        place = tab.values[0].index("Named subjects")
        names = [str(row[place]) for row in tab.values[1:]]
        book.session.batch([{"updateCells": {
            "start": {"sheetId": tab.id, "rowIndex": 1, "columnIndex": place},
            "fields": "userEnteredValue",
            "rows": [{"values": [{"userEnteredValue": {"stringValue": name}}]}
                     for name in [*names[1:], names[0]]]}}])  # fmt: skip
    pages = Pages(path)
    text = pages.get("/going")
    assert "changed places" in text and "stunned-bulb" in text
    assert "Cy Older" not in text
    assert "They are right as they are" in text
    pages.desk.close()


def test_documents_of_expunged_cases_are_asked_for_on_the_page_as_in_the_sheet(tmp_path):
    link = "https://docs.google.com/document/d/1aBcDeFgHiJkLmNo/edit"
    header = ["Date of Report", "Case Code Name", "Status", "Consequences", "Documents",
              "Named subjects", "Expunged on"]  # fmt: skip
    gone = ["2020-01-10", "home-shelf", "Resolved", "Warning", link, "Expunged", "2026-11-01"]
    path = tmp_path / "r.coc"
    files.new(path, "Records", {"Records": [header, gone]})
    with coc.open(path, now=NOW) as book:
        said = [line.what for line in book.todo() if "documents are left" in line.what]
    assert len(said) == 1
    assert said[0] in Pages(path).get("/")


def test_markup_is_text_wherever_people_can_type(tmp_path):
    """In every cell, heading, tab's title, name of a member, file and event."""
    marked = 0

    def text_of(name):
        nonlocal marked
        marked += 1
        return f"{name}<b id=m{marked}>&amp;"

    words = {
        "subjects",
        "aliases",
        "summary",
        "outcome",
        "reporter",
        "hold",
        "handled_by",
        "others",
    }
    rows = [
        {key: text_of(value) if key in words else value for key, value in row.items()}
        | {"case": f"calm-{n}<i>", "handled_by": text_of("Ann"), "hold": text_of("h") if n else ""}
        for n, row in enumerate((*ROWS, DUE, {**PAST, "decision": text_of("x")}))
    ]
    header = [*HEADER, text_of("Own")]
    cells = [[*(Nights.by_header(row).get(name, "") for name in HEADER), "x"] for row in rows]
    committee = [COMMITTEE[0], *([text_of(row[0]), *row[1:]] for row in COMMITTEE[1:])]
    tabs = {"Records": [header, *cells], "Committee": committee, text_of("Tab"): [["Case", "x"]]}
    files.new(tmp_path / "r.coc", text_of("Title"), tabs)
    made = Pages(tmp_path / "r.coc")
    with made.desk.opener() as book:
        book.validate(apply=True)
        book.oncall.plan(apply=True)
    seen = ""
    for page in ("/", "/going", "/cases", "/screening", "/intake", "/rota", "/figures", "/access",
                 "/practice", "/case/calm-0<i>", "/rota/2027-01-04/primary"):  # fmt: skip
        seen += made.client.get(page, base_url=BASE, follow_redirects=True).text
    seen += made.post("/screening", list=(io.BytesIO(LIST.encode()), text_of("l") + ".csv"),
                      event=text_of("Conf"), event_date="2026-12-10")  # fmt: skip
    form = io.BytesIO(FORM.replace("shouted", "<b>").encode())
    seen += made.post("/intake", list=(form, "f.csv"),
                      event=text_of("Conf"))  # fmt: skip
    assert "&lt;b id=m" in seen
    assert "<b" not in re.sub(r"<b(?:ody|utton)\b", "", seen)
    assert "<i>" not in seen
    made.desk.close()
