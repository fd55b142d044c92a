"""The on-call commands and the Monday job, over the local Google and a real mail server."""

from __future__ import annotations

import csv
import io
import json
import os
import runpy
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from icalendar import Calendar

from sheets_coc.book.workbook import Book
from sheets_coc.cli.main import run
from sheets_coc.errors import GoogleError
from sheets_coc.local import LocalGoogle
from sheets_coc.sheet.google.session import connect
from tests.mail.smtp import PASSWORD, USER, Mailbox, make_certificate, smtp_server

NAMES = ("Ada Quill", "Bela Frost", "Cleo Marsh", "Dov Tinker", "Esra Vale")
COMMITTEE = [
    ["Name", "Email", "Joined", "Left", "On call", "Away", "Time zone"],
    *[[name, f"member{n}@example.org", "2020-01-06", "", "yes", "", "Europe/Warsaw"]
      for n, name in enumerate(NAMES)],
]  # fmt: skip
ROTA = [
    ["Week starting", "Primary", "Secondary", "Note", "Reminder sent"],
    ["2026-11-16", "Ada Quill", "Bela Frost", "", ""],
    ["2026-11-23", "Cleo Marsh", "Dov Tinker", "", ""],
    ["2026-11-30", "Esra Vale", "Ada Quill", "keep", ""],
]
RECORDS = [
    ["Case", "Date of 1st report", "Reporter", "Named subjects", "Decision", "Summary"],
    ["stunned-bulb", "2026-11-02", "Petra Pepper", "Ottilie Wendel", "Open", "Something."],
]
TODAY = "2026-11-18"
SENDER = '[mail]\ncommittee = "conduct@example.org"\nsender = "robot@example.org"\n'


