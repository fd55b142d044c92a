"""The addresses where clients sign in, beside the API: tokens, consent, federation."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit

from sheets_coc.local.auth import federation
from sheets_coc.local.auth.oauth import Tokens, with_client
from sheets_coc.local.auth.scopes import KNOWN_SCOPES
from sheets_coc.local.errors import ApiError, Json, OAuthError, lacking
from sheets_coc.local.wire.http import HttpReply, HttpRequest, error_reply
from sheets_coc.local.wire.jsontext import dumps

_SERVICE_ACCOUNTS = "/v1/projects/-/serviceAccounts/"
_Answer = Callable[[Tokens, HttpRequest, str], HttpReply]


def respond(tokens: Tokens, request: HttpRequest) -> HttpReply | None:
    """The answer to a request about signing in; None for any other request."""
    path = unquote(urlsplit(request.url).path)
    answer = _find(path)
    if answer is None:
        return None
    method, handle = answer
    if request.method != method:
        return error_reply(lacking(f"{request.method} {path}"))
    try:
        return handle(tokens, request, path)
    except OAuthError as error:
        return HttpReply(error.code, dumps(error.body))
    except ApiError as error:
        return error_reply(error)


def _find(path: str) -> tuple[str, _Answer] | None:
    if path in ("/token", "/oauth2/v4/token"):
        return "POST", _token
    if path in ("/o/oauth2/auth", "/o/oauth2/v2/auth"):
        return "GET", _consent
    if path in ("/v1/userinfo", "/oauth2/v2/userinfo", "/oauth2/v3/userinfo"):
        return "GET", _userinfo
    if path == federation.STS_PATH:
        return "POST", _exchange
    if path.startswith(_SERVICE_ACCOUNTS) and path.endswith("/allowedLocations"):
        return "GET", _locations
    if path.startswith(_SERVICE_ACCOUNTS) and path.endswith(federation.IMPERSONATE):
        return "POST", _impersonate
    return None


def _form(request: HttpRequest) -> dict[str, str]:
    text = request.data.decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True))


def _token(tokens: Tokens, request: HttpRequest, _path: str) -> HttpReply:
    form = with_client(_form(request), request.headers.get("authorization"))
    return HttpReply(200, dumps(tokens.grant(form)))


def _consent(tokens: Tokens, request: HttpRequest, _path: str) -> HttpReply:
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    target = tokens.consent(query)
    return HttpReply(302, b"", "text/html; charset=UTF-8", [("Location", target)])


def _userinfo(tokens: Tokens, request: HttpRequest, _path: str) -> HttpReply:
    """Who a token belongs to; the address only for those who asked to know it."""
    caller = tokens.caller(request.headers.get("authorization"), KNOWN_SCOPES, "oauth2.userinfo")
    who = caller.identity
    told: Json = {"sub": who.permission_id, "id": who.permission_id}
    if "userinfo.email" in caller.scopes:
        told |= {"email": who.email, "email_verified": True, "verified_email": True}
    return HttpReply(200, dumps(told))


def _exchange(tokens: Tokens, request: HttpRequest, _path: str) -> HttpReply:
    return HttpReply(200, dumps(federation.exchange(tokens, _form(request))))


def _impersonate(tokens: Tokens, request: HttpRequest, path: str) -> HttpReply:
    email = path.removeprefix(_SERVICE_ACCOUNTS).removesuffix(federation.IMPERSONATE)
    shown = request.headers.get("authorization")
    answer = federation.impersonate(tokens, shown, email, request.data)
    return HttpReply(200, dumps(answer))


def _locations(_tokens: Tokens, _request: HttpRequest, _path: str) -> HttpReply:
    """What google-auth asks of its own accord: from where a token may be used; anywhere."""
    return HttpReply(200, dumps({"encodedLocations": "0x0"}))
