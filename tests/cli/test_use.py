"""Options before and after the command, and the spreadsheet that is remembered."""

import json
import stat

import click
import pytest

from sheets_coc.cli import remembered
from sheets_coc.cli.main import cli, run
from sheets_coc.cli.options import GLOBAL
from sheets_coc.local.files import text as files
from tests.leaks.scenarios import leaves

HEADER = ["Case", "Date of 1st report", "Named subjects", "Decision"]


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    row = ["amber-boat", "2024-01-31", "x", "Open"]
    files.new("records.coc", "Invented", {"Records": [HEADER, row]})
    return tmp_path / "records.coc"


def test_every_command_takes_every_global_option_after_its_name():
    for name, command in leaves():
        taken = {flag for param in command.params for flag in param.opts}
        assert {flag for flag, _, _ in GLOBAL} <= taken, name
        context = click.Context(command, info_name=name)
        own = [p for p in command.params if not getattr(p, "is_global", False)]
        told = command.get_help(context).splitlines()
        for flag, _, _ in GLOBAL:
            if not any(flag in param.opts for param in own):
                alone = [line for line in told if f"{line} ".startswith(f"  {flag} ")]
                assert not alone, "said once, in the help of the program"


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "json", "--spreadsheet", "records.coc", "dates"],
        ["dates", "--format", "json", "--spreadsheet", "records.coc"],
        ["--format", "text", "dates", "--format=json", "--spreadsheet=local:records.coc"],
    ],
)
def test_they_mean_the_same_before_and_after(sheet, capsys, words):
    assert run([*words, "--today", "2026-11-21"] if words[0] == "dates" else words) in (0, 1)
    assert json.loads(capsys.readouterr().out)["records"][0]["case"] == "amber-boat"


def test_a_spreadsheet_is_remembered_for_its_owner_alone(sheet, capsys, monkeypatch):
    assert run(["use", "records.coc"]) == 0
    kept = remembered.place()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    monkeypatch.chdir(sheet.parents[1])
    assert run(["dates", "--format", "json"]) in (0, 1)
    monkeypatch.setenv("CI", "true")
    assert run(["dates"]) == 2  # whose logs may be anybody's
    monkeypatch.delenv("CI")
    assert run(["--spreadsheet", "nowhere.coc", "dates"]) != 0
    assert run(["use", "--forget"]) == 0
    assert run(["dates"]) == 2
    assert run(["use"]) == 2
    capsys.readouterr()


def test_a_policy_is_remembered_with_it_and_checked_before(sheet, capsys):
    policy = sheet.with_name("mine.toml")
    policy.write_text("[tabs]\nrecords = 'Elsewhere'\n")
    assert run(["use", "records.coc", "--policy", "mine.toml"]) == 0
    assert run(["dates"]) == 5
    policy.write_text("nonsense = 1\n")
    assert run(["use", "records.coc", "--policy", "mine.toml"]) == 2
    capsys.readouterr()


@pytest.mark.parametrize("address", ["https://example.org/x", "no such file.coc", "", "recrods"])
def test_what_is_no_spreadsheet_is_not_remembered(sheet, capsys, address):
    assert run(["use", address]) == 2
    assert remembered.load() is None
    capsys.readouterr()


def test_a_word_of_ours_that_is_missing_or_wrong_is_told_with_what_it_takes(capsys):
    assert run(["legal"]) == run(["legal", "nonsense"]) == 2
    told = capsys.readouterr().err
    assert told.count("It takes one of: record-of-processing, privacy-notice, ") == 2
    assert "KIND is missing" in told
    assert "nonsense" not in told


def test_nothing_that_acts_comes_from_what_is_remembered_or_the_environment(sheet):
    acting = {"--apply", "--send", "--max-records"}
    for _, command in leaves():
        for param in command.params:
            if acting & set(param.opts):
                assert not param.envvar
    assert cli.context_settings["auto_envvar_prefix"] is None
    assert set(remembered.Remembered.__dataclass_fields__) == {"spreadsheet", "policy"}


def test_a_remembered_file_that_is_gone_is_told_from_one_that_was_named(sheet, capsys):
    assert run(["use", "records.coc"]) == 0
    sheet.unlink()
    assert run(["status"]) == 2
    assert "sheets-coc use --forget" in capsys.readouterr().err
    assert run(["--spreadsheet", "other.coc", "status"]) == 2
    assert "no file of that name is here" in capsys.readouterr().err
    assert run(["--spreadsheet", "local:other.coc", "status"]) == 2
    assert "Check its name and folder" in capsys.readouterr().err
