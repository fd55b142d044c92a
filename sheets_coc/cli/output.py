"""What reaches the terminal: results, errors and nothing else.

Under CI only one line of outcome is printed, because in a public repository even a count
tells. JSON is printed whole: whoever asks for it takes care of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

import click

from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import completed
from sheets_coc.cli.terminal import behind, escape_json, visible
from sheets_coc.errors import Error, SafetyStop, UsageError


def emit_json(value: Mapping[str, Any]) -> None:
    """Print a result as JSON, on one line for each run."""
    click.echo(escape_json(json.dumps(value, ensure_ascii=False)))


def refuse_names_as_json(app: App) -> None:
    """Refuse, before any work is done, to print people's names as JSON where logs are public.

    Raises:
        UsageError: under CI, without --details.
    """
    if app.json and app.quiet:
        raise UsageError(
            "This answer names people, and logs under CI may be public. Where yours are private, "
            "add --details.",
            code="personal-under-ci",
        )


def say(app: App, text: str) -> None:
    """Print a line of text, unless only the outcome may be printed."""
    if not app.quiet and not app.json:
        click.echo(completed(text))


def filled(text: str, first: str = "", more: str = "") -> str:
    """Text as wide as the terminal, broken between words; whole where no terminal reads it.

    Args:
        text: one paragraph.
        first: what stands before its first line.
        more: what stands before the others.
    """
    if not sys.stdout.isatty():
        return first + text
    width = max(40, get_terminal_size().columns)
    lines = wrap(text, width, initial_indent=first, subsequent_indent=more,
                 break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return "\n".join(lines)


def outcome(app: App, step: str, *, attention: bool) -> None:
    """Under CI: whether a step is done or a person must look. Elsewhere nothing."""
    if app.quiet and not app.json:
        click.echo(f"{step}: {'a person must look' if attention else 'done'}")


AS_OF_LATER = (
    "That is how it would be on that day. The sheet itself is only written as of today: without "
    "--today."
)
_NARROW = 8
"""Characters at which headings over figures are wrapped."""


def table(
    app: App, columns: Sequence[str], rows: Iterable[Sequence[str]], *, figures: bool = False
) -> None:
    """Print a table in plain columns; nothing where it has no rows.

    Args:
        app: the options.
        columns: what stands above the columns.
        rows: the cells.
        figures: whether all but the first column hold figures: to the right, and close by.
    """
    rows = list(rows)
    if app.quiet or app.json or not rows:
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    file = behind(sys.stdout)
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(file=file, highlight=False, markup=False, emoji=False, width=1000)
    padding = (0, 1, 0, 0) if figures else (0, 1)
    grid = Table(box=None, pad_edge=False, header_style="bold", padding=padding)
    for number, column in enumerate(map(visible, columns)):
        header = "\n".join(wrap(column, _NARROW, break_long_words=False)) if figures else column
        grid.add_column(header, justify="right" if figures and number else "left")
    for row in rows:
        grid.add_row(*(Text(visible(cell)) for cell in row))
    console.print(grid)


def error_json(error: Error) -> dict[str, str | None]:
    """An error as it stands in JSON."""
    return {
        "code": error.code,
        "message": error.message,
        "case": error.case,
        "cell": error.cell,
    }


def for_public_logs(error: Error) -> Error:
    """An error without case names, addresses and counts, as it may stand in a public log."""
    if not isinstance(error, SafetyStop):
        return type(error)(error.message, code=error.code)
    return SafetyStop(
        f"Stopped by a safety rule ({error.code}), nothing changed. A person must look: the To do "
        "tab says at what, and so does the same command where its output is private.",
        code=error.code,
    )


def print_error(error: Error, *, as_json: bool) -> None:
    """Print an error in one line, or as JSON on stdout."""
    if as_json:
        emit_json({"error": error_json(error)})
        return
    where = " ".join(part for part in (error.case, error.cell) if part)
    click.echo(f"Error: {error.message}" + (f" ({where})" if where else ""), err=True)


def print_trace(error: BaseException) -> None:
    """Print where an exception came from: files, lines and functions, never values."""
    import traceback

    seen: BaseException | None = error
    while seen is not None:
        click.echo(f"{type(seen).__module__}.{type(seen).__qualname__}", err=True)
        for frame, line in traceback.walk_tb(seen.__traceback__):
            code = frame.f_code
            click.echo(f"  {code.co_filename}:{line} in {code.co_name}", err=True)
        seen = seen.__cause__ or seen.__context__
