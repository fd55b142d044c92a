"""A local records sheet, and `statistics` run on it."""

from pathlib import Path

import pytest

from tests.cli.statistics.sheet import Sheet


@pytest.fixture
def sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Sheet:
    return Sheet(tmp_path, capsys)
