"""One set of canaries and books for a session, and a sandbox for each test."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.leaks.books import Library
from tests.leaks.canaries import Canaries, Search
from tests.leaks.sandbox.surfaces import SURFACES
from tests.leaks.sandbox.watch import Watch
from tests.leaks.trying import Trying

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
def trying(
    watch: Watch, library: Library, search: Search, record_property: Callable[[str, object], None]
) -> Iterator[Trying]:
    """Tries uses of commands."""
    trying = Trying(watch, library, search, SEED)
    yield trying
    record_property("leaks: runs", trying.runs)
    record_property("leaks: words", trying.sought)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many runs were searched, and for how much."""
    reports = [report for some in terminalreporter.stats.values() for report in some]
    told = [told for report in reports if getattr(report, "when", "") == "teardown"
            for told in report.user_properties]  # fmt: skip
    runs = sum(value for name, value in told if name == "leaks: runs")
    words = sum(value for name, value in told if name == "leaks: words")
    if runs:
        terminalreporter.write_line(
            f"leaks: {runs} runs x {len(SURFACES)} surfaces, each searched for {words // runs} "
            "words on average"
        )
