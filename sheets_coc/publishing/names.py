"""No text meant for the public names somebody who stands in the records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from sheets_coc.errors import SafetyStop
from sheets_coc.people.names import is_full_name, name_parts
from sheets_coc.policy import Policy
from sheets_coc.records.reading import read_records
from sheets_coc.redaction.row_redaction import ALL, joined, known_of
from sheets_coc.reporting.documents.checklist import traces
from sheets_coc.scrubbing import Known, Scrubber
from sheets_coc.sheet.model import Snapshot

_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)", re.IGNORECASE)


def refuse_names(
    snapshot: Snapshot,
    policy: Policy,
    today: date,
    *,
    titles: Iterable[str],
    texts: Iterable[str],
    groups: Iterable[str],
) -> None:
    """Stop where something meant for the public names somebody who stands in the records.

    In a text a part of a name is enough. A title, of an event or a group, cannot be another
    because somebody's given name occurs in it, so there it takes the full name.

    Args:
        snapshot: the records.
        policy: the committee's rules.
        today: the day the rules take for today.
        titles: names of events.
        texts: what people wrote for a report.
        groups: what stands in the column that reports are broken down by.

    Raises:
        SafetyStop: where one does; which, and whom, is not said.
    """
    written = [text for text in texts if text.strip()]
    events, named = list(titles), list(groups)
    if not (written or events or named):
        return
    if any(traces(label) for label in named):
        raise _stop("A group by which reports would be broken down looks like somebody's contact")
    known = _everyone(snapshot, policy, today)
    people = set(_full_names(known))
    if any(_names(title, people) for title in events) or _mentions(known, written):
        raise _stop(
            "The name of the event or a text given for its report names somebody in the records"
        )
    if any(_names(label, people) for label in named):
        raise _stop("A group by which reports would be broken down names somebody in the records")


def _stop(what: str) -> SafetyStop:
    return SafetyStop(
        f"{what}; a transparency report must not.",
        became="nothing written",
        code="names-someone",
    )


def _everyone(snapshot: Snapshot, policy: Policy, today: date) -> Known:
    sheet = read_records(snapshot, policy, today)
    return joined(known_of(sheet, record, ALL) for record in sheet.records)


def _full_names(known: Known) -> Iterator[tuple[str, ...]]:
    for name in (*known.names, *known.aliases):
        if is_full_name(name) and (parts := tuple(name_parts(name))):
            yield parts
            yield parts[::-1]


def _names(title: str, people: Iterable[tuple[str, ...]]) -> bool:
    called = f" {' '.join(name_parts(_POSSESSIVE.sub('', title)))} "
    return any(f" {' '.join(parts)} " in called for parts in people)


def _mentions(known: Known, texts: Iterable[str]) -> bool:
    scrub = Scrubber(known)
    return any(scrub(text).replaced for text in texts)
