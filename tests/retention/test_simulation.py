"""Years of nightly runs that really expunge, against what was promised on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.dates import NEVER, Day, add_months, is_after
from sheets_coc.policy import Retention
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import DatedRecord, Inherited, State, compute, inherited
from sheets_coc.schema.columns import Decision
from tests.builders import records
from tests.builders import terms as make_terms

START = date(2024, 1, 1)
ONE_DAY = timedelta(days=1)
# Terms of weeks rather than years, so that a night costs little and lifetimes still overlap.
SHORT = make_terms(
    months={
        Decision.NO_VIOLATION: 0,
        Decision.NOBODY_IDENTIFIED: 1,
        Decision.RESOLVED: 2,
        Decision.FLAGGED: 4,
        Decision.BANNED: 3,
    }
)


@dataclass
class Sheet:
    """A sheet as the nightly run leaves it."""

    rows: list[Record]
    terms: Retention
    gone: dict[str, date] = field(default_factory=dict)
    announced: dict[str, date] = field(default_factory=dict)
    promised: dict[str, Day] = field(default_factory=dict)

    def night(self, today: date, edit: Callable[[Record, date], Record]) -> None:
        """People edit during the day, then the applied run of the night."""
        here = [
            i
            for i, row in enumerate(self.rows)
            if row.reported_on is not None and row.reported_on <= today
        ]
        rows = [edit(self.rows[i], today) for i in here]
        dated = compute(rows, self.terms, today)
        self.check(rows, dated, today)
        going = {i for i, one in enumerate(dated) if one.state is State.DUE}
        kept = inherited(rows, dated, going)
        for at, i in enumerate(here):
            self.rows[i] = self.written(rows[at], dated[at], kept.get(at, Inherited()), at in going)
            if at in going:
                self.gone[dated[at].case] = today

    def check(self, rows: list[Record], dated: list[DatedRecord], today: date) -> None:
        """Tonight's dates against the promises of the nights before."""
        for row, one in zip(rows, dated, strict=True):
            if one.case in self.gone:
                assert one.state is State.EXPUNGED
                continue
            promise = self.promised.get(one.case)
            if promise is not None:
                assert one.effective is not None
                assert not is_after(promise, one.effective)
            if one.effective is not None:
                self.promised[one.case] = one.effective
            if one.goes_on is None:
                self.announced.pop(one.case, None)
            elif row.goes_on != one.goes_on:
                self.announced[one.case] = today
            if one.state is State.DUE:
                assert isinstance(one.effective, date)
                assert today > one.effective
                assert self.announced[one.case] <= today - timedelta(days=self.terms.notice_days)

    @staticmethod
    def written(row: Record, one: DatedRecord, kept: Inherited, goes: bool) -> Record:
        """The row after the run wrote its own columns."""
        return replace(
            row,
            expunge_on=row.expunge_on if one.hand_set else one.policy_date,
            policy_date=one.policy_date,
            goes_on=one.goes_on,
            extended_until=kept.until or row.extended_until,
            restarted_on=kept.restart or row.restarted_on,
            expunged=row.expunged or goes,
        )


def unchanged(row: Record, today: date) -> Record:
    return row


def run(sheet: Sheet, days: int, edit: Callable[[Record, date], Record] = unchanged) -> None:
    for number in range(days):
        sheet.night(START + number * ONE_DAY, edit)


def own_date(row: Record, terms: Retention, start: date | None = None) -> Day:
    """A violation's term from its report, or begun anew; written apart from the product's."""
    assert row.decision is not None
    assert row.reported_on is not None
    months = terms.months[row.decision]
    assert isinstance(months, int)
    begins = start or row.reported_on
    if row.decision is Decision.BANNED:
        if row.banned_until is NEVER:
            return NEVER
        assert isinstance(row.banned_until, date)
        begins = row.banned_until if start is None else max(row.banned_until, start)
    return add_months(begins, months)


