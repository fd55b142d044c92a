"""Lists dropped on the desk: screened, answered, told of, and nothing of them kept."""

import re
import tempfile

import sheets_coc as coc
from tests.desk.pages import LIST, NOW, Pages, dropped, log, sheet


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
