"""What the library says, for somebody who reads it on a page: pages in place of commands.

Fill the rota: sheets-coc oncall plan.   Fill the rota: the page Rota.
Run sheets-coc setup.                    Run sheets-coc setup in a terminal.
sheets-coc access says whose it is.      The page Access says whose it is.
"""

from __future__ import annotations

import re

PAGES = {
    "access": "Access", "answer": "Today", "case": "Cases", "dates": "Cases", "intake": "Intake",
    "nightly": "Before and after", "oncall": "Rota", "redact": "Before and after",
    "screen": "Screening", "start": "Start", "statistics": "Figures", "status": "Today",
    "validate": "Today",
}  # fmt: skip
"""The page on which each command's work is done."""
_PHRASES = (
    (
        "sheets-coc validate --apply puts what is asked into To do; sheets-coc answer answers it.",
        "The page Today asks what has to be answered.",
    ),
    ("sheets-coc validate --apply puts the question there", "the page Today asks"),
    ("Look at them before: `redact` shows what goes.", "Look at them under Before and after."),
    (
        "tick the line that sheets-coc validate --apply puts into To do",
        "tick its line on the page Today",
    ),
    ("Give it with --grant, or share the sheet.", "Share the sheet with them, in Google Sheets."),
    (
        "To be asked again: access --ask-again --apply.",
        "sheets-coc access --ask-again --apply in a terminal asks again.",
    ),
)
"""Sentences that are about more than one command, and what a page says."""
_TERMINAL = "doctor|legal|letter|local|login|person|setup|sweep|use"
_COMMAND = re.compile(
    rf"sheets-coc ({'|'.join(PAGES)}|{_TERMINAL})\b"
    r"((?: (?:--?[\w-]+|[A-Z]{2,}|\d{4}-\d\d-\d\d(?:/\w+)?|"
    r"plan|check|swap|fairness|remind|primary|secondary|new|show|serve|export))*)"
    r"(?: in a terminal)?"
)


def on_page(text: str) -> str:
    """A sentence of the library with pages named in place of the commands that do the same.

    Args:
        text: a message, never the content of a cell.
    """
    for phrase, said in _PHRASES:
        text = text.replace(phrase, said)
    return _COMMAND.sub(_page, text)


def _page(found: re.Match[str]) -> str:
    page = PAGES.get(found[1])
    if page is None:
        return f"sheets-coc {found[1]}{found[2]} in a terminal"
    before = found.string[: found.start()].rstrip()
    begins = not before or before.endswith((".", "!", "?"))
    return f"{'The' if begins else 'the'} page {page}"
