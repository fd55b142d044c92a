"""Intake: drop what an event hands over, say what its columns are, see what is there already."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc import private
from sheets_coc.dates import from_serial
from sheets_coc.desk.pages.common import the_desk
from sheets_coc.desk.reports import FIELDS, ReportsInHand
from sheets_coc.desk.uploads import day, pasted_address, received
from sheets_coc.errors import UsageError
from sheets_coc.intake.job import IntakeResult
from sheets_coc.intake.planning import Duplicates
from sheets_coc.intake.reading import label
from sheets_coc.schema.findings import BY_CODE
from sheets_coc.sheet.model import AppendRow, text

pages = Blueprint("intake", __name__)


@pages.get("/intake")
def page() -> str:
    """The reports in hand, or the place where a file is dropped."""
    desk = the_desk()
    hand = desk.reports
    if hand is None:
        return render_template("intake.html", today=desk.book.now.date())
    if hand.result is not None:
        return render_template("taken.html", made=hand.result, label=label)
    made = _planned(hand) if hand.read else None
    return render_template(
        "intake_columns.html",
        hand=hand,
        made=made,
        columns=hand.columns(),
        fields=FIELDS,
        rows=_rows(made) if made else [],
        problems=BY_CODE,
        label=label,
    )


@pages.post("/intake")
def drop() -> Response:
    """Read a file of reports."""
    form = request.form
    event = " ".join(form.get("event", "").split())
    typed = form.get("received", "").strip()
    came = day(typed, what="Received on") if typed else None
    if address := pasted_address(request):
        hand = ReportsInHand(b"", event, came, table=the_desk().book.tables_of(address))
    else:
        hand = ReportsInHand(received(request)[0], event, came)
    hand.understand()
    the_desk().reports = hand
    return redirect(url_for("intake.page"), 303)


@pages.post("/intake/columns")
def columns() -> Response:
    """Take corrections of where the columns go."""
    chosen = {key[2:]: value for key, value in request.form.items() if key.startswith("c-")}
    _in_hand().name_columns(chosen)
    return redirect(url_for("intake.page"), 303)


@pages.post("/intake/write")
def write() -> Response:
    """Add the reports to the records."""
    desk, hand = the_desk(), _in_hand()
    said = request.form.get("duplicates", "stop")
    hand.result = hand.take_in(
        desk.book,
        Duplicates(said) if said in set(Duplicates) else Duplicates.STOP,
        without_subjects=bool(request.form.get("without_subjects")),
        apply=True,
    )
    hand.content, hand.table = b"", None
    desk.changed()
    return redirect(url_for("intake.page"), 303)


@pages.post("/intake/forget")
def forget() -> Response:
    """Forget the file."""
    the_desk().reports = None
    private.forget()
    return redirect(url_for("intake.page"), 303)


def _in_hand() -> ReportsInHand:
    hand = the_desk().reports
    if hand is None or hand.result is not None:
        raise UsageError("There is no file any more. Drop it again.", code="no-file")
    return hand


def _planned(hand: ReportsInHand) -> IntakeResult:
    looked = the_desk().looked()
    return hand.take_in(looked, Duplicates.STOP, without_subjects=False, apply=False)


def _rows(made: IntakeResult) -> list[dict[str, Any]]:
    """Each report as it would be written, and what resembles it."""
    layout = the_desk().look().sheet.layout
    heading = {column: key for key, column in layout.columns.items()}
    like: dict[int, list[Any]] = {}
    for one in made.plan.likenesses:
        like.setdefault(one.number, []).append(one)
    found = []
    for number, row in zip(made.plan.numbers, made.plan.rows, strict=True):
        cells = [
            (label(heading[column]), _shown(row, column))
            for column in range(len(row.values))
            if heading.get(column) not in (None, "case", "decision", "row_check")
        ]
        found.append(
            {
                "number": number,
                "cells": [(head, value) for head, value in cells if value],
                "like": like.get(number, []),
                "problems": [p for p in made.plan.problems if p.number == number],
            }
        )
    return found


def _shown(row: AppendRow, column: int) -> str:
    value = row.values[column]
    if column in row.date_columns | row.time_columns and isinstance(value, int | float):
        found = from_serial(value)
        return found.isoformat() if found else ""
    return text(value)
