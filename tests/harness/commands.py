"""Every command that writes, with what it needs to do so on the harness's sheet, and faults.

That may be a file to read, another spreadsheet to publish in, and a server for mail, all of them
real. The commands come from the command line's own tree: one that is not listed here fails a test.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from sheets_coc.book import opening
from sheets_coc.cli.main import cli, run
from sheets_coc.intake import job as intake
from sheets_coc.local.cells.fill import filled_tab
from sheets_coc.local.files.main import create
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.local.state.model import RichCell
from sheets_coc.sheet.transaction.transaction import recover, transact
from tests.harness.world import TODAY, World
from tests.mail.smtp import Mailbox

ACTS = {"--apply", "--send"}
EVENT = "2026-12-05"
RECIPES: dict[str, tuple[str, ...]] = {
    "setup": ("setup", "--apply"),
    "validate": ("validate", "--apply"),
    "dates": ("dates", "--apply"),
    "redact": ("redact", "--apply"),
    "answer": ("answer", "1=done", "--apply"),
    "nightly": ("nightly", "--apply"),
    "oncall plan": ("oncall", "plan", "--weeks", "4", "--apply"),
    "oncall swap": (
        "oncall",
        "swap",
        "2026-11-30/primary",
        "2026-11-23/secondary",
        "--apply",
    ),
    "oncall away": ("oncall", "away", "Lea Brandt", "2026-11-24", "2026-11-25", "--apply"),
    "access": ("access", "--apply"),
    "person": ("person", "--expunge", "--reason", "asked to", "--apply"),
    "oncall remind": ("oncall", "remind", "--send"),
    "intake": ("intake", "{reports}", "--event", "Conf 2026", "--duplicates", "skip", "--apply"),
    "letter": ("letter", "screening", "--result", "{result}", "--event", "Conf 2026",
               "--event-date", EVENT, "--out", "{letter}", "--apply"),
    "statistics": ("statistics", "--apply"),
}  # fmt: skip
"""How each command that acts is called; in braces, the files of the desk."""
STALE = ("validate", "dates")
"""Commands for which there is nothing to do once the tool has run: theirs is an earlier sheet."""
STDIN = {"person": "Nadja Brink\n\n"}
REPORTS = """Date of report,Reporter,Named subjects,Summary of report,Action taken by local rep?
2026-11-18,Otto Hart,Selma Dorn-Krug,Krug pushed ahead.,
2026-11-19,Otto Hart,,Somebody shouted in room 2.,
2026-11-19,Otto Hart,,,Asked for quiet.
,Otto Hart,Jil Brand,,
"""
"""What an event hands over: people, a text, an action only, and people without a date."""
GUESTS = "Name,Email\nBruno Kessel,kessel@example.org\nWalter Neu,neu@example.org\n"
POLICY = """
[mail]
committee = "conduct@example.org"
[statistics]
spreadsheet = "{published}"
"""

FAULTS: dict[str, tuple[Rule, ...]] = {
    **{f"{code}": (Rule("status", code=code, times=1),) for code in (400, 401, 403, 404)},
    "429 once": (Rule("status", code=429, times=1),),
    "429 for minutes": (Rule("status", code=429, times=5),),
    "429 for ever": (Rule("status", code=429),),
    "500": (Rule("status", code=500, times=1),),
    "503": (Rule("status", code=503, times=1),),
    "503 after the write": (Rule("error_after", code=503, times=1),),
    "HTML 502": (Rule("html", times=1),),
    "timeout before": (Rule("timeout_before", times=1, seconds=0.001),),
    "timeout after": (Rule("timeout_after", times=1, seconds=0.001),),
    "dropped before": (Rule("drop_before", times=1),),
    "dropped after": (Rule("drop_after", times=1),),
    "cut off": (Rule("truncate", times=1),),
    "half the JSON": (Rule("half", times=1),),
    "another schema": (Rule("reshape", times=1),),
    "a list": (Rule("reshape", times=1, body=[1, 2]),),
    "away for good": (Rule("drop_before"),),
}
"""What can become of a request. Those without an end last for the rest of the command."""
KILLED = ("killed before", "killed after")


class Dead(BaseException):
    """The process was killed: nothing it still tries reaches Google."""


def acting() -> Iterator[str]:
    """The names of all commands that act."""
    context = click.Context(cli)

    def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[str]:
        if ACTS & {option for parameter in command.params for option in parameter.opts}:
            yield " ".join(path)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                yield from walk(found, (*path, name))

    return walk(cli, ())


class FaultyDoor:
    """The way between tool and Google, where one request goes wrong.

    Args:
        google: the local Google.
        nth: which request, from 1; 0 for none.
        fault: one of `FAULTS` or `KILLED`.
    """

    def __init__(self, google: LocalGoogle, nth: int = 0, fault: str = "") -> None:
        self.google, self.nth, self.fault = google, nth, fault
        self.count = 0
        self.dead = False

    def respond(self, request: Any) -> Any:
        """Pass a request on, or not."""
        if "/token" in request.target:
            return self.google.respond(request)
        self.count += 1
        now = self.count == self.nth
        if self.dead or (now and self.fault == KILLED[0]):
            self.dead = True
            raise Dead
        if now and self.fault in FAULTS:
            for rule in FAULTS[self.fault]:
                self.google.misbehaviour.add(
                    Rule(rule.action, code=rule.code, times=rule.times, seconds=rule.seconds,
                         body=rule.body)
                )  # fmt: skip
        reply = self.google.respond(request)
        if now and self.fault == KILLED[1]:
            self.dead = True
            raise Dead
        return reply


@dataclass
class Desk:
    """Runs commands on a spreadsheet of the world, in this process, without waiting.

    Attributes:
        world: the local Google.
        patch: undoes itself after the test.
        capsys: what was printed.
        folder: where files are that commands read and write.
        mailbox: what the mail server took.
        said: what the last command printed.
    """

    world: World
    patch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    folder: Path | None = None
    mailbox: Mailbox | None = None
    said: str = ""
    _published: dict[str, str] = field(default_factory=dict)

    def sit(self) -> None:
        """Let the command line reach the world, whatever spreadsheet it is told."""
        world = self.world

        def session(address: Any, **_: Any) -> Any:
            return world.session(str(address))

        def other(main: Any, address: str, **_: Any) -> Any:
            return world.session(address)

        self.patch.setattr(opening, "open_session", session)
        self.patch.setattr(opening, "open_other", other)
        for act in (transact, recover):
            self.patch.setitem(act.__kwdefaults__, "sleep", lambda seconds: None)
        self.patch.setenv("SHEETS_COC_API_ROOT", "http://127.0.0.1:9")  # --today is free there
        # Names of new cases are drawn; to compare runs, all draw the same.
        self.patch.setattr(intake, "secrets", SimpleNamespace(token_hex=lambda size: "00"))
        if self.mailbox:
            server = {"HOST": "127.0.0.1", "PORT": str(self.mailbox.port), "SECURITY": "none"}
            for key, value in server.items():
                self.patch.setenv(f"SHEETS_COC_SMTP_{key}", value)

    def sheet(self, name: str, *, stale: bool = False) -> str:
        """A spreadsheet for a command, with all else it needs."""
        made = self.world.with_rota(stale=stale)
        if name == "statistics":
            cover = filled_tab(0, "Cover", [["What we publish"]])
            self._published[made] = create(self.world.google.store, "Published", [cover])
        if self.mailbox:
            self.mailbox.mails.clear()
        if self.folder and not (self.folder / "result.csv").exists():
            self._prepare(made)
        return made

    def _prepare(self, sheet: str) -> None:
        """The file of reports, and the result of a screening whose hit a person confirmed."""
        assert self.folder is not None
        (self.folder / "reports.csv").write_text(REPORTS, "utf-8")
        (self.folder / "guests.csv").write_text(GUESTS, "utf-8")
        result = self.folder / "result.csv"
        arguments = ["screen", str(self.folder / "guests.csv"), "--event-date", EVENT]
        run(
            ["--spreadsheet", sheet, "--today", TODAY.isoformat(), *arguments, "--out", str(result)]
        )
        self.capsys.readouterr()
        rows = list(csv.reader(result.read_text("utf-8-sig").splitlines()))
        for row in rows:
            if "early-plum" in row:
                row[0] = "yes"
        with result.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    def everything(self, sheet: str) -> tuple[Any, ...]:
        """All there is in a spreadsheet, and in the one that is published from it."""
        shared, kept, tabs = everything(self.world, sheet)
        if sheet in self._published:
            more, keys, published = everything(self.world, self._published[sheet])
            return [shared, more], [kept, keys], [*tabs, *published]
        return shared, kept, tabs

    def delete(self, sheet: str) -> None:
        """Forget a spreadsheet."""
        for one in (sheet, self._published.pop(sheet, "")):
            if one:
                self.world.delete(one)

    def command(
        self, spreadsheet: str, name: str, door: FaultyDoor, *more: str
    ) -> tuple[int | None, str]:
        """Run a command; its exit code (None when it was killed) and its error's code."""
        self.world.door = door
        self.patch.setattr("sys.stdin", io.StringIO(STDIN.get(name, "")))
        options = ["--spreadsheet", spreadsheet, "--today", f"{TODAY}T12:00", "--format", "json"]
        try:
            code: int | None = run(
                [*options, *self._policy(spreadsheet), *self._typed(name), *more]
            )
        except Dead:
            code = None
        finally:
            self.world.door = None
            self.world.google.misbehaviour.clear()
        printed = self.capsys.readouterr()
        self.said = printed.out + printed.err
        return code, _error(printed.out)

    def _policy(self, sheet: str) -> list[str]:
        if self.folder is None:
            return []
        file = self.folder / "policy.toml"
        file.write_text(POLICY.format(published=self._published.get(sheet, "")), "utf-8")
        return ["--policy", str(file)]

    def _typed(self, name: str) -> list[str]:
        """What is typed, with the names of the desk's files; a letter is a new one each time."""
        if self.folder is None:
            return list(RECIPES[name])
        letter = self.folder / "letter.txt"
        letter.unlink(missing_ok=True)
        files = {"reports": self.folder / "reports.csv", "result": self.folder / "result.csv",
                 "letter": letter}  # fmt: skip
        return [part.format(**files) for part in RECIPES[name]]


