"""Answers that outlive a result file, so that of late registrations only what is new is asked.

What is kept is a keyed digest of each pair of an entry and a record: with the key, which stays
in one member's settings, the same question is recognised; without it, and without the list, the
file says nothing of anybody. What was answered with no is left out of later results; what was
answered with yes stays in, marked, because the organisers are to hear of it again. Whoever is
new in the list or in our records is asked about.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sheets_coc.errors import UsageError
from sheets_coc.people.folding import fold
from sheets_coc.plain_files import read_plain
from sheets_coc.screening.screen import Hit

FORMAT = "sheets-coc answers 1"
ANSWERS = ("no", "yes", "tell")
"""What a person can have answered, as the result file says it."""


@dataclass(slots=True)
class EarlierAnswers:
    """Pairs of an entry and a record that a person answered.

    Attributes:
        key: what digests are made with.
        digests: each answer by its digest.
    """

    key: bytes = field(repr=False)
    digests: dict[str, str] = field(default_factory=dict, repr=False)

    def of(self, hit: Hit) -> str:
        """What this very question was answered with; blank where it never was."""
        names = "; ".join(name.text for name in hit.entry.names)
        return self.digests.get(self._digest(names, "; ".join(hit.entry.contacts), hit.case), "")

    def learn(self, answers: Iterable[tuple[str, str, str, str]]) -> None:
        """Take answers, as `confirming.answers` reads them; a later one goes before."""
        for name, contacts, case, answer in answers:
            self.digests[self._digest(name, contacts, case)] = answer

    def dump(self) -> bytes:
        """The content of the file that keeps them."""
        kept = {said: sorted(d for d, a in self.digests.items() if a == said) for said in ANSWERS}
        return json.dumps({"format": FORMAT, **kept}).encode()

    def _digest(self, *parts: str) -> str:
        text = "\x1f".join(map(fold, parts)).encode("utf-8", "replace")
        return hmac.digest(self.key, text, "sha256").hex()


def load(path: Path, key: bytes) -> EarlierAnswers:
    """The answers that a file keeps; none where there is no such file.

    Raises:
        UsageError: it is another file.
    """
    try:
        kept = json.loads(read_plain(path))
        if kept["format"] == FORMAT:
            digests = {str(one): said for said in ANSWERS for one in kept.get(said, ())}
            return EarlierAnswers(key, digests)
    except FileNotFoundError:
        return EarlierAnswers(key)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise UsageError("--answered names a file that holds something else.", code="answered")


def only_new(hits: Iterable[Hit], earlier: EarlierAnswers | None) -> tuple[list[Hit], int]:
    """The hits without those answered with no, and how many these were.

    Those that were confirmed before say so (`Hit.before`).
    """
    left, no = [], 0
    for hit in hits:
        said = earlier.of(hit) if earlier else ""
        if said == "no":
            no += 1
        else:
            left.append(replace(hit, before=said) if said else hit)
    return left, no
