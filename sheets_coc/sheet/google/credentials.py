"""Who the tool is for Google: a service account, a member, or a keyless workload.

Without a file the credentials are looked for where Google's own tools put them
(Application Default Credentials): the file `GOOGLE_APPLICATION_CREDENTIALS` names, which
google-github-actions/auth sets, then the one `sheets-coc login` keeps, then the one that
`gcloud auth application-default login` writes.
The metadata server of Google's own machines is never asked: it is a slow no everywhere else.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from google.auth import impersonated_credentials
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account

from sheets_coc.errors import GoogleError, UsageError
from sheets_coc.plain_files import read_plain

SPREADSHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE_METADATA = "https://www.googleapis.com/auth/drive.metadata.readonly"
DRIVE = "https://www.googleapis.com/auth/drive"

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


def load(
    path: Path | Mapping[str, Any] | None, scopes: Sequence[str], *, own_token_uri: bool = False
) -> Any:
    """Credentials from a file, or from where Google's tools keep them.

    Args:
        path: a key file, a member's own login, or a keyless configuration, or the content of
            one; None looks for a file.
        scopes: what the command needs; a member's login keeps the scopes it was given.
        own_token_uri: ask Google's own token address whatever the file names.

    Raises:
        UsageError: there is no file, it is unreadable, or holds no credentials.
    """
    info = dict(path) if isinstance(path, Mapping) else _read(path or _default_path())
    if own_token_uri and "token_uri" in info:
        info = {**info, "token_uri": TOKEN_URI}
    # What these say may quote the file, so ours is raised outside their handler.
    with contextlib.suppress(GoogleAuthError, ValueError, TypeError, KeyError, AttributeError):
        return _make(info, scopes)
    raise UsageError(
        "The credentials file is not complete or not of a kind that is known. "
        "Download the key again, or log in again.",
        code="credentials-invalid",
    )


def _make(info: Mapping[str, Any], scopes: Sequence[str]) -> Any:
    """google-auth's credentials of a decoded file."""
    scopes = list(scopes)
    match info.get("type"):
        case "service_account":
            service: Any = service_account.Credentials  # google-auth's methods have no types
            return service.from_service_account_info(info, scopes=scopes)
        case "authorized_user":
            member: Any = user_credentials.Credentials
            return member.from_authorized_user_info(info)
        case "external_account":
            return _keyless(info, scopes)
        case "impersonated_service_account":
            other: Any = impersonated_credentials.Credentials
            return other.from_impersonated_service_account_info(info, scopes=scopes)
    raise ValueError


def _keyless(info: Mapping[str, Any], scopes: list[str]) -> Any:
    """Workload Identity Federation.

    Made directly: `google.auth.default` would ask Google for the project's name first.
    """
    from google.auth import aws, identity_pool

    amazon = info.get("subject_token_type") == "urn:ietf:params:aws:token-type:aws4_request"
    kind: Any = aws.Credentials if amazon else identity_pool.Credentials
    return kind.from_info(info, scopes=scopes)


def own_login() -> Path:
    """Where `sheets-coc login` keeps a member's login."""
    folder = os.environ.get("XDG_CONFIG_HOME") or (os.name == "nt" and os.environ.get("APPDATA"))
    return Path(folder or "~/.config").expanduser() / "sheets-coc" / "login.json"


def _default_path() -> Path:
    """Where Application Default Credentials are, as Google documents the search.

    What `sheets-coc login` keeps comes before the login of gcloud.
    """
    named = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
    if named:
        return Path(named)
    own = own_login()
    if own.exists():
        return own
    folder = os.environ.get("CLOUDSDK_CONFIG")
    if not folder and os.name == "nt":
        folder = os.path.join(os.environ.get("APPDATA", ""), "gcloud")  # noqa: PTH118 - may be ""
    home = Path(folder) if folder else Path("~/.config/gcloud").expanduser()
    path = home / "application_default_credentials.json"
    if not path.exists():
        raise UsageError(
            "No credentials. Log in as yourself (sheets-coc login, or gcloud auth "
            "application-default login), or name a key file with --credentials.",
            code="no-credentials",
        )
    return path


def _read(path: Path) -> dict[str, Any]:
    """The decoded file.

    Raises:
        UsageError: it is not there, not readable, or not a JSON object.
    """
    found: Any = None
    problem = "is not a JSON file as Google gives them"
    try:
        found = json.loads(read_plain(path))
    except FileNotFoundError:
        problem = "does not exist"
    except OSError:
        problem = "cannot be read"
    except ValueError:
        pass
    if not isinstance(found, dict):
        raise UsageError(f"The credentials file {problem}.", code="credentials-unreadable")
    return found


def find(path: Path | None) -> tuple[Path, dict[str, Any]]:
    """The credentials file that `load` would take, and what is in it: secrets.

    Raises:
        UsageError: there is no file, or it is unreadable.
    """
    found = path or _default_path()
    return found, _read(found)


def exposed(path: Path) -> bool:
    """Whether a file with a secret in it can be read by other users of this machine."""
    if os.name == "nt":
        return False
    secret = {"private_key", "refresh_token", "client_secret"} & set(_read(path))
    return bool(secret) and bool(path.stat().st_mode & 0o077)


def account_of(credentials: Any) -> str | None:
    """The address of the account, where the credentials know it."""
    for name in ("service_account_email", "signer_email", "account"):
        value = getattr(credentials, name, None)
        if isinstance(value, str) and "@" in value:
            return value
    return None


def refused(error: GoogleAuthError) -> GoogleError:
    """What it means that no token was given.

    Args:
        error: google-auth's exception; its message is not passed on.
    """
    if isinstance(error, TransportError) or getattr(error, "retryable", False):
        return GoogleError(
            "Google's login server could not be reached. Check the network connection.",
            code="no-network",
        )
    answer = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    kind = answer.get("error")
    if isinstance(error, RefreshError) and kind == "invalid_scope":
        return GoogleError(
            "The login does not cover what this command needs. Log in again with more scopes.",
            code="scope",
        )
    return GoogleError(
        "Google does not accept the credentials: the key was deleted, has expired or belongs "
        "to another account, the login was withdrawn, or this machine's clock is wrong. "
        "Make a new key or log in again.",
        code="login-refused",
    )
