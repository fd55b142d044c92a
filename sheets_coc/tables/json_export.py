"""Exports in JSON: what pretix and pretalx write, and any plain list of objects.

JSON of another structure is no table, and guessing where the people are in it would leave some
out in silence: it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sheets_coc.errors import UsageError
from sheets_coc.tables.table import MOST_ROWS, TableSheet, make_row, too_many_rows

_PRETIX_STATUS = {"n": "pending", "p": "paid", "e": "expired", "c": "canceled"}

Fields = Mapping[str, str]


def looks_like_json(text: str) -> bool:
    """Whether a text is JSON rather than a table."""
    start = text.lstrip()[:200]
    return start[:1] == "{" or (start[:1] == "[" and start[1:].lstrip()[:1] in {"{", "[", '"'})


def read_json(text: str) -> tuple[TableSheet, ...]:
    """The tables of a JSON export.

    Raises:
        UsageError: its structure is not known.
    """
    try:
        value = json.loads(text)
        tables = [rows for rows in map(list, _tables(value)) if rows]
    except (ValueError, RecursionError):
        raise _unknown() from None
    if not tables:
        raise _unknown()
    return tuple(_sheet(rows, number) for number, rows in enumerate(tables, start=1))


def _unknown() -> UsageError:
    return UsageError(
        "The list is JSON of a structure that is not known here, not a table. Export it as CSV"
        " or .xlsx (of JSON, exports of pretix and pretalx and plain lists of objects are read).",
        code="list-format",
    )


def _tables(value: Any) -> Iterator[Iterable[Fields]]:
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield map(_flat, value)
    elif isinstance(value, dict):
        event, schedule, results = (value.get(key) for key in ("event", "schedule", "results"))
        if isinstance(event, dict) and "organizer" in event and "orders" in event:
            yield _pretix(event)
        elif isinstance(schedule, dict) and isinstance(schedule.get("conference"), dict):
            yield _schedule(schedule["conference"])
        elif isinstance(results, list) and all(isinstance(one, dict) for one in results):
            if value.get("next"):
                raise ValueError
            yield map(_flat, results)


def _pretix(event: Mapping[str, Any]) -> Iterator[Fields]:
    """A row for each ticket, with who ordered it; a row for an order without tickets."""
    questions = {one.get("id"): _text(one.get("question")) for one in event.get("questions") or ()}
    for order in event["orders"]:
        common = {
            "Order code": _text(order.get("code")),
            "Status": _PRETIX_STATUS.get(_text(order.get("status")), _text(order.get("status"))),
            "Order email": _text(order.get("email") or order.get("user")),
        }
        positions: list[dict[str, Any]] = order.get("positions") or [{}]
        for position in positions:
            answers = {
                questions.get(one.get("question"), ""): _text(one.get("answer"))
                for one in position.get("answers") or ()
            }
            yield (
                common
                | {
                    "Attendee name": _text(position.get("attendee_name")),
                    "Attendee email": _text(position.get("attendee_email")),
                }
                | {heading: answer for heading, answer in answers.items() if heading}
            )


def _schedule(conference: Mapping[str, Any]) -> Iterator[Fields]:
    """A row for each talk of a published schedule, which names speakers only."""
    for day in conference.get("days") or ():
        for talks in (day.get("rooms") or {}).values():
            for talk in talks:
                persons = talk.get("persons") or ()
                names = [_text(one.get("public_name") or one.get("name")) for one in persons]
                yield {
                    "Title": _text(talk.get("title")),
                    "Speakers": "; ".join(filter(None, names)),
                }


def _flat(value: Mapping[str, Any], prefix: str = "") -> Fields:
    """An object's fields, those of objects in it under both names."""
    found: dict[str, str] = {}
    for key, inside in value.items():
        heading = f"{prefix} {key}".strip()
        if isinstance(inside, dict):
            found |= _flat(inside, heading)
        elif isinstance(inside, list) and inside and all(isinstance(one, dict) for one in inside):
            several = [_flat(one, heading) for one in inside]
            for name in dict.fromkeys(name for one in several for name in one):
                found[name] = "; ".join(one[name] for one in several if one.get(name))
        elif isinstance(inside, list):
            found[heading] = "; ".join(map(_text, inside))
        else:
            found[heading] = _text(inside)
    return found


def _text(value: Any) -> str:
    if isinstance(value, dict):  # a text in several languages
        return next((one for one in value.values() if isinstance(one, str)), "")
    return value if isinstance(value, str) else "" if value is None else str(value)


def _sheet(rows: list[Fields], number: int) -> TableSheet:
    """The rows under one header."""
    if len(rows) > MOST_ROWS:
        raise too_many_rows()
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    table = [make_row(1, headings)]
    for at, row in enumerate(rows, start=2):
        table.append(make_row(at, [row.get(heading, "") for heading in headings]))
    return TableSheet(tuple(table), number)
