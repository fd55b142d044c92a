"""The rim between the product and a terminal: no text passes it that could steer one.

A cell, a file's heading or a tab's title may hold an escape sequence (which rewrites what was
printed, or a terminal's title) or a sign that turns the direction of text (which makes
`gpj.exe` of `exe.jpg`). Whatever a command prints goes through `Guarded`, so that no command has
to think of it; what draws with escape sequences of its own (tables, progress) is given the
stream behind it, and text that went through `visible`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb]|\r(?!\n)"
)
_REPLACED = "\ufffd"


def visible(text: str) -> str:
    """A text in which every sign that could steer a terminal is a visible one."""
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub(_REPLACED, text)


def escape_json(text: str) -> str:
    """JSON in which such signs are escaped, so that programs still read what stands there."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Guarded:
    """A text stream that shows signs which could steer a terminal instead of passing them on."""

    def __init__(self, stream: TextIO) -> None:
        """Stand before a stream.

        Args:
            stream: where the text goes.
        """
        self.behind = stream

    def write(self, text: str) -> int:
        """Write a text, every steering sign replaced."""
        self.behind.write(visible(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.behind, name)


def behind(stream: TextIO) -> TextIO:
    """The stream itself, for what draws with escape sequences of its own."""
    return cast(TextIO, getattr(stream, "behind", stream))


@contextmanager
def guarded() -> Iterator[None]:
    """Stand before standard output and standard error."""
    out, err = sys.stdout, sys.stderr
    sys.stdout = cast(TextIO, Guarded(behind(out)))
    sys.stderr = cast(TextIO, Guarded(behind(err)))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err
