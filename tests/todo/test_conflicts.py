"""Conflicts of interest: who keeps out of a case, who may handle it, and who is told of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.book.case import views
from sheets_coc.handover.digest import digest
from sheets_coc.status.status import status
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.findings import all_findings
from sheets_coc.todo.open_cases import conflicts
from tests.oncall.builders import committee_tab, date, oncall_tab
from tests.sheets import snapshot
from tests.status.open_case import NOW, OPEN

ADA, BELA, CLEO, GONE = "Ada Quill", "Bela Frost", "Cleo Marsh", "Dora Vale"
PEOPLE = committee_tab([
    [ADA, "ada@example.org", None, None, "yes"],
    [BELA, "bela@example.org", None, None, "yes"],
    [CLEO, "cleo@example.org", None, None, "yes"],
    [GONE, "dora@example.org", None, date(2024, 1, 1), "no"],
])  # fmt: skip


def seen(*rows, people=PEOPLE, **tabs):
    book = snapshot(*({**OPEN, "handled_by": None, **row} for row in rows), people=people, **tabs)
    return analyse(book, policy.default(), NOW)


def codes(look):
    return [f.code for f in all_findings(look) if "handle" in f.code or "recused" in f.code]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"recused": ADA, "handled_by": ADA}, ["handles-while-recused"]),
        ({"recused": "Quill, Ada", "handled_by": "ada"}, ["handles-while-recused"]),
        ({"recused": "ada@example.org", "handled_by": ADA}, ["handles-while-recused"]),
        ({"recused": ADA, "handled_by": f"{BELA}; {ADA}"}, ["handles-while-recused"]),
        ({"recused": ADA, "handled_by": BELA}, []),
        ({"recused": "none", "handled_by": ADA}, []),
        ({"recused": "Zed Unheard", "handled_by": ADA}, ["recused-unknown"]),
        ({"recused": f"{ADA}; {BELA}; {CLEO}"}, ["nobody-may-handle"]),
        ({"recused": f"{ADA}; {BELA}; {CLEO}", "decision": "No violation"}, []),
        ({"subjects": ADA, "handled_by": ADA}, ["handles-own-case"]),
        ({"contacts": "ada@example.org", "handled_by": ADA}, ["handles-while-recused"]),
        # Of a private report the reporter is the member who handles it.
        ({"reporter": ADA, "handled_by": ADA}, []),
    ],
)
def test_validate_says_who_handles_what_they_keep_out_of(row, expected):
    assert codes(seen(row)) == expected


def test_without_a_committee_tab_names_are_compared_as_they_stand():
    look = seen({"recused": "Zed Unheard", "handled_by": "Unheard, Zed"}, people=committee_tab([]))
    assert codes(look) == ["handles-while-recused"]


def test_rows_of_one_case_share_who_keeps_out():
    look = seen({"recused": ADA}, {"case": "frosty-boat/2", "handled_by": ADA})
    assert codes(look) == ["handles-while-recused"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, (CLEO, ADA, BELA)),
        ({"recused": CLEO}, (ADA, BELA)),
        ({"subjects": f"{CLEO}; Karl Kraus"}, (ADA, BELA)),
        ({"aliases": "cleo@example.org"}, (ADA, BELA)),
        ({"reporter": CLEO}, (ADA, BELA)),
        ({"recused": ADA, "handled_by": ADA}, (CLEO, BELA)),
        ({"handled_by": BELA}, ()),
        ({"decision": "No violation", "decided_on": "2026-11-20"}, ()),
    ],
)
def test_proposed_are_those_without_a_conflict_the_least_busy_first(row, expected):
    others = [{"case": "late-lamp", "handled_by": f"{ADA}; {BELA}"}]
    (view,) = views(seen(row, *others), "frosty-boat")
    assert view.may_handle.reveal() == expected
    assert "Cleo" not in str(view.as_json(names=False))


def test_a_recused_member_is_not_told_of_the_case_by_name():
    look = seen({"recused": ADA, "reported_on": "2026-11-01"}, {"case": "late-lamp"})
    for readers, hidden in (({0}, True), ({1}, False), (None, True), ((), False)):
        said = "\n".join(item.text for item in status(look, readers).items)
        assert ("frosty-boat" not in said) is hidden
        assert ("1 case not named here: a member is recused, or may be." in said) is hidden
        assert "late-lamp" in said
    assert "frosty-boat" not in str(digest(look.snapshot, look.policy, NOW))


@pytest.mark.parametrize("recused", ["Zed Unheard", "all but Bela", f"{GONE}; somebody else"])
def test_whom_nobody_can_tell_may_be_reading(recused):
    look = seen({"recused": recused, "reported_on": "2026-11-01"}, {"case": "late-lamp"})
    for readers in ({1}, None):
        said = "\n".join(item.text for item in status(look, readers).items)
        assert "frosty-boat" not in said
        assert "late-lamp" in said
    told = str(digest(look.snapshot, look.policy, NOW))
    assert "frosty-boat" not in told
    assert "late-lamp" in told


def test_while_the_committee_tab_cannot_be_read_no_mail_names_a_case():
    """A heading somebody changed must not tell a recused member of their case."""
    people = committee_tab([[ADA, "ada@example.org", None, None, "yes"]])
    people.values[0][0] = "Who is who"
    rows = [{"subjects": ADA, "reported_on": "2026-11-01"}, {"case": "late-lamp", "recused": ADA}]
    look = seen(*rows, people=people)
    told = str(digest(look.snapshot, look.policy, NOW))
    assert "frosty-boat" not in told and "late-lamp" not in told
    assert "No header was found in the tab Committee" in told
    assert "frosty-boat" in str(status(look).items), "whoever asks in a terminal is told"


def test_a_secondary_who_is_recused_is_not_asked_to_step_in():
    rota = oncall_tab([[date(2026, 11, 16), ADA, BELA]])
    long = {"reported_on": "2026-11-15"}
    look = seen({**long, "recused": BELA}, {**long, "case": "late-lamp"}, rota=rota)
    said = [item.text for item in status(look).items if item.code == "unanswered"]
    assert said == [
        "Unanswered for more than two days, so another member steps in: frosty-boat (6 days).",
        "Unanswered for more than two days, so the secondary steps in: late-lamp (6 days).",
    ]


NAMES = st.sampled_from([None, ADA, BELA, GONE, "cleo@example.org", f"{ADA}; {CLEO}", "Bela"])
ROWS = st.fixed_dictionaries({"recused": NAMES, "subjects": NAMES, "reporter": NAMES})


@settings(max_examples=25)
@given(st.lists(ROWS, min_size=1, max_size=5), st.sets(st.integers(0, 3)))
def test_nobody_is_proposed_for_or_told_of_what_they_keep_out_of(rows, readers):
    look = seen(*({**row, "case": f"frosty-boat{'abcde'[n]}"} for n, row in enumerate(rows)))
    who = conflicts(look)
    told = {case for item in status(look, readers).items for case in item.cases}
    for record in who.records:
        out = set(who.out_of(record))
        names = {member.name.reveal() for member in who.may_handle(record)}
        assert names.isdisjoint((ADA, BELA, CLEO, GONE)[at] for at in out)
        assert GONE not in names
        if out & readers:
            assert record.name not in told
