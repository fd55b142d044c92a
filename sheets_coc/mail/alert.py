"""One sentence to somebody outside the sheet: that a person must look.

It goes to an address of the policy, to a webhook, or to both, and nothing else is ever in it: no
case, no count, no link. A webhook's address is a secret like a password, because whoever has it
can post there; it comes from the environment and is never shown.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from sheets_coc.errors import Error, UsageError
from sheets_coc.mail.sending import is_loopback, plain_address, send, server_from
from sheets_coc.policy import Mail
from sheets_coc.private import Private

SENTENCE: Final = "sheets-coc: a person must look."
WEBHOOK: Final = "SHEETS_COC_WEBHOOK"
_TIMEOUT: Final = 30.0


def alert(mail: Mail, environment: Mapping[str, str], now: datetime) -> int:
    """Say that a person must look, wherever the committee wants to hear it.

    Args:
        mail: the policy's addresses.
        environment: names the mail server, as for the Monday mail, and the webhook.
        now: the moment, in UTC.

    Returns:
        In how many places it was said; 0 where none is wanted.

    Raises:
        UsageError: an address, the server or the webhook cannot be used.
        Error: `alert` or `mail` where one of them did not take it; the others were tried.
    """
    url = environment.get(WEBHOOK, "").strip()
    ways: list[Callable[[], None]] = []
    if mail.alert:
        ways.append(partial(_mail, mail, environment, now))
    if url:
        ways.append(partial(post, Private(url)))
    said, failed = 0, None
    for way in ways:
        try:
            way()
            said += 1
        except Error as error:
            failed = error
    if failed is not None:
        raise failed
    return said


def message(mail: Mail, now: datetime) -> EmailMessage:
    """The mail that says it.

    Args:
        mail: the policy's addresses.
        now: the moment, in UTC, for its headers.
    """
    sender = plain_address(mail.sender or mail.committee)
    made = EmailMessage()
    made["To"] = plain_address(mail.alert)
    made["From"] = Address("sheets-coc", addr_spec=sender)
    made["Subject"] = SENTENCE
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<look-{now:%Y%m%dT%H%M%S}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(f"{SENTENCE}\n", cte="7bit")
    return made


def _mail(mail: Mail, environment: Mapping[str, str], now: datetime) -> None:
    send(message(mail, now), server_from(environment), to=mail.alert)


def post(url: Private[str]) -> None:
    """Post the sentence to a webhook: JSON with the one key `text`, as chat programs take it.

    Args:
        url: its address: https, or http on this machine. No redirection is followed.

    Raises:
        UsageError: for any other address.
        Error: `alert` where it did not take it.
    """
    body = json.dumps({"text": SENTENCE}).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "sheets-coc"}
    connection, path = _connection(url)
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException, UnicodeError):
        raise Error(
            f"Nobody was told: the webhook could not be reached. Check {WEBHOOK}.", code="alert"
        ) from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise Error(
            f"Nobody was told: the webhook refused the sentence. Check {WEBHOOK}.", code="alert"
        )


def _connection(url: Private[str]) -> tuple[HTTPConnection, str]:
    try:
        parts = urlsplit(url.reveal())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    secure = parts.scheme == "https"
    if not host or not (secure or (parts.scheme == "http" and is_loopback(host))):
        raise UsageError(f"{WEBHOOK} must be an address that begins with https.", code="webhook")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if secure:
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=_TIMEOUT, context=context), path
    return HTTPConnection(host, port, timeout=_TIMEOUT), path
