"""`start` at the command line: asked in a terminal, listed elsewhere, and nothing left behind."""

import json
import stat

import pytest

from sheets_coc.cli import remembered
from sheets_coc.cli.commands import start as start_
from sheets_coc.cli.main import run
from sheets_coc.local.files import text as files
from tests.desk.beginner import workbook

ANSWERS = ("records=Reports since 2019", "E=summary", "H=outcome", "K=Remove names", "A=day first")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "Ada Abbot.xlsx").write_bytes(workbook())
    return here


def start(*words):
    return run(["--today", "2026-12-20", "start", *words])


def given(answers=ANSWERS):
    return [word for said in answers for word in ("--answer", said)]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_where_nobody_can_be_asked_the_questions_are_listed_and_nothing_is_kept(folder, capsys):
    assert start("Ada Abbot.xlsx") == 1
    said = capsys.readouterr().out
    assert "records: No tab is called Records" in said
    assert "Reports since 2019" not in said, "titles are people's own words"
    assert start("Ada Abbot.xlsx", *given(ANSWERS[:1])) == 1
    said = capsys.readouterr().out
    assert "K: Nobody knows column K yet" in said
    assert "Thread" not in said
    assert names(folder) == ["Ada Abbot.xlsx"]
    assert remembered.load() is None


def test_with_every_answer_the_policy_is_written_and_the_dry_run_shown(folder, capsys):
    assert start("Ada Abbot.xlsx", *given()) == 0
    said = capsys.readouterr().out
    assert "Would expunge 3 records" in said
    assert "No notice: they were not announced" in said
    assert names(folder) == ["Ada Abbot.coc", "Ada Abbot.xlsx", "policy.toml"]
    copy = folder / "Ada Abbot.coc"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    kept = remembered.load()
    assert kept.spreadsheet == f"local:{copy}"
    assert kept.policy == str(folder / "policy.toml")
    assert run(["redact", "--format", "json", "--today", "2026-12-20"]) == 0
    assert len(json.loads(capsys.readouterr().out)["due"]) == 3
    assert files.show(copy, "Reports since 2019")[1][0] == "3/4/2024", "nothing was written"
    # begun again with the copy: nothing is asked any more, nothing new is written
    assert start("Ada Abbot.coc", "--write-policy", "other.toml") == 0
    assert "other.toml" not in names(folder)


def test_where_there_is_one_tab_nobody_is_asked_which(folder, capsys):
    (folder / "Ada Abbot.xlsx").write_bytes(workbook(alone=True))
    assert start("Ada Abbot.xlsx", *given(ANSWERS[1:])) == 0
    assert "Which one" not in capsys.readouterr().out
    assert 'records = "Reports since 2019"' in (folder / "policy.toml").read_text("utf-8")


def test_what_is_no_records_sheet_yet_leads_to_start(folder, capsys):
    assert run(["--spreadsheet", "Ada Abbot.xlsx", "status"]) == 2
    assert "with sheets-coc start" in capsys.readouterr().err
    assert start("Ada Abbot.xlsx", *given()) == 0
    assert run(["local", "show", "Ada Abbot.coc"]) == 0
    assert capsys.readouterr().out.endswith("Reports since 2019\nScratch\n")
    (folder / "empty.toml").write_text("", "utf-8")
    assert run(["--policy", "empty.toml", "--spreadsheet", "Ada Abbot.coc", "status"]) == 5
    assert "sheets-coc start asks which one it is" in capsys.readouterr().err


def test_a_policy_that_is_there_is_named(folder, capsys):
    assert start("Ada Abbot.xlsx", *given()) == 0
    capsys.readouterr()
    (folder / "another.xlsx").write_bytes(workbook())
    assert start("another.xlsx") == 0
    assert f"By what {folder / 'policy.toml'} says already." in capsys.readouterr().out


