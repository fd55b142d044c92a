"""Canaries: invented words made at run time, and finding them again in whatever shape they got out.

A word is twelve letters that mean nothing. Its beginning and its end are found as well, where
they stand by themselves, so that what is cut off is not hidden, and no hit is chance. Texts are
looked at in several views (as they are, folded, unescaped, joined where something split them),
so that no view has to know how a word was written.
"""

from __future__ import annotations

import base64
import contextlib
import html
import io
import quopri
import random
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

_LETTERS = "abdefgiklmnoprtuvz"
LENGTH, HALF = 12, 8
_RUNS = re.compile(f"[{_LETTERS}]{{{HALF},}}")
_ESCAPES = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{12,}")
_HEX = re.compile(r"[0-9a-fA-F]{16,}")


@dataclass
class Canaries:
    """The words of one session: where each stands, and whose it is.

    Attributes:
        draw: where chance comes from.
        words: for each word where it stands, and its kind: `personal`, `member`, `secret`…
        halves: the beginning and the end of each word, and the word.
        secrets: the words that are not made of our letters.
        places: the words that stand in each place, in the order in which they were made.
    """

    draw: random.Random
    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    halves: dict[str, str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    places: dict[str, list[str]] = field(default_factory=dict)

    def word(self, where: str, kind: str = "personal") -> str:
        """A new word, with an accent on one of its vowels now and then."""
        made = self._new()
        self.words[made] = where, kind
        self.halves |= {made[:HALF]: made, made[-HALF:]: made}
        self.places.setdefault(where, []).append(made)
        if self.draw.random() < 0.3:
            made = made.replace("e", "é", 1).replace("o", "ö", 1)
        return made

    def _new(self) -> str:
        """A word that shares its beginning and its end with no other."""
        while True:
            made = "".join(self.draw.choices(_LETTERS, k=LENGTH))
            if made[:HALF] not in self.halves and made[-HALF:] not in self.halves:
                return made

    def name(self, where: str, kind: str = "personal") -> str:
        """A full name."""
        return f"{self.word(where, kind).title()} {self.word(where, kind).title()}"

    def email(self, where: str, kind: str = "personal") -> str:
        """An address, which is of ASCII."""
        first, second = (plain(self.word(where, kind)) for _ in range(2))
        return f"{first}@{second}.example"

    def text(self, where: str, kind: str = "personal") -> str:
        """A sentence."""
        return f"Then {self.word(where, kind)} met {self.word(where, kind).upper()} there."

    def secret(self, where: str, value: str) -> str:
        """A secret that is given, such as a key: 24 characters of it are looked for."""
        self.words[value[:24].casefold()] = where, "secret"
        self.secrets.add(value[:24].casefold())
        return value

    def of(self, kind: str) -> set[str]:
        """The words of a kind."""
        return {word for word, (_, its) in self.words.items() if its == kind}


def plain(text: str) -> str:
    """Folded: without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def folded(text: str) -> str:
    """Folded for comparing."""
    return plain(text).casefold()


def _unescaped(text: str) -> Iterator[str]:
    """Without backslash escapes, however often they were escaped themselves."""
    once = _ESCAPES.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    yield once
    yield once.encode("latin-1", "ignore").decode("utf-8", "ignore")


def views(text: str) -> Iterator[tuple[str, str]]:
    """A text in every shape in which a word may show, each folded."""
    flat = folded(text)
    yield "plain", flat
    yield "split", re.sub(r"[\W_]+", "", flat)
    if "%" in text or "+" in text:
        once = unquote_plus(text, errors="replace")
        yield "url", folded(once)
        yield "url twice", folded(unquote_plus(once, errors="replace"))
    if "\\" in text:
        yield from (("escaped", folded(shown)) for shown in _unescaped(text))
    if "&" in text:
        yield "html", folded(html.unescape(text))
    if "=" in text:
        yield (
            "quoted printable",
            folded(quopri.decodestring(text.encode()).decode("utf-8", "replace")),
        )
    yield "backwards", flat[::-1]


def decoded(text: str) -> Iterator[tuple[str, str]]:
    """What stands in a text as base64, at each alignment, or as hex; each folded."""
    bare = re.sub(r"\s", "", text)
    for run in _BASE64.findall(bare.replace("-", "+").replace("_", "/")):
        for start in range(4):
            part = run[start : start + (len(run) - start) // 4 * 4]
            if part:
                yield "base64", folded(base64.b64decode(part).decode("utf-8", "ignore"))
    for run in _HEX.findall(re.sub(r":|\\x", "", bare)):
        for start in range(2):
            part = run[start : start + (len(run) - start) // 2 * 2]
            yield "hex", folded(bytes.fromhex(part).decode("utf-8", "ignore"))


def texts(blob: bytes) -> Iterator[str]:
    """What is written in bytes: as text, and unpacked where they are packed."""
    yield blob.decode("utf-8", "replace")
    if b"\0" in blob:
        yield blob.decode("utf-16-le", "replace")
        yield blob[1:].decode("utf-16-le", "replace")
    if blob.startswith(b"PK"):  # a word may begin like this as well
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(blob)) as packed:
            for name in packed.namelist():
                yield name
                yield packed.read(name).decode("utf-8", "replace")
    for start in (found.start() for found in re.finditer(rb"\x78[\x01\x9c\xda]", blob)):
        unpacking = zlib.decompressobj()
        try:
            yield unpacking.decompress(blob[start:]).decode("utf-8", "replace")
        except zlib.error:
            continue


def reach(text: str, start: int, word: str, offset: int) -> tuple[int, int]:
    """From where to where a text agrees with a word, around a part of it that it holds.

    Args:
        text: the text.
        start: where the part begins in it.
        word: the word.
        offset: where the part begins in the word.
    """
    first, last = start, start + HALF
    while first and offset and text[first - 1] == word[offset - 1]:
        first, offset = first - 1, offset - 1
    offset += last - first
    while last < len(text) and offset < len(word) and text[last] == word[offset]:
        last, offset = last + 1, offset + 1
    return first, last


def _by_itself(text: str, first: int, last: int) -> bool:
    """Whether a part of a text is no part of a longer word; `\\n` before it is none of it."""
    before = text[first - 1 : first]
    escaped = before in ("n", "r", "t") and text[first - 2 : first - 1] == "\\"
    return (escaped or not before.isalnum()) and not text[last : last + 1].isalnum()


class Search:
    """Looks for every word of a session.

    A word counts where it is whole, or where eight of its letters or more stand by themselves,
    as when something cut it off. Eight letters within other letters are chance: a long run
    has tens of thousands of words and makes millions of letters of output.

    Args:
        canaries: the words.
    """

    def __init__(self, canaries: Canaries) -> None:
        self._canaries = canaries

    def __call__(self, blob: bytes | str) -> Mapping[str, str]:
        """The words found, and in which form each was found first."""
        raw = blob.encode("utf-8", "surrogatepass") if isinstance(blob, str) else blob
        found: dict[str, str] = {}
        for text in texts(raw) if raw else ():
            for form, seen in (*views(text), *decoded(text)):
                for word in self._within(seen):
                    found.setdefault(word, form)
        return found

    def _within(self, seen: str) -> Iterator[str]:
        """The words a view holds."""
        halves = self._canaries.halves
        for run in _RUNS.finditer(seen):
            for start in range(run.start(), run.end() - HALF + 1):
                word = halves.get(seen[start : start + HALF])
                if word is None:
                    continue
                offset = 0 if word.startswith(seen[start : start + HALF]) else LENGTH - HALF
                first, last = reach(seen, start, word, offset)
                if last - first == LENGTH or _by_itself(seen, first, last):
                    yield word
        yield from (
            secret
            for secret in self._canaries.secrets
            if secret[:LENGTH] in seen or secret[-LENGTH:] in seen
        )
