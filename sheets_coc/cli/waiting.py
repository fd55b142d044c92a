"""What is said while the tool waits for Google."""

from __future__ import annotations

import click

_REASONS = {
    "quota": "Google's quota for a minute is used up",
    "unsent": "Google cannot be reached",
}


def waiting(why: str, seconds: float, rest: float) -> None:
    """Say on stderr why, and how long, the tool waits before it tries again.

    Args:
        why: what happened to the last attempt.
        seconds: the pause that begins now.
        rest: seconds of pauses that may still come, this one included.
    """
    if seconds >= 1:
        reason = _REASONS.get(why, "Google did not answer properly")
        click.echo(
            f"{reason}; trying again in {seconds:.0f} s (at most {rest:.0f} s in all).", err=True
        )
