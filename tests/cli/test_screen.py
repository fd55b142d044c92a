"""`screen` at the command line, over the local Google. Everyone is invented."""

import json
from pathlib import Path

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local.files import text as files
from sheets_coc.screening import screen as matching
from sheets_coc.screening.confirming import confirmed

HEADERS = [
    "Case", "Date of 1st report", "Named subjects", "Also known as", "Subject email address/URL",
    "Summary of report (for internal purposes)", "Banned or flagged", "Date to expunge this record",
    "Decision", "Banned until",
]  # fmt: skip
ROWS = [
    ["stunned-bulb", "2026-01-10", "Marlena Quist", "", "marlena@example.org", "x", "flagged", "",
     "Violation, flagged", ""],
    ["frosty-boat", "2025-05-10", "Robert Obergard", "", "", "x", "banned", "",
     "Violation, banned", "2026-12-31"],
    ["quiet-lamp", "2026-02-01", "Ida Roe", "", "", "x", "", "", "Violation, resolved", ""],
    ["brown-kite", "2026-02-01", "Jo Roe", "", "", "x", "", "", "No violation", ""],
    ["early-moss", "2020-02-01", "Kim Roe", "", "", "x", "flagged", "", "Violation, flagged", ""],
    ["plain-door", "2026-03-01", "Alex", "", "", "x", "flagged", "", "Violation, flagged", ""],
]  # fmt: skip
LIST = (
    "First Name,Last Name,Email,Company\n"
    "Marlena,Quist,other@example.org,\n"
    "Bob,Obergard,,Quist Ltd\n"
    "Ida,Roe,,\nJo,Roe,,\nKim,Roe,,\nAlex,,,\n,,,Quist Ltd\n"
    "Someone,Else,marlena@example.org,\n"
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A local spreadsheet, and a list beside it."""
    path = tmp_path / "records.coc"
    files.new(path, "Invented", {"Records": [HEADERS, *ROWS]})
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    return path


def screen(sheet: Path, *more: str, form: str = "json", event: str = "2026-11-30") -> int:
    options = ["--spreadsheet", f"local:{sheet}", "--today", "2026-11-21", "--format", form]
    arguments = ["screen", str(sheet.with_name("list.csv")), "--event-date", event]
    return run([*options, *arguments, *more])


def test_candidates_without_values(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert screen(sheet) == 1
    out = capsys.readouterr().out
    answer = json.loads(out)
    assert [(h["row"], h["case"], h["status"], h["tier"]) for h in answer["hits"]] == [
        (2, "stunned-bulb", "flagged", "exact"),
        (3, "frosty-boat", "banned", "possible"),
        (9, "stunned-bulb", "flagged", "exact"),
    ]
    assert answer["rows"] == 8
    assert answer["unreadable"] == 1
    assert answer["unreadable_rows"] == [8]
    assert answer["not_searchable"] == 1
    assert not any(word in out for word in ("Quist", "Obergard", "Roe", "example.org"))


def test_status_is_that_of_the_events_day(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    screen(sheet, event="2027-01-01")
    statuses = {h["case"]: h["status"] for h in json.loads(capsys.readouterr().out)["hits"]}
    assert statuses == {"stunned-bulb": "flagged", "frosty-boat": "ban ended"}
    screen(sheet, event="2028-04-01")
    statuses = {h["case"]: h["status"] for h in json.loads(capsys.readouterr().out)["hits"]}
    assert statuses == {"frosty-boat": "ban ended"}


def test_in_words_and_never_clear(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert screen(sheet, form="text") == 1
    out = capsys.readouterr().out
    first, *_ = out.splitlines()
    assert first == "Nobody who attends is named in 1 row; not compared: row 8."
    assert "7 of 8 rows read." in out
    assert "1 of our people could not be looked for" in out
    assert "not thereby clear" in out
    assert 'A "first name": given name' in out
    assert "Quist" not in out  # this is no terminal


def test_the_result_file_and_forgetting_it(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "result.csv"
    assert screen(sheet, "--out", str(out), "--asked-by", "Jo Member", "--event", "Conf") == 1
    text = out.read_text("utf-8-sig")
    assert "Marlena Quist" in text
    assert "Jo Member" in text
    assert "2026-12-30" in text
    out.write_text(text.replace('"","2","stunned', '"yes","2","stunned'), "utf-8")
    assert [hit.case for hit in confirmed(out)] == ["stunned-bulb"]
    capsys.readouterr()
    assert run(["screen", "--forget", str(out)]) == 0
    assert not out.exists()
    assert "backups" in capsys.readouterr().out


def test_answers_are_remembered_without_the_list(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    result, answers = tmp_path / "result.csv", tmp_path / "answers.json"
    assert screen(sheet, "--out", str(result)) == 1
    text = result.read_text("utf-8-sig")
    text = text.replace('"","3","frosty', '"no","3","frosty')
    result.write_text(text.replace('"","2","stunned', '"yes","2","stunned'), "utf-8")
    assert run(["screen", "--forget", str(result), "--answered", str(answers)]) == 0
    kept = answers.read_text()
    assert not any(word in kept for word in ("Obergard", "Bob", "frosty"))
    late = sheet.with_name("list.csv")
    late.write_text(late.read_text() + "Robert,Obergard,,\n", "utf-8")
    capsys.readouterr()
    assert screen(sheet, "--answered", str(answers)) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["answered_before"] == 1
    assert [(hit["row"], hit["case"]) for hit in answer["hits"]] == [
        (2, "stunned-bulb"), (9, "stunned-bulb"), (10, "frosty-boat"),
    ]  # fmt: skip
    assert [hit.get("confirmed_before") for hit in answer["hits"]] == [True, None, None]
    again = tmp_path / "again.csv"
    assert screen(sheet, "--answered", str(answers), "--out", str(again)) == 1
    assert [hit.row for hit in confirmed(again)] == ["2"]
    assert screen(sheet, "--answered", str(late)) == 2


def test_nothing_is_left_beside_the_result(sheet: Path) -> None:
    before = {path: path.read_bytes() for path in sheet.parent.iterdir() if path.suffix == ".csv"}
    assert screen(sheet) == 1
    after = {path: path.read_bytes() for path in sheet.parent.iterdir() if path.suffix == ".csv"}
    assert before == after


def test_under_ci_no_result_file_and_one_line(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert screen(sheet, "--out", str(tmp_path / "result.csv"), form="text") == 2
    assert not (tmp_path / "result.csv").exists()
    capsys.readouterr()
    assert screen(sheet, form="text") == 1
    assert capsys.readouterr().out == "screen: a person must look\n"


def test_the_ten_column_sheet(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = [*HEADERS[1:3], HEADERS[4], *HEADERS[5:8]]
    rows = [
        ["2026-01-10", "Marlena Quist", "", "x", "flagged", "2028-01-01"],
        ["2026-01-10", "Robert Obergard", "", "x", "Blacklisted", ""],
        ["2020-01-10", "Ida Roe", "", "x", "banned", "2022-01-01"],
        ["2026-01-10", "Jo Roe", "", "x", "no", "2028-01-01"],
    ]
    other = sheet.with_name("old.coc")
    files.new(other, "Invented", {"Records": [columns, *rows]})
    screen(other)
    found = json.loads(capsys.readouterr().out)["hits"]
    assert [(h["row"], h["case"], h["status"]) for h in found] == [
        (2, "row 2", "flagged"),
        (3, "row 3", "banned"),
    ]


def test_columns_named_in_the_options(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.with_name("list.csv").write_text("Who,Post\nMarlena Quist,x@example.org\n", "utf-8")
    assert screen(sheet, "--name-column", "Who", "--email-column", "C") == 2
    capsys.readouterr()
    for email in ("post", "B"):
        assert screen(sheet, "--name-column", "Who", "--email-column", email) == 1
        hits = json.loads(capsys.readouterr().out)["hits"]
        assert [hit["evidence"] for hit in hits] == [["full name equal", "e-mail differs"]]


def test_nobody_found(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.with_name("list.csv").write_text("Name,Email\nPetra Pepper,p@example.org\n", "utf-8")
    assert screen(sheet) == 0
    assert json.loads(capsys.readouterr().out)["hits"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["screen"],
        ["screen", "none.csv"],
        ["screen", "none.csv", "--event-date", "soon"],
        ["screen", "Marlena-Quist.csv", "--event-date", "2026-12-01"],
        ["screen", "--forget", "Marlena-Quist.csv"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert "Quist" not in shown.out + shown.err


def test_a_broken_screen_fails_the_run(
    sheet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching.PeopleMatcher, "find", lambda self, entry: iter(()))
    assert screen(sheet) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "screen-broken"
