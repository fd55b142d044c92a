"""Wheel and sdist install and run from an empty machine, outside this checkout."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement

from scripts.develop import oldest
from tests.shared import ROOT

PACKAGE = ROOT / "sheets_coc"
KEPT = ("PIP_", "SSL_", "REQUESTS_")
EMPTY = {key: value for key, value in os.environ.items() if key.startswith(KEPT)}


def call(*command, cwd, **more):
    environment = {"PATH": os.defpath, "HOME": str(cwd), **EMPTY, **more}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with the wheel and the sdist."""
    out = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--outdir", out, ROOT, cwd=out)
    return out


def data_files():
    """What the package needs beside its modules."""
    return {
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }


@pytest.mark.soak
def test_the_wheel_holds_everything_the_package_needs_and_no_tests(built):
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    modules = {str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.py")}
    assert modules | data_files() <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"sheets_coc"}


@pytest.mark.soak
def test_the_sdist_holds_the_licence(built):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as content:
        names = {name.partition("/")[2] for name in content.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml"} <= names


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_the_demo_runs_from_an_empty_machine(built, tmp_path, kind):
    (package,) = built.glob(kind)
    machine, elsewhere = tmp_path / "machine", tmp_path / "elsewhere"
    elsewhere.mkdir()
    call(sys.executable, "-m", "venv", machine, cwd=elsewhere)
    call(machine / "bin" / "python", "-m", "pip", "install", "-q", package, cwd=elsewhere)
    said = call(
        machine / "bin" / "sheets-coc", "demo", "out", cwd=elsewhere, PYTHONWARNINGS="error"
    )
    assert "Look at:" in said
    assert {"report.html", "before.xlsx", "after.xlsx"} <= {
        p.name for p in (elsewhere / "out").iterdir()
    }
    assert "0.1.0" in call(machine / "bin" / "sheets-coc", "--version", cwd=elsewhere)


def test_every_dependency_has_a_lowest_version():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert len(oldest.lowest(text)) == len(wanted) > 20


@pytest.mark.parametrize("bad", ["rich", "rich>=14,<15", "rich==14", "rich~=14.0"])
def test_a_dependency_without_just_a_lowest_version_is_refused(bad):
    extras = "[project.optional-dependencies]\ntest = []"
    with pytest.raises(ValueError, match="lowest version"):
        oldest.lowest(f'[project]\ndependencies = ["click>=8", "{bad}"]\n{extras}')


def test_the_oldest_versions_are_tested_at_the_bounds_and_nowhere_else():
    bounds = {"rich": "14", "pytest-xdist": "3.6.1", "pyyaml": "6.0.2"}
    assert oldest.differing(bounds, "rich==14.0.0\npytest_xdist==3.6.1\nPyYAML==6.0.2\n") == []
    found = oldest.differing(bounds, "rich==14.0.1\npytest-xdist==3.6.1\n")
    assert [line.split(":")[0] for line in found] == ["rich", "pyyaml"]


def locked(name):
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {oldest.canonical(n): v for n, v in re.findall(r"^([\w.-]+)==([\w.]+)", text, re.M)}


def test_what_is_locked_is_what_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    scheduled, audit = locked("scheduled.txt"), locked("audit.txt")
    for wanted, found in (
        (project["dependencies"], scheduled),
        (project["optional-dependencies"]["charts"], scheduled),
        (project["optional-dependencies"]["lock"], audit),
    ):
        for one in map(Requirement, wanted):
            version = found[oldest.canonical(one.name)]
            assert one.specifier.contains(version), f"{one}: {version} is locked, dev.py lock"
    assert scheduled.items() <= audit.items()
