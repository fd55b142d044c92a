r"""A text as a reader sees it, with a map back to how it is stored.

Names are cut by what programs put between their letters: `Zo&euml;`, `**Vander**meer`,
`Rua-` at the end of a line and `irí` on the next, `Ren=E9`, `C\u006fsima`, `RenÃ©`, `Ren%C3%A9`,
`Jane%20Doe`. All of it is read through here, once, so that no rule behind has to know of it.

Worked example: of `a **Vander**meer` the reader sees `a **Vandermeer`, and the two asterisks
inside the word are gone; the place of `Vandermeer` in the original includes them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape

_SUSPECT = re.compile(r"[&\\=*_<~%\u00c2-\u00c5\u00e2]|-[\r\n]")
_LETTER = r"[^\W\d_]"
_HIDDEN = re.compile(
    rf"(?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]{{2,8}}\d{{0,2}});)"
    r"|(?P<escape>\\u[0-9a-fA-F]{4})"
    r"|(?P<quoted>(?:=[0-9A-F]{2})+(?![0-9A-Z]))"
    rf"|(?P<percent>(?:(?<={_LETTER})|(?<=%[0-9A-Fa-f]{{2}}))%20(?=[^\W\d_]|%[C-Fc-f])"
    r"|%[C-Dc-d][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2})"
    r"|(?P<soft>=\r?\n)"
    rf"|(?P<broken>(?<={_LETTER})-\r?\n[ \t]*(?=[^\W\d_A-Z]))"
    rf"|(?P<markup>(?<={_LETTER})(?:\*{{1,3}}|__|~~|</?(?:b|i|u|s|em|strong|span|code|mark|font|small|wbr)>)(?={_LETTER}))"
    r"|(?P<mojibake>[\u00c2-\u00c5][\u0080-\u00bf\u0152-\u0178\u2018-\u203a\u20ac\u2122]"
    r"|\u00e2\u20ac[\u0080-\u00bf\u0152-\u0178\u02c6-\u02dc\u2018-\u203a\u2122])"
)
_BETWEEN = "'\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0 -"


@dataclass(frozen=True, slots=True, repr=False)
class Readable:
    """A text as it is read.

    Attributes:
        text: what a reader sees.
        cuts: where in `text` each change stands, in order.
        begins: from that place on, how far the beginning of a character is ahead in the original.
        ends: the same for its end.
    """

    text: str
    cuts: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in what is read; nothing is cut in half."""
        if not self.cuts:
            return start, end
        if end <= start:
            return (at := start + self._shift(self.begins, start)), at
        last = end - 1
        return start + self._shift(self.begins, start), end + self._shift(self.ends, last)

    def _shift(self, shifts: tuple[int, ...], offset: int) -> int:
        at = bisect_right(self.cuts, offset) - 1
        return shifts[at] if at >= 0 else 0


def readable(text: str) -> Readable:
    """Read through entities, markup, escapes and line ends inside words.

    Args:
        text: any Unicode.
    """
    if not _SUSPECT.search(text):
        return Readable(text)
    pieces: list[str] = []
    cuts: list[tuple[int, int, int]] = []
    done, length = 0, 0
    for match in _HIDDEN.finditer(text):
        seen = _seen(match)
        if seen is None:
            continue
        pieces += [text[done : match.start()], seen]
        length += match.start() - done
        if seen:  # one character stands for all of what is stored
            cuts.append((length, match.start() - length, match.end() - 1 - length))
            length += 1
        ahead = match.end() - length
        cuts.append((length, ahead, ahead))
        done = match.end()
    if not cuts:
        return Readable(text)
    return Readable("".join([*pieces, text[done:]]), *zip(*cuts, strict=True))


def _seen(match: re.Match[str]) -> str | None:
    """What a reader sees in the place of something stored; None where that is nothing special."""
    kind, stored = match.lastgroup, match[0]
    if kind in {"soft", "broken", "markup"}:
        return ""
    try:
        if kind == "entity":
            seen = unescape(stored)
        elif kind == "escape":
            seen = chr(int(stored[2:], 16))
        elif kind == "percent":
            seen = bytes.fromhex(stored.replace("%", "")).decode("utf-8").replace(" ", "_")
        elif kind == "quoted":
            seen = _decoded(bytes.fromhex(stored.replace("=", "")))
        else:
            seen = stored.encode("cp1252").decode("utf-8")
    except (UnicodeError, ValueError):
        return None
    return seen if len(seen) == 1 and (seen.isalpha() or seen in _BETWEEN or seen == "_") else None


def _decoded(stored: bytes) -> str:
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored.decode("latin-1")
