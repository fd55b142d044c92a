"""A plain HTTP client of the local Google, to see its answers as they are."""

from pathlib import Path
from typing import Any

import requests

from sheets_coc.local.server.google import LocalGoogle
from tests.keyed import local_google

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


class Book:
    """The main spreadsheet of a new local Google, over the API."""

    def __init__(self, path: Path) -> None:
        self.google = local_google(path)
        self.id = self.google.main_spreadsheet
        self.knocker = Knocker(self.google)

    def batch(self, *requests: Any) -> Any:
        body = {"requests": list(requests)}
        return self.knocker.sheets("POST", f"{self.id}:batchUpdate", body)

    def put(self, where: str, values: Any) -> Any:
        query = {"valueInputOption": "USER_ENTERED"}
        return self.knocker.sheets("PUT", f"{self.id}/values/{where}", {"values": values}, **query)

    def get(self, where: str) -> Any:
        return self.knocker.sheets("GET", f"{self.id}/values/{where}").json().get("values")


def message(answer: Any) -> str:
    """What Google says of a request that makes no sense."""
    assert answer.status_code == 400
    return str(answer.json()["error"]["message"])
