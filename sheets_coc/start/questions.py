"""What must be asked before a sheet is understood, each question once, and what an answer means.

An answer goes into the policy, so that every later run knows it. Some cannot stand there (two
columns of one heading, a column without any): those are asked in the sheet's To do tab.

    records     Which tab holds the records?          [tabs] records = "Reports 2024"
    H           Is column H Summary of outcome …?     [columns] outcome = "Outcome"
    K           What happens to column K …?           [columns.own] Thread = "remove names"
    A           Day or month first in column A?       [dates] reported_on = "day first"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from sheets_coc.errors import UsageError
from sheets_coc.policy.dates import DAY_OR_MONTH
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.start.contents import Contents

FATES: Final = ("erase", "remove names", "keep")
"""What may happen to a column of the committee's own when a record goes."""
NONE_OF_THEM: Final = "none of them"
ONE_BY_ONE: Final = "one by one"
"""The answer that leaves each date of two readings to To do."""

Settings = dict[str, Any]
"""A policy file as its sections."""


@dataclass(frozen=True, slots=True)
class StartQuestion:
    """One question.

    Attributes:
        name: what it is answered by: `records`, `committee`, or a column's letter.
        kind: `tab`, `column` or `dates`.
        text: the question, without anything that stands in the sheet.
        answers: what may be answered; tabs' titles where it asks for a tab.
        more: further answers, which are seldom right.
        heading: what stands above the column; may name people.
        contents: what the column holds, counted.
        key: the column of a record that it is about, where one is: of dates, or nearly named.
    """

    name: str
    kind: str
    text: str
    answers: tuple[str, ...] = field(repr=False)
    more: tuple[str, ...] = field(default=(), repr=False)
    heading: str = field(default="", repr=False)
    contents: Contents | None = None
    key: str | None = None

    def chosen(self, typed: str) -> str | None:
        """The answer that somebody means, without regard to case; None for no answer."""
        wanted = " ".join(typed.split()).casefold()
        every = (*self.answers, *self.more)
        exact = [one for one in every if " ".join(one.split()).casefold() == wanted]
        named = [one for one in every if self.kind == "column" and is_column(one, wanted)]
        return next(iter(exact or named), None)


def it_is(key: str) -> str:
    """The answer that a column is one of a record's."""
    return f"it is {BY_KEY[key].header}"


def is_column(answer: str, wanted: str) -> bool:
    """Whether an answer names the column of a record that is meant, by heading or key."""
    key = meant(answer)
    return key is not None and wanted in (key, BY_KEY[key].header.casefold())


def meant(answer: str) -> str | None:
    """The key of the column that an answer says it is; None where it says something else."""
    return next((key for key in BY_KEY if it_is(key) == answer), None)


def answered(settings: Mapping[str, Any], question: StartQuestion, answer: str) -> Settings:
    """The policy file with an answer in it.

    Args:
        settings: the sections of the policy file so far.
        question: what was asked.
        answer: one of its answers, as `StartQuestion.chosen` gives it.
    """
    changed = deepcopy(dict(settings))
    columns: Settings = changed.setdefault("columns", {})
    if question.kind == "tab":
        if answer != NONE_OF_THEM:
            changed.setdefault("tabs", {})[question.name] = answer
    elif question.kind == "dates":
        if answer in DAY_OR_MONTH:
            changed.setdefault("dates", {})[str(question.key)] = answer
    elif key := meant(answer):
        columns[key] = question.heading
    else:
        columns.setdefault("own", {})[question.heading] = answer
    if not columns:
        del changed["columns"]
    return changed


def with_answers(
    questions: Iterable[StartQuestion], given: Mapping[str, str]
) -> list[tuple[StartQuestion, str]]:
    """The questions that were answered beforehand, with their answers.

    Args:
        questions: what is asked now.
        given: answers by the names of questions, without regard to case.

    Raises:
        UsageError: `answer` where a question does not take that answer.
    """
    named = {name.casefold(): said for name, said in given.items()}
    found = []
    for question in questions:
        said = named.get(question.name.casefold())
        if said is None:
            continue
        answer = question.chosen(said)
        if answer is None:
            raise UsageError(
                f"That is no answer to {question.name}. It takes: {takes(question)}.",
                code="answer",
            )
        found.append((question, answer))
    return found


def takes(question: StartQuestion) -> str:
    """The answers that a question takes, for people; no titles of tabs."""
    if question.kind == "tab":
        return "the title of a tab"
    return ", ".join((*question.answers, *question.more))
