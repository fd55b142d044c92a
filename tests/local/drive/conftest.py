"""A file in Drive, its owner, and a few more accounts."""

from pathlib import Path

import gspread
import pytest
from google.oauth2.credentials import Credentials

from sheets_coc.local.server.google import LocalGoogle
from tests.local.clock import Clock
from tests.local.knocking import Knocker


@pytest.fixture
def google(tmp_path: Path, clock: Clock) -> LocalGoogle:
    made = LocalGoogle(tmp_path / "file", clock=clock)
    made.create_spreadsheet("Book", {"Records": [["Case", "Day"], ["a", 1]]})
    for name in ("reader", "commenter", "stranger"):
        made.identities.add(f"{name}@example.net")
    return made


@pytest.fixture
def book(google: LocalGoogle) -> str:
    return google.main_spreadsheet


@pytest.fixture
def owner(google: LocalGoogle) -> Knocker:
    return Knocker(google)


@pytest.fixture
def client(google: LocalGoogle) -> gspread.Client:
    token = google.tokens.token(google.identities["owner"], ["spreadsheets", "drive"])
    made = gspread.authorize(Credentials(token))
    made.http_client.session.mount("https://", google.adapter())
    return made
