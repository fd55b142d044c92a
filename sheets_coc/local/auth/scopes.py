"""Google's OAuth scopes: which exist, and which open what here."""

from __future__ import annotations

from sheets_coc.local.errors import OAuthError

SCOPE_ROOT = "https://www.googleapis.com/auth/"

FEEDS = "https://spreadsheets.google.com/feeds"
"""The scope of the Sheets API before v4, which opens v4 as `spreadsheets` does."""
OPENED = "drive.file"
"""Opens the files that the caller made with this program, or showed to it."""

SHEETS_WRITE = ("spreadsheets", "drive", OPENED, FEEDS)
SHEETS_READ = (*SHEETS_WRITE, "spreadsheets.readonly", "drive.readonly")
DRIVE_WRITE = ("drive", OPENED)
DRIVE_READ = (*DRIVE_WRITE, "drive.readonly")
DRIVE_METADATA = (*DRIVE_READ, "drive.metadata", "drive.metadata.readonly")
DRIVE_RENAME = (*DRIVE_WRITE, "drive.metadata")
LINKS = frozenset(DRIVE_READ)
"""Scopes any of which lets a chip link to a file of Drive."""
_OPEN_NOTHING = """
    drive.appdata drive.apps.readonly drive.meet.readonly drive.photos.readonly
    drive.scripts drive.activity drive.activity.readonly userinfo.email userinfo.profile
    cloud-platform cloud-platform.read-only documents documents.readonly presentations
    presentations.readonly forms.body forms.responses.readonly script.projects calendar
    script.external_request calendar.readonly gmail.send gmail.readonly contacts contacts.readonly
"""
"""Google's scopes that may be asked for and open nothing here."""
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
    given = [FEEDS if s == f"{FEEDS}/" else s for s in text.split()]
    short = [full.get(s, s.removeprefix(SCOPE_ROOT)) for s in given]
    unknown = [s for s in short if s and s not in KNOWN_SCOPES]
    if unknown:
        raise OAuthError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return [s for s in short if s]
