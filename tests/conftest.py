"""What holds for every test: nothing of this machine shows, and Google's description is kept to."""

import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import HealthCheck, settings

from sheets_coc.local import LocalGoogle
from sheets_coc.local.auth import identities
from sheets_coc.reporting.documents import charts
from tests.described import observe

# No test is timed: a busy machine is no fault of the code. New examples are tried in every run, so
# that many runs try many; the soak tries more at once, and the quick subset fewer.
settings.register_profile(
    "untimed", deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("untimed"), max_examples=12)
settings.register_profile("soak", settings.get_profile("untimed"), max_examples=400)
settings.load_profile("untimed")

# Local spreadsheets wait for the disk at every write; in memory there is nothing to wait for.
MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 1 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

FOREIGN = (
    "SHEETS_COC_",
    "GOOGLE_",
    "GCE_",
    "CLOUDSDK_",
    "GSPREAD_",
    "REQUESTS_",
    "CURL_",
    "GITHUB_",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long runs are for `dev.py soak` alone; the longest test begins first.

    Otherwise it might be the last, and the other cores would wait for it.
    """
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)
    if "soak" in (config.getoption("-m") or ""):
        return
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="long; dev.py soak runs it"))


@pytest.fixture(autouse=True)
def apart_from_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path_factory) -> Iterator[None]:
    """No test sees this machine's home or what another one left there, nor its environment."""
    for name in list(os.environ):
        if name == "CI" or name.startswith(FOREIGN) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    home = str(tmp_path_factory.getbasetemp() / "no-home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, home)
    # Without it google-auth looks for a metadata server on the network.
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    yield
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def keys_are_made_and_checked_once() -> Iterator[None]:
    """A few real keys serve a whole session: making one takes longer than most tests do."""
    keys = cycle([identities.new_key() for _ in range(6)])
    read = serialization.load_pem_private_key
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identities, "new_key", lambda: next(keys))
        patch.setattr(serialization, "load_pem_private_key", lru_cache(maxsize=64)(read))
        yield


@pytest.fixture(scope="session", autouse=True)
def charts_are_drawn_once() -> Iterator[None]:
    """A chart of the same figures is not drawn again: it takes as long as a whole export."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "_rendered", lru_cache(maxsize=256)(charts._rendered))
        yield


@pytest.fixture(autouse=True)
def as_described() -> Iterator[None]:
    """Every request to a local Google and every answer agree with Google's description."""
    LocalGoogle.observers.append(observe)
    yield
    LocalGoogle.observers.remove(observe)
