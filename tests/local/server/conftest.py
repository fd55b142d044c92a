"""A local Google in a file, and the same served over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheets_coc.local.server.serve import Served, serve
from tests.keyed import local_google

ROWS = [["Case", "Day"], ["b", 2], ["a", 1]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "records.local"
    local_google(path).create_spreadsheet("Book", {"Records": ROWS})
    return path


@pytest.fixture
def served(file: Path) -> Iterator[Served]:
    with serve(file) as running:
        yield running
        assert running.google.fault is None
