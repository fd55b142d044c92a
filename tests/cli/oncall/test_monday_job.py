"""The Monday job: the rota, then the mail."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys

import pytest

from sheets_coc.local import LocalGoogle
from sheets_coc.sheet.google.session import connect
from tests.cli.oncall.sheet import NAMES, ROTA, Sheet, body, meanwhile
from tests.mail.smtp import Mailbox
from tests.shared import ROOT


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


SCRIPT = ROOT / "scripts" / "handover.py"


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
