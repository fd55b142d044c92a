"""Swaps and handing over: places as people type them, partners, and what cannot be given away."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.committee.members import Committee
from sheets_coc.errors import Error, UsageError
from sheets_coc.oncall.swap.swap import Duty, Swap, SwapKind, parse_duty
from sheets_coc.oncall.swap.swapper import Swapper
from sheets_coc.oncall.swap.writing import changes
from sheets_coc.oncall.tab import DutyRole, RotaTab, read_rota
from tests.oncall.builders import NAMES, NOW, away, committee, oncall_tab, rota, week

P, S = DutyRole.PRIMARY, DutyRole.SECONDARY
PAIRS = [(0, 1), (2, 3), (4, 5), (0, 1), (2, 3), (4, 5)]
ROWS = [[week(n), NAMES[p], NAMES[s]] for n, (p, s) in enumerate(PAIRS)]
PEOPLE = committee(NAMES[:6])
TODAY = date(2026, 11, 18)


def swapper(people: Committee = PEOPLE, rows: list[list[object]] | None = None) -> Swapper:
    return Swapper(people, rota(people, rows or ROWS), NOW)


def written(swaps: Swapper, swap: Swap) -> dict[tuple[int, int], object]:
    return {(c.row, c.column): c.value for c in changes(swaps, swap, TODAY).cells}


@pytest.mark.parametrize("typed", ["2026-11-23/primary", " 2026-11-23 / P", "2026-11-23/1"])
def test_a_place_as_people_type_it(typed: str) -> None:
    place = parse_duty(typed)
    assert place == Duty(week(0), P)
    assert str(place) == "2026-11-23/primary"


@pytest.mark.parametrize(
    "typed", ["", "2026-11-23", "2026-11-23/x", "primary", "23/11/2026/primary", "2026-11-24/p"]
)
def test_what_is_no_place(typed: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_duty(typed)
    assert raised.value.code == "swap-place"


def test_an_exchange_writes_two_names_and_two_remarks() -> None:
    swaps = swapper()
    swap = swaps.exchange(Duty(week(0), P), Duty(week(4), P))
    assert written(swaps, swap) == {
        (1, 1): NAMES[2],
        (5, 1): NAMES[0],
        (1, 3): "2026-11-18: primary swapped with 2026-12-21/primary",
        (5, 3): "2026-11-18: primary swapped with 2026-11-23/primary",
    }


def test_a_remark_is_added_to_what_stands_there() -> None:
    rows = [[*ROWS[0], "holiday week"], *ROWS[1:]]
    swaps = swapper(rows=rows)
    swap = swaps.hand_over(Duty(week(0), P), 4)
    assert written(swaps, swap)[1, 3] == "holiday week; 2026-11-18: primary handed over"


def test_without_a_note_column_only_the_names_are_written() -> None:
    tab = oncall_tab(ROWS)
    tab.values[0][3] = None
    swaps = Swapper(PEOPLE, read_rota(tab, PEOPLE.members), NOW)
    assert len(changes(swaps, swaps.hand_over(Duty(week(0), P), 4), TODAY).cells) == 1


def test_a_note_that_would_lose_its_links_is_left_alone() -> None:
    for kind in ("rich", "formulas", "merges"):
        tab = oncall_tab([[*ROWS[0], "see the wiki"], *ROWS[1:]])
        if kind == "rich":
            tab.rich.add((1, 3))
        elif kind == "formulas":
            tab.formulas[(1, 3)] = "=Z9"
        else:
            tab.merges.append((1, 2, 3, 5))
        swaps = Swapper(PEOPLE, read_rota(tab, PEOPLE.members), NOW)
        assert set(written(swaps, swaps.hand_over(Duty(week(0), P), 4))) == {(1, 1)}


def test_roles_of_one_week_can_be_exchanged() -> None:
    swaps = swapper()
    swap = swaps.exchange(Duty(week(0), P), Duty(week(0), S))
    cells = written(swaps, swap)
    assert (cells[1, 1], cells[1, 2]) == (NAMES[1], NAMES[0])
    assert cells[1, 3] == (
        "2026-11-18: primary swapped with 2026-11-23/secondary; "
        "2026-11-18: secondary swapped with 2026-11-23/primary"
    )
    assert swap.back_to_back == 0


def test_partners_are_ranked_exchanges_first_and_back_to_back_last() -> None:
    partners = swapper().partners(Duty(week(0), P))
    kinds = [swap.kind for swap in partners]
    assert kinds == sorted(kinds, key=lambda k: k is SwapKind.HAND_OVER)
    exchanges = [swap for swap in partners if swap.kind is SwapKind.EXCHANGE]
    assert [s.back_to_back for s in exchanges] == sorted(s.back_to_back for s in exchanges)
    assert exchanges[0].reasons == ("same role", "1 week apart")
    assert exchanges[0].other == Duty(week(1), P)
    assert all(swap.other and swap.other.week != week(0) for swap in exchanges)
    hand_overs = [swap for swap in partners if swap.kind is SwapKind.HAND_OVER]
    assert {swap.taker for swap in hand_overs} == {2, 3, 4, 5}
    assert "serves two weeks running" in hand_overs[-1].reasons
    assert hand_overs[0].taker in {4, 5}


def test_with_a_member_the_best_exchange_is_taken_and_else_the_hand_over() -> None:
    people = committee(NAMES[:7])
    swaps = swapper(people)
    assert swaps.with_member(Duty(week(0), P), 2).kind is SwapKind.EXCHANGE
    assert swaps.with_member(Duty(week(0), P), 6).kind is SwapKind.HAND_OVER


def test_absences_on_either_side_are_refused() -> None:
    for absent in ({2: away([0])}, {0: away([4])}):
        swaps = swapper(committee(NAMES[:6], absent))
        with pytest.raises(Error, match="away") as raised:
            swaps.exchange(Duty(week(0), P), Duty(week(4), P))
        assert raised.value.code == "swap-refused"
        others = [s.other for s in swaps.partners(Duty(week(0), P))]
        assert Duty(week(4), P) not in others


def test_one_person_in_both_roles_is_refused() -> None:
    with pytest.raises(Error, match="primary and secondary"):
        swapper().hand_over(Duty(week(0), P), 1)


def test_what_cannot_be_given_away() -> None:
    people = committee(["Alex Marsh", "Alex Tinker", *NAMES[:3]])
    rows = [[week(-1), NAMES[0], NAMES[1]], [week(0), None, "Alex"], [week(1), NAMES[0], NAMES[1]]]
    swaps = swapper(people, rows)
    cases = {
        Duty(week(-2), P): "swap-begun",
        Duty(week(9), P): "swap-week",
        Duty(week(0), S): "swap-holder",
    }
    for place, code in cases.items():
        for attempt in (swaps.partners, lambda p: swaps.hand_over(p, 4)):
            with pytest.raises(Error) as raised:
                attempt(place)
            assert raised.value.code == code
    with pytest.raises(UsageError):
        swaps.hand_over(Duty(week(1), P), 2)
    with pytest.raises(UsageError):
        swaps.exchange(Duty(week(1), P), Duty(week(1), P))


def test_what_is_left_of_the_running_week_is_handed_over_and_never_exchanged() -> None:
    gone = committee(NAMES[:6], {3: away([0]), 4: "2026-11-16..2026-11-17"})
    swaps = swapper(gone, [[week(-1), NAMES[0], NAMES[1]], *ROWS])
    running = Duty(week(-1), P)
    for attempt in (
        lambda: swaps.exchange(running, Duty(week(1), P)),
        lambda: swaps.exchange(Duty(week(1), P), running),
        lambda: swaps.with_member(running, 2),
    ):
        with pytest.raises(UsageError) as raised:
            attempt()
        assert raised.value.code == "swap-begun"
    offered = swaps.partners(running)
    assert {s.kind for s in offered} == {SwapKind.HAND_OVER}
    assert 4 in {s.taker for s in offered}  # back from the absence by the 18th
    swap = swaps.hand_over(running, 4)
    assert swap.running
    assert written(swaps, swap)[1, 1] == NAMES[4]


def test_a_member_steps_in_where_nobody_is() -> None:
    rows = [[week(0), None, NAMES[1]], [week(1), "Zed Unheard", NAMES[3]], *ROWS[2:]]
    swaps = swapper(rows=rows)
    for place, taker in ((Duty(week(0), P), 2), (Duty(week(1), P), 4)):
        swap = swaps.hand_over(place, taker)
        assert swap.kind is SwapKind.STEP_IN
        assert "Zed" not in repr(swap)
        cells = written(swaps, swap)
        assert NAMES[taker] in cells.values()
        assert any(str(value).endswith("primary taken") for value in cells.values())
        with pytest.raises(Error) as raised:
            swaps.with_member(place, taker)
        assert raised.value.code == "swap-holder"
    assert swaps.hand_over(Duty(week(0), P), 3).back_to_back == 1


def test_two_members_swapping_at_once_cannot_corrupt_the_tab() -> None:
    swap = swapper().exchange(Duty(week(0), P), Duty(week(4), P))
    changed = [list(row) for row in ROWS]
    changed[4][1] = NAMES[5]
    with pytest.raises(Error) as raised:
        changes(swapper(rows=changed), swap, TODAY)
    assert raised.value.code == "swap-changed"
    with pytest.raises(Error):
        changes(swapper(rows=ROWS[:4]), swap, TODAY)


def test_someone_going_away_between_choosing_and_writing_is_noticed() -> None:
    swap = swapper().exchange(Duty(week(0), P), Duty(week(4), P))
    with pytest.raises(Error, match="away"):
        changes(swapper(committee(NAMES[:6], {2: away([0])})), swap, TODAY)


def test_rows_that_moved_are_written_where_they_are_now() -> None:
    swap = swapper().exchange(Duty(week(0), P), Duty(week(4), P))
    moved = swapper(rows=ROWS[::-1])
    assert set(written(moved, swap)) == {(6, 1), (2, 1), (6, 3), (2, 3)}


def after(tab: RotaTab, swap: Swap) -> dict[date, list[int | None]]:
    duty: dict[date, list[int | None]] = {
        w.starts: [s.holder for s in w.slots] for w in tab.weeks.values()
    }
    duty[swap.duty.week][[P, S].index(swap.duty.role)] = swap.taker
    if swap.other:
        duty[swap.other.week][[P, S].index(swap.other.role)] = swap.giver
    return duty


def running(duty: dict[date, list[int | None]]) -> int:
    weeks = sorted(duty)
    return sum(len({*duty[a]} & {*duty[b]} - {None}) for a, b in pairwise(weeks))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.permutations(range(5)), min_size=2, max_size=7),
    st.dictionaries(st.integers(0, 4), st.sets(st.integers(0, 6), max_size=2), max_size=3),
)
def test_every_partner_offered_is_valid_and_counted_right(
    orders: list[list[int]], absent: dict[int, set[int]]
) -> None:
    people = committee(NAMES[:5], {m: away(weeks) for m, weeks in absent.items()})
    rows = [[week(n), NAMES[o[0]], NAMES[o[1]]] for n, o in enumerate(orders)]
    tab = rota(people, rows)
    swaps = Swapper(people, tab, NOW)
    place = Duty(week(0), P)
    before = running({w.starts: [s.holder for s in w.slots] for w in tab.weeks.values()})
    for swap in swaps.partners(place):
        duty = after(tab, swap)
        assert all(pair[0] != pair[1] for pair in duty.values())
        assert people.members[swap.taker].eligible(swap.duty.week)
        assert not swap.other or people.members[swap.giver].eligible(swap.other.week)
        assert swap.back_to_back == running(duty) - before
        changes(swaps, swap, TODAY)
