"""Programs that show an API key and nobody's token: they see what anyone may see."""

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.keyed import local_google
from tests.local.knocking import DRIVE, SHEETS, Knocker

PUBLIC = {"type": "anyone", "role": "reader"}


class Stranger:
    """Somebody with an API key, and a spreadsheet that is shared with anyone or with nobody."""

    def __init__(self, path: Path, shared: bool) -> None:
        self.google = local_google(path)
        self.id = self.google.main_spreadsheet
        owner = Knocker(self.google)
        body = {"values": [["Name", "Day"], ["a, b", 1]]}
        path_ = f"{self.id}/values/A1"
        assert owner.sheets("PUT", path_, body, valueInputOption="RAW").ok
        if shared:
            assert owner.drive("POST", f"/files/{self.id}/permissions", PUBLIC).ok
        self.session = requests.Session()
        self.session.mount("https://", self.google.adapter())
        self.key = self.google.identities.api_key()

    def ask(self, method: str, url: str, json: Any = None, **query: str) -> requests.Response:
        return self.session.request(method, url, json=json, params={"key": self.key, **query})


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    return Stranger(tmp_path / "f", shared=True)


def test_a_key_opens_what_anyone_may_see(stranger: Stranger) -> None:
    answer = stranger.ask("GET", f"{SHEETS}/{stranger.id}/values/A1:B2")
    assert answer.json()["values"] == [["Name", "Day"], ["a, b", "1"]]
    assert stranger.ask("GET", f"{SHEETS}/{stranger.id}").ok
    assert stranger.ask("GET", f"{DRIVE}/files/{stranger.id}", fields="name").ok


def test_a_key_opens_nothing_that_is_not_shared(tmp_path: Path) -> None:
    stranger = Stranger(tmp_path / "f", shared=False)
    assert stranger.ask("GET", f"{SHEETS}/{stranger.id}").status_code == 403
    assert stranger.ask("GET", f"{DRIVE}/files/{stranger.id}").status_code == 404
    assert stranger.ask("GET", f"{DRIVE}/files").json()["files"] == []


@pytest.mark.parametrize("path", [":batchUpdate", ":getByDataFilter", "/values/A1:clear"])
def test_a_key_is_not_enough_for_anything_else(stranger: Stranger, path: str) -> None:
    answer = stranger.ask("POST", f"{SHEETS}/{stranger.id}{path}", {})
    assert answer.status_code == 401
    assert answer.json()["error"]["details"][0]["reason"] == "CREDENTIALS_MISSING"


def test_a_wrong_key_is_refused(stranger: Stranger) -> None:
    answer = stranger.ask("GET", f"{SHEETS}/{stranger.id}", key="AIzaWrong")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "API key not valid. Please pass a valid API key."


def test_a_key_beside_a_token_changes_nothing(stranger: Stranger) -> None:
    owner = Knocker(stranger.google)
    assert owner.sheets("GET", stranger.id, key="whatever").ok


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"format": "csv"}, 'Name,Day\r\n"a, b",1'),
        ({"format": "tsv"}, "Name\tDay\r\na, b\t1"),
        ({"format": "csv", "gid": "0", "range": "B1:B2"}, "Day\r\n1"),
    ],
)
def test_the_address_of_a_spreadsheet_exports_it(
    stranger: Stranger, query: dict[str, str], text: str
) -> None:
    url = f"https://docs.google.com/spreadsheets/d/{stranger.id}/export"
    assert stranger.ask("GET", url, **query).content.decode() == text


def test_who_a_token_belongs_to(stranger: Stranger) -> None:
    for scopes, email in (
        (("spreadsheets", "userinfo.email"), "owner@example.org"),
        (("spreadsheets",), None),
    ):
        owner = Knocker(stranger.google, scopes=scopes)
        answer = owner.session.get("https://openidconnect.googleapis.com/v1/userinfo")
        assert answer.json().get("email") == email