def expected_last_day(row: Record, history: list[Record], terms: Retention) -> Day:
    """The date a violation must reach: each later one that finds it there extends it."""
    until = own_date(row, terms)
    later_ones = [
        other
        for other in history
        if other is not row
        and set(other.subjects.reveal()) & set(row.subjects.reveal())
        and (other.reported_on or START) >= (row.reported_on or START)
    ]
    for other in sorted(later_ones, key=lambda one: one.reported_on or START):
        assert other.reported_on is not None
        if is_after(other.reported_on, until) and other.reported_on != until + ONE_DAY:
            continue  # it had gone the night before
        for gift in (own_date(row, terms, other.reported_on), own_date(other, terms)):
            if is_after(gift, until):
                until = gift
    return until


_REPORTED = st.integers(0, 400).map(lambda days: START + timedelta(days=days))
_PERSON = st.sampled_from(["Ada Abbot", "Bo Marsh"])
_VIOLATION = st.one_of(
    st.fixed_dictionaries(
        {
            "reported_on": _REPORTED,
            "decision": st.sampled_from(["resolved", "flagged"]),
            "subjects": st.lists(_PERSON, min_size=1, max_size=2, unique=True),
        }
    ),
    _REPORTED.flatmap(
        lambda reported: st.fixed_dictionaries(
            {
                "reported_on": st.just(reported),
                "decision": st.just("banned"),
                "subjects": st.lists(_PERSON, min_size=1, max_size=1),
                "banned_until": st.integers(0, 150).map(lambda d: reported + timedelta(days=d))
                | st.just(NEVER),
            }
        )
    ),
)
_VIOLATIONS = st.lists(_VIOLATION, min_size=2, max_size=7)


@settings(max_examples=12, deadline=None)
@given(_VIOLATIONS, st.sampled_from([0, 3, 7]))
def test_every_record_goes_on_the_day_the_whole_history_says(
    rows: list[dict[str, Any]], notice: int
) -> None:
    history = records(*rows)
    terms = replace(SHORT, notice_days=notice)
    sheet = Sheet(list(history), terms)
    run(sheet, 800)
    for row in history:
        until = expected_last_day(row, history, terms)
        if isinstance(until, date) and until < START + timedelta(days=790):
            assert sheet.gone.get(row.name) == until + ONE_DAY
        else:
            assert row.name not in sheet.gone


_ANY = st.one_of(
    _VIOLATION,
    st.fixed_dictionaries(
        {
            "reported_on": _REPORTED,
            "decision": st.sampled_from(["no_violation", "nobody_identified", "open"]),
            "subjects": st.lists(st.just("Ada Abbott") | _PERSON, max_size=1),
            "contacts": st.lists(st.sampled_from(["a@example.org", "b@example.org"]), max_size=1),
        }
    ),
)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(_ANY, min_size=2, max_size=7),
    st.lists(st.integers(1, 120), min_size=7, max_size=7),
    st.lists(st.sampled_from([0, 0, 0, 60]), min_size=7, max_size=7),
)
def test_open_cases_holds_and_look_alikes_break_no_promise(
    rows: list[dict[str, Any]], deciding: list[int], holding: list[int]
) -> None:
    """Cases are decided some weeks after the report, some are held for a while."""
    history = records(*rows)
    final = {row.name: row.decision for row in history}
    delays = dict(zip(final, deciding, strict=False))
    holds = dict(zip(final, holding, strict=False))

    def edit(row: Record, today: date) -> Record:
        assert row.reported_on is not None
        age = (today - row.reported_on).days
        if row.expunged:
            return row
        if row.decision is Decision.OPEN and age >= delays[row.name]:
            chosen = final[row.name]
            row = replace(row, decision=Decision.RESOLVED if chosen is Decision.OPEN else chosen)
        return replace(row, held=age < holds[row.name])

    sheet = Sheet([replace(row, decision=Decision.OPEN) for row in history], SHORT)
    run(sheet, 900, edit)
    last = compute(sheet.rows, SHORT, START + timedelta(days=900))
    for one in last:  # everything that may go has gone
        if one.state is State.WAITING:  # for a person to say whether two people are one
            assert one.why == "possible-repeat"
            continue
        assert one.state in {State.EXPUNGED, State.PERMANENT, State.KEPT}
        assert one.state is not State.KEPT or is_after(
            one.effective or NEVER, START + timedelta(days=880)
        )
