"""Access: who can open the sheet, against the Committee tab."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from sheets_coc.access.kinds import UNSEEN
from sheets_coc.desk.pages.common import the_desk

pages = Blueprint("access", __name__)


@pages.get("/access")
def page() -> str:
    """Differences and notices; addresses are shown to the member who asks."""
    return render_template("access.html", found=the_desk().book.access(), unseen=UNSEEN)


@pages.post("/access")
def take_away() -> Response:
    """Take away what nobody should have, one permission at a time."""
    the_desk().book.access(apply=True)
    return redirect(url_for("access.page"), 303)
