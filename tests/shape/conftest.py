"""One local Google for all tests about the shape of the sheet: keys are slow to make."""

from collections.abc import Iterator

import pytest

from tests.harness.world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A local Google that lasts as long as the tests."""
    made = World(tmp_path_factory.mktemp("shape"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_GCE_CHECK", "true")
        yield made
