"""Records for tests, in one line each."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sheets_coc.dates import NEVER, Day
from sheets_coc.policy import Retention, default
from sheets_coc.private import Private
from sheets_coc.records.record import Record
from sheets_coc.schema.columns import Decision

_PEOPLE = ("reporter", "subjects", "aliases", "contacts", "others", "handled_by", "recused")
_DAYS = (
    "reported_on", "decided_on", "banned_until", "expunge_on", "policy_date", "extended_until",
    "goes_on", "expunged_on", "responded_on",
)  # fmt: skip


def day(text: str | date | None) -> Day | None:
    """A day written as ISO 8601, `never` or `permanent`."""
    if text is None or isinstance(text, date):
        return text
    return NEVER if text in {"never", "permanent"} else date.fromisoformat(text)


def terms(**differing: Any) -> Retention:
    """The default terms, but for what is given."""
    return replace(default().retention, **differing)


def record(row: int = 1, /, **fields: Any) -> Record:
    """A record: days as ISO text, decisions by JSON code, people as text or a list of texts."""
    for name in _DAYS:
        if isinstance(fields.get(name), str):
            fields[name] = day(fields[name])
    for name in _PEOPLE:
        if name in fields:
            people = fields[name]
            fields[name] = Private((people,) if isinstance(people, str) else tuple(people))
    if isinstance(fields.get("decision"), str):
        fields["decision"] = Decision(fields["decision"])
    fields.setdefault("case", f"case-{row}")
    return Record(row, **fields)


def records(*rows: Mapping[str, Any]) -> list[Record]:
    """Records from the second row of the tab on."""
    return [record(number, **row) for number, row in enumerate(rows, 1)]


def from_example(rows: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Records out of a group of the worked examples."""
    return [
        record(number, **{k: v for k, v in row.items() if k != "hold"}, held=bool(row["hold"]))
        for number, row in enumerate(rows, 1)
    ]
