"""What goes into scrubbing, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

REPLACEMENT = "Expunged"
"""What stands in the place of an identifier."""


STRANGER = "person"
"""The rule of a flag on what looks like somebody whom nobody in the row is."""


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """Everything a row knows about its people, as typed.

    Attributes:
        names: one string for each person: reporter, subjects and others named.
        aliases: other names they go by.
        contacts: e-mail addresses, handles, profile addresses, telephone numbers.
    """

    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A place a person should look at; it holds no text.

    Attributes:
        rule: why: `typo`, `initials`, `nickname`, `namesake` (part of a known name inside what
            looks like somebody else's), `word` (a known name that may be just a word here),
            `email`, `url`, `handle`, `phone`, `person` (what looks like somebody whom nobody in
            the row is), `no_identifiers`.
        start: where it begins in the scrubbed text.
        end: where it ends in the scrubbed text.
    """

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class Scrubbed:
    """A narrative without the people in it.

    Attributes:
        text: the narrative, every identifier replaced.
        replaced: how many places were replaced.
        flags: places for a person to look at, in order.
        spans: the places replaced, as offsets in the original, in order, without overlaps.
    """

    text: str
    replaced: int
    flags: tuple[Flag, ...]
    spans: tuple[tuple[int, int], ...]

    def original(self, flag: Flag) -> tuple[int, int]:
        """Where a flag stands in the text before anything was replaced."""
        shift = 0
        for start, end in self.spans:
            if start + shift >= flag.start:
                break
            shift += len(REPLACEMENT) - (end - start)
        return flag.start - shift, flag.end - shift


def masked(text: str, flag: Flag, width: int = 30) -> str:
    """The surroundings of a flag with every word masked, for a terminal.

    The flagged words keep their shape (`Xxxx`, `999`), the rest shows only how long it is, so
    that somebody who has the sheet open finds the place, and nobody else learns anything.

    Args:
        text: the scrubbed text the flag belongs to.
        flag: the flag.
        width: how many characters to show on each side.

    Returns:
        One line.
    """
    left, right = max(0, flag.start - width), min(len(text), flag.end + width)
    around = [_dot(text[left : flag.start]), _shape(text[flag.start : flag.end])]
    return "".join([*around, _dot(text[flag.end : right])])


def _dot(text: str) -> str:
    return "".join(" " if char.isspace() else "·" for char in text)


def _shape(text: str) -> str:
    return "".join(map(_shape_of, text))


def _shape_of(char: str) -> str:
    if char.isspace():
        return " "
    if char.isdecimal():
        return "9"
    if char.isalpha():
        return "X" if char.isupper() else "x"
    return char if char in "@.:/_+-#'" else "·"
