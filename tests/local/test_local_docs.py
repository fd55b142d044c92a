"""The page for strangers: its programs run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sheets_coc.local.server.misbehaviour import ACTIONS
from tests.shared import ROOT

PAGE = (ROOT / "docs" / "local-google.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def run(folder: Path, *arguments: str) -> str:
    """Run Python in a folder of its own, as somebody who reads the page would."""
    environment = {
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "NO_GCE_CHECK": "true",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # the page asks for none, and they load slowly
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_program_of_ones_own(tmp_path: Path) -> None:
    assert run(tmp_path, "-c", PROGRAMS[0]).strip() == "[{'Name': 'x', 'Day': 1}]"


def test_a_fixture(tmp_path: Path) -> None:
    (tmp_path / "test_theirs.py").write_text(PROGRAMS[1], encoding="utf-8")
    assert "1 passed" in run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def test_a_bad_day(tmp_path: Path) -> None:
    run(tmp_path, "-c", PROGRAMS[0])
    told = run(tmp_path, "-c", PROGRAMS[2]).strip()
    assert told == "[('quota', 0), ('drop_after', 0), ('edit_before', 0)]"


def test_each_program_is_ten_lines_or_so() -> None:
    assert len(PROGRAMS) == 3
    for program in PROGRAMS:
        lines = [line for line in program.splitlines() if line.strip() and "import" not in line]
        assert len(lines) <= 10


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_in_the_table(action: str) -> None:
    assert re.search(rf"^\|[^|]*`{action}`", PAGE, flags=re.MULTILINE)
