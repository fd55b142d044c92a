"""gspread and the control door of a local Google that is served over HTTP."""

from pathlib import Path
from typing import Any

import gspread
import requests
from google.oauth2 import service_account

from sheets_coc.local.server.redirect import Redirect
from sheets_coc.local.server.serve import Served

SCOPES = [
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive",
]


def client(served: Served, key: Path) -> gspread.Client:
    credentials = service_account.Credentials.from_service_account_file(str(key), scopes=SCOPES)
    made = gspread.authorize(credentials)
    made.http_client.session.mount("https://", Redirect(served.url))
    return made


def control(served: Served, method: str, name: str, body: Any = None) -> requests.Response:
    headers = {"X-Control-Secret": served.control}
    path = f"{served.url}/_control/{name}"
    return requests.request(method, path, json=body, headers=headers, timeout=10)
