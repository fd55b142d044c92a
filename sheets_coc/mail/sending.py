"""Sending mail: SMTP with TLS and a login from the environment.

A mail goes to the one address that the policy names, and to nobody else, whatever it says.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import EmailMessage
from io import BytesIO
from ipaddress import ip_address
from typing import Final, Literal

from sheets_coc.errors import Error, UsageError
from sheets_coc.private import Private

Security = Literal["starttls", "tls", "none"]

PREFIX: Final = "SHEETS_COC_SMTP_"
_PORTS: Final[Mapping[Security, int]] = {"starttls": 587, "tls": 465, "none": 25}
_WORDS: Final[Mapping[str, Security]] = {
    "starttls": "starttls", "tls": "tls", "ssl": "tls", "smtps": "tls", "none": "none",
}  # fmt: skip
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_TIMEOUT: Final = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server.

    Attributes:
        host: its name.
        port: its port.
        security: `starttls`, `tls` from the beginning, or `none` (this machine only).
        user: the login; empty for none.
        password: its password.
    """

    host: str
    port: int
    security: Security
    user: str = field(default="", repr=False)
    password: Private[str] = field(default_factory=lambda: Private(""), repr=False)


def plain_address(typed: str) -> str:
    """An address that is one plain address and nothing else.

    Raises:
        UsageError: for anything that could be more, such as a second line or a list.
    """
    if not _ADDRESS.fullmatch(typed) or len(typed) > 254:
        raise UsageError(
            "The policy must name one plain e-mail address under [mail].", code="mail-address"
        )
    return typed


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _port(typed: str, security: Security) -> int:
    if not typed:
        return _PORTS[security]
    if not typed.isascii() or not typed.isdigit() or not 0 < int(typed) < 65536:
        raise UsageError(f"{PREFIX}PORT must be a number from 1 to 65535.", code="mail-server")
    return int(typed)


def sent_by(environment: Mapping[str, str]) -> str:
    """What sends the mail, so that somebody can mend it when it stops.

    Args:
        environment: the environment's variables; a scheduled job's name its repository.
    """
    repository = environment.get("GITHUB_REPOSITORY", "")
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    if repository:
        return f"sheets-coc, the scheduled job of {server}/{repository}/actions"
    return "sheets-coc, run by hand"


def server_from(environment: Mapping[str, str]) -> Server:
    """The mail server that the environment names.

    `SHEETS_COC_SMTP_HOST`, `_PORT`, `_USER`, `_PASSWORD` and `_SECURITY` (`starttls` if not
    set, `tls`, or `none` for a server on this machine).

    Raises:
        UsageError: where no host is named, or a value cannot be used.
    """
    host, port, user, security = (
        environment.get(PREFIX + key, "").strip() for key in ("HOST", "PORT", "USER", "SECURITY")
    )
    password = environment.get(PREFIX + "PASSWORD", "")
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", host):
        raise UsageError(f"No mail server: set {PREFIX}HOST to its name.", code="mail-server")
    how = _WORDS.get(security.lower() or "starttls")
    if how is None:
        raise UsageError(f"{PREFIX}SECURITY must be starttls, tls or none.", code="mail-server")
    if how == "none" and not is_loopback(host):
        raise UsageError(
            f"Mail is only sent without encryption to this machine. Set {PREFIX}SECURITY to "
            "starttls or tls.",
            code="mail-server",
        )
    if bool(user) != bool(password):
        raise UsageError(f"Set both {PREFIX}USER and {PREFIX}PASSWORD.", code="mail-server")
    return Server(host, _port(port, how), how, user, Private(password))


def _open(server: Server, sender: str, context: ssl.SSLContext) -> smtplib.SMTP:
    """A connection, encrypted unless the server is this machine."""
    own_name = sender.rpartition("@")[2]  # not this machine's: it is nobody's business
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.host, server.port, own_name, timeout=_TIMEOUT, context=context
        )
    connection = smtplib.SMTP(server.host, server.port, own_name, timeout=_TIMEOUT)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
    except BaseException:
        connection.close()
        raise
    return connection


