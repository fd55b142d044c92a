"""The options that every command takes, before its name or after it.

`sheets-coc --format json dates` and `sheets-coc dates --format json` are the same. Options
that act (`--apply`, `--send`, `--max-records`) belong to their command and are never taken from
the environment.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

GLOBAL: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "--spreadsheet",
        "spreadsheet",
        {
            "envvar": "SHEETS_COC_SPREADSHEET",
            "metavar": "URL|ID|FILE",
            "help": "The records spreadsheet; see also `use`.",
        },
    ),
    (
        "--policy",
        "policy_file",
        {
            "envvar": "SHEETS_COC_POLICY",
            "metavar": "FILE",
            "type": click.Path(path_type=Path),
            "help": "Your own rules, where they differ.",
        },
    ),
    (
        "--credentials",
        "credentials",
        {
            "envvar": "SHEETS_COC_CREDENTIALS",
            "metavar": "FILE",
            "type": click.Path(path_type=Path),
            "help": "A key file; else Google's own login is used.",
        },
    ),
    (
        "--today",
        "today",
        {
            "envvar": "SHEETS_COC_TODAY",
            "metavar": "DATE|TIME",
            "help": "The day, or UTC time, to take for today.",
        },
    ),
    (
        "--format",
        "form",
        {
            "envvar": "SHEETS_COC_FORMAT",
            "default": "text",
            "type": click.Choice(["text", "json"]),
            "help": "How results are printed.",
        },
    ),
    (
        "--details",
        "details",
        {
            "envvar": "SHEETS_COC_DETAILS",
            "is_flag": True,
            "help": "Print more than one line under CI; only where logs are private.",
        },
    ),
    (
        "--debug",
        "debug",
        {
            "envvar": "SHEETS_COC_DEBUG",
            "is_flag": True,
            "help": "Show where an error came from, without any values.",
        },
    ),
)
"""Each option: its flag, the argument it becomes, and how click declares it."""

Decorated = Callable[..., Any]


def before_the_command(function: Decorated) -> Decorated:
    """The options as those of the program itself."""
    for flag, name, declared in reversed(GLOBAL):
        function = click.option(flag, name, **declared)(function)
    return function


def after_the_command(command: click.Command) -> click.Command:
    """The command, taking the options as well, where it has none of that name of its own.

    They are not repeated in its help.
    """
    if command.params and any(getattr(p, "is_global", False) for p in command.params):
        return command
    taken = {flag for param in command.params for flag in param.opts}
    for flag, name, declared in GLOBAL:
        if flag in taken:
            continue
        told = {key: value for key, value in declared.items() if key not in ("envvar", "default")}
        told |= {"hidden": True, "expose_value": False, "callback": _keep}
        option = click.Option([flag, name], **told)
        vars(option)["is_global"] = True
        command.params.append(option)
    return command


def _keep(context: click.Context, option: click.Parameter, value: Any) -> None:
    """Set what was given after the command's name in place of what stood before it."""
    if value is None or value is False or context.resilient_parsing:
        return
    app = context.find_root().obj
    if option.name == "form":
        app.json = value == "json"
    else:
        setattr(app, str(option.name), value)