class Sheet:
    """A local spreadsheet, and commands on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.file = folder / "sheet.coc"
        (folder / "policy.toml").write_text(SENDER)

    def new(self, **tabs: list[list[str]] | None) -> Sheet:
        given = {"Records": RECORDS, "Committee": COMMITTEE, "On-call": ROTA}
        given |= {key.replace("_", "-"): rows for key, rows in tabs.items()}
        arguments = []
        for title, rows in given.items():
            if rows is None:
                continue
            path = self.folder / f"{title}.csv"
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
            arguments.append(f"{title}={path}")
        assert run(["local", "new", str(self.file), *arguments]) == 0
        self.capsys.readouterr()
        return self

    def options(self, today: str | None = TODAY) -> list[str]:
        options = ["--spreadsheet", f"local:{self.file}"]
        options += ["--policy", str(self.folder / "policy.toml")]
        return options + (["--today", today] if today else [])

    def run(self, *arguments: str, today: str | None = TODAY) -> tuple[int, str, str]:
        code = run([*self.options(today), "oncall", *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments: str, today: str | None = TODAY) -> tuple[int, Any]:
        code = run([*self.options(today), "--format", "json", "oncall", *arguments])
        return code, json.loads(self.capsys.readouterr().out)

    def show(self, tab: str = "On-call") -> list[list[str]]:
        self.capsys.readouterr()
        assert run(["local", "show", str(self.file), tab]) == 0
        rows = list(csv.reader(io.StringIO(self.capsys.readouterr().out)))
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]


@pytest.fixture
def sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Sheet:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    return Sheet(tmp_path, capsys)


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    files = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    with smtp_server(files) as server:
        values = {"HOST": "localhost", "PORT": str(server.port), "USER": USER, "PASSWORD": PASSWORD}
        for key, value in values.items():
            monkeypatch.setenv(f"SHEETS_COC_SMTP_{key}", value)
        yield server


def padded(rows: list[list[str]]) -> list[list[str]]:
    return [row + [""] * (5 - len(row)) for row in rows]


def test_plan_shows_first_writes_with_apply_and_then_has_nothing_to_do(sheet: Sheet) -> None:
    sheet.new()
    code, planned = sheet.json("plan", "--weeks", "6")
    assert code == 0
    assert sheet.show() == ROTA
    assert [w["starts"] for w in planned["weeks"]][:2] == ["2026-11-23", "2026-11-30"]
    assert [w["changed"] for w in planned["weeks"]] == [[]] * 6
    assert (planned["uncovered"], planned["back_to_back"], planned["changes"]) == (0, 0, 0)

    assert sheet.json("plan", "--weeks", "6", "--apply") == (0, planned)
    after = sheet.show()
    assert after[:4] == ROTA
    assert [row[:3] for row in after[2:]] == [
        [w["starts"], w["primary"], w["secondary"]] for w in planned["weeks"]
    ]
    assert [row[1] for row in sheet.show("Log")[1:]] == ["oncall plan"]

    assert sheet.json("plan", "--weeks", "6", "--apply") == (0, planned)
    assert sheet.show() == after
    assert len(sheet.show("Log")) == 2


def test_plan_in_words(sheet: Sheet) -> None:
    code, out, err = sheet.new().run("plan", "--weeks", "3")
    assert (code, err) == (0, "")
    assert "2026-12-07" in out
    assert "Would fill 2 cells" in out
    assert "--apply" in out


@pytest.mark.parametrize(
    ("moment", "first", "running"),
    [
        ("2026-11-22 23:30:00", "2026-11-23", "2026-11-16"),
        ("2026-11-23 11:59:59", "2026-11-23", "2026-11-16"),
        ("2026-11-23 12:00:00", "2026-11-30", "2026-11-23"),
        ("2026-11-26 12:00:00", "2026-11-30", "2026-11-23"),
        ("2026-10-25 00:30:00", "2026-10-26", "2026-10-19"),
        ("2026-03-29 23:59:59", "2026-03-30", "2026-03-23"),
        ("2021-01-03 23:00:00", "2021-01-04", "2020-12-28"),
    ],
)
def test_weeks_by_the_clock(sheet: Sheet, moment: str, first: str, running: str) -> None:
    sheet.new()
    with freeze_time(moment):
        _, planned = sheet.json("plan", "--weeks", "1", today=None)
        _, mail = sheet.json("remind", today=None)
    assert planned["weeks"][0]["starts"] == first
    assert mail["week"] == running


def test_an_impossible_cell_is_filled_anew_and_the_current_week_is_not(sheet: Sheet) -> None:
    rota = [ROTA[0], ["2026-11-16", "Zoe Unknown", "", "", ""],
            ["2026-11-23", "Zoe Unknown", "Dov Tinker", "", ""]]  # fmt: skip
    code, planned = sheet.new(On_call=rota).json("plan", "--weeks", "1", "--apply")
    assert code == 0
    assert planned["weeks"][0]["changed"] == ["primary"]
    after = sheet.show()
    assert after[1] == rota[1]
    assert after[2] == ["2026-11-23", planned["weeks"][0]["primary"], "Dov Tinker", "", ""]


def test_too_few_people_is_an_error_that_names_the_weeks(sheet: Sheet) -> None:
    committee = [row[:5] for row in COMMITTEE[:2]]
    sheet.new(Committee=committee, On_call=ROTA[:1])
    code, _, err = sheet.run("plan", "--weeks", "2", "--apply")
    assert code == 1
    assert "2026-11-23/secondary, 2026-11-30/secondary" in err
    assert sheet.show()[1:] == padded([["2026-11-23", "Ada Quill"], ["2026-11-30", "Ada Quill"]])
    code, planned = sheet.json("plan", "--weeks", "2")
    assert (code, planned["uncovered"]) == (1, 2)
    assert planned["weeks"][0]["secondary"] is None


def test_nothing_nobody_understands_is_overwritten(sheet: Sheet) -> None:
    committee = [
        *COMMITTEE[:4],
        ["Ada Stone", "", "2020-01-06", "2019-01-01", "yes", "", ""],
        ["Dov Tinker", "", "", "", "yes", "sometime", ""],
        ["Dov Tinker", "", "", "", "yes", "2027-01-04..2026-12-21", ""],
    ]
    rota = [
        [*ROTA[0], "Own"],
        ["2026-11-23", "Ada", "Dov Tinker", "a", "", "b"],
        ["2026-11-30", "Ada Stone", "Bela & Cleo", "", "", ""],
        ["2026-12-07", "Cleo Mrsh", "Bela Frost", "", "", ""],
        ["2026-12-07", "", "", "", "", ""],
        ["2026-12-15", "Ada", "", "", "", ""],
        ["", "Bela Frost", "", "", "", ""],
        ["Legend", "", "", "", "", "c"],
    ]
    sheet.new(Committee=committee, On_call=rota)
    code, found = sheet.json("check")
    assert code == 1
    codes = {(f["code"], f["tab"], f["cell"]) for f in found["findings"]}
    assert codes >= {
        ("left-before-joined", "Committee", "D5"),
        ("name-twice", "Committee", "A6"),
        ("away-unclear", "Committee", "F6"),
        ("away-reversed", "Committee", "F7"),
        ("two-members", "On-call", "B2"),
        ("two-members", "On-call", "C2"),
        ("two-members", "On-call", "C3"),
        ("misspelt-name", "On-call", "B4"),
        ("week-twice", "On-call", "A5"),
        ("not-monday", "On-call", "A6"),
        ("no-week", "On-call", "A7"),
    }
    code, _, err = sheet.run("plan", "--apply", "--repair")
    assert code == 1
    assert sheet.show()[: len(rota)] == rota
    assert not any(name in err for name in ("Ada", "Bela", "Cleo", "Dov"))


def test_check_is_silent_when_all_is_well(sheet: Sheet) -> None:
    sheet.new().run("plan", "--apply")
    code, out, _ = sheet.run("check")
    assert code == 0
    assert "in order" in out
    assert sheet.json("check") == (0, {"findings": []})


def test_a_swap_is_listed_shown_and_written(sheet: Sheet) -> None:
    sheet.new().run("plan", "--apply")
    before = sheet.show()
    code, found = sheet.json("swap", "2026-11-30/primary")
    assert code == 0
    kinds = [partner["kind"] for partner in found["partners"]]
    assert kinds == sorted(kinds)
    assert kinds[0] == "exchange"
    best = found["partners"][0]["place"]
    code, shown = sheet.json("swap", "2026-11-30/primary", best)
    assert (code, shown["applied"]) == (0, False)
    assert sheet.show() == before
    code, done = sheet.json("swap", "2026-11-30/primary", best, "--apply")
    assert (code, done["applied"]) == (0, True)
    after = {row[0]: row for row in sheet.show()}
    assert after["2026-11-30"][1] == shown["moves"][0]["to"]
    assert after["2026-11-30"][3] == f"keep; {TODAY}: primary swapped with {best}"
    differ = [a for a, b in zip(sheet.show(), before, strict=True) if a != b]
    assert len(differ) == 2
    assert sheet.show("Log")[-1][3] == f"Swapped 2026-11-30/primary and {best}."


def test_a_swap_with_a_member_by_name(sheet: Sheet) -> None:
    sheet.new().run("plan", "--apply")
    code, out, _ = sheet.run("swap", "2026-11-30/p", "cleo", "--hand-over", "--apply")
    assert (code, "Written." in out) == (0, True)
    assert sheet.show()[3][1] == "Cleo Marsh"
    code, _, err = sheet.run("swap", "2026-11-30/p", "Zoe Unknown")
    assert code == 2
    assert "Zoe" not in err
    assert sheet.run("swap", "2026-11-16/p", "Cleo")[0] == 2
    assert sheet.run("swap", "2026-11-30/p", "--apply")[0] == 2
    assert sheet.run("swap", "monday/p")[0] == 2


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Something happens once, between reading the sheet and the next transaction."""
    original, waiting = Book.transact, [happens]

    def transact(self: Book, *arguments: Any, **options: Any) -> Any:
        if waiting:
            waiting.pop()()
        return original(self, *arguments, **options)

    monkeypatch.setattr(Book, "transact", transact)


