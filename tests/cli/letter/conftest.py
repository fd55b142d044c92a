"""A sheet, a list that was screened, and a person who confirms."""

import pytest

from tests.cli.letter.screened import Screened


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    return Screened(tmp_path, capsys, monkeypatch)
