"""People who are chips are known by name and address, and go with their records."""

import json
from datetime import date
from pathlib import Path

import pytest

from sheets_coc import policy
from sheets_coc.cli.main import run
from sheets_coc.local.cells.chips import chip_cell
from sheets_coc.local.state import state as local_state
from sheets_coc.local.state.model import Tab
from sheets_coc.local.state.variants import VARIANTS
from sheets_coc.records.identity import Links
from sheets_coc.records.reading import read_records
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.sheet.model import PersonChip
from tests.keyed import local_google
from tests.sheets import TEN, snapshot

TODAY = date(2026, 11, 21)
JANE, PETRA = "jane.roe@example.org", "petra@example.org"
ANSWERS = [None, *(name for name in VARIANTS if name.startswith("chips"))]


def test_a_chip_names_its_person_by_address_too() -> None:
    rows = [
        {"reported_on": "2026-01-01", "subjects": "Jane", "reporter": "P.", "contacts": "Jane / x"},
        {"reported_on": "2026-02-01", "subjects": "Somebody", "contacts": JANE},
    ]
    sheet = snapshot(*rows)
    tab = sheet.tabs[0]
    header = tab.values[0]
    at = {key: header.index(BY_KEY[key].header) for key in ("subjects", "reporter", "contacts")}
    tab.people = {
        (1, at["subjects"]): (PersonChip(0, 4, JANE),),
        (1, at["reporter"]): (PersonChip(0, 2, PETRA),),
        (1, at["contacts"]): (PersonChip(0, 4, JANE),),
    }
    first, second = read_records(sheet, policy.default(), TODAY).records
    assert first.subjects.reveal() == ("Jane",)  # counted once, as people see it
    assert first.contacts.reveal() == (JANE, "x")
    assert first.reporter.reveal() == ("P.", PETRA)
    assert len(Links([first, second]).same(0)) == 1


@pytest.mark.parametrize("answer", ANSWERS)
def test_nothing_of_a_person_in_a_chip_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str | None,
) -> None:
    monkeypatch.setattr(local_state, "checked", lambda _: frozenset({answer} if answer else ()))
    google = local_google(tmp_path / "sheet.coc")
    google.store.variants = local_state.checked(())
    row: dict[str, object] = {
        "reported_on": 45_000,  # 2023-03-15
        "reporter": chip_cell("@", (0, PETRA, "Petra Pepper")),
        "subjects": chip_cell("@", (0, JANE, "Jane Roe")),
        "summary": chip_cell(
            "@ was loud, says @; Roe went.", (0, JANE, "J. R."), (17, PETRA, "Petra Pepper")
        ),
        "our_action": f"Wrote to {JANE}.",
        "local_action": "No",
        "flag": "no",
        "expunge_on": 45_500,
    }
    rows = [[BY_KEY[key].header for key in TEN], [row.get(key) for key in TEN]]
    other = [["Notes"], [chip_cell("ask @", (4, JANE, "the first one"))]]
    google.create_from(
        "Invented records",
        [Tab(0, {"title": "Records"}, 50, 20, rows), Tab(1, {"title": "Other"}, 50, 20, other)],
    )
    options = ["--spreadsheet", f"local:{google.store.path}", "--format", "json"]
    options += ["--today", "2026-11-21"]
    assert run([*options, "redact", "--apply"]) in (0, 1)
    said = json.loads(capsys.readouterr().out)
    assert (said["applied"], len(said["due"])) == (True, 1)
    # The other tab still speaks of her, by the address under a chip that shows no name.
    assert {place["tab"] for place in said["residual"]} == {"Other"}
    with google.store.read() as state:
        tab = state.spreadsheet(google.main_spreadsheet).tab_titled("Records")
    assert tab is not None
    told = {key: tab.get(1, column) for column, key in enumerate(TEN)}
    assert told["subjects"] == told["reporter"] == "Expunged"
    # Where Google tells no name, as if the address alone had been typed, there is none to know.
    rest = "Roe" if answer == "chips-shown-as-at" else "Expunged"
    assert told["summary"] == f"Expunged was loud, says Expunged; {rest} went."
    assert told["our_action"] == "Wrote to Expunged."
