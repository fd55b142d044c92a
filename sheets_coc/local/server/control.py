"""The control door over HTTP, apart from the API: `/_control/` with a secret in a header.

    POST   /_control/rules    a rule as JSON: {"action": "status", "code": 503, "nth": 2}
    GET    /_control/rules    how often each has fired
    DELETE /_control/rules    behave again
    POST   /_control/edit     somebody edits now: {"name": "sort", "tab": "Records", "column": "B"}

`who` (`owner` unless it says otherwise) does the edit. Requests here are not counted by rules.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sheets_coc.local.errors import ApiError
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.server.misbehaviour import Rule

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from sheets_coc.local.server.google import LocalGoogle

Json = dict[str, Any]

ROOT = "/_control/"
HEADER = "X-Control-Secret"
_KEPT = ("fired", "refused", "_seen")


class ControlDoor:
    """A WSGI application that stands before the local Google's own.

    Args:
        google: what is controlled.
        secret: what a request must show.
    """

    def __init__(self, google: LocalGoogle, secret: str) -> None:
        self._google = google
        self._secret = secret
        self._app = google.app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or pass it on."""
        if not environ["PATH_INFO"].startswith(ROOT):
            return self._app(environ, start_response)
        code, answer = self._answer(environ)
        body = json.dumps(answer).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(f"{code} {HTTPStatus(code).phrase}", headers)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[int, Json]:
        shown = environ.get("HTTP_X_CONTROL_SECRET", "")
        if not hmac.compare_digest(shown.encode(), self._secret.encode()):
            return 404, {"error": f"no such door, or {HEADER} is wrong"}
        length = int(environ.get("CONTENT_LENGTH") or 0)
        data = environ["wsgi.input"].read(length)
        try:
            return 200, self._do(
                environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix(ROOT), data
            )
        except ApiError as error:
            return error.code, error.body()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return 400, {"error": f"{type(error).__name__}: {error}"}

    def _do(self, method: str, name: str, data: bytes) -> Json:
        door = self._google.misbehaviour
        if (method, name) == ("GET", "rules"):
            return {"rules": [rule.told() for rule in door.rules]}
        if (method, name) == ("DELETE", "rules"):
            door.clear()
            return {}
        body = json.loads(data or b"{}")
        if (method, name) == ("POST", "rules"):
            door.add(rule_from(body))
            return {"rules": len(door.rules)}
        if (method, name) == ("POST", "edit"):
            who, spreadsheet = body.pop("who", "owner"), body.pop("spreadsheet", None)
            self._google.edit(edit_from(body), who, spreadsheet)
            return {}
        raise ValueError("there are: GET, POST and DELETE rules, and POST edit")


def edit_from(body: Mapping[str, Any]) -> PersonEdit:
    """An edit out of its name and its arguments.

    Raises:
        ValueError, KeyError: it is not one.
    """
    arguments = dict(body)
    return PersonEdit(arguments.pop("name"), **arguments)


def rule_from(body: Mapping[str, Any]) -> Rule:
    """A rule out of the attributes of `Rule`; `edit` holds a name and arguments.

    Raises:
        ValueError, TypeError, KeyError: it is not one.
    """
    fields = dict(body)
    for name in fields:
        if name not in Rule.__dataclass_fields__ or name in _KEPT:
            raise ValueError(f"a rule has no {name}")
    if "edit" in fields:
        fields["edit"] = edit_from(fields["edit"])
    return Rule(**fields)
