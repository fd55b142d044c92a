"""Asking for names: at a prompt up to an empty line, or from standard input."""

import io
import sys

import pytest

from sheets_coc.cli import asking
from sheets_coc.errors import UsageError


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_is_asked_until_an_empty_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", _Terminal("Wanda Example\n  @wex \n\nnot read\n"))
    assert asking.lines("Whom?") == ["Wanda Example", "@wex"]
    out = capsys.readouterr()
    assert (out.out, out.err) == ("", "Whom?\n")


def test_a_terminal_that_is_closed_ends_it(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", _Terminal("Wanda Example"))
    assert asking.lines("Whom?") == ["Wanda Example"]


def test_a_pipe_is_read_whole_and_not_asked(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\n\nb"))
    assert asking.lines("Whom?") == ["a", "", "b"]
    assert capsys.readouterr().err == ""


def test_what_is_no_text_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xff"), "utf-8"))
    with pytest.raises(UsageError):
        asking.lines("Whom?")
