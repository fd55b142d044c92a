"""The page one waits on while something takes a while."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from sheets_coc.desk.pages.common import the_desk
from sheets_coc.desk.working import Told, Work
from sheets_coc.errors import UsageError

pages = Blueprint("working", __name__)


def begin(title: str, job: Callable[[Told], object], then: str) -> Response:
    """Do something beside the pages, and lead to the page that waits for it.

    Raises:
        UsageError: `busy` while something else is being done.
    """
    desk = the_desk()
    if desk.work is not None and not desk.work.finished:
        raise UsageError("Something else is still being done. Wait for it.", code="busy")
    desk.work = Work(title, then)
    desk.work.begin(lambda told: desk.alone(lambda: job(told)))
    return redirect(url_for("working.page"), 303)


@pages.get("/working")
def page() -> str | Response:
    """How far it is; once it is done, what came of it."""
    desk = the_desk()
    work = desk.work
    if work is None:
        return redirect(url_for("today.page"))
    if not work.finished:
        return render_template("working.html", work=work)
    desk.work = None
    if work.error is not None:
        raise work.error
    return redirect(work.then, 303)
