"""Figures: the tables as they will be published."""

from __future__ import annotations

from flask import Blueprint, render_template

from sheets_coc.desk.pages.common import the_desk
from sheets_coc.records.facts import read_facts
from sheets_coc.reporting import periods
from sheets_coc.reporting.reports import reports
from sheets_coc.reporting.yearly import table

pages = Blueprint("figures", __name__)


@pages.get("/figures")
def page() -> str:
    """Reports by year, as a table and as bars."""
    desk = the_desk()
    seen = desk.look()
    everything = reports(read_facts(seen.snapshot, seen.policy))
    rows = table(
        everything, periods.periods(everything, desk.book.now.date(), years=None, half=False)
    )
    figures = [row.as_json() for row in rows]
    most = max([row["reports"] or 0 for row in figures], default=0)
    return render_template("figures.html", figures=figures, most=max(most, 1))
