"""Signing in at the local Google: assertions, refresh tokens and a browser's consent.

`Tokens.grant` answers what `https://oauth2.googleapis.com/token` answers; `Tokens.caller` says
who a request comes from and refuses it in Google's words. An access token carries who, for
which scopes and until when under the file's own seal, so that several processes over one file
accept each other's. All times are read from the clock that is handed in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus, urlencode, urlsplit

from sheets_coc.local.auth.assertions import b64, verified
from sheets_coc.local.auth.identities import (
    CLIENT_ID,
    NOBODY,
    TOKEN_URI,
    Identities,
    Identity,
)
from sheets_coc.local.auth.scopes import KNOWN_SCOPES, SCOPE_ROOT, full_scope, short_scopes
from sheets_coc.local.errors import ApiError, Json, OAuthError

LIFETIME = 3599
"""Seconds an access token is good for, as Google says it."""
CODE_LIFETIME = 600
"""Seconds between somebody's consent in the browser and the request for a token."""
_REALM = "https://accounts.google.com/"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True)
class Caller:
    """Somebody who showed a good access token."""

    identity: Identity
    scopes: frozenset[str]
    """Without the address before them: `spreadsheets`, `drive.readonly`."""


@dataclass
class Tokens:
    """Issues access tokens and says whom one belongs to."""

    identities: Identities
    clock: Callable[[], datetime]
    """The server's clock; aware, UTC."""
    audiences: set[str] = field(default_factory=lambda: {TOKEN_URI})
    """Addresses by which an assertion may name this server; `serve` adds its own."""
    _used_codes: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def grant(self, form: Mapping[str, str]) -> dict[str, Any]:
        """Answer a POST to the token endpoint, or raise OAuthError."""
        kind = form.get("grant_type")
        if not kind:
            raise OAuthError("invalid_request", "Required parameter is missing: grant_type")
        grants = {
            JWT_BEARER: self._from_assertion,
            "refresh_token": self._from_refresh_token,
            "authorization_code": self._from_code,
        }
        if kind not in grants:
            raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {kind}")
        return grants[kind](form)

    def token(
        self, identity: Identity, scopes: Iterable[str], *, lifetime: float = LIFETIME
    ) -> str:
        """An access token without any ceremony, for use in the same process.

        Args:
            identity: whom it belongs to.
            scopes: with or without the address before them.
            lifetime: seconds until it expires.
        """
        until = self._now() + lifetime
        short = [scope.removeprefix(SCOPE_ROOT) for scope in scopes]
        content = {"email": identity.email, "scopes": short, "until": until}
        return "ya29." + self.identities.seal("access", content)

    def consent(self, query: Mapping[str, str], name: str = "owner") -> str:
        """Let somebody agree in the browser, at once, and say where the browser goes next.

        Args:
            query: what the program put into the address of the consent page.
            name: who is sitting at the browser, unless `login_hint` names somebody.

        Raises:
            OAuthError: the page would show an error instead of the question.
        """
        self._check_client(query.get("client_id"), self.identities.client_secret())
        target = query.get("redirect_uri", "")
        if urlsplit(target).hostname not in ("localhost", "127.0.0.1"):
            raise OAuthError("redirect_uri_mismatch", "The redirect URI does not match.")
        identity = self._by_email(query.get("login_hint") or self.identities[name].email)
        code = {
            "email": identity.email,
            "scopes": short_scopes(query.get("scope")),
            "redirect_uri": target,
            "challenge": query.get("code_challenge"),
            "until": self._now() + CODE_LIFETIME,
        }
        answer = {"code": "4/" + self.identities.seal("code", code), "scope": query["scope"]}
        if "state" in query:
            answer = {"state": query["state"], **answer}
        return f"{target}{'&' if '?' in target else '?'}{urlencode(answer)}"

    def caller(
        self,
        authorization: str | None,
        accepted: Iterable[str],
        method: str,
        key: str | None = None,
    ) -> Caller:
        """Who a request comes from.

        Args:
            authorization: the header of that name.
            accepted: scopes, any one of which is enough.
            method: what Google calls the method (`drive.files.get`), for the error.
            key: the API key in the query, None where the request is not one that a key is
                enough for. Whoever shows nothing else is nobody, and sees what anyone may see.

        Raises:
            ApiError: no token (403), a bad or expired one (401), or none of the scopes (403); a
                key that is not this file's (400).
        """
        if not authorization and key is not None:
            if not hmac.compare_digest(key.encode(), self.identities.api_key().encode()):
                raise _wrong_key(method)
            return Caller(NOBODY, frozenset(accepted))
        if not authorization:
            raise _unregistered(method)
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer":
            raise _unauthenticated()
        content = self.identities.unseal("access", token.strip().removeprefix("ya29."))
        identity = self.identities.by_email(content["email"]) if content else None
        if content is None or identity is None or content["until"] <= self._now():
            raise _unauthenticated()
        scopes = frozenset(content["scopes"])
        if scopes.isdisjoint(accepted):
            raise _insufficient(method)
        return Caller(identity, scopes)

    def _from_assertion(self, form: Mapping[str, str]) -> dict[str, Any]:
        found = verified(form.get("assertion") or "", self.identities, self.audiences, self._now())
        return self._answer(found.identity, short_scopes(found.scope))

    def _from_refresh_token(self, form: Mapping[str, str]) -> dict[str, Any]:
        self._check_client(form.get("client_id"), form.get("client_secret"))
        token = form.get("refresh_token") or ""
        content = self.identities.unseal("refresh", token.removeprefix("1//"))
        if content is None:
            raise OAuthError("invalid_grant", "Bad Request")
        granted = content["scopes"]
        scopes = short_scopes(form["scope"]) if form.get("scope") else granted
        if granted is not None and not set(scopes) <= set(granted):
            raise OAuthError("invalid_scope", "Some requested scopes were invalid.")
        return self._answer(self._by_email(content["email"]), scopes or sorted(KNOWN_SCOPES))

    def _from_code(self, form: Mapping[str, str]) -> dict[str, Any]:
        self._check_client(form.get("client_id"), form.get("client_secret"))
        code = form.get("code") or ""
        content = self.identities.unseal("code", code.removeprefix("4/"))
        if content is None or content["until"] <= self._now() or not self._first_use(code):
            raise OAuthError("invalid_grant", "Malformed auth code.")
        if content["redirect_uri"] != form.get("redirect_uri"):
            raise OAuthError("redirect_uri_mismatch", "Bad Request")
        if content["challenge"] and content["challenge"] != _challenge(form.get("code_verifier")):
            raise OAuthError("invalid_grant", "Invalid code verifier.")
        identity = self._by_email(content["email"])
        refresh = self.identities.refresh_token(identity.email, content["scopes"])
        return {**self._answer(identity, content["scopes"]), "refresh_token": refresh}

    def _answer(self, identity: Identity, scopes: list[str]) -> dict[str, Any]:
        return {
            "access_token": self.token(identity, scopes),
            "expires_in": LIFETIME,
            "scope": " ".join(full_scope(scope) for scope in scopes),
            "token_type": "Bearer",
        }

    def _check_client(self, client_id: str | None, secret: str | None) -> None:
        if client_id != CLIENT_ID:
            raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
        if secret != self.identities.client_secret():
            raise OAuthError("invalid_client", "Unauthorized", 401)

    def _by_email(self, email: str) -> Identity:
        identity = self.identities.by_email(email)
        if identity is None:
            raise OAuthError("invalid_grant", "Invalid grant: account not found")
        return identity

    def _first_use(self, code: str) -> bool:
        with self._lock:
            if code in self._used_codes:
                return False
            self._used_codes.add(code)
            return True

    def _now(self) -> float:
        return self.clock().timestamp()


