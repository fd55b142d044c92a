"""A records sheet of invented people."""

import pytest

from tests.cli.inventing import Invented


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    return Invented(tmp_path, capsys, monkeypatch)
