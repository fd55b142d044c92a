"""A member's own login, through Google's consent page in their browser.

The installed-app flow as Google describes it for desktop programs: the browser comes back to
a port of this machine, with a one-time code that only this program can use (PKCE). What is
kept is a refresh token in the form Google's own tools use, so any of them can read it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import requests
from google_auth_oauthlib.flow import Flow

from sheets_coc.errors import Error, GoogleError, UsageError
from sheets_coc.plain_files import in_git, read_plain, write_private
from sheets_coc.sheet.google.credentials import TOKEN_URI
from sheets_coc.sheet.google.redirect import ApiRootAdapter, check_api_root, mount

AUTH_URI = "https://accounts.google.com/o/oauth2/auth"
ANSWER_TIMEOUT = 30.0
"""Seconds to wait for Google's token server."""
_KIND = "authorized_user"
_PAGE = (
    "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>sheets-coc</title>"
    "<p>{}<p>You can close this window and go back to the terminal."
)


_UNUSABLE = "The login cannot be written there. Check --out."


def read_client(path: Path) -> dict[str, str]:
    """The id and secret of a desktop client, from the file the Google Cloud console gives.

    Raises:
        UsageError: it is unreadable, or a client of another kind.
    """
    try:
        found = _read_json(path)
    except OSError:
        raise UsageError(
            "The client's file cannot be read. Check its name.", code="client-file"
        ) from None
    client = found.get("installed") if isinstance(found, dict) else None
    if isinstance(client, dict):
        named = {key: client.get(key) for key in ("client_id", "client_secret")}
        if all(isinstance(value, str) and value for value in named.values()):
            return {key: str(value) for key, value in named.items()}
    raise UsageError(
        "That is not the file of a desktop client. In the Google Cloud console, under APIs & "
        "Services, Credentials, make an OAuth client of the type Desktop app, and download it.",
        code="client-file",
    )


def _read_json(path: Path) -> Any:
    """What is in a file; None where that is not JSON."""
    try:
        return json.loads(read_plain(path))
    except ValueError:
        return None


def log_in(
    client: Mapping[str, str],
    scopes: Sequence[str],
    *,
    show: Callable[[str], None],
    api_root: str | None = None,
    port: int = 0,
    wait: float = 300.0,
) -> dict[str, str]:
    """Ask somebody to agree in their browser.

    Args:
        client: what `read_client` returned.
        scopes: what the login shall cover.
        show: gets the address to open, once this program listens for the answer.
        api_root: a server on this machine that gets every request meant for Google.
        port: where the browser comes back to; 0 takes a free one.
        wait: seconds to wait for the person.

    Returns:
        What is to be kept: a refresh token and the client it belongs to.

    Raises:
        UsageError: they said no, not to everything, or not in time; or the port is taken.
        GoogleError: Google could not be reached or refused.
    """
    root = check_api_root(api_root) if api_root else None
    config = {**client, "auth_uri": AUTH_URI, "token_uri": TOKEN_URI}
    state = secrets.token_urlsafe(24)
    with _listening(state, port) as (address, answers):
        make: Any = Flow.from_client_config  # google_auth_oauthlib has no types
        flow = make({"installed": config}, list(scopes), redirect_uri=address)
        if root:
            mount(flow.oauth2session, ApiRootAdapter(root))
        page, _ = flow.authorization_url(state=state, prompt="consent")
        show(_at(page, root))
        code = _answer(answers, wait)
    token = _token(flow, code)
    return {"type": _KIND, **client, "refresh_token": token}


def _at(page: str, root: str | None) -> str:
    """The consent page, at the root where there is one."""
    if root is None:
        return page
    parts, there = urlsplit(page), urlsplit(root)
    return urlunsplit((there.scheme, there.netloc, parts.path, parts.query, ""))


