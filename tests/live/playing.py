"""Plays what `sheets-coc local record` saved into a local Google, and compares the answers."""

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sheets_coc.local import LocalGoogle
from sheets_coc.local.wire.http import HttpRequest
from sheets_coc.sheet.google.recording import TITLE, Recorder

SCOPES = ("spreadsheets", "drive.metadata.readonly")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def differences(exchanges: Sequence[dict[str, Any]], folder: Path) -> list[str]:
    """Where a local Google answers otherwise than was recorded.

    Args:
        exchanges: what was recorded.
        folder: where the local Google may keep its file.

    Returns:
        A line for each difference, beginning with the number of the exchange.
    """
    google = LocalGoogle(Path(tempfile.mkdtemp(dir=folder)) / "empty.coc", title=title(exchanges))
    token = google.tokens.token(google.identities["tool"], SCOPES)
    clean = Recorder(google.main_spreadsheet)
    found = []
    for number, exchange in enumerate(exchanges):
        reply = google.respond(request(exchange, google.main_spreadsheet, token))
        answer = clean.cleaned(json.loads(reply.body)) if reply.body else None
        if reply.status != exchange["status"]:
            found.append(f"{number}: {exchange['path']}: status {reply.status}")
        elif timeless(answer) != timeless(exchange["answer"]):
            found.append(f"{number}: {exchange['path']}: another answer")
    return found


def title(exchanges: Sequence[dict[str, Any]]) -> str:
    """The title the recorded spreadsheet had."""
    for exchange in exchanges:
        if properties := (exchange["answer"] or {}).get("properties"):
            return properties.get("title", TITLE)
    return TITLE


def request(exchange: dict[str, Any], spreadsheet: str, token: str) -> HttpRequest:
    """The recorded request, about another spreadsheet."""
    path = exchange["path"].replace("SPREADSHEET", spreadsheet)
    host = "sheets" if path.startswith("/v4/") else "www"
    url = f"https://{host}.googleapis.com{path}?{urlencode(exchange['query'])}"
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    body = json.dumps(exchange["body"]).encode() if exchange["body"] else b""
    return HttpRequest(exchange["method"], url, headers, body)


def timeless(answer: Any) -> str:
    """An answer as text, whatever the time was."""
    return MOMENT.sub("…", json.dumps(answer, sort_keys=True))
