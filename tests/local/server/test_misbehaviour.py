"""A bad day at Google, seen through requests, in process."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.misbehaviour import ACTIONS, Rule
from tests.local.clock import Clock
from tests.local.knocking import Knocker


@pytest.fixture
def google(tmp_path: Path, clock: Clock) -> LocalGoogle:
    made = LocalGoogle(tmp_path / "file", clock=clock)
    made.create_spreadsheet("Book", {"Records": [["Case", "Day"], ["b", 2], ["a", 1]]})
    return made


@pytest.fixture
def tool(google: LocalGoogle) -> Knocker:
    return Knocker(google, "tool")


def write(tool: Knocker, text: str) -> requests.Response:
    path = f"{tool.google.main_spreadsheet}/values/D1"
    return tool.sheets("PUT", path, {"values": [[text]]}, valueInputOption="RAW")


def read(tool: Knocker, block: str = "D1") -> Any:
    tool.google.misbehaviour.clear()
    path = f"{tool.google.main_spreadsheet}/values/Records!{block}"
    return tool.sheets("GET", path).json().get("values")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (400, "INVALID_ARGUMENT"),
        (401, "UNAUTHENTICATED"),
        (403, "PERMISSION_DENIED"),
        (429, "RESOURCE_EXHAUSTED"),
        (500, "INTERNAL"),
        (503, "UNAVAILABLE"),
    ],
)
def test_errors_come_instead_of_doing_anything(
    google: LocalGoogle, tool: Knocker, code: int, status: str
) -> None:
    rule = google.misbehaviour.add(Rule("status", code=code))
    answer = write(tool, "x")
    assert answer.status_code == code and answer.json()["error"]["status"] == status
    assert "Retry-After" not in answer.headers
    assert rule.fired == 1 and read(tool) is None


def test_an_error_after_the_write_was_applied(google: LocalGoogle, tool: Knocker) -> None:
    google.misbehaviour.add(Rule("error_after", code=503))
    assert write(tool, "x").status_code == 503
    assert read(tool) == [["x"]]


def test_a_page_of_html(google: LocalGoogle, tool: Knocker) -> None:
    google.misbehaviour.add(Rule("html"))
    answer = write(tool, "x")
    assert answer.status_code == 502 and "html" in answer.headers["Content-Type"]
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()
    assert read(tool) is None


@pytest.mark.parametrize(
    ("action", "raised", "written"),
    [
        ("drop_before", requests.exceptions.ConnectionError, None),
        ("drop_after", requests.exceptions.ConnectionError, [["x"]]),
        ("timeout_before", requests.exceptions.ReadTimeout, None),
        ("timeout_after", requests.exceptions.ReadTimeout, [["x"]]),
        ("truncate", requests.exceptions.ChunkedEncodingError, [["x"]]),
    ],
)
def test_a_connection_breaks_before_or_after_the_write(
    google: LocalGoogle,
    tool: Knocker,
    action: str,
    raised: type[Exception],
    written: list[list[str]] | None,
) -> None:
    rule = google.misbehaviour.add(Rule(action))
    with pytest.raises(raised):
        write(tool, "x")
    assert rule.fired == 1 and read(tool) == written


def test_half_of_the_json(google: LocalGoogle, tool: Knocker) -> None:
    google.misbehaviour.add(Rule("half"))
    answer = write(tool, "x")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"JSON|delimiter|Unterminated|Expecting"):
        answer.json()
    assert read(tool) == [["x"]]


@pytest.mark.parametrize("body", [None, [], {"sheets": "no"}, 7])
def test_an_answer_of_another_form(google: LocalGoogle, tool: Knocker, body: Any) -> None:
    google.misbehaviour.add(Rule("reshape", body=body))
    expected = {"unexpected": []} if body is None else body
    assert write(tool, "x").json() == expected


def test_a_rule_picks_its_requests(google: LocalGoogle, tool: Knocker) -> None:
    second = google.misbehaviour.add(Rule("status", method="put", path="/values/", nth=2))
    other = google.misbehaviour.add(Rule("status", path=":batchUpdate$"))
    assert [write(tool, "x").status_code for _ in range(3)] == [200, 503, 200]
    assert (second.fired, other.fired) == (1, 0)
    google.misbehaviour.clear()
    several = google.misbehaviour.add(Rule("status", code=500, nth=[1, 3]))
    assert [write(tool, "x").status_code for _ in range(4)] == [500, 200, 500, 200]
    assert several.fired == 2


def test_a_rule_fires_as_often_as_it_may(google: LocalGoogle, tool: Knocker) -> None:
    google.misbehaviour.add(Rule("status", times=2))
    assert [write(tool, "x").status_code for _ in range(4)] == [503, 503, 200, 200]


def test_sixty_requests_a_minute_reads_and_writes_apart(
    google: LocalGoogle, tool: Knocker, clock: Clock
) -> None:
    rule = google.misbehaviour.add(Rule("quota", limit=3))
    path = google.main_spreadsheet
    assert [tool.sheets("GET", path).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = tool.sheets("GET", path).json()["error"]
    assert answer["status"] == "RESOURCE_EXHAUSTED"
    assert answer["message"].startswith(
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per "
        "user' of service 'sheets.googleapis.com' for consumer 'project_number:"
    )
    assert answer["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert write(tool, "x").status_code == 200
    assert Knocker(google, "editor").sheets("GET", path).status_code == 200
    assert tool.drive("GET", f"/files/{path}").status_code == 200
    assert rule.fired == 2
    clock.now += timedelta(seconds=59)
    assert tool.sheets("GET", path).status_code == 429
    clock.now += timedelta(seconds=1)
    assert tool.sheets("GET", path).status_code == 200


def test_a_project_has_a_quota_too(google: LocalGoogle) -> None:
    google.misbehaviour.add(Rule("quota", limit=2))
    codes = []
    for number in range(6):
        google.identities.add(f"p{number}@example.org")
        somebody = Knocker(google, f"p{number}@example.org")
        codes += [somebody.sheets("GET", google.main_spreadsheet).status_code for _ in range(2)]
    assert codes == [403] * 10 + [429] * 2


def test_somebody_edits_just_before(google: LocalGoogle, tool: Knocker) -> None:
    edit = PersonEdit("insert_rows", tab="Records", row=1)
    rule = google.misbehaviour.add(Rule("edit_before", method="PUT", nth=2, edit=edit))
    write(tool, "first")
    write(tool, "second")
    assert rule.fired == 1 and rule.refused == 0
    assert read(tool, "D1:D2") == [["second"], ["first"]]


def test_somebody_edits_between_the_write_and_its_answer(
    google: LocalGoogle, tool: Knocker
) -> None:
    edit = PersonEdit("insert_rows", tab="Records", row=1)
    google.misbehaviour.add(Rule("edit_after", method="PUT", edit=edit, who="editor"))
    assert write(tool, "x").json()["updatedRange"] == "Records!D1"
    assert read(tool, "D1:D2") == [[], ["x"]]


def test_locks_stop_the_editor_and_not_the_owner(google: LocalGoogle, tool: Knocker) -> None:
    lock = {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}}
    path = f"{google.main_spreadsheet}:batchUpdate"
    assert tool.sheets("POST", path, {"requests": [lock]}).status_code == 200
    edit = PersonEdit("overtype", tab="Records", cell="A2", value="z")
    stopped = google.misbehaviour.add(Rule("edit_before", edit=edit, who="editor", times=1))
    write(tool, "x")
    assert (stopped.fired, stopped.refused) == (1, 1)
    assert read(tool, "A2") == [["b"]]
    passed = google.misbehaviour.add(Rule("edit_before", edit=edit, who="owner", times=1))
    write(tool, "x")
    assert (passed.fired, passed.refused) == (1, 0)
    assert read(tool, "A2") == [["z"]]


def test_an_edit_after_a_request_that_never_happened_does_not_happen(
    google: LocalGoogle, tool: Knocker
) -> None:
    edit = PersonEdit("overtype", tab="Records", cell="A2", value="z")
    rule = google.misbehaviour.add(Rule("edit_after", edit=edit))
    google.misbehaviour.add(Rule("drop_before"))
    with pytest.raises(requests.exceptions.ConnectionError):
        write(tool, "x")
    assert rule.fired == 0 and read(tool, "A2") == [["b"]]


def test_several_rules_do_their_part(google: LocalGoogle, tool: Knocker) -> None:
    edit = PersonEdit("overtype", tab="Records", cell="A2", value="z")
    rules = [Rule("edit_before", edit=edit), Rule("delay", seconds=0.001), Rule("drop_after")]
    for rule in rules:
        google.misbehaviour.add(rule)
    with pytest.raises(requests.exceptions.ConnectionError):
        write(tool, "x")
    assert [rule.fired for rule in rules] == [1, 1, 1]
    assert read(tool, "A2:D2") == [["z", "2"]] and read(tool) == [["x"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "explode"},
        {"action": "status", "code": 418},
        {"action": "edit_before"},
        {"action": "status", "edit": PersonEdit("add_tab", title="x")},
    ],
)
def test_a_rule_that_makes_no_sense_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"there are|goes with"):
        Rule(**wrong)


def test_every_action_is_explained() -> None:
    assert all(text and not text.endswith(".") for text in ACTIONS.values())
