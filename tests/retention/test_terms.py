"""The retention terms, rule by rule."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.dates import NEVER, is_after
from sheets_coc.policy import Retention
from sheets_coc.private import Private
from sheets_coc.records.record import Record
from sheets_coc.retention.terms import DatedRecord, Inherited, State, compute, inherited
from sheets_coc.schema.columns import VIOLATIONS, Decision
from tests.builders import day, record, records
from tests.builders import terms as make_terms

TODAY = date(2026, 11, 21)
AT_ONCE = make_terms(notice_days=0)
ADA = {"subjects": ["Ada Abbot"]}


def dates(
    *rows: dict[str, Any], terms: Retention = AT_ONCE, today: date = TODAY
) -> list[DatedRecord]:
    return compute(records(*rows), terms, today)


def test_past_only_on_the_day_after() -> None:
    row = {"reported_on": "2024-01-31", "decision": "resolved"}
    (on_the_day,) = dates(row, today=date(2025, 3, 31))
    (after,) = dates(row, today=date(2025, 4, 1))
    assert (on_the_day.state, after.state) == (State.KEPT, State.DUE)


def test_terms_may_count_from_the_decision() -> None:
    terms = replace(AT_ONCE, anchor="decision")
    decided, missing, clean = dates(
        {"reported_on": "2024-01-15", "decision": "resolved", "decided_on": "2024-03-10"},
        {"reported_on": "2024-01-15", "decision": "resolved"},
        {"reported_on": "2024-01-15", "decision": "no_violation"},
        terms=terms,
    )
    assert decided.base == date(2025, 5, 10)
    assert (missing.state, missing.why, missing.effective) == (
        State.ERROR, "no-decision-date", None,
    )  # fmt: skip
    assert clean.base == date(2024, 1, 15)


def test_a_policy_may_keep_a_decision_for_good() -> None:
    months = {**AT_ONCE.months, Decision.FLAGGED: NEVER}
    row = {"reported_on": "2020-01-15", "decision": "flagged"}
    (one,) = dates(row, terms=make_terms(months=months))
    assert (one.state, one.base, one.goes_on) == (State.PERMANENT, NEVER, None)


@pytest.mark.parametrize(
    ("extension", "effective"),
    [
        ("longest", "2027-08-01"),
        ("restart", "2027-08-01"),
        ("match", "2026-08-01"),
        ("none", "2026-03-15"),
    ],
)
def test_ways_to_extend(extension: Any, effective: str) -> None:
    first, _ = dates(
        {**ADA, "reported_on": "2024-01-15", "decision": "flagged"},
        {**ADA, "reported_on": "2025-06-01", "decision": "resolved"},
        terms=replace(AT_ONCE, extension=extension),
    )
    assert first.effective == day(effective)
    assert first.extended_by == (() if extension == "none" else ("case-2",))


def test_a_further_violation_restarts_a_ban_from_its_end_or_the_report() -> None:
    running, ended, _ = dates(
        {**ADA, "reported_on": "2022-01-01", "decision": "banned", "banned_until": "2027-06-30"},
        {**ADA, "reported_on": "2022-01-01", "decision": "banned", "banned_until": "2023-06-30"},
        {**ADA, "reported_on": "2024-05-01", "decision": "resolved"},
    )
    assert running.effective == date(2029, 8, 30)
    assert ended.effective == date(2029, 8, 30)  # what the running ban gives it
    assert running.extended_by == ()


def test_reports_of_one_day_extend_each_other() -> None:
    resolved, flagged = dates(
        {**ADA, "reported_on": "2025-01-10", "decision": "resolved"},
        {**ADA, "reported_on": "2025-01-10", "decision": "flagged"},
    )
    assert resolved.effective == flagged.effective == date(2027, 3, 10)
    assert (resolved.extended_by, flagged.extended_by) == (("case-2",), ())


def test_a_date_cut_short_by_hand_is_extended_by_a_violation_of_the_same_day() -> None:
    cut, _ = dates(
        {**ADA, "reported_on": "2026-01-10", "decision": "flagged", "expunge_on": "2026-02-01"},
        {**ADA, "reported_on": "2026-01-10", "decision": "resolved"},
    )
    assert cut.effective == date(2028, 3, 10)
    assert cut.hand_set
    assert cut.extended_by == ("case-2",)


def test_a_date_set_by_hand_beyond_the_extension_stands() -> None:
    kept, _ = dates(
        {**ADA, "reported_on": "2024-01-15", "decision": "resolved", "expunge_on": "2029-01-01"},
        {**ADA, "reported_on": "2024-11-01", "decision": "resolved"},
    )
    assert (kept.effective, kept.policy_date) == (date(2029, 1, 1), date(2026, 1, 1))
    assert kept.extended_by == ()


def test_never_may_be_set_by_hand() -> None:
    (one,) = dates({"reported_on": "2020-01-15", "decision": "resolved", "expunge_on": "never"})
    assert (one.state, one.hand_set, one.policy_date) == (State.PERMANENT, True, date(2021, 3, 15))


def test_a_date_the_tool_wrote_is_not_set_by_hand() -> None:
    (one,) = dates(
        {
            "reported_on": "2024-01-15", "decision": "flagged",
            "expunge_on": "2025-03-15", "policy_date": "2025-03-15",
        }
    )  # fmt: skip
    assert (one.hand_set, one.effective) == (False, date(2026, 3, 15))


def test_a_permanent_ban_is_not_cut_short_by_hand() -> None:
    (one,) = dates(
        {
            "reported_on": "2020-01-15", "decision": "banned", "banned_until": "permanent",
            "expunge_on": "2021-01-01",
        }
    )  # fmt: skip
    assert (one.state, one.effective, one.hand_set) == (State.PERMANENT, NEVER, True)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"reported_on": None}, "no-report-date"),
        ({"reported_on": None, "decision": "open"}, "no-report-date"),
        ({"expunge_on": "2020-01-14"}, "expunge-before-report"),
        ({"expunge_on": "2020-01-14", "decision": None}, "expunge-before-report"),
        ({"decision": "banned"}, "ban-without-end"),
        ({"date_errors": ("ambiguous-date",)}, "ambiguous-date"),
        ({"date_errors": ("not-a-date",), "decision": "open"}, "not-a-date"),
    ],
)
def test_what_is_wrong_never_goes_and_has_no_date(fields: dict[str, Any], why: str) -> None:
    (one,) = dates({"reported_on": "2020-01-15", "decision": "resolved", "held": True} | fields)
    assert (one.state, one.why) == (State.ERROR, why)
    assert one.base is one.policy_date is one.effective is one.goes_on is None


def test_a_blocked_row_keeps_its_dates_and_never_goes() -> None:
    (one,) = dates(
        {"reported_on": "2020-01-15", "decision": "resolved", "blocked_by": ("formula",)}
    )
    assert (one.state, one.why, one.goes_on) == (State.ERROR, "formula", None)
    assert one.effective == date(2021, 3, 15)


@pytest.mark.parametrize(
    "later_report",
    [
        {"decision": "open"},
        {},
        {"decision": "banned"},
        {"decision": "no_violation", "date_errors": ("not-a-date",)},
        {"decision": "resolved", "reported_on": None},
        {"decision": "resolved", "reported_on": "2024-01-15", "blocked_by": ("flag-disagrees",)},
    ],
)
@pytest.mark.parametrize("decision", ["resolved", "flagged", None])
def test_waits_for_what_may_become_a_violation(
    later_report: dict[str, Any], decision: str | None
) -> None:
    first, _ = dates(
        {
            **ADA, "reported_on": "2024-01-15", "decision": decision, "expunge_on": "2024-06-01",
            "extended_until": None,
        },
        {**ADA, "reported_on": "2024-01-15"} | later_report,
        terms=replace(AT_ONCE, extension="none"),
    )  # fmt: skip
    assert first.state is State.WAITING
    assert first.waits_for == ("case-2",)


@pytest.mark.parametrize("decision", ["no_violation", "nobody_identified"])
def test_what_is_no_violation_waits_for_nothing(decision: str) -> None:
    first, _ = dates(
        {**ADA, "reported_on": "2024-01-15", "decision": decision},
        {**ADA, "reported_on": "2026-01-15", "decision": "open"},
    )
    assert first.state is State.DUE


def test_waits_for_a_possible_violation_only_while_it_would_keep_the_record() -> None:
    def first(today: date) -> DatedRecord:
        return dates(
            {**ADA, "contacts": "a@example.org", "reported_on": "2024-01-15",
             "decision": "resolved"},
            {**ADA, "contacts": "b@example.org", "reported_on": "2025-09-01",
             "decision": "resolved"},
            today=today,
        )[0]  # fmt: skip

    assert first(date(2026, 11, 1)).state is State.WAITING
    assert first(date(2026, 11, 1)).why == "possible-repeat"
    assert first(date(2026, 11, 2)).state is State.DUE


def test_an_answer_ends_the_wait() -> None:
    first, _ = dates(
        {**ADA, "contacts": "a@example.org", "reported_on": "2024-01-15", "decision": "resolved",
         "not_same_as": frozenset({"case-2"})},
        {**ADA, "contacts": "b@example.org", "reported_on": "2026-09-01", "decision": "open"},
    )  # fmt: skip
    assert first.state is State.DUE


def test_the_first_state_that_applies() -> None:
    row = {"reported_on": "2020-01-15", "decision": "resolved", "held": True}
    assert dates(row | {"expunged": True})[0].state is State.EXPUNGED
    assert dates(row | {"decision": "open"})[0].state is State.OPEN
    assert dates(row | {"expunge_on": "never"})[0].state is State.PERMANENT
    assert dates(row)[0].state is State.HELD


def test_a_violation_after_the_date_is_pointed_out() -> None:
    late, _ = dates(
        {**ADA, "reported_on": "2023-01-10", "decision": "resolved"},
        {**ADA, "reported_on": "2024-12-01", "decision": "flagged"},
    )
    in_time, _ = dates(
        {**ADA, "reported_on": "2023-01-10", "decision": "resolved"},
        {**ADA, "reported_on": "2024-03-10", "decision": "flagged"},
    )
    assert (late.late_violations, in_time.late_violations) == (("case-2",), ())


class TestTenColumns:
    """Without a Decision column the date people typed governs."""

    def test_the_typed_date_governs_without_notice(self) -> None:
        row = {**ADA, "reported_on": "2024-01-15", "has_decision_column": False, "case": None}
        past, ahead, blank, never, later_report = compute(
            [
                record(4, **row, expunge_on="2026-11-20"),
                record(5, **row, expunge_on="2026-11-21"),
                record(6, **row),
                record(7, **row, expunge_on="never"),
                record(8, **row | {"reported_on": "2026-11-01"}, date_errors=("not-a-date",)),
            ],
            make_terms(notice_days=7),
            TODAY,
        )
        assert (past.state, past.case, past.as_json()["row"]) == (State.DUE, "row 5", 5)
        assert ahead.state is State.KEPT
        assert (blank.state, blank.effective, blank.hand_set) == (State.KEPT, None, False)
        assert never.state is State.PERMANENT
        assert later_report.state is State.ERROR

    def test_a_date_before_the_report_is_an_error(self) -> None:
        (one,) = dates(
            {"reported_on": "2024-01-15", "expunge_on": "2023-01-15", "has_decision_column": False}
        )
        assert one.state is State.ERROR

    def test_a_missing_report_date_blocks_nothing(self) -> None:
        (one,) = dates({"expunge_on": "2023-01-15", "has_decision_column": False})
        assert one.state is State.DUE


class TestInherited:
    """What remains when the later record goes."""

    HISTORY = (
        {**ADA, "reported_on": "2024-01-15", "decision": "flagged"},
        {**ADA, "reported_on": "2025-06-01", "decision": "resolved"},
    )

    def test_what_the_later_one_gave_is_written_down(self) -> None:
        made = records(*self.HISTORY)
        dated = compute(made, AT_ONCE, TODAY)
        assert inherited(made, dated, {1}) == {0: Inherited(date(2027, 8, 1))}
        assert inherited(made, dated, {0}) == inherited(made, dated, {0, 1}) == {}

    def test_nothing_is_written_twice_or_made_shorter(self) -> None:
        first, second = records(*self.HISTORY)
        for until in (date(2027, 8, 1), date(2030, 1, 1), NEVER):
            made = [replace(first, extended_until=until), second]
            assert inherited(made, compute(made, AT_ONCE, TODAY), {1}) == {}

    def test_a_record_set_by_hand_or_in_error_inherits_too(self) -> None:
        first, second = records(*self.HISTORY)
        for earlier in (
            replace(first, expunge_on=date(2028, 1, 1)),
            replace(first, date_errors=("not-a-date",)),
            replace(first, decision=Decision.BANNED),
        ):
            made = [earlier, second]
            found = inherited(made, compute(made, AT_ONCE, TODAY), {1})
            assert found == {0: Inherited(date(2027, 8, 1))}

    @pytest.mark.parametrize("decision", ["resolved", "flagged", "banned"])
    @pytest.mark.parametrize("extension", ["longest", "restart", "match", "none"])
    def test_an_appeal_on_the_day_the_later_one_goes_costs_nothing(
        self, decision: str, extension: Any
    ) -> None:
        """Open, or decided wrongly, while the later record goes: its date stays the same."""
        terms = replace(AT_ONCE, extension=extension)
        first, second = records(*self.HISTORY)
        decided = replace(first, decision=Decision(decision), banned_until=date(2024, 9, 1))
        promised = compute([decided, second], terms, TODAY)[0].effective
        for undecided in (None, *(d for d in Decision if d not in VIOLATIONS)):
            made = [replace(decided, decision=undecided), second]
            kept = inherited(made, compute(made, terms, TODAY), {1}).get(0, Inherited())
            after = replace(decided, extended_until=kept.until, restarted_on=kept.restart)
            gone = replace(second, expunged=True, subjects=Private(()))
            assert compute([after, gone], terms, TODAY)[0].effective == promised

    def test_an_extension_counts_for_violations_only(self) -> None:
        for decision, effective in (("flagged", "2027-08-01"), ("no_violation", "2024-01-15")):
            (one,) = dates(
                {"reported_on": "2024-01-15", "decision": decision,
                 "extended_until": "2027-08-01"}
            )  # fmt: skip
            assert one.effective == day(effective)


@pytest.mark.parametrize(
    ("goes_on", "effective", "notice", "announced"),
    [
        (None, "2026-11-27", 7, "2026-11-28"),  # tomorrow's date + 7: a week ahead, in time
        (None, "2026-11-28", 7, None),  # too early to announce
        ("2026-11-28", "2026-11-27", 7, "2026-11-28"),  # announced, and stands
        ("2026-11-27", "2026-11-27", 7, "2026-11-28"),  # not after the date: announced anew
        ("2026-11-27", "2027-05-01", 7, None),  # moved away: withdrawn
        ("2027-05-02", "2026-11-20", 7, "2027-05-02"),
        (None, "2020-01-01", 0, "2026-11-21"),
        (None, "2026-11-21", 0, None),
    ],
)
def test_announcing(
    goes_on: str | None, effective: str, notice: int, announced: str | None
) -> None:
    (one,) = dates(
        {
            "reported_on": "2019-01-01", "decision": "resolved",
            "expunge_on": effective, "goes_on": goes_on,
        },
        terms=make_terms(notice_days=notice),
    )  # fmt: skip
    assert one.goes_on == day(announced)


def test_a_permission_that_runs_out_while_something_keeps_the_record_is_none() -> None:
    week = make_terms(notice_days=7)
    row = {**ADA, "reported_on": "2024-01-15", "decision": "resolved", "goes_on": "2026-11-18"}
    (due,) = dates(row, terms=week)
    assert (due.state, due.goes_on) == (State.DUE, date(2026, 11, 18))
    kept = (
        [{**row, "held": True}],
        [{**row, "blocked_by": ("flag-disagrees",)}],
        [{**row, "date_errors": ("not-a-date",)}],
        [{**row, "decision": "open"}],
        [row, {**ADA, "reported_on": "2026-11-01", "decision": "open"}],
    )
    for rows in kept:
        one = dates(*rows, terms=week)[0]
        assert one.goes_on is None
        (again,) = dates({**row, "goes_on": one.goes_on}, terms=week)
        assert (again.state, again.goes_on) == (State.ANNOUNCED, date(2026, 11, 28))


def test_the_end_of_time_is_no_error() -> None:
    (one,) = dates(
        {"reported_on": "2020-01-01", "decision": "banned", "banned_until": "9999-12-31"}
    )
    assert (one.state, one.effective, one.goes_on) == (State.KEPT, date.max, None)


def test_a_row_shows_no_one() -> None:
    assert "bbot" not in repr(dates({**ADA, "reported_on": "2024-01-15", "decision": "open"}))


_DAYS = st.dates(date(2022, 1, 1), date(2026, 11, 21))
_ROW = st.fixed_dictionaries(
    {
        "reported_on": st.none() | _DAYS,
        "decision": st.sampled_from([None, *Decision]),
        "decided_on": st.none() | _DAYS,
        "banned_until": st.sampled_from([None, NEVER]) | _DAYS,
        "expunge_on": st.sampled_from([None, None, NEVER]) | _DAYS,
        "extended_until": st.sampled_from([None, None, NEVER]) | _DAYS,
        "goes_on": st.none() | _DAYS,
        "held": st.booleans(),
        "expunged": st.booleans(),
        "subjects": st.lists(
            st.sampled_from(["Ada Abbot", "Bo Marsh", "Ada Abbott"]), max_size=2
        ),
        "contacts": st.lists(
            st.sampled_from(["a@example.org", "b@example.org"]), max_size=1
        ),
        "blocked_by": st.sampled_from([(), (), (), ("formula",)]),
    }
)  # fmt: skip
_HISTORY = st.lists(_ROW, min_size=1, max_size=7)
_TERMS = st.builds(
    make_terms,
    anchor=st.sampled_from(["report", "decision"]),
    extension=st.sampled_from(["longest", "restart", "match", "none"]),
    notice_days=st.integers(0, 10),
)


@given(_HISTORY, _TERMS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    rows: list[dict[str, Any]], terms: Retention, chance: Any
) -> None:
    made = records(*rows)
    mixed = list(made)
    chance.shuffle(mixed)
    answers = {one.case: one.as_json() for one in compute(mixed, terms, TODAY)}
    for one in compute(made, terms, TODAY):
        assert answers[one.case] == one.as_json()


@given(_HISTORY, _ROW, _TERMS)
def test_a_further_record_never_makes_a_date_earlier_nor_a_record_due(
    rows: list[dict[str, Any]], further: dict[str, Any], terms: Retention
) -> None:
    before = compute(records(*rows), terms, TODAY)
    after = compute(records(*rows, further), terms, TODAY)
    for one, other in zip(before, after[: len(before)], strict=True):
        if one.effective is not None:
            assert other.effective is not None
            assert not is_after(one.effective, other.effective)
        if other.state is State.DUE:
            assert one.state is State.DUE


@given(_HISTORY, _TERMS, st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_expunged_records_neither_change_nor_give(
    rows: list[dict[str, Any]], terms: Retention, today: date
) -> None:
    made = records(*rows)
    dated = compute(made, terms, today)
    live = [one.case for one, row in zip(dated, made, strict=True) if not row.expunged]
    alone = compute([row for row in made if not row.expunged], terms, today)
    for one, row in zip(dated, made, strict=True):
        assert (one.state is State.EXPUNGED) == row.expunged
        if row.expunged:
            assert one.effective is one.base is one.policy_date is one.goes_on is None
    assert [one.as_json() for one in alone] == [one.as_json() for one in dated if one.case in live]


@given(_HISTORY, _TERMS)
def test_nothing_goes_that_must_not(rows: list[dict[str, Any]], terms: Retention) -> None:
    made = records(*rows)
    for one, row in zip(compute(made, terms, TODAY), made, strict=True):
        if one.state is not State.DUE:
            continue
        assert not row.held
        assert not row.blocked_by
        assert not row.expunged
        assert row.decision is not Decision.OPEN
        assert isinstance(one.effective, date)
        assert one.effective < TODAY
        assert one.goes_on is not None
        assert one.effective < one.goes_on <= TODAY
        if row.decision is Decision.BANNED:
            assert isinstance(row.banned_until, date)
            assert row.banned_until < TODAY


@given(_HISTORY, _TERMS, st.sets(st.integers(0, 6)))
def test_expunging_takes_no_date_away_from_what_remains(
    rows: list[dict[str, Any]], terms: Retention, chosen: set[int]
) -> None:
    made = records(*rows)
    dated = compute(made, terms, TODAY)
    # A problem in a record's own dates is for people; its extension is given all the same.
    going = {i for i in chosen if i < len(made) and dated[i].state is not State.ERROR}
    written = inherited(made, dated, going)
    after = [
        replace(
            row,
            expunged=row.expunged or i in going,
            extended_until=gained.until or row.extended_until,
            restarted_on=gained.restart or row.restarted_on,
        )
        for i, row in enumerate(made)
        for gained in [written.get(i, Inherited())]
    ]
    for i, (one, other) in enumerate(zip(dated, compute(after, terms, TODAY), strict=True)):
        if i not in going:
            assert other.effective == one.effective
            assert other.policy_date == one.policy_date


def _gone(row: Record) -> Record:
    return replace(row, expunged=True)


def test_a_restored_record_is_found_again() -> None:
    (row,) = records({"reported_on": "2020-01-15", "decision": "resolved"})
    assert compute([_gone(row)], AT_ONCE, TODAY)[0].state is State.EXPUNGED
    assert compute([row], AT_ONCE, TODAY + timedelta(days=1))[0].state is State.DUE
