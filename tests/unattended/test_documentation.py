"""The documentation says what is so: examples run, pages follow the code, links lead somewhere."""

import io
import re
import shlex
import sys
from pathlib import Path

import click
import pytest

from scripts import reference, screens
from sheets_coc import errors, policy
from sheets_coc.cli.main import cli, run
from sheets_coc.dates import NEVER
from sheets_coc.local import LocalGoogle
from sheets_coc.records.schema import Decision
from tests.unattended.runner import needs_bash
from tests.unattended.sheets_in_files import COMMITTEE, DUE, OPEN, ROTA, make, write_csv

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]


def names(path):
    return str(path.relative_to(ROOT))


@pytest.mark.skipif(needs_bash(), reason="there is no bash on this machine")
@pytest.mark.parametrize("name", screens.PAGES)
def test_every_example_prints_what_the_page_says(name, tmp_path):
    text = (ROOT / name).read_text("utf-8")
    assert len(screens.BLOCK.findall(text)) > 10
    now = screens.renewed(text, tmp_path)
    assert screens.comparable(now) == screens.comparable(text), "scripts/screens.py --write"


@pytest.mark.parametrize("name", reference.PAGES)
def test_pages_made_from_the_code_are_up_to_date(name):
    found = (ROOT / "docs" / name).read_text("utf-8")
    assert found == reference.page(name), "scripts/reference.py --write"


def test_the_two_commands_stand_near_the_top():
    top = README.read_text("utf-8").splitlines()[:30]
    assert "python3 scripts/dev.py demo" in top
    assert "python3 scripts/dev.py test" in top


def test_the_exit_codes_are_the_ones_the_program_has():
    section = README.read_text("utf-8").split("## Exit codes")[1].split("##")[0]
    table = set(re.findall(r"^\| (\d+) \|", section, re.M))
    kinds = [errors.Error, errors.UsageError, errors.SafetyStop, errors.GoogleError]
    codes = {kind.exit_code for kind in [*kinds, errors.SheetError]}
    assert table == {"0", "130"} | {str(code) for code in codes}


def anchors(path):
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


def test_every_page_stands_in_the_navigation():
    listed = set(re.findall(r": ([\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M))
    assert listed == {page.name for page in PAGES if page != README}


def help_examples(command, context):
    """Every example in a command's help, and in that of those below it."""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            yield from help_examples(command.get_command(context, name), context)
    yield from re.findall(r"Example:\s+sheets-coc (.*?)(?:\n\n|\Z)", command.help or "", re.S)


EXAMPLES = sorted(" ".join(e.split()) for e in help_examples(cli, click.Context(cli)))
NOT_RUN = ("local serve", "login")  # one runs until it is stopped, the other needs a browser


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with every file the examples speak of."""
    rota = [*ROTA, ("2026-12-07", "Ada Rill", "Bo Sund", "", "")]
    rota.append(("2026-12-14", "Cy Tarn", "Ada Rill", "", ""))
    made = make(tmp_path, (DUE, OPEN), Committee=COMMITTEE, On_call=rota)
    made.with_name("try.coc").write_bytes(made.read_bytes())
    assert LocalGoogle(tmp_path / "empty.coc", title="sheets-coc test").main_spreadsheet
    write_csv(tmp_path / "attendees.csv", [("Name", "Email"), ("Jo Roe", "jo@example.org")])
    write_csv(tmp_path / "reports.csv", [("Date", "Summary"), ("2026-11-20", "Somebody shouted")])
    write_csv(tmp_path / "committee.csv", COMMITTEE)
    write_csv(tmp_path / "records.csv", [("Case", "Date of Report", "Named subjects")])
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("SHEETS_COC_SPREADSHEET", "local:records.coc")
    monkeypatch.setenv("SHEETS_COC_TODAY", "2026-11-21")
    return tmp_path


def test_every_command_has_an_example():
    assert len(EXAMPLES) >= 25


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_the_help_runs(example, folder, monkeypatch, capsys):
    if example.startswith(NOT_RUN):
        return
    arguments = shlex.split(example)
    if arguments[:2] == ["local", "new"]:
        (folder / arguments[2]).unlink()
    monkeypatch.setattr(sys, "stdin", io.StringIO("Jo Roe\n"))
    code = run(arguments)
    said = capsys.readouterr()
    assert code in (0, 1), said.err
    assert not said.err.startswith("Error: Something unexpected"), said.err


def test_the_example_policies_are_policies():
    ripe = policy.load(ROOT / "examples" / "policies" / "ripe.toml").retention.months
    assert (ripe[Decision.RESOLVED], ripe[Decision.FLAGGED]) == (12, 24)
    assert ripe[Decision.BANNED] is NEVER
    old = policy.load(ROOT / "examples" / "policies" / "django-2016.toml").retention
    assert (old.months[Decision.NO_VIOLATION], old.months[Decision.RESOLVED]) == (6, 12)
    assert old.months[Decision.FLAGGED] is NEVER
    assert old.extension == "restart"
