"""What the scripts of scheduled jobs stand on: options, one place for errors, an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from sheets_coc.cli import running
from sheets_coc.cli.app import App
from sheets_coc.cli.options import GLOBAL
from sheets_coc.cli.pasting import RUNNING


class ScheduledJob(click.Command):
    """A script's command: it takes the options of sheets-coc too, and ends as that does.

    Its function gets an `App` by `click.pass_obj`, and returns the exit code.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [click.Option([flag, name], **how) for flag, name, how in GLOBAL]

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function, with the options of sheets-coc as an `App`."""
        given = {name: ctx.params.pop(name) for _, name, _ in GLOBAL}
        program = ("python3", sys.argv[0])
        ctx.obj = App(json=given.pop("form") == "json", program=program, **given)
        RUNNING.set(ctx.obj)
        return super().invoke(ctx)

    def main(self, args: Any = None, prog_name: str | None = None, *_: Any, **__: Any) -> NoReturn:
        """Run the job and exit; nothing that went wrong gets past this."""

        def command(arguments: list[str]) -> Any:
            return super(ScheduledJob, self).main(arguments, prog_name, standalone_mode=False)

        sys.exit(running.run(command, list(sys.argv[1:] if args is None else args)))


def attempt(app: App, step: Callable[[], int]) -> int:
    """Do one step of a job that goes on without it, and return its exit code."""
    return running.attempt(step, as_json=app.json, debug=app.debug, public=app.quiet)
