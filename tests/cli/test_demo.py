"""`demo`: what it leaves, and that it tells the story it promises."""

import csv
import io
import json
import re
from importlib import resources

import pytest
from openpyxl import load_workbook

from sheets_coc.cli.commands.demo import AFTER, BEFORE, OURS, REPORT, SHEET
from sheets_coc.cli.main import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One demo, played twice into the same folder beside somebody's own file."""
    folder = tmp_path_factory.mktemp("demo") / "deep" / "out"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    (folder / REPORT).write_text("of an earlier demo")
    assert run(["demo", str(folder)]) == 0
    return folder


def test_it_leaves_its_files_and_nobody_elses_is_touched(folder):
    assert {path.name for path in folder.iterdir()} == {*OURS, "mine.txt"}
    assert (folder / "mine.txt").read_text() == "mine"


def _texts(book, title):
    return [cell.value for row in book[title].iter_rows() for cell in row if cell.value]


def test_before_and_after_can_be_opened_and_differ_as_promised(folder):
    before, after = (load_workbook(folder / name) for name in (BEFORE, AFTER))
    assert "To do" not in before.sheetnames
    assert {"To do", "Log"} <= set(after.sheetnames)
    assert any("Bartholomew Quux" in str(text) for text in _texts(before, "Records"))
    assert not any("Quux" in str(text) for text in _texts(after, "Records"))
    header = after["Records"][1]
    assert all(cell.comment for cell in header[:15])
    assert "(Ada)" in header[3].comment.text
    assert after["Records"].data_validations.dataValidation
    assert after["Records"].conditional_formatting
    assert after["Records"].freeze_panes == "A2"


def test_the_page_is_one_file_and_says_what_happened(folder):
    page = (folder / REPORT).read_text("utf-8")
    assert not re.search(r"(src|href)=.https?:", page)
    assert "<script" not in page
    for said in ("setup --apply", "validate --apply", "dates --apply", "redact --apply"):
        assert said in page
    assert "Not one of them changed" in page
    assert "<mark>Expunged</mark>" in page
    assert "&lt;mark" not in page
    assert '<mark class="flag">Bart</mark>' in page
    assert page.index("of 40 went") < page.index("before and after") < page.index("What happened")
    for said in ("oncall plan", "screen attendees.csv", "letter acknowledge"):
        assert said in page


def test_the_sheet_can_be_played_with_on_a_later_day(folder, capsys):
    code = run(["--spreadsheet", f"local:{folder / SHEET}", "--today", "2026-12-06", "--format",
                "json", "redact"])  # fmt: skip
    planned = json.loads(capsys.readouterr().out)
    assert code == 0
    assert planned["due"]
    assert not planned["applied"]


def test_its_records_hold_every_kind_of_case():
    content = resources.files("sheets_coc").joinpath("demo/records.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 40
    assert {row["Record type"] for row in rows} >= {
        "Open", "No violation", "Nobody identified", "Resolved", "Flagged", "Banned", "",
    }  # fmt: skip
    assert any(row["Hold"] for row in rows)
    assert any(row["Case Code Name"].endswith("/2") for row in rows)
    assert any(row["Banned until"] == "permanent" for row in rows)
    assert not any("@" in row["Subject email address/URL"] and ".com" in
                   row["Subject email address/URL"] for row in rows)  # fmt: skip


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert run(["demo", str(tmp_path / "file" / "inside")]) == 2
    assert "another folder" in capsys.readouterr().err


def test_status_and_doctor_count_the_same_in_the_version_history(folder, capsys):
    """The file is as old as what happened in it; both count since then."""
    said = {}
    for command in ("status", "doctor"):
        run(["--spreadsheet", f"local:{folder / SHEET}", command])
        said[command] = " ".join(capsys.readouterr().out.split())
    held = re.search(r"the version history may hold (\d+) expunged records", said["status"])
    assert held
    begun = f"with {held[1]} records expunged since the file was begun on 2026-11-21"
    assert begun in said["doctor"]
