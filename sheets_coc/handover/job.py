"""The job of the Monday mail: compose it, send it once, mark it as sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from typing import Final

from sheets_coc.dates import to_serial
from sheets_coc.errors import Error, UsageError
from sheets_coc.handover import told
from sheets_coc.handover.composing import Handover, handover, mail
from sheets_coc.handover.digest import digest
from sheets_coc.mail.sending import Server, send
from sheets_coc.oncall.columns import ONCALL
from sheets_coc.oncall.reading import read_if_any
from sheets_coc.oncall.tab import RotaTab, merged_cells
from sheets_coc.sheet.model import Changes, SetCell, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import log

SENT: Final = "sheets-coc.handover"
"""Developer metadata: the last week whose mail was sent where no row can be marked."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What `oncall remind` did or would do.

    Attributes:
        content: what the mail says.
        message: the mail.
        already: whether it was marked as sent before.
        sent: whether it was sent now.
    """

    content: Handover
    message: EmailMessage = field(repr=False)
    already: bool = False
    sent: bool = False


def _reminded(snapshot: Snapshot, rota: RotaTab | None, week: date) -> bool:
    """Whether the mail of a week is marked as sent, in its row or in the spreadsheet."""
    if rota is not None and rota.week(week).reminded:
        return True
    return snapshot.metadata.get(SENT) == week.isoformat()


def _column(rota: RotaTab, snapshot: Snapshot) -> tuple[int, Changes]:
    """The column of Reminder sent, and what adds it where there is none."""
    if "reminder" in rota.columns:
        return rota.columns["reminder"], Changes()
    tab = next(t for t in snapshot.tabs if t.id == rota.tab)
    column = max([len(cells) for cells in tab.values], default=0)
    more = {"sheetId": rota.tab, "dimension": "COLUMNS", "length": 1}
    return column, Changes(
        cells=(SetCell(rota.tab, rota.header_row, column, ONCALL["reminder"][0]),),
        before=({"appendDimension": more},) if column >= tab.columns else (),
    )


def mark_sent(snapshot: Snapshot, rota: RotaTab | None, week: date, today: date) -> Changes:
    """What marks a week's mail as sent: a date in its row, or in the spreadsheet's metadata."""
    row = rota.week(week).row if rota is not None else None
    if rota is None or row is None:
        return Changes(metadata={SENT: week.isoformat()})
    column, added = _column(rota, snapshot)
    tab = next(t for t in snapshot.tabs if t.id == rota.tab)
    if (row, column) in tab.formulas or (row, column) in merged_cells(tab):
        return Changes(metadata={SENT: week.isoformat()})
    if isinstance(tab.value(row, column), bool):  # a tick box
        cell = SetCell(rota.tab, row, column, True)
    else:
        cell = SetCell(rota.tab, row, column, float(to_serial(today)), is_date=True)
    return Changes.merge([added, Changes(cells=(cell,), keys=rota.row_key)])


def remind(
    book: Workbook,
    *,
    week: date | None = None,
    server: Server | None = None,
    sent_by: str = "",
    link: str = "",
) -> Reminder:
    """Compose the mail of a week; with a server, send it once and mark it.

    The mark is written after the server has accepted the mail. Where a run dies in between, or
    Google stays away and the error says so, the next one sends it again, under the same
    Message-ID.

    Args:
        book: the spreadsheet.
        week: the week it is about; the running one if not given.
        server: the mail server; None to send nothing.
        sent_by: what sends it, so that somebody can mend it.
        link: the spreadsheet's address, if people can open it.

    Raises:
        UsageError: where `week` is not the first day of a week.
        Error: `mail` where the mail was not accepted; the Log says so too.
    """
    policy, now = book.policy, book.now
    changeover = policy.oncall.changeover
    about = changeover.running(now) if week is None else week
    if changeover.on_or_before(about) != about:
        raise UsageError(f"Weeks are named by their {changeover.day}.", code="week")
    snapshot = book.read(acting=server is not None)
    rota = read_if_any(snapshot, policy)
    said = digest(snapshot, policy, now, told.before(snapshot, about))
    content = handover(rota, about, sections=said.sections, sent_by=sent_by, link=link)
    to = policy.mail.committee
    message = mail(
        content, to=to, sender=policy.mail.sender or to, spreadsheet=snapshot.id, date_sent=now
    )
    already = _reminded(snapshot, rota.tab if rota else None, about)
    if already or server is None:
        return Reminder(content, message, already=already)
    try:
        send(message, server, to=to)
    except Error as error:
        _note_failure(book, snapshot, error)
        raise

    def write(current: Snapshot) -> tuple[Changes, None]:
        again = read_if_any(current, policy)
        marked = mark_sent(current, again.tab if again else None, about, now.date())
        line = _note(book, current, f"Sent the mail of the week {about}.")
        kept = told.remember(current, about, said.told)
        return Changes.merge([marked, kept, line]), None

    try:
        book.transact(write, snapshot)
    except Error as error:
        error.message = (
            "The mail was sent, but it could not be marked as sent: the next run sends it again, "
            f"under the same Message-ID. {error.message}"
        )
        error.args = (error.message,)
        raise
    return Reminder(content, message, sent=True)


def _note(book: Workbook, snapshot: Snapshot, what: str) -> Changes:
    """A line for the Log."""
    return log.append(snapshot, book.policy, log.LogEntry("oncall remind", what), book.now)


def _note_failure(book: Workbook, snapshot: Snapshot, error: Error) -> None:
    """Say in the Log that the mail failed; what made it fail matters more than the Log."""

    def write(current: Snapshot) -> tuple[Changes, None]:
        return _note(book, current, error.message), None

    try:
        book.transact(write, snapshot)
    except Error as second:
        error.__context__ = second
