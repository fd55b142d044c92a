"""A session with Google about one spreadsheet.

session = connect(address, credentials=path)
snapshot = session.read()
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import requests
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL
from requests.adapters import BaseAdapter

from sheets_coc.errors import UsageError
from sheets_coc.sheet.google import credentials as logins
from sheets_coc.sheet.google import decode
from sheets_coc.sheet.google.failures import unreadable
from sheets_coc.sheet.google.http import Http, Patience, Waiting
from sheets_coc.sheet.google.redirect import ApiRootAdapter, check_api_root, mount
from sheets_coc.sheet.model import Snapshot

T = TypeVar("T")

DRIVE_URL = "https://www.googleapis.com/drive/v3/"
DEFAULT_SCOPES = (logins.SPREADSHEETS,)


def spreadsheet_id(address: str) -> str:
    """The id in a spreadsheet's address, or the id itself.

    Raises:
        UsageError: it is neither.
    """
    address = address.strip()
    if "/d/e/" in address:
        raise UsageError(
            "That is the address of a published page. Use the one shown while editing the sheet.",
            code="spreadsheet-address",
        )
    found = re.search(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)", address)
    if found:
        return found[1]
    if re.fullmatch(r"[A-Za-z0-9_-]{3,}", address):
        return address
    missing = "" if "://" in address else ", and no file of that name is here"
    raise UsageError(
        f"That is no spreadsheet's address{missing}. Copy the address from the browser while the "
        "sheet is open, or check the name and folder of the file.",
        code="spreadsheet-address",
    )


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """What a batch returned.

    Attributes:
        snapshot: the spreadsheet right after the batch, if it was asked for.
    """

    snapshot: Snapshot | None


class Session:
    """One spreadsheet, read and written as one account.

    Args:
        spreadsheet: the spreadsheet's id.
        http: the client.
        connections: what `close` closes.
    """

    def __init__(
        self, spreadsheet: str, http: Http, connections: Sequence[requests.Session] = ()
    ) -> None:
        self.spreadsheet = spreadsheet
        self.http = http
        self._connections = connections
        self._url = SPREADSHEET_URL % quote(spreadsheet, safe="")

    def __repr__(self) -> str:
        return "<Session>"

    @property
    def requests(self) -> int:
        """How many requests went to the Sheets API so far, tokens and Drive not counted."""
        return self.http.sheets_requests

    @property
    def server_time(self) -> datetime | None:
        """The moment in the Date header of Google's last answer; None before the first."""
        return self.http.server_time

    @property
    def account(self) -> str | None:
        """The address of the account, where the credentials know it."""
        return self.http.account

    def now(self) -> datetime:
        """The time at Google: its last answer's, and what has passed here since."""
        return self.http.now()

    def close(self) -> None:
        """Let go of the connections to Google; the session can be used again all the same."""
        for connection in self._connections:
            connection.close()

    def read(self) -> Snapshot:
        """Everything the rest of the product looks at, in one request.

        Raises:
            GoogleError: Google could not be reached, refused, or answered nonsense.
        """
        return self.get(decode.MASK, decode.snapshot)

    def get(self, fields: str, decoder: Callable[[Any], T], **params: str) -> T:
        """A part of the spreadsheet resource in one request.

        Args:
            fields: the field mask.
            decoder: what makes something of Google's JSON, with a GoogleError if it cannot.
            params: further query parameters.
        """
        query = {"fields": fields, **params}
        return self.http.fetch("get", self._url, params=query, decode=decoder)

    def batch(self, batch: Sequence[Mapping[str, Any]], *, read_back: bool = False) -> Reply:
        """Apply requests atomically, and return the spreadsheet right after if asked.

        Args:
            batch: `batchUpdate` requests.
            read_back: return a snapshot from the same answer.

        Raises:
            OutcomeUnknown: no usable answer came back.
            GoogleError: Google could not be reached or refused; nothing was applied.
        """
        body: dict[str, Any] = {"requests": list(batch)}
        fields = "spreadsheetId"
        if read_back:
            body |= {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
            fields += f",updatedSpreadsheet({decode.MASK})"
        url = SPREADSHEET_BATCH_UPDATE_URL % quote(self.spreadsheet, safe="")
        return self.http.fetch(
            "post",
            url,
            params={"fields": fields},
            body=body,
            decode=lambda answer: self._reply(answer, read_back),
        )

    def _reply(self, answer: Any, read_back: bool) -> Reply:
        """The decoded answer to a batch."""
        if decode.tolerantly(lambda: answer["spreadsheetId"]) != self.spreadsheet:
            raise unreadable()
        updated = answer.get("updatedSpreadsheet")
        return Reply(decode.snapshot(updated) if read_back else None)

    def drive(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
    ) -> Any:
        """A request to Drive v3.

        Args:
            method: the HTTP method.
            path: what follows `/drive/v3/`, such as `files/ID/permissions`.
            params: the query.
            body: what is sent as JSON.

        Returns:
            The decoded answer, None where it is empty.
        """
        return self.http.fetch(method, DRIVE_URL + path, params=params, body=body)


class _TokenRequest(Request):
    """What google-auth fetches tokens with.

    After the first token google-auth asks iamcredentials.googleapis.com for allowed locations,
    in the background, over a deep copy of this object. There is none, so it leaves that be.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> _TokenRequest:
        raise TypeError("the token transport is not copied")


_TALKATIVE = ("google.auth.transport.requests", "urllib3.connectionpool")


def _hush(record: logging.LogRecord) -> bool:
    """Whether a line of a library's log may be kept: none below a warning."""
    return record.levelno > logging.INFO


def silence() -> None:
    """Keep requests and answers out of logs, however the logging is set up.

    At DEBUG google-auth logs every request and answer whole, with tokens hashed but content as
    it is (also where only `GOOGLE_SDK_PYTHON_LOGGING_SCOPE` is set), and urllib3 every address.
    """
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_hush)


def connect(
    spreadsheet: str,
    *,
    credentials: Path | Mapping[str, Any] | None = None,
    scopes: Sequence[str] = DEFAULT_SCOPES,
    api_root: str | None = None,
    adapter: BaseAdapter | None = None,
    patience: Patience | None = None,
    sleep: Callable[[float], None] = time.sleep,
    waiting: Waiting | None = None,
) -> Session:
    """A session about one spreadsheet. Sends nothing yet.

    Args:
        spreadsheet: its address or its id.
        credentials: a key file, a member's own login, or a keyless configuration, or the
            content of one; None looks where Google's tools keep them.
        scopes: what the command needs.
        api_root: a server on this machine that gets every request meant for Google.
        adapter: what sends every request instead of the network (a local Google in process).
        patience: timeouts and pauses; by default the product's, with `sleep` and `waiting`.
        sleep: what waits between attempts.
        waiting: told about each pause: why, how many seconds, how many more at most.

    Raises:
        UsageError: the address, the credentials file or the root is not usable.
    """
    silence()
    key = spreadsheet_id(spreadsheet)
    inside = adapter or (ApiRootAdapter(check_api_root(api_root)) if api_root else None)
    login = logins.load(credentials, scopes, own_token_uri=inside is not None)
    tokens = requests.Session()
    make: Any = AuthorizedSession  # google-auth has no types
    authorized = make(login, auth_request=_TokenRequest(tokens))
    if inside is not None:
        mount(tokens, inside)
        mount(authorized, inside)
    patience = patience or Patience(sleep=sleep, waiting=waiting)
    return Session(key, Http(authorized, login, patience), (authorized, tokens))