def _error(out: str) -> str:
    """The code of the error that was printed, if one was."""
    for line in reversed(out.splitlines() or [""]):
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict) and "error" in told:
            return str(told["error"]["code"])
    return ""


def everything(world: World, spreadsheet: str) -> tuple[Any, ...]:
    """All there is in a spreadsheet and on it, but for what is different each time."""
    with world.google.store.read() as state:
        found = state.spreadsheet(spreadsheet)
        shared = sorted(
            (p.get("emailAddress", ""), p["role"]) for p in found.file.get("permissions", ())
        )
        kept = sorted(
            (entry["metadataKey"], entry.get("metadataValue", ""))
            for entry in found.metadata
            if not entry["metadataKey"].startswith("sheets-coc-run-")
        )
        tabs = [
            (
                tab.id, tab.properties, tab.row_count, tab.column_count, _cells(tab.rows),
                tab.column_meta, _without_ids(tab.parts),
            )
            for tab in found.tabs
        ]  # fmt: skip
    return shared, kept, tabs


def _cells(rows: Sequence[Sequence[Any]]) -> dict[tuple[int, int], Any]:
    """The cells that hold anything."""
    return {
        (r, c): (x.value, x.formula, x.format, x.note, x.extra) if isinstance(x, RichCell) else x
        for r, row in enumerate(rows)
        for c, x in enumerate(row)
        if x is not None and x != RichCell()
    }


def _without_ids(part: Any) -> Any:
    """Google's structures without the numbers it gives them; what is empty is left out."""
    if isinstance(part, dict):
        return {
            key: _without_ids(value)
            for key, value in part.items()
            if key not in ("protectedRangeId", "bandedRangeId", "filterViewId")
            and value not in ({}, [])
        }
    return [_without_ids(value) for value in part] if isinstance(part, list) else part
