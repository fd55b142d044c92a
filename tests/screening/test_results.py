"""The result file: written for people, read back, forgotten. Everyone is invented."""

import csv
import io
import os
import stat
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sheets_coc.errors import UsageError
from sheets_coc.screening.confirming import confirmed
from sheets_coc.screening.flagged import ListedStatus, listed
from sheets_coc.screening.forgetting import forget
from sheets_coc.screening.job import ScreeningResult
from sheets_coc.screening.results import ScreeningRequest, defuse, undefuse, write_result
from sheets_coc.screening.screen import screen
from tests.builders import record
from tests.screening.reading import read_list

EVENT = date(2026, 6, 1)
REQUEST = ScreeningRequest(EVENT, date(2026, 5, 1), asked_by="Jo Member", event="=Conf & Co")
IDA = "+ida@example.org"
RECORDS = (
    record(1, decision="flagged", subjects='=HYPERLINK("http://example.org";"Quist") Roe'),
    record(2, decision="banned", banned_until="never", subjects="Ida Roe", contacts=IDA),
    record(3, decision="banned", banned_until="2026-01-01", subjects="Jo Obergard"),
)
LIST = "Name,Email\nIda Roe,+ida@example.org\nJo Obergard,@jo\nIda Roe,\n"


def screening() -> ScreeningResult:
    attendees = read_list(LIST.encode())
    found = screen(attendees, listed(RECORDS, [], EVENT))
    return ScreeningResult(found, attendees, EVENT, REQUEST.today)


@pytest.fixture(params=["result.csv", "result.xlsx"])
def result(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    write_result(path, screening(), REQUEST)
    return path


def cells(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    sheet = load_workbook(path).active
    assert sheet is not None
    return [[str(c.value or "") for c in row] for row in sheet.iter_rows()]


def answer(path: Path, *answers: str, into: str = "answered.csv") -> Path:
    """The file as a person saves it with "Confirmed" filled in, as CSV with semicolons."""
    rows = cells(path)
    header = next(i for i, row in enumerate(rows) if row and row[0] == "Confirmed")
    for row, text in zip(rows[header + 1 :], answers, strict=True):
        row[0] = text
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    saved = path.with_name(into)
    saved.write_bytes(out.getvalue().encode("utf-8-sig"))
    return saved


def test_only_its_owner_can_read_it(result: Path) -> None:
    assert stat.S_IMODE(result.stat().st_mode) == 0o600


def test_it_says_what_for_who_asked_and_until_when(result: Path) -> None:
    text = {row[0]: row[1] for row in cells(result) if len(row) > 1 and row[1]}
    assert text["Asked for by"] == "Jo Member"
    assert text["Event date"] == "2026-06-01"
    assert text["Delete by"] == "2026-07-01"
    assert text["Our people who could not be looked for"] == "1"


def test_no_cell_is_a_formula(result: Path) -> None:
    if result.suffix == ".csv":
        risky = [c for row in cells(result) for c in row if c.startswith(("=", "+", "-", "@"))]
        assert not risky
    if result.suffix == ".xlsx":
        sheet = load_workbook(result).active
        assert sheet is not None
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)


def test_nothing_is_written_to_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError):
        tempfile.mkstemp()
    write_result(tmp_path / "a.xlsx", screening(), REQUEST)
    write_result(tmp_path / "a.csv", screening(), REQUEST)
    assert read_list(tmp_path / "a.xlsx").rows


def test_confirmed_hits_come_back(result: Path) -> None:
    assert confirmed(result) == []
    found = confirmed(answer(result, "Yes", "tell", "no"))
    assert [(hit.row, hit.case, hit.status) for hit in found] == [
        ("2", "case-2", ListedStatus.BANNED),
        ("3", "case-3", ListedStatus.BAN_ENDED),
    ]
    assert [hit.may_be_told for hit in found] == [True, True]
    assert found[0].event_date == EVENT
    assert found[0].event == "=Conf & Co"
    assert found[0].our_names == "Ida Roe"
    assert "Roe" not in repr(found)


def test_a_ban_that_ended_stays_out_of_letters_until_the_committee_decides(result: Path) -> None:
    (hit,) = confirmed(answer(result, "", "yes", ""))
    assert not hit.may_be_told


def test_an_unclear_answer_is_asked_about(result: Path) -> None:
    with pytest.raises(UsageError) as refused:
        confirmed(answer(result, "perhaps", "", ""))
    assert refused.value.code == "confirmed-unclear"
    assert "perhaps" not in refused.value.message


def test_a_result_past_its_date_is_refused(result: Path) -> None:
    saved = answer(result, "yes", "", "")
    assert confirmed(saved, date(2026, 7, 1))
    with pytest.raises(UsageError) as refused:
        confirmed(saved, date(2026, 7, 2))
    assert refused.value.code == "result-expired"


def test_a_result_that_lost_something_is_refused(tmp_path: Path, result: Path) -> None:
    rows = cells(result)
    for rubbed in ("Delete by", "Confirmed"):
        out = io.StringIO(newline="")
        csv.writer(out).writerows([row for row in rows if not row or row[0] != rubbed])
        (tmp_path / "less.csv").write_text(out.getvalue(), "utf-8")
        with pytest.raises(UsageError) as refused:
            confirmed(tmp_path / "less.csv")
        assert refused.value.code == "result-changed"


def test_a_file_that_exists_is_not_overwritten(result: Path) -> None:
    before = result.read_bytes()
    with pytest.raises(UsageError) as refused:
        write_result(result, screening(), REQUEST)
    assert refused.value.code == "result-exists"
    assert result.read_bytes() == before


def test_no_link_is_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.csv"
    (tmp_path / "link.csv").symlink_to(target)
    with pytest.raises(UsageError):
        write_result(tmp_path / "link.csv", screening(), REQUEST)
    assert not target.exists()


def test_forgetting_overwrites_and_removes(result: Path) -> None:
    os.link(result, result.with_name("other"))
    size = result.stat().st_size
    done = forget(result)
    assert not result.exists()
    assert done.size == size
    assert done.other_names == 1
    left = result.with_name("other").read_bytes()
    assert len(left) == size
    assert b"Roe" not in left
    assert "backups" in done.meaning


def test_only_a_result_is_forgotten(tmp_path: Path) -> None:
    other = tmp_path / "attendees.csv"
    other.write_text("Name\nIda Roe\n", "utf-8")
    (tmp_path / "link.csv").symlink_to(other)
    for path in (other, tmp_path / "link.csv", tmp_path / "none.csv", tmp_path):
        with pytest.raises(UsageError):
            forget(path)
    assert other.read_text("utf-8").startswith("Name")


@given(st.text(max_size=30))
def test_defusing_can_be_undone(text: str) -> None:
    safe = defuse(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert undefuse(safe) == text or text.startswith("'")
