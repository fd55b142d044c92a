"""The Monday mail, sent to a real mail server."""

from __future__ import annotations

import pytest

from sheets_coc.errors import GoogleError
from tests.cli.oncall.sheet import ROTA, TODAY, Sheet, body, meanwhile
from tests.mail.smtp import Mailbox


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
