"""What tests of the local Google share."""

import pytest

from tests.local.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()
