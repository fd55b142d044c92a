"""Files that somebody names: plain ones, of sensible size, and nothing else.

Opening a pipe waits for ever for whoever is at its other end, and a device such as `/dev/zero`
never ends. Every file named on the command line, in the environment or in a policy is read
here, and every file that is for its owner alone is written here.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)

OWNER_ONLY = 0o600
"""The rights of a file that nobody else on the machine may read."""

MOST_BYTES = 10 * 2**20
"""What settings, keys and templates are far below."""


def read_plain(path: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a plain file.

    Args:
        path: the file.
        most: how many bytes it may have.

    Raises:
        OSError: there is no such file, it cannot be read, is no plain file (a folder, a pipe, a
            device), or is larger than that.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _NO_WAIT | _BINARY)
    except ValueError as error:  # a name that no file can have
        raise OSError(errno.EINVAL, "not a name") from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a plain file")
        content = file.read(most + 1)
    if content is None:  # what claims to be a plain file and has nothing to give yet
        raise OSError(errno.EAGAIN, "nothing to read")
    if len(content) > most:
        raise OSError(errno.EFBIG, "too large")
    return content


def write_private(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a file that only its owner can read; what is only half written is removed again.

    No link is followed, and a file that has another name as well is not written to.

    Args:
        path: the file.
        content: what goes into it.
        new: whether a file that holds something already is in the way.

    Raises:
        FileExistsError: that file is there.
        OSError: the file cannot be written, or something else has that name.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | _NO_LINK | _NO_WAIT | _BINARY, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            raise OSError(errno.EINVAL, "not a plain file")
        if new and found.st_size:
            raise FileExistsError(errno.EEXIST, "holds something already")
        if os.name != "nt":
            os.fchmod(file.fileno(), OWNER_ONLY)
        try:
            file.truncate()
            file.write(content)
            file.flush()
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def in_git(path: Path) -> bool:
    """Whether a file lies, or would lie, in a git work tree or in git's own folder.

    Raises:
        OSError: nobody can tell: links lead round in a circle, or a folder is closed.
    """
    try:
        folder = path.resolve().parent
    except RuntimeError as error:  # what pathlib makes of links that lead round in a circle
        raise OSError(errno.ELOOP, "leads nowhere") from error
    return any(
        (parent / ".git").exists() or parent.name == ".git" for parent in (folder, *folder.parents)
    )
