"""`pytest -m live` itself, on a spreadsheet that somebody else serves."""

import os
import subprocess
import sys

import pytest

from sheets_coc.local import LocalGoogle
from sheets_coc.local.server.serve import serve
from tests.shared import ROOT


def live(served):
    """Run the live suite on a served spreadsheet, and give what it said and its exit code."""
    environment = os.environ | {
        "SHEETS_COC_API_ROOT": served.url,
        "SHEETS_COC_LIVE_SPREADSHEET": served.spreadsheet,
        "SHEETS_COC_LIVE_CREDENTIALS": str(served.credentials),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "live"]
    done = subprocess.run(
        [*command, "tests/live"], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    return done.stdout, done.returncode


@pytest.mark.soak
@pytest.mark.parametrize(
    ("title", "content", "code"),
    [
        ("sheets-coc test of today", [], 0),
        ("Records", [], 1),
        ("sheets-coc test of today", [["something"]], 1),
    ],
    ids=["empty", "another title", "not empty"],
)
def test_the_live_suite_runs_on_an_empty_test_sheet_and_on_no_other(tmp_path, title, content, code):
    google = LocalGoogle(tmp_path / "sheet.coc", title=title)
    number = google.create_spreadsheet(title, {"Sheet1": content})
    with google.store.read() as state:
        before = repr(state.spreadsheet(number).tabs[0].rows)
    with serve(tmp_path / "sheet.coc") as served:
        assert served.spreadsheet == number
        said, found = live(served)
    assert found == code, said[-2000:]
    assert ("1 passed" in said, "SafetyStop" in said) == (code == 0, code == 1)
    with LocalGoogle(tmp_path / "sheet.coc").store.read() as state:
        (tab,) = state.spreadsheet(number).tabs
        assert repr(tab.rows) == before
