"""The documentation says what is so: examples run, pages follow the code, links lead somewhere."""

import io
import json
import re
import shlex
import sys
from importlib.resources import files

import click
import jsonschema
import openpyxl
import pytest
import yaml

from scripts.develop import reference, screens
from sheets_coc import errors
from sheets_coc.cli.main import cli, run
from sheets_coc.local import LocalGoogle
from tests.shared import ROOT
from tests.unattended.runner import ACTION, load, needs_bash
from tests.unattended.sheets_in_files import COMMITTEE, DUE, OPEN, ROTA, make, write_csv

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]


def names(path):
    return str(path.relative_to(ROOT))


@pytest.mark.longest
@pytest.mark.skipif(needs_bash(), reason="there is no bash on this machine")
@pytest.mark.parametrize("name", screens.PAGES)
def test_every_example_prints_what_the_page_says(name, tmp_path):
    text = (ROOT / name).read_text("utf-8")
    assert len(screens.BLOCK.findall(text)) > 10
    now = screens.renewed(text, tmp_path)
    assert screens.comparable(now) == screens.comparable(text), "scripts/develop/screens.py --write"


@pytest.mark.parametrize("name", reference.PAGES)
def test_pages_made_from_the_code_are_up_to_date(name):
    found = (ROOT / "docs" / name).read_text("utf-8")
    assert found == reference.page(name), "scripts/develop/reference.py --write"


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


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_tests_that_a_page_names_are_there(page):
    named = re.findall(r"`(tests/[\w/]+(?:\.py|/))`", page.read_text(encoding="utf-8"))
    made_later = {"tests/live/recordings/"}
    assert [path for path in named if path not in made_later and not (ROOT / path).exists()] == []


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
NOT_RUN = ("local serve", "desk", "login", "demo")
"""Two run until they are stopped, one needs a browser, and one is run with the README."""


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
    book = openpyxl.Workbook()
    book.active.title = "Records"
    book.active.append(("Date of Report", "Named subjects", "Summary of report"))
    book.save(tmp_path / "downloaded.xlsx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
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


EXAMPLE_POLICIES = sorted((ROOT / "examples" / "policies").glob("*.toml"))
BREACHES = {
    "minor": {"decision": "Violation, resolved"},
    "minor again": {"decision": "Violation, resolved"},
    "major": {"decision": "Violation, flagged"},
    "barred for a year": {"decision": "Violation, banned", "banned_until": "2026-01-31"},
    "barred for good": {"decision": "Violation, banned", "banned_until": "permanent"},
    "not upheld": {"decision": "No violation"},
}
"""Reports of 31 January 2025; the second is by the same person as the first, a month later."""
DEFAULTS = ["2026-04-28", "2026-04-28", "2027-03-31", "2028-03-31", "never", "2025-01-31"]
GO = {
    "psf": DEFAULTS,
    "kubernetes": DEFAULTS,
    "ripe": ["2026-01-31", "2026-02-28", "2027-01-31", "2028-01-31", "never", "2025-01-31"],
    "django-2016": ["2026-02-28", "2026-02-28", "never", "never", "never", "2025-07-31"],
}


@pytest.mark.parametrize("path", EXAMPLE_POLICIES, ids=lambda p: p.stem)
def test_an_example_policy_does_what_it_says(path, tmp_path, capsys):
    rows = [
        {
            "case": f"case-{letter}", "reported_on": "2025-01-31", "decided_on": "2025-01-31",
            "subjects": f"{letter} Person", "contacts": f"{letter}@example.org", **breach,
        }
        for letter, breach in zip("abcdef", BREACHES.values(), strict=True)
    ]  # fmt: skip
    rows[1] |= {"reported_on": "2025-02-28", "contacts": "a@example.org"}
    file = make(tmp_path, rows)
    capsys.readouterr()
    run(["--spreadsheet", f"local:{file}", "--policy", str(path), "--format", "json", "dates"])
    records = json.loads(capsys.readouterr().out)["records"]
    assert [record["effective"] for record in records] == GO[path.stem]


def test_the_workflow_for_others_is_a_workflow():
    (block,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "unattended.md").read_text(), re.S)
    content = {"on" if key is True else key: value for key, value in yaml.safe_load(block).items()}
    schema = files("check_jsonschema").joinpath("builtin_schemas/vendor/github-workflows.json")
    jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8"))).validate(content)
    (step,) = (s for s in content["jobs"]["nightly"]["steps"] if s["uses"].startswith("OWNER/"))
    assert set(step["with"]) <= set(load(ACTION)["inputs"])
