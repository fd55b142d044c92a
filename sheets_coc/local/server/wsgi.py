"""Requests and answers, apart from any server, and the WSGI application that carries them."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from sheets_coc.local.errors import ApiError
from sheets_coc.local.wire.jsontext import dumps

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


IN_PROCESS = "sheets_coc.in_process"
"""The key of an environment that says: the caller is this process and may see exceptions."""


@dataclass(frozen=True, slots=True, repr=False)
class Request:
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
class Reply:
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

    def __init__(self, silent: float = 0.0, part: Reply | None = None) -> None:
        super().__init__("the connection breaks")
        self.silent = silent
        self.part = part


def error_reply(error: ApiError) -> Reply:
    """An error as an answer."""
    return Reply(error.code, dumps(error.body()))


@dataclass(frozen=True, slots=True)
class Application:
    """A WSGI application.

    Over a server that shows its socket (werkzeug's does) a broken connection is a closed socket;
    elsewhere `Dropped` comes through to whoever called.

    Attributes:
        respond: gives the answer to a request.
    """

    respond: Callable[[Request], Reply]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        try:
            reply = self.respond(_request(environ))
        except Dropped as dropped:
            if "werkzeug.socket" not in environ:
                raise
            _break(environ["werkzeug.socket"], dropped)
            raise ConnectionAbortedError("broken on purpose") from None
        headers = list(reply.headers)
        if reply.status != HTTPStatus.NO_CONTENT:
            headers.append(("Content-Type", reply.content_type))
            headers.append(("Content-Length", str(len(reply.body))))
        start_response(f"{reply.status} {reason(reply.status)}", headers)
        return [reply.body]


def reason(status: int) -> str:
    """The usual words for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _request(environ: WSGIEnvironment) -> Request:
    host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "127.0.0.1")
    path = quote(environ.get("PATH_INFO", "/").encode("latin-1"), safe="/:")
    query = environ.get("QUERY_STRING", "")
    url = f"{environ['wsgi.url_scheme']}://{host}{path}"
    headers = {
        name[5:].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    data = _body(environ)
    method = headers.get("x-http-method-override") or environ["REQUEST_METHOD"]
    if method.upper() == "GET" and data:
        # Clients send a very long query so: as the form of a POST that means a GET.
        query, data = data.decode("ascii", "replace"), b""
    whole = f"{url}?{query}" if query else url
    return Request(method.upper(), whole, headers, data, not environ.get(IN_PROCESS))


def _body(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH")
    if length:
        return bytes(environ["wsgi.input"].read(int(length)))
    if environ.get("wsgi.input_terminated"):
        return bytes(environ["wsgi.input"].read())
    return b""


def _break(connection: socket.socket, dropped: Dropped) -> None:
    """Sends what still gets through and closes the connection."""
    time.sleep(dropped.silent)
    with contextlib.suppress(OSError):
        if dropped.part is not None:
            part = dropped.part
            head = (
                f"HTTP/1.1 {part.status} {reason(part.status)}\r\n"
                f"Content-Type: {part.content_type}\r\nContent-Length: {len(part.body)}\r\n\r\n"
            )
            connection.sendall(head.encode() + part.body[: len(part.body) // 2])
        connection.shutdown(socket.SHUT_RDWR)
