"""The job summary of a scheduled run: done, or a person must look.

A summary may be public, as logs may be. So it says no more than the log does, and more only
where details were asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "GITHUB_STEP_SUMMARY"


def add(title: str, *, attention: bool, lines: Iterable[str] = ()) -> None:
    """Append to the job summary, where there is one.

    Args:
        title: the name of the job.
        attention: whether a person must look.
        lines: Markdown that may be shown as well.
    """
    name = os.environ.get(FILE)
    if not name:
        return
    said = "A person must look. The To do tab says at what." if attention else "Done."
    text = "\n\n".join([f"## {title}", said, *lines])
    with Path(name).open("a", encoding="utf-8") as file:
        file.write(text + "\n")


@contextmanager
def failure_said(title: str) -> Iterator[None]:
    """Say in the summary that a person must look, where what is done meanwhile fails."""
    try:
        yield
    except BaseException:
        add(title, attention=True)
        raise
