"""What nobody has measured of Google can be had either way."""

from pathlib import Path
from typing import Any

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local import LocalGoogle
from sheets_coc.local.cells.chips import chip_cell
from sheets_coc.local.state.model import RichCell, Tab, as_cell
from sheets_coc.local.state.variants import VARIANTS
from tests.keyed import local_google
from tests.local.knocking import Knocker
from tests.shared import ROOT

PAGE = ROOT / "docs" / "local-google.md"
RULE = {"condition": {"type": "BOOLEAN"}}
ROWS = [["Who", "n"], ["b", 2], ["a", 1], ["c", 3]]


def made(path: Path, *variants: str) -> tuple[LocalGoogle, Knocker]:
    google = local_google(path, variants)
    rows: list[Any] = [list(row) for row in ROWS]
    rows[1][0] = RichCell("b", note="n", extra={"dataValidation": RULE})
    rows[2][0] = chip_cell("@", (0, "a@example.org", "Al"))
    google.create_from("Book", [Tab(0, {"title": "T"}, 20, 5, rows)])
    return google, Knocker(google, "editor")


def send(google: LocalGoogle, knocker: Knocker, *requests: Any, **query: Any) -> Any:
    body = {"requests": list(requests)}
    return knocker.sheets("POST", f"{google.main_spreadsheet}:batchUpdate", body, **query)


def tab(google: LocalGoogle) -> Tab:
    with google.store.read() as state:
        return state.spreadsheet(google.main_spreadsheet).tabs[0]


def block(top: int, bottom: int) -> dict[str, int]:
    return {"sheetId": 0, "startRowIndex": top, "endRowIndex": bottom, "endColumnIndex": 2}


PASTE = {"copyPaste": {"source": block(1, 4), "destination": block(10, 13)}}


@pytest.mark.parametrize("variant", [None, *VARIANTS])
def test_what_a_paste_takes_along(tmp_path: Path, variant: str | None) -> None:
    google, knocker = made(tmp_path / "f", *([variant] if variant else []))
    assert send(google, knocker, PASTE).status_code == 200
    noted, chipped = as_cell(tab(google).get(10, 0)), as_cell(tab(google).get(11, 0))
    assert (noted.note is None) == (variant == "paste-drops-notes")
    assert ("dataValidation" not in (noted.extra or {})) == (variant == "paste-drops-validation")
    assert (chipped.extra is None) == (variant == "paste-drops-chips")
    assert chipped.value == ("Al" if variant == "paste-drops-chips" else "@")


@pytest.mark.parametrize("variant", [None, "paste-skips-filtered"])
def test_rows_hidden_by_a_filter_in_a_paste(tmp_path: Path, variant: str | None) -> None:
    google, knocker = made(tmp_path / "f", *([variant] if variant else []))
    criteria = {"1": {"hiddenValues": ["1"]}}
    shown = {"setBasicFilter": {"filter": {"range": block(0, 4), "criteria": criteria}}}
    assert send(google, knocker, shown, PASTE).status_code == 200
    numbers = [tab(google).get(row, 1) for row in (10, 11, 12)]
    assert numbers == ([2, 3, None] if variant else [2, 1, 3])


@pytest.mark.parametrize("variant", [None, "empty-editors-open"])
@pytest.mark.parametrize("editors", [None, {"users": []}, {"domainUsersCanEdit": False}])
def test_a_protection_that_names_nobody(tmp_path: Path, variant: str | None, editors: Any) -> None:
    google, knocker = made(tmp_path / "f", *([variant] if variant else []))
    lock = {"range": {"sheetId": 0}} | ({} if editors is None else {"editors": editors})
    tool = Knocker(google, "tool")
    assert send(google, tool, {"addProtectedRange": {"protectedRange": lock}}).status_code == 200
    answer = tool.sheets("GET", google.main_spreadsheet, fields="sheets/protectedRanges/editors")
    users = answer.json()["sheets"][0]["protectedRanges"][0]["editors"]["users"]
    assert ("editor@example.org" in users) == bool(variant)
    assert (send(google, knocker, PASTE).status_code == 200) == bool(variant)


@pytest.mark.parametrize("variant", [None, "empty-editors-open"])
def test_a_protection_that_names_somebody_binds_the_others(
    tmp_path: Path, variant: str | None
) -> None:
    google, knocker = made(tmp_path / "f", *([variant] if variant else []))
    lock = {
        "range": {"sheetId": 0},
        "editors": {"users": ["tool@local-google.iam.gserviceaccount.com"]},
    }
    tool = Knocker(google, "tool")
    assert send(google, tool, {"addProtectedRange": {"protectedRange": lock}}).status_code == 200
    assert send(google, knocker, PASTE).status_code == 400


@pytest.mark.parametrize("variant", [None, "sort-moves-metadata"])
def test_marks_on_rows_in_a_sort(tmp_path: Path, variant: str | None) -> None:
    google, knocker = made(tmp_path / "f", *([variant] if variant else []))
    place = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    mark = {"metadataKey": "k", "location": place, "visibility": "DOCUMENT"}
    sort = {"range": block(1, 4), "sortSpecs": [{"dimensionIndex": 1}]}
    requests = [{"createDeveloperMetadata": {"developerMetadata": mark}}, {"sortRange": sort}]
    assert send(google, knocker, *requests).status_code == 200
    assert [tab(google).get(row, 1) for row in (1, 2, 3)] == [1, 2, 3]
    with google.store.read() as state:
        location = state.spreadsheet(google.main_spreadsheet).metadata[0]["location"]
    assert location["dimensionRange"]["startIndex"] == (2 if variant else 1)


@pytest.mark.parametrize("variant", [None, "metadata-id-twice"])
def test_a_second_mark_with_an_id(tmp_path: Path, variant: str | None) -> None:
    google, knocker = made(tmp_path / "f", *([variant] if variant else []))
    mark = {"metadataId": 7, "metadataKey": "k", "visibility": "DOCUMENT"}
    mark["location"] = {"spreadsheet": True}
    make = {"createDeveloperMetadata": {"developerMetadata": mark}}
    assert send(google, knocker, make).status_code == 200
    assert send(google, knocker, make).status_code == (200 if variant else 400)


@pytest.mark.parametrize("variant", [None, "masked-replies-shrink"])
def test_replies_under_a_mask(tmp_path: Path, variant: str | None) -> None:
    google, knocker = made(tmp_path / "f", *([variant] if variant else []))
    add = {"addSheet": {"properties": {"sheetId": 5, "title": "U"}}}
    answer = send(google, knocker, PASTE, add, fields="replies.addSheet.properties.sheetId")
    said = {"addSheet": {"properties": {"sheetId": 5}}}
    assert answer.json() == {"replies": [said] if variant else [{}, said]}


def test_a_variant_that_does_not_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="paste-drops-notes"):
        LocalGoogle(tmp_path / "f", variants=["paste-everything"])
    made(tmp_path / "g")
    assert run(["local", "serve", str(tmp_path / "g"), "--variant", "x"]) == 2
    assert "paste-drops-notes" in capsys.readouterr().err


def test_the_page_lists_every_variant() -> None:
    page = PAGE.read_text("utf-8")
    for name, meaning in VARIANTS.items():
        assert f"| `{name}` | {meaning} |" in page
