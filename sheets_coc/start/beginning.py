"""The first evening with a sheet, as a terminal and the desk go through it.

begun = Beginning(snapshot, settings)
while question := begun.open:          # asked one by one: each answer may settle others
begun.answer(question, chosen)
begun.policy                           # the rules with the answers
begun.file                             # the policy file to write; None where nothing was said
begun.look(now)                        # what is ready, and the dry run
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sheets_coc.policy import Policy
from sheets_coc.redaction.plan import RedactionPlan, redaction_plan
from sheets_coc.sheet.model import Snapshot
from sheets_coc.start.policy_file import policy_file
from sheets_coc.start.questions import Settings, StartQuestion, answered, with_answers
from sheets_coc.start.readiness import Ready, readiness
from sheets_coc.start.recognising import Recognised, recognise
from sheets_coc.todo.analysis import Analysis, analyse


@dataclass(frozen=True, slots=True, repr=False)
class FirstLook:
    """What is ready once everything was answered.

    Attributes:
        seen: what the rules say of the sheet.
        plan: the dry run.
        ready: what is ready and what is not.
    """

    seen: Analysis
    plan: RedactionPlan
    ready: tuple[Ready, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is left that is not ready."""
        return all(line.ready is not False for line in self.ready)


@dataclass(slots=True)
class Beginning:
    """A sheet that somebody starts with, and what was answered so far.

    Attributes:
        snapshot: the spreadsheet.
        settings: the sections of the policy file, with what was answered.
        said: the questions that were answered, with the answers, in order.
    """

    snapshot: Snapshot = field(repr=False)
    settings: Settings = field(default_factory=dict, repr=False)
    said: dict[str, str] = field(default_factory=dict, repr=False)
    _begun_with: Settings = field(init=False, repr=False)
    _recognised: Recognised | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._begun_with = self.settings

    @property
    def recognised(self) -> Recognised:
        """What the sheet is recognised as, with what was answered."""
        if self._recognised is None:
            found = self._seen()
            if (only := found.only_answer) is not None:
                self.answer(*only)
                return self.recognised
            self._recognised = found
        return self._recognised

    def _seen(self) -> Recognised:
        return recognise(self.snapshot, self.settings, frozenset(self.said))

    @property
    def open(self) -> StartQuestion | None:
        """The next question; None where nothing is left to ask."""
        return next(iter(self.recognised.questions), None)

    @property
    def policy(self) -> Policy:
        """The rules with what was answered."""
        return self.recognised.policy

    @property
    def file(self) -> str | None:
        """The policy file to write; None where nothing differs from what was there before."""
        return policy_file(self.settings) if self.settings != self._begun_with else None

    def answer(self, question: StartQuestion, answer: str) -> None:
        """Take an answer, one of those that the question takes."""
        self.settings = answered(self.settings, question, answer)
        self.said[question.name] = answer
        self._recognised = None

    def take(self, given: Mapping[str, str]) -> list[str]:
        """Take answers that were given beforehand, as long as they answer what is asked.

        Args:
            given: answers by the names of questions.

        Returns:
            The names that answered no question.

        Raises:
            UsageError: a question does not take that answer.
        """
        if found := with_answers(self._seen().questions, given):  # where only one answers, too
            self.answer(*found[0])
        while found := with_answers(self.recognised.questions, given):
            self.answer(*found[0])
        known = {name.casefold() for name in self.said}
        return [name for name in given if name.casefold() not in known]

    def look(self, now: datetime) -> FirstLook:
        """What is ready, and what would happen: nothing is written.

        Raises:
            SheetError: the records cannot be read.
        """
        if self.recognised.problem:
            raise self.recognised.problem
        seen = analyse(self.snapshot, self.policy, now)
        plan = redaction_plan(seen, apply=False)
        return FirstLook(seen, plan, tuple(readiness(seen, plan)))


def settings_of(content: bytes | None) -> dict[str, Any]:
    """The sections of a policy file that is there already; none where there is no file.

    Raises:
        UsageError: it is no policy.
    """
    from sheets_coc import policy

    if content is None:
        return {}
    policy.parse(content)
    return policy.checks.read("policy.toml", content)