def _deliver(message: EmailMessage, server: Server, to: str, sender: str) -> None:
    connection = _open(server, sender, ssl.create_default_context())
    accepted = False
    try:
        if server.user:
            connection.login(server.user, server.password.reveal())
        _hand_over(connection, message, to, sender)
        accepted = True
        connection.quit()
    except (smtplib.SMTPException, OSError):
        if not accepted:  # what goes wrong in saying goodbye does not matter
            raise
    finally:
        connection.close()


class _AnswerLostError(OSError):
    """The server fell silent while it had the mail: it may have taken it."""


def as_bytes(message: EmailMessage) -> bytes:
    """A message as it travels: a line that begins with "From " stays what it is."""
    content = BytesIO()
    policy = message.policy.clone(linesep="\r\n")
    BytesGenerator(content, mangle_from_=False, policy=policy).flatten(message)
    return content.getvalue()


def _hand_over(connection: smtplib.SMTP, message: EmailMessage, to: str, sender: str) -> None:
    try:
        connection.sendmail(sender, [to], as_bytes(message))
    except smtplib.SMTPServerDisconnected:
        raise _AnswerLostError from None
    except smtplib.SMTPException:  # it has answered: no
        raise
    except OSError:
        raise _AnswerLostError from None


def _failure(error: Exception) -> Error:
    """What went wrong, in our own words: the server's may quote addresses."""
    if isinstance(error, _AnswerLostError):
        return Error(
            "The mail server's answer was lost: whether the mail was sent is not known. The next "
            "run sends it again, under the same Message-ID.",
            code="mail",
        )
    if isinstance(error, smtplib.SMTPAuthenticationError):
        what = f"The mail server refused the login. Check {PREFIX}USER and {PREFIX}PASSWORD."
    elif isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused):
        what = "The mail server refused the sender or the recipient. Check [mail] in the policy."
    elif isinstance(error, ssl.SSLCertVerificationError):
        what = "The mail server's certificate is not valid for its name."
    elif isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        what = f"The mail server does not speak as {PREFIX}SECURITY and {PREFIX}USER expect."
    elif isinstance(error, smtplib.SMTPException):
        what = "The mail server did not take the mail."
    else:
        what = f"The mail server could not be reached. Check {PREFIX}HOST and {PREFIX}PORT."
    return Error(f"No mail was sent. {what} The next run tries again.", code="mail")


def try_login(server: Server, *, sender: str) -> None:
    """Connect, encrypt and log in as for sending a mail, and send none.

    Args:
        server: the mail server.
        sender: the sender's address, as the policy has it.

    Raises:
        UsageError: where the sender is not one plain address.
        Error: `mail` where the server cannot be used.
    """
    sender = plain_address(sender)
    try:
        connection = _open(server, sender, ssl.create_default_context())
        try:
            if server.user:
                connection.login(server.user, server.password.reveal())
            connection.ehlo_or_helo_if_needed()
            code, _ = connection.mail(sender)
            if code >= 400:
                raise smtplib.SMTPSenderRefused(code, b"", sender)
            connection.quit()
        finally:
            connection.close()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        failure = _failure(error)
        failure.message = failure.message.removeprefix("No mail was sent. ").removesuffix(
            " The next run tries again."
        )
        raise failure from None


def send(message: EmailMessage, server: Server, *, to: str) -> None:
    """Send a message to one address of the policy.

    Returns once the server has taken responsibility for it.

    Args:
        message: what to send; it must be addressed to that address alone.
        server: the mail server.
        to: the address, as the policy has it.

    Raises:
        UsageError: for a message that is addressed to anybody else.
        Error: `mail` where the server did not accept it.
    """
    to, sender = plain_address(to), message["From"].addresses[0].addr_spec
    addressed = [a.addr_spec for header in message.get_all("To", []) for a in header.addresses]
    if addressed != [to] or any(message.get(h) for h in ("Cc", "Bcc", "Resent-To", "Resent-Cc")):
        raise UsageError(
            "Mail only ever goes to the address that the policy names.", code="mail-address"
        )
    try:
        _deliver(message, server, to, sender)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise _failure(error) from None
