"""A leak that is planted is found, on every surface, in an encoding, and under a fault."""

import base64
import logging
import os
import subprocess
import sys
import tempfile
import urllib.parse
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.redaction import checking
from tests.leaks.sandbox.surfaces import SURFACES
from tests.leaks.scenarios import USES
from tests.leaks.trying import Try, Trying


def _temporary(text: str) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:  # gone when it is closed
        file.write(text)
        file.flush()


def _summary(text: str) -> None:
    Path(os.environ["GITHUB_STEP_SUMMARY"]).write_text(text, "utf-8")


def _raised(text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError as error:
        raise RuntimeError("something") from error


PLANTS: dict[str, Callable[[str], object]] = {
    "stdout": lambda text: sys.stdout.write(f"{text}\n"),
    "stderr": lambda text: sys.stderr.write(f"{text}\n"),
    "log": lambda text: logging.getLogger("some.library").debug("at %s", text),
    "warnings": lambda text: warnings.warn(text, stacklevel=1),
    "runner files": _summary,
    "temporary files": _temporary,
    "other files": lambda text: Path("cache.txt").write_text(text, "utf-8"),
    "environment": lambda text: os.environ.__setitem__("LEAK", text),
    "programs started": lambda text: subprocess.run(["true", text], check=True),
    "tracebacks": _raised,
}
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "url": urllib.parse.quote,
    "hex": lambda text: text.encode().hex(),
}


def test_there_is_a_plant_for_every_surface() -> None:
    assert set(PLANTS) == set(SURFACES)


@pytest.mark.parametrize("surface", PLANTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_planted_leak_is_found(
    surface: str, form: str, trying: Trying, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, planted = checking.analyse, []

    def leaky(*arguments: Any) -> Any:
        seen = original(*arguments)
        text = seen.sheet.records[0].subjects.reveal()[0]
        if not planted:
            planted.append(PLANTS[surface](FORMS[form](text)))
        return seen

    monkeypatch.setattr(checking, "analyse", leaky)
    try:
        wrong = trying(Try("validate", USES["validate"][0], mode="debug"))
    finally:
        os.environ.pop("LEAK", None)
    assert any(f": {surface}: Records subjects row 0" in line for line in wrong), wrong
