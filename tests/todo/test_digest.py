"""To do as a digest: grouped, urgent first, never too many, and nothing alone left out."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.digest import MOST, TOGETHER, digest, together_ref
from sheets_coc.todo.items import lines
from sheets_coc.todo.pairs import DIFFERENT, REPEAT
from sheets_coc.todo.tab import Line, Topic
from tests.sheets import ALL, snapshot

TODAY = date(2026, 11, 21)


ONE = ("amber", "birch", "cedar", "delta", "ember", "fable", "gable", "heron", "iris", "jade")
TWO = ("anchor", "basket", "candle", "drawer", "engine", "feather", "garden", "hammer", "island",
       "jacket")  # fmt: skip


def row(number: int, **cells: Any) -> dict[str, Any]:
    case = f"{ONE[number % 10]}-{TWO[number // 10 % 10]}" + (
        f"-{ONE[number // 100]}" if number > 99 else ""
    )
    contacts = f"u{number}@host{number}.example"
    return {"case": case, "reported_on": "2026-11-01", "contacts": contacts,
            "summary": "x", "decision": "Open", **cells}  # fmt: skip


def told(*rows: dict[str, Any]) -> list[Line]:
    return lines(analyse(snapshot(*rows, keys=ALL), policy.default(), TODAY))


def test_a_thousand_messy_rows_are_some_lines_a_person_can_read():
    messy = [
        row(n, **[{"reported_on": "soon"}, {"decision": "Perhaps"}, {"flag": "a remark, long ago"},
                  {"decided_on": "2062-01-01"}][n % 4])
        for n in range(1000)
    ]  # fmt: skip
    found = told(*messy)
    assert 0 < len(found) <= 10
    (dates,) = [line for line in found if "This is not a date" in line.what]
    assert dates.what.startswith("250 records: ")
    assert "and 242 more" in dates.what


def test_notices_are_no_lines():
    assert told(row(1, decision="Violation, flagged", expunge_on="2030-01-01")) == []


def test_one_more_makes_a_new_line_that_nobody_has_ticked():
    some = [row(n, decision="Perhaps") for n in range(TOGETHER)]
    (first,) = told(*some)
    (second,) = told(*some, row(77, decision="Perhaps"))
    assert first.ref != second.ref
    assert told(*reversed(some))[0].ref == first.ref


def test_few_stand_for_themselves():
    assert len(told(*[row(n, decision="Perhaps") for n in range(TOGETHER - 1)])) == TOGETHER - 1


def test_many_dates_are_answered_at_once():
    rows = [row(n, reported_on=f"0{1 + n % 8}/0{9 - n % 8}/2025") for n in range(8) if n != 4]
    before = snapshot(*rows, keys=ALL)
    (line,) = [x for x in lines(analyse(before, policy.default(), TODAY)) if "two ways" in x.what]
    assert line.options == ("day first", "month first")
    assert line.what.startswith(f"{len(rows)} records: ")


def test_many_pairs_are_answered_at_once_and_only_as_they_were_seen():
    rows = [row(n, subjects="Marlena Quist") for n in range(7)]
    found = [x for x in told(*rows) if DIFFERENT in x.options]
    assert len(found) == 1
    assert "records: They may be" in found[0].what
    known = {f"{REPEAT}/{n}" for n in range(3)}
    assert together_ref(REPEAT, known) != together_ref(REPEAT, {*known, f"{REPEAT}/9"})


LINES = st.lists(
    st.builds(
        lambda n, topic, group: Line(
            f"ref/{n}", topic, "what", group=group, name=f"case-{n}", alike="Alike."
        ),
        st.integers(0, 400),
        st.sampled_from(Topic),
        st.sampled_from(["", *(f"group-{n}" for n in range(90))]),
    ),
    max_size=300,
    unique_by=lambda line: line.ref,
)


@given(LINES)
def test_never_too_many_and_nothing_that_stands_for_itself_is_left_out(made):
    found = digest(made)
    alone = [line for line in made if not line.group]
    assert set(alone) <= set(found)
    assert len(found) <= max(MOST, len(alone) + 1)
    assert len({line.ref for line in found}) == len(found)
    order = [list(Topic).index(line.topic) for line in found if not line.ref.startswith("more/")]
    wanted = {Topic.QUESTION: 0, Topic.SETTLE: 1, Topic.GOING: 2}
    assert [wanted[list(Topic)[i]] for i in order] == sorted(wanted[list(Topic)[i]] for i in order)
    assert digest(found) == found or any(line.ref.startswith("more/") for line in found)
