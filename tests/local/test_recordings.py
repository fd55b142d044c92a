"""Recorded exchanges with the real Google, played into the local one and compared.

The recordings are gspread's test cassettes. They are not part of the repository: where they are
absent the test is skipped. Identifiers differ from run to run, so each one of ours is mapped to
the recorded one when it first appears, and must stay the same from then on.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.local import LocalGoogle
from sheets_coc.local.server.routes import find
from sheets_coc.local.wire.http import HttpRequest
from tests.shared import shared_data

DIFFERS = {
    r"createdTime|modifiedTime": "the clock was another one",
    r"drive\.v2\.files\.update .*": "Drive v2 is only taken for gspread's import of CSV, which "
    "reads nothing from the answer",
}
"""What may differ: endpoint and path as a pattern, and why. Everything else must be equal."""
IDENTIFIERS = ("spreadsheetId", "id", "sheetId", "namedRangeId", "protectedRangeId", "editor")
SCOPES = ("spreadsheets", "drive")


def recordings() -> list[Path]:
    return sorted(shared_data("..", "gspread-cassettes").glob("*.json"))


def names() -> list[str]:
    try:
        return [path.name for path in recordings()]
    except pytest.skip.Exception:
        return []


class Player:
    """Plays one recording into a local Google of its own."""

    def __init__(self, folder: Path) -> None:
        self.google = LocalGoogle(folder / "google")
        token = self.google.tokens.token(self.google.identities["owner"], SCOPES)
        self.headers = {"authorization": f"Bearer {token}"}
        self.ours: dict[str, str] = {}
        self.compared: Counter[str] = Counter()
        self.problems: list[str] = []

    def play(self, number: int, exchange: dict[str, Any]) -> None:
        sent, received = exchange["request"], exchange["response"]
        body = sent.get("body")
        url = self.translated(sent["uri"])
        data = self.translated(body).encode() if isinstance(body, str) else b""
        kind = sent["headers"].get("Content-Type", [""])[0]
        headers = {**self.headers, "content-type": kind}
        reply = self.google.respond(HttpRequest(sent["method"], url, headers, data))
        endpoint, _ = find(sent["method"], re.sub(r"\?.*", "", url).partition(".com")[2])
        where = f"exchange {number}: {endpoint.name}"
        if reply.status != received["status"]["code"]:
            self.problems.append(f"{where}: status {reply.status}")
            return
        text = received["body"].get("string", "")
        if bool(text) != bool(reply.body):
            self.problems.append(f"{where}: a body on one side only")
        elif text:
            self.compare(endpoint.name, where, "", json.loads(text), json.loads(reply.body))
        kinds = self.kinds(endpoint.name, body)
        self.compared.update(kinds or [endpoint.name])

    def kinds(self, endpoint: str, body: str | None) -> list[str]:
        if endpoint != "sheets.spreadsheets.batchUpdate" or not body:
            return []
        return [kind for request in json.loads(body)["requests"] for kind in request]

    def translated(self, text: str) -> str:
        """A request with the recorded identifiers replaced by ours."""
        for recorded, own in self.ours.items():
            text = re.sub(rf"(?<![\w-]){re.escape(recorded)}(?![\w-])", own, text)
        return text

    def compare(self, endpoint: str, where: str, path: str, recorded: Any, own: Any) -> None:
        place = f"{endpoint} {path}"
        name = path.rpartition(".")[2].partition("[")[0]
        if any(re.fullmatch(p, place) or re.fullmatch(p, name) for p in DIFFERS):
            return
        if isinstance(recorded, dict) and isinstance(own, dict):
            for key in recorded.keys() ^ own.keys():
                side = "missing" if key in recorded else "too much"
                self.problems.append(f"{where} {path}.{key}: {side}")
            for key in recorded.keys() & own.keys():
                below = f"{path}.{key}"
                if key == "users":
                    below = f"{path}.editor"
                self.compare(endpoint, where, below, recorded[key], own[key])
        elif isinstance(recorded, list) and isinstance(own, list):
            if len(recorded) != len(own):
                self.problems.append(f"{where} {path}: {len(own)} items, not {len(recorded)}")
            for index, (a, b) in enumerate(zip(recorded, own, strict=False)):
                self.compare(endpoint, where, f"{path}[{index}]", a, b)
        elif name in IDENTIFIERS and recorded != 0:
            if self.ours.setdefault(str(recorded), str(own)) != str(own):
                self.problems.append(f"{where} {path}: another identifier than before")
            if type(recorded) is not type(own):
                self.problems.append(f"{where} {path}: another type of identifier")
        elif self.translated(str(recorded)) != str(own) or type(recorded) is not type(own):
            self.problems.append(f"{where} {path}: {own!r}, not {recorded!r}")


@pytest.mark.parametrize("name", names())
def test_answers_equal_the_recorded_ones(name, tmp_path):
    exchanges = json.loads(shared_data("..", "gspread-cassettes", name).read_text("utf-8"))
    player = Player(tmp_path)
    for number, exchange in enumerate(exchanges["interactions"]):
        player.play(number, exchange)
    assert not player.problems
    assert sum(player.compared.values()) >= len(exchanges["interactions"]) > 0


def test_there_is_something_to_compare():
    assert len(recordings()) > 50


def test_a_misspelt_field_is_noticed(tmp_path):
    player = Player(tmp_path)
    player.compare("x", "here", "", {"title": "a"}, {"titel": "a"})
    assert len(player.problems) == 2
