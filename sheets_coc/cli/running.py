"""Running a command to its exit code: the one place that catches everything.

Whatever goes wrong becomes a code, a sentence and a place. What foreign exceptions say may
quote a cell, so it stays inside.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from sheets_coc.cli.app import in_ci
from sheets_coc.cli.interrupting import ending_lets_go
from sheets_coc.cli.output import for_public_logs, print_error, print_trace
from sheets_coc.cli.pasting import RUNNING, TYPED
from sheets_coc.cli.terminal import guarded
from sheets_coc.errors import Error, UsageError

INTERRUPTED = 130


def run(command: Callable[[list[str]], Any], arguments: list[str]) -> int:
    """Run a command line and return its exit code; nothing gets past this.

    Args:
        command: what takes the arguments and does the work; a number that it returns is the
            exit code.
        arguments: what was typed.
    """
    TYPED.set(tuple(arguments))
    RUNNING.set(None)
    as_json, debug = _wants_json(arguments), _is_on(arguments, "--debug")
    public = in_ci() and not _is_on(arguments, "--details")

    def checked() -> Any:
        _check(arguments)
        with ending_lets_go():
            return command(arguments)

    with guarded():
        try:
            return attempt(checked, as_json=as_json, debug=debug, public=public)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Interrupted.", err=True)
            return INTERRUPTED


def attempt(step: Callable[[], Any], *, as_json: bool, debug: bool, public: bool) -> int:
    """Do one step and return its exit code; what went wrong is printed.

    Args:
        step: the step; a number that it returns is the exit code.
        as_json: whether errors are printed as JSON.
        debug: whether it is printed where they came from, without values.
        public: whether the output may be public, so that errors say less.

    Raises:
        KeyboardInterrupt: somebody ended the run.
        click.Abort: somebody ended a question.
    """
    try:
        result = step()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        raise
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return UsageError.exit_code
    except click.UsageError as error:
        return _fail(_usage(error), error, as_json=as_json, debug=debug)
    except Error as error:
        told = for_public_logs(error) if public and not as_json else error
        return _fail(told, error, as_json=as_json, debug=debug)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        ours = _unusable_name() if error.errno in _NO_NAMES else _unexpected(error)
        return _fail(ours, error, as_json=as_json, debug=debug)
    except Exception as error:
        return _fail(_unexpected(error), error, as_json=as_json, debug=debug)
    return result if isinstance(result, int) else 0


def _usage(error: click.UsageError) -> UsageError:
    """A usage error in our words: click's would repeat what was typed."""
    if isinstance(error, click.NoSuchOption):
        return UsageError("There is no such option. See --help.", code="no-such-option")
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.metavar or error.param.human_readable_name
        return UsageError(f"{name} is missing. {_takes(error.param)}See --help.", code="missing")
    if isinstance(error, click.BadParameter) and error.param is not None:
        argument = isinstance(error.param, click.Argument) or not error.param.opts
        name = error.param.metavar or error.param.human_readable_name
        name = name if argument else error.param.opts[0]
        return UsageError(
            f"The value of {name} is not usable. {_takes(error.param)}See --help.", code="bad-value"
        )
    return UsageError("These arguments do not fit the command. See --help.", code="usage")


def _takes(param: click.Parameter) -> str:
    """What may be given, where that is one of a few words of ours."""
    if not isinstance(param.type, click.Choice):
        return ""
    return f"It takes one of: {', '.join(map(str, param.type.choices))}. "


def _wants_json(arguments: list[str]) -> bool:
    """Whether JSON was asked for, also when the options could not be parsed."""
    joined = "\0".join(arguments)
    if "--format" in joined:
        return "--format=json" in arguments or "--format\0json" in joined
    return os.environ.get("SHEETS_COC_FORMAT") == "json"


def _is_on(arguments: list[str], flag: str) -> bool:
    """Whether a flag is given, or set in the environment, also when nothing could be parsed."""
    variable = "SHEETS_COC_" + flag.removeprefix("--").upper()
    said = os.environ.get(variable, "").casefold()
    return flag in arguments or said in ("1", "true", "t", "yes", "y", "on")


def _check(arguments: list[str]) -> None:
    """Refuse what no name of a file can hold; no shell passes it on, but programs may try.

    Raises:
        UsageError: where an argument holds it.
    """
    for argument in arguments:
        try:
            usable = b"\0" not in os.fsencode(argument)
        except UnicodeEncodeError:
            usable = False
        if not usable:
            raise UsageError("An argument holds a character that cannot be used.", code="bad-value")


_NO_NAMES = frozenset({errno.ENAMETOOLONG, errno.ELOOP})
"""What the system says of names that lead to no file."""


def _unusable_name() -> UsageError:
    return UsageError(
        "The name of a file or folder is too long, or its links lead in a circle.",
        code="file-name",
    )


def _unexpected(error: Exception) -> Error:
    kind = type(error).__name__
    return Error(
        f"Something unexpected happened ({kind}); nothing more is said because it may be "
        "personal. Run again with --debug and report what it prints.",
        code="unexpected",
    )


def _fail(ours: Error, cause: BaseException, *, as_json: bool, debug: bool) -> int:
    print_error(ours, as_json=as_json)
    if debug:
        print_trace(cause)
    return ours.exit_code
