"""After a redaction: where in the whole spreadsheet someone who went is still mentioned.

The search looks at every place text can hide in and reports addresses, never content.
People who are still named in live records, and members, are not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sheets_coc.people.entries import entry_keys
from sheets_coc.people.folding import fold
from sheets_coc.people.names import name_parts
from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.sheet.workbook import Text

_ENDING = 3
"""Letters that a possessive or a case may add or change: Wendel's, Ayşe'nin, Virtasen."""
_STEM = 4
"""Letters that stay the same however a longer name is inflected."""


def still_known(removed: Known, live: Iterable[Known], members: Iterable[str]) -> Known:
    """The identifiers to look for: without those of live records and of members.

    Somebody is known again however they are spelt there, by the rule that holds for records.
    """
    kept = {key for member in members for key in _keys(member)}
    for known in live:
        for one in (*known.names, *known.aliases, *known.contacts):
            kept |= _keys(one)
    return Known(
        names=tuple(n for n in removed.names if kept.isdisjoint(_keys(n))),
        aliases=tuple(a for a in removed.aliases if kept.isdisjoint(_keys(a))),
        contacts=tuple(c for c in removed.contacts if kept.isdisjoint(_keys(c))),
    )


def _keys(identifier: str) -> frozenset[str]:
    """What tells that two spellings are of one identifier; its text where it is of no kind."""
    return entry_keys(identifier) or frozenset({f"text:{fold(identifier)}"} - {"text:"})


class _Wanted:
    """Tells a person's name or contact from a mere given name, which many people share."""

    def __init__(self, wanted: Known) -> None:
        self.names = [parts for n in (*wanted.names, *wanted.aliases) if (parts := name_parts(n))]
        self.contacts = [
            bare for c in (*wanted.contacts, *wanted.aliases) if len(bare := _bare(c)) > 3
        ]

    def tells(self, found: str) -> bool:
        """Whether a found piece names somebody for sure."""
        bare = _bare(found)
        if any(contact in bare for contact in self.contacts):
            return True
        words = set(name_parts(found))
        return any(
            sum(any(_is_form(word, part) for word in words) for part in parts) >= min(2, len(parts))
            for parts in self.names
        )


def _is_form(word: str, part: str) -> bool:
    """Whether a word the scrubber has found is this part of a name, with an ending or inflected."""
    stem = max(_STEM, len(part) - _ENDING)
    inflected = len(part) > _STEM and word[:stem] == part[:stem]
    return (inflected or word.startswith(part)) and len(word) - len(part) <= _ENDING


def _bare(contact: str) -> str:
    folded = fold(contact).strip().removeprefix("mailto:").strip("@/ ")
    return folded.removeprefix("https://").removeprefix("http://").removeprefix("www.")


def sweep(texts: Sequence[Text], wanted: Known) -> list[Text]:
    """The places that still mention someone.

    Args:
        texts: every text of the spreadsheet.
        wanted: whom to look for.
    """
    if not (wanted.names or wanted.aliases or wanted.contacts):
        return []
    scrubber = Scrubber(wanted)
    certain = _Wanted(wanted)
    found = []
    for place in texts:
        content = place.text.reveal()
        if any(certain.tells(content[a:b]) for a, b in scrubber(content).spans):
            found.append(place)
    return found
