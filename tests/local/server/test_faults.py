"""A fault of the local Google itself: Google's 500 over HTTP, the exception in process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sheets_coc.local.edits import values
from sheets_coc.local.server.serve import Served, serve
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.wire.a1 import Area
from tests.keyed import local_google
from tests.local.knocking import Knocker

TEXT = "an invented name"


@pytest.fixture(autouse=True)
def clearing_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are cleared, and then something fails that nobody thought of."""
    clear = values.clear

    def broken(spreadsheet: Spreadsheet, area: Area, email: str) -> str:
        clear(spreadsheet, area, email)
        raise KeyError(TEXT)

    monkeypatch.setattr(values, "clear", broken)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    path = tmp_path / "records.local"
    local_google(path).create_spreadsheet("Book", {"Records": [["kept"]]})
    with serve(path) as running:
        yield running


def ask(served: Served, method: str, what: str) -> requests.Response:
    headers = {"Authorization": "Bearer " + served.google.token("owner")}
    path = f"{served.url}/v4/spreadsheets/{served.spreadsheet}/values/{what}"
    return requests.request(method, path, headers=headers, timeout=10)


def test_over_http_it_is_googles_500(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    answer = ask(served, "POST", "Records!A1:clear")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert "Date" in answer.headers
    assert answer.json() == {
        "error": {"code": 500, "message": "Internal error encountered.", "status": "INTERNAL"}
    }
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_who_runs_the_server_can_look_at_it(served: Served) -> None:
    assert served.google.fault is None
    ask(served, "POST", "Records!A1:clear")
    assert isinstance(served.google.fault, KeyError)


def test_nothing_of_it_is_kept_and_the_server_goes_on(served: Served) -> None:
    assert ask(served, "POST", "Records!A1:clear").status_code == 500
    assert ask(served, "GET", "Records!A1").json()["values"] == [["kept"]]


def test_in_process_the_exception_comes_through(served: Served) -> None:
    with pytest.raises(KeyError):
        Knocker(served.google).sheets("POST", f"{served.spreadsheet}/values/Records!A1:clear")
    assert served.google.fault is None


def test_what_google_refuses_is_no_fault(served: Served) -> None:
    assert ask(served, "GET", "Nowhere!A1").status_code == 400
    assert ask(served, "PATCH", "Records!A1").status_code == 501
    assert served.google.fault is None
