"""What tests of the local Google share."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sheets_coc.local.google import LocalGoogle
from tests.local.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file without a spreadsheet in which the three built-in accounts have their keys."""
    path = tmp_path_factory.mktemp("keys") / "file"
    identities = LocalGoogle(path).identities
    for name in ("tool", "owner", "editor"):
        identities.key_file(name)
    return path


@pytest.fixture(scope="session")
def with_keys(keys: Path) -> Callable[[Path], Path]:
    """Puts such a file at a path: a key takes a tenth of a second to make."""

    def put(path: Path) -> Path:
        shutil.copyfile(keys, path)
        return path

    return put
