"""What `oncall check` finds wrong with the weeks ahead."""

from __future__ import annotations

from sheets_coc.committee.members import Committee, read_committee
from sheets_coc.oncall.check import check
from tests.oncall.builders import NAMES, NOW, away, committee, committee_tab, rota, week

PAIRS = [(NAMES[n % 6], NAMES[(n + 3) % 6]) for n in (0, 1, 2, 0, 1, 2, 0, 1)]


def rows(**changed: tuple[str | None, str | None]) -> list[list[object]]:
    """Eight good weeks, some of them changed: `w3=(primary, secondary)`."""
    return [[week(n), *changed.get(f"w{n}", pair)] for n, pair in enumerate(PAIRS)]


def found(people: Committee, table: list[list[object]]) -> list[tuple[str, str | None]]:
    return [(f.code, f.cell) for f in check(people, rota(people, table), NOW)]


PEOPLE = committee(NAMES[:6])


def test_eight_good_weeks_are_silent() -> None:
    assert found(PEOPLE, rows()) == []


def test_gaps_are_found_eight_weeks_ahead_and_not_beyond() -> None:
    assert found(PEOPLE, rows(w3=(None, NAMES[3]))) == [("uncovered", "B5")]
    assert [(f.code, f.week, f.cell) for f in check(PEOPLE, rota(PEOPLE, rows()[:7]), NOW)] == [
        ("uncovered", week(7), None),
        ("uncovered", week(7), None),
    ]
    assert found(PEOPLE, [*rows(), [week(8), None, None]]) == []


def test_names_nobody_knows_typos_and_double_duty() -> None:
    table = rows(w1=("Zoe Unknown", NAMES[4]), w2=("Cleo Mrsh", NAMES[5]), w3=(NAMES[0], NAMES[0]))
    assert found(PEOPLE, table) == [
        ("unknown-name", "B3"), ("misspelt-name", "B4"), ("same-twice", "C5"),
    ]  # fmt: skip


def test_absences_and_leavers_are_found_however_far_ahead() -> None:
    people = committee(NAMES[:6], {0: away([3, 30])})
    assert found(people, [*rows(), [week(30), NAMES[0], NAMES[1]]]) == [
        ("away", "B5"), ("away", "B10"),
    ]  # fmt: skip
    members = [[name, "", None, None, "yes"] for name in NAMES[1:6]]
    leaver = read_committee(committee_tab([[NAMES[0], "", None, week(5), "yes"], *members]))
    assert found(leaver, rows()) == [("left", "B8")]
    resting = read_committee(committee_tab([[NAMES[0], "", None, None, "no"], *members]))
    assert [code for code, _ in found(resting, rows())] == ["not-on-call"] * 3


def test_two_weeks_running_is_a_notice() -> None:
    findings = check(PEOPLE, rota(PEOPLE, rows(w1=(NAMES[1], NAMES[0]))), NOW)
    assert [(f.code, f.cell, f.severity) for f in findings] == [("back-to-back", "C3", "notice")]


def test_past_weeks_are_not_looked_at() -> None:
    assert found(PEOPLE, [[week(-1), "Zoe Unknown", None], *rows()]) == []


def test_what_is_wrong_with_the_committee_tab_comes_first() -> None:
    members = [[name, "", None, None, "yes", "sometime"] for name in NAMES[:1]]
    members += [[name, "", None, None, "yes"] for name in NAMES[1:6]]
    people = read_committee(committee_tab(members))
    findings = check(people, rota(people, rows(w3=(None, NAMES[3]))), NOW)
    assert [(f.tab, f.code) for f in findings] == [
        ("Committee", "away-unclear"), ("On-call", "uncovered"),
    ]  # fmt: skip
