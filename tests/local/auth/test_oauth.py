"""Signing in: real google-auth credentials against the token endpoint's rules."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from google.auth import crypt, jwt
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.local.auth.identities import CLIENT_ID, OWNER, TOOL, Identities
from sheets_coc.local.auth.oauth import JWT_BEARER, Tokens
from sheets_coc.local.auth.scopes import SHEETS_READ, SHEETS_WRITE
from sheets_coc.local.errors import ApiError, OAuthError
from sheets_coc.local.state.state import Store
from tests.keyed import local_google
from tests.local.clock import NOW, Clock

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
READ_ONLY = SHEETS + ".readonly"
TOKEN_URI = "https://oauth2.googleapis.com/token"
GET = "sheets.spreadsheets.get"


@pytest.fixture(scope="module")
def identities(tmp_path_factory: pytest.TempPathFactory) -> Identities:
    return local_google(tmp_path_factory.mktemp("oauth") / "file").identities


@pytest.fixture
def tokens(identities: Identities, clock: Clock) -> Tokens:
    return Tokens(identities, clock)


def assertion(identities: Identities, name: str = "tool", **claims: Any) -> dict[str, str]:
    """A form as google-auth posts it; a claim of None is left out."""
    key = identities.key_file(name)
    content = {
        "iss": key["client_email"],
        "scope": SHEETS,
        "aud": TOKEN_URI,
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 3600,
        **claims,
    }
    signer = crypt.RSASigner.from_service_account_info(key)
    signed = jwt.encode(signer, {k: v for k, v in content.items() if v is not None})
    return {"grant_type": JWT_BEARER, "assertion": signed.decode()}


def refused(tokens: Tokens, form: dict[str, str]) -> OAuthError:
    with pytest.raises(OAuthError) as caught:
        tokens.grant(form)
    assert set(caught.value.body) == {"error", "error_description"}
    return caught.value


def test_a_signed_assertion_is_exchanged_for_a_token(tokens: Tokens) -> None:
    answer = tokens.grant(assertion(tokens.identities))
    assert answer["token_type"] == "Bearer" and 3500 < answer["expires_in"] <= 3600
    caller = tokens.caller(f"Bearer {answer['access_token']}", SHEETS_WRITE, GET)
    assert caller.identity == TOOL and caller.scopes == {"spreadsheets"}


@pytest.mark.parametrize(
    ("claims", "error", "words"),
    [
        ({"iss": "nobody@example.org"}, "invalid_grant", "account not found"),
        ({"scope": ""}, "invalid_scope", "Empty or missing scope"),
        ({"scope": None}, "invalid_scope", "Empty or missing scope"),
        ({"scope": SHEETS + " https://example.org/x"}, "invalid_scope", "Invalid OAuth scope"),
        ({"aud": "https://example.org/token"}, "invalid_grant", "audience"),
        ({"aud": None}, "invalid_grant", "audience"),
        ({"exp": NOW.timestamp() + 3601}, "invalid_grant", "short-lived"),
        ({"iat": None}, "invalid_grant", "short-lived"),
        ({"exp": "soon"}, "invalid_grant", "short-lived"),
        ({"iat": NOW.timestamp() + 301, "exp": NOW.timestamp() + 900}, "invalid_grant", "timefr"),
        ({"iat": NOW.timestamp() - 900, "exp": NOW.timestamp() - 301}, "invalid_grant", "timefr"),
        ({"sub": "owner@example.org"}, "unauthorized_client", "unauthorized"),
    ],
)
def test_an_assertion_with_a_wrong_claim_is_refused(
    tokens: Tokens, claims: dict[str, Any], error: str, words: str
) -> None:
    found = refused(tokens, assertion(tokens.identities, **claims))
    assert found.error == error and words in found.description


@pytest.mark.parametrize("claims", [{"aud": ["x"]}, {"aud": {}}, {"iat": float("nan")}])
def test_a_claim_of_another_kind_is_refused(tokens: Tokens, claims: dict[str, Any]) -> None:
    assert refused(tokens, assertion(tokens.identities, **claims)).error == "invalid_grant"


def test_somebody_elses_signature_is_refused(tokens: Tokens) -> None:
    form = assertion(tokens.identities, "editor", iss=OWNER.email)
    found = refused(tokens, form)
    assert found.code == 400
    assert found.body == {
        "error": "invalid_grant",
        "error_description": "Invalid JWT Signature.",
    }


def test_an_unsigned_assertion_is_refused(tokens: Tokens) -> None:
    signed = assertion(tokens.identities)["assertion"].split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    form = {"grant_type": JWT_BEARER, "assertion": f"{header}.{signed[1]}."}
    assert "algorithm" in refused(tokens, form).description


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{0,9}\.[A-Za-z0-9_-]{0,9}\.[A-Za-z0-9_-]{0,9}"))
def test_nonsense_is_refused_in_the_same_way(identities: Identities, text: str) -> None:
    found = refused(Tokens(identities, lambda: NOW), {"grant_type": JWT_BEARER, "assertion": text})
    assert found.error == "invalid_grant" and found.code == 400


@pytest.mark.parametrize(
    ("form", "error"),
    [({}, "invalid_request"), ({"grant_type": "password"}, "unsupported_grant_type")],
)
def test_other_grants_are_named(tokens: Tokens, form: dict[str, str], error: str) -> None:
    assert refused(tokens, form).error == error


def test_a_token_expires(tokens: Tokens, clock: Clock) -> None:
    header = "Bearer " + tokens.token(OWNER, [SHEETS])
    clock.now += timedelta(seconds=3598)
    assert tokens.caller(header, SHEETS_READ, GET).identity == OWNER
    clock.now += timedelta(seconds=2)
    with pytest.raises(ApiError) as caught:
        tokens.caller(header, SHEETS_READ, GET)
    assert (caught.value.code, caught.value.status) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("header", [None, ""])
def test_no_login_at_all_is_a_403(tokens: Tokens, header: str | None) -> None:
    with pytest.raises(ApiError) as caught:
        tokens.caller(header, SHEETS_READ, GET)
    assert (caught.value.code, caught.value.status) == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer ya29.x", "Basic abc"])
def test_an_unknown_token_is_a_401_that_says_how_to_log_in(tokens: Tokens, header: str) -> None:
    with pytest.raises(ApiError) as caught:
        tokens.caller(header, SHEETS_READ, GET)
    assert (caught.value.code, caught.value.status) == (401, "UNAUTHENTICATED")
    assert caught.value.headers == [
        ("WWW-Authenticate", 'Bearer realm="https://accounts.google.com/", error="invalid_token"')
    ]


def test_a_scope_that_is_too_small_is_a_403_with_its_reason(tokens: Tokens) -> None:
    header = "Bearer " + tokens.token(OWNER, [READ_ONLY])
    assert tokens.caller(header, SHEETS_READ, GET).scopes == {"spreadsheets.readonly"}
    with pytest.raises(ApiError) as caught:
        tokens.caller(header, SHEETS_WRITE, GET)
    assert (caught.value.code, caught.value.status) == (403, "PERMISSION_DENIED")
    (detail,) = caught.value.details
    assert detail["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    assert detail["metadata"] == {"service": "sheets.googleapis.com", "method": GET}


def test_another_process_over_the_same_file_accepts_the_token(tmp_path: Path) -> None:
    first = Tokens(Identities(Store(tmp_path / "file")), lambda: NOW)
    second = Tokens(Identities(Store(tmp_path / "file")), lambda: NOW)
    token = first.token(OWNER, [SHEETS])
    assert second.caller(f"Bearer {token}", SHEETS_READ, GET).identity == OWNER


def test_a_refresh_token_is_exchanged(tokens: Tokens) -> None:
    kept = tokens.identities.authorized_user_file("editor")
    form = {"grant_type": "refresh_token", "scope": READ_ONLY, **kept}
    answer = tokens.grant(form)
    caller = tokens.caller(f"Bearer {answer['access_token']}", SHEETS_READ, GET)
    assert caller.identity.name == "editor" and caller.scopes == {"spreadsheets.readonly"}


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"refresh_token": "1//something"}, "invalid_grant", 400),
        ({"refresh_token": ""}, "invalid_grant", 400),
        ({"client_id": "other"}, "invalid_client", 401),
        ({"client_secret": "other"}, "invalid_client", 401),
    ],
)
def test_a_wrong_refresh_is_refused(
    tokens: Tokens, change: dict[str, str], error: str, code: int
) -> None:
    kept = tokens.identities.authorized_user_file("editor")
    found = refused(tokens, {"grant_type": "refresh_token", **kept, **change})
    assert (found.error, found.code) == (error, code)


def consent(tokens: Tokens, **more: str) -> dict[str, str]:
    """Let the owner agree in the browser, and give what the program gets."""
    query = {
        "client_id": CLIENT_ID,
        "redirect_uri": "http://localhost:8080/",
        "scope": SHEETS,
        "state": "s1",
        **more,
    }
    answer = parse_qs(urlsplit(tokens.consent(query)).query)
    assert answer["state"] == ["s1"]
    return {
        "grant_type": "authorization_code",
        "code": answer["code"][0],
        "redirect_uri": query["redirect_uri"],
        "client_id": CLIENT_ID,
        "client_secret": tokens.identities.client_secret(),
    }


def test_consent_in_the_browser_ends_in_a_refresh_token(tokens: Tokens) -> None:
    form = consent(tokens, login_hint="editor@example.org")
    answer = tokens.grant(form)
    again = tokens.grant(
        {**form, "grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    )
    caller = tokens.caller(f"Bearer {again['access_token']}", SHEETS_READ, GET)
    assert caller.identity.name == "editor" and caller.scopes == {"spreadsheets"}
    assert refused(tokens, form).error == "invalid_grant"  # a code is good once


def test_a_refresh_cannot_widen_what_was_agreed_to(tokens: Tokens) -> None:
    form = consent(tokens, scope=READ_ONLY)
    refresh = tokens.grant(form)["refresh_token"]
    wider = {**form, "grant_type": "refresh_token", "refresh_token": refresh, "scope": SHEETS}
    assert refused(tokens, wider).error == "invalid_scope"


def test_a_code_needs_the_verifier_it_was_asked_for_with(tokens: Tokens) -> None:
    # The example of RFC 7636, appendix B.
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    form = consent(tokens, code_challenge=challenge)
    assert tokens.grant({**form, "code_verifier": verifier})["refresh_token"]
    form = consent(tokens, code_challenge=challenge)
    assert refused(tokens, form).error == "invalid_grant"


def test_a_code_grows_old(tokens: Tokens, clock: Clock) -> None:
    form = consent(tokens)
    clock.now += timedelta(minutes=11)
    assert refused(tokens, form).error == "invalid_grant"


def test_consent_never_sends_a_code_away_from_this_machine(tokens: Tokens) -> None:
    with pytest.raises(OAuthError):
        consent(tokens, redirect_uri="https://example.org/")
