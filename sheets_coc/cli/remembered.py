"""The spreadsheet that `sheets-coc use` remembers, in a file that only its owner can read.

It stands in for `--spreadsheet` and `--policy` where neither they nor their environment
variables are given, and never under CI. It holds addresses of files and nothing of what is in
them, and nothing in it acts: `--apply` is always typed.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import click

from sheets_coc.errors import UsageError
from sheets_coc.plain_files import read_plain, write_private


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered.

    Attributes:
        spreadsheet: an address, an id, or the full path of a local file.
        policy: the full path of the committee's own policy, if there is one.
    """

    spreadsheet: str
    policy: str | None = None


def place() -> Path:
    """Where it is kept: the user's folder of settings."""
    return Path(click.get_app_dir("sheets-coc")) / "use.json"


def load() -> Remembered | None:
    """What is remembered; None where nothing is, or it cannot be read."""
    try:
        kept = json.loads(read_plain(place()))
        return Remembered(str(kept["spreadsheet"]), kept.get("policy"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(what: Remembered) -> None:
    """Remember a spreadsheet, readable for nobody else on this machine.

    Raises:
        UsageError: `not-kept` where the folder of settings cannot be written to.
    """
    path = place()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = json.dumps({"spreadsheet": what.spreadsheet, "policy": what.policy})
        write_private(path, content.encode())
    except OSError:
        raise UsageError(
            "It could not be remembered: your folder of settings cannot be written to.",
            code="not-kept",
        ) from None


def keep_policy(content: str) -> Path:
    """Keep a policy file beside what is remembered; an older one stays as it is.

    Args:
        content: the file's content.

    Returns:
        Where it was written.

    Raises:
        UsageError: `not-kept` where the folder of settings cannot be written to.
    """
    folder = place().parent
    for number in range(1, 1000):
        path = folder / ("policy.toml" if number == 1 else f"policy-{number}.toml")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_private(path, content.encode(), new=True)
        except FileExistsError:
            continue
        except OSError:
            break
        return path
    raise UsageError(
        "Your answers could not be kept: your folder of settings cannot be written to.",
        code="not-kept",
    )


def forget() -> bool:
    """Forget it; whether there was anything."""
    try:
        place().unlink()
    except OSError:
        return False
    return True


def secret(name: str) -> bytes:
    """A random key in the folder of settings, made when it is first asked for.

    Args:
        name: the file's name.

    Raises:
        UsageError: `not-kept` where the folder of settings cannot be written to.
    """
    path = place().with_name(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            write_private(path, secrets.token_bytes(32), new=True)
        return read_plain(path)
    except OSError:
        raise UsageError(
            "A key for answers cannot be kept: your folder of settings cannot be written to.",
            code="not-kept",
        ) from None
