"""After a redaction: where in the whole spreadsheet someone who went is still mentioned.

The search looks at every place text can hide in and reports addresses, never content.
People who are still named in live records, and members, are not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheets_coc.people.folding import fold
from sheets_coc.people.names import name_parts
from sheets_coc.private import Private
from sheets_coc.retention.scrubbing import Known, Scrubber


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text somewhere in the spreadsheet.

    Attributes:
        kind: what kind of place it is, in plain words (`cell`, `note`, `drop-down list`).
        tab: the tab's title; empty for something of the whole file.
        tab_id: the tab's id, if it is in one.
        row: the cell's row, from 0; None outside cells.
        column: the cell's column, from 0; None outside cells.
        text: the text.
    """

    kind: str
    tab: str
    tab_id: int | None
    row: int | None
    column: int | None
    text: Private[str]


def still_known(removed: Known, live: Iterable[Known], members: Iterable[str]) -> Known:
    """The identifiers to look for: without those of live records and of members."""
    kept = {fold(member) for member in members}
    for known in live:
        kept |= {fold(one) for one in (*known.names, *known.aliases, *known.contacts)}
    kept.discard("")
    return Known(
        names=tuple(n for n in removed.names if fold(n) not in kept),
        aliases=tuple(a for a in removed.aliases if fold(a) not in kept),
        contacts=tuple(c for c in removed.contacts if fold(c) not in kept),
    )


def _tells(found: str, single: frozenset[str]) -> bool:
    """Whether a found piece names a person for sure: more than one part of a name, or a contact.

    A given name alone stands for many people, and would bury the real finds.
    """
    folded = fold(found)
    parts = folded.replace("-", " ").split()
    return len(parts) > 1 or folded in single or any(c in folded for c in "@/_0123456789")


def sweep(texts: Sequence[Text], wanted: Known) -> list[Text]:
    """The places that still mention someone.

    Args:
        texts: every text of the spreadsheet.
        wanted: whom to look for.
    """
    if not (wanted.names or wanted.aliases or wanted.contacts):
        return []
    scrubber = Scrubber(wanted)
    single = frozenset(
        fold(n) for n in (*wanted.names, *wanted.aliases, *wanted.contacts) if _is_single(n)
    )
    found = []
    for place in texts:
        content = place.text.reveal()
        spans = scrubber(content).spans
        if any(_tells(content[start:end], single) for start, end in spans):
            found.append(place)
    return found


def _is_single(name: str) -> bool:
    return len(name_parts(name)) <= 1
