"""The application behind the control door: carries out what `misbehaviour` plans.

A WSGI application around another one. Over HTTP a dropped connection is a closed socket; in
process, where there is no socket, `Interrupted` is raised, and whoever called turns it into the
exception a client would have seen.
"""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sheets_coc.local.errors import ApiError
from sheets_coc.local.misbehaviour import HTML_PAGE, Misbehaviour, Rule
from sheets_coc.local.people_edits import PersonEdit, perform

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from sheets_coc.local.identities import Identities
    from sheets_coc.local.state import Store


class Interrupted(Exception):
    """The connection breaks, seen from within the process.

    Attributes:
        kind: `dropped` (no answer), `timeout` (none in time) or `truncated` (half an answer).
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(repr=False)
class _Held:
    """An answer that was caught before it went out."""

    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


@dataclass(repr=False)
class MisbehavingApp:
    """A WSGI application that misbehaves by plan.

    Attributes:
        inner: the well-behaved application.
        door: the plan.
        store: where people edit.
        main: gives the id of the spreadsheet that they edit.
        identities: who is who.
    """

    inner: WSGIApplication
    door: Misbehaviour
    store: Store
    main: Callable[[], str]
    identities: Identities

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or fail to, as planned."""
        if not self.door.rules:
            return self.inner(environ, start_response)
        method, target = environ["REQUEST_METHOD"], _target(environ)
        plan = self.door.plan(method, target, self._caller(environ), self.store.clock())
        self._edits(plan.edits_before)
        time.sleep(plan.delay)
        if plan.before is not None:
            return _send(_instead(environ, plan.before, plan.error), start_response)
        if plan.after is None and not plan.edits_after:
            return self.inner(environ, start_response)
        held = _caught(self.inner, environ)
        self._edits(plan.edits_after)
        if plan.after is not None:
            held = _spoilt(environ, plan.after, plan.error, held)
        return _send(held, start_response)

    def edit(self, edit: PersonEdit, who: str = "owner", spreadsheet: str | None = None) -> None:
        """Somebody does something in the sheet, now.

        Args:
            edit: what.
            who: `owner`, `editor`, or the address of an account.
            spreadsheet: the id of the spreadsheet; the main one if none is given.

        Raises:
            ApiError: Google would not let them.
            KeyError: there is no such account.
            ValueError: there is no such tab or cell.
        """
        email = self.identities[who].email
        target = spreadsheet or self.main()
        with self.store.write() as state:
            perform(state, target, email, edit)

    def _edits(self, rules: Iterable[Rule]) -> None:
        """Somebody edits; a refusal is theirs to see, not the client's."""
        for rule in rules:
            assert rule.edit is not None  # noqa: S101  (Rule sees to it)
            try:
                self.edit(rule.edit, rule.who, rule.spreadsheet)
            except (ApiError, ValueError, KeyError):
                rule.refused += 1

    def _caller(self, environ: WSGIEnvironment) -> str:
        """Who asks, for quotas; nobody is refused here."""
        token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")[2]
        content = self.identities.unseal("access", token.removeprefix("ya29."))
        return str(content["email"]) if content else ""


def _instead(environ: WSGIEnvironment, rule: Rule, error: ApiError | None) -> _Held:
    """What is answered without having done anything."""
    if rule.action == "drop_before":
        raise _break(environ, "dropped")
    if rule.action == "timeout_before":
        raise _silence(environ, rule)
    if rule.action == "html":
        return _Held("502 Bad Gateway", [("Content-Type", "text/html; charset=UTF-8")], HTML_PAGE)
    assert error is not None  # noqa: S101  (every other action has one)
    return _json(error.code, error.body())


def _spoilt(environ: WSGIEnvironment, rule: Rule, error: ApiError | None, held: _Held) -> _Held:
    """What is left of an answer once the request was done."""
    half = held.body[: len(held.body) // 2]
    if rule.action == "drop_after":
        raise _break(environ, "dropped")
    if rule.action == "timeout_after":
        raise _silence(environ, rule)
    if rule.action == "truncate":
        raise _break(environ, "truncated", held, half)
    if rule.action == "half":
        return _Held(held.status, held.headers, half)
    if rule.action == "reshape":
        return _json(200, {"unexpected": []} if rule.body is None else rule.body)
    assert error is not None  # noqa: S101  (error_after has one)
    return _json(error.code, error.body())


def _silence(environ: WSGIEnvironment, rule: Rule) -> Exception:
    """Keep the client waiting; in process nobody has to wait to know how it ends."""
    if "werkzeug.socket" in environ:
        time.sleep(rule.seconds)
    return _break(environ, "timeout")


def _break(
    environ: WSGIEnvironment, kind: str, held: _Held | None = None, sent: bytes = b""
) -> Exception:
    """Break the connection, and give the exception that ends the request."""
    connection = environ.get("werkzeug.socket")
    if connection is None:
        return Interrupted(kind)
    with contextlib.suppress(OSError):
        if held is not None:
            head = (
                f"HTTP/1.1 {held.status}\r\nContent-Length: {len(held.body)}\r\n"
                "Content-Type: application/json; charset=UTF-8\r\n\r\n"
            )
            connection.sendall(head.encode() + sent)
        connection.shutdown(socket.SHUT_RDWR)
    return ConnectionAbortedError("broken on purpose")


def _caught(app: WSGIApplication, environ: WSGIEnvironment) -> _Held:
    """Run an application and keep its answer back."""
    held = _Held()

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        held.status, held.headers = status, headers
        return lambda data: None

    held.body = b"".join(app(environ, start))
    return held


def _send(held: _Held, start_response: StartResponse) -> Iterable[bytes]:
    headers = [(k, v) for k, v in held.headers if k.lower() != "content-length"]
    if not held.status.startswith("204"):
        headers.append(("Content-Length", str(len(held.body))))
    start_response(held.status, headers)
    return [held.body]


def _json(code: int, body: Any) -> _Held:
    status = f"{code} {HTTPStatus(code).phrase}"
    headers = [("Content-Type", "application/json; charset=UTF-8")]
    return _Held(status, headers, json.dumps(body).encode())


def _target(environ: WSGIEnvironment) -> str:
    path, query = str(environ["PATH_INFO"]), str(environ.get("QUERY_STRING", ""))
    return f"{path}?{query}" if query else path
