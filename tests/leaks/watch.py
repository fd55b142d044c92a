"""Runs a command line in this process, and keeps everything that leaves it.

Surfaces: standard output and error, every library's log at DEBUG, warnings, the files a CI
runner offers, every other file that is made or changed (also those that are gone again), the
environment, the arguments of programs that are started, and the tracebacks of exceptions that
reach the top, with their chains.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import os
import runpy
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from google.auth import _exponential_backoff

from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.wire.http import Dropped, HttpReply
from sheets_coc.sheet.google.http import Patience
from sheets_coc.sheet.transaction.transaction import recover, transact

RUNNER_FILES = ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV")
SURFACES = ("stdout", "stderr", "log", "warnings", "runner files", "temporary files",
            "other files", "environment", "programs started", "tracebacks")  # fmt: skip

Fault = Callable[[LocalGoogle, Any], HttpReply | None]
"""What happens instead of an answer: an answer of another kind, an exception, or None to go on."""


@dataclass
class Seen:
    """What a run left.

    Attributes:
        code: the exit code.
        surfaces: what was found on each surface.
        out: what it wrote where it was told to write, by name.
        unexpected: whether it ended in an error nobody foresaw.
        requests: how many requests it sent.
    """

    code: int
    surfaces: dict[str, bytes]
    out: dict[str, bytes] = field(default_factory=dict)
    unexpected: bool = False
    requests: int = 0


class _Keep(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        shown = {k: v for k, v in vars(record).items() if k not in ("args", "msg", "exc_info")}
        self.lines.append(f"{record.getMessage()} {shown!r}")
        if record.exc_info:
            self.lines += traceback.format_exception(*record.exc_info)


@contextlib.contextmanager
def _logs() -> Iterator[_Keep]:
    """Everything every library logs, at DEBUG, whatever its own level."""
    handler, root = _Keep(), logging.getLogger()
    known = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    before = [(logger, logger.level, logger.propagate) for logger in (*known, root)]
    for logger, _, _ in before:
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    root.addHandler(handler)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        for logger, level, propagate in before:
            logger.level, logger.propagate = level, propagate
        logging.root.manager._clear_cache()


class _Audit:
    """What Python itself is told of: files opened for writing or removed, programs started."""

    def __init__(self) -> None:
        self.on = False
        self.opened: list[str] = []
        self.removed: dict[str, bytes] = {}
        self.started: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event == "open":
            path, mode, flags = arguments
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if flags else 0
            if isinstance(path, str | bytes) and (writes or set(mode or "") & set("wax+")):
                self.opened.append(str(Path(os.fsdecode(path)).absolute()))
        elif event in ("os.remove", "os.rename"):
            path = str(Path(os.fsdecode(arguments[0])).absolute())
            with contextlib.suppress(OSError):
                self.on = False
                self.removed[path] = Path(path).read_bytes()
            self.on = True
        elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
            self.started.append(repr(arguments))

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Note what happens meanwhile."""
        self.opened, self.removed, self.started = [], {}, []
        self.on = True
        try:
            yield
        finally:
            self.on = False


AUDIT = _Audit()
main = importlib.import_module("sheets_coc.cli.main")
running = importlib.import_module("sheets_coc.cli.running")


class _Terminal(io.TextIOWrapper):
    """An output that looks like a terminal."""

    def isatty(self) -> bool:
        return True


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
        kind = _Terminal if terminal else io.TextIOWrapper
        self.fault, self._count = fault, 0
        failed: list[BaseException] = []
        with self.monkeypatch.context() as patch, contextlib.ExitStack() as stack:
            self._prepare(patch, environment or {}, failed)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            patch.setattr(sys, "stdout", kind(out, "utf-8", write_through=True))
            patch.setattr(sys, "stderr", kind(err, "utf-8", write_through=True))
            log = stack.enter_context(_logs())
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


def interrupt(nth: int) -> Fault:
    """Ctrl-C during the nth request."""
    count = iter(range(1, 1_000_000))

    def fault(google: LocalGoogle, request: Any) -> HttpReply | None:
        if next(count) == nth:
            raise KeyboardInterrupt
        return None

    return fault


def failing(kind: str, nth: int, loud: str) -> Fault:
    """A request, or every one from the nth on, fails; whatever Google says quotes personal data.

    Args:
        kind: a status, or `html`, `drop`, `drop after`, `half`, `reshaped`, `not json`.
        nth: which request, from 1; 0 for all.
        loud: what the answers quote.
    """
    count = iter(range(1, 1_000_000))

    def fault(google: LocalGoogle, request: Any) -> HttpReply | None:
        if nth not in (0, next(count)):
            return None
        if kind == "drop":
            raise Dropped
        if kind == "drop after":
            google._answer(request)
            raise Dropped
        if kind == "half":
            answer = google._answer(request)
            return HttpReply(
                answer.status, answer.body[: len(answer.body) // 2], answer.content_type
            )
        return _loud(kind, loud)

    return fault


def _loud(kind: str, loud: str) -> HttpReply:
    import json

    if kind == "html":
        return HttpReply(502, f"<html><title>{loud}</title></html>".encode(), "text/html")
    if kind == "not json":
        return HttpReply(200, loud.encode(), "application/json")
    if kind == "reshaped":
        tabs = [{"properties": loud, "data": {loud: loud}}]
        body: Any = {
            loud: [loud],
            "sheets": tabs,
            "properties": [loud],
            **dict.fromkeys(("replies", "permissions", "error"), loud),
        }
        return HttpReply(200, json.dumps(body).encode(), "application/json")
    status = int(kind)
    reason = {"reason": loud, "message": loud, "domain": loud, "location": loud}
    details = [{"@type": loud, "reason": loud, "metadata": {loud: loud}}]
    message = f"Unable to parse range: {loud}"
    error = {"code": status, "message": message, "status": loud, "errors": [reason]}
    error["details"] = details
    body = {"error": error, "error_description": loud}
    headers = [
        ("Retry-After", loud),
        ("X-Said", loud),
        ("WWW-Authenticate", f'Bearer realm="{loud}"'),
    ]
    return HttpReply(
        status, json.dumps(body, ensure_ascii=True).encode(), "application/json", headers
    )


FAULTS = ("400", "401", "403", "404", "429", "500", "503", "html", "drop", "drop after", "half",
          "reshaped", "not json")  # fmt: skip
