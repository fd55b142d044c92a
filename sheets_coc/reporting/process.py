"""How a period compares with those before, and how long the committee took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from sheets_coc.dates import in_words
from sheets_coc.reporting.documents import wording
from sheets_coc.reporting.reports import Report
from sheets_coc.reporting.yearly import Figures

MEAN_OF = 5
"""How many earlier periods the mean is taken of."""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something took.

    Attributes:
        days: the median, in days.
        of: of how many reports it is known.
    """

    days: float
    of: int


def durations(reports: Iterable[Report], least: int) -> tuple[Duration | None, Duration | None]:
    """Days to the first answer and to the decision; None where too few are known to say.

    A median of few is nearly a single report's, so it takes as many as a breakdown does.

    Args:
        reports: the reports of a period.
        least: of how many reports it must be known.
    """
    answered, decided = [], []
    for report in reports:
        if report.received and report.responded_on:
            answered.append((report.responded_on - report.received).days)
        if report.received and report.decided_on:
            decided.append((report.decided_on - report.received).days)
    return _duration(answered, least), _duration(decided, least)


def _duration(days: Sequence[int], least: int) -> Duration | None:
    sensible = [number for number in days if number >= 0]
    return Duration(median(sensible), len(sensible)) if len(sensible) >= least else None


def process_sentences(reports: Sequence[Report], least: int) -> tuple[str, ...]:
    """What can be said of how the reports of a period were handled."""
    answered, decided = durations(reports, least)
    if answered is None and decided is None:
        return ("How long answers and decisions took is known of too few reports to be told.",)
    return (
        _duration_sentence("first answer", answered),
        _duration_sentence("decision", decided),
    )


def _duration_sentence(what: str, taken: Duration | None) -> str:
    if taken is None:
        return f"Time to the {what}: known of too few reports to be told."
    days = f"{taken.days:g} {'day' if taken.days == 1 else 'days'}"
    return (
        f"Time to the {what}: half of the {taken.of} reports of which it is known "
        f"had one within {days}."
    )


def trend_sentences(rows: Sequence[Figures]) -> tuple[str, ...]:
    """How the newest period compares with those before.

    Args:
        rows: the yearly table, newest first.
    """
    if not rows:
        return ()
    now, before = rows[0], rows[1:]
    name = now.period.label
    when = name if now.period.complete else f"{name}, to {in_words(now.period.end)},"
    told = [f"In {when} the committee received {wording.count(now.reports, 'report')}."]
    if before and not now.period.half:
        told.append(f"The year before, {before[0].period.label}, it was {before[0].reports}.")
    elif before:
        told.append(f"In {before[0].period.label} it was {before[0].reports}.")
    earlier = before[:MEAN_OF]
    if len(earlier) > 1:
        unit = "half-year" if now.period.half else "year"
        told.append(
            f"From {earlier[-1].period.label} to {earlier[0].period.label} it was "
            f"{wording.mean([row.reports for row in earlier])} a {unit} on average."
        )
    if not now.period.complete:
        told.append("As that period has not passed, its figures are not to be compared yet.")
    return tuple(told)
