"""Reading a file that somebody names: a plain one, of sensible size, and nothing else.

Opening a pipe waits for ever for whoever writes to it, and a device such as `/dev/zero` never
ends. Every file named on the command line, in the environment or in a policy is read here.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)

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
