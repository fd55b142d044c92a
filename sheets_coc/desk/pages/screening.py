"""Screening: drop a list, see what was read as what, answer the candidates, take the letter."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from sheets_coc import private
from sheets_coc.desk.lists import ANSWERS, CHOICES, ListInHand
from sheets_coc.desk.pages.common import the_desk
from sheets_coc.desk.pages.working import begin
from sheets_coc.desk.uploads import day, pasted_address, received
from sheets_coc.errors import UsageError
from sheets_coc.letters import job
from sheets_coc.letters.draft import Draft, LetterRequest
from sheets_coc.letters.kinds import LetterKind
from sheets_coc.screening.job import rows_of
from sheets_coc.tables.reading import read_tables

pages = Blueprint("screening", __name__)

LONGEST = 100
"""Characters an event's name may have."""


@pages.get("/screening")
def page() -> str | Response:
    """The list in hand, or the place where one is dropped."""
    desk = the_desk()
    if desk.work is not None:
        return redirect(url_for("working.page"))
    hand = desk.listed
    if hand is None or (hand.found is None and hand.problem is None):
        return render_template("screening.html", today=desk.book.now.date())
    return render_template(
        "screened.html",
        hand=hand,
        found=hand.found,
        columns=hand.columns(),
        choices=[kind.value for kind in CHOICES],
        candidates=[
            (one, rows_of(one, hand.found.attendees)) for one in hand.candidates if hand.found
        ],
    )


@pages.post("/screening")
def drop() -> Response:
    """Read a list and compare it."""
    desk = the_desk()
    form = request.form
    if address := pasted_address(request):
        tables = [desk.book.tables_of(address)]
    else:
        tables = [read_tables(content) for content in received(request)]
    event = " ".join(form.get("event", "").split())
    if len(event) > LONGEST:
        raise UsageError("The event's name is too long.", code="too-long")
    hand = ListInHand(tuple(tables), day(form.get("event_date", ""), what="First day"), event)
    desk.listed = hand
    return _compare(hand)


@pages.post("/screening/columns")
def columns() -> Response:
    """Take corrections of what the columns hold, and compare anew."""
    hand = _in_hand()
    form = request.form
    if "sheet" in form:
        known = {str(sheet.number) for sheet in hand.sheets}
        hand.only = form["sheet"] if form["sheet"] in known else ""
        hand.named = None
    else:
        chosen = {int(key[2:]): value for key, value in form.items() if key.startswith("c-")}
        hand.correct(chosen)
    return _compare(hand)


@pages.post("/screening/answers")
def answers() -> Response:
    """Keep the answers, as long as the list is in hand; and word the letter if asked to."""
    hand = _in_hand()
    for number in range(len(hand.candidates)):
        said = request.form.get(f"a-{number}", "")
        if said in ANSWERS:
            hand.answers[number] = said
    if request.form.get("then") == "letter":
        return redirect(url_for("screening.letter"), 303)
    return redirect(url_for("screening.page") + "#candidates", 303)


@pages.get("/screening/letter")
def letter() -> str:
    """The letter to the organisers, to be read before anybody is told."""
    hand = _in_hand()
    draft = _draft(hand)
    return render_template(
        "letter.html", letter=draft.letter(), draft=draft, hand=hand, noted=False
    )


@pages.post("/screening/letter")
def note() -> str | Response:
    """Take whom it greets; or note in the Log what is told, after which it can be copied."""
    desk, hand = the_desk(), _in_hand()
    hand.recipient = " ".join(request.form.get("recipient", hand.recipient).split())[:LONGEST]
    if request.form.get("then") != "note":
        return redirect(url_for("screening.letter"), 303)
    draft = _draft(hand)
    made = draft.letter()
    job.note(draft, desk.book)
    desk.changed()
    return render_template("letter.html", letter=made, draft=draft, hand=hand, noted=True)


@pages.post("/screening/forget")
def forget() -> Response:
    """Forget the list and every answer."""
    the_desk().listed = None
    private.forget()
    return redirect(url_for("screening.page"), 303)


def _in_hand() -> ListInHand:
    hand = the_desk().listed
    if hand is None:
        raise UsageError("There is no list any more. Drop it again.", code="no-list")
    return hand


def _compare(hand: ListInHand) -> Response:
    book = the_desk().book
    return begin(
        "Comparing the list", lambda told: hand.compare(book, told), url_for("screening.page")
    )


def _draft(hand: ListInHand) -> Draft:
    """The letter from what was answered.

    Raises:
        UsageError: nothing is confirmed while candidates wait for an answer.
    """
    desk = the_desk()
    said = [hand.answers.get(number, "") for number in range(len(hand.candidates))]
    if "" in said and not {"yes", "tell"} & set(said):
        raise UsageError(
            "Nobody is confirmed yet, and candidates wait for an answer. Answer each with yes or "
            "no, then take the letter.",
            code="not-answered",
        )
    today = desk.book.now.date()
    values = {"event": hand.event, "recipient": hand.recipient}
    wanted = LetterRequest(
        LetterKind.SCREENING,
        {key: value for key, value in values.items() if value},
        result=hand.result(said, today),
        event_date=hand.event_date.isoformat(),
    )
    return job.draft(wanted, desk.book.policy, today, desk.book.analysis)
