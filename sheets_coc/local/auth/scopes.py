"""Google's OAuth scopes: which exist, and which open what here."""

from __future__ import annotations

from sheets_coc.local.errors import OAuthError

SCOPE_ROOT = "https://www.googleapis.com/auth/"

SHEETS_READ = ("spreadsheets", "spreadsheets.readonly", "drive", "drive.readonly")
SHEETS_WRITE = ("spreadsheets", "drive")
DRIVE_METADATA = ("drive", "drive.readonly", "drive.metadata", "drive.metadata.readonly")
DRIVE_READ = ("drive", "drive.readonly")
DRIVE_RENAME = ("drive", "drive.metadata")
DRIVE_WRITE = ("drive",)
_OPEN_NOTHING = """
    drive.file drive.appdata drive.apps.readonly drive.meet.readonly drive.photos.readonly
    drive.scripts drive.activity drive.activity.readonly userinfo.email userinfo.profile
    cloud-platform cloud-platform.read-only documents documents.readonly presentations
    presentations.readonly forms.body forms.responses.readonly script.projects calendar
    script.external_request calendar.readonly gmail.send gmail.readonly contacts contacts.readonly
    https://spreadsheets.google.com/feeds
"""
"""Google's scopes that may be asked for and open nothing here. `drive.file` is among them: which
files a program made or was shown by its user is not kept."""
KNOWN_SCOPES = frozenset([*SHEETS_READ, *DRIVE_METADATA, *_OPEN_NOTHING.split()])
"""Scopes that exist; any other one is refused, as a misspelt one is by Google."""


def full_scope(scope: str) -> str:
    """A scope with its address."""
    return scope if "://" in scope else SCOPE_ROOT + scope


def short_scopes(text: object) -> list[str]:
    """The scopes a request asks for, without the address before them.

    Raises:
        OAuthError: `invalid_scope` where there is none, or one that does not exist.
    """
    if not isinstance(text, str) or not text.split():
        raise OAuthError("invalid_scope", "Empty or missing scope not allowed.")
    full = {"email": "userinfo.email", "profile": "userinfo.profile", "openid": ""}
    short = [full.get(s, s.removeprefix(SCOPE_ROOT)) for s in text.split()]
    unknown = [s for s in short if s and s not in KNOWN_SCOPES]
    if unknown:
        raise OAuthError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return [s for s in short if s]
