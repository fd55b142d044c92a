"""Practice: the local sheet as a grid one can type into, and days that can be let pass."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc.dates import from_serial, to_serial
from sheets_coc.desk.pages.common import the_desk
from sheets_coc.desk.pages.working import begin
from sheets_coc.desk.working import Told
from sheets_coc.records.values import read_date
from sheets_coc.sheet.model import Tab, Value, a1, column_letters, text

pages = Blueprint("practice", __name__)

MOST_ROWS = 200
NIGHTS = 7


@pages.get("/practice")
@pages.get("/practice/<int:tab>")
def page(tab: int | None = None) -> str:
    """One tab of the practice copy."""
    desk = _practice()
    snapshot = desk.look().snapshot
    shown = [t for t in snapshot.tabs if not t.hidden]
    chosen = next((t for t in shown if t.id == tab), shown[0])
    return render_template(
        "practice.html",
        tabs=shown,
        tab=chosen,
        rows=[_row(chosen, number) for number in range(min(len(chosen.values), MOST_ROWS))],
        letters=[column_letters(c) for c in range(_width(chosen))],
        today=desk.book.now.date(),
    )


@pages.post("/practice/week")
def week() -> Response:
    """Let a week pass, with the nightly run of each night."""
    desk = _practice()

    def nights(told: Told) -> None:
        for night in range(NIGHTS):
            told(night, NIGHTS)
            desk.let_pass(1)
            desk.book.nightly(apply=True, access=False)
        desk.changed()

    return begin("A week passes", nights, url_for("today.page"))


@pages.post("/practice/<int:tab>")
def type_(tab: int) -> Response:
    """Type into one cell, as a person would."""
    desk = _practice()
    row, column = int(request.form["row"]), int(request.form["column"])
    typed = request.form.get("value", "")
    day = read_date(typed).day if typed else None
    entered: dict[str, Any] = {"stringValue": typed} if typed else {}
    if typed in ("TRUE", "FALSE"):
        entered = {"boolValue": typed == "TRUE"}
    cell: dict[str, Any] = {"userEnteredValue": entered} if entered else {}
    if isinstance(day, date):
        cell = {"userEnteredValue": {"numberValue": to_serial(day)}}
    start = {"sheetId": tab, "rowIndex": row, "columnIndex": column}
    desk.book.session.batch(
        [{"updateCells": {"start": start, "rows": [{"values": [cell]}],
                          "fields": "userEnteredValue"}}]
    )  # fmt: skip
    desk.changed()
    return redirect(url_for("practice.page", tab=tab) + f"#{a1(row, column)}", 303)


def _practice() -> Any:
    desk = the_desk()
    if not desk.practice:
        abort(404)
    return desk


def _width(tab: Tab) -> int:
    return max((len(row) for row in tab.values), default=0)


def _row(tab: Tab, number: int) -> list[tuple[str, str, bool]]:
    """The cells of a row: address, text, and whether it is a date."""
    return [
        (a1(number, column), *_shown(tab.value(number, column))) for column in range(_width(tab))
    ]


def _shown(value: Value) -> tuple[str, bool]:
    if isinstance(value, int | float) and not isinstance(value, bool) and 40_000 <= value < 60_000:
        day = from_serial(value)
        return (day.isoformat() if day else "", True)
    return text(value), False
