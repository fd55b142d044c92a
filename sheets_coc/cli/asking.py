"""Asking for what must not stand on a command line, where others on the machine can read it."""

from __future__ import annotations

import sys

from sheets_coc.cli import output
from sheets_coc.errors import UsageError

MOST = 1_000_000
"""Characters taken from standard input at the most."""


def lines(question: str) -> list[str]:
    """What somebody types: in a terminal up to an empty line, else all of standard input.

    Args:
        question: what is asked, written to stderr in a terminal.

    Raises:
        UsageError: standard input is no text.
    """
    if sys.stdin.isatty():
        output.note(question)
        typed = []
        while line := sys.stdin.readline().strip():
            typed.append(line)
        return typed
    try:
        return sys.stdin.read(MOST).splitlines()
    except UnicodeDecodeError:
        raise UsageError("Standard input is not text in UTF-8.", code="not-text") from None
