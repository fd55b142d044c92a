"""The job of the Monday mail: compose it, send it once, mark it as sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from typing import Final

from sheets_coc.dates import duty_week, monday, to_serial
from sheets_coc.errors import Error, UsageError
from sheets_coc.oncall.columns import ONCALL
from sheets_coc.oncall.handover.composing import Handover, handover, mail
from sheets_coc.oncall.jobs import Note, both
from sheets_coc.oncall.tab import RotaTab, merged_cells
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Changes, SetCell, Snapshot
from sheets_coc.sheet.workbook import Workbook

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
    note: Note,
    deliver: Callable[[EmailMessage], None],
    status: Callable[[Snapshot], Sequence[str]],
    week: date | None = None,
    send: bool = False,
    sent_by: str = "",
    link: str = "",
) -> Reminder:
    """Compose the mail of a week; with `send`, send it once and mark it.

    The mark is written after the server has accepted the mail. Where a run dies in between, or
    Google stays away and the error says so, the next one sends it again, under the same
    Message-ID.

    Args:
        book: the spreadsheet.
        note: what adds a line to the Log.
        deliver: sends a message; raises Error where it was not accepted.
        status: the lines of the committee's status.
        week: the week it is about; the running one if not given.
        send: whether to send.
        sent_by: what sends it, so that somebody can mend it.
        link: the spreadsheet's address, if people can open it.

    Raises:
        UsageError: where `week` is no Monday.
        Error: `mail` where the mail was not accepted; the Log says so too.
    """
    policy, now = book.policy, book.now
    about = duty_week(now) if week is None else week
    if monday(about) != about:
        raise UsageError("Weeks are named by their Monday.", code="week")
    snapshot = book.read(acting=send)
    committee, rota = both(snapshot, policy)
    content = handover(committee, rota, about, status=status(snapshot), sent_by=sent_by, link=link)
    to = policy.mail.committee
    message = mail(
        content, to=to, sender=policy.mail.sender or to, spreadsheet=snapshot.id, date_sent=now
    )
    already = _reminded(snapshot, rota, about)
    if already or not send:
        return Reminder(content, message, already=already)
    try:
        deliver(message)
    except Error as error:
        _note_failure(book, policy, note, snapshot, error)
        raise

    def write(current: Snapshot) -> tuple[Changes, None]:
        _, again = both(current, policy)
        line = note(current, "oncall remind", f"Sent the mail of the week {about}.")
        return Changes.merge([mark_sent(current, again, about, now.date()), line]), None

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


def _note_failure(
    book: Workbook, policy: Policy, note: Note, snapshot: Snapshot, error: Error
) -> None:
    """Say in the Log that the mail failed; what made it fail matters more than the Log."""

    def write(current: Snapshot) -> tuple[Changes, None]:
        return note(current, "oncall remind", error.message), None

    try:
        book.transact(write, snapshot)
    except Error as second:
        error.__context__ = second