@contextlib.contextmanager
def _listening(state: str, port: int) -> Iterator[tuple[str, queue.Queue[dict[str, str]]]]:
    """A door on this machine for the browser to come back to, and what it brings."""
    answers: queue.Queue[dict[str, str]] = queue.Queue()

    class Door(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            query = {k: v[-1] for k, v in parse_qs(urlsplit(self.path).query).items()}
            ours = secrets.compare_digest(query.get("state", "").encode(), state.encode())
            answered = ours and bool({"code", "error"} & set(query))
            said = "Not logged in." if "error" in query else "Done."
            body = _PAGE.format(said if answered else "Nothing is to be seen here.").encode()
            self.send_response(200 if answered else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if answered:
                answers.put(query)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's
            """Say nothing: the path holds the code."""

    server = _bind(port, Door)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", answers
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _bind(port: int, door: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    with contextlib.suppress(OSError, OverflowError):
        return ThreadingHTTPServer(("127.0.0.1", port), door)
    raise UsageError("That port is taken. Choose another with --port.", code="port")


def _answer(answers: queue.Queue[dict[str, str]], wait: float) -> str:
    """The code the browser brought.

    Raises:
        UsageError: nobody came in time, or they said no.
    """
    answer: dict[str, str] = {}
    with contextlib.suppress(queue.Empty):
        answer = answers.get(timeout=wait)
    if "code" in answer and "error" not in answer:
        return answer["code"]
    if answer:
        raise UsageError("Nothing was kept: Google says that you did not agree.", code="denied")
    raise UsageError("Nothing was kept: nobody agreed in time. Try again.", code="login-timeout")


def _token(flow: Any, code: str) -> str:
    """The refresh token that the code is good for.

    Raises:
        UsageError: less was agreed to than was asked for.
        GoogleError: Google could not be reached or refused.
    """
    problem: Error
    try:
        token = flow.fetch_token(code=code, timeout=ANSWER_TIMEOUT)
    except Warning:  # oauthlib's way to say that the scopes are others
        problem = UsageError(
            "Nothing was kept: not everything was agreed to. Log in again, and tick every box.",
            code="scope",
        )
    except (requests.exceptions.RequestException, OSError):
        problem = GoogleError(
            "Google's login server could not be reached. Check the network connection.",
            code="no-network",
        )
    except Exception:  # whatever oauthlib makes of a refusal; it may quote the code
        problem = GoogleError(
            "Google did not accept the client, or the code was too old. Check the client file "
            "and log in again.",
            code="login-refused",
        )
    else:
        lasting = token.get("refresh_token")
        if isinstance(lasting, str) and lasting:
            return lasting
        problem = GoogleError("Google gave no lasting login. Log in again.", code="login-refused")
    raise problem  # outside the handlers, so that no exception with the code in it comes along


def check_place(path: Path, *, inside_git: bool = False) -> None:
    """Refuse a place where a login must not be kept.

    Args:
        path: where it shall be kept.
        inside_git: whether a git work tree is no objection.

    Raises:
        UsageError: it lies in a git work tree, something else stands there, or nobody can tell.
    """
    try:
        if not inside_git and in_git(path):
            raise UsageError(
                "That place is inside a git work tree, from where a login is easily committed. "
                "Choose another with --out, or add --inside-git.",
                code="out-in-git",
            )
        found = _read_json(path) if path.exists() else {"type": _KIND}
    except OSError:
        raise UsageError(_UNUSABLE, code="out") from None
    if not (isinstance(found, dict) and found.get("type") == _KIND):
        raise UsageError(
            "Something that is no login stands there already. Choose another place with --out.",
            code="out",
        )


def keep(path: Path, login: Mapping[str, str]) -> None:
    """Write a login for its owner's eyes only, in place of an older one, all or nothing.

    Raises:
        UsageError: it cannot be written there.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        write_private(draft, json.dumps(dict(login), indent=2).encode())
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    else:
        return
    raise UsageError(_UNUSABLE, code="out")
