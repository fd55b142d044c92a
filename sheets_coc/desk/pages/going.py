"""Before and after: the records that would go, side by side; approve exactly what was seen."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc.desk.adding import add_name
from sheets_coc.desk.pages.common import grouped, the_desk
from sheets_coc.redaction.plan import limit
from sheets_coc.redaction.preview import going_and_announced, preview
from sheets_coc.todo import items as todo_items

pages = Blueprint("going", __name__)

MOST = 50
"""How many records are shown at once; approved is where the last of those that would go stand."""


@pages.get("/going")
def page() -> str:
    """The records that would go now, and those in their notice."""
    desk = the_desk()
    seen = desk.look()
    plan = desk.plan()
    if plan.stop is not None:  # what was read may be wrong, so none of it is shown as a plan
        # A column that was renamed is asked about before what happens to an unknown one.
        lines = sorted(todo_items.stopping(seen), key=lambda line: not line.ref.startswith("gone/"))
        return render_template("stopped.html", stop=plan.stop, groups=grouped(lines))
    due, soon = going_and_announced(seen, plan)
    parts = max(1, -(-max(len(due), len(soon)) // MOST))
    asked = request.args.get("part", "")
    part = min(max(int(asked) if asked.isdecimal() else 1, 1), parts)
    shown = slice((part - 1) * MOST, part * MOST)
    stays = [stay for stay in plan.stays if stay.why != "notice"]
    return render_template(
        "going.html",
        plan=plan,
        due=preview(seen, due[shown]),
        soon=preview(seen, soon[shown]),
        number=len(due),
        announced=len(soon),
        part=part,
        parts=parts,
        all_seen=shown.stop >= len(due),
        stays=stays,
        limit=int(limit(seen)),
        announces=seen.sheet.layout.has_decisions,
    )


@pages.post("/going")
def apply() -> str | Response:
    """Expunge exactly the plan that was seen, or nothing."""
    desk = the_desk()
    wanted = request.form.get("plan", "")
    more = request.form.get("more", "")
    result = desk.book.redact(
        apply=True, plan=wanted, max_records=int(more) if more.isdecimal() else None
    )
    desk.changed()
    if result.redaction.stop is not None:
        raise result.redaction.stop
    return render_template("gone.html", result=result)


@pages.post("/going/name")
def name() -> Response:
    """Add a name that would have stayed, where the record's people are known by it."""
    desk = the_desk()
    form = request.form
    add_name(desk.book, form.get("case", ""), form.get("column", ""), form.get("name", ""))
    desk.changed()
    place = url_for("going.page", part=form.get("part", ""))
    return redirect(f"{place}#{form.get('case', '')}", 303)
