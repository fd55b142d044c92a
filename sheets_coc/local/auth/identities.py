"""Who may knock at the local Google: a service account and people, each with a real key.

Three identities come with every file: `tool`, a service account that may write; `owner`, the
person the spreadsheet belongs to; `editor`, another person who may write. Others can be added
by address. All of them are invented. A key file made here is a genuine service-account key
file (for people too, which Google does not offer, so that any client can be somebody without
a browser); `authorized_user_file` is what a person has after logging in with Google's tools.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sheets_coc.local.state.state import Store

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105  (an address, not a secret)
AUTH_URI = "https://accounts.google.com/o/oauth2/auth"
CERTS_URI = "https://www.googleapis.com/oauth2/v1/certs"
PROJECT = "local-google"
PROJECT_NUMBER = "300000000001"
CLIENT_ID = f"{PROJECT_NUMBER}-local.apps.googleusercontent.com"


@dataclass(frozen=True)
class Identity:
    """Somebody who can hold an access token. All of it is invented."""

    name: str
    """The short name: `tool`, `owner`, `editor`, or the address of one added later."""
    email: str
    display_name: str
    person: bool = True
    """False for a service account, which cannot own files."""

    @property
    def permission_id(self) -> str:
        """What Drive calls this account in permissions: twenty digits, the same every time."""
        return permission_id(self.email)


TOOL = Identity("tool", f"tool@{PROJECT}.iam.gserviceaccount.com", "", person=False)
OWNER = Identity("owner", "owner@example.org", "Olive Owner")
EDITOR = Identity("editor", "editor@example.org", "Edward Editor")
NOBODY = Identity("", "", "", person=False)
"""Whoever shows an API key and no token: sees what anyone may see, and changes nothing."""
BUILT_IN = {identity.name: identity for identity in (TOOL, OWNER, EDITOR)}


def permission_id(grantee: str) -> str:
    """A stable number for an address or a domain, of the form Drive uses."""
    digest = hashlib.sha256(grantee.strip().lower().encode()).digest()
    return str(10**19 + int.from_bytes(digest[:8], "big") % (9 * 10**19))


class Identities:
    """The accounts of one file, and their keys, made when they are first asked for.

    Must not be used within a transaction of the store: making a key is one itself.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> Identity:
        """The identity of a short name or an address; KeyError if there is none."""
        found = BUILT_IN.get(name) or self.by_email(name)
        if found is None:
            raise KeyError("no such identity")
        return found

    def add(self, email: str, display_name: str = "", *, person: bool = True) -> Identity:
        """Make an account for an address, or return the one there is."""
        known = self.by_email(email)
        if known is not None:
            return known
        address = email.strip().lower()
        record = json.dumps({"email": address, "display_name": display_name, "person": person})
        return _identity(self._kept_or(f"account:{address}", lambda: record))

    def by_email(self, email: str) -> Identity | None:
        """The account with this address, in any case."""
        address = email.strip().lower()
        for identity in BUILT_IN.values():
            if identity.email == address:
                return identity
        record = self._kept(f"account:{address}")
        return _identity(record) if record else None

    def public_key(self, identity: Identity) -> rsa.RSAPublicKey:
        """The key that checks what this identity signed."""
        # Made here, so not tried for faults: that takes longer than most commands.
        private = serialization.load_pem_private_key(
            self._pem(identity).encode(), None, unsafe_skip_rsa_key_validation=True
        )
        assert isinstance(private, rsa.RSAPrivateKey)  # noqa: S101  (we made it ourselves)
        return private.public_key()

    def key_file(self, name: str, *, token_uri: str = TOKEN_URI) -> dict[str, str]:
        """A service-account key file, with which google-auth signs in as this identity."""
        identity = self[name]
        pem = self._pem(identity)
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": key_id(pem),
            "private_key": pem,
            "client_email": identity.email,
            "client_id": identity.permission_id,
            "auth_uri": AUTH_URI,
            "token_uri": token_uri,
            "auth_provider_x509_cert_url": CERTS_URI,
            "universe_domain": "googleapis.com",
        }

    def authorized_user_file(self, name: str, *, token_uri: str = TOKEN_URI) -> dict[str, str]:
        """What a person's machine keeps after logging in: a refresh token of their own."""
        return {
            "type": "authorized_user",
            "client_id": CLIENT_ID,
            "client_secret": self.client_secret(),
            "refresh_token": self.refresh_token(self[name].email),
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
        }

    def client_file(
        self, *, token_uri: str = TOKEN_URI, auth_uri: str = AUTH_URI
    ) -> dict[str, dict[str, Any]]:
        """The client secrets with which a desktop program asks people to log in."""
        return {
            "installed": {
                "client_id": CLIENT_ID,
                "project_id": PROJECT,
                "auth_uri": auth_uri,
                "token_uri": token_uri,
                "auth_provider_x509_cert_url": CERTS_URI,
                "client_secret": self.client_secret(),
                "redirect_uris": ["http://localhost"],
            }
        }

    def refresh_token(self, email: str, scopes: list[str] | None = None) -> str:
        """The lasting token of a person, for the scopes they agreed to (None: for any)."""
        return "1//" + self.seal("refresh", {"email": email, "scopes": scopes})

    def client_secret(self) -> str:
        """The secret of the program that asks people to log in."""
        return "GOCSPX-" + self._signature("client", "")[:28]

    def api_key(self) -> str:
        """The key by which a program without any login is known, of the form Google uses."""
        return "AIza" + self._signature("api-key", "")[:35]

    def seal(self, kind: str, content: dict[str, Any]) -> str:
        """A text that carries `content` and that only this file can have written."""
        body = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
        return f"{body}.{self._signature(kind, body)}"

    def unseal(self, kind: str, text: str) -> dict[str, Any] | None:
        """What a sealed text carries, or None if this file did not write it."""
        body, _, signature = text.partition(".")
        if not hmac.compare_digest(self._signature(kind, body).encode(), signature.encode()):
            return None
        content: dict[str, Any] = json.loads(
            base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        )
        return content

    def _signature(self, kind: str, text: str) -> str:
        secret = self._kept_or("secret", lambda: secrets.token_hex(32))
        signed = hmac.new(bytes.fromhex(secret), f"{kind}:{text}".encode(), "sha256")
        return signed.hexdigest()[:40]

    def _pem(self, identity: Identity) -> str:
        """The private key, generated when first needed and kept from then on."""
        return self._kept_or(f"key:{identity.email}", new_key)

    def _kept(self, name: str) -> str | None:
        """A text kept in the file; what is kept never changes, so memory is as good."""
        if name not in self._known:
            with self._store.read() as state:
                found = state.setting(name)
            if found is None:
                return None
            self._known[name] = found
        return self._known[name]

    def _kept_or(self, name: str, make: Callable[[], str]) -> str:
        """A text kept in the file, made and kept now if there was none."""
        kept = self._kept(name)
        if kept is None:
            made = make()
            with self._store.write() as state:
                kept = state.setting(name)  # another process may have been first
                if kept is None:
                    kept = made
                    state.set_setting(name, kept)
            self._known[name] = kept
        return kept


def new_key() -> str:
    """A new 2048-bit RSA key in PEM, as Google puts it into key files."""
    return (
        rsa.generate_private_key(public_exponent=65537, key_size=2048)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def key_id(pem: str) -> str:
    """The forty hexadecimal digits by which a key is named."""
    return hashlib.sha256(pem.encode()).hexdigest()[:40]


def _identity(record: str) -> Identity:
    fields = json.loads(record)
    return Identity(
        fields["email"],
        fields["email"],
        fields["display_name"],
        person=fields["person"],
    )
