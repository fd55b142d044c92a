"""Tries a use of a command in one state, mode and fault, and says what got out where."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sheets_coc.schema.columns import BY_KEY
from tests.leaks.books import TODAY, Library
from tests.leaks.canaries import Search
from tests.leaks.contents import OWN
from tests.leaks.kinds import KINDS, STATES
from tests.leaks.sandbox.failing import FAULTS, Fault, failing, interrupt
from tests.leaks.sandbox.surfaces import SURFACES, Seen
from tests.leaks.sandbox.watch import Watch
from tests.leaks.scenarios import SCRIPTS, TITLES, Use

MODES = ("text", "json", "debug", "terminal", "ci", "ci json", "ci details")
POLICY = f"""
[columns.own]
"{OWN}" = "remove names"
[mail]
committee = "conduct@example.org"
"""
POLICIES = {
    "no toml": "= {text} [",
    "unknown section": "[{word}]\nx = 1\n",
    "unknown key": "[retention]\n{word} = 1\n",
    "wrong type": '[retention]\nnotice_days = "{text}"\n',
    "wrong choice": '[retention]\nanchor = "{text}"\n',
    "own column": '[columns.own]\n"{text}" = "{text}"\n',
    "mail": '[mail]\ncommittee = "{text}"\n',
    "tabs": '[tabs]\nrecords = "{title}"\n',
}
"""Policies that cannot be used, each quoting canaries."""
QUOTED = frozenset({"policy key", "policy title"})
"""What errors may quote of a policy: the name of a setting, and the tab that it says there is."""


@dataclass(frozen=True)
class Try:
    """One run.

    Attributes:
        command: its full name, or a script's.
        use: what is typed.
        state: the kind of book.
        mode: how it is run.
        fault: what goes wrong: `fault/nth`, `interrupt/nth`, or nothing.
        policy: the policy, if it is a bad one.
    """

    command: str
    use: Use
    state: str = "fine"
    mode: str = "text"
    fault: str = ""
    policy: str = ""

    def __str__(self) -> str:
        parts = (self.command, self.use.typed, self.state, self.mode, self.fault, self.policy)
        return " | ".join(part for part in parts if part)

    @property
    def fine(self) -> bool:
        """Whether all is well."""
        return self.state == "fine" and not self.fault and not self.policy


def everything(command: str, use: Use) -> Iterator[Try]:
    """The full product of a use."""
    read = use.book or "{book}" in use.typed
    for mode in MODES:
        yield from (Try(command, use, state, mode) for state in (STATES if read else ("fine",)))
    for nth in (0, 1, 2, 3, 4, 5, 6):  # --debug says all that is said without it, and more
        yield from (Try(command, use, mode="debug", fault=f"{fault}/{nth}") for fault in FAULTS)
    yield from (Try(command, use, mode="debug", fault=f"interrupt/{n}") for n in range(1, 8))
    yield from (Try(command, use, mode="debug", policy=policy) for policy in POLICIES)


def selection(uses: Mapping[str, tuple[Use, ...]], seed: str) -> dict[str, list[Try]]:
    """A selection for each command: all well for each use, and in turns everything else.

    Modes, states, faults, interruptions and bad policies are shuffled and dealt out like cards,
    so that every one comes up, whatever the seed.
    """
    draw = random.Random(seed)
    modes, states, faults, policies, moments = (
        _dealt(draw, cards)
        for cards in (MODES[1:], STATES[1:], FAULTS, tuple(POLICIES), ("1", "2", "3", "4"))
    )
    chosen: dict[str, list[Try]] = {}
    for turn, (command, its) in enumerate(sorted(uses.items())):
        tries = chosen[command] = [Try(command, use) for use in its]
        readers = [use for use in its if use.book or "{book}" in use.typed]
        if readers or not any(use.slow for use in its):
            mode = "ci" if command.endswith(".py") else next(modes)  # where scripts are at home
            tries.append(Try(command, draw.choice(its), mode=mode))
        readers = [use for use in readers if not use.slow]
        if not readers:
            continue
        tries += [
            Try(command, draw.choice(readers), next(states), next(modes))
            for _ in range(max(2, len(readers) // 2))
        ]
        for _ in range(max(1, len(readers) // 3)):
            fault, nth = next(faults), draw.choice((0, 1, 2, 3, 4))
            tries.append(Try(command, draw.choice(readers), mode="debug", fault=f"{fault}/{nth}"))
        last = Try(command, draw.choice(readers), mode="debug")
        tries.append(
            replace(last, policy=next(policies))
            if turn % 2
            else replace(last, fault=f"interrupt/{next(moments)}")
        )
    return chosen


def _dealt(draw: random.Random, cards: Sequence[str]) -> Iterator[str]:
    """Cards without end: each comes up once before any comes up again."""
    while True:
        yield from draw.sample(cards, len(cards))


@dataclass
class Trying:
    """Makes runs of tries.

    Attributes:
        watch: runs command lines.
        library: the books.
        search: looks for canaries.
        seed: what a selection is drawn with.
        runs: how many there were.
        sought: how many words were looked for, summed over the runs.
        typed: the command line of the last run.
    """

    watch: Watch
    library: Library
    search: Search
    seed: str
    runs: int = 0
    sought: int = 0
    typed: tuple[str, ...] = ()

    def __call__(self, attempt: Try) -> list[str]:
        """What was wrong about a run: a line for each canary on each surface."""
        self.runs += 1
        self.watch.fresh()
        seen = self.run(attempt)
        assert set(seen.surfaces) == set(SURFACES)
        wrong = [f"{attempt}: {line}" for line in self._leaks(attempt, seen)]
        self.sought += len(self.library.canaries.words)
        if seen.unexpected:
            wrong.append(f"{attempt}: ended in an error nobody foresaw")
        interrupted = attempt.fault.startswith("interrupt")
        if interrupted and seen.requests >= int(attempt.fault[10:]) and seen.code != 130:
            wrong.append(f"{attempt}: interrupted, yet it exits with {seen.code}")
        if attempt.fine and attempt.use.must:
            wrong += [f"{attempt}: {line}" for line in self._controls(attempt, seen)]
        return wrong

    def run(self, attempt: Try) -> Seen:
        """Run one try."""
        work = self.watch.folder / "work"
        words = self._words(attempt, work)
        arguments = [_filled(part, words) for part in shlex.split(attempt.use.typed)]
        (work / "policy.toml").write_text(self._policy(attempt), "utf-8")
        options = ["--today", TODAY, "--policy", str(work / "policy.toml")]
        options += ["--spreadsheet", f"local:{words['book']}"] if attempt.use.book else []
        options += ["--format", "json"] if "json" in attempt.mode else []
        options += ["--details"] if "details" in attempt.mode else []
        options += ["--debug"] if attempt.mode == "debug" or attempt.fault else []
        script = SCRIPTS / attempt.command if attempt.command.endswith(".py") else None
        if script and script.name == "transparency.py":  # it takes these from the environment
            line, given = arguments, options
        else:
            line, given = [*options, *arguments], []
            if script is None:
                line = [*options, *attempt.command.split(), *arguments]
        self.typed = tuple(line)
        return self.watch(
            line,
            script=script,
            stdin=_filled(attempt.use.stdin, words),
            environment={"CI": "true"} if attempt.mode.startswith("ci") else {} | _as_set(given),
            fault=self._fault(attempt),
            terminal=attempt.mode == "terminal",
        )

    def _policy(self, attempt: Try) -> str:
        if not attempt.policy:
            return POLICY
        draw = self.library.canaries
        return POLICIES[attempt.policy].format(
            text=draw.text("policy"),
            word=draw.word("policy", "policy key"),
            title=draw.text("policy", "policy title"),
        )

    def _fault(self, attempt: Try) -> Fault | None:
        kind, _, nth = attempt.fault.partition("/")
        if not kind:
            return None
        if kind == "interrupt":
            return interrupt(int(nth))
        return failing(kind, int(nth), self.library.canaries.text("Google's answer"))

    def _words(self, attempt: Try, work: Path) -> Mapping[str, str]:
        """What the placeholders of a use stand for."""
        draw = self.library.canaries
        out = self.watch.folder / "out"
        book = self.library.copy(attempt.state, work)
        someone, flagged = (
            self._of(attempt.state, f"Records subjects row {row}") for row in (0, 5)
        )
        listed = (
            f"Name,Email\n{flagged},\n{draw.name('list', 'list')},{draw.email('list', 'list')}\n"
        )
        files = {
            "list": listed,
            "headless": "\n".join(
                f"{draw.name('list', 'list')},{draw.email('list', 'list')}" for _ in range(4)
            ),
            "reports": "Date of report,Reporter,Named subjects,Summary of report\n"
            + "\n".join(
                f"2026-11-1{n},{draw.name('list', 'list')},{draw.name('list', 'list')},"
                f"{draw.text('list', 'list')}"
                for n in range(3)
            ),
            "broken": f"PK\x03\x04{draw.text('list')}",
            "csv": f"{draw.text('table')},{draw.name('table')}\n2025-01-01,{draw.text('table')}\n",
        }
        words = {name: str(work / f"{draw.word('file name')}.csv") for name in files}
        for name, content in files.items():
            Path(words[name]).write_text(content, "utf-8")
        return {
            **words,
            "book": str(book),
            "out": str(out / draw.word("out", "path")),
            "dir": str(out / draw.word("out", "path")),
            "text": draw.text("typed", "typed"),
            "address": draw.email("typed", "typed"),
            "someone": someone,
            "member": self._of(attempt.state, "Committee name"),
            "list": words["list"] if attempt.use.stdin != "{list}" else listed,
        }

    def _of(self, state: str, where: str) -> str:
        """The first name that stands somewhere in the book; else one that somebody made up."""
        found = self.library.places.get(state, {}).get(where)
        if not found:
            return self.library.canaries.name("typed", "typed")
        return " ".join(found[:2]).title()

    def _leaks(self, attempt: Try, seen: Seen) -> Iterator[str]:
        for surface, content in seen.surfaces.items():
            allowed = self._allowed(attempt) if surface == "stdout" else frozenset()
            if surface in ("stdout", "stderr", "tracebacks") and attempt.policy:
                allowed |= QUOTED
            pasted = surface == "stdout" and not attempt.mode.startswith("ci")
            sought = without_pasted(content, self.typed) if pasted else content
            for word, form in self.search(sought).items():
                where, kind = self.library.canaries.words[word]
                if kind not in allowed:
                    yield f"{surface}: {where} ({kind}), {form}"

    def _allowed(self, attempt: Try) -> frozenset[str]:
        """The kinds that this run is meant to show on stdout."""
        if attempt.mode == "ci json":  # JSON is whole, but for names
            return attempt.use.anyway | (attempt.use.shows & TITLES)
        if attempt.mode == "ci":
            return attempt.use.anyway
        shown = attempt.use.shows | attempt.use.anyway
        return shown | attempt.use.terminal if attempt.mode == "terminal" else shown

    def _controls(self, attempt: Try, seen: Seen) -> Iterator[str]:
        """Where canaries are meant to be, they are."""
        allowed = self._allowed(attempt)
        shown = {self.library.canaries.words[w][1] for w in self.search(seen.surfaces["stdout"])}
        if not attempt.mode.startswith("ci") and allowed and not shown & allowed:
            yield f"shows nothing, although it is meant to (exit code {seen.code})"
        ci = attempt.mode.startswith("ci")
        if attempt.use.writes and not ci and not any(map(self.search, seen.out.values())):
            yield f"writes nothing, although it is meant to (exit code {seen.code})"


_PRINTED = re.compile(r"sheets-coc |python3 \S+\.py ")
"""How a command begins that is printed for pasting."""


def without_pasted(content: bytes, typed: Sequence[str]) -> bytes:
    """Output without what was typed, in lines that print a command for pasting.

    Such a command names the sheet and the policy as they were typed: it would not work otherwise.
    """
    quoted = sorted({shlex.quote(word) for word in typed}, key=len, reverse=True)

    def line_without(line: str) -> str:
        found = _PRINTED.search(line)
        rest = line[found.end() :] if found else ""
        for word in quoted if found else ():
            rest = f" {rest}".replace(f" {word}", " ")
        return line[: found.end()] + rest if found else line

    text = content.decode("utf-8", "surrogateescape")
    return "\n".join(map(line_without, text.split("\n"))).encode("utf-8", "surrogateescape")


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text


def _as_set(options: list[str]) -> dict[str, str]:
    """Options as the environment gives them."""
    names = [part for part in options if part.startswith("--")]
    values = {n: options[options.index(n) + 1] for n in names if n not in ("--details", "--debug")}
    flags = {n: "1" for n in names if n in ("--details", "--debug")}
    return {f"SHEETS_COC_{n[2:].upper()}": v for n, v in {**values, **flags}.items()}


def covers_schema() -> bool:
    """Whether every column of the schema has a cell in the books."""
    from tests.leaks.contents import ALL

    return set(ALL) | {"row_check"} == set(BY_KEY) and len(KINDS) > 8
