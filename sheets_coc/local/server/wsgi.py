"""The WSGI application that carries requests in and answers out."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from sheets_coc.local.wire.http import Dropped, HttpReply, HttpRequest, reason

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


IN_PROCESS = "sheets_coc.in_process"
"""The key of an environment that says: the caller is this process and may see exceptions."""


@dataclass(frozen=True, slots=True)
class Application:
    """A WSGI application.

    Over a server that shows its socket (werkzeug's does) a broken connection is a closed socket;
    elsewhere `Dropped` comes through to whoever called.

    Attributes:
        respond: gives the answer to a request.
    """

    respond: Callable[[HttpRequest], HttpReply]

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


def _request(environ: WSGIEnvironment) -> HttpRequest:
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
    return HttpRequest(method.upper(), whole, headers, data, not environ.get(IN_PROCESS))


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
