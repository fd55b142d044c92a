"""One sentence outside the sheet, and nothing else in it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sheets_coc import policy
from sheets_coc.cli.main import run
from sheets_coc.errors import Error, UsageError
from sheets_coc.mail.alert import SENTENCE, WEBHOOK, alert, message, post
from sheets_coc.mail.sending import server_from, try_login
from sheets_coc.private import Private
from tests.mail.smtp import Mailbox, smtp_server

NOW = datetime(2026, 11, 21, 3, 17, tzinfo=UTC)
NOBODY = policy.default().mail
SOMEBODY = replace(NOBODY, alert="duty@example.org", sender="robot@example.org")


@dataclass
class Hook:
    """A webhook on this machine: what was posted, and what it answers."""

    url: str = ""
    status: int = 200
    posted: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.posted.append((self.path, body))
            self.send_response(found.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        found.url = f"http://127.0.0.1:{server.server_port}/services/T0/secret?a=b"
        yield found
        server.shutdown()
        thread.join()


def environment(mailbox: Mailbox) -> dict[str, str]:
    return {"SHEETS_COC_SMTP_HOST": "127.0.0.1", "SHEETS_COC_SMTP_SECURITY": "none",
            "SHEETS_COC_SMTP_PORT": str(mailbox.port)}  # fmt: skip


def test_nobody_is_told_who_did_not_ask() -> None:
    assert alert(NOBODY, {}, NOW) == 0


def test_the_sentence_and_nothing_else(hook: Hook) -> None:
    with smtp_server(None) as mailbox:
        assert alert(SOMEBODY, environment(mailbox) | {WEBHOOK: hook.url}, NOW) == 2
        ((to, sender, mail),) = mailbox.mails
    assert (to, sender) == (["duty@example.org"], "robot@example.org")
    assert (mail["Subject"], mail.get_content().strip()) == (SENTENCE, SENTENCE)
    assert not any(NOBODY.committee in str(value) for value in mail.values())
    assert hook.posted == [("/services/T0/secret?a=b", json.dumps({"text": SENTENCE}).encode())]


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_webhook_that_refuses_is_said_without_its_address(hook: Hook, status: int) -> None:
    hook.status = status
    with pytest.raises(Error) as raised:
        alert(NOBODY, {WEBHOOK: hook.url}, NOW)
    assert raised.value.code == "alert"
    assert "secret" not in str(raised.value)
    assert len(hook.posted) == 1  # no redirection is followed


def test_one_way_that_fails_does_not_keep_the_other_from_being_tried(hook: Hook) -> None:
    dead = {"SHEETS_COC_SMTP_HOST": "127.0.0.1", "SHEETS_COC_SMTP_PORT": "1",
            "SHEETS_COC_SMTP_SECURITY": "none"}  # fmt: skip
    with pytest.raises(Error):
        alert(SOMEBODY, dead | {WEBHOOK: hook.url}, NOW)
    assert len(hook.posted) == 1


@pytest.mark.parametrize(
    "url",
    ["http://example.org/secret", "ftp://127.0.0.1/secret", "secret", "https://", "file:///secret",
     "https://[secret", "http://127.0.0.1:secret/"],
)  # fmt: skip
def test_what_is_no_webhook(url: str) -> None:
    with pytest.raises(UsageError) as raised:
        post(Private(url))
    assert "secret" not in str(raised.value)


def test_a_webhook_nobody_answers_at() -> None:
    with pytest.raises(Error, match="could not be reached"):
        post(Private("http://127.0.0.1:1/secret"))


def test_the_mail_is_new_each_time() -> None:
    later = NOW.replace(second=1)
    assert message(SOMEBODY, NOW)["Message-ID"] != message(SOMEBODY, later)["Message-ID"]


def test_trying_the_mail_server_sends_nothing() -> None:
    with smtp_server(None) as mailbox:
        server = server_from(environment(mailbox))
        try_login(server, sender="robot@example.org")
        assert mailbox.mails == []
    with pytest.raises(Error, match="could not be reached") as raised:
        try_login(server, sender="robot@example.org")
    assert "No mail" not in raised.value.message


def test_doctor_tries_the_mail_settings_when_asked(
    tmp_path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--spreadsheet", f"local:{tmp_path / 'none.coc'}", "--format", "json", "doctor"]
    with smtp_server(None) as mailbox:
        for key, value in environment(mailbox).items():
            monkeypatch.setenv(key, value)
        run([*options, "--mail"])
        checks = {c["name"]: c["ok"] for c in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["mail"] is True
    run([*options, "--mail"])
    checks = {c["name"]: c["ok"] for c in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["mail"] is False
    run(options)
    assert "mail" not in {c["name"] for c in json.loads(capsys.readouterr().out)["checks"]}
