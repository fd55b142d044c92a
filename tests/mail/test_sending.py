"""Mail over a real SMTP server: encryption, logins, certificates, and settings that are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from sheets_coc.errors import Error, UsageError
from sheets_coc.mail.sending import plain_address, send, server_from
from tests.mail.smtp import PASSWORD, USER, Mailbox, make_certificate, smtp_server

COMMITTEE = "conduct@example.org"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(params=["starttls", "tls"])
def security(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def mailbox(
    certificate: tuple[Path, Path], security: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mailbox]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with smtp_server(certificate, implicit_tls=security == "tls") as server:
        yield server


def environment(mailbox: Mailbox, security: str, **more: str) -> dict[str, str]:
    values = {"HOST": "localhost", "PORT": str(mailbox.port), "SECURITY": security}
    values |= {"USER": USER, "PASSWORD": PASSWORD} | more
    return {f"SHEETS_COC_SMTP_{key}": value for key, value in values.items()}


def message(to: str = COMMITTEE) -> EmailMessage:
    mail = EmailMessage()
    mail["To"], mail["From"], mail["Subject"] = to, "robot@example.org", "On call"
    mail["Message-ID"] = "<one@example.org>"
    mail.set_content("Ada Quill\n")
    return mail


def deliver(mailbox: Mailbox, security: str, **more: str) -> None:
    send(message(), server_from(environment(mailbox, security, **more)), to=COMMITTEE)


def test_a_mail_arrives_over_tls_with_a_login(mailbox: Mailbox, security: str) -> None:
    deliver(mailbox, security)
    ((to, sender, mail),) = mailbox.mails
    assert (to, sender) == ([COMMITTEE], "robot@example.org")
    assert mail["Message-ID"] == "<one@example.org>"
    assert mail.get_content().strip() == "Ada Quill"


def test_a_line_that_begins_with_from_arrives_as_it_is(mailbox: Mailbox, security: str) -> None:
    mail = message()
    mail.set_content("From Monday 23 November\n.\nFrom here on\n", cte="7bit")
    send(mail, server_from(environment(mailbox, security)), to=COMMITTEE)
    ((_, _, arrived),) = mailbox.mails
    assert arrived.get_content().splitlines() == ["From Monday 23 November", ".", "From here on"]


def test_a_wrong_password_is_said_without_showing_it(mailbox: Mailbox, security: str) -> None:
    with pytest.raises(Error, match="refused the login") as raised:
        deliver(mailbox, security, PASSWORD="battery staple")
    assert raised.value.code == "mail"
    assert "battery" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert mailbox.mails == []


def test_a_server_that_refuses_does_not_get_to_quote_anybody(
    mailbox: Mailbox, security: str
) -> None:
    mailbox.refuse_recipient = True
    with pytest.raises(Error, match="refused the sender or the recipient") as raised:
        deliver(mailbox, security)
    assert COMMITTEE not in str(raised.value)
    mailbox.refuse_recipient, mailbox.answer = False, "451 try later, conduct@example.org"
    with pytest.raises(Error, match="did not take the mail") as raised:
        deliver(mailbox, security)
    assert COMMITTEE not in str(raised.value)


def test_a_certificate_nobody_vouches_for_is_refused(
    mailbox: Mailbox, security: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path)[0]))
    with pytest.raises(Error, match="certificate"):
        deliver(mailbox, security)
    assert mailbox.mails == []


def test_a_certificate_for_another_name_is_refused(
    tmp_path: Path, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make_certificate(tmp_path, "mail.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    with (
        smtp_server(files, implicit_tls=security == "tls") as mailbox,
        pytest.raises(Error, match="certificate"),
    ):
        deliver(mailbox, security)


def test_a_server_without_tls_gets_neither_password_nor_mail() -> None:
    with smtp_server(None) as mailbox:
        with pytest.raises(Error, match="SECURITY"):
            deliver(mailbox, "starttls")
        assert mailbox.mails == []


def test_a_server_on_this_machine_may_do_without_tls() -> None:
    with smtp_server(None) as mailbox:
        send(
            message(),
            server_from({"SHEETS_COC_SMTP_HOST": "127.0.0.1", "SHEETS_COC_SMTP_SECURITY": "none",
                         "SHEETS_COC_SMTP_PORT": str(mailbox.port)}),
            to=COMMITTEE,
        )  # fmt: skip
        assert len(mailbox.mails) == 1
        port = mailbox.port
    with pytest.raises(Error, match="could not be reached"):
        send(
            message(),
            server_from({"SHEETS_COC_SMTP_HOST": "127.0.0.1", "SHEETS_COC_SMTP_SECURITY": "none",
                         "SHEETS_COC_SMTP_PORT": str(port)}),
            to=COMMITTEE,
        )  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"HOST": "  "},
        {"HOST": "mail.example.org\r\nRCPT TO"},
        {"HOST": "mail.example.org", "PORT": "0"},
        {"HOST": "mail.example.org", "PORT": "smtp"},
        {"HOST": "mail.example.org", "SECURITY": "maybe"},
        {"HOST": "mail.example.org", "SECURITY": "none"},
        {"HOST": "mail.example.org", "USER": "robot"},
        {"HOST": "mail.example.org", "PASSWORD": "secret"},
    ],
)
def test_an_environment_that_cannot_be_used(values: dict[str, str]) -> None:
    with pytest.raises(UsageError) as raised:
        server_from({f"SHEETS_COC_SMTP_{key}": value for key, value in values.items()})
    assert raised.value.code == "mail-server"
    assert "secret" not in str(raised.value)


def test_defaults_and_what_is_never_shown() -> None:
    base = {"SHEETS_COC_SMTP_HOST": "mail.example.org"}
    assert (server_from(base).port, server_from(base).security) == (587, "starttls")
    assert server_from(base | {"SHEETS_COC_SMTP_SECURITY": "SSL"}).port == 465
    login = {"SHEETS_COC_SMTP_USER": "robot", "SHEETS_COC_SMTP_PASSWORD": "correct horse"}
    assert "horse" not in repr(server_from(base | login))
    assert "robot" not in repr(server_from(base | login))


@pytest.mark.parametrize(
    "typed",
    ["", "conduct", "a@b@c", "conduct@example.org\r\nBcc: x@example.com",
     "a@example.org,b@example.org", "Conduct <conduct@example.org>", "conduct@example.org\n",
     "ä@example.org", "a b@example.org", "conduct@exa\tmple.org", "a" * 250 + "@example.org"],
)  # fmt: skip
def test_what_is_not_one_plain_address(typed: str) -> None:
    with pytest.raises(UsageError) as raised:
        plain_address(typed)
    assert raised.value.code == "mail-address"
    assert not typed or typed not in str(raised.value)


def test_mail_goes_to_the_committee_and_nobody_else() -> None:
    server = server_from({"SHEETS_COC_SMTP_HOST": "127.0.0.1", "SHEETS_COC_SMTP_SECURITY": "none"})
    copied, hidden, twice = message(), message(), message(f"{COMMITTEE}, other@example.org")
    copied["Cc"], hidden["Bcc"] = "other@example.org", "other@example.org"
    for wrong in (message("other@example.org"), copied, hidden, twice):
        with pytest.raises(UsageError) as raised:
            send(wrong, server, to=COMMITTEE)
        assert raised.value.code == "mail-address"
