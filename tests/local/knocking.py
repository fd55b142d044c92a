"""A plain HTTP client of the local Google, to see its answers as they are."""

from typing import Any

import requests

from sheets_coc.local.server.google import LocalGoogle

SCOPES = ("spreadsheets", "drive")
DRIVE = "https://www.googleapis.com/drive/v3"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"


class Knocker:
    """Somebody with a token, knocking at the door in process."""

    def __init__(
        self, google: LocalGoogle, who: str = "owner", scopes: tuple[str, ...] = SCOPES
    ) -> None:
        self.google = google
        self.session = requests.Session()
        self.session.mount("https://", google.adapter())
        token = google.tokens.token(google.identities[who], scopes)
        self.session.headers["Authorization"] = f"Bearer {token}"

    def drive(self, method: str, path: str, json: Any = None, **params: Any) -> requests.Response:
        """A request to Drive; `path` begins with a slash."""
        return self.session.request(method, DRIVE + path, json=json, params=params)

    def sheets(self, method: str, path: str, json: Any = None, **params: Any) -> requests.Response:
        """A request to Sheets; `path` is what follows `spreadsheets/`."""
        return self.session.request(method, f"{SHEETS}/{path}", json=json, params=params)
