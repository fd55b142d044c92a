"""`redact` at the command line: plans, limits, ticks, and what stays."""

import os
import pty
import subprocess
import sys

from sheets_coc.sheet.model import column_letters
from tests.cli.local_sheet import ALL, TEN, table
from tests.cli.records.sheet import ROWS


def test_the_whole_cycle(sheet):
    sheet.new()
    code, first = sheet.json("redact", "--apply")
    assert (code, first["due"]) == (0, [])
    assert {"case": "stunned-bulb", "why": "notice"} in first["not_expunged"]
    code, planned = sheet.json("redact", today="2026-11-28")
    assert planned["due"] == ["stunned-bulb"]
    assert planned["applied"] is False
    code, done = sheet.json("redact", "--apply", "--plan", planned["plan"], today="2026-11-28")
    assert (code, done["applied"], done["plan"]) == (0, True, planned["plan"])
    assert done["requests"] == 5
    header, cells = sheet.show()[:2]
    blank = [""] * (len(header) - len(cells))  # the check is cleared, and stands last
    row = dict(zip(header, [*cells, *blank], strict=True))
    assert row["Named subjects"] == "Expunged (2)"
    assert row["Summary of report (for internal purposes)"] == (
        "Expunged was loud at a talk; Expunged told us."
    )
    assert row["Expunged on"] == "2026-11-28"
    code, again = sheet.json("redact", "--apply", today="2026-11-28")
    assert (again["applied"], again["requests"]) == (False, 1)


def test_the_ten_column_sheet_has_no_notice(sheet):
    rows = [{**ROWS[0], "expunge_on": "2026-11-20"}, {**ROWS[1]}]
    sheet.new(rows, TEN)
    code, done = sheet.json("redact", "--apply")
    assert (code, done["due"]) == (0, ["row 2"])
    assert "Ottilie" not in str(sheet.show())
    assert sheet.show("Log")
    assert sheet.json("redact", "--apply")[1]["requests"] == 1


def test_the_batch_limit_and_its_tick(sheet):
    rows = [{**ROWS[0], "case": f"case-{n}", "subjects": f"Person Number{n}", "contacts": ""}
            for n in range(8)]  # fmt: skip
    sheet.new(rows)
    no_notice = "[retention]\nnotice_days = 0\n"
    before = sheet.show()
    code, planned = sheet.json("redact", policy=no_notice)
    assert (code, len(planned["due"])) == (0, 8)
    code, _, err = sheet.run("redact", "--apply", policy=no_notice)
    assert code == 3
    assert "8 records" in err
    assert sheet.show() == before
    assert any("more than usual" in cell for row in sheet.show("To do") for cell in row)
    code, done = sheet.json("redact", "--apply", "--max-records", "8", policy=no_notice)
    assert (code, len(done["due"])) == (0, 8)


def test_another_plan_is_not_applied(sheet):
    sheet.new()
    before = sheet.show()
    code, out = sheet.json("redact", "--apply", "--plan", "0000000000")
    assert code == 3
    assert out["error"]["code"] == "other-plan"
    assert sheet.show() == before


def test_rows_without_a_name_keep_their_plan_and_their_tick(sheet):
    rows = [ROWS[0] | {"case": "", "subjects": f"Invented Person{n}"} for n in range(2)]
    policy = "[retention]\nnotice_days = 0\n[safety]\nmax_records = 1\n"
    sheet.new(rows)
    before = sheet.show()
    _, shown = sheet.json("redact", policy=policy)
    assert shown["due"] == ["row 2", "row 3"]
    assert sheet.run("redact", "--apply", policy=policy)[0] == 3
    assert sheet.show() == before
    _, done = sheet.json(
        "redact", "--apply", "--plan", shown["plan"], "--max-records", "2", policy=policy
    )
    assert (done["plan"], len(done["due"])) == (shown["plan"], 2)
    assert not any(case.startswith("row") for case in done["due"])


def test_an_unclassified_column_stops_redaction(sheet):
    rated = [{**row, "Rating": "5"} for row in ROWS]
    sheet.make({"Records": table(rated, own=["Rating"])})
    before = sheet.show()
    code, out = sheet.json("redact", "--apply")
    assert (code, out["error"]["code"]) == (3, "unclassified-column")
    assert sheet.show() == before
    kept = '[retention]\nnotice_days = 0\n[columns.own]\nRating = "keep"\n'
    assert sheet.json("redact", "--apply", policy=kept)[1]["due"] == ["stunned-bulb"]


