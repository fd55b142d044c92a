"""What `doctor` says of a set-up: pure rules over what was found out, each with what to do.

Every name in `CHECKS` gets a line in every run. What could not be looked at, because
something before it failed, is said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sheets_coc.committee import log, todo
from sheets_coc.committee.access_facts import EDITING, SERVICE_ACCOUNT, Sharing
from sheets_coc.committee.agenda import REVIEW_MONTHS
from sheets_coc.committee.log import Logged
from sheets_coc.committee.status import (
    SILENT_DAYS,
    in_history,
    last_fresh_copy,
    last_nightly,
    last_run,
)
from sheets_coc.committee.survey import Survey
from sheets_coc.committee.tabs import find
from sheets_coc.dates import add_months
from sheets_coc.errors import Error, SheetError
from sheets_coc.oncall import jobs as oncall
from sheets_coc.policy import Policy
from sheets_coc.records.findings import Severity
from sheets_coc.records.schema import COLUMNS
from sheets_coc.records.validation import lacks_columns
from sheets_coc.sheet.model import Protection, Snapshot

CHECKS: Final = (
    "policy", "spreadsheet", "credentials", "key-file", "project", "reach", "clock", "headers",
    "tabs", "locks", "protection", "imports", "drive", "editing", "link-sharing", "publishing",
    "owner", "history", "last-run", "new-files", "published-tables",
)  # fmt: skip
"""Every check, in the order in which they are shown."""

CLOCK_WARNING: Final = timedelta(minutes=2)
"""Signing in fails when the clock is more than about five minutes wrong; this comes before."""
GCLOUD_CLIENT: Final = "764086051850-"
"""The beginning of the client id that gcloud uses when it is given none of one's own."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `doctor`.

    Attributes:
        name: what was checked, one of `CHECKS`.
        ok: whether nothing needs doing.
        severity: how much it matters; `notice` where nothing needs doing.
        message: what was found and what to do.
    """

    name: str
    ok: bool
    severity: Severity
    message: str

    def as_json(self) -> dict[str, str | bool]:
        """How it stands in JSON."""
        return {
            "name": self.name,
            "ok": self.ok,
            "severity": self.severity.value,
            "message": self.message,
        }


def fine(name: str, message: str) -> Check:
    """A check that found nothing to do."""
    return Check(name, True, Severity.NOTICE, message)


def error(name: str, message: str) -> Check:
    """A check that found what keeps the tool from working, or people's data open."""
    return Check(name, False, Severity.ERROR, message)


def warning(name: str, message: str) -> Check:
    """A check that found something else to do."""
    return Check(name, False, Severity.WARNING, message)


def complete(found: Iterable[Check], why: str = "something before it failed") -> list[Check]:
    """The checks in order, with a line for each that could not be made."""
    by_name = {check.name: check for check in found}
    return [
        by_name.get(name) or Check(name, False, Severity.NOTICE, f"Not checked, because {why}.")
        for name in CHECKS
    ]


# Credentials -----------------------------------------------------------------------------


def credentials(info: Mapping[str, Any]) -> Check:
    """What kind of login is used."""
    said = {
        "service_account": "A key file of a service account. A login without a key is safer: "
        "Workload Identity Federation for the scheduled job, sheets-coc login for people.",
        "authorized_user": "A member's own login.",
        "external_account": "A login without a key (Workload Identity Federation).",
        "impersonated_service_account": "A service account, through a member's own login.",
    }
    kind = info.get("type")
    if isinstance(kind, str) and kind in said:
        return fine("credentials", said[kind])
    return error("credentials", "The credentials file is of no kind that is known. Log in again.")


def key_file(*, exposed: bool, in_work_tree: bool) -> Check:
    """Whether a file with a secret in it may be read by others, or end up in a repository."""
    if exposed:
        return error(
            "key-file",
            "Other users of this machine can read the credentials file. Make it yours alone: "
            "chmod 600 FILE. If they may have, make a new key.",
        )
    if in_work_tree:
        return warning(
            "key-file",
            "The credentials file lies inside a git work tree, from where it is easily "
            "committed. Move it elsewhere.",
        )
    return fine("key-file", "Nobody else on this machine can read the credentials file.")