def with_client(form: Mapping[str, str], authorization: str | None) -> dict[str, str]:
    """A form of the token endpoint, with the program's id and secret if the header names them.

    RFC 6749 (2.3.1) lets a program put them there, as oauthlib does.
    """
    kind, _, text = (authorization or "").partition(" ")
    if kind.lower() != "basic":
        return dict(form)
    try:
        client_id, _, secret = b64(text.strip()).decode().partition(":")
    except ValueError:
        return dict(form)
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret), **form}


def _challenge(verifier: str | None) -> str:
    """The S256 code challenge that belongs to a verifier (RFC 7636)."""
    digest = hashlib.sha256((verifier or "").encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _unregistered(method: str) -> ApiError:
    """The 403 for a request without any login."""
    sentence = (
        "Method doesn't allow unregistered callers (callers without established identity). Please"
        " use API Key or other form of API consumer identity to call this API."
    )
    if method.startswith("drive."):
        item = {"message": sentence, "domain": "global", "reason": "forbidden"}
        return ApiError(403, sentence, errors=[item])
    return ApiError(403, sentence)


def key_is_not_enough(method: str) -> ApiError:
    """The 401 for a request that an API key alone cannot make."""
    return ApiError(
        401,
        "API keys are not supported by this API. Expected OAuth2 access token or other"
        " authentication credentials that assert a principal. See"
        " https://cloud.google.com/docs/authentication",
        details=(_info("CREDENTIALS_MISSING", method),),
    )


def _wrong_key(method: str) -> ApiError:
    sentence = "API key not valid. Please pass a valid API key."
    return ApiError(400, sentence, details=(_info("API_KEY_INVALID", method),))


def _info(why: str, method: str) -> Json:
    """What Google's errors say about themselves for programs."""
    service = method.partition(".")[0]
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": why,
        "domain": "googleapis.com",
        "metadata": {"service": f"{service}.googleapis.com", "method": method},
    }


def _unauthenticated() -> ApiError:
    return ApiError(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
        " cookie or other valid authentication credential. See"
        " https://developers.google.com/identity/sign-in/web/devconsole-project.",
        headers=[("WWW-Authenticate", f'Bearer realm="{_REALM}", error="invalid_token"')],
    )


def _insufficient(method: str) -> ApiError:
    return ApiError(
        403,
        "Request had insufficient authentication scopes.",
        details=(_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", method),),
    )
