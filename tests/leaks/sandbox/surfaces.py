"""The surfaces on which something may leave a run, and what keeps watch on each."""

import contextlib
import io
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RUNNER_FILES = ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV")
SURFACES = ("stdout", "stderr", "log", "warnings", "runner files", "temporary files",
            "other files", "environment", "programs started", "tracebacks")  # fmt: skip


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
def everything_logged() -> Iterator[_Keep]:
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


class Terminal(io.TextIOWrapper):
    """An output that looks like a terminal."""

    def isatty(self) -> bool:
        return True
