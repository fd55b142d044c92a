"""Words that may still identify someone after scrubbing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sheets_coc.records.record import Record
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.scrubbing import STRANGER
from sheets_coc.sheet.model import column_letters
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.pairs import row_identity
from sheets_coc.todo.tab import STICKY, Line, Topic


@dataclass(frozen=True, slots=True)
class FlaggedWords:
    """Words that may still identify someone after scrubbing; a person should look.

    Attributes:
        record: the record.
        column: the column's key.
        rule: why the words were marked.
        count: how many such places there are.
        of: the record whose people may be meant, where that is another one, which goes.
        at: the column they stand in, from 0.
        shown: the places with everything around them masked; for a terminal only.
    """

    record: Record
    column: str
    rule: str
    count: int
    shown: tuple[str, ...] = field(default=(), repr=False)
    of: str = ""
    at: int = field(default=0, kw_only=True)

    @property
    def where(self) -> str:
        """The column, as messages name it: its key, or the letter of one of the committee's own."""
        return self.column or column_letters(self.at)


def _stranger(flag: FlaggedWords, places: str, header: str, *, gone: bool) -> str:
    """The question about people in a story whom nobody in the row is."""
    if gone:
        return (
            f"{flag.record.name}: it was expunged, and {places} in {header} may name somebody "
            "who was in no column. Read it and reword, then tick this line."
        )
    return (
        f"{flag.record.name}: {places} in {header} may name somebody who is in no column. "
        "A person? Then add them under Others named before it goes, or they stay."
    )


def flag_lines(seen: Analysis, flags: Sequence[FlaggedWords], going: Collection[int]) -> list[Line]:
    """The lines about them.

    Args:
        seen: what the rules say of the sheet.
        flags: the words.
        going: rows that are expunged in the same batch: their lines stay until ticked.
    """
    found = []
    for flag in flags:
        own = f"column {flag.where}, one of your own"
        header = BY_KEY[flag.column].header if flag.column in BY_KEY else own
        places = "one place" if flag.count == 1 else f"{flag.count} places"
        if flag.rule == "no_identifiers":
            said = (
                f"{flag.record.name}: nobody is named in this record, so nobody can be removed "
                f"from {header}. Read it, or fill in the names."
            )
        elif flag.of:
            said = (
                f"{flag.record.name}: {places} in {header} may mean somebody here, or somebody of "
                f"{flag.of}, who was expunged and has a name in common. Read it and reword, then "
                "tick this line."
            )
        elif flag.rule == STRANGER:
            said = _stranger(flag, places, header, gone=flag.record.row in going)
        elif flag.record.row in going:
            said = (
                f"{flag.record.name}: it was expunged, and {places} in {header} may still tell "
                f"who it was ({flag.rule}). Read it and reword, then tick this line."
            )
        else:
            said = (
                f"{flag.record.name}: when it goes, {places} in {header} may still tell who it is "
                f"({flag.rule}). Add an alias under Also known as, or reword."
            )
        ref = f"flags/{row_identity(seen.sheet, flag.record)}/{flag.where}/{flag.rule}"
        if flag.of or flag.record.row in going:
            ref = STICKY + ref
        tab, title = seen.sheet.tab.id, seen.policy.tabs.records
        line = Line(ref, Topic.SETTLE, said, tab, title, flag.record.row, flag.at)
        if not flag.of:
            alike = said.removeprefix(f"{flag.record.name}: ").replace(places, "some places")
            group = f"flags/{flag.where}/{flag.rule}/{flag.record.row in going}"
            line = replace(line, group=group, name=flag.record.name, alike=_begun(alike))
        found.append(line)
    return found


def _begun(said: str) -> str:
    """A sentence with a capital letter, and one place told as several are."""
    said = said.replace("some places in", "Some places in", 1) if said.startswith("some") else said
    return said[:1].upper() + said[1:]
