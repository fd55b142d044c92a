"""The part of `doctor` about the file: who can open it, and what its history remembers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sheets_coc.access.sharing import EDITING, SERVICE_ACCOUNT, Sharing
from sheets_coc.dates import add_months
from sheets_coc.doctor.check import Check, error, fine, not_checked, warning
from sheets_coc.errors import Error
from sheets_coc.todo import log
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.date_findings import REVIEW_MONTHS
from sheets_coc.todo.log import Logged
from sheets_coc.todo.wording import count


def who_can(sharing: Sharing) -> list[Check]:
    """What Drive says of the account, of link sharing, of publishing and of the owner."""
    return [_editing(sharing), _link(sharing), _publishing(sharing), _owner(sharing)]


def _editing(sharing: Sharing) -> Check:
    if not sharing.may_edit:
        return error("editing", "This account may only read. Share the sheet with it as an editor.")
    return fine("editing", "This account may edit.")


def _link(sharing: Sharing) -> Check:
    if sharing.permissions is None:
        return warning(
            "link-sharing",
            "This account may not see who has access, so nobody watches it. Let editors share "
            "(Share, settings), or run sheets-coc access as the owner.",
        )
    if any(p.kind in ("anyone", "domain") for p in sharing.permissions):
        return error(
            "link-sharing",
            "The sheet is open to everybody who has the link, or to a whole organisation. Under "
            "Share, set General access to Restricted; or sheets-coc access --apply.",
        )
    return fine("link-sharing", "Only people who were named can open it; see sheets-coc access.")


def _publishing(sharing: Sharing) -> Check:
    if sharing.published:
        return error(
            "publishing",
            "The sheet is published to the web. End that: File, Share, Publish to web.",
        )
    if sharing.published is None:
        return fine("publishing", "This account cannot see whether the sheet is published.")
    return fine("publishing", "The sheet is not published to the web.")


def _owner(sharing: Sharing) -> Check:
    if any(owner.endswith(SERVICE_ACCOUNT) for owner in sharing.owners.reveal()):
        return error(
            "owner",
            "The file belongs to a service account, so no person can delete it for good, as a "
            "fresh copy requires. Let a person make a copy, and move there.",
        )
    where = "to a shared drive" if sharing.shared_drive else "to a person"
    return fine("owner", f"The file belongs {where}.")


def history(seen: Analysis | Error, lines: Sequence[Logged], sharing: Sharing) -> Check:
    """Who can read what was expunged in the version history, and since when it is there."""
    if isinstance(seen, Error):
        return not_checked("history", "the records cannot be read")
    since = log.history_begins(lines, sharing.created)
    held = seen.expunged_since(since)
    copied = f"since the file was begun on {since.date()}" if since else "ever"
    records = count(len(held), "record")
    said = f"{_readers(sharing)} can read the version history, with {records} expunged {copied}"
    first = min((r.expunged_on for r in held if r.expunged_on), default=None)
    if first and add_months(first, REVIEW_MONTHS) < seen.today:
        return warning(
            "history",
            f"{said}, the first more than {REVIEW_MONTHS} months ago. Move to a fresh copy, "
            "delete the old file for good, and note 'fresh copy' in the Log.",
        )
    return fine("history", f"{said}.")


def _readers(sharing: Sharing) -> str:
    if sharing.permissions is None:
        return "Everybody who may edit"
    editors = [p for p in sharing.permissions if p.role in EDITING and not p.deleted]
    single = sum(p.kind == "user" for p in editors)
    more = (
        " and everybody in a group, organisation or with the link" if len(editors) > single else ""
    )
    return f"{count(single, 'account')}{more}"


def last(lines: Sequence[Logged], now: datetime) -> Check:
    """When the tool ran last, by its Log."""
    if silent := log.silent_since(lines, now):
        return warning(
            "last-run",
            f"The nightly job last ran on {_day(silent)}. See under Actions why it stopped; "
            "GitHub switches schedules off after 60 days without a commit.",
        )
    run = log.last_run(lines)
    if run is None:
        return fine("last-run", "No run stands in the Log yet.")
    return fine("last-run", f"The last run was on {_day(run)}.")


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def new_files(sharing: Sharing) -> Check:
    """Who can make new spreadsheets."""
    if sharing.runs_as_program:
        return fine(
            "new-files",
            "A service account cannot own files, so it cannot make new spreadsheets. Let a "
            "person make them and share them with it.",
        )
    return fine("new-files", "This account can make new spreadsheets.")
