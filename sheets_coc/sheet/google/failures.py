"""What Google's refusals mean, in words of our own.

Google's messages quote ranges, addresses and sometimes whole answers, so none of them is
passed on. What decides is the HTTP status and the machine-readable reasons in the body
(`error.details[].reason` of Sheets, `error.errors[].reason` of Drive), never a message:
those are localised. Of a refused batch one thing more is machine-written and told on: which of
its requests was refused (`requests[3].setDataValidation`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sheets_coc.errors import GoogleError, OutcomeUnknown


class Fate(Enum):
    """What became of a request that did not succeed."""

    REFUSED = "refused"
    """Google said no: it was not applied, and asking again will not help."""
    QUOTA = "quota"
    """Google said later: it was not applied."""
    UNSENT = "unsent"
    """No connection was made: it was not applied."""
    LOST = "lost"
    """It was sent, and no usable answer came back."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One attempt that did not succeed.

    Attributes:
        fate: what became of it.
        error: what the user is told if it ends here.
        retry_after: seconds Google asked to wait, if it did.
    """

    fate: Fate
    error: GoogleError
    retry_after: float | None = None


NO_NETWORK = (
    "Google could not be reached. Check the network connection and try again; nothing was sent."
)
NO_ANSWER = "Google did not answer properly, several times over. Try again later."
UNREADABLE = "Google's answer could not be understood. Try again later."
QUOTA = (
    "Google's quota for this account is used up, and waiting did not help. "
    "Try again in some minutes."
)


def unsent() -> Failure:
    """No connection could be made."""
    return Failure(Fate.UNSENT, GoogleError(NO_NETWORK, code="no-network"))


def lost() -> Failure:
    """The request went out and nothing usable came back."""
    return Failure(Fate.LOST, GoogleError(NO_ANSWER, code="no-answer"))


def unreadable() -> GoogleError:
    """An answer of another form than the API describes."""
    return GoogleError(UNREADABLE, code="unreadable-answer")


def unknown() -> OutcomeUnknown:
    """A write whose answer was lost."""
    return OutcomeUnknown(
        "A write was sent to Google and its answer was lost, so it may or may not have been "
        "applied. Run the command again: it looks before it writes."
    )


def from_status(status: int, body: Any, *, account: str | None, after: float | None) -> Failure:
    """What an HTTP answer outside 2xx means.

    Args:
        status: the HTTP status.
        body: the decoded JSON body, or None.
        account: the service account's address, to be named in remedies.
        after: the seconds of a Retry-After header.
    """
    reasons = set(_reasons(body))
    if status == 429 or reasons & QUOTA_REASONS:
        return Failure(Fate.QUOTA, GoogleError(QUOTA, code="quota"), after)
    if status >= 500 and status != 501:
        return lost()
    return Failure(Fate.REFUSED, _refusal(status, reasons, account, refused_request(body)))


QUOTA_REASONS = {
    "RATE_LIMIT_EXCEEDED",
    "rateLimitExceeded",
    "userRateLimitExceeded",
    "sharingRateLimitExceeded",
}


def _reasons(body: Any) -> Iterator[str]:
    """Every machine-readable reason in an error body, of Sheets' form and of Drive's."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return
    if isinstance(error.get("status"), str):
        yield error["status"]
    for name in ("details", "errors"):
        entries = error.get(name)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, Mapping) and isinstance(entry.get("reason"), str):
                yield entry["reason"]


_REQUEST = re.compile(r"\brequests\[(\d{1,6})\]\.([A-Za-z]{1,40})\b")
_CELLS = {"updateCells", "appendCells", "repeatCell"}
_DIMENSIONS = {"insertDimension", "deleteDimension", "moveDimension"}
_PROTECTABLE = _CELLS | _DIMENSIONS | {"copyPaste", "cutPaste", "updateProtectedRange"}
"""Kinds of requests that a protected range stops."""
_TABLE = _CELLS | {"setDataValidation", "setBasicFilter"}
"""Kinds of requests that a table stops."""


_GROWING = {"addSheet", "duplicateSheet", "appendDimension", "insertDimension", "appendCells"}
"""Kinds of requests that make a spreadsheet larger."""


def refused_request(body: Any) -> tuple[int, str] | None:
    """Which request of a batch Google refused: its number from 0, and its kind.

    Both are Google's own words, of which the message is made in every language; nothing else
    of the message is told on.
    """
    error = body.get("error") if isinstance(body, Mapping) else None
    message = error.get("message") if isinstance(error, Mapping) else None
    found = _REQUEST.search(message) if isinstance(message, str) else None
    return (int(found[1]), found[2]) if found else None


def _refused(request: tuple[int, str] | None) -> GoogleError:
    """The error for a 400: which request it was, and what may have stopped it."""
    if request is None:
        return GoogleError(
            "Google refused the request. A protected range the account may not edit is the usual "
            "reason; nothing of it was done.",
            code="refused",
        )
    number, kind = request
    reasons = ["a protected range the account may not edit"] if kind in _PROTECTABLE else []
    if kind in _TABLE:
        reasons.append("a table with typed columns (Convert to table)")
    if kind in _GROWING:
        reasons.append("a spreadsheet that would grow beyond 10,000,000 cells")
    usual = (
        f" The usual reason is {' or '.join(reasons)}: see sheets-coc doctor." if reasons else ""
    )
    return GoogleError(
        f"Google refused request {number + 1} of the write ({kind}), and with it all of them; "
        f"nothing of this was written.{usual}",
        code="refused",
    )


def _refusal(
    status: int, reasons: set[str], account: str | None, request: tuple[int, str] | None
) -> GoogleError:
    """The error for a definite no."""
    if status == 401:
        return GoogleError(
            "Google did not accept the login. Check the credentials, or log in again.",
            code="login-refused",
        )
    if status == 403:
        return _forbidden(reasons, account)
    if status == 404:
        return GoogleError(
            "There is no such spreadsheet, or it has been deleted. Check its address.",
            code="not-found",
        )
    if status == 501:
        return GoogleError(
            "This server does not offer what was asked of it.", code="not-implemented"
        )
    if "FAILED_PRECONDITION" in reasons or "failedPrecondition" in reasons:
        return GoogleError(
            "The file is not a Google spreadsheet, perhaps an uploaded Excel file. "
            "Open it and choose File > Save as Google Sheets.",
            code="not-a-spreadsheet",
        )
    return _refused(request)


def _forbidden(reasons: set[str], account: str | None) -> GoogleError:
    """The error for a 403: which of its reasons it is, and what to do."""
    if reasons & {"SERVICE_DISABLED", "accessNotConfigured"}:
        return GoogleError(
            "The Google Sheets or Drive API is not enabled in the account's project. "
            "Enable both in the Google Cloud console under APIs & Services.",
            code="api-not-enabled",
        )
    if reasons & {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}:
        return GoogleError(
            "The login does not cover what this command needs. Log in again with more scopes.",
            code="scope",
        )
    if "storageQuotaExceeded" in reasons:
        return GoogleError(
            "The account has no storage of its own: service accounts cannot own files. "
            "Let a person make the file and share it with the account.",
            code="no-storage",
        )
    return GoogleError(
        f"The spreadsheet is not shared with {who(account)}, or not as an editor. "
        "Share it with that account as an editor.",
        code="not-shared",
    )


def who(account: str | None) -> str:
    """The account as it may be named: a service account's address, except in public logs."""
    public = os.environ.get("CI", "").strip().lower() in {"1", "true", "yes"}
    if account is None or public or not account.endswith(".gserviceaccount.com"):
        return "the account this command runs as"
    return account
