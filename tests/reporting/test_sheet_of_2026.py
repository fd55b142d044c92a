"""The published table of 2026 from the sheet of 2026: every right answer is worked out by hand."""

from datetime import date

import pytest

from sheets_coc.policy import default, parse
from sheets_coc.records.facts import read_facts
from sheets_coc.reporting.documents.files import outcomes_page
from sheets_coc.reporting.remarks import remarks
from sheets_coc.reporting.statistics import StatisticsRequest, compute
from sheets_coc.schema.consequences import Consequence
from sheets_coc.schema.resolvers import Resolver, acted
from sheets_coc.todo.analysis import analyse
from tests.records.sheet_2026 import records_2026, row

TODAY = date(2026, 11, 21)
WG, BOARD, LOCAL, NONE = "CoC WG", "DSF Board", "Local Event Reps", "None"
"""The drop-down of the column *Resolution Source*, as the manual has it."""


def case(name, day, *people):
    """The rows of a case: for each person the code, what came of it, and who resolved it."""
    return [
        row(case=name, reported_on=day, person=person, consequence=came, resolution_source=by,
            status="Resolved" if came else "Ongoing")
        for person, came, by in people
    ]  # fmt: skip


ROWS = [
    *case("home shelf", "2025-01-10", ("Blue Jay", "Warning", WG),
          ("Red Fox", "Not a violation", WG)),
    *case("calm cup", "2025-02-10", ("Blue Jay", "First Suspension", BOARD)),
    *case("late lamp", "2025-03-10", ("Person C", "Ban", LOCAL)),
    *case("odd otter", "2025-04-10", ("", "Out of scope", NONE)),
    *case("even egg", "2025-05-10", ("Grey Owl", "No action taken", WG)),
    *case("big bell", "2025-06-10", ("Person F", "Other", f"{WG}; {LOCAL}")),
    *case("dry dune", "2025-07-10", ("Person G", "", "")),
    *case("soft sofa", "2025-08-10", ("Person H", "Warning", NONE)),
    *case("wet wall", "2026-01-10", ("Person I", "Second Suspension", WG),
          ("Person J", "Ban", LOCAL)),
    *case("old onion", "2026-02-10", ("Person K", "Not a violation", WG)),
    *case("new noon", "2026-03-10", ("Person L", "Not a violation", "Legal")),
]  # fmt: skip
"""Eleven reports. In 2025 eight: of one of them nothing is decided, and of one it is said that
somebody was warned, by nobody."""
TODAYS = {
    2025: {"reports": 8, "people_named": 8, "actions_dsf": 3, "actions_local": 2,
           "not_a_violation": 0, "out_of_scope": 1, "warned": 2, "suspended": 1, "banned": 1,
           "other": 1, "no_action": 1},
    2026: {"reports": 3, "people_named": 4, "actions_dsf": 1, "actions_local": 1,
           "not_a_violation": 2, "out_of_scope": 0, "warned": 0, "suspended": 1, "banned": 1,
           "other": 0, "no_action": 0},
}  # fmt: skip
OLDER = {
    2025: {"reports": 8, "people_named": 8, "actions_us": 3, "actions_local": 2,
           "banned_or_flagged": 2, "no_action": 2},
    2026: {"reports": 3, "people_named": 4, "actions_us": 1, "actions_local": 1,
           "banned_or_flagged": 2, "no_action": 2},
}  # fmt: skip


def found(policy=None, **wanted):
    policy = policy or default()
    facts = read_facts(records_2026(*ROWS), policy, wanted.get("by", ""))
    return compute(facts, policy.statistics, StatisticsRequest(TODAY, **wanted))


def test_both_tables_are_as_worked_out_by_hand():
    figures = found().as_json()
    for key, right in (("outcomes", TODAYS), ("years", OLDER)):
        assert {row.pop("year"): row for row in figures[key]} == right


def test_the_page_is_the_published_one():
    page = outcomes_page(found().annual).markdown().splitlines()
    (header,) = (line for line in page if line.startswith("| Year"))
    assert [cell.strip() for cell in header.strip("|").split("|")] == [
        "Year", "Reports", "People Named", "Actions (DSF)", "Actions (Local)", "Not a violation",
        "Out of scope", "Warned", "Suspended", "Banned", "Other", "No Action",
    ]  # fmt: skip
    (line,) = (line for line in page if line.startswith("| 2025"))
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells == ["2025", *map(str, TODAYS[2025].values())]


def test_another_committee_is_not_called_the_dsf():
    for own in ('[mail]\ncommittee = "coc@example.org"\n', '[group]\ncode = "Our Code"\n'):
        policy = parse(own.encode())
        said = outcomes_page(found(policy).annual).markdown()
        assert "Actions (us)" in said
        assert "DSF" not in said
        assert "Django" not in policy.group.name + policy.group.code
    policy = parse(b'[statistics]\nus = "PSF"\n')
    assert "Actions (PSF)" in outcomes_page(found(policy).annual).markdown()


def test_who_resolved_it_divides_reports_and_small_numbers_stay_back():
    groups = found(by="Resolution Source", periods=("2025",)).annual.groups
    assert groups.as_json()["periods"][0]["groups"] is None  # fewer than ten reports
    shown = found(by="Resolution Source", periods=("2025-01-01..2026-11-20",)).annual.groups
    assert shown.as_json()["periods"][0]["reports"] == 11


def test_a_source_that_is_not_understood_is_said():
    figures = found()
    assert figures.as_json()["source_unread"] == 1
    assert any("Of 1 report it is not understood who resolved" in one for one in remarks(figures))
    seen = analyse(records_2026(*ROWS), default(), TODAY)
    said = {f.code: f.cell for f in seen.findings if f.code in ("unknown-source", "nobody-acted")}
    assert said == {"nobody-acted": "E10", "unknown-source": "E14"}
    ours = parse(b'[resolvers]\n"Legal" = "us"\n')
    assert "source_unread" not in found(ours).as_json()


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("CoC WG", {Resolver.US}), ("DSF board", {Resolver.US}),
        ("Code of Conduct WG", {Resolver.US}),
        ("Local Event Reps", {Resolver.LOCAL}), ("local event rep", {Resolver.LOCAL}),
        ("Forum moderators", {Resolver.LOCAL}), ("Online Community WG", {Resolver.LOCAL}),
        ("CoC WG, Local Event Reps", {Resolver.US, Resolver.LOCAL}),
        ("CoC WG and DSF Board", {Resolver.US}),
        ("None", {Resolver.NOBODY}), ("n/a", {Resolver.NOBODY}), ("-", {Resolver.NOBODY}),
        ("", set()), ("Legal", None), ("CoC WG; Legal", None), ("Boarding house", None),
    ],
)  # fmt: skip
def test_who_a_word_means(typed, right):
    assert default().resolvers.read(typed) == right


def test_who_acted_is_unknown_where_nothing_says_so():
    assert acted(None, frozenset({Resolver.US})) == (None, None)
    assert acted(Consequence.WARNED, None) == acted(Consequence.BANNED, frozenset()) == (None, None)
    assert acted(Consequence.OUT_OF_SCOPE, None) == (False, False)
