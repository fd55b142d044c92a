"""What "same person" does where two records may be about one: it gives them a shared alias.

    home-shelf   Jörg Müller    a@example.org      "same person" writes Joerg Mueller under
    calm-cup     Joerg Mueller  b@example.org      Also known as of home-shelf

A full name under *Also known as* makes two records one person's, whatever their contacts. A
single plain word does not, so where there is no full name to share, people add a contact.
"""

from __future__ import annotations

from sheets_coc.people.fuzzy import near_names
from sheets_coc.people.names import read_name
from sheets_coc.records.record import Record
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.sheet.model import SetCell, text


def shared_alias(sheet: RecordsSheet, one: Record, other: Record) -> SetCell | None:
    """The cell that makes two records one person's.

    Args:
        sheet: the Records tab.
        one: a record.
        other: another that may be about the same person.

    Returns:
        None where no full name can be shared: there is none, it cannot be told which of several
        it is, there is no column for it, or its cell holds more than a text.
    """
    column = sheet.layout.columns.get("aliases")
    if column is None or one.expunged or other.expunged:
        return None
    tab = sheet.tab
    for mine, theirs in ((one, other), (other, one)):
        at = (mine.row, column)
        plain = not any(at in more for more in (tab.formulas, tab.rich, tab.people))
        name = _name(mine, theirs)
        if name and plain and "duplicate-case" not in mine.blocked_by:
            present = text(tab.value(*at)).strip()
            return SetCell(tab.id, *at, f"{present}; {name}" if present else name)
    return None


def _name(mine: Record, theirs: Record) -> str | None:
    """The full name of theirs that is one of mine, or the only one there is."""
    full = {key: name for name in theirs.subjects.reveal() if (key := _key(name))}
    if len(full) < 2:
        return next(iter(full.values()), None)
    known = {
        key for name in (*mine.subjects.reveal(), *mine.aliases.reveal()) if (key := _key(name))
    }
    near = near_names(known | full.keys())
    alike = [name for key, name in full.items() if key in known or known & set(near.get(key, ()))]
    return alike[0] if len(alike) == 1 else None


def _key(name: str) -> str | None:
    found, full = read_name(name)
    return found if full else None
