"""Where people who go are still mentioned: before the write, and in what came in meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from hashlib import blake2s

from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records.record import NO_PEOPLE, Record
from sheets_coc.redaction.new_case_names import new_case_names
from sheets_coc.redaction.plan import RedactionPlan
from sheets_coc.redaction.row_redaction import ALL, REPORTER, joined, known_of
from sheets_coc.redaction.sweep import TellingSearch, still_known, sweep
from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.sheet.model import Snapshot, a1
from sheets_coc.sheet.workbook import Text
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.mentions import (
    FORGOTTEN,
    Mentions,
    Residual,
    place_digest,
    searched_by_hand,
)
from sheets_coc.todo.pairs import row_identity


def residual(
    seen: Analysis, planned: RedactionPlan, texts: Sequence[Text], unread: Sequence[str] = ()
) -> Mentions:
    """Where people who go are still mentioned, apart from the cells that change anyway.

    Args:
        seen: what the rules say of the sheet.
        planned: who goes, and which cells change.
        texts: every text of the spreadsheet.
        unread: kinds of places that could not be read.
    """
    going = {removal.record.row for removal in planned.done}
    live = [
        known_of(seen.sheet, record, ALL)
        for record in seen.sheet.records
        if record.row not in going and not record.expunged
    ]
    kept = [
        known_of(seen.sheet, replace(removal.record, reporter=NO_PEOPLE), ALL)
        for removal in planned.done
        if removal.scope == REPORTER
    ]
    members = _member_texts(seen.snapshot, seen.policy)
    wanted = still_known(planned.removed, [*live, *kept], members)
    staying = joined([*live, *kept, Known(names=tuple(members))])
    cells = (*planned.cells, *planned.key_cells, *new_case_names(seen, planned.done))
    changed = {(cell.tab, cell.row, cell.column) for cell in cells}
    told = _Told(seen, planned)
    found: dict[tuple[str, str | None, str], Residual] = {}
    titles = _titles(seen)
    stay = [text for text in texts if (text.tab_id, text.row, text.column) not in changed]
    for place in sweep(stay, wanted, staying):
        cell = None if place.row is None or place.column is None else a1(place.row, place.column)
        tab = titles.get(place.tab, place.tab)
        key = (tab, cell, place.kind if cell is None else "")
        if key not in found:
            names, about = told.of(place)
            digest = place_digest(about, place.text.reveal())
            found[key] = Residual(tab, place.tab_id, cell, place.row or 0, place.column or 0,
                                  place.kind, names, about, digest)  # fmt: skip
    if any(_is_forgotten(seen, removal.record) for removal in planned.done):
        unread = (*unread, FORGOTTEN)
    gone = tuple(removal.record.name for removal in planned.done)
    by_hand = searched_by_hand(seen.snapshot.metadata | seen.remember, unread, seen.today)
    return Mentions(tuple(found.values()), tuple(unread), gone, by_hand)


def _is_forgotten(seen: Analysis, record: Record) -> bool:
    """Whether a record's people had gone from the key before, so that nobody can look for them."""
    entries = seen.sheet.key.of(record.persons)
    return any(entry.expunged for entry in entries) and not any(one.named for one in entries)


class _Told:
    """Tells whose people a place mentions."""

    def __init__(self, seen: Analysis, planned: RedactionPlan) -> None:
        self._seen = seen
        self._searches = [(r.record, TellingSearch(r.known)) for r in planned.done]

    def of(self, place: Text) -> tuple[tuple[str, ...], str]:
        """Names of the records, and what they are known by."""
        text = place.text.reveal()
        records = [record for record, search in self._searches if search.names_in(text)]
        known = sorted(row_identity(self._seen.sheet, record) for record in records)
        key = known[0] if len(known) == 1 else blake2s("|".join(known).encode(), digest_size=6)
        about = key if isinstance(key, str) else f"#{key.hexdigest()}"
        return tuple(record.name for record in records), about.replace("/", ":")


def late(
    seen: Analysis, planned: RedactionPlan, after: Snapshot, known: Mentions
) -> list[Residual]:
    """Mentions that stand in the sheet after the write and were not seen before it."""
    seen_before = {(place.tab, place.cell) for place in known.places}
    nothing_changes = replace(planned, cells=(), key_cells=())
    return [
        place
        for place in residual(seen, nothing_changes, _snapshot_texts(after)).places
        if (place.tab, place.cell) not in seen_before
    ]


def _member_texts(snapshot: Snapshot, policy: Policy) -> list[str]:
    """What stands in Committee and On-call: members are no find of the sweep."""
    tabs = [snapshot.tab(title) for title in (policy.tabs.committee, policy.tabs.oncall)]
    known = [tab for tab in tabs if tab is not None]
    chips = [chip.email for tab in known for chips in tab.people.values() for chip in chips]
    return chips + [
        value
        for tab in known
        for cells in tab.values
        for value in cells
        if isinstance(value, str) and value
    ]


def _snapshot_texts(snapshot: Snapshot) -> list[Text]:
    """Values, formulas and notes of every cell of a snapshot."""
    found = []
    for tab in snapshot.tabs:
        for row, cells in enumerate(tab.values):
            for column, value in enumerate(cells):
                if isinstance(value, str) and value:
                    found.append(Text("cell", tab.title, tab.id, row, column, Private(value)))
        found += [
            Text("link", tab.title, tab.id, row, column, Private(chip.email))
            for (row, column), chips in tab.people.items()
            for chip in chips
        ]
        for kind, places in (("formula", tab.formulas), ("note", tab.notes)):
            found += [
                Text(kind, tab.title, tab.id, row, column, Private(said))
                for (row, column), said in places.items()
            ]
    return found


def _titles(seen: Analysis) -> dict[str, str]:
    """Other words for the titles of tabs that name somebody who stands in the records.

    A place is told by its tab's title in messages and in To do, which repeat nobody's name.
    """
    ours = {title.casefold() for title in astuple(seen.policy.tabs)}
    others = {
        tab.title: f"tab number {number}"
        for number, tab in enumerate(seen.snapshot.tabs, start=1)
        if tab.title.casefold() not in ours
    }
    if not others:
        return {}
    everybody = joined(known_of(seen.sheet, r, ALL) for r in seen.sheet.records)
    scrub = Scrubber(everybody, strangers=False)
    told = {title: scrub(title) for title in others}
    return {title: others[title] for title, r in told.items() if r.replaced or r.flags}
