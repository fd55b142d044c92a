"""The commands do the same whichever way Google answers what nobody has measured."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local.cells.chips import chip_cell
from sheets_coc.local.files.text import show
from sheets_coc.local.state import state as local_state
from sheets_coc.local.state.model import RichCell, Tab
from sheets_coc.local.state.variants import VARIANTS, checked
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from tests.keyed import local_google

KEYS = [c.key for c in COLUMNS if c.key != "row_check"]
ROW: dict[str, Any] = {
    "case": "stunned-bulb", "reported_on": 45_672, "reporter": "Petra Pepper",
    "aliases": "Ottilie Wendel",
    "summary": RichCell("Ottilie was loud; Petra told us.", note="Ask Ottilie"),
    "our_action": "Asked Ms. Wendel.", "local_action": "No", "flag": "no",
    "decision": "Violation, resolved", "goes_on": 46_300,
}  # fmt: skip
COMMANDS = (
    ("setup", "--apply"),
    ("redact", "--apply"),
    ("oncall", "plan", "--apply"),
)


def played(variants: frozenset[str]) -> tuple[list[int], dict[str, list[list[str]]]]:
    """Exit codes, and what stands in the tabs afterwards."""
    with TemporaryDirectory() as folder:
        google = local_google(Path(folder) / "sheet.coc", variants)
        named = {"subjects": chip_cell("@", (0, "ottilie@example.org", "Ottilie Wendel"))}
        rows = [[BY_KEY[key].header for key in KEYS], [(ROW | named).get(key) for key in KEYS]]
        members: list[list[Any]] = [["Name", "Email", "Joined", "Left", "On call", "Away"]]
        members += [[name, f"{name}@example.org", 40_000, None, "yes"] for name in ("Al", "Bo")]
        tabs = [
            Tab(0, {"title": "Records"}, 60, 40, rows),
            Tab(1, {"title": "Committee"}, 20, 8, members),
        ]
        google.create_from("Book", tabs)
        options = ["--spreadsheet", f"local:{google.store.path}", "--today", "2026-11-21"]
        codes = [run([*options, "--format", "json", *command]) for command in COMMANDS]
        shown = {tab: show(google.store.path, tab) for tab in ("Records", "On-call")}
        return codes, shown


@cache
def usual() -> str:
    return json.dumps(played(frozenset()))


READING = ("chips-as-text", "chips-shown-as-at")
WRITING = [name for name in VARIANTS if name not in READING]


@pytest.mark.parametrize(
    "chosen",
    [
        WRITING,
        *([name] for name in READING),
        list(VARIANTS),
        *(pytest.param([name], marks=pytest.mark.soak) for name in WRITING),
    ],
)
def test_every_answer_gives_the_same_sheet(
    monkeypatch: pytest.MonkeyPatch, chosen: list[str]
) -> None:
    expected = usual()
    monkeypatch.setattr(local_state, "checked", lambda _: checked(chosen))
    codes, shown = played(checked(chosen))
    assert codes[1] in (0, 1)  # the record went
    assert "Expunged" in shown["Records"][1]
    assert json.dumps((codes, shown)) == expected
