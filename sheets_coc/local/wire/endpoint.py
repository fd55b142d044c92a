"""What an endpoint is: an HTTP method, a path, the scopes it accepts and a function of a call.

Endpoints know the state and the caller; they know nothing of WSGI, sockets or clients.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_coc.local.errors import ApiError, Json, invalid
from sheets_coc.local.state.state import Transaction

_STANDARD = [
    "access_token",
    "alt",
    "callback",
    "fields",
    "key",
    "oauth_token",
    "prettyPrint",
    "quotaUser",
    "uploadType",
    "upload_protocol",
    "$.xgafv",
]


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """An answer that is not plain JSON with status 200."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, repr=False)
class Call:
    """One request to one endpoint.

    Attributes:
        state: everything in the file, in a transaction of this call.
        email: the address of the caller.
        params: the variable parts of the path, decoded.
        query: the query's parameters, each with all its values.
        data: the body as it came.
        root: the address the server was reached under, without a path.
        content_type: of the body.
    """

    state: Transaction
    email: str
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, list[str]] = field(default_factory=dict)
    data: bytes = b""
    root: str = "https://sheets.googleapis.com"
    content_type: str = ""

    def option(self, name: str, default: str | None = None) -> str | None:
        """The last value of a query parameter; the default where it is absent or empty."""
        return (self.query.get(name) or [""])[-1] or default

    def flag(self, name: str, default: bool = False) -> bool:
        """A query parameter that is true or false, in any case, as Google takes it."""
        value = self.option(name)
        if value is None:
            return default
        if value.lower() in ("true", "1"):
            return True
        if value.lower() in ("false", "0"):
            return False
        raise invalid(f"Invalid value at '{_snake(name)}' (TYPE_BOOL), \"{value}\"")

    def json(self) -> Json:
        """The body as a JSON object; empty where there is none.

        Raises:
            ApiError: 400, the body is not a JSON object.
        """
        if not self.data.strip():
            return {}
        try:
            body: Any = json.loads(self.data)
        except (ValueError, UnicodeDecodeError, RecursionError):
            raise ApiError(400, "Invalid JSON payload received. Parse error.") from None
        if not isinstance(body, dict):
            raise ApiError(
                400,
                'Invalid JSON payload received. Unknown name "": Root element must be a message.',
            )
        return body


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of the API.

    Attributes:
        method: the HTTP method.
        rule: the path in werkzeug's notation: `/drive/v3/files/<file_id>`.
        name: Google's name: `drive.files.get`.
        handle: does it; gives a JSON object, or an `Answer`.
        scopes: scopes any of which is enough, without their address.
        writes: whether it changes anything (then it runs in a writing transaction).
        query: the parameters its query may have besides the standard ones; None leaves that to
            the function.
    """

    method: str
    rule: str
    name: str
    handle: Callable[[Call], Json | Answer]
    scopes: tuple[str, ...]
    writes: bool = False
    query: tuple[str, ...] | None = None

    def check_query(self, query: Mapping[str, list[str]]) -> None:
        """Refuses parameters that the method does not have, as Google words it.

        Raises:
            ApiError: 400.
        """
        if self.query is None:
            return
        violations = [
            {
                "description": f'Invalid JSON payload received. Unknown name "{name}": Cannot bind'
                f" query parameter. Field '{name}' could not be found in request message."
            }
            for name in query
            if name not in self.query and name not in _STANDARD
        ]
        if violations:
            kind = "type.googleapis.com/google.rpc.BadRequest"
            raise ApiError(
                400,
                "\n".join(violation["description"] for violation in violations),
                details=[{"@type": kind, "fieldViolations": violations}],
            )


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
