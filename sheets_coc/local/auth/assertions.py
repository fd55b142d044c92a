"""Signed assertions (RFC 7523): how a service account with a key file signs in."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from sheets_coc.local.auth.identities import TOKEN_URI, Identities, Identity
from sheets_coc.local.errors import OAuthError

LONGEST_ASSERTION = 3600
"""Seconds an assertion may be good for."""
CLOCK_SKEW = 300
"""How far apart the two clocks may be, in seconds."""


@dataclass(frozen=True)
class Assertion:
    """A signed assertion, every check passed that Google makes."""

    identity: Identity
    scope: object
    """What it asks for, as it stands there."""


def verified(
    assertion: str, identities: Identities, audiences: Collection[str], now: float
) -> Assertion:
    """Who signed an assertion, and what for.

    Args:
        assertion: the token, as it was sent.
        identities: those whose signatures count.
        audiences: addresses by which it may name this server.
        now: the server's time, in seconds since 1970.

    Raises:
        OAuthError: it is none, nobody known signed it, or its claims do not hold.
    """
    signed, _, signature = assertion.rpartition(".")
    header, claims = _decoded(signed)
    if header.get("alg") != "RS256":
        raise OAuthError("invalid_grant", "Invalid JWT: unsupported signing algorithm.")
    identity = identities.by_email(str(claims.get("iss", "")))
    if identity is None:
        raise OAuthError("invalid_grant", "Invalid grant: account not found")
    try:
        identities.public_key(identity).verify(
            b64(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
    except (InvalidSignature, ValueError):
        raise OAuthError("invalid_grant", "Invalid JWT Signature.") from None
    _check_times(claims, now)
    audience = claims.get("aud")
    if not isinstance(audience, str) or audience not in audiences:
        raise OAuthError(
            "invalid_grant",
            f"Invalid JWT: Failed audience check. The right audience is {TOKEN_URI}",
        )
    if claims.get("sub", identity.email) != identity.email:
        raise OAuthError(
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client "
            "not authorized for any of the scopes requested.",
            401,
        )
    return Assertion(identity, claims.get("scope"))


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    issued, expires = claims.get("iat"), claims.get("exp")
    hold = (
        isinstance(issued, int | float)
        and isinstance(expires, int | float)
        and expires - issued <= LONGEST_ASSERTION
        and issued <= now + CLOCK_SKEW
        and expires >= now - CLOCK_SKEW
    )
    if not hold:  # which a NaN makes false as well
        raise OAuthError(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
            "timeframe. Check your iat and exp values in the JWT claim.",
        )


def _decoded(signed: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of the signed part of an assertion."""
    try:
        header, claims = (json.loads(b64(part)) for part in signed.split("."))
    except ValueError:
        header = claims = None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise OAuthError("invalid_grant", "Invalid JWT: malformed assertion.")
    return header, claims


def b64(text: str) -> bytes:
    """The bytes of base64url without padding.

    Raises:
        ValueError: it is not base64.
    """
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("not base64") from None
