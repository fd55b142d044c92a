"""On a page, pages are named where a command is in a terminal."""

import re

import pytest

from sheets_coc.access.kinds import DIFFERENCES, NOTICES
from sheets_coc.cli.pasting import ON_A_SHEET
from sheets_coc.desk.app import PAGES as MENU
from sheets_coc.desk.wording import PAGES, on_page
from sheets_coc.records.drift import said_of
from sheets_coc.schema.findings import KINDS, Finding

SENTENCES = [kind.text for kind in KINDS] + [*DIFFERENCES.values(), *NOTICES.values()]


def test_no_sentence_of_the_catalogues_sends_a_reader_of_a_page_to_a_terminal_in_vain():
    named = re.compile(rf"sheets-coc ({'|'.join(PAGES)})\b(?!.* in a terminal)")
    for sentence in [*SENTENCES, said_of([Finding("column-missed", "Records", 0, 1, "hold")])]:
        assert not named.search(on_page(sentence)), sentence
        assert " --" not in on_page(sentence) or " in a terminal" in on_page(sentence), sentence


def test_the_pages_are_those_of_the_menu():
    assert set(PAGES.values()) <= {title for _, title in MENU}
    assert set(PAGES) - {"start"} <= set(ON_A_SHEET)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Fill the rota: sheets-coc oncall plan.", "Fill the rota: the page Rota."),
        ("Run sheets-coc setup.", "Run sheets-coc setup in a terminal."),
        ("sheets-coc access says whose it is.", "The page Access says whose it is."),
        ("Or not. sheets-coc case says who may.", "Or not. The page Cases says who may."),
        (
            "Step in: sheets-coc oncall swap 2026-11-23/primary NAME --hand-over.",
            "Step in: the page Rota.",
        ),
        (
            "Step in: sheets-coc oncall swap 2026-11-23/secondary NAME --hand-over.",
            "Step in: the page Rota.",
        ),
        ("Make one: sheets-coc local new", "Make one: sheets-coc local new in a terminal"),
        ("Run sheets-coc login in a terminal.", "Run sheets-coc login in a terminal."),
        ("what sheets-coc keeps", "what sheets-coc keeps"),
        (
            "Answer in To do (sheets-coc validate --apply puts the question there).",
            "Answer in To do (the page Today asks).",
        ),
    ],
)
def test_what_is_said(said, shown):
    assert on_page(said) == shown
