"""Reads back what people confirmed in a result file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sheets_coc.errors import UsageError
from sheets_coc.people.folding import fold
from sheets_coc.screening.flagged import ListedStatus
from sheets_coc.screening.matching.match import Tier
from sheets_coc.screening.results import HEADERS, own_rows, undefuse
from sheets_coc.tables.reading import read_bytes
from sheets_coc.tables.table import TableRow

_YES_WORDS = "yes y x true 1 ok confirmed same si oui ja da ✓ ✔ ☑"
_NO_WORDS = "no n false 0 different other nein non nee not -"
_ROWS = re.compile(r"[\w ,;:]{1,200}")
_YES = frozenset(_YES_WORDS.split())
_NO = frozenset(_NO_WORDS.split())
_TELL = frozenset({"tell", "yes tell", "tell them"})


@dataclass(frozen=True, slots=True)
class ConfirmedHit:
    """A hit that a person confirmed in the result file.

    Attributes:
        row: the row or rows of the list, as the result file says them.
        case: the record.
        status: what it was on the day of the event.
        tier: how sure the tool was.
        may_be_told: whether it may go into a letter: banned or flagged, or a ban that has
            ended and that the committee decided to tell of.
        event_date: the first day of the event.
        expires: the last day the result may be used.
        event: the event's name.
        entry: the entry as the organisers sent it.
        our_names: the names in our record as the file has them, to check that the record is
            still about the same person.
    """

    row: str
    case: str
    status: ListedStatus
    tier: Tier
    may_be_told: bool
    event_date: date
    expires: date
    event: str = ""
    our_names: str = field(default="", repr=False)
    entry: str = field(default="", repr=False)


def content_of(result: Path | bytes) -> bytes:
    """The content of a result: of its file, or as it stands in memory."""
    return result if isinstance(result, bytes) else read_bytes(result)


def confirmed(result: Path | bytes, today: date | None = None) -> list[ConfirmedHit]:
    """The hits that people confirmed in a result.

    Args:
        result: the file, as saved by any spreadsheet program; or its content.
        today: where given, a result past its expiry date is refused.

    Raises:
        UsageError: not a result file, past its date, or a cell of "Confirmed" that says
            neither yes nor no (named by its row).
    """
    rows = own_rows(content_of(result))
    facts = _facts(rows)
    expires, event_date = _date(facts, "delete by"), _date(facts, "event date")
    if today is not None and today > expires:
        raise UsageError(
            "This result is past its date: screen the list again, and forget this file.",
            code="result-expired",
        )
    found: list[ConfirmedHit] = []
    for number, cells in _records(rows):
        answer = _answer(cells["confirmed"], number)
        if answer:
            found.append(_confirmed_hit(number, cells, answer, event_date, expires, facts))
    return found


def answers(path: Path) -> list[tuple[str, str, str, str]]:
    """What a person answered: name and contacts on the list, case, and `yes`, `tell` or `no`.

    Raises:
        UsageError: not a result file, or a cell of "Confirmed" that says neither yes nor no.
    """
    return [
        (
            cells.get("name on the list", ""),
            cells.get("contacts on the list", ""),
            cells["case"],
            _answer(cells["confirmed"], number) or "no",
        )
        for number, cells in _records(own_rows(read_bytes(path)))
        if cells["confirmed"].strip()
    ]


def _facts(rows: Sequence[TableRow]) -> dict[str, str]:
    """What stands above the header, by its label."""
    facts: dict[str, str] = {}
    for row in rows:
        label = fold(row.cells[0]) if row.cells else ""
        if label == fold(HEADERS[0]):
            break
        facts[label] = undefuse(row.cells[1]) if len(row.cells) > 1 else ""
    return facts


def _date(facts: dict[str, str], label: str) -> date:
    """A date above the header, as written or as a spreadsheet turned it into a date cell."""
    try:
        return date.fromisoformat(facts.get(label, "")[:10])
    except ValueError:
        raise UsageError(
            f'The result file has lost its "{label}" line, or its date is written otherwise than'
            " 2026-12-31.",
            code="result-changed",
        ) from None


def _records(rows: Sequence[TableRow]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the header, by folded header."""
    headers: list[str] = []
    for row in rows:
        cells = [undefuse(cell) for cell in row.cells]
        if headers:
            padded = [*cells, *[""] * (len(headers) - len(cells))]
            yield row.number, dict(zip(headers, padded, strict=False))
        elif fold(HEADERS[0]) in (folded := [fold(cell) for cell in cells]):
            headers = folded
    if not {fold(header) for header in HEADERS[:5]} <= set(headers):
        raise UsageError("The result file has lost columns.", code="result-changed")


def _answer(text: str, number: int) -> str:
    """`yes`, `tell`, or nothing for no and blank."""
    word = " ".join(fold(text).replace(",", " ").rstrip(".!").split())
    if word in _TELL:
        return "tell"
    if word in _YES:
        return "yes"
    if not word or word in _NO:
        return ""
    raise UsageError(
        f'Row {number} of the result file: "Confirmed" says neither yes nor no.',
        code="confirmed-unclear",
    )


def _confirmed_hit(
    number: int,
    cells: dict[str, str],
    answer: str,
    event_date: date,
    expires: date,
    facts: dict[str, str],
) -> ConfirmedHit:
    try:
        status, tier = ListedStatus(cells["status"]), Tier(cells["how sure"])
        return ConfirmedHit(
            row=_row(cells["row"]),
            case=cells["case"],
            status=status,
            tier=tier,
            may_be_told=status is not ListedStatus.BAN_ENDED or answer == "tell",
            event_date=event_date,
            expires=expires,
            event=facts.get("event", ""),
            our_names=cells.get("names in our record", ""),
            entry=_entry(cells),
        )
    except ValueError:
        raise UsageError(
            f"Row {number} of the result file was changed in a column other than Confirmed.",
            code="result-changed",
        ) from None


def _row(text: str) -> str:
    """The rows of a candidate as the tool wrote them; a spreadsheet may have made `2` a number."""
    if not _ROWS.fullmatch(text):
        raise ValueError
    return text


def _entry(cells: dict[str, str]) -> str:
    """The entry as the organisers sent it: the name, its contacts, the order."""
    parts = [cells.get("name on the list", ""), cells.get("contacts on the list", "")]
    order = cells.get("order", "")
    return ", ".join([part for part in parts if part] + ([f"order {order}"] if order else []))
