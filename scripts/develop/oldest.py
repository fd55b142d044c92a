#!/usr/bin/env python3
"""Run the tests on the oldest versions that pyproject.toml allows.

Needs the extra `lock`. Everything is installed into a folder that goes afterwards, and must be
the very versions that pyproject.toml names as the lowest; further arguments go to pytest.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOUND = re.compile(r"([\w.-]+)>=([\w.]+)$")


def release(version: str) -> str:
    """A version without the zeros at its end: 3.0.0 and 3 are the same."""
    return re.sub(r"(\.0)+$", "", version)


def canonical(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lowest(pyproject: str) -> dict[str, str]:
    """The lowest version of everything the package and its tests need, by name.

    Args:
        pyproject: the text of pyproject.toml.

    Raises:
        ValueError: where a requirement is anything but `name>=version`.
    """
    project = tomllib.loads(pyproject)["project"]
    found = {}
    for one in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        match = BOUND.match(one)
        if not match:
            raise ValueError(f"This needs a lowest version, and nothing else: {one}")
        found[canonical(match[1])] = match[2]
    return found


def differing(bounds: Mapping[str, str], frozen: str) -> list[str]:
    """What was installed in another version than the lowest that is allowed.

    Args:
        bounds: lowest versions by name.
        frozen: what is installed, as `pip freeze` prints it.
    """
    pairs = (line.partition("==") for line in frozen.splitlines())
    installed = {canonical(name): version for name, _, version in pairs}
    return [
        f"{name}: {bound} is allowed, {installed.get(name, 'nothing')} was installed"
        for name, bound in bounds.items()
        if release(installed.get(name, "")) != release(bound)
    ]


def install(uv: list[str], folder: str, python: Path) -> list[str]:
    """Resolve downwards and install into a new environment.

    Returns:
        What could not be had in its lowest version.
    """
    subprocess.run(
        [*uv, "venv", "--quiet", "--python", sys.executable, folder], cwd=ROOT, check=True
    )
    subprocess.run(
        [*uv, "pip", "install", "--quiet", "--python", python, "--resolution", "lowest-direct",
         "--editable", f"{ROOT}[test]"], cwd=ROOT, check=True,
    )  # fmt: skip
    frozen = subprocess.run(
        [*uv, "pip", "freeze", "--python", python], cwd=ROOT, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return differing(lowest((ROOT / "pyproject.toml").read_text("utf-8")), frozen.stdout)


def main(arguments: list[str]) -> int:
    """Install the oldest versions, look whether they are, run the tests."""
    uv = [sys.executable, "-m", "uv"]
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        try:
            if wrong := install(uv, folder, python):
                print(
                    "Not the lowest versions; mend the bounds in pyproject.toml:", *wrong, sep="\n"
                )
                return 1
        except subprocess.CalledProcessError as error:
            return error.returncode
        command = [str(python), "-m", "pytest", "-q", "-m", "not soak and not live", *arguments]
        return subprocess.call(command, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
