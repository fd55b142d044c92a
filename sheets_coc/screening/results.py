"""The result file: candidates with their values, for people to confirm, and to be forgotten.

It is the one place where anything of a list is written, and only where the caller says. It
says who asked, for which event, and when it has to be gone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sheets_coc.errors import UsageError
from sheets_coc.people.folding import fold
from sheets_coc.plain_files import write_private
from sheets_coc.screening.job import ListCandidate, ScreeningResult, candidates, place, rows_of
from sheets_coc.screening.lists.listing import AttendeeList
from sheets_coc.screening.workbook import as_xlsx
from sheets_coc.tables.reading import read_tables
from sheets_coc.tables.table import TableRow

TITLE = "Screening by sheets-coc: candidates for the committee to look at"
"""The first cell of a result file, by which one is recognised."""

NOT_COMPARED, COLUMNS_READ = "Not compared", "Columns read"
"""Labels above the header: what could not be compared, and what was read as what."""

KEEP_DAYS = 30
"""How long after the event, or after the screening of a past one, a result may be kept."""

HEADERS = (
    "Confirmed", "Row", "Case", "Status", "How sure", "Why",
    "Name on the list", "Contacts on the list", "Names in our record", "Contacts in our record",
    "Order",
)  # fmt: skip

_HOW_TO = (
    "Confirmed: type yes where it is the same person, no where it is not. For a ban that has"
    " ended, type tell if the committee decides to tell the organisers."
)
_NOT_CLEAR = (
    "Candidates only. Nobody who is missing here is thereby clear: names change, records are"
    " expunged, and minor incidents are not listed."
)


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """What a screening was made for.

    Attributes:
        event_date: the first day of the event.
        today: the day it was made.
        asked_by: who asked for it; shown in the file only.
        event: the event's name.
    """

    event_date: date
    today: date
    asked_by: str = field(default="", repr=False)
    event: str = ""

    @property
    def expires(self) -> date:
        """The last day the result may be kept."""
        return max(self.event_date, self.today) + timedelta(days=KEEP_DAYS)


def write_result(path: Path, found: ScreeningResult, request: ScreeningRequest) -> None:
    """Writes a result file, readable by its owner only: `.xlsx`, or else CSV.

    CSV is escaped so that a spreadsheet takes no cell for a formula.

    Raises:
        UsageError: the file exists and is not empty, or cannot be written.
    """
    rows = _rows(found, request)
    xlsx = path.suffix.lower() == ".xlsx"
    content = as_xlsx(rows) if xlsx else _as_csv(rows)
    _write_private(path, content)


def answered_result(
    found: ScreeningResult, request: ScreeningRequest, answers: Sequence[str]
) -> bytes:
    """A result with its answers, as a file would hold it, for whoever answers without a file.

    Args:
        found: what came of the screening.
        request: what it was made for.
        answers: what stands under *Confirmed* for each of `candidates`, in their order.
    """
    rows = _rows(found, request)
    first = len(rows) - len(answers)
    for row, answer in zip(rows[first:], answers, strict=True):
        row[0] = answer
    return _as_csv(rows)


def _rows(found: ScreeningResult, request: ScreeningRequest) -> list[list[str]]:
    head = [*_head(found, request), list(HEADERS)]
    return head + [_candidate_row(one, found.attendees) for one in candidates(found.screening.hits)]


def _head(found: ScreeningResult, request: ScreeningRequest) -> Iterator[list[str]]:
    screening, attendees = found.screening, found.attendees
    yield [TITLE]
    yield ["Event", request.event]
    yield ["Event date", request.event_date.isoformat()]
    yield ["Made on", request.today.isoformat()]
    yield ["Asked for by", request.asked_by]
    yield ["Delete by", request.expires.isoformat()]
    yield ["Rows", str(screening.rows)]
    yield ["Rows not read", _numbers(screening.unreadable)]
    yield ["Rows that say too little", _numbers(screening.incomplete)]
    yield ["Our people who could not be looked for", str(screening.not_searchable)]
    for gap in found.gaps:
        yield [NOT_COMPARED, gap]
    for sheet in attendees.sheets:
        labels = "; ".join(column.label for column in sheet.layout.columns)
        yield [COLUMNS_READ, f"{place(sheet, attendees)} {labels}".strip()]
    yield [_NOT_CLEAR]
    yield [_HOW_TO]
    yield []


def _numbers(rows: Sequence[int], most: int = 50) -> str:
    """How many, and which: `3: 4, 17, 90`."""
    if not rows:
        return "0"
    more = f" and {len(rows) - most} more" if len(rows) > most else ""
    return f"{len(rows)}: {', '.join(str(row) for row in rows[:most])}{more}"


def _candidate_row(candidate: ListCandidate, attendees: AttendeeList) -> list[str]:
    hit = candidate.best
    why = "; ".join(hit.evidence)
    if hit.unsettled:
        why += "; our record is not settled: Decision and Banned or flagged disagree"
    if hit.before:
        why += "; confirmed on an earlier list"
    if candidate.order_status:
        why += f"; order: {candidate.order_status}"
    return [
        hit.before,
        rows_of(candidate, attendees),
        hit.case,
        hit.status.value,
        hit.tier.value,
        why,
        "; ".join(name.text for name in hit.entry.names),
        "; ".join(hit.entry.contacts),
        "; ".join(hit.listed.names),
        "; ".join(hit.listed.contacts),
        "; ".join(dict.fromkeys(one.entry.order for one in candidate.hits if one.entry.order)),
    ]


def defuse(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before it if need be.

    As recommended for CSV that people open (OWASP, "CSV Injection").
    """
    start = cell.lstrip(" \t\r\n\u00a0\ufeff")
    risky = start[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} or cell[:1] in {
        "\t",
        "\r",
        "\n",
    }
    return f"'{cell}" if risky else cell


def undefuse(cell: str) -> str:
    """A cell as it was before `defuse`."""
    return cell[1:] if cell.startswith("'") and defuse(cell[1:]) == cell else cell


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([[defuse(cell) for cell in r] for r in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", errors="replace")


def _write_private(path: Path, content: bytes) -> None:
    try:
        write_private(path, content, new=True)
    except FileExistsError:
        raise UsageError(
            "The result file exists already. Name another one, or forget it first.",
            code="result-exists",
        ) from None
    except OSError:
        raise UsageError("The result file cannot be written there.", code="not-written") from None


def own_rows(content: bytes) -> tuple[TableRow, ...]:
    """The rows of a file that is a result of ours.

    Raises:
        UsageError: it is something else.
    """
    sheets = read_tables(content).sheets
    rows = sheets[0].rows if sheets else ()
    if not rows or fold(TITLE) != fold(rows[0].cells[0] if rows[0].cells else ""):
        raise UsageError(
            "This is not a screening result made by sheets-coc; it is left alone.",
            code="not-a-result",
        )
    return rows
