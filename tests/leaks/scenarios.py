"""How each command and each script is tried: what is typed, and what it is meant to show.

The commands themselves come from click's own tree: `leaves` finds them, and a command without
an entry here fails a test. Placeholders stand for files and words made for the run: `{out}` a
file to write, `{dir}` a folder to write into, `{list}` an attendee list, `{csv}` a table,
`{text}` a canary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click

from sheets_coc.cli.main import COMMANDS, cli
from tests.shared import ROOT

SCRIPTS = ROOT / "scripts"


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
        anyway: kinds that may stand on stdout under CI as well.
        book: whether the sheet is given with --spreadsheet.
        slow: whether fewer tries have to do where not everything is tried.
    """

    typed: str
    stdin: str = ""
    shows: frozenset[str] = frozenset()
    terminal: frozenset[str] = frozenset()
    must: bool = True
    writes: bool = False
    anyway: frozenset[str] = frozenset()
    book: bool = True
    slow: bool = False


MEMBERS = frozenset({"member"})
TITLES = frozenset({"title"})
"""The title of another tab is part of an address; titles that name somebody are personal."""
TYPED = frozenset({"typed"})
"""What was typed as the name of an event, or as a text meant for the public."""
ALL = frozenset({"personal", "member", "account", "list", "title"})

USES: dict[str, tuple[Use, ...]] = {
    "validate": (Use(""), Use("--apply")),
    "dates": (Use(""), Use("--apply")),
    "redact": (
        Use(""),
        Use("--apply", shows=TITLES),
        Use("--apply --max-records 1"),
        Use("--apply --break-lock", shows=TITLES),
        Use("--plan {text} --apply"),
        Use("--show", terminal=ALL, must=False),
    ),
    "nightly": (Use(""), Use("--apply"), Use("--without-access --apply")),
    "statistics": (
        Use(""),
        Use("--half"),
        Use("--years 2024-2026 --apply"),
        Use("--out {dir}", slow=True),
        Use(
            "--event {text} --survey {text} --responders {text} --out {dir}",
            writes=True,
            anyway=TYPED,
            must=False,
            slow=True,
        ),
        Use("--event {someone} --out {dir}", anyway=TYPED, must=False),
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
        Use("--weeks 30 --repair --apply", shows=MEMBERS, slow=True),
        Use("--if-any", shows=MEMBERS),
    ),
    "oncall check": (Use("", terminal=MEMBERS, must=False),),
    "oncall swap": (
        Use("2026-11-23/primary", shows=MEMBERS),
        Use("2026-11-23/primary {text}"),
        Use("{text}"),
        Use("2026-11-23/primary {member} --hand-over --apply", shows=MEMBERS, must=False),
    ),
    "oncall away": (
        Use("{member} 2027-03-01 2027-03-14", shows=MEMBERS, must=False),
        Use("{member} 2027-03-01 --apply", shows=MEMBERS, must=False),
        Use("{text} 2027-03-01"),
    ),
    "oncall fairness": (
        Use("", shows=MEMBERS),
        Use("--out {out}.svg", shows=MEMBERS, writes=True),
        Use("--out {out}.png", shows=MEMBERS),
    ),
    "oncall remind": (
        Use("", shows=MEMBERS),
        Use("--send"),
        Use("--week 2026-11-30", shows=MEMBERS),
    ),
    "oncall export": (
        Use("", shows=MEMBERS),
        Use("--member {member}", shows=MEMBERS, must=False),
        Use("--out {out}.ics", writes=True),
        Use("--member {text}"),
    ),
    "setup": (Use(""), Use("--apply")),
    "demo": (Use("{dir}", book=False, anyway=frozenset({"path"}), slow=True),),
    "access": (
        Use("", shows=frozenset({"account", "member"})),
        Use("--apply", shows=frozenset({"account", "member"})),
        Use("--apply --grant {address}", shows=frozenset({"account", "member", "typed"})),
    ),
    "access onboarding": (
        Use("{member}", shows=frozenset({"account", "member"}), must=False),
        Use("{text}"),
    ),
    "access offboarding": (
        Use("{member}", shows=frozenset({"account", "member"}), must=False),
        Use("{text}"),
    ),
    "person": (
        Use("", stdin="{someone}", shows=TITLES),
        Use("--for-them --out {out}.md", stdin="{someone}", writes=True),
        Use("--for-them", stdin="{someone}", terminal=ALL),
        Use("--expunge --reason {text}", stdin="{someone}"),
        Use("--expunge --reason asked --apply", stdin="{someone}", shows=TITLES, must=False),
    ),
    "sweep": (Use("", stdin="{someone}", shows=TITLES),),
    "answer": (Use(""), Use("1=done"), Use("1=done --apply"), Use("{text}")),
    "case": (Use("stunned-bulb"), Use("{text}")),
    "status": (Use("", shows=MEMBERS), Use("--markdown", shows=MEMBERS)),
    "doctor": (Use(""),),
    "login": (
        Use("--client {csv} --no-browser --timeout 1 --out {out}.json", book=False),
        Use("--client {text} --out {out}.json", book=False),
    ),
    "intake": (
        Use("{reports} --event {text}", anyway=TYPED),
        Use("{reports} --event {text} --apply", anyway=TYPED),
        Use(
            "{reports} --event {text} --duplicates add --apply --out {out}.txt",
            anyway=TYPED,
            must=False,
        ),
        Use("{broken} --event {text}"),
        Use("{csv} --column {text}"),
    ),
    "letter": (
        Use("acknowledge", terminal=ALL, must=False),
        Use("acknowledge-handled --event {text}", terminal=ALL | {"typed"}, must=False),
        Use("reports-received --event conference --count 3", must=False),
        Use("right-of-reply --case brisk-lamp --out {out}.txt", must=False),
        Use("screening --result {csv} --event {text} --event-date 2026-12-01"),
        Use("recipients-changed --set {text}={text}", must=False),
        Use("acknowledge --templates {dir}", must=False),
        Use("{text}"),
    ),
    "legal": (Use("privacy-notice", book=False), Use("{text}", book=False)),
    "local new": (Use("{out}.coc {text}={csv}", book=False),),
    "local show": (
        Use("{book} Records", anyway=ALL, book=False),
        Use("{book} {text}", book=False),
    ),
    "local record": (Use("{out}.json"),),
    "local export": (Use("{book} {out}.xlsx", book=False, writes=True),),
}
"""Every leaf of the tree, and how it is tried."""

ELSEWHERE = {
    "local serve": "test_servers.py",
    "desk": "../desk/test_desk.py",
    "start": "../start/test_terminal.py",  # asks about headings in a terminal, and nowhere else
    "use": "../cli/test_use.py",  # which keeps an address, and nothing else, on purpose
}
"""Leaves that do not end by themselves: the file beside this one where they are tried."""

SCRIPT_USES: dict[str, tuple[Use, ...]] = {
    "nightly.py": (Use(""), Use("--apply")),
    "handover.py": (Use("", shows=MEMBERS), Use("--apply", shows=MEMBERS, must=False)),
    "transparency.py": (Use("--out {dir}", slow=True), Use("--out {dir} --apply", slow=True)),
}
"""The scheduled jobs."""

DEVELOPING = {
    "dev.py": "prepares the checkout; opens no spreadsheet",
}
"""Scripts that never see a spreadsheet of anybody's."""


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, by its full name."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)  # type: ignore[attr-defined]
        assert command is not None
        yield from _below(name, command)


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        if command.invoke_without_command:
            yield name, command
        for inner, found in command.commands.items():
            yield from _below(f"{name} {inner}", found)
    else:
        yield name, command
