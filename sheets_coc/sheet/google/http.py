"""gspread's HTTP client with timeouts, and with retries that never resend a write blindly.

What may be sent again:

| what happened                                  | a read | a write                   |
|------------------------------------------------|--------|---------------------------|
| refused (400, 401, 403, 404)                   | no     | no                        |
| over quota (429): not applied                  | yes    | yes                       |
| no connection was made: not sent               | yes    | yes                       |
| 5xx, dropped, timed out, unreadable answer     | yes    | never: `OutcomeUnknown`   |
"""

from __future__ import annotations

import contextlib
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, TypeVar

import gspread
import requests
import urllib3
from google.auth.exceptions import GoogleAuthError

from sheets_coc.errors import GoogleError
from sheets_coc.garbage import uncollected
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google.failures import (
    Failure,
    Fate,
    from_status,
    lost,
    unknown,
    unreadable,
    unsent,
)

T = TypeVar("T")
Decode = Callable[[Any], T]

Waiting = Callable[[str, float, float], None]
"""Told before each pause: why (`quota`, `unsent`, `lost`), how long, how long still at most."""

QUOTA_WAITS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 32.0)
"""Seconds after each 429. Quotas are by the minute and Google sends no Retry-After."""
OTHER_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds after each other failure that may be repeated."""
LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what.

    Attributes:
        timeout: seconds to wait for a connection, and for an answer.
        quota: pauses after 429.
        other: pauses after other failures.
        sleep: what waits.
        jitter: a number from 0 to 1, drawn for each pause so that runs do not march in step.
        waiting: told about each pause.
    """

    timeout: tuple[float, float] = (10.0, 90.0)
    quota: tuple[float, ...] = QUOTA_WAITS
    other: tuple[float, ...] = OTHER_WAITS
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    waiting: Waiting | None = None

    def pause(self, failure: Failure, attempt: int) -> bool:
        """Wait before another attempt; False when there have been enough.

        Args:
            failure: what happened.
            attempt: how many attempts have failed before this one.
        """
        waits = self.quota if failure.fate is Fate.QUOTA else self.other
        if attempt >= len(waits):
            return False
        asked = min(failure.retry_after or 0.0, LONGEST_WAIT)
        seconds = max(asked, waits[attempt] * (1 + self.jitter() / 4))
        if self.waiting:
            self.waiting(failure.fate.value, seconds, sum(waits[attempt:]) * 1.25)
        self.sleep(seconds)
        return True


def _as_it_is(answer: Any) -> Any:
    """A decoder that leaves JSON as it is."""
    return answer


