"""Letters about no case, options that do not fit, and names that no command line may hold."""

import pytest

from sheets_coc.cli.main import run
from tests.cli.inventing import Invented


def test_changed_recipients(tmp_path, capsys, monkeypatch):
    sheet = Invented(tmp_path, capsys, monkeypatch)
    target = tmp_path / "note.txt"
    arguments = ("letter", "recipients-changed", "--out", str(target))
    assert sheet.run(*arguments, stdin="+ Jonna\n-  Erik Example\n+Ida\n")[0] == 0
    assert target.read_text().endswith("\n\n[+ Jonna]\n[+ Ida]\n[- Erik Example]\n")
    for typed in ("", "Jonna\n", "+\n", "- conduct@djangoproject.com\n"):
        target.unlink(missing_ok=True)
        assert sheet.run(*arguments, stdin=typed)[0] == 2
        assert not target.exists()


@pytest.mark.parametrize("kind", ["acknowledge", "acknowledge-handled", "reports-received",
                                  "right-of-reply"])  # fmt: skip
def test_what_is_missing_is_named(capsys, kind):
    assert run(["letter", kind]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("Cc: conduct@djangoproject.com\nSubject: ")
    assert "[name of the recipient]" in out.out
    assert "recipient" in out.err


def test_names_are_not_taken_from_the_command_line(capsys):
    assert run(["letter", "acknowledge", "--set", "recipient=Wanda"]) == 2
    assert "Wanda" not in capsys.readouterr().err


@pytest.mark.parametrize("options", [("--apply",), ("--result", "x"),
                                     ("--set", "nothing"), ("--templates", "nowhere")])  # fmt: skip
def test_options_that_do_not_fit(options):
    assert run(["letter", "acknowledge", *options]) == 2
    assert run(["letter", "screening"]) == 2
    assert run(["letter", "unheard-of"]) == 2


def test_under_ci_only_the_outcome_is_printed(monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    assert run(["letter", "acknowledge"]) == 0
    assert capsys.readouterr().out == "letter: done\n"