def test_begun_twice_the_way_on_is_said_by_the_options_of_this_command(folder, capsys):
    assert start("Ada Abbot.xlsx", *given()) == 0
    assert start("Ada Abbot.xlsx", *given()) == 2
    said = capsys.readouterr().err
    assert "begin with the copy, whose name ends in .coc" in said
    (folder / ".git").mkdir()
    assert start("Ada Abbot.xlsx", "--copy", "new.coc") == 2
    assert start("Ada Abbot.xlsx", "--copy", "nowhere/new.coc") == 2
    said = capsys.readouterr().err
    assert said.count("--copy") == 2
    assert "--out" not in said


def test_while_questions_are_open_it_is_said_which_sheet_other_commands_work_on(folder, capsys):
    assert start("Ada Abbot.xlsx", *given()) == 0
    (folder / "policy.toml").unlink()
    assert start("Ada Abbot.coc") == 2
    assert "sheets-coc use --forget" in capsys.readouterr().err
    (folder / "empty.toml").write_text("", "utf-8")
    (folder / "second.xlsx").write_bytes(workbook())
    assert run(["--policy", "empty.toml", "start", "second.xlsx"]) == 1
    said = capsys.readouterr().out
    assert "other commands work on the sheet that is remembered" in said
    assert f"  local:{folder / 'Ada Abbot.coc'}" in said


def test_a_blank_sheet_is_remembered_and_set_up_and_no_other(folder, capsys):
    assert start("Ada Abbot.xlsx", *given()) == 0
    (folder / "blank.csv").write_text("\n,\n", "utf-8")
    assert run(["local", "new", "blank.coc", "Sheet1=blank.csv"]) == 0
    capsys.readouterr()
    assert start("blank.coc") == 1
    assert "No records stand in this spreadsheet yet" in capsys.readouterr().out
    assert remembered.load().spreadsheet == f"local:{folder / 'blank.coc'}"
    assert run(["setup", "--apply"]) == 0
    assert files.show(folder / "blank.coc", "Records")
    assert start("blank.coc") == 0


def test_in_a_terminal_each_question_is_asked_with_its_heading(folder, capsys, monkeypatch):
    monkeypatch.setattr(start_, "_may_ask", lambda app: True)
    typed = iter(["1", "1", "1", "2", "1"])
    monkeypatch.setattr("click.prompt", lambda *_, **__: int(next(typed)))
    assert start("Ada Abbot.xlsx") == 0
    said = capsys.readouterr().out
    assert 'headed "Thread"' in said
    assert "erase: the whole cell becomes Expunged" in said
    assert next(typed, None) is None
    assert 'Thread = "remove names"' in (folder / "policy.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere.xlsx"], "no-such-file"),
        (["Ada Abbot.xlsx", "--answer", "K"], "answer"),
        (["Ada Abbot.xlsx", *given([*ANSWERS, "Q=keep"])], "answer"),
        (["Ada Abbot.xlsx", *given(["records=Nothing"])], "answer"),
        (["alone.xlsx", *given(["records=Nothing"])], "answer"),
        (["broken.xlsx"], "list-format"),
        (["Ada Abbot.xlsx", "--write-policy", "there.toml", *given()], "file-exists"),
        (["Ada Abbot.xlsx", "--copy", "there.toml", *given()], "out-exists"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_left(folder, capsys, words, code):
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 Ada Abbot")
    (folder / "alone.xlsx").write_bytes(workbook(alone=True))
    (folder / "there.toml").write_text("x", "utf-8")
    before = names(folder)
    assert start("--format", "json", *words) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == code
    assert "Ada" not in error["message"]
    assert names(folder) == before
    assert remembered.load() is None


def test_it_is_refused_where_logs_may_be_public(folder, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert start("Ada Abbot.xlsx", *given()) == 2
    assert names(folder) == ["Ada Abbot.xlsx"]


def test_a_workbook_becomes_a_local_spreadsheet(folder, capsys):
    assert run(["local", "new", "made.coc", "Ada Abbot.xlsx"]) == 0
    assert run(["local", "show", "made.coc", "Reports since 2019"]) == 0
    assert "Ada0 Abbot" in capsys.readouterr().out
    assert run(["local", "new", "other.coc", "Records=Ada Abbot.xlsx"]) == 2