class Http(gspread.HTTPClient):
    """gspread's client over a session with the tool's login.

    Args:
        session: the authorised session.
        credentials: google-auth's credentials of it.
        patience: timeouts and pauses.

    Attributes:
        sheets_requests: how many requests went to the Sheets API, repetitions included.
        server_time: the moment in the last answer's Date header.
    """

    def __init__(
        self, session: requests.Session, credentials: Any, patience: Patience | None = None
    ) -> None:
        super().__init__(credentials, session=session)
        self.auth = credentials
        self.account = logins.account_of(credentials)
        self.patience = patience or Patience()
        self.sheets_requests = 0
        self.server_time: datetime | None = None
        self._offset = 0.0

    def fetch(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        decode: Decode[T] = _as_it_is,
    ) -> T:
        """The decoded answer of a request, repeated where that is safe.

        Args:
            method: the HTTP method.
            url: the address, a Google one.
            params: the query.
            body: what is sent as JSON.
            decode: what makes something of the JSON. An answer that it refuses with a
                GoogleError counts as none.

        Raises:
            OutcomeUnknown: a write whose answer was lost.
            GoogleError: Google could not be reached or refused.
        """
        payload = _encode(body)

        def judge(response: requests.Response) -> T | Failure:
            return _decoded(response, decode)

        return self._repeat(method, lambda: self._attempt(method, url, params, payload, judge))

    def request(
        self,
        method: str,
        endpoint: str,
        params: Any = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: Any = None,
    ) -> requests.Response:
        """What gspread's own methods call: the same as `fetch`, undecoded."""
        if files is not None or headers is not None:
            raise GoogleError("Uploads are not part of this tool.", code="not-implemented")
        payload = _encode(json) if json is not None else data
        attempt = partial(self._attempt, method, endpoint, params, payload, _whole)
        return self._repeat(method, attempt)

    def _repeat(self, method: str, attempt: Callable[[], T | Failure]) -> T:
        """Send, and send again as far as the table in this module's docstring allows."""
        failed = 0
        while True:
            outcome = attempt()
            if not isinstance(outcome, Failure):
                return outcome
            if outcome.fate is Fate.REFUSED:
                raise outcome.error
            if outcome.fate is Fate.LOST and method.upper() != "GET":
                raise unknown()
            if not self.patience.pause(outcome, failed):
                raise outcome.error
            failed += 1

    def _attempt(
        self,
        method: str,
        url: str,
        params: Any,
        payload: bytes | None,
        judge: Callable[[requests.Response], T | Failure],
    ) -> T | Failure:
        """Send once. Library exceptions end here, so that none travels in an exception chain."""
        headers = {"Content-Type": "application/json"} if payload is not None else None
        self.sheets_requests += url.startswith("https://sheets.googleapis.com/")
        try:
            response = self.session.request(
                method,
                url,
                params=params,
                data=payload,
                headers=headers,
                timeout=self.patience.timeout,
                allow_redirects=False,
            )
        except GoogleAuthError as error:
            told = logins.refused(error)
            fate = Fate.UNSENT if told.code == "no-network" else Fate.REFUSED
            return Failure(fate, told)
        except requests.exceptions.RequestException as error:
            return unsent() if _never_sent(error) else lost()
        except (OSError, urllib3.exceptions.HTTPError):
            return lost()
        except (ValueError, TypeError, KeyError, AttributeError):
            # google-auth on a token answer of another form; the request itself was not sent
            return Failure(Fate.UNSENT, unreadable())
        self._note_time(response)
        return judge(response) if response.ok else self._failure(response)

    def _failure(self, response: requests.Response) -> Failure:
        """What an answer outside 2xx says."""
        body = None
        with contextlib.suppress(ValueError):
            body = json.loads(response.content)
        return from_status(
            response.status_code, body, account=self.account, after=_retry_after(response)
        )

    def _note_time(self, response: requests.Response) -> None:
        """Remember what time it is at Google, and how far this machine's clock is from it."""
        try:
            told = parsedate_to_datetime(response.headers.get("Date", ""))
        except (ValueError, TypeError):
            return
        self.server_time = told if told.tzinfo else told.replace(tzinfo=UTC)
        self._offset = self.server_time.timestamp() - time.time()

    def now(self) -> datetime:
        """The time at Google, from its last answer and this machine's clock since."""
        return datetime.fromtimestamp(time.time() + self._offset, UTC)


def _whole(response: requests.Response) -> requests.Response:
    """The answer as it came."""
    return response


def _decoded(response: requests.Response, decode: Decode[T]) -> T | Failure:
    """What an answer holds; one that cannot be read is as good as none."""
    with uncollected():
        try:
            return decode(json.loads(response.content) if response.content else None)
        except ValueError:
            return lost()
        except GoogleError as error:
            return Failure(Fate.LOST, error)


def _encode(body: Any) -> bytes | None:
    """A body as JSON in ASCII."""
    return None if body is None else json.dumps(body, separators=(",", ":")).encode("ascii")


def _never_sent(error: requests.exceptions.RequestException) -> bool:
    """Whether an exception says that no connection was ever made."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _retry_after(response: requests.Response) -> float | None:
    """The seconds of a Retry-After header, if it names any."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", "")))
    except ValueError:
        return None
