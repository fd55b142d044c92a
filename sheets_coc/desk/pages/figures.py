"""Figures: the tables as they will be published."""

from __future__ import annotations

from flask import Blueprint, render_template

from sheets_coc.desk.pages.common import the_desk

pages = Blueprint("figures", __name__)


@pages.get("/figures")
def page() -> str:
    """Reports by year, as a table and as bars."""
    figures = the_desk().book.statistics().statistics.as_json()["years"]
    most = max([row["reports"] or 0 for row in figures], default=0)
    return render_template("figures.html", figures=figures, most=max(most, 1))
