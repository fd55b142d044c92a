"""The command `sheets-coc`: options, commands, each imported when it is used."""

from __future__ import annotations

import difflib
import gc
import importlib
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from sheets_coc import __version__
from sheets_coc.cli import running
from sheets_coc.cli.app import App
from sheets_coc.cli.options import after_the_command, before_the_command
from sheets_coc.cli.pasting import RUNNING
from sheets_coc.errors import UsageError

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "See the whole cycle on an invented spreadsheet."),
    "setup": ("setup", "Make a spreadsheet ready, touching nothing in it."),
    "start": ("start", "Begin with your own sheet: what it holds, what is ready."),
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
        if not command.invoke_without_command:
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
    RUNNING.set(ctx.obj)


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; nothing gets past this."""
    return running.run(_command, arguments)


def _command(arguments: list[str]) -> Any:
    return cli.main(args=arguments, prog_name="sheets-coc", standalone_mode=False)


def main() -> NoReturn:
    """The entry point of the `sheets-coc` command."""
    # A run makes many small objects that live to its end; looking through them for cycles
    # again and again would cost a quarter of its time.
    gc.set_threshold(100_000, 50, 50)
    code = run(sys.argv[1:])
    gc.freeze()  # the program is over: nothing needs to be looked through once more
    sys.exit(code)
