"""Runs the `run:` steps of a workflow in a shell, with what a runner would give them."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.shared import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
SHELLS = {None: ["bash", "-e"], "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"]}


def load(path: Path) -> dict[Any, Any]:
    """A workflow or an action; YAML's `on:` is true."""
    return yaml.safe_load(path.read_text("utf-8"))


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow, or the one an action is."""
    content = load(path)
    return content["jobs"] if "jobs" in content else {"action": content["runs"]}


def is_install(step: Mapping[str, Any]) -> bool:
    """Whether a step installs packages from a registry."""
    return "pip install" in step.get("run", "")


@dataclass
class Runner:
    """A machine that runs steps.

    Attributes:
        folder: where it keeps its files.
        values: what each expression of the workflow stands for; an unknown one is an error.
        extra: what would come from outside the workflow: the sign-in, the local Google.
        said: what the steps printed.
    """

    folder: Path
    values: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    said: str = ""

    @property
    def summary(self) -> str:
        """The job summary."""
        path = self.folder / "summary.md"
        return path.read_text("utf-8") if path.exists() else ""

    def evaluate(self, text: Any) -> str:
        """A value of the workflow with its expressions replaced."""
        if isinstance(text, bool):
            return str(text).lower()
        return EXPRESSION.sub(lambda found: self.values[found[1]], str(text))

    def python(self, path: Path) -> None:
        """Put a `python` there that is the one of this test run."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def environment(self, step: Mapping[str, Any]) -> dict[str, str]:
        """Nothing but what the runner, the sign-in and the step give."""
        temp = self.folder / "temp"
        temp.mkdir(parents=True, exist_ok=True)
        (self.folder / "home").mkdir(exist_ok=True)
        return {
            "PATH": f"{self.folder / 'bin'}:{os.defpath}", "HOME": str(self.folder / "home"),
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(ROOT),
            "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(temp), "RUNNER_OS": "Linux",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_OUTPUT": str(self.folder / "output"), "GITHUB_ENV": str(self.folder / "env"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.extra,
            **{key: self.evaluate(value) for key, value in step.get("env", {}).items()},
        }  # fmt: skip

    def run(self, job: Mapping[str, Any], *, install: bool = False) -> int:
        """Run the steps of a job until one fails, and return its code."""
        if not install:
            self.python(self.folder / "bin" / "python")
            self.python(self.folder / "temp" / "sheets-coc" / "bin" / "python")
        for step in job["steps"]:
            if "run" not in step or (is_install(step) and not install):
                continue
            done = self.shell(step)
            self.said += done.stdout + done.stderr
            if done.returncode:
                return done.returncode
        return 0

    def shell(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run one step as the runner does: its script in a file, given to the shell."""
        script = self.folder / "step.sh"
        script.write_text(self.evaluate(step["run"]))
        return subprocess.run(
            [*SHELLS[step.get("shell")], str(script)],
            cwd=ROOT, env=self.environment(step), capture_output=True, text=True,
            timeout=600, check=False,
        )  # fmt: skip


def needs_bash() -> bool:
    """Whether this machine lacks the shell that runners have."""
    return shutil.which("bash", path=os.defpath) is None
