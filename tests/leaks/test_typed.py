"""What is typed is never repeated: every option and argument of every command, from the tree."""

from collections.abc import Iterator

import click
import pytest

from sheets_coc.cli.main import cli
from tests.leaks.books import Library
from tests.leaks.canaries import Search
from tests.leaks.sandbox.watch import Watch
from tests.leaks.scenarios import leaves

FREE = frozenset({"local show", "local new", "local export", "local serve", "demo", "letter",
                  "intake"})  # fmt: skip
"""Commands whose plain arguments may be file names: these are tried elsewhere."""


def _lines(name: str, command: click.Command, word: str) -> Iterator[list[str]]:
    """Command lines in which a canary stands where something else belongs."""
    yield [*name.split(), f"--{word}"]
    yield [*name.split(), f"-{word[0].upper()}{word}"]
    for parameter in command.params:
        if not isinstance(parameter, click.Option) or parameter.is_flag:
            continue
        flag = parameter.opts[0]
        yield [*name.split(), flag]
        if not isinstance(parameter.type, click.types.StringParamType | click.Path):
            yield [*name.split(), flag, word]
            yield [*name.split(), f"{flag}={word}"]
    if name not in FREE:
        yield [*name.split(), word, word, word, word]


@pytest.mark.parametrize(("name", "command"), list(leaves()), ids=[n for n, _ in leaves()])
def test_what_is_typed_is_never_repeated(
    name: str, command: click.Command, watch: Watch, library: Library, search: Search
) -> None:
    word = library.canaries.word("typed")
    for line in _lines(name, command, word):
        for form in ("text", "json"):
            seen = watch(["--debug", "--format", form, *line])
            assert seen.code == 2, [part for part in line if word not in part]
            assert not seen.unexpected
            for surface in ("stdout", "stderr", "log", "other files", "temporary files"):
                assert not search(seen.surfaces[surface]), (surface, form, len(line))


def test_global_options_too(watch: Watch, library: Library, search: Search) -> None:
    word = library.canaries.word("typed")
    lines = [[word], [word, "validate"], [f"--{word}"], ["valid", word], ["oncall", word],
             ["local", word], *([p.opts[0], word, "validate"] for p in cli.params
                                if isinstance(p, click.Option) and not p.is_flag)]  # fmt: skip
    for line in lines:
        seen = watch(["--debug", *line])
        assert seen.code in (1, 2, 4, 5), [part for part in line if word not in part]
        assert not seen.unexpected
        assert not any(search(seen.surfaces[s]) for s in ("stdout", "stderr", "log"))
