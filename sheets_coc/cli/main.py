"""The command `sheets-coc`: options, commands, and the one place that catches everything."""

from __future__ import annotations

import difflib
import errno
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from sheets_coc import __version__
from sheets_coc.cli.app import App, in_ci
from sheets_coc.cli.interrupting import ending_lets_go
from sheets_coc.cli.options import after_the_command, before_the_command
from sheets_coc.cli.output import for_public_logs, print_error, print_trace
from sheets_coc.cli.terminal import guarded
from sheets_coc.errors import Error, UsageError

INTERRUPTED = 130

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "See the whole cycle on an invented spreadsheet."),
    "setup": ("setup", "Make a spreadsheet ready, touching nothing in it."),
    "use": ("use", "Remember a spreadsheet, so that it need not be named."),
    "validate": ("records", "Check every row against the record schema."),
    "dates": ("records", "Show when each record goes, and why."),
    "redact": ("records", "Expunge the records whose day has passed."),
    "nightly": (
        "nightly",
        "Do all of that in one go, as the scheduled job does.",
    ),
    "statistics": (
        "statistics",
        "Count reports, write transparency reports.",
    ),
    "screen": (
        "screen",
        "Compare a list with people who are flagged or banned.",
    ),
    "oncall": ("oncall", "Keep the on-call rota, and send the handover."),
    "answer": ("answer", "Answer To do without a spreadsheet program."),
    "case": ("case", "Show when one record goes, and why."),
    "desk": ("desk", "Open the committee's page in the browser."),
    "status": ("status", "Say what needs attention today."),
    "access": (
        "access",
        "Compare who can open the sheet with the committee.",
    ),
    "doctor": (
        "doctor",
        "Check that everything is set up as it should be.",
    ),
    "login": ("login", "Log in to Google as yourself."),
    "intake": ("intake", "Add the reports that an event hands over."),
    "letter": ("letter", "Word a letter to paste into a mail."),
    "legal": ("legal", "Word a draft on data protection from the policy."),
    "person": ("person", "Find somebody, for a request they made."),
    "sweep": (
        "sweep",
        "Search the whole spreadsheet for somebody expunged.",
    ),
    "local": ("local", "Make, show, serve and export local spreadsheets."),
}
"""Each command's module and short help: a module is only imported when its command runs."""


def with_global_options(command: click.Command) -> click.Command:
    """A command, and those below it, that take the global options after their names too."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_global_options(below)
        return command
    return after_the_command(command)


class Commands(click.Group):
    """The commands, each imported when it is used, so that help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"sheets_coc.cli.commands.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101 - the table above says so
        return with_global_options(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, without repeating what was typed: it may hold anything."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {near[0]}?" if near else " See sheets-coc --help."
            raise UsageError(f"There is no such command.{hint}", code="no-such-command")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for --help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": None},
    epilog="Exit codes: 0 fine; 1 something for a person; 2 wrong usage; 3 stopped by a safety "
    "rule; 4 Google could not be reached or refused; 5 the sheet cannot be understood; "
    "130 interrupted.",
)
@before_the_command
@click.version_option(__version__, prog_name="sheets-coc")
@click.pass_context
def cli(
    ctx: click.Context,
    spreadsheet: str | None,
    policy_file: Path | None,
    credentials: Path | None,
    today: str | None,
    form: str,
    details: bool,
    debug: bool,
) -> None:
    """Keep a Code of Conduct committee's records sheet valid, expunged on time and private.

    Nothing is changed without --apply.
    """  # fmt: skip
    ctx.obj = App(spreadsheet, policy_file, credentials, today, form == "json", details, debug)


def _usage(error: click.UsageError) -> UsageError:
    """A usage error in our words: click's would repeat what was typed."""
    if isinstance(error, click.NoSuchOption):
        return UsageError("There is no such option. See --help.", code="no-such-option")
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.human_readable_name
        return UsageError(f"{name} is missing. See --help.", code="missing")
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if error.param.opts else error.param.human_readable_name
        return UsageError(f"The value of {name} is not usable. See --help.", code="bad-value")
    return UsageError("These arguments do not fit the command. See --help.", code="usage")


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


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; nothing gets past this."""
    with guarded():
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    as_json, debug = _wants_json(arguments), _is_on(arguments, "--debug")
    public = in_ci() and not _is_on(arguments, "--details")
    try:
        _check(arguments)
        with ending_lets_go():
            result: Any = cli.main(args=arguments, prog_name="sheets-coc", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
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
    except Exception as error:  # the one handler: values in foreign messages stay inside
        return _fail(_unexpected(error), error, as_json=as_json, debug=debug)
    return result if isinstance(result, int) else 0


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


def main() -> NoReturn:
    """The entry point of the `sheets-coc` command."""
    # A run makes many small objects that live to its end; looking through them for cycles
    # again and again would cost a quarter of its time.
    gc.set_threshold(100_000, 50, 50)
    sys.exit(run(sys.argv[1:]))
