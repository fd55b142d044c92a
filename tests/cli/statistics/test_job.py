"""The transparency job: it exports, fills the summary, and fails as the command does."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.statistics.sheet import Sheet
from tests.shared import ROOT


def test_the_scheduled_job_exports_and_fills_the_summary(sheet: Sheet):
    sheet.new()
    out, summary = sheet.folder / "job", sheet.folder / "summary.md"
    environment = {
        "PATH": os.environ["PATH"], "CI": "true", "GITHUB_STEP_SUMMARY": str(summary),
        "SHEETS_COC_SPREADSHEET": f"local:{sheet.file}", "SHEETS_COC_TODAY": "2026-11-21",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "transparency.py"), "--out", str(out)],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "statistics: done\n", "")
    assert "| 2024 | 1 " in summary.read_text()
    assert "![" not in summary.read_text()
    assert (out / "transparency-report.html").exists()


def test_the_scheduled_job_fails_as_the_command_does(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "transparency.py"), "--out", str(tmp_path / "x")],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert not (tmp_path / "x").exists()
