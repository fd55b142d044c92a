"""Looking ahead, shares and calendars from the command line."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.oncall.sheet import COMMITTEE, NAMES, ROTA, Sheet, export


def test_check_is_silent_when_all_is_well(sheet: Sheet) -> None:
    sheet.new().run("plan", "--apply")
    code, out, _ = sheet.run("check")
    assert code == 0
    assert "in order" in out
    assert sheet.json("check") == (0, {"findings": []})


def test_fairness_as_a_table_and_a_picture(sheet: Sheet) -> None:
    sheet.new().run("plan", "--apply")
    code, out, _ = sheet.run("fairness")
    assert code == 0
    assert "█" in out
    assert "more than 30%" in out
    _, counted = sheet.json("fairness")
    assert [m["name"] for m in counted["members"]] == list(NAMES)
    assert all(m["much"] for m in counted["members"])
    picture = sheet.folder / "duty.svg"
    picture.write_text("old")
    assert sheet.run("fairness", "--out", str(picture))[0] == 0
    assert "Ada Quill" in picture.read_text()
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    assert sheet.run("fairness", "--out", "duty.jpg")[0] == 2


UNREAD = [
    *ROTA[:2],
    ["2026-11-23", "Zoe Unknown", "Dov Tinker", "", ""],
    ["2026-12-01", "Cleo Marsh", "Dov Tinker", "a Tuesday", ""],
    ["in December", "Cleo Marsh", "Dov Tinker", "", ""],
    ["2026-11-16", "Esra Vale", "Dov Tinker", "the same week again", ""],
]


def test_shares_say_what_they_leave_out(sheet: Sheet) -> None:
    doubtful = ["Finn Harrow", "f@example.org", "some time ago", "", "perhaps", "", ""]
    sheet.new(On_call=UNREAD, Committee=[*COMMITTEE, doubtful])
    code, out, err = sheet.run("fairness")
    assert code == 1
    assert "Not all is counted" in err
    for cell in ("On-call B3", "On-call A4", "On-call A5", "On-call A6", "Committee C7"):
        assert cell in err
    assert "Zoe" not in out + err
    found = sheet.json("fairness")[1]["uncounted"]
    assert {"unknown-name", "not-monday", "not-a-date", "week-twice"} <= {f["code"] for f in found}


def test_a_calendar_says_what_is_not_in_it(sheet: Sheet) -> None:
    sheet.new(On_call=UNREAD)
    code, out, err = sheet.run("export")
    assert code == 1
    assert len(Calendar.from_ical(out).walk("VEVENT")) == 4
    assert [cell in err for cell in ("On-call B3", "A4", "A5", "A6")] == [False, True, True, True]
    code, _, err = sheet.run("export", "--member", "Dov")
    assert (code, "On-call B3" in err) == (1, True), "it might be Dov's"


def test_export_whole_and_for_one_member(sheet: Sheet) -> None:
    sheet.new()
    calendar = sheet.folder / "duty.ics"
    assert sheet.run("export", "--out", str(calendar))[0] == 0
    once = calendar.read_bytes()
    assert sheet.run("export", "--out", str(calendar), today="2027-05-05")[0] == 0
    assert calendar.read_bytes() == once
    assert stat.S_IMODE(calendar.stat().st_mode) == 0o600
    assert len(Calendar.from_ical(once).walk("VEVENT")) == 6
    code, out, _ = sheet.run("export", "--member", "Ada")
    assert code == 0
    assert len(Calendar.from_ical(out).walk("VEVENT")) == 2
    assert b"example.org" not in once


def test_nobody_is_named_under_ci(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet.new(On_call=[*ROTA, ["2026-12-07", "Ada Quil", "Zoe Unknown", "", ""]])
    monkeypatch.setenv("CI", "true")
    swap = ["swap", "2026-11-30/primary"]
    commands = [["plan"], ["check"], ["fairness"], ["remind"], ["plan", "--apply"]]
    for arguments in (*commands, swap, [*swap, "2026-11-23/p"]):
        code, out, err = sheet.run(*arguments)
        assert code in (0, 1)
        assert len((out + err).splitlines()) == 1
        assert not any(part in out + err for name in NAMES for part in name.split())
    for arguments in (["export"], ["export", "--out", "x.ics"], ["fairness", "--out", "x.png"]):
        code, out, err = sheet.run(*arguments)
        assert code == 2
        assert "CI" in err
    assert not Path("x.ics").exists()


def test_a_calendar_others_can_read_names_nobody(sheet: Sheet) -> None:
    sheet.new()
    assert b"Ada Quill" in export(sheet)
    initials, nobody = export(sheet, "--names", "initials"), export(sheet, "--names", "none")
    assert b"(primary): A. Q." in initials
    assert b"SUMMARY:On call (primary)\r\n" in nobody
    for name in NAMES:
        assert name.encode() not in initials + nobody
    assert initials.count(b"BEGIN:VEVENT") == export(sheet).count(b"BEGIN:VEVENT")


def test_empty_weeks_are_one_line_however_many(sheet: Sheet) -> None:
    sheet.new(On_call=[ROTA[0]])
    code, out, _ = sheet.run("check")
    assert code == 1
    assert len(out.splitlines()) == 2
    assert "Nobody is on duty in 8 weeks: 2026-11-23, 2026-11-30" in out
