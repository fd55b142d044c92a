"""What happens to requests instead of an answer; whatever Google says quotes personal data."""

from collections.abc import Callable
from typing import Any

from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.wire.http import Dropped, HttpReply

Fault = Callable[[LocalGoogle, Any], HttpReply | None]
"""What happens instead of an answer: an answer of another kind, an exception, or None to go on."""


def interrupt(nth: int) -> Fault:
    """Ctrl-C during the nth request."""
    count = iter(range(1, 1_000_000))

    def fault(google: LocalGoogle, request: Any) -> HttpReply | None:
        if next(count) == nth:
            raise KeyboardInterrupt
        return None

    return fault


def failing(kind: str, nth: int, loud: str) -> Fault:
    """A request, or every one from the nth on, fails; whatever Google says quotes personal data.

    Args:
        kind: a status, or `html`, `drop`, `drop after`, `half`, `reshaped`, `not json`.
        nth: which request, from 1; 0 for all.
        loud: what the answers quote.
    """
    count = iter(range(1, 1_000_000))

    def fault(google: LocalGoogle, request: Any) -> HttpReply | None:
        if nth not in (0, next(count)):
            return None
        if kind == "drop":
            raise Dropped
        if kind == "drop after":
            google._answer(request)
            raise Dropped
        if kind == "half":
            answer = google._answer(request)
            return HttpReply(
                answer.status, answer.body[: len(answer.body) // 2], answer.content_type
            )
        return _loud(kind, loud)

    return fault


def _loud(kind: str, loud: str) -> HttpReply:
    import json

    if kind == "html":
        return HttpReply(502, f"<html><title>{loud}</title></html>".encode(), "text/html")
    if kind == "not json":
        return HttpReply(200, loud.encode(), "application/json")
    if kind == "reshaped":
        tabs = [{"properties": loud, "data": {loud: loud}}]
        body: Any = {
            loud: [loud],
            "sheets": tabs,
            "properties": [loud],
            **dict.fromkeys(("replies", "permissions", "error"), loud),
        }
        return HttpReply(200, json.dumps(body).encode(), "application/json")
    status = int(kind)
    reason = {"reason": loud, "message": loud, "domain": loud, "location": loud}
    details = [{"@type": loud, "reason": loud, "metadata": {loud: loud}}]
    message = f"Unable to parse range: {loud}"
    error = {"code": status, "message": message, "status": loud, "errors": [reason]}
    error["details"] = details
    body = {"error": error, "error_description": loud}
    headers = [
        ("Retry-After", loud),
        ("X-Said", loud),
        ("WWW-Authenticate", f'Bearer realm="{loud}"'),
    ]
    return HttpReply(
        status, json.dumps(body, ensure_ascii=True).encode(), "application/json", headers
    )


FAULTS = ("400", "401", "403", "404", "429", "500", "503", "html", "drop", "drop after", "half",
          "reshaped", "not json")  # fmt: skip
