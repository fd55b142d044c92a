"""`validate` and `dates` at the command line, and what holds for every command."""

import json

import pytest

from sheets_coc.cli.main import run
from sheets_coc.schema.columns import BY_KEY
from tests.cli.records.sheet import ROWS
from tests.shared import shared_data


def test_a_dry_run_changes_nothing(sheet):
    sheet.new()
    before = sheet.show()
    for command in ("validate", "dates", "redact"):
        sheet.run(command)
    assert sheet.show() == before


def test_findings_are_shown_the_gravest_first_and_many_alike_as_one(sheet):
    rows = [{**ROWS[0], "case": f"case-{n}", "expunge_on": "2029-01-01", "goes_on": "",
             "policy_date": "2026-03-15"} for n in range(8)]  # fmt: skip
    sheet.new([*rows, {**ROWS[1], "reported_on": "soon"}])
    shown = [line for line in sheet.run("validate")[1].splitlines() if " Records" in f" {line}"]
    assert [word for line in shown for word in ("error", "warning", "notice") if word in line] == (
        sorted((word for line in shown for word in ("error", "warning", "notice") if word in line),
               key=["error", "warning", "notice"].index)
    )  # fmt: skip
    assert "error" in shown[0]
    assert sum("and 7 more" in line for line in shown) == 1
    found = sheet.json("validate")[1]["findings"]
    assert sum(one["code"] == "hand-set" for one in found) == 8


def test_json_errors(sheet, capsys):
    assert run(["--format", "json", "validate"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert set(error) == {"code", "message", "case", "cell"}
    sheet.new([], ["subjects", "summary", "flag"])
    assert sheet.run("validate", policy='[tabs]\nrecords = "Other"\n')[0] == 5


def test_under_ci_only_the_outcome_is_said(sheet, monkeypatch):
    sheet.new()
    monkeypatch.setenv("CI", "true")
    assert sheet.run("validate")[1] == "validate: done\n"
    assert sheet.run("--details", "dates")[1].count("stunned-bulb") == 1


@pytest.mark.parametrize(
    "arguments",
    [["validat"], ["validate", "--aply"], ["redact", "--max-records", "Ottilie"],
     ["--today", "Ottilie", "dates"], ["--format", "Ottilie", "dates"], ["Ottilie Wendel"],
     ["local", "new"], ["local", "show", "nosuch.coc", "Ottilie"], []],
)  # fmt: skip
def test_what_was_typed_is_never_repeated(arguments, capsys):
    code = run(arguments)
    out = capsys.readouterr()
    assert "Ottilie" not in out.out + out.err
    assert code in (0, 2)


def test_worked_examples(sheet, tmp_path):
    examples = json.loads(shared_data("retention-examples.json").read_text("utf-8"))
    assert len(examples) > 20
    for number, example in enumerate(examples):
        sheet.file = tmp_path / f"{number}.coc"
        sheet.new([_row(r) for r in example["records"]])
        policy = f"[retention]\nnotice_days = {example['notice_days']}\n"
        _, out = sheet.json("dates", today=example["today"], policy=policy)
        found = [{k: v for k, v in record.items() if k != "row"} for record in out["records"]]
        assert found == example["expected"], example["title"]


def _row(given):
    row = {k: v for k, v in given.items() if k in BY_KEY}
    for key in ("subjects", "contacts"):
        row[key] = "Expunged" if given["expunged"] else "; ".join(given[key])
    return row


def test_an_undecided_record_with_a_date_is_not_called_open(sheet):
    sheet.new([{**ROWS[0], "decision": "", "expunge_on": "2029-01-01"}])
    told = sheet.run("dates")[1].splitlines()[1].split()
    assert told == ["stunned-bulb", "2029-01-01", "kept", "set", "by", "hand"]


def test_debug_may_be_set_in_the_environment(sheet, monkeypatch):
    monkeypatch.setenv("SHEETS_COC_DEBUG", "1")
    sheet.new([], ["case"])
    code, _, err = sheet.run("validate")
    assert (code, "sheets_coc.errors.SheetError" in err) == (5, True)


@pytest.mark.parametrize("arguments", [[], ["local"]])
def test_without_arguments_there_is_help(arguments, capsys):
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert (shown.out, "Usage:" in shown.err) == ("", True)
