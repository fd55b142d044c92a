"""The part of `doctor` about the key to people's codes."""

from __future__ import annotations

from sheets_coc.doctor.check import Check, error, fine, not_checked, warning
from sheets_coc.errors import Error
from sheets_coc.records.key.identity_key import IdentityKey, KeyState
from sheets_coc.schema.findings import BY_CODE, Severity
from sheets_coc.sheet.model import Snapshot
from sheets_coc.sheet.protections import closed_tabs, said_of_closed
from sheets_coc.sheet.undo_tab import closed, unfinished, unprotect
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.wording import count

NAME = "identity-key"


def identity_key(seen: Analysis | Error) -> Check:
    """Whether the key can be read, written, and told what becomes of its columns."""
    if isinstance(seen, Error):
        return not_checked(NAME, "the records could not be read")
    key = seen.sheet.key
    if key.state is KeyState.UNUSED:
        return fine(NAME, "The records have no codes for people, so no key is needed.")
    if key.state is KeyState.NONE:
        return fine(NAME, "By the policy there is no key, so nothing is asked of one.")
    if key.state is not KeyState.READ:
        kind = BY_CODE[key.state.value]
        serious = kind.severity is Severity.ERROR
        return error(NAME, kind.text) if serious else warning(NAME, kind.text)
    if key.unclassified:
        columns = ", ".join(column.name for column in key.unclassified)
        return error(NAME, f"The key, {columns}: {BY_CODE['key-column'].text}")
    if key.elsewhere and seen.snapshot.beside is not None:
        found = _spreadsheet(seen.snapshot.beside, key)
        if found is not None:
            return found
    people = sum(entry.named for entries in key.entries.values() for entry in entries)
    where = "a spreadsheet of its own" if key.elsewhere else "a tab of the sheet"
    return fine(NAME, f"The key can be read: {count(people, 'name')}, in {where}.")


def _spreadsheet(beside: Snapshot, key: IdentityKey) -> Check | None:
    """What is to be done about the key's own spreadsheet; None where nothing is."""
    if protected := closed(beside):
        return warning(NAME, unprotect(protected, key=True))
    if unfinished(beside):
        return warning(
            NAME,
            "A run is writing to the key's spreadsheet now, or died while it did, and its hidden "
            "tab keeps rows with names. The next run that writes puts them back.",
        )
    if beside.undo:
        return warning(
            NAME,
            f"{count(len(beside.undo), 'hidden tab')} of sheets-coc in the key's spreadsheet: rows "
            "as they were before a write, with names. To do says which: put them right, then tick "
            "the line.",
        )
    if key.tab is not None and (titles := closed_tabs(beside, [key.tab.title])):
        return warning(NAME, f"The key's spreadsheet: {said_of_closed(titles)}")
    return None
