"""Removes a result file, and says what that can and cannot mean."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sheets_coc.errors import UsageError
from sheets_coc.screening.results import own_rows
from sheets_coc.tables.reading import read_bytes
from sheets_coc.todo.wording import count


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done to a result file.

    Attributes:
        size: how many bytes were overwritten.
        other_names: how many other names (hard links) of the same content there were.
    """

    size: int
    other_names: int

    @property
    def meaning(self) -> str:
        """What that means, in words for people."""
        links = (
            f" It had {count(self.other_names, 'other name')} on this disk: random bytes now."
            if self.other_names
            else ""
        )
        return (
            f"Overwritten once with {self.size:,} random bytes and removed.{links} Disks that move"
            " data (SSDs, copy-on-write and networked file systems), backups, synchronised folders,"
            " recently-used lists and copies made by other programs may still hold the content:"
            " what this program can remove is this file only."
        )


def forget(path: Path) -> Forgotten:
    """Overwrites a result file with random bytes and removes it.

    Only a file that is recognised as a result is touched; a link is not followed.

    Raises:
        UsageError: not a result file, or it cannot be removed.
    """
    if path.is_symlink() or not path.is_file():
        raise UsageError("There is no such file (links are not followed).", code="no-result-file")
    own_rows(read_bytes(path))
    try:
        return _overwrite_and_remove(path)
    except OSError:
        raise UsageError(
            "The file could not be overwritten and removed; check who owns it.",
            code="not-forgotten",
        ) from None


def _overwrite_and_remove(path: Path) -> Forgotten:
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "wb") as file:  # opened from a handle: nothing is truncated
        info = os.fstat(file.fileno())
        file.write(secrets.token_bytes(info.st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return Forgotten(info.st_size, info.st_nlink - 1)
