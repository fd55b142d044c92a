"""The nightly job over a sheet in a local Google."""

import pytest

from tests.unattended.night import Night


@pytest.fixture
def night(tmp_path, capsys):
    return Night(tmp_path, capsys)
