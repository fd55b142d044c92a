"""Nothing that a command prints can steer a terminal, whatever stands in a cell or a file."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sheets_coc
from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.cli.main import cli, run
from sheets_coc.cli.terminal import escape_json, visible

STEERING = "\x1b]0;t\x07\x1b[2J\x9b31m\u202egpj\u2066\u200f\x08\x7f\ufeff\r!"
NASTY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))
        else:
            yield (*path, name)


def find(path: tuple[str, ...]) -> click.Command:
    found: click.Command | None = cli
    for name in path:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), name)
    assert found is not None
    return found


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_no_command_passes_on_what_could_steer_a_terminal(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(details=True)

    def callback() -> int:
        click.echo(STEERING)
        click.echo(STEERING, err=True)
        output.say(app, STEERING)
        output.table(app, [STEERING], [[STEERING], ["plain"]])
        sys.stdout.write(STEERING)
        sys.stderr.writelines([STEERING])
        raise click.UsageError(STEERING)

    monkeypatch.setenv("CI", "")
    command = find(path)
    monkeypatch.setattr(command, "callback", callback)
    monkeypatch.setattr(command, "params", [])
    assert run(list(path)) == 2
    shown = capsys.readouterr()
    assert "\ufffd" in shown.out
    assert "\ufffd" in shown.err
    assert not NASTY.search(shown.out + shown.err)


def test_titles_and_cells_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = tmp_path / "records.csv"
    records.write_text(
        "Case,Date of 1st report,Named subjects,Banned or flagged,Decision\n"
        "stunned-bulb,2026-01-10,Ida Roe,flagged,\n",
        "utf-8",
    )
    book = tmp_path / "records.coc"
    odd, other = "I\x1b[2J\u202e", "\x9b31mJo"
    rota = tmp_path / "rota.csv"
    rota.write_text(f"Week starting,Primary,Secondary\n2026-11-23,{odd},{other}\n", "utf-8")
    members = tmp_path / "members.csv"
    members.write_text(
        f"Name,Email,On call\n{odd},i@x.example,yes\n{other},j@x.example,yes\n", "utf-8"
    )
    tabs = [f"Records={records}", f"\u202eTab\x9b={records}"]
    tabs += [f"On-call={rota}", f"Committee={members}"]
    assert run(["local", "new", str(book), *tabs]) == 0
    (tmp_path / "list.csv").write_text("Name\u202e,Email\x9b\nIda \u202eRoe\x9b,i@x.example\n")
    base = ["--spreadsheet", f"local:{book}", "--today", "2026-11-21"]
    capsys.readouterr()
    for form in ("text", "json"):
        more = ["--format", form]
        run([*base, *more, "screen", str(tmp_path / "list.csv"), "--event-date", "2026-12-01"])
        run([*base, *more, "validate"])
        run([*base, *more, "doctor"])
        run([*base, "oncall", "export"])
        shown = capsys.readouterr()
        assert shown.out
        assert not NASTY.search((shown.out + shown.err).replace("\r\n", "\n"))


def test_who_draws_for_themselves_knows_the_stream_behind() -> None:
    root = Path(sheets_coc.__file__).parent / "cli"
    for path in root.rglob("*.py"):
        text = path.read_text("utf-8")
        for found in re.finditer(r"\bConsole\(([^\n]*)", text):
            named = "behind(" in found[1] or "file=file" in found[1]
            assert named, f"{path.name}: a Console writes to behind(sys.stdout), text by visible()"
        assert "os.write(" not in text, path.name


@given(st.text())
def test_what_is_visible_stays(text: str) -> None:
    shown = visible(text)
    assert not NASTY.search(shown.replace("\r\n", "\n"))
    assert visible(shown) == shown
    assert json.loads(escape_json(json.dumps([text], ensure_ascii=False))) == [text]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes to name here")
@pytest.mark.parametrize("option", ["--policy", "--credentials"])
def test_pipes_and_devices_are_refused_at_once(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    address = f"https://docs.google.com/spreadsheets/d/{'x' * 44}/edit"
    for path in (pipe, Path("/dev/zero"), tmp_path):
        assert run(["--spreadsheet", address, option, str(path), "status"]) == 2
        assert str(tmp_path) not in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes to name here")
def test_lists_and_reports_from_pipes_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    base = ["--spreadsheet", f"local:{tmp_path / 'none'}"]
    for path in (pipe, Path("/dev/zero")):
        assert run([*base, "screen", str(path), "--event-date", "2026-12-01"]) == 2
        assert run([*base, "intake", str(path)]) == 2
        assert run(["local", "new", str(tmp_path / "n.coc"), f"Records={path}"]) == 2
    capsys.readouterr()
