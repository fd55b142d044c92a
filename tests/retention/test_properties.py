"""What holds for any history of records and any policy."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheets_coc.dates import NEVER, is_after
from sheets_coc.policy import Retention
from sheets_coc.retention.terms import Inherited, State, compute, inherited
from sheets_coc.schema.columns import Decision
from tests.builders import records
from tests.builders import terms as make_terms
from tests.retention.dating import TODAY

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
