"""The part of `doctor` about mail: whether the Monday mail could be sent, without sending one."""

from __future__ import annotations

from collections.abc import Mapping

from sheets_coc.doctor.check import Check, error, fine
from sheets_coc.errors import Error
from sheets_coc.mail.sending import plain_address, server_from, try_login
from sheets_coc.policy import Mail


def settings(mail: Mail, environment: Mapping[str, str]) -> Check:
    """Whether the mail server takes mail from the policy's sender; nothing is sent.

    Args:
        mail: the policy's addresses.
        environment: names the mail server and its login.
    """
    try:
        plain_address(mail.committee)
        try_login(server_from(environment), sender=mail.sender or mail.committee)
    except Error as problem:
        return error("mail", problem.message)
    return fine("mail", "The mail server takes mail from the policy's sender. None was sent.")
