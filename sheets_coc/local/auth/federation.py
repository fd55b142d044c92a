"""Signing in without a key: a token from elsewhere is exchanged for one of a service account.

The two steps of Workload Identity Federation, as google-auth takes them: `sts.googleapis.com`
gives a federated token for the token of another identity provider, and `iamcredentials` gives an
access token of a service account for that. The provider here is the local file itself, which
seals tokens for whoever asks; a real one is GitHub.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sheets_coc.local.auth.identities import PROJECT_NUMBER, Identities
from sheets_coc.local.auth.oauth import LIFETIME, Tokens
from sheets_coc.local.auth.scopes import short_scopes
from sheets_coc.local.errors import ApiError, OAuthError

STS_PATH = "/v1/token"
IMPERSONATE = ":generateAccessToken"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  (a name)
ID_TOKEN = "urn:ietf:params:oauth:token-type:jwt"  # noqa: S105  (a name)
AUDIENCE = (
    f"//iam.googleapis.com/projects/{PROJECT_NUMBER}/locations/global/"
    "workloadIdentityPools/local/providers/local"
)
_SECONDS = 600


def external_account_file(identities: Identities, token_file: Path) -> dict[str, Any]:
    """A credentials file without a key, as Google's set-up for other providers writes it.

    Args:
        identities: of the local file.
        token_file: where the provider's token lies; `subject_token` makes one.
    """
    email = identities["tool"].email
    return {
        "type": "external_account",
        "audience": AUDIENCE,
        "subject_token_type": ID_TOKEN,
        "token_url": "https://sts.googleapis.com/v1/token",
        "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/"
        f"serviceAccounts/{email}:generateAccessToken",
        "credential_source": {"file": str(token_file)},
        "universe_domain": "googleapis.com",
    }


def subject_token(tokens: Tokens) -> str:
    """A token of the provider, good for ten minutes."""
    until = tokens.clock().timestamp() + _SECONDS
    return tokens.identities.seal("subject", {"until": until})


def exchange(tokens: Tokens, form: Mapping[str, str]) -> dict[str, Any]:
    """Answer a POST to `sts.googleapis.com/v1/token`.

    Raises:
        OAuthError: the provider's token is not one of ours or has grown old, or the request is
            not an exchange.
    """
    if form.get("grant_type") != EXCHANGE:
        raise OAuthError("unsupported_grant_type", "Invalid grant_type.")
    if form.get("audience") != AUDIENCE:
        raise OAuthError("invalid_target", "The target service indicated by the audience is wrong.")
    content = tokens.identities.unseal("subject", form.get("subject_token") or "")
    if content is None or content["until"] <= tokens.clock().timestamp():
        raise OAuthError("invalid_grant", "The subject token is invalid or has expired.")
    until = tokens.clock().timestamp() + LIFETIME
    return {
        "access_token": "ya29.d." + tokens.identities.seal("federated", {"until": until}),
        "issued_token_type": ACCESS_TOKEN,
        "token_type": "Bearer",
        "expires_in": LIFETIME,
    }


def impersonate(
    tokens: Tokens, authorization: str | None, email: str, data: bytes
) -> dict[str, Any]:
    """Answer a POST to `serviceAccounts/EMAIL:generateAccessToken`.

    Raises:
        ApiError: 401 without a good federated token, 403 for an account that is not a service
            account of this file, 400 without scopes.
    """
    token = (authorization or "").partition(" ")[2].removeprefix("ya29.d.")
    content = tokens.identities.unseal("federated", token)
    now = tokens.clock()
    if content is None or content["until"] <= now.timestamp():
        raise ApiError(401, "Request had invalid authentication credentials.")
    identity = tokens.identities.by_email(email)
    if identity is None or identity.person:
        raise ApiError(
            403,
            "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not "
            "exist).",
        )
    try:
        scopes = short_scopes(" ".join(json.loads(data)["scope"]))
    except (ValueError, KeyError, TypeError, OAuthError):
        raise ApiError(400, "Request contains an invalid argument.") from None
    expires = now + timedelta(seconds=LIFETIME)
    return {
        "accessToken": tokens.token(identity, scopes),
        "expireTime": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
