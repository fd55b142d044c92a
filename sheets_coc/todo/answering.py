"""Answering To do without a spreadsheet program: ticks and answers, by the lines' references.

First To do is brought up to date where a line is not there yet; then the answers are written,
each into the row that bears its reference under the lock; then they are acted upon, by the same
job that acts on what people type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheets_coc.errors import UsageError
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Changes, SetCell, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import tab as todo

TICK = True
"""The answer that ticks a line."""

Answers = Mapping[str, str | bool]
"""By reference: one of the line's options, or a tick."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of answers.

    Attributes:
        answered: references of the lines that were answered.
        gone: references of lines that do not stand in To do (any more).
    """

    answered: tuple[str, ...]
    gone: tuple[str, ...]


def missing(snapshot: Snapshot, policy: Policy, answers: Answers) -> tuple[str, ...]:
    """References that no line in To do bears."""
    there = {line.ref for line in todo.read(snapshot, policy)}
    return tuple(ref for ref in answers if ref not in there)


def changes(snapshot: Snapshot, policy: Policy, answers: Answers) -> tuple[Changes, Answered]:
    """The cells that put answers where people would have typed them.

    Raises:
        SheetError: a tab of that title holds something else.
    """
    tab = snapshot.tab(policy.tabs.todo)
    place = todo.place_of(snapshot, policy)
    if tab is None or place is None:
        return Changes(), Answered((), tuple(answers))
    done, answer = place.columns[todo.DONE], place.columns[todo.ANSWER]
    cells, answered = [], []
    for line in todo.read(snapshot, policy):
        if line.ref not in answers or line.ref in answered:
            continue
        given = answers[line.ref]
        cells.append(
            SetCell(place.tab, line.row, done, True)
            if given is TICK
            else SetCell(place.tab, line.row, answer, str(given))
        )
        answered.append(line.ref)
    gone = tuple(ref for ref in answers if ref not in answered)
    return Changes(tuple(cells)), Answered(tuple(answered), gone)


def write(book: Workbook, answers: Answers) -> Answered:
    """Write answers into To do, in one transaction.

    Raises:
        UsageError: `no-answers` where there are none.
    """
    if not answers:
        raise UsageError("Nothing was answered.", code="no-answers")

    def planner(snapshot: Snapshot) -> tuple[Changes, Answered]:
        return changes(snapshot, book.policy, answers)

    first = book.read(acting=True)
    planned, answered = planner(first)
    if not planned:
        return answered
    results, _, _ = book.transact(planner, first)
    found: Answered = results[-1]
    return found
