"""The desk behind a port of this machine, until it is stopped or nobody has used it for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sheets_coc.desk.app import create_app
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.security import Keys
from sheets_coc.errors import UsageError

HOST = "127.0.0.1"
IDLE = 30 * 60
"""Seconds without a request after which the desk closes."""


class _Quiet(WSGIRequestHandler):
    """Logs nothing: addresses of pages hold case names."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Nothing is logged."""

    def version_string(self) -> str:
        """Nothing is told of the server."""
        return ""


@dataclass
class Serving:
    """A desk that is being served.

    Attributes:
        url: the one-time link.
    """

    url: str = field(repr=False)
    _server: BaseWSGIServer = field(repr=False)
    _desk: Desk = field(repr=False)
    _used: float = field(default_factory=time.monotonic, repr=False)

    def run(self, idle: float = IDLE) -> None:
        """Serve until stopped, or idle for so many seconds."""
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(idle, over), daemon=True)
        watch.start()
        try:
            self._server.serve_forever(poll_interval=0.2)
        finally:
            over.set()
            self._server.server_close()
            self._desk.close()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()

    def _watch(self, idle: float, over: threading.Event) -> None:
        while not over.wait(min(1.0, idle / 4)):
            if time.monotonic() - self._used >= idle:
                self.stop()
                return


def serve(desk: Desk, port: int = 0) -> Serving:
    """Make the desk ready behind a port of this machine; `run` serves it.

    Args:
        desk: what stands behind it.
        port: the port; any free one if 0.

    Raises:
        UsageError: `port` where it cannot be had.
    """
    keys = Keys()
    serving: list[Serving] = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        serving[0]._used = time.monotonic()
        return app(environ, start)

    try:
        server = make_server(HOST, port, application, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit, OverflowError):
        raise UsageError("That port cannot be used. Choose another one.", code="port") from None
    place = f"{HOST}:{server.server_port}"
    app = create_app(desk, keys, frozenset({place, f"localhost:{server.server_port}"}))
    serving.append(Serving(f"http://{place}/enter/{keys.link}", server, desk))
    return serving[0]
