"""What every test of the on-call commands is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.oncall.sheet import Sheet
from tests.mail.smtp import PASSWORD, USER, Mailbox, make_certificate, smtp_server


@pytest.fixture
def sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Sheet:
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
