"""Counts, case names, moments and answers as messages say them; whose words stand in a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Final, Self

from sheets_coc.schema.columns import COLUMNS
from sheets_coc.sheet.metadata import room


def count(number: int, what: str) -> str:
    """`1 record`, `3 records`, `0 records`."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def named(names: Sequence[str], most: int) -> str:
    """Names in a line, not more than can be read: `a, b and 3 more`.

    Args:
        names: what is listed.
        most: how many are named before the rest is only counted.
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def moment(when: datetime) -> str:
    """`2026-11-21 03:17 UTC`, whatever time zone it came in."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


_OFFERED = re.compile(
    r"it is (?:column [a-z]+|gone on purpose)|th(?:ey|ese) are (?:no )?records"
    r"|this (?:account is meant|is known)|put back on purpose|we look through them ourselves"
    r"|(?:day|month) first|different people|same person|erase|remove names|keep"
    r"|\d{4}-\d\d-\d\d|\d{5}(?:\.0)?"
)
_COLUMNS = frozenset(f"it is {column.header}".casefold() for column in COLUMNS)


def is_offered(answer: str) -> bool:
    """Whether a text is one of the answers that lines offer."""
    said = answer.strip().casefold()
    return said in _COLUMNS or _OFFERED.fullmatch(said) is not None


SAID: Final = "sheets-coc.said"
"""Developer metadata: digests of the sentences that the tool last wrote into To do."""
_REF, _LENGTH, _SENTENCE = 6, 4, 8
_WIDTH = _REF + _LENGTH + _SENTENCE


def _digest(words: str, letters: int) -> str:
    return blake2s(words.encode(), digest_size=letters // 2).hexdigest()


@dataclass(frozen=True, slots=True)
class Sentences:
    """What the tool last wrote into each line of To do: whatever follows it is a member's.

    Members answer where they read. The sentence itself is not kept, only how long it was and
    its digest, so that it is known again at the beginning of the cell:

        the tool wrote    amber-kite: no date.                       20 letters, digest 51d0…
        now stands        amber-kite: no date. I ask Ines, she knows
        a member's        I ask Ines, she knows

    Attributes:
        kept: length and digest, by the digest of the line's reference.
    """

    kept: Mapping[str, str]

    @classmethod
    def read(cls, metadata: Mapping[str, str]) -> Self:
        """The sentences that are remembered."""
        all_of_it = metadata.get(SAID, "")
        each = (all_of_it[at : at + _WIDTH] for at in range(0, len(all_of_it), _WIDTH))
        return cls({one[:_REF]: one[_REF:] for one in each})

    def behind(self, ref: str, cell: str, sentence: str | None = None) -> str:
        """What a member has written behind the tool's sentence, with what parts the two.

        Where they have written over the sentence, all of the cell is theirs.

        Args:
            ref: the line's reference.
            cell: what stands in the line.
            sentence: what the tool has to say now. Where no sentence is remembered, only what
                begins with a sign is taken for a remark, as in `… -- Ines: I do this`: it may
                be a longer sentence of the tool's own.
        """
        kept = self.kept.get(_digest(ref, _REF), "")
        try:
            length = int(kept[:_LENGTH] or "0", 16)
        except ValueError:  # somebody has changed it
            length = 0
        if length and _digest(cell[:length], _SENTENCE) == kept[_LENGTH:]:
            return cell[length:] if cell[length:].strip() else ""
        if sentence and cell.startswith(sentence):
            rest = cell[len(sentence) :]
            return rest if rest.strip() and not rest.lstrip(" ")[0].isalnum() else ""
        return f" {cell}" if length and cell.strip() else ""

    def remember(
        self, said: Mapping[str, str], stay: Collection[str], metadata: Mapping[str, str]
    ) -> dict[str, str | None]:
        """The metadata that keeps the sentences, as far as it differs and there is room.

        Args:
            said: the sentence of each line, by its reference.
            stay: references of lines that stay as they are.
            metadata: what the spreadsheet keeps.
        """
        now = {key: self.kept[key] for ref in stay if (key := _digest(ref, _REF)) in self.kept}
        for ref, sentence in said.items():
            length = f"{min(len(sentence), 0xFFFF):04x}"
            now[_digest(ref, _REF)] = length + _digest(sentence, _SENTENCE)
        rows = [key + kept for key, kept in sorted(now.items())]
        kept = "".join(rows[: room(metadata, SAID) // _WIDTH]) or None
        return {} if metadata.get(SAID) == kept else {SAID: kept}