def project_of(info: Mapping[str, Any]) -> str | None:
    """The Google Cloud project of the credentials, where the file names one in its own form."""
    named = info.get("project_id") or info.get("quota_project_id")
    return named if isinstance(named, str) and re.fullmatch(r"[a-z0-9.:-]{4,64}", named) else None


def project(info: Mapping[str, Any], environment: Mapping[str, str]) -> Check:
    """Whether the credentials belong to one project, and to the one people mean."""
    named = project_of(info)
    email = info.get("client_email")
    if info.get("type") == "authorized_user" and not info.get("quota_project_id"):
        if str(info.get("client_id", "")).startswith(GCLOUD_CLIENT):
            return warning(
                "project",
                "This login counts on gcloud's own project, where the Sheets API is not enabled. "
                "Run: gcloud auth application-default set-quota-project YOUR-PROJECT. Or log in "
                "with a client of your own: sheets-coc login.",
            )
        return fine("project", "The login belongs to the project of its client.")
    if named and isinstance(email, str) and email.endswith(f".iam{SERVICE_ACCOUNT}"):
        home = email.rpartition("@")[2].removesuffix(f".iam{SERVICE_ACCOUNT}")
        if home != named and ":" not in named:
            return warning(
                "project",
                "The key file names one project and its account belongs to another. Download "
                "the key again.",
            )
    meant = environment.get("GOOGLE_CLOUD_PROJECT")
    if named and meant and meant != named:
        return warning(
            "project",
            f"The credentials belong to the project {named}, and GOOGLE_CLOUD_PROJECT names "
            "another. The APIs must be enabled in the credentials' one.",
        )
    return fine("project", f"The project is {named}." if named else "No project is named.")


def unreachable(name: str, problem: Error, named: str | None) -> Check:
    """What it means that Google refused, in the words of the error and a little more."""
    message = problem.message
    if problem.code == "api-not-enabled":
        api = "Drive" if name == "drive" else "Sheets"
        where = f"the project {named}" if named else "the project of the credentials"
        message = (
            f"The Google {api} API is not enabled in {where}. Enable it there, under APIs & "
            "Services; enabling it in another project does not help."
        )
    elif problem.code == "scope" and name == "drive":
        message = (
            "The login does not cover looking at who has access. Log in again: sheets-coc login. "
            "With gcloud, add the scope drive.metadata.readonly."
        )
    return error(name, message) if name == "reach" else warning(name, message)


def clock(here: datetime, google: datetime | None, allowed: timedelta) -> Check:
    """Whether this machine's clock agrees with Google's.

    Args:
        here: this machine's time.
        google: the time in Google's last answer.
        allowed: how far apart they may be before nothing is written any more.
    """
    if google is None:
        return Check("clock", False, Severity.NOTICE, "Not checked: Google did not answer.")
    apart = abs(here - google)
    if apart <= CLOCK_WARNING:
        return fine("clock", "This machine's clock agrees with Google's.")
    hours = apart.total_seconds() / 3600
    said = f"{hours:.1f} hours" if hours >= 1 else f"{round(hours * 60)} minutes"
    message = f"This machine's clock is {said} off Google's. Set it (turn on network time)."
    return error("clock", message) if apart > allowed else warning("clock", message)


# The sheet -------------------------------------------------------------------------------


def headers(seen: Survey | Error) -> Check:
    """Whether the Records tab can be understood."""
    if isinstance(seen, Error):
        return error("headers", seen.message)
    layout = seen.sheet.layout
    if layout.unclassified:
        columns = ", ".join(column.name for column in layout.unclassified)
        return error(
            "headers",
            f"Nobody has said what happens to {columns} when a record goes, so nothing is "
            "expunged. Answer in To do (sheets-coc validate --apply puts the question there).",
        )
    if lacks_columns(seen.sheet, seen.policy):
        return error(
            "headers",
            "There are decisions, but not the columns sheets-coc keeps its dates in, so nothing "
            "is expunged. Run sheets-coc setup.",
        )
    missing = sum(c.key not in layout.columns for c in COLUMNS if not c.optional)
    count = len(layout.columns)
    if missing:
        return fine(
            "headers", f"{count} columns are known; sheets-coc setup offers {missing} more."
        )
    return fine("headers", f"All {count} columns are known.")


