"""`setup` at the command line, over the local Google."""

import json
import re
import shlex

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local import LocalGoogle
from sheets_coc.sheet.google.session import connect
from tests.cli.local_sheet import TEN, LocalSheet, table

LAYOUT_2026 = ["case", *TEN, "decision", "decided_on"]
CELL = "userEnteredValue,note,hyperlink,textFormatRuns"
EVERYTHING = f"sheets(properties(sheetId,title),data(rowData(values({CELL}))))"


OLD = [
    {"reported_on": f"{2016 + n // 6}-0{1 + n % 9}-11", "reporter": "Ines Fabel",
     "subjects": f"user_{n}", "contacts": f"person{n}@example.org", "summary": "Something",
     "flag": ("no", "Blacklisted", "flagged")[n % 3],
     "expunge_on": ("", f"{2017 + n // 6}-10-02", "", "2031-03-03")[n % 4]}
    for n in range(60)
]  # fmt: skip
ONE = {
    "case": "Code Name X", "reported_on": "2026-01-15", "subjects": "Ottilie Wendel",
    "summary": "x", "decision": "Resolved", "Ours": "mine",
}  # fmt: skip
SHAPES = {
    "ten": {"Records": table([ONE, {"subjects": "Karl Kraus"}], TEN)},
    "2026": {"Records": table([ONE, {"subjects": "Karl Kraus"}], LAYOUT_2026)},
    "old": {"Records": table(OLD, TEN)},
    "own": {
        "Records": [["Our records"], [], *table([ONE], TEN, ["Ours", "Theirs"])],
        "Committee": [["Name", "Email"], ["Ada Pretend", "ada@example.org"]],
    },
    "blank": {"Sheet1": [[""]]},
}


class Sheet(LocalSheet):
    """A local spreadsheet, and `setup` run on it."""

    def new(self, tabs):
        """Make it, with fewer blank rows than a new tab has: every answer is checked whole."""
        self.make(tabs)
        owner = self.session()
        sizes = [
            {"updateSheetProperties": {
                "properties": {"sheetId": tab.id, "gridProperties": {"rowCount": 70}},
                "fields": "gridProperties.rowCount"}}
            for tab in owner.read().tabs
        ]  # fmt: skip
        owner.batch(sizes)

    def session(self, who="owner"):
        google = LocalGoogle(self.file)
        key = google.identities.key_file(who)
        return connect(google.main_spreadsheet, credentials=key, adapter=google.adapter())

    def setup(self, *arguments):
        return self.json("setup", *arguments)

    def cells(self):
        """Everything that stands in or on a cell, by tab and position."""
        found = {}
        for tab in self.session().get(EVERYTHING, lambda answer: answer)["sheets"]:
            title = tab["properties"]["title"]
            for block in tab.get("data", ()):
                for r, row in enumerate(block.get("rowData", ())):
                    for c, cell in enumerate(row.get("values", ())):
                        found |= {(title, r, c, name): cell[name] for name in cell}
        return found


@pytest.fixture
def sheet(tmp_path, capsys):
    return Sheet(tmp_path, capsys)


@pytest.mark.parametrize("shape", SHAPES)
def test_shows_first_then_writes_once_and_changes_no_cell(sheet, shape):
    sheet.new(SHAPES[shape])
    before = sheet.cells()
    code, shown = sheet.setup()
    assert (code, shown["applied"]) == (0, False)
    assert sheet.cells() == before
    code, done = sheet.setup("--apply")
    assert (code, done) == (0, {"plan": shown["plan"], "applied": True})
    after = sheet.cells()
    assert {key: after[key] for key in before} == before
    assert set(done["plan"][0]) == {"action", "tab", "column"}
    assert sheet.setup("--apply") == (0, {"plan": [], "applied": False})
    assert sheet.cells() == after
    assert len(sheet.show("Log")) == 2


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "own"])
def test_the_other_commands_work_on_it_at_once(sheet, shape):
    sheet.new(SHAPES[shape])
    sheet.run("setup", "--apply")
    for command in ("validate", "dates", "redact"):
        code, out, err = sheet.run("--format", "json", command, "--apply")
        assert code in (0, 1), (out, err)
    assert sheet.setup() == (0, {"plan": [], "applied": False})


