"""Given names that stand for one another: short forms, and one name in several languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _groups(table: str) -> Mapping[str, frozenset[str]]:
    """For each word of a table, the names of the lines it stands in.

    A line holds names that stand for one another; its first word names it.
    """
    words_to_lines: dict[str, set[str]] = {}
    for line in files(__package__).joinpath(table).read_text("utf-8").splitlines():
        words = line.partition("#")[0].lower().split()
        for word in words:
            words_to_lines.setdefault(word, set()).add(words[0])
    return {word: frozenset(lines) for word, lines in words_to_lines.items()}


def nickname_groups(part: str) -> frozenset[str]:
    """The given names a part is a usual short form of, itself included."""
    return _groups("nicknames.txt").get(part, frozenset())


def language_groups(part: str) -> frozenset[str]:
    """The name a part is a form of in some language."""
    return _groups("languages.txt").get(part, frozenset())


@cache
def short_forms() -> Mapping[str, frozenset[str]]:
    """For each given name and each short form, the names it may stand for or shorten to."""
    text = files(__package__).joinpath("nicknames.txt").read_text("utf-8")
    table: defaultdict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        given, *shorts = line.split() if not line.startswith("#") else [""]
        for short in shorts:
            table[given].add(short)
            table[short].add(given)
    return {name: frozenset(others) for name, others in table.items()}


def is_given_name(word: str) -> bool:
    """Whether a folded word is a common given name, or a short form of one."""
    return word in short_forms() or word in _groups("languages.txt")
