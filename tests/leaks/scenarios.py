"""How each command and each script is tried: what is typed, and what it is meant to show.

The commands themselves come from click's own tree: `leaves` finds them, and a command without
an entry here fails a test. Placeholders stand for files and words made for the run: `{out}` a
file to write, `{dir}` a folder to write into, `{list}` an attendee list, `{csv}` a table,
`{text}` a canary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from sheets_coc.cli.main import COMMANDS, cli

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@dataclass(frozen=True)
class Use:
    """One way to use a command.

    Attributes:
        typed: the arguments behind the command's name.
        stdin: what is typed when it asks.
        shows: kinds of canaries that may stand on stdout, except under CI and in a terminal.
        terminal: kinds that may stand there in a terminal.
        must: whether they must, when all is well: the positive control.
        writes: whether a file under `{out}` or `{dir}` must hold canaries when all is well.
        book: whether the sheet is given with --spreadsheet.
        ci: whether it may be tried as under CI as well.
    """

    typed: str
    stdin: str = ""
    shows: frozenset[str] = frozenset()
    terminal: frozenset[str] = frozenset()
    must: bool = True
    writes: bool = False
    book: bool = True


MEMBERS = frozenset({"member"})
ALL = frozenset({"personal", "member", "account", "list"})

USES: dict[str, tuple[Use, ...]] = {
    "validate": (Use(""), Use("--apply")),
    "dates": (Use(""), Use("--apply")),
    "redact": (
        Use(""),
        Use("--apply"),
        Use("--apply --max-records 1"),
        Use("--apply --break-lock"),
        Use("--plan {text} --apply"),
        Use("--show", terminal=ALL, must=False),
    ),
    "nightly": (Use(""), Use("--apply"), Use("--without-access --apply")),
    "statistics": (
        Use(""),
        Use("--half"),
        Use("--years 2024-2026 --apply"),
        Use("--out {dir}"),
        Use("--event {text} --survey {text} --responders {text} --out {dir}", writes=True),
        Use("--event {someone} --out {dir}"),
    ),
    "screen": (
        Use("{list} --event-date 2026-12-01", terminal=ALL),
        Use("{list} --event-date 2026-12-01 --out {out}.csv --event {text}", writes=True),
        Use("{list} --event-date 2026-12-01 --out {out}.xlsx", writes=True),
        Use("- --event-date 2026-12-01", stdin="{list}", terminal=ALL),
        Use("{headless} --event-date 2026-12-01", terminal=ALL, must=False),
        Use("{broken} --event-date 2026-12-01"),
        Use("--forget {csv}"),
    ),
    "oncall plan": (
        Use("", shows=MEMBERS),
        Use("--weeks 30 --repair --apply", shows=MEMBERS),
        Use("--if-any", shows=MEMBERS),
    ),
    "oncall check": (Use("", terminal=MEMBERS, must=False),),
    "oncall swap": (
        Use("2026-11-23/primary", shows=MEMBERS),
        Use("2026-11-23/primary {text}"),
        Use("{text}"),
        Use("2026-11-23/primary {member} --hand-over --apply", shows=MEMBERS, must=False),
    ),
    "oncall fairness": (
        Use("", shows=MEMBERS),
        Use("--out {out}.svg", shows=MEMBERS, writes=True),
        Use("--out {out}.png", shows=MEMBERS),
    ),
    "oncall remind": (Use("", shows=MEMBERS), Use("--send"), Use("--week 2026-11-30", shows=MEMBERS)),
    "oncall export": (
        Use("", shows=MEMBERS),
        Use("--member {member}", shows=MEMBERS, must=False),
        Use("--out {out}.ics", writes=True),
        Use("--member {text}"),
    ),
    "setup": (Use(""), Use("--apply")),
    "demo": (Use("{dir}", book=False),),
    "access": (
        Use("", shows=frozenset({"account", "member"})),
        Use("--apply", shows=frozenset({"account", "member"})),
        Use("--apply --grant {address}", shows=frozenset({"account", "member", "typed"})),
    ),
    "person": (
        Use("", stdin="{someone}"),
        Use("--for-them --out {out}.md", stdin="{someone}", writes=True),
        Use("--for-them", stdin="{someone}", terminal=ALL),
        Use("--expunge --reason {text}", stdin="{someone}"),
        Use("--expunge --reason asked --apply", stdin="{someone}"),
    ),
    "sweep": (Use("", stdin="{someone}"),),
    "local new": (Use("{out}.coc {text}={csv}", book=False),),
    "local show": (
        Use("{book} Records", shows=ALL, book=False),
        Use("{book} {text}", book=False),
    ),
    "local export": (Use("{book} {out}.xlsx", book=False, writes=True),),
}
"""Every leaf of the tree, and how it is tried."""

ELSEWHERE = {
    "local serve": "test_servers.py",
}
"""Leaves that do not end by themselves: the file beside this one where they are tried."""

SCRIPT_USES: dict[str, tuple[Use, ...]] = {
    "nightly.py": (Use(""), Use("--apply")),
    "handover.py": (Use("--dry-run", shows=MEMBERS), Use("", shows=MEMBERS)),
    "transparency.py": (Use("--out {dir}"), Use("--out {dir} --apply")),
}
"""The scheduled jobs."""

DEVELOPING = {
    "dev.py": "prepares the checkout; opens no spreadsheet",
    "bench.py": "measures on invented data",
    "local_coverage.py": "writes a page of the documentation",
}
"""Scripts that never see a spreadsheet of anybody's."""


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, by its full name."""
    context = click.Context(cli)
    for name in COMMANDS:
        try:
            command = cli.get_command(context, name)  # type: ignore[attr-defined]
        except ModuleNotFoundError:  # TEMPORARY
            command = click.Command(name)
        assert command is not None
        yield from _below(name, command)


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for inner, found in command.commands.items():
            yield from _below(f"{name} {inner}", found)
    else:
        yield name, command
