"""Answers of "no" that outlive a result file, so that late registrations ask nothing twice.

What is kept is a keyed digest of each pair of an entry and a record: with the key, which stays
in one member's settings, the same question is recognised; without it, and without the list, the
file says nothing of anybody. Only pairs that a person answered are left out of later results:
whoever is new in our records is asked about again.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sheets_coc.errors import UsageError
from sheets_coc.people.folding import fold
from sheets_coc.plain_files import read_plain
from sheets_coc.screening.screen import Hit

FORMAT = "sheets-coc answers 1"


@dataclass(slots=True)
class Denials:
    """Pairs of an entry and a record that a person answered with no.

    Attributes:
        key: what digests are made with.
        digests: the digests.
    """

    key: bytes = field(repr=False)
    digests: set[str] = field(default_factory=set, repr=False)

    def has(self, hit: Hit) -> bool:
        """Whether this very question was answered with no."""
        names = "; ".join(name.text for name in hit.entry.names)
        return self._digest(names, "; ".join(hit.entry.contacts), hit.case) in self.digests

    def learn(self, answers: Iterable[tuple[str, str, str]]) -> int:
        """Take answers, as `confirming.denied` reads them; how many were new."""
        new = {self._digest(*answer) for answer in answers} - self.digests
        self.digests |= new
        return len(new)

    def dump(self) -> bytes:
        """The content of the file that keeps them."""
        return json.dumps({"format": FORMAT, "no": sorted(self.digests)}).encode()

    def _digest(self, *parts: str) -> str:
        text = "\x1f".join(map(fold, parts)).encode("utf-8", "replace")
        return hmac.digest(self.key, text, "sha256").hex()


def load(path: Path, key: bytes) -> Denials:
    """The answers that a file keeps; none where there is no such file.

    Raises:
        UsageError: it is another file.
    """
    try:
        kept = json.loads(read_plain(path))
        if kept["format"] == FORMAT:
            return Denials(key, set(map(str, kept["no"])))
    except FileNotFoundError:
        return Denials(key)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise UsageError("--answered names a file that holds something else.", code="answered")


def without(hits: Iterable[Hit], denials: Denials | None) -> tuple[list[Hit], int]:
    """The hits that nobody has answered with no, and how many were."""
    hits = list(hits)
    left = [hit for hit in hits if denials is None or not denials.has(hit)]
    return left, len(hits) - len(left)
