"""Writing files that hold people's data: the one way every `--out` goes.

Such a file is readable by its owner only, is refused under CI (where files become artifacts),
and does not land in a git work tree unless that is asked for: what is committed once stays in
the history. No link is followed and nothing but a plain file is written to. What is said about
a path never repeats it: a file may be called after a person.
"""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sheets_coc.errors import UsageError
from sheets_coc.plain_files import in_git, write_private

if TYPE_CHECKING:
    from sheets_coc.cli.app import App

F = TypeVar("F", bound=Callable[..., Any])


def inside_git_option(command: F) -> F:
    """The option `--inside-git`, for every command that has `--out`."""
    return click.option(
        "--inside-git",
        is_flag=True,
        help="Write the file even where a git repository could pick it up.",
    )(command)


def check(
    app: App,
    path: Path,
    *,
    inside_git: bool = False,
    replace: bool = False,
    option: str = "--out",
) -> None:
    """Refuse what `write` would refuse, before any work is done.

    Args:
        app: what was asked for.
        path: the file to write.
        inside_git: whether a git work tree is no objection.
        replace: whether a plain file that is there may be overwritten.
        option: the option that names the file.

    Raises:
        UsageError: under CI, in a git work tree, where something is in the way, or where there
            is no such folder.
    """
    if app.in_ci:
        raise UsageError(
            "Files with people's data are not written under CI, where others may fetch them. "
            "Run this on your own machine.",
            code="personal-under-ci",
        )
    if path.name in ("", "-", "..") or "\0" in str(path):
        raise _unusable(option)
    try:
        _check_place(path, option, inside_git=inside_git, replace=replace)
    except OSError:
        raise _unusable(option) from None


def _check_place(path: Path, option: str, *, inside_git: bool, replace: bool) -> None:
    if not path.parent.is_dir():
        raise UsageError(f"The folder for {option} does not exist.", code="out")
    if not inside_git and in_git(path):
        raise UsageError(
            "That file would lie in a git repository, and what is committed once stays in its "
            f"history. Name a file in another folder with {option}, or add --inside-git.",
            code="out-in-git",
        )
    with contextlib.suppress(FileNotFoundError):
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or (replace and found.st_nlink > 1):
            raise UsageError(
                f"{option} must be a plain file: links, folders and devices are not written to.",
                code="out",
            )
        if found.st_size and not replace:
            raise UsageError(
                "The file exists already, and nothing is overwritten. Name another one with "
                f"{option}.",
                code="out-exists",
            )


def _unusable(option: str) -> UsageError:
    return UsageError(f"The file cannot be written. Check {option}.", code="out")


def write(
    app: App,
    path: Path,
    content: bytes,
    *,
    inside_git: bool = False,
    replace: bool = False,
    option: str = "--out",
) -> None:
    """Write a file with people's data, readable by its owner only.

    Args:
        app: what was asked for.
        path: the file.
        content: what goes into it.
        inside_git: whether a git work tree is no objection.
        replace: whether a plain file that is there may be overwritten.
        option: the option that names the file.

    Raises:
        UsageError: what `check` says, or the file cannot be written.
    """
    check(app, path, inside_git=inside_git, replace=replace, option=option)
    try:
        write_private(path, content)
    except OSError:
        raise _unusable(option) from None
