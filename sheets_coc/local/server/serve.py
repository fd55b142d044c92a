"""A local file behind a port of this machine, for programs in other processes.

    with serve("records.local") as served:
        served.url, served.spreadsheet, served.credentials

Only 127.0.0.1 is listened on, whatever happens. Key files are written beside the file, readable
by their owner alone; the token address in them is the server's.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from sheets_coc.local.errors import LocalGoogleError, NotALocalSheet
from sheets_coc.local.server.control import ControlDoor
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.state.state import Clock, utc_now

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer


HOST = "127.0.0.1"


@dataclass(frozen=True, repr=False)
class Served:
    """A server that is running."""

    url: str
    """`http://127.0.0.1:PORT`, to stand in for every Google host."""
    spreadsheet: str
    """The id of the file's main spreadsheet."""
    credentials: Path
    """Key file of the tool's account, a writer."""
    owner: Path
    """Key file of the person who owns the spreadsheet."""
    editor: Path
    """Key file of another person who edits it."""
    control: str
    """The secret that opens `/_control/`, in a header `X-Control-Secret`."""
    google: LocalGoogle
    """What is served, for use in the same process."""

    def told(self) -> dict[str, str]:
        """What `local serve` prints."""
        return {
            "url": self.url,
            "spreadsheet": self.spreadsheet,
            "credentials": str(self.credentials),
            "owner": str(self.owner),
            "editor": str(self.editor),
            "control": self.control,
            "api_key": self.google.identities.api_key(),
        }


@contextmanager
def serve(
    path: str | Path, port: int = 0, *, clock: Clock = utc_now, variants: Iterable[str] = ()
) -> Iterator[Served]:
    """Serve a file until the block ends.

    Args:
        path: a file as `local new` makes it.
        port: where to listen; 0 takes one that is free.
        clock: gives the server's time.
        variants: as for `LocalGoogle`.

    Raises:
        NotALocalSheet: there is no such file, or it is something else.
        LocalGoogleError: the port is taken.
        ValueError: there is no variant of that name.
    """
    file = Path(path).absolute()
    if not file.is_file():
        raise NotALocalSheet("There is no such file; `local new` makes one.")
    google = LocalGoogle(file, clock=clock, variants=variants)
    secret = secrets.token_urlsafe(24)
    server = _listen(ControlDoor(google, secret), port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield _served(google, file, server.server_port, secret)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def run(
    path: str | Path, port: int = 0, *, variants: Iterable[str] = (), out: TextIO | None = None
) -> None:
    """Serve a file until the process is told to stop (SIGINT or SIGTERM), and end well.

    Args:
        path: the file.
        port: where to listen; 0 takes one that is free.
        variants: as for `LocalGoogle`.
        out: where the one line of JSON goes; standard output if none is given.
    """
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        with serve(path, port, variants=variants) as served:
            print(json.dumps(served.told()), file=out or sys.stdout, flush=True)
            stop.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def write_key(path: Path, content: dict[str, Any]) -> Path:
    """Write a key file that only its owner can read, in place of one that is there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    draft.replace(path)
    return path


def _served(google: LocalGoogle, file: Path, port: int, secret: str) -> Served:
    url = f"http://{HOST}:{port}"
    token_uri = f"{url}/token"
    google.tokens.audiences.add(token_uri)
    keys = {
        name: write_key(
            file.with_name(f"{file.name}.{name}.json"),
            google.identities.key_file(name, token_uri=token_uri),
        )
        for name in ("tool", "owner", "editor")
    }
    return Served(
        url,
        google.main_spreadsheet,
        keys["tool"],
        keys["owner"],
        keys["editor"],
        secret,
        google,
    )


def _listen(app: ControlDoor, port: int) -> BaseWSGIServer:
    """A threaded server that says nothing."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        """Logs neither requests nor clients that went away."""

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  (werkzeug's)
            """Say nothing: a path may hold a tab's title."""

        def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
            """Clients may leave."""

    try:
        return make_server(HOST, port, app, threaded=True, request_handler=Quiet)
    except (OSError, SystemExit):
        raise LocalGoogleError(f"Port {port} cannot be listened on; it may be taken.") from None
