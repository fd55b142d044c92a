"""Before and after, cases and figures: what stops a page, and that markup is text."""

import io
import re

import sheets_coc as coc
from sheets_coc.local.files import text as files
from tests.desk.pages import BASE, COMMITTEE, DUE, FORM, LIST, NOW, ROWS, Pages, log, sheet
from tests.redaction.nights import HEADER, PAST, Nights


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
    assert text.index("Answer here") < text.index("gone/")
    assert "column/" not in text  # what stands where it stood is one question
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


def test_a_decision_that_nobody_took_is_not_shown_as_one(tmp_path):
    undecided = {"case": "calm-river", "reported_on": "2026-06-01", "subjects": "Ada Abbot"}
    pages = Pages(sheet(tmp_path / "r.coc", (undecided, {**undecided, "case": "mild-stone",
                                                         "decision": "Open"})))  # fmt: skip
    blank, said = re.findall(r"</th>\s*<td>(.*?)</td>", pages.get("/cases"))
    assert (blank, said) == ("", "open")
    pages.desk.close()


def test_only_where_the_last_of_many_records_stands_can_all_be_approved(tmp_path):
    """One approves exactly what was shown, also where that is more than a page holds."""
    header = ["Date of Report", "Named subjects", "Summary", "Date to expunge this record"]
    rows = [["2020-01-01", f"Ivy{n} Gone", "x", "2021-01-01"] for n in range(52)]
    files.new(tmp_path / "r.coc", "Invented", {"Records": [header, *rows]})
    pages = Pages(tmp_path / "r.coc")
    first, last = pages.get("/going"), pages.get("/going?part=2")
    assert "Expunge exactly this" not in first
    assert "/going?part=2" in first
    assert "these 52 records" in last
    shown = [set(re.findall(r'class="card record" id="(row \d+)"', one)) for one in (first, last)]
    assert [len(one) for one in shown] == [50, 2]
    assert len(shown[0] | shown[1]) == 52
    (plan,) = re.findall(r'name="plan" value="(\w+)"', last)
    assert pages.post("/going", plan=plan, more="52").count("<li>row ") == 52
    pages.desk.close()
