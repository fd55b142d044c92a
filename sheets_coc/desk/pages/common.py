"""What every page needs."""

from __future__ import annotations

from flask import current_app

from sheets_coc.desk.desk import Desk


def the_desk() -> Desk:
    """The desk behind this request."""
    found: Desk = current_app.extensions["desk"]
    return found
