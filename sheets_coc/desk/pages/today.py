"""Today: what needs attention, and To do with its answers, several at a time."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc.desk.pages.common import grouped, the_desk
from sheets_coc.status.status import status

pages = Blueprint("today", __name__)


@pages.get("/")
def page() -> str:
    """The page one arrives at."""
    desk = the_desk()
    seen = desk.look()
    return render_template(
        "today.html",
        status=status(seen, desk.book.readers(seen)),
        groups=grouped(desk.lines()),
        columns=seen.sheet.layout.unclassified,
    )


@pages.post("/answers")
def answers() -> Response:
    """Answer the lines that were chosen, and act on the answers."""
    desk = the_desk()
    said = request.form.get("answer", "")
    chosen = request.form.getlist("ref")
    if chosen and said:
        desk.book.answer(dict.fromkeys(chosen, True if said == "done" else said))
        desk.changed()
    stopped = request.form.get("page") == "going"
    return redirect(url_for("going.page" if stopped else "today.page"), 303)


@pages.post("/again")
def again() -> Response:
    """Read the sheet again."""
    the_desk().changed()
    return redirect(url_for("today.page"), 303)
