"""Figures: the report as it will be published, what it keeps back and why, and publishing it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, render_template, request

from sheets_coc.desk.pages.common import the_desk
from sheets_coc.errors import SafetyStop, UsageError
from sheets_coc.publishing.job import StatisticsResult
from sheets_coc.reporting.disclosure.suppression import Disclosure, Level, Limit
from sheets_coc.reporting.documents import charts
from sheets_coc.reporting.documents.annual_report import annual_report
from sheets_coc.reporting.documents.files import statistics_files

pages = Blueprint("figures", __name__)

UNITS = (("year", "Years"), ("half", "Half-years"), ("quarter", "Quarters"))

WHY = {
    Limit.FEW: "fewer than {least} reports: its total alone",
    Limit.DEDUCIBLE: "small numbers could be worked out from the rest, or from what was "
    "published before: its total alone",
    Limit.GAVE_UP: "too much to check in time: its total alone",
    Limit.OVERRIDDEN: "small numbers are shown by choice",
}
"""Why a period shows less, for the committee alone: the published page tells it for all alike."""


@pages.get("/figures")
def page() -> str:
    """The report as it will be published, from what was asked for."""
    return _shown(_counted())


@pages.post("/figures/publish")
def publish() -> str:
    """Publish exactly what was seen, or nothing."""
    desk = the_desk()
    desk.changed()  # so that the sheet itself is asked
    again = _counted()
    if _digest(again) != request.form.get("seen", ""):
        raise SafetyStop(
            "Nothing was published: the figures have changed since you looked at them. Look at "
            "them again.",
            code="other-figures",
        )
    made = desk.book.statistics(**_asked(), apply=True)
    desk.changed()
    return _shown(made, published=True)


@pages.get("/figures/chart/<name>.svg")
def chart(name: str) -> Response:
    """One chart, drawn when the page asks for it, so that the page itself is there at once."""
    content = _drawn(_counted()).get(f"{name}.svg")
    if content is None:
        raise UsageError("There is no such chart.", code="no-file")
    return Response(content, mimetype="image/svg+xml")


@pages.get("/figures/file/<name>")
def file(name: str) -> Response:
    """One of the files, as the command writes them."""
    files = _drawn(_counted())
    if name not in files:
        raise UsageError("There is no such file.", code="no-file")
    content = files[name]
    answer = Response(content.encode() if isinstance(content, str) else content)
    answer.mimetype = "application/octet-stream"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked() -> dict[str, Any]:
    """What the form asks for, as the library takes it."""
    form = request.values
    wanted: dict[str, Any] = {
        "unit": form.get("unit") or "year",
        "years": form.get("years", "").strip() or None,
        "by": form.get("by", "").strip(),
    }
    return wanted


def _counted() -> StatisticsResult:
    return the_desk().looked().statistics(**_asked())


def _drawn(made: StatisticsResult) -> dict[str, str | bytes]:
    """Every file, charts included; of one set of figures they are drawn once."""
    desk, digest = the_desk(), _digest(made)
    with desk.drawing:
        if digest not in desk.drawn:
            found = made.statistics
            files = statistics_files(found.annual, found.as_json(), charts=charts.available())
            desk.drawn = {digest: files}
        return desk.drawn[digest]


def _digest(made: StatisticsResult) -> str:
    """What tells one set of figures from another."""
    told = json.dumps(made.as_json(), sort_keys=True).encode()
    return hashlib.sha256(told).hexdigest()[:16]


def _shown(made: StatisticsResult, *, published: bool = False) -> str:
    desk, asked = the_desk(), _asked()
    annual = made.statistics.annual
    report = annual_report(annual, charts=False)
    layout = desk.look().sheet.layout
    return render_template(
        "figures.html",
        title=report.title,
        blocks=[(type(block).__name__, block) for block in report.blocks],
        pictures=[(name, title) for name, title, _ in charts.YEARLY] if annual.rows else [],
        kept_back=_kept_back(made),
        remarks=made.remarks,
        asked=asked,
        units=UNITS,
        columns=[column.name for column in layout.own if column.on_expunge == "keep"],
        seen=_digest(made),
        to_spreadsheet=bool(desk.book.policy.statistics.spreadsheet.strip()),
        new=bool(made.statistics.lines()),
        published=published,
        made=made,
        files=_names(made),
        charts=charts.available(),
        how_to_get=charts.HOW_TO_GET,
    )


def _names(made: StatisticsResult) -> list[str]:
    """The files there are, without drawing any chart."""
    statistics = made.statistics
    found = list(statistics_files(statistics.annual, {}, charts=False))
    drawn = charts.available() and bool(statistics.annual.rows)
    return sorted(found + [f"{n}.{e}" for n, *_ in charts.YEARLY for e in ("svg", "png") if drawn])


def _kept_back(made: StatisticsResult) -> list[tuple[str, str, str]]:
    """Periods that show less than was counted: the table, the period, and why."""
    annual = made.statistics.annual
    rows: list[tuple[str, Any, Disclosure]] = [
        ("Outcomes", row.period, row.disclosure) for row in annual.outcomes
    ]
    if annual.groups:
        rows += [(annual.groups.by, row.period, row.disclosure) for row in annual.groups.rows]
    told = []
    for table, period, shown in rows:
        if shown.level is Level.FULL and shown.limit is not Limit.OVERRIDDEN:
            continue
        if shown.limit is not None:
            why = WHY[shown.limit].format(least=annual.rules.break_down_from)
        elif shown.level is Level.CLASSES:
            why = f"numbers up to {annual.rules.small_cell} stand as one class"
        else:
            continue
        told.append((table, period.label, why))
    return told
