"""Drafts on data protection: they say what the policy says, and that they are drafts."""

import json
from datetime import date

import pytest

from sheets_coc.cli.main import run
from sheets_coc.legal.documents import GAPS, LegalDocument, draft
from sheets_coc.policy import default, parse

TODAY = date(2026, 11, 21)
FILLED = b"""
[group]
name = "Trust team"
code = "House Rules"
[mail]
committee = "trust@example.org"
[legal]
controller = "Invented Foundation, Main Street 1"
authority = "the Commissioner of Somewhere"
answer_days = 21
[retention]
resolved = 17
banned = "never"
extension = "none"
"""


@pytest.mark.parametrize("kind", list(LegalDocument))
def test_every_draft_says_so_first_and_names_its_gaps(kind):
    made = draft(kind, default(), TODAY)
    first, _, rest = made.text.partition("\n")
    assert "Draft of 2026-11-21, to be read by a lawyer" in first
    assert made.missing
    for key in made.missing:
        assert f"[{GAPS[key]}]" in rest
    assert "{{" not in made.text
    assert "{%" not in made.text


@pytest.mark.parametrize("kind", list(LegalDocument))
def test_a_policy_that_says_everything_leaves_no_gap_and_no_other_name(kind):
    made = draft(kind, parse(FILLED), TODAY)
    assert made.missing == ()
    assert "Django" not in made.text
    assert "Invented Foundation" in made.text


def test_terms_are_those_of_the_policy():
    for kind in (LegalDocument.RECORD_OF_PROCESSING, LegalDocument.PRIVACY_NOTICE):
        ours, theirs = draft(kind, default(), TODAY).text, draft(kind, parse(FILLED), TODAY).text
        assert "14 months" in ours
        assert "17 months" in theirs
        assert "14 months" not in theirs
        assert "26 months longer" in ours
        assert "further violation" in ours
        assert "further violation" not in theirs
    assert "within 21 days" in draft(LegalDocument.PRIVACY_NOTICE, parse(FILLED), TODAY).text


def test_the_breach_page_names_the_hours_and_the_authority():
    text = draft(LegalDocument.BREACH, parse(FILLED), TODAY).text
    assert "72 hours" in text
    assert "the Commissioner of Somewhere" in text


def test_at_the_command_line(capsys):
    assert run(["legal", "privacy-notice"]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("> **Draft of ")
    assert "controller" in out.err
    assert run(["--format", "json", "legal", "breach"]) == 0
    assert json.loads(capsys.readouterr().out)["missing"] == ["controller", "authority"]
    assert run(["legal", "anything"]) == 2
