"""Commands that are printed for people to paste: each works as it stands.

Three ways lead here. `again` is the command that ran, with options added; `command` is another
one about the same sheet; `completed` takes a text of the library, which cannot know how the sheet
was named, and adds the options to every command in it.

    sheets-coc redact --spreadsheet r.coc       was typed
    again(app, "--apply", "--plan", "3f2a")     sheets-coc redact --spreadsheet r.coc --apply …
    command(app, "setup", "--apply")            sheets-coc --spreadsheet r.coc setup --apply
    completed("See sheets-coc access.")    See sheets-coc --spreadsheet r.coc access.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sheets_coc.cli.app import App

PROGRAM = "sheets-coc"
ON_A_SHEET = (
    "access", "answer", "case", "dates", "desk", "doctor", "intake", "legal", "letter", "nightly",
    "oncall", "person", "redact", "screen", "setup", "statistics", "status", "sweep", "validate",
)  # fmt: skip
"""Commands that work on a spreadsheet."""
TYPED: ContextVar[tuple[str, ...]] = ContextVar("typed", default=())
"""What was typed behind the program's name in this run."""
RUNNING: ContextVar[App | None] = ContextVar("running", default=None)
"""The options of this run, for what is printed where they are out of reach."""
_NAMED = re.compile(rf"\b{PROGRAM} (?=(?:{'|'.join(ON_A_SHEET)})\b)")


def joined(words: Sequence[str]) -> str:
    """Words as a shell takes them."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def options(app: App) -> list[str]:
    """The global options by which the sheet was named, where they are not known otherwise.

    What `use` remembers and what stands in the environment counts in the next command too.
    """
    named = (
        ("--spreadsheet", "SHEETS_COC_SPREADSHEET", app.spreadsheet),
        ("--policy", "SHEETS_COC_POLICY", app.policy_file),
        ("--credentials", "SHEETS_COC_CREDENTIALS", app.credentials),
        ("--today", "SHEETS_COC_TODAY", app.today),
    )
    words: list[str] = []
    if app.in_ci:
        return words
    for flag, variable, value in named:
        if value is not None and os.environ.get(variable) != str(value):
            words += [flag, str(value)]
    return words


def command(app: App, *words: str) -> str:
    """Another command about the same sheet."""
    return joined([PROGRAM, *options(app), *words])


def again(app: App, *more: str) -> str:
    """The command that runs, with options added.

    Under CI, where nobody pastes and logs may be public, its name and these options alone.
    """
    if app.in_ci:
        return joined([*click.get_current_context().command_path.split(), *more])
    return joined([*app.program, *TYPED.get(), *more])


def completed(text: str, *, named: bool = True) -> str:
    """A text with the options added to every command in it that works on a spreadsheet.

    Args:
        text: the text.
        named: whether what they name is repeated. A file may be called after a person, so into a
            log goes only that it was named: without, the command would be about another sheet.
    """
    app = RUNNING.get()
    words = options(app) if app and PROGRAM in text else []
    if not words:
        return text
    added = joined([PROGRAM, *words]) if named else " ".join([PROGRAM, *_unnamed(words)])
    if added in text:  # made here already
        return text
    return _NAMED.sub(lambda _: f"{added} ", text)


def _unnamed(words: Sequence[str]) -> list[str]:
    """Options without what they name; a day names nothing."""
    pairs = zip(words[::2], words[1::2], strict=True)
    return [part for flag, value in pairs for part in (flag, value if flag == "--today" else "…")]
