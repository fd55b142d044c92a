"""Start: an address or a downloaded file; what is recognised, what must be asked, what is ready."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc.desk.pages.common import the_desk
from sheets_coc.desk.starting import Starting
from sheets_coc.errors import UsageError
from sheets_coc.schema.columns import BY_KEY

pages = Blueprint("start", __name__)


@pages.get("/start")
def page() -> str:
    """Where one is: choosing a sheet, answering, or looking at what is ready."""
    starting = _starting()
    begun = starting.begun
    if begun is None:
        return render_template("start.html", starting=starting)
    found = begun.recognised
    ready = not found.questions and not found.problem
    return render_template(
        "started.html",
        starting=starting,
        found=found,
        names={key: column.header for key, column in BY_KEY.items()},
        look=begun.look(the_desk().moment()) if ready else None,
        file=begun.file,
    )


@pages.post("/start/file")
def file() -> Response:
    """Take a downloaded file. Its name is not looked at: it may name somebody."""
    uploaded = request.files.get("file")
    content = uploaded.read() if uploaded else b""
    if not content:
        raise UsageError("Choose a file first.", code="no-such-file")
    _let_go().take_file(content)
    return redirect(url_for("start.page"), 303)


@pages.post("/start/address")
def address() -> Response:
    """Take a spreadsheet's address."""
    typed = request.form.get("address", "").strip()
    if not typed:
        raise UsageError("Paste the address of the sheet first.", code="spreadsheet-address")
    _let_go().take_address(typed)
    return redirect(url_for("start.page"), 303)


@pages.post("/start/answers")
def answers() -> Response:
    """Take the answers that were chosen; those left open are asked again."""
    begun = _starting().begun
    if begun is not None:
        begun.take({name: said for name, said in request.form.items() if said})
    return redirect(url_for("start.page") + "#questions", 303)


@pages.post("/start/anew")
def anew() -> Response:
    """Begin with another sheet: what was looked at is forgotten, its practice copy removed."""
    _let_go().forget()
    return redirect(url_for("start.page"), 303)


@pages.post("/start/use")
def use() -> Response:
    """Work on this sheet: keep the answers, remember its address, open its pages."""
    starting = _starting()
    begun = starting.begun
    if begun is None or begun.open:
        return redirect(url_for("start.page"), 303)
    starting.kept = starting.keep(None if starting.practice else starting.address, begun.file)
    starting.in_use = True
    policy, where = begun.policy, starting.address
    local = starting.practice or where.startswith("local:")
    the_desk().turn_to(lambda: starting.opens(where, policy), practice=local)
    return redirect(url_for("start.page"), 303)


def _let_go() -> Starting:
    """What Start knows, once no page works on a practice copy that may go."""
    starting = _starting()
    if starting.practice and starting.in_use:
        the_desk().leave()
    return starting


def _starting() -> Starting:
    found: Starting | None = the_desk().starting
    if found is None:
        abort(404)
    return found