def tabs(snapshot: Snapshot, policy: Policy) -> Check:
    """Whether the other tabs are what they should be; a committee may do without any of them."""
    titles = policy.tabs
    for title, headings in ((titles.todo, todo.HEADINGS), (titles.log, log.HEADINGS)):
        tab = snapshot.tab(title)
        try:
            if tab:
                find(tab, headings)
        except SheetError as problem:
            return error("tabs", problem.message)
    try:
        oncall.both(snapshot, policy)
    except Error as problem:
        return warning("tabs", problem.message)
    if snapshot.tab(titles.committee) is None:
        return fine("tabs", f"There is no tab {titles.committee}: access and on-call need it.")
    return fine("tabs", "The other tabs can be read.")


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that stands in the sheet.

    Attributes:
        tab: its tab's title.
        left_over: whether its run must have died.
        may_remove: whether this account may remove it.
    """

    tab: str
    left_over: bool
    may_remove: bool


def locks(found: Sequence[Lock]) -> Check:
    """Whether a run that died left its lock behind."""
    left = [lock for lock in found if lock.left_over]
    if not left:
        at_work = " A run is at work now." if found else ""
        return fine("locks", f"No lock is left over.{at_work}")
    where = ", ".join(lock.tab for lock in left)
    by_hand = "in the sheet under Data, Protect sheets and ranges"
    what = (
        f"The next run that writes removes it; or do it {by_hand}."
        if all(lock.may_remove for lock in left)
        else f"This account may not remove it: the owner does, {by_hand}."
    )
    return warning("locks", f"A run that died left its lock on: {where}. {what}")


def protection(standing: Mapping[str, Sequence[Protection]], ours: Iterable[str]) -> Check:
    """Whether the tool may write where it has to.

    Args:
        standing: the protected ranges of each tab by its title, locks left out.
        ours: the titles of the tabs the tool writes to.
    """
    closed = [
        title
        for title in ours
        if any(not p.may_edit and not p.warning_only for p in standing.get(title, ()))
    ]
    if closed:
        return warning(
            "protection",
            f"Parts of {', '.join(closed)} are protected against this account, so writing there "
            "is refused. Let it edit them: Data, Protect sheets and ranges.",
        )
    return fine("protection", "Nothing is protected against this account.")


def imports(allowed: bool) -> Check:
    """Whether formulas may fetch addresses, and so carry cells away."""
    if allowed:
        return warning(
            "imports",
            "Formulas of this spreadsheet may fetch outside addresses (IMPORTDATA, IMAGE), and "
            "with them send away what stands in a cell. Nobody can switch that off again for "
            "this file: find the formulas (sheets-coc validate), and move to a fresh copy.",
        )
    return fine("imports", "Formulas may not fetch outside addresses.")


# Access and time -------------------------------------------------------------------------


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


def history(seen: Survey | Error, lines: Sequence[Logged], sharing: Sharing) -> Check:
    """Who can read what was expunged in the version history, and since when it is there."""
    if isinstance(seen, Error):
        return Check("history", False, Severity.NOTICE, "Not checked: the records are unreadable.")
    noted = last_fresh_copy(lines)
    since = max([m for m in (noted, sharing.created) if m], default=None)
    held = in_history(seen, since)
    copied = f"since the file was begun on {since.date()}" if since else "ever"
    records = "1 record" if len(held) == 1 else f"{len(held)} records"
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
    return f"{single} account{'' if single == 1 else 's'}{more}"


def last(lines: Sequence[Logged], now: datetime) -> Check:
    """When the tool ran last, by its Log."""
    nightly, run = last_nightly(lines), last_run(lines)
    if nightly is not None and now - nightly > timedelta(days=SILENT_DAYS):
        return warning(
            "last-run",
            f"The nightly job last ran on {_day(nightly)}. See under Actions why it stopped; "
            "GitHub switches schedules off after 60 days without a commit.",
        )
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


def published_tables(records: str, published: str) -> Check:
    """Whether what is published goes anywhere but into the records spreadsheet.

    Args:
        records: the id of the records spreadsheet.
        published: the id of the one that gets published tables; empty for none.
    """
    if published and published == records:
        return error(
            "published-tables",
            "The policy names the records spreadsheet under [statistics] spreadsheet. Publishing "
            "it would publish everything: name another one.",
        )
    return fine("published-tables", "Published tables do not go into the records spreadsheet.")
