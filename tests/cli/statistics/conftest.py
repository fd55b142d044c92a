"""A local records sheet, and `statistics` run on it."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.statistics.sheet import Sheet


@pytest.fixture
def sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> Sheet:
    monkeypatch.delenv("CI", raising=False)
    return Sheet(tmp_path, capsys)
