"""A sheet that is shared, and a Google that breaks a rule."""

import pytest

from sheets_coc.local import LocalGoogle
from sheets_coc.local.server.misbehaviour import Rule
from tests.cli.access.sheet import Sheet


@pytest.fixture
def sheet(tmp_path, capsys):
    return Sheet(tmp_path, capsys)


@pytest.fixture
def misbehaving(monkeypatch):
    """Makes every local Google of this process break a rule."""
    adapter = LocalGoogle.adapter

    def start(*arguments, **options):
        rule = Rule(*arguments, **options)

        def with_rule(google):
            google.misbehaviour.add(rule)
            return adapter(google)

        monkeypatch.setattr(LocalGoogle, "adapter", with_rule)
        return rule

    return start
