"""Requests and answers of HTTP, apart from any server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from sheets_coc.local.errors import ApiError
from sheets_coc.local.wire.jsontext import dumps


@dataclass(frozen=True, slots=True, repr=False)
class HttpRequest:
    """An HTTP request.

    Attributes:
        method: in capitals.
        url: the whole address, with the query.
        headers: by name in small letters.
        data: the body.
        over_http: whether it came through a server, so that no exception may answer it.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""
    over_http: bool = False

    @property
    def target(self) -> str:
        """Path and query as they came."""
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


@dataclass(slots=True, repr=False)
class HttpReply:
    """An HTTP answer."""

    status: int
    body: bytes = b""
    content_type: str = "application/json; charset=UTF-8"
    headers: list[tuple[str, str]] = field(default_factory=list)


class Dropped(Exception):
    """The connection breaks before there is a whole answer.

    Args:
        silent: seconds of silence before that.
        part: an answer of which only the first half gets through.
    """

    def __init__(self, silent: float = 0.0, part: HttpReply | None = None) -> None:
        super().__init__("the connection breaks")
        self.silent = silent
        self.part = part


def error_reply(error: ApiError) -> HttpReply:
    """An error as an answer."""
    return HttpReply(error.code, dumps(error.body()), headers=list(error.headers))


def reason(status: int) -> str:
    """The usual words for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
