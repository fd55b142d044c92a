"""Cases: all of them in a list, and each with its line of time."""

from __future__ import annotations

from flask import Blueprint, render_template

from sheets_coc.book.case import views
from sheets_coc.desk.pages.common import the_desk
from sheets_coc.records import drift
from sheets_coc.todo.stops import uncertain

pages = Blueprint("case", __name__)


@pages.get("/cases")
def every() -> str:
    """Every record by its case name: state, date and what keeps it. Nobody is named."""
    seen = the_desk().look()
    drift.refuse(uncertain(seen))
    wanted: dict[str, int] = {}
    for finding in seen.findings:
        if finding.case and finding.severity == "error":
            wanted[finding.case] = wanted.get(finding.case, 0) + 1
    return render_template("cases.html", dated=seen.dated, errors=wanted)


@pages.get("/case/<name>")
def one(name: str) -> str:
    """One case: when it goes and why."""
    seen = the_desk().look()
    return render_template("case.html", name=name, views=views(seen, name))