def test_what_people_dressed_stays(sheet):
    sheet.new(SHAPES["own"])
    owner = sheet.session()
    tab = owner.read().tab("Records")
    at = {"sheetId": tab.id, "rowIndex": 2, "columnIndex": 2}
    span = {"sheetId": tab.id, "startRowIndex": 2, "endRowIndex": 4, "startColumnIndex": 0}
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Yes"}]}}
    flag = TEN.index("flag")
    owner.batch([
        {"updateCells": {"start": at, "rows": [{"values": [{"note": "Full names!"}]}],
                         "fields": "note"}},
        {"setBasicFilter": {"filter": {"range": {**span, "endColumnIndex": 12}}}},
        {"addFilterView": {"filter": {"title": "Mine", "range": {**span, "endColumnIndex": 5}}}},
        {"setDataValidation": {"range": {**span, "startRowIndex": 3, "startColumnIndex": flag,
                                         "endColumnIndex": flag + 1}, "rule": rule}},
        {"updateDimensionProperties": {
            "range": {"sheetId": tab.id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
            "properties": {"pixelSize": 321}, "fields": "pixelSize"}},
        {"mergeCells": {"range": {"sheetId": tab.id, "startRowIndex": 0, "endRowIndex": 1,
                                  "startColumnIndex": 0, "endColumnIndex": 4}}},
    ])  # fmt: skip
    assert sheet.run("setup", "--apply")[0] == 0
    mask = (
        "sheets(properties(title,gridProperties(frozenRowCount)),basicFilter(range),"
        "filterViews(title,range),data(columnMetadata(pixelSize),"
        "rowData(values(note,dataValidation(condition(values))))))"
    )
    records = sheet.session().get(mask, lambda answer: answer)["sheets"][0]
    data = records["data"][0]
    assert data["rowData"][2]["values"][2]["note"] == "Full names!"
    assert data["columnMetadata"][0]["pixelSize"] == 321
    kept = data["rowData"][3]["values"][flag]["dataValidation"]["condition"]["values"]
    assert kept == [{"userEnteredValue": "Yes"}]
    width = len(sheet.show("Records")[2])
    assert records["basicFilter"]["range"]["endColumnIndex"] == width
    assert records["filterViews"][0]["range"]["endColumnIndex"] == width
    assert records["properties"]["gridProperties"]["frozenRowCount"] == 3
    assert sheet.setup()[1]["plan"] == []


def test_old_records_wait_for_a_person_and_are_led_through(sheet):
    sheet.new(SHAPES["old"])
    sheet.run("setup", "--apply")
    todo = sheet.show("To do")
    assert "30 have a date" in todo[1][2]
    assert "of these 15 have passed" in todo[1][2]
    assert len([row for row in todo if "sticky/setup/year-" in row[6]]) == 10
    _, out, _ = sheet.run("--format", "json", "redact", "--apply")
    assert json.loads(out)["due"] == []
    states = json.loads(sheet.run("--format", "json", "dates")[1])["records"]
    assert sum(record["state"] == "announced" for record in states) == 15
    # What set-up wrote stays until it is ticked.
    assert len([row for row in sheet.show("To do") if "sticky/setup/" in row[6]]) == 11


def test_two_requests_to_look_and_three_more_to_write(sheet):
    sheet.new(SHAPES["ten"])
    seen = []

    def watch(endpoint, request, reply):
        seen.extend(["/v4/spreadsheets/"] * ("/v4/spreadsheets/" in request.url))

    LocalGoogle.observers.append(watch)
    try:
        sheet.run("setup")
        looked = len(seen)
        sheet.run("setup", "--apply")
    finally:
        LocalGoogle.observers.remove(watch)
    assert (looked, len(seen) - looked) == (2, 5)


def test_says_it_in_plain_words_and_repeats_no_content(sheet):
    sheet.new({"Records": table([ONE], TEN, ["Rumours about Karl"])})
    code, out, _ = sheet.run("setup")
    assert code == 0
    assert "Add the tabs Committee; To do; Log" in out
    assert "Nobody knows the header of column K" in out
    assert "Rumours" not in out
    assert "Wendel" not in out
    (printed,) = re.findall(r"^To do it: sheets-coc (.* setup --apply)$", out, re.M)
    assert run(shlex.split(printed)) == 0, "it works as it stands"
    assert "Nothing to do" in sheet.run("setup")[1]


def test_one_line_under_ci(sheet, monkeypatch):
    sheet.new(SHAPES["ten"])
    monkeypatch.setenv("CI", "true")
    assert sheet.run("setup", "--apply") == (0, "setup: done\n", "")


def test_a_tab_of_our_name_that_holds_something_else_stops_it(sheet):
    sheet.new({**SHAPES["ten"], "To do": [["milk", "bread"]]})
    before = sheet.cells()
    code, _, err = sheet.run("setup", "--apply")
    assert code == 5
    assert "Rename it" in err
    assert sheet.cells() == before