def test_two_members_swapping_at_once(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet.new().run("plan", "--apply")
    meanwhile(
        monkeypatch,
        lambda: sheet.run("swap", "2026-11-23/primary", "Bela Frost", "--hand-over", "--apply"),
    )
    code, answer = sheet.json("swap", "2026-11-23/primary", "Esra Vale", "--hand-over", "--apply")
    assert (code, answer["error"]["code"]) == (1, "swap-changed")
    assert sheet.show()[2][1] == "Bela Frost"


def test_a_person_editing_while_the_rota_is_written_loses_nothing(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    rota = [*ROTA, ["2026-12-07", "", "", "", ""], ["2026-12-14", "Cleo Marsh", "", "", ""]]
    sheet.new(On_call=rota)
    meanwhile(
        monkeypatch,
        lambda: sheet.run("swap", "2026-12-14/primary", "Bela Frost", "--hand-over", "--apply"),
    )
    assert sheet.run("plan", "--weeks", "4", "--apply")[0] == 0
    after = sheet.show()
    assert after[5][1] == "Bela Frost"
    assert "Bela Frost" not in after[4][1:3]
    assert after[5][2] != ""


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


def test_a_sheet_without_the_tab_does_without(sheet: Sheet, mailbox: Mailbox) -> None:
    sheet.new(On_call=None, Committee=None)
    for arguments in (["plan"], ["check"], ["fairness"], ["export"], ["swap", "2026-11-30/p"]):
        code, answer = sheet.json(*arguments)
        assert (code, answer["error"]["code"]) == (5, "no-rota")
    assert sheet.run("plan", "--if-any", "--apply")[0] == 0
    for _ in range(2):
        assert sheet.run("remind", "--send")[0] == 0
    ((to, _, mail),) = mailbox.mails
    assert to == ["conduct@example.org"]
    assert mail["Subject"] == "Code of Conduct status from Monday 16 November 2026"
    assert sheet.run("remind", "--send", today="2026-11-23T12:00")[0] == 0
    assert len(mailbox.mails) == 2


def body(mailbox: Mailbox, number: int = 0) -> str:
    part = mailbox.mails[number][2].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_mail_is_sent_once_and_marked(sheet: Sheet, mailbox: Mailbox) -> None:
    sheet.new()
    code, shown = sheet.json("remind")
    assert (code, shown["sent"], mailbox.mails) == (0, False, [])
    assert sheet.show() == ROTA
    code, sent = sheet.json("remind", "--send")
    assert (code, sent["sent"], sent["already_sent"]) == (0, True, False)
    ((to, sender, mail),) = mailbox.mails
    assert (to, sender) == (["conduct@example.org"], "robot@example.org")
    assert "Ada Quill" in body(mailbox)
    assert "Cleo Marsh" in body(mailbox)
    assert "stunned-bulb" in body(mailbox)
    assert "Ottilie" not in body(mailbox) + str(mail)
    assert sheet.show()[1][4] == TODAY
    assert sheet.show()[2:] == ROTA[2:]
    code, again = sheet.json("remind", "--send", today="2026-11-22T23:30")
    assert (code, again["sent"], again["already_sent"]) == (0, False, True)
    assert len(mailbox.mails) == 1


def test_a_late_run_catches_up_and_a_week_can_be_named(sheet: Sheet, mailbox: Mailbox) -> None:
    sheet.new()
    assert sheet.run("remind", "--send", today="2026-11-26T18:00")[0] == 0
    assert sheet.run("remind", "--send", "--week", "2026-11-30")[0] == 0
    assert [row[4] for row in sheet.show()[1:]] == ["", "2026-11-26", TODAY]
    assert "From Monday 23 November" in body(mailbox, 0)
    assert "From Monday 30 November" in body(mailbox, 1)
    assert sheet.run("remind", "--week", "2026-12-01")[0] == 2
    assert sheet.run("remind", "--week", "soon")[0] == 2


def test_without_a_column_for_it_the_mark_gets_one(sheet: Sheet, mailbox: Mailbox) -> None:
    rows = [[*row[:4], own] for row, own in zip(ROTA, ("Own", "x", "y", "z"), strict=True)]
    sheet.new(On_call=rows)
    for _ in range(2):
        assert sheet.run("remind", "--send")[0] == 0
    assert len(mailbox.mails) == 1
    after = sheet.show()
    assert [row[:5] for row in after] == rows
    assert [row[5] for row in after] == ["Reminder sent", TODAY, "", ""]


def test_a_mail_that_fails_is_said_in_the_log_and_sent_by_the_next_run(
    sheet: Sheet, mailbox: Mailbox
) -> None:
    sheet.new()
    mailbox.answer = "451 not now, conduct@example.org"
    code, answer = sheet.json("remind", "--send")
    assert (code, answer["error"]["code"]) == (1, "mail")
    assert sheet.show() == ROTA
    assert "No mail was sent" in sheet.show("Log")[-1][3]
    mailbox.answer = "250 OK"
    assert sheet.run("remind", "--send")[0] == 0
    assert len(mailbox.mails) == 1
    assert sheet.show()[1][4] == TODAY


def test_a_run_that_dies_before_marking_sends_again_under_the_same_id(
    sheet: Sheet, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.new()

    def die() -> None:
        raise GoogleError("Google could not be reached.")

    meanwhile(monkeypatch, die)
    code, _, err = sheet.run("remind", "--send")
    assert code == 4
    assert "The mail was sent" in err
    assert sheet.run("remind", "--send", today="2026-11-19")[0] == 0
    first, second = (mail["Message-ID"] for _, _, mail in mailbox.mails)
    assert first == second
    assert len(mailbox.mails) == 2


def test_a_mail_whose_fate_is_unknown_is_not_called_unsent(sheet: Sheet, mailbox: Mailbox) -> None:
    sheet.new()
    mailbox.hang_up = True
    code, answer = sheet.json("remind", "--send")
    assert (code, answer["error"]["code"]) == (1, "mail")
    assert "not known" in sheet.show("Log")[-1][3]
    assert sheet.show() == ROTA
    mailbox.hang_up = False
    assert sheet.run("remind", "--send")[0] == 0
    first, second = (mail["Message-ID"] for _, _, mail in mailbox.mails)
    assert first == second
    assert sheet.run("remind", "--send")[0] == 0
    assert len(mailbox.mails) == 2


def test_sending_needs_a_server_and_showing_does_not(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHEETS_COC_SMTP_HOST", raising=False)
    sheet.new()
    assert sheet.run("remind")[0] == 0
    code, answer = sheet.json("remind", "--send")
    assert (code, answer["error"]["code"]) == (2, "mail-server")


SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "handover.py"


def job(sheet: Sheet, *arguments: str) -> tuple[int, str, str]:
    """Run the Monday job in this process."""
    command = runpy.run_path(str(SCRIPT))["handover"]
    with pytest.raises(SystemExit) as stopped:
        command.main([*sheet.options("2026-11-23T12:00"), *arguments], "handover")
    out = sheet.capsys.readouterr()
    return int(stopped.value.code or 0), out.out, out.err


DONE = "oncall plan: done\noncall remind: done\n"


def test_the_monday_job(sheet: Sheet, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    sheet.new()
    assert job(sheet) == (0, DONE, "")
    assert sheet.show() == ROTA
    for _ in range(2):
        assert job(sheet, "--apply") == (0, DONE, "")
    assert len(mailbox.mails) == 1
    assert len(sheet.show()) == 1 + 1 + 14
    mailbox.answer = "451 not now"
    code, _, err = job(sheet, "--today", "2026-11-30T12:00", "--send")
    assert code == 1
    assert "No mail was sent" in err


def test_the_monday_job_as_a_program(sheet: Sheet) -> None:
    sheet.new()
    arguments = [sys.executable, str(SCRIPT), *sheet.options()]
    result = subprocess.run(
        arguments, env={**os.environ, "CI": "true"}, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, DONE, "")


def test_two_runs_at_once_do_not_add_a_week_twice(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.new()
    assert sheet.run("plan", "--weeks", "3", "--apply")[0] == 0
    meanwhile(monkeypatch, lambda: sheet.run("plan", "--weeks", "5", "--apply"))
    assert sheet.run("plan", "--weeks", "6", "--apply")[0] == 0
    mondays = [row[0] for row in sheet.show()[1:]]
    assert mondays == sorted(set(mondays))
    assert len(mondays) == 7


def test_a_row_that_a_person_adds_at_that_moment_stays(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.new()
    assert sheet.run("plan", "--weeks", "3", "--apply")[0] == 0

    def type_a_row() -> None:
        google = LocalGoogle(sheet.file)
        session = connect(
            google.main_spreadsheet,
            credentials=google.identities.key_file("editor"),
            adapter=google.adapter(),
        )
        cells = [{"userEnteredValue": {"stringValue": text}} for text in ("2026-12-14", NAMES[4])]
        tab = session.read().tab("On-call")
        assert tab is not None
        rows = {"sheetId": tab.id, "rows": [{"values": cells}], "fields": "userEnteredValue"}
        session.batch([{"appendCells": rows}], read_back=False)

    meanwhile(monkeypatch, type_a_row)
    assert sheet.run("plan", "--weeks", "6", "--apply")[0] == 0
    rows = {row[0]: row for row in sheet.show()[1:]}
    assert rows["2026-12-14"][1] == NAMES[4]
    assert len(rows) == len(sheet.show()) - 1 == 7


def test_the_rota_needs_no_records(sheet: Sheet, mailbox: Mailbox) -> None:
    sheet.new(Records=None)
    assert sheet.run("plan", "--apply")[0] == 0
    assert sheet.run("remind", "--send")[0] == 0
    assert "Status" not in body(mailbox)


def test_a_mail_goes_out_even_where_nobody_knows_the_members(
    sheet: Sheet, mailbox: Mailbox
) -> None:
    sheet.new(Committee=None)
    assert sheet.json("plan")[1]["error"]["code"] == "no-committee"
    for _ in range(2):
        assert sheet.run("remind", "--send")[0] == 0
    assert len(mailbox.mails) == 1
    assert "Ada Quill (not in the Committee tab)" in body(mailbox)
    assert sheet.show()[1][4] == TODAY


def test_tabs_under_other_names_and_far_down(sheet: Sheet) -> None:
    (sheet.folder / "policy.toml").write_text('[tabs]\noncall = "Duty"\ncommittee = "People"\n')
    above = [["Our rota", "", "", "", ""], ["", "", "", "", ""]]
    sheet.new(On_call=None, Committee=None, Duty=above + ROTA, People=above + COMMITTEE)
    code, planned = sheet.json("plan", "--weeks", "3", "--apply")
    assert (code, planned["uncovered"]) == (0, 0)
    after = sheet.show("Duty")
    assert after[:6] == above + ROTA
    assert after[6][0] == "2026-12-07"


def test_the_first_plan_that_is_applied_makes_the_tab(sheet: Sheet) -> None:
    sheet.new(On_call=None)
    code, out, _ = sheet.run("plan", "--weeks", "3")
    assert (code, "no On-call tab yet" in out) == (0, True)
    assert sheet.run("plan", "--if-any", "--apply")[0] == 0
    assert run(["local", "show", str(sheet.file), "On-call"]) != 0
    code, planned = sheet.json("plan", "--weeks", "3", "--apply")
    assert code == 0
    header, *rows = sheet.show()
    assert header == ROTA[0]
    assert [row[:3] for row in rows] == [
        [w["starts"], w["primary"], w["secondary"]] for w in planned["weeks"]
    ]
    assert sheet.json("plan", "--weeks", "3", "--apply") == (0, planned)


def test_nothing_is_written_while_a_member_would_be_left_out(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    committee = [row[:] for row in COMMITTEE]
    committee[3][2] = "March 2023 or so"
    sheet.new(Committee=committee)
    for _ in range(2):
        code, out, _ = sheet.run("plan", "--apply")
        assert code == 1
        assert f"Left out: {committee[3][0]}." in out
        assert "Committee C4" in out
        assert sheet.show() == ROTA
    monkeypatch.setenv("CI", "true")
    code, out, err = sheet.run("plan", "--apply")
    assert (code, out) == (1, "oncall plan: a person must look\n")
    assert committee[3][0] not in err


def test_duty_changes_on_the_day_and_hour_the_policy_says(sheet: Sheet) -> None:
    rota = [ROTA[0], ["2026-11-19", "Ada Quill", "Bela Frost", "", ""]]
    sheet.new(On_call=rota)
    policy = sheet.folder / "policy.toml"
    policy.write_text(f'{SENDER}[oncall]\nchangeover_day = "Thursday"\nchangeover_hour = 18\n')
    for moment, first in (("2026-11-19T17:59", "2026-11-19"), ("2026-11-19T18:00", "2026-11-26")):
        _, planned = sheet.json("plan", "--weeks", "1", today=moment)
        assert planned["weeks"][0]["starts"] == first
    _, out, _ = sheet.run("remind", today="2026-11-20")
    assert "From Thursday 19 November 2026, 18:00 UTC" in out
    assert sheet.run("remind", "--week", "2026-11-23")[0] == 2
    assert b"DTSTART:20261119T180000Z" in export(sheet)
    _, found = sheet.json("check", today="2026-11-20")
    assert not {"not-monday"} & {f["code"] for f in found["findings"]}


def export(sheet: Sheet, *options: str) -> bytes:
    path = sheet.folder / "duty.ics"
    assert sheet.run("export", *options, "--out", str(path), "--inside-git")[0] == 0
    return path.read_bytes()


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


def test_the_rest_of_the_running_week_is_handed_over(sheet: Sheet) -> None:
    sheet.new()
    assert sheet.run("swap", "2026-11-16/p", "Cleo", "--apply")[0] == 2
    code, done = sheet.json("swap", "2026-11-16/p", "Cleo", "--hand-over", "--apply")
    assert (code, done["kind"], done["applied"]) == (0, "hand-over", True)
    assert sheet.show()[1][:4] == [
        "2026-11-16", "Cleo Marsh", "Bela Frost", f"{TODAY}: primary handed over",
    ]  # fmt: skip
    assert sheet.show("Log")[-1][3] == "Handed over the rest of 2026-11-16/primary."
