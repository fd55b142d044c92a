"""One local Google for the year, and a mail server on this machine."""

from collections.abc import Iterator

import pytest

from tests.mail.smtp import Mailbox, smtp_server
from tests.shape.conftest import world

__all__ = ["mailbox", "world"]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A server that takes mail without encryption, being on this machine."""
    with smtp_server(None) as server:
        yield server
