"""What reaches the terminal: results, errors and nothing else.

Under CI only one line of outcome is printed, because in a public repository even a count
tells. JSON is printed whole: whoever asks for it takes care of it.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

import click

from sheets_coc.cli.app import App
from sheets_coc.cli.pasting import PROGRAM, again, completed
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


def say(app: App, text: str, *, whole: bool = False) -> None:
    """Print text, unless only the outcome may be printed.

    Args:
        app: the options.
        text: lines, broken between words where they are wider than the terminal.
        whole: whether they are left as they are: what is pasted elsewhere.
    """
    if not app.quiet and not app.json:
        lines = completed(text).split("\n")
        click.echo("\n".join(lines if whole else map(_fitted, lines)))


def note(text: str) -> None:
    """Print a remark on standard error, broken between words."""
    click.echo(filled(text, err=True), err=True)


def emit_dry_run(app: App, value: Mapping[str, Any], *, applying: bool, drive: bool = True) -> None:
    """Print a result as JSON; of a dry run, with what would keep --apply from writing.

    That stands under `refusals`, and only where there is something.

    Args:
        app: the options.
        value: the result.
        applying: whether it was no dry run, or one after which there is nothing to write.
        drive: whether Drive is asked too, which takes a request.
    """
    refusals = app.opened.refusals(drive=drive) if app.opened and not applying else []
    emit_json({**value, "refusals": refusals} if refusals else value)


def to_apply(
    app: App, lead: str, *more: str, drive: bool = True, instead: str | None = None
) -> None:
    """Say the command that does what was shown, and first what would keep it from writing.

    Args:
        app: the options.
        lead: what stands before the command (`To do it:`).
        more: what it needs besides --apply.
        drive: whether Drive is asked too, which takes a request.
        instead: another command than the one that ran, with --apply.
    """
    if app.quiet or app.json:
        return
    for refusal in app.opened.refusals(drive=drive) if app.opened else ():
        say(app, f"--apply would not work yet: {refusal}")
    say(app, f"{lead} {instead or again(app, '--apply', *more)}", whole=True)


def _fitted(line: str) -> str:
    """A line as wide as the terminal, what hangs over below its first word."""
    if not sys.stdout.isatty() or len(line) <= _width_of_terminal():
        return line
    lead = _LEAD.match(line)
    begins = lead[0] if lead else ""
    return filled(line[len(begins) :], begins, " " * len(begins))


_LEAD = re.compile(r"\s*(?:[-✓✗·] )?")
_WORD = r"(?:[^\s.,;:)]|[.,;:)](?!\s|$))+"
_COMMAND = re.compile(
    rf"\b{PROGRAM}(?: --[\w-]+ {_WORD})* [a-z]+"
    r"(?: (?:away|check|fairness|plan|remind|swap)\b| [a-z-]+(?= --))?"
    rf"(?: (?:--{_WORD}|(?=\S*(?:[A-Z0-9/='\"]|\.[a-z])){_WORD}))*"
)
"""A command in a text: options, its name, and what cannot be a word of the sentence behind it."""
_JOINT = "\ue000"
"""Stands for a space at which a line is not broken."""


def _width_of_terminal() -> int:
    return max(40, get_terminal_size().columns)


def filled(text: str, first: str = "", more: str = "", *, err: bool = False) -> str:
    """Text as wide as the terminal, broken between words; whole where no terminal reads it.

    Commands in it name the sheet and stay in one line, so that they can be pasted.

    Args:
        text: one paragraph.
        first: what stands before its first line.
        more: what stands before the others.
        err: whether it goes to standard error.
    """
    in_terminal = (sys.stderr if err else sys.stdout).isatty()
    text = completed(text, named=in_terminal or not err)
    if not in_terminal:
        return first + text
    kept = _COMMAND.sub(lambda found: found[0].replace(" ", _JOINT), text)
    lines = wrap(kept, _width_of_terminal(), initial_indent=first, subsequent_indent=more,
                 break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return "\n".join(lines).replace(_JOINT, " ")


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


_WHOLE = frozenset({"Case", "Where", "Week", "Goes by", "Goes on", "State", "How bad"})
_LONGEST_WHOLE = 24
"""Columns of names, days and states stay whole, and words anywhere, unless they are very long."""
_STYLES = {"error": "red", "warning": "yellow", "a person must look": "red", "due": "red"}


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
    heads = [visible(column) for column in columns]
    cells = [[visible(cell) for cell in row] for row in rows]
    if behind(sys.stdout).isatty():
        _in_a_terminal(heads, cells, figures=figures)
    else:
        over = [_over_figures(head) for head in heads] if figures else heads
        click.echo("\n".join(plain_table([over, *cells], figures=figures)))


def _in_a_terminal(columns: Sequence[str], rows: Sequence[Sequence[str]], *, figures: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=behind(sys.stdout), highlight=False, markup=False, emoji=False)
    padding = (0, 1, 0, 0) if figures else (0, 1)
    grid = Table(box=None, pad_edge=False, header_style="bold", padding=padding)
    shown = [[row[number] for row in rows] for number in range(len(columns))]
    least = [min(_longest_word(cells), _LONGEST_WHOLE) for cells in shown]
    fits = sum(least) + 2 * len(least) <= console.width
    for number, column in enumerate(columns):
        grid.add_column(
            _over_figures(column) if figures else column,
            justify="right" if figures and number else "left",
            no_wrap=column in _WHOLE and max(map(len, shown[number])) <= _LONGEST_WHOLE,
            min_width=least[number] if fits else None,
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in row))
    console.print(grid)


def _over_figures(column: str) -> str:
    """A heading in lines as narrow as the figures below it."""
    return "\n".join(wrap(column, _NARROW, break_long_words=False))


def _longest_word(cells: Iterable[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)


def plain_table(rows: Sequence[Sequence[str]], *, figures: bool = False) -> list[str]:
    """The lines of a table for a file or another program: every cell whole, however wide.

    Args:
        rows: the cells, the header first; a cell may have several lines.
        figures: whether all but the first column stand to the right, one space apart.
    """
    cells = [[cell.expandtabs().split("\n") for cell in row] for row in rows]
    widths = [
        max(_width(line) for cell in column for line in cell) for column in zip(*cells, strict=True)
    ]
    lines = []
    for row in cells:
        for number in range(max(map(len, row))):
            parts = []
            for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
                text = cell[number] if number < len(cell) else ""
                right = figures and at > 0
                text = text.rstrip() if right else text
                space = " " * (width - _width(text))
                parts.append(space + text if right else text + space)
            lines.append((" " if figures else "  ").join(parts).rstrip())
    return lines


def _width(text: str) -> int:
    """How many columns a text takes: East Asian signs two, marks that go onto another none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


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
    rule = ", ".join(part for part in (f"by a safety rule ({error.code})", error.became) if part)
    return SafetyStop(
        f"Stopped {rule}. A person must look: the To do tab says at what, and so does the same "
        "command where its output is private.",
        code=error.code,
    )


def print_error(error: Error, *, as_json: bool) -> None:
    """Print an error in one line, or as JSON on stdout."""
    if as_json:
        emit_json({"error": error_json(error)})
        return
    where = " ".join(part for part in (error.case, error.cell) if part)
    said = f"Error: {error.message}" + (f" ({where})" if where else "")
    begin, _, rest = filled(said, err=True).partition(" ")
    click.secho(begin, fg="red", bold=True, nl=False, file=behind(sys.stderr))
    click.echo(f" {rest}", err=True)


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
