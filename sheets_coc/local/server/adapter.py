"""The door in process: a transport for `requests` that needs no socket."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPHeaderDict, HTTPResponse

from sheets_coc.local.server.wsgi import IN_PROCESS
from sheets_coc.local.wire.http import Dropped

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


class LocalAdapter(BaseAdapter):
    """Sends every request of a session to a WSGI application in this process.

    A fault of the application comes through as the exception it is.
    """

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__()
        self._app = app

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Answers a request; a connection that breaks raises what a socket's would."""
        answer: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            answer.update(status=status, headers=headers)

        try:
            parts = self._app(_environ(request), start)
        except Dropped as dropped:
            raise _failure(dropped, request) from None
        return _response(request, answer, b"".join(parts))

    def close(self) -> None:
        """Nothing is open between requests."""


def _environ(request: requests.PreparedRequest) -> WSGIEnvironment:
    parts = urlsplit(request.url or "")
    data = _whole(request.body)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1") or "/",
        "QUERY_STRING": parts.query,
        "CONTENT_LENGTH": str(len(data)),
        "CONTENT_TYPE": "",
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or 443),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(data),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        IN_PROCESS: True,
    }
    for name, value in request.headers.items():
        text = value if isinstance(value, str) else value.decode("latin-1")
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = text
        elif key != "CONTENT_LENGTH":
            environ[f"HTTP_{key}"] = text
    return environ


def _failure(dropped: Dropped, request: requests.PreparedRequest) -> requests.RequestException:
    """What a client sees; nobody has to sit a silence out to know how it ends."""
    if dropped.part is not None:
        return requests.exceptions.ChunkedEncodingError("Connection broken", request=request)
    if dropped.silent:
        return requests.exceptions.ReadTimeout("Read timed out", request=request)
    return requests.exceptions.ConnectionError("Connection aborted", request=request)


def _whole(body: Any) -> bytes:
    """A body that is bytes, a text, a file or an iterable of bytes."""
    if body is None:
        return b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        return body.encode()
    return body if isinstance(body, bytes) else b"".join(body)


def _response(
    request: requests.PreparedRequest, answer: Mapping[str, Any], body: bytes
) -> requests.Response:
    code, _, reason = answer["status"].partition(" ")
    response = requests.Response()
    response.status_code = int(code)
    response.reason = reason
    response.headers = CaseInsensitiveDict(answer["headers"])
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    response.url = request.url or ""
    response.request = request
    response.raw = HTTPResponse(
        io.BytesIO(body),
        headers=HTTPHeaderDict(answer["headers"]),
        status=int(code),
        preload_content=False,
    )
    return response
