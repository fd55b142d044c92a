"""What a row says was decided, from up to three columns that may say it.

*Decision* has the words of 2018, *Consequences* those of 2026, and *Status* says whether the case
is over. A sheet has one of them or all three; a blank cell agrees with anything:

    Decision               Status     Consequences
    Violation, resolved                                  resolved
                           Resolved   Warning            resolved, and counted as warned
                           Ongoing    Ban                open, and banned meanwhile
                           Resolved                      nothing says how: a person is asked
    No violation           Resolved   Warning            they disagree: a person is asked
"""

from __future__ import annotations

from dataclasses import dataclass

from sheets_coc.schema.columns import Decision
from sheets_coc.schema.consequences import MEASURES, Consequence, DecisionWord, Vocabulary
from sheets_coc.sheet.model import Value, text

NOTHING = DecisionWord(Decision.OPEN)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a row says was decided.

    Attributes:
        decision: the decision; None where nothing is said, or nothing that is understood.
        consequence: what it counts as where a word of 2026 says so.
        permanent: whether it is for good where no end is given.
        key: the column that says it.
        problems: codes of what is not understood or disagrees, each with its column's key.
    """

    decision: Decision | None = None
    consequence: Consequence | None = None
    permanent: bool = False
    key: str = "decision"
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def interim(self) -> bool:
        """Whether somebody is kept out although the case is open, as during an appeal."""
        return self.decision is Decision.OPEN and self.consequence in MEASURES


def read_decided(
    decision: Value, status: Value, consequence: Value, words: Vocabulary, *, has_words: bool
) -> Decided:
    """What a row says was decided.

    Args:
        decision: its cell under *Decision*.
        status: its cell under *Status*.
        consequence: its cell under *Consequences*.
        words: the committee's words.
        has_words: whether the sheet has a column that says how a case was resolved.
    """
    problems: list[tuple[str, str]] = []
    said: dict[str, DecisionWord] = {}
    for key, value in (("decision", decision), ("consequence", consequence)):
        typed = "" if value is False else text(value).strip()
        meaning = words.read(typed) if typed else None
        if meaning is not None:
            said[key] = meaning
        elif typed:
            problems.append(("unknown-decision", key))
    typed = "" if status is False else text(status).strip()
    over = words.status(typed) if typed else None
    if typed and over is None:
        problems.append(("unknown-status", "status"))
    closing = {key: one for key, one in said.items() if one.decision is not Decision.OPEN}
    if len({one.decision for one in closing.values()}) > 1:
        problems.append(("decisions-disagree", "consequence"))
    if over and len(closing) < len(said):
        problems.append(("decisions-disagree", "status"))
    if over and not said and not problems and has_words:
        problems.append(("no-consequence", "consequence"))
    return _result(said, closing, problems, ongoing=over is False)


def _result(
    said: dict[str, DecisionWord],
    closing: dict[str, DecisionWord],
    problems: list[tuple[str, str]],
    *,
    ongoing: bool,
) -> Decided:
    """What is said, put together; the column of 2026 tells more where both say something."""
    key = next((k for k in ("consequence", "decision") if k in closing), "decision")
    best = closing.get(key, NOTHING)
    is_open = ongoing or len(closing) < len(said)
    decision = Decision.OPEN if is_open else best.decision if closing else None
    return Decided(decision, best.consequence, best.permanent, key, tuple(problems))
