"""Runs a command line in this process, and keeps everything that leaves it.

Surfaces: standard output and error, every library's log at DEBUG, warnings, the files a CI
runner offers, every other file that is made or changed (also those that are gone again), the
environment, the arguments of programs that are started, and the tracebacks of exceptions that
reach the top, with their chains.
"""

import contextlib
import importlib
import io
import os
import runpy
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from google.auth import _exponential_backoff

from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.wire.http import HttpReply
from sheets_coc.sheet.google.http import Patience
from sheets_coc.sheet.transaction.transaction import recover, transact
from tests.leaks.sandbox.failing import Fault
from tests.leaks.sandbox.surfaces import AUDIT, RUNNER_FILES, Seen, Terminal, everything_logged

main = importlib.import_module("sheets_coc.cli.main")
running = importlib.import_module("sheets_coc.cli.running")


@dataclass
class Watch:
    """Runs command lines in a sandbox.

    Args:
        folder: the sandbox; it is emptied before each run.
        monkeypatch: undoes what is changed.
    """

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    fault: Fault | None = None
    _count: int = 0

    def __post_init__(self) -> None:
        watch, original = self, LocalGoogle.respond

        def respond(google: LocalGoogle, request: Any) -> HttpReply:
            watch._count += 1
            instead = watch.fault(google, request) if watch.fault else None
            return original(google, request) if instead is None else instead

        self.monkeypatch.setattr(LocalGoogle, "respond", respond)
        self.monkeypatch.setattr(_exponential_backoff, "time", SimpleNamespace(sleep=_at_once))
        self.monkeypatch.setattr(Patience, "pause", _without_waiting(Patience.pause))
        for act in (transact, recover):
            self.monkeypatch.setitem(act.__kwdefaults__, "sleep", _at_once)

    def fresh(self) -> None:
        """An empty sandbox."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("work", "temp", "out"):
            (self.folder / name).mkdir(parents=True)

    def __call__(
        self,
        arguments: Sequence[str],
        *,
        script: Path | None = None,
        stdin: str = "",
        environment: Mapping[str, str] | None = None,
        fault: Fault | None = None,
        terminal: bool = False,
    ) -> Seen:
        """Run one command line.

        Args:
            arguments: what stands behind `sheets-coc`, or behind the script.
            script: a script to run instead of the command.
            stdin: what is typed.
            environment: what is set.
            fault: what happens to each request.
            terminal: whether output is a terminal.
        """
        before = self._files()
        out, err = io.BytesIO(), io.BytesIO()
        kind = Terminal if terminal else io.TextIOWrapper
        self.fault, self._count = fault, 0
        failed: list[BaseException] = []
        with self.monkeypatch.context() as patch, contextlib.ExitStack() as stack:
            self._prepare(patch, environment or {}, failed)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            patch.setattr(sys, "stdout", kind(out, "utf-8", write_through=True))
            patch.setattr(sys, "stderr", kind(err, "utf-8", write_through=True))
            log = stack.enter_context(everything_logged())
            told = stack.enter_context(warnings.catch_warnings(record=True))
            warnings.simplefilter("always")
            stack.enter_context(AUDIT.watching())
            environ = dict(os.environ)
            code = self._run(arguments, script)
            AUDIT.on = False
            changed = {k: v for k, v in os.environ.items() if environ.get(k) != v}
            kept = out.getvalue(), err.getvalue()
        files = self._sorted(before)
        return Seen(
            code,
            {
                "stdout": kept[0],
                "stderr": kept[1],
                "log": "\n".join(log.lines).encode("utf-8", "replace"),
                "warnings": "\n".join(str(w.message) for w in told).encode(),
                "environment": repr(changed).encode(),
                "programs started": "\n".join(AUDIT.started).encode(),
                "tracebacks": "".join(
                    line for error in failed for line in traceback.format_exception(error)
                ).encode("utf-8", "replace"),
                **{name: b"\n".join(found) for name, found in files.items()},
            },
            {
                p.name: p.read_bytes()
                for p in sorted((self.folder / "out").rglob("*"))
                if p.is_file()
            },
            any(b"Something unexpected happened" in part for part in kept),
            self._count,
        )

    def _prepare(
        self, patch: pytest.MonkeyPatch, environment: Mapping[str, str], failed: list[BaseException]
    ) -> None:
        for name in ("CI", "GITHUB_ACTIONS", "GITHUB_REPOSITORY", *RUNNER_FILES):
            patch.delenv(name, raising=False)
        for name in RUNNER_FILES:
            patch.setenv(name, str(self.folder / "work" / name))
        for name in ("TMPDIR", "TEMP", "TMP", "RUNNER_TEMP"):
            patch.setenv(name, str(self.folder / "temp"))
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(tempfile, "tempdir", None)
        patch.chdir(self.folder / "work")
        original = running._fail

        def fail(ours: Any, cause: BaseException, **options: Any) -> int:
            if not isinstance(cause, click.ClickException):  # these quote what was typed
                failed.append(cause)
            return original(ours, cause, **options)

        patch.setattr(running, "_fail", fail)

    def _run(self, arguments: Sequence[str], script: Path | None) -> int:
        if script is None:
            return main.run(list(arguments))
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "argv", [str(script), *arguments])
            try:
                runpy.run_path(str(script), run_name="__main__")
            except SystemExit as stop:
                return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        return 0

    def _files(self) -> dict[Path, bytes]:
        return {
            path: path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.suffix != ".coc"
        }

    def _sorted(self, before: Mapping[Path, bytes]) -> dict[str, list[bytes]]:
        """What was made, changed or removed, by surface; names are looked at as well."""
        found: dict[str, list[bytes]] = {
            name: [] for name in ("runner files", "temporary files", "other files")
        }
        seen = {str(p): b for p, b in self._files().items() if before.get(p) != b}
        for path in AUDIT.opened:
            if path not in seen and Path(path).is_file():
                seen[path] = Path(path).read_bytes()
        for path, content in {**seen, **AUDIT.removed}.items():
            if path.endswith(".coc") or Path(path).is_relative_to(self.folder / "out"):
                continue
            if Path(path).name in RUNNER_FILES:
                found["runner files"].append(content)
            elif Path(path).is_relative_to(self.folder / "temp"):
                found["temporary files"] += [path.encode(), content]
            else:
                found["other files"] += [content]
        return found


def _at_once(seconds: float) -> None:
    """Instead of waiting: also what google-auth waits by itself before it signs in again."""


def _without_waiting(original: Any) -> Any:
    """Pauses as they are told of, which take no time."""

    def pause(self: Patience, failure: Any, attempt: int) -> bool:
        quick = Patience(self.timeout, self.quota, self.other, _at_once, self.jitter,
                         self.waiting)  # fmt: skip
        return bool(original(quick, failure, attempt))

    return pause
