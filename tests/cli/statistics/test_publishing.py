"""Figures published to another spreadsheet, once, and never to the records sheet."""

from sheets_coc.schema.columns import BY_KEY
from tests.cli.local_sheet import TEN
from tests.cli.statistics.sheet import ROWS, Sheet


def test_publishing_writes_the_other_spreadsheet_and_the_log_once(sheet: Sheet):
    sheet.new()
    target = sheet.folder / "published.coc"
    sheet.make({"Cover": [["Hello"]]}, target)
    for _ in range(2):
        assert sheet.run("statistics", "--apply", target=f"local:{target}")[0] == 0
    assert sheet.show("Cover", target) == [["Hello"]]
    assert sheet.show("Statistics", target)[1][:3] == ["2026", "1", "1"]
    log = sheet.show("Log")
    assert sum(row[1:2] == ["statistics"] for row in log) == 1
    assert "2024: reports=1 people_named=3" in str(log)
    assert len(sheet.show("Records")) == len(ROWS) + 1


def test_without_apply_nothing_is_written(sheet: Sheet):
    sheet.new()
    target = sheet.folder / "published.coc"
    sheet.make({"Cover": [["Hello"]]}, target)
    assert sheet.run("statistics", target=f"local:{target}")[0] == 0
    code, _, _ = sheet.run("local", "show", str(target), "Statistics")
    assert code != 0


def test_the_records_sheet_is_refused_as_target(sheet: Sheet):
    code, _, err = sheet.new().run("statistics", "--apply", target=f"local:{sheet.file}")
    assert code == 2
    assert "must not be published from the records sheet" in err
    assert sheet.run("local", "show", str(sheet.file), "Log")[0] != 0


def test_a_copy_of_the_records_sheet_is_refused_as_well(sheet: Sheet):
    copy = sheet.folder / "copy.coc"
    sheet.make({"Copy of Records": [[BY_KEY[key].header for key in TEN], ["2024-01-01"]]}, copy)
    code, _, err = sheet.new().run("statistics", "--apply", target=f"local:{copy}")
    assert code == 2
    assert "holds records" in err


def test_an_event_published_alone_publishes_no_year(sheet: Sheet):
    """Neither the running year nor any other, in the Log, the other spreadsheet or a file."""
    sheet.new()
    target, out = sheet.folder / "published.coc", sheet.folder / "out"
    sheet.make({"Cover": [["Hello"]]}, target)
    event = ("statistics", "--event", "DjangoCon Europe 2026", "--out", str(out), "--apply")
    assert sheet.run(*event, target=f"local:{target}")[0] == 0
    (line,) = [row for row in sheet.show("Log") if row[1:2] == ["statistics"]]
    assert line[4] == "event DjangoCon Europe 2026 to 2026-11-21: reports=1"
    assert sheet.run("local", "show", str(target), "Statistics")[0] != 0
    assert {path.name.split(".")[0] for path in out.iterdir()} == {"event-report", "event"}
    assert sheet.run(*event, "--years", "2025", target=f"local:{target}")[0] == 0
    assert "2025: reports=1" in str(sheet.show("Log"))
    assert sheet.show("Statistics", target)[1][:2] == ["2025", "1"]


def test_the_other_spreadsheet_shows_years_and_nothing_else(sheet: Sheet):
    sheet.new()
    target = sheet.folder / "published.coc"
    sheet.make({"Cover": [["Hello"]]}, target)
    for arguments in (("--half",), ("--period", "2025-H1"), ("--quarter",)):
        assert sheet.run("statistics", *arguments, "--apply", target=f"local:{target}")[0] == 0
        assert sheet.run("local", "show", str(target), "Statistics")[0] != 0
    assert "2025 Q1: reports=0" in str(sheet.show("Log"))
