"""Today: what needs attention, and To do with its answers, several at a time."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc.desk.pages.common import the_desk
from sheets_coc.redaction.plan import marks_ahead
from sheets_coc.status.status import status
from sheets_coc.todo import items
from sheets_coc.todo.tab import Line, Topic

pages = Blueprint("today", __name__)


@pages.get("/")
def page() -> str:
    """The page one arrives at."""
    desk = the_desk()
    seen = desk.look()
    lines = items.lines(seen, marks_ahead(seen))
    return render_template(
        "today.html",
        status=status(seen, desk.book.readers(seen)),
        groups=_groups(lines),
        columns=seen.sheet.layout.unclassified,
    )


def _groups(lines: list[Line]) -> list[tuple[str, tuple[str, ...], list[Line]]]:
    """Lines that can be answered together: of one kind, with the same answers."""
    found: dict[tuple[Topic, tuple[str, ...], str], list[Line]] = defaultdict(list)
    for line in lines:
        found[line.topic, line.options, line.ref.partition("/")[0]].append(line)
    order = {Topic.QUESTION: 0, Topic.SETTLE: 1, Topic.GOING: 2}
    ordered = sorted(found.items(), key=lambda pair: order[pair[0][0]])
    return [(key[0].value, key[1], group) for key, group in ordered]


@pages.post("/answers")
def answers() -> Response:
    """Answer the lines that were chosen, and act on the answers."""
    desk = the_desk()
    said = request.form.get("answer", "")
    chosen = request.form.getlist("ref")
    if chosen and said:
        desk.book.answer(dict.fromkeys(chosen, True if said == "done" else said))
        desk.changed()
    return redirect(url_for("today.page"), 303)


@pages.post("/again")
def again() -> Response:
    """Read the sheet again."""
    the_desk().changed()
    return redirect(url_for("today.page"), 303)