def _in_a_terminal(arguments):
    """The exit code and what a terminal showed."""
    master, slave = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "CI"} | {"COLUMNS": "120"}
    done = subprocess.Popen(
        [sys.executable, "-m", "sheets_coc", *arguments], stdout=slave, env=environment
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    return done.wait(), shown.decode()


def test_what_is_left_is_shown_masked_and_only_in_a_terminal(sheet):
    row = {**ROWS[0], "summary": "Otilie Wendell was loud, write to odd@example.org"}
    sheet.new([row])
    options = ["--spreadsheet", f"local:{sheet.file}", "--today", "2026-11-21"]
    assert sheet.run("redact", "--show")[0] == 2
    code, shown = _in_a_terminal([*options, "redact", "--show"])
    assert code == 0
    assert "summary (email): " in shown
    assert "Otilie" not in shown
    assert "odd@" not in shown
    assert "Xxxx" in shown or "xxx" in shown


def test_under_ci_a_stop_names_no_count_and_no_case(sheet, monkeypatch):
    policy = "[retention]\nnotice_days = 0\n[safety]\nmax_records = 0\nmax_share = 0\n"
    sheet.new()
    monkeypatch.setenv("CI", "true")
    code, out, err = sheet.run("redact", "--apply", policy=policy)
    assert (code, out) == (3, "redact: a person must look\n")
    assert "batch-limit" in err
    assert not any(character.isdigit() for character in err)
    code, _, err = sheet.run("--details", "redact", "--apply", policy=policy)
    assert (code, "1 record" in err) == (3, True)


def test_what_is_still_mentioned_is_done_and_waits_in_to_do(sheet, monkeypatch):
    policy = "[retention]\nnotice_days = 0\n"
    sheet.new([*ROWS, {**ROWS[1], "case": "calm-lamp", "summary": "Like Ottilie Wendel's case."}])
    monkeypatch.setenv("CI", "true")
    assert sheet.run("redact", "--apply", policy=policy)[:2] == (0, "redact: done\n")
    assert any("still mentioned" in cell for row in sheet.show("To do") for cell in row)


def test_a_reporter_who_went_alone_is_searched_for_as_well(sheet):
    """Of a record that keeps its other people; those who stay are no find."""
    row = {"case": "stunned-bulb", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
           "others": "Wanda Witness", "decision": "Violation, nobody identified"}  # fmt: skip
    notes = [["Notes"], ["Ask Petra Pepper"], ["Ask Wanda Witness"]]
    sheet.make({"Records": table([row]), "Notes": notes})
    code, done = sheet.json("redact", "--apply", policy="[retention]\nnotice_days = 0\n")
    assert (code, done["residual"]) == (0, [{"tab": "Notes", "cell": "A2"}])


def test_why_a_record_stays_is_said_in_words(sheet):
    sheet.new([ROWS[0], {**ROWS[0], "case": "calm-lamp", "subjects": "Karl Kraus", "contacts": "",
                         "flag": "banned"}])  # fmt: skip
    out = sheet.run("redact")[1]
    assert "announced; goes on 2026-11-28" in out
    assert "L3: Decision and Banned or flagged say different things" in out


def test_words_in_a_column_of_their_own_are_told_by_its_letter(sheet):
    due = {"goes_on": "2026-11-20", "expunge_on": "2026-03-15", "policy_date": "2026-03-15"}
    row = {**ROWS[0], **due, "Place": "Lisbon", "Room": "Lisbon (Ask Hedda Sternfield)"}
    sheet.make({"Records": table([row], own=["Place", "Room"])})
    letter = column_letters(len(ALL) + 1)
    policy = '[columns.own]\nPlace = "remove names"\nRoom = "remove names"\n'
    flags = sheet.json("redact", policy=policy)[1]["flags"]
    assert {"case": "stunned-bulb", "column": letter, "rule": "person"} in flags
    sheet.run("validate", "--apply", policy=policy, today="2026-11-18")
    (line,) = (row for row in sheet.show("To do") if "one of your own" in row[2])
    assert line[3] == f"Records {letter}2"


def test_a_record_that_cannot_be_expunged_is_for_a_person(sheet, monkeypatch):
    policy = "[retention]\nnotice_days = 0\n"
    sheet.new([{**ROWS[0], "subjects": "Bo", "summary": "Bo went. " * 5_400}])
    code, done = sheet.json("redact", "--apply", policy=policy)
    assert (code, done["not_expunged"][0]["why"], done["applied"]) == (1, "cell-full", True)
    monkeypatch.setenv("CI", "true")
    assert sheet.run("redact", policy=policy)[:2] == (1, "redact: a person must look\n")


def test_a_run_that_stopped_is_answered_without_a_spreadsheet_program(sheet):
    due = {"reported_on": "2020-01-15", "goes_on": "2026-11-20", "contacts": "",
           "policy_date": "2021-03-15", "expunge_on": "2021-03-15"}  # fmt: skip
    cases = [f"{first}-boat" for first in ("amber", "bold", "calm", "deep", "early", "fair")]
    sheet.new(
        [{**ROWS[0], **due, "case": c, "subjects": f"Ina {c[:4]}{n}"} for n, c in enumerate(cases)]
    )
    assert sheet.run("redact", "--apply")[0] == 3
    lines = sheet.json("answer")[1]["lines"]
    assert "6 records are past their date, more than usual" in lines[0]["what"]
    assert sheet.run("answer", "1=done", "--apply")[0] == 0
    assert sheet.json("redact", "--apply")[1]["due"] == cases
    gone = [line["what"] for line in sheet.json("answer")[1]["lines"]]
    assert not any("more than usual" in what for what in gone)


def test_a_date_the_policy_reads_is_let_go_with_the_others(sheet):
    """A row without a case name is known by its content, in which a chosen date counts."""
    rows = [{"reported_on": "2019-01-15", "subjects": f"Ina Abbot{n}", "summary": "x",
             "expunge_on": "2020-03-15" if n else "07/06/2020"} for n in range(7)]  # fmt: skip
    sheet.new(rows, TEN)
    policy = '[dates]\nexpunge_on = "day first"\n'
    assert sheet.run("redact", "--apply", policy=policy)[0] == 3
    (line,) = (x for x in sheet.json("answer", policy=policy)[1]["lines"] if "usual" in x["what"])
    assert line["what"].startswith("7 records are past their date")
    assert sheet.run("answer", f"{line['number']}=done", "--apply", policy=policy)[0] == 0
    assert len(sheet.json("redact", "--apply", policy=policy)[1]["due"]) == 7
