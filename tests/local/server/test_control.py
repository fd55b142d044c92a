"""The control door: rules that make things go wrong, and edits by somebody else."""

from typing import Any

import gspread
import pytest
import requests

from sheets_coc.local.server.misbehaviour import Rule
from sheets_coc.local.server.serve import Served
from tests.local.server.client import client, control


def test_the_control_door_needs_its_secret(served: Served) -> None:
    for headers in ({}, {"X-Control-Secret": "guess"}):
        answer = requests.get(f"{served.url}/_control/rules", headers=headers, timeout=10)
        assert answer.status_code == 404


def test_things_go_wrong_over_http_too(served: Served) -> None:
    tab = client(served, served.credentials).open_by_key(served.spreadsheet).sheet1
    rule = {"action": "status", "code": 503, "path": "/values/", "nth": 2}
    assert control(served, "POST", "rules", rule).status_code == 200
    tab.get("A1")
    with pytest.raises(gspread.exceptions.APIError, match="503"):
        tab.get("A1")
    told = control(served, "GET", "rules").json()["rules"]
    assert told == [{"action": "status", "fired": 1, "refused": 0}]
    assert control(served, "DELETE", "rules").status_code == 200
    assert control(served, "GET", "rules").json() == {"rules": []}


def test_somebody_edits_now(served: Served) -> None:
    edit = {"name": "overtype", "tab": "Records", "cell": "A2", "value": "z", "who": "editor"}
    assert control(served, "POST", "edit", edit).status_code == 200
    tab = client(served, served.owner).open_by_key(served.spreadsheet).sheet1
    assert tab.acell("A2").value == "z"
    rule = {"action": "edit_before", "edit": {"name": "add_row", "tab": "Records", "values": ["n"]}}
    assert control(served, "POST", "rules", rule).status_code == 200
    assert tab.col_values(1) == ["Case", "z", "a", "n"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("edit", {"name": "dance"}),
        ("edit", {"name": "sort", "tab": "Records"}),
        ("edit", {"name": "sort", "tab": "Nowhere", "column": "A"}),
        ("edit", {"name": "add_tab", "title": "x", "who": "nobody@example.org"}),
        ("edit", []),
        ("rules", {"action": "explode"}),
        ("rules", {"action": "status", "fired": 3}),
        ("rules", {"action": "status", "often": 3}),
        ("rules", {}),
        ("coffee", {}),
    ],
)
def test_the_control_door_says_what_it_cannot_do(served: Served, name: str, body: Any) -> None:
    answer = control(served, "POST", name, body)
    assert answer.status_code == 400 and answer.json()["error"]


@pytest.mark.parametrize(
    ("action", "raised"),
    [
        ("drop_before", requests.exceptions.ConnectionError),
        ("drop_after", requests.exceptions.ConnectionError),
        ("truncate", requests.exceptions.ChunkedEncodingError),
        ("timeout_after", requests.exceptions.ReadTimeout),
    ],
)
def test_connections_really_break(served: Served, action: str, raised: type[Exception]) -> None:
    gc = client(served, served.credentials)
    gc.set_timeout(0.3)
    tab = gc.open_by_key(served.spreadsheet).sheet1
    served.google.misbehaviour.add(Rule(action, seconds=1.0))
    with pytest.raises(raised):
        tab.update_acell("C3", action)
    served.google.misbehaviour.clear()
    gc.set_timeout(10)
    assert tab.acell("C3").value == (None if action == "drop_before" else action)
