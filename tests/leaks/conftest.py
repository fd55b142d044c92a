"""One set of canaries and books for a session, and a sandbox for each test."""

import os
import random
from pathlib import Path

import pytest

from tests.leaks.books import Library
from tests.leaks.canaries import Canaries, Search
from tests.leaks.trying import Trying
from tests.leaks.watch import Watch

SEED = os.environ.get("LEAKS_SEED", "1")
"""Chooses what is tried where not everything is; the canaries are new every time."""


@pytest.fixture(scope="session")
def canaries() -> Canaries:
    """The words of this session."""
    return Canaries(random.SystemRandom())


@pytest.fixture(scope="session")
def library(canaries: Canaries, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The books of this session."""
    return Library(tmp_path_factory.mktemp("books"), canaries)


@pytest.fixture(scope="session")
def search(canaries: Canaries) -> Search:
    """Looks for the words."""
    return Search(canaries)


@pytest.fixture(scope="session")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where matplotlib keeps its list of fonts, so that it is made once."""
    return tmp_path_factory.mktemp("styles")


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, styles: Path) -> Watch:
    """Runs command lines."""
    monkeypatch.setenv("MPLCONFIGDIR", str(styles))
    watch = Watch(tmp_path / "sandbox", monkeypatch)
    watch.fresh()
    return watch


@pytest.fixture
def trying(watch: Watch, library: Library, search: Search) -> Trying:
    """Tries uses of commands."""
    return Trying(watch, library, search, SEED)
