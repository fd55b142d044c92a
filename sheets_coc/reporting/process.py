"""How a period compares with those before, and how long the committee took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from sheets_coc.dates import in_words
from sheets_coc.reporting.documents import wording
from sheets_coc.reporting.periods import Period, Unit
from sheets_coc.reporting.reports import ReportFacts
from sheets_coc.reporting.yearly import YearlyRow

MEAN_OF = 5
"""How many earlier periods the mean is taken of."""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something took.

    Attributes:
        median: the median, in days.
        average: the mean, in whole days: more exactly, it could tell of a single report.
        of: of how many reports it is known.
    """

    median: float
    average: int
    of: int

    def as_json(self) -> dict[str, float | int]:
        """How it stands in JSON."""
        return {"median_days": self.median, "average_days": self.average, "of": self.of}


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """How long the committee took in a period; None where of too few reports it is known.

    Attributes:
        period: the period of receipt.
        answer: to the first answer.
        decision: to the decision.
    """

    period: Period
    answer: Duration | None
    decision: Duration | None

    def as_json(self) -> dict[str, object]:
        """How it stands in JSON; null where it is known of too few reports."""
        return self.period.as_json() | {
            "first_answer": self.answer.as_json() if self.answer else None,
            "decision": self.decision.as_json() if self.decision else None,
        }


def response_times(period: Period, reports: Iterable[ReportFacts], least: int) -> ResponseTimes:
    """Days to the first answer and to the decision.

    A median of few is nearly a single report's, so it takes as many as a breakdown does.

    Args:
        period: the period.
        reports: its reports.
        least: of how many reports it must be known.
    """
    answered, decided = [], []
    for report in reports:
        if report.received and report.responded_on:
            answered.append((report.responded_on - report.received).days)
        if report.received and report.decided_on:
            decided.append((report.decided_on - report.received).days)
    return ResponseTimes(period, _duration(answered, least), _duration(decided, least))


def _duration(days: Sequence[int], least: int) -> Duration | None:
    sensible = [number for number in days if number >= 0]
    if len(sensible) < max(1, least):
        return None
    return Duration(median(sensible), round(fmean(sensible)), len(sensible))


def process_sentences(times: ResponseTimes) -> tuple[str, ...]:
    """What can be said of how the reports of a period were handled."""
    if times.answer is None and times.decision is None:
        return ("How long answers and decisions took is known of too few reports to be told.",)
    return (
        _duration_sentence("first answer", times.answer),
        _duration_sentence("decision", times.decision),
    )


def _duration_sentence(what: str, taken: Duration | None) -> str:
    if taken is None:
        return f"Time to the {what}: known of too few reports to be told."
    return (
        f"Time to the {what}: half of the {taken.of} reports of which it is known had one within "
        f"{_days(taken.median)}; on average it took {_days(taken.average)}."
    )


def _days(number: float) -> str:
    return f"{number:g} {'day' if number == 1 else 'days'}"


def subject(rows: Sequence[YearlyRow]) -> YearlyRow | None:
    """The period that a report is about.

    Of years the newest, running or not, as the committee publishes them; of shorter periods
    the newest that has passed: what is published in July is the first half.

    Args:
        rows: the yearly table, newest first.
    """
    if rows and rows[0].period.unit is not Unit.YEAR:
        return next((row for row in rows if row.period.complete), rows[0])
    return rows[0] if rows else None


def title_of(period: Period) -> str:
    """How a title names a period: `2025`, `2026 H1`, `2026, to 30 June 2026`."""
    return period.label if period.complete else f"{period.label}, to {in_words(period.end)}"


def trend_sentences(rows: Sequence[YearlyRow]) -> tuple[str, ...]:
    """How the newest period that has passed compares with those before, and what runs.

    Args:
        rows: the yearly table, newest first.
    """
    passed = [row for row in rows if row.period.complete]
    told = [*_passed_sentences(passed)]
    told += [_running_sentence(row) for row in rows if not row.period.complete]
    return tuple(told)


def _passed_sentences(passed: Sequence[YearlyRow]) -> Iterable[str]:
    if not passed:
        return
    now, before = passed[0], passed[1:]
    when = f"In {now.period.label}"
    if now.period.unit is Unit.SPAN:
        when = f"From {in_words(now.period.start)} to {in_words(now.period.end)}"
    yield f"{when} the committee received {wording.count(now.reports, 'report')}."
    if before and now.period.unit is Unit.YEAR:
        yield f"The year before, {before[0].period.label}, it was {before[0].reports}."
    elif before and now.period.unit is not Unit.SPAN:
        yield f"In {before[0].period.label} it was {before[0].reports}."
    recent = passed[:MEAN_OF]
    if len(recent) > 2 and now.period.unit is not Unit.SPAN:
        unit = {Unit.YEAR: "year", Unit.HALF: "half-year"}.get(now.period.unit, "quarter")
        yield (
            f"From {recent[-1].period.label} to {recent[0].period.label} it was "
            f"{wording.mean([row.reports for row in recent])} a {unit} on average."
        )


def _running_sentence(row: YearlyRow) -> str:
    return (
        f"In {row.period.label}, to {in_words(row.period.end)}, the committee received "
        f"{wording.count(row.reports, 'report')}. As that period has not passed, its figures are "
        "not to be compared yet."
    )
