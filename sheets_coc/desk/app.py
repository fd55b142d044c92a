"""The desk as a web application: pages, errors in our own words, nothing kept."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from sheets_coc.dates import NEVER
from sheets_coc.desk.desk import Desk
from sheets_coc.desk.pages import (
    access,
    case,
    figures,
    going,
    intake,
    practice,
    rota,
    screening,
    start,
    today,
    working,
)
from sheets_coc.desk.security import FIELD, Keys, admit, guard
from sheets_coc.desk.uploads import MemoryRequest
from sheets_coc.desk.wording import on_page
from sheets_coc.errors import Error, SafetyStop
from sheets_coc.todo.shape_questions import CODES, SHAPE_REFS

PAGES = (
    ("today.page", "Today"),
    ("going.page", "Before and after"),
    ("case.every", "Cases"),
    ("screening.page", "Screening"),
    ("intake.page", "Intake"),
    ("rota.page", "Rota"),
    ("figures.page", "Figures"),
    ("access.page", "Access"),
    ("practice.page", "Practice"),
    ("start.page", "Start"),
)
"""The pages in the order of the menu: view, and what it is called."""

STOPS = CODES | {"rows-apart"}
"""What keeps every page from saying anything about all records, until a person answers."""

MOST_BYTES = 100 * 2**20
"""The largest list that can be dropped on the page."""

_REFUSED = {
    403: "This page belongs to somebody else's sitting, or the link was used before. Close it, "
    "and start the desk again in a terminal: sheets-coc desk",
    404: "There is no such page.",
    405: "There is no such page.",
    413: "That is too large. A file may have 100 MB; pasted text of more than 2 MB is better "
    "dropped as a file.",
    421: "This address is not the desk's. Use the link that sheets-coc desk prints.",
}


def create_app(desk: Desk, keys: Keys, hosts: frozenset[str]) -> Flask:
    """The application over a desk.

    Args:
        desk: what stands behind it.
        keys: its secrets.
        hosts: the names, with the port, under which it may be asked for.
    """
    app = Flask("sheets_coc.desk", static_folder="static", template_folder="templates")
    app.request_class = MemoryRequest
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=2 * 2**20)
    app.extensions["desk"] = desk
    app.jinja_env.globals["answered_only"] = SHAPE_REFS
    app.jinja_env.filters |= {"day": shown_day, "on_page": on_page}
    guard(app, keys, hosts)
    every = (today, going, case, screening, intake, rota, figures, access, practice, start, working)
    for page in every:
        app.register_blueprint(page.pages)

    @app.get("/enter/<link>")
    def enter(link: str) -> Response:
        # What only looks whether the link leads somewhere must not use it up.
        if request.method != "GET" or not keys.exchange(link):
            return _refusal(403)
        return admit(redirect(url_for("today.page")), keys)  # type: ignore[arg-type]

    @app.before_request
    def not_yet() -> str | Response | None:
        """Say that the sheet is being read, or ask for one first."""
        page = request.endpoint or ""
        if page in ("enter", "static") or page.startswith("start."):
            return None
        if desk.opener is None and desk.starting is not None:
            return redirect(url_for("start.page"))  # type: ignore[return-value]
        if (since := desk.reading_since) is not None and request.method == "GET":
            return render_template("reading.html", seconds=round(time.monotonic() - since))
        return None

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "desk": desk,
            "menu": [page for page in PAGES if _offered(desk, page[0])],
            "token_field": FIELD,
            "token": keys.token,
        }

    views = {view for view, _ in PAGES}

    @app.errorhandler(Error)
    def in_our_words(error: Error) -> tuple[str, int]:
        desk.changed()
        page = (request.endpoint or "").partition(".")[0] + ".page"
        stopped = isinstance(error, SafetyStop) and error.code in STOPS
        back = page if page in views and page != "today.page" else ""
        return render_template("error.html", message=error.message, back=back, stopped=stopped), 409

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return _refusal(error.code or 500)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[str, int]:
        """Nothing of what went wrong is shown: it may quote a cell."""
        desk.changed()
        message = (
            f"Something unexpected happened ({type(error).__name__}). Nothing more is said "
            "because it may be personal. Read the sheet again, or start the desk anew."
        )
        return render_template("error.html", message=message, back=""), 500

    return app


def _offered(desk: Desk, page: str) -> bool:
    """Whether a page is in the menu: some need a sheet, some a practice copy."""
    if page == "start.page":
        return desk.starting is not None
    return desk.opener is not None and (desk.practice or page != "practice.page")


def _refusal(code: int) -> Response:
    """A refusal that shows nothing of the desk: whoever asked may be anybody."""
    text = _REFUSED.get(code, "That did not work.")
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>sheets-coc</title><p>{text}"
    return Response(page, status=code, mimetype="text/html")


def shown_day(day: object) -> str:
    """A day as the pages show it."""
    if day is None:
        return ""
    return "never" if day is NEVER else f"{day:%-d %B %Y}"
