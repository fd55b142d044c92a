"""`legal`: drafts on data protection, worded from the policy."""

from __future__ import annotations

import click

from sheets_coc.cli import output
from sheets_coc.cli.app import App
from sheets_coc.legal.documents import LegalDocument


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice([kind.value for kind in LegalDocument]))
@click.pass_obj
def legal(app: App, kind: str) -> int:
    """Word a draft on data protection from the policy, for a lawyer to read.

    KIND is record-of-processing (GDPR Article 30: purposes, recipients, terms, measures),
    privacy-notice (for the committee's web page), sharing-lists (who is responsible when an
    event sends a list, and what it must tell its attendees), or breach (what to do, and whom
    to tell within 72 hours). What somebody may be given who asks for their data is worded by
    person --for-them.

    Needs no spreadsheet and holds nobody's data. What the policy does not say under [legal]
    and [group] stands in brackets and is named. With --format json:
    {"kind","missing":[…],"text"}.

    Example: sheets-coc legal privacy-notice
    """
    from sheets_coc.legal.documents import draft

    made = draft(LegalDocument(kind), app.policy, app.day)
    if app.json:
        output.emit_json(
            {"kind": made.kind.value, "missing": list(made.missing), "text": made.text}
        )
    elif not app.quiet:
        output.say(app, made.text.rstrip("\n"))
    if made.missing:
        output.note(f"To fill in under [legal]: {', '.join(made.missing)}.")
    output.outcome(app, "legal", attention=False)
    return 0
