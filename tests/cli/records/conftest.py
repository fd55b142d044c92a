"""A records sheet in a local file, and commands run on it."""

import pytest

from tests.cli.records.sheet import RecordsSheet


@pytest.fixture
def sheet(tmp_path, capsys):
    return RecordsSheet(tmp_path, capsys)
