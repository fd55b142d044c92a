"""What open cases give a person to look at, in To do and in the night's outcome."""

import pytest

from sheets_coc import policy
from sheets_coc.dates import to_serial
from sheets_coc.nightly import validated
from sheets_coc.todo.analysis import analyse
from sheets_coc.todo.findings import all_findings
from sheets_coc.todo.items import lines
from tests.oncall.builders import committee_tab, date
from tests.sheets import snapshot
from tests.status.open_case import NOW, OPEN

PEOPLE = committee_tab([
    ["Ada Quill", "", None, None, "yes"],
    ["Bela Frost", "", None, date(2024, 1, 1), "no"],
])  # fmt: skip


def seen(people=PEOPLE, **more):
    return analyse(snapshot({**OPEN, **more}, people=people), policy.default(), NOW)


def codes(look):
    return [(f.code, f.key) for f in all_findings(look)]


def test_a_reporter_who_waits_is_told_of_every_night():
    waiting = seen(reported_on="2026-11-19")
    assert codes(waiting) == [("unanswered", "responded_on")]
    assert [line.what for line in lines(waiting)] == [
        "frosty-boat: Nobody has answered the reporter for more than a day. Answer, and note the "
        "day here."
    ]
    step = validated(waiting)
    assert (step.attention, step.said) == (True, "1 warning, 1 reporter waiting for a first answer")
    answered = seen(reported_on="2026-11-19", responded_on="2026-11-20")
    assert codes(answered) == []
    assert not validated(answered).attention


@pytest.mark.parametrize(
    ("handled_by", "expected"),
    [
        ("Ada Quill", []),
        ("ada", []),
        ("Ada Quil", []),
        ("Bela Frost", []),  # a past member has handled it
        ("Ada; Bela", []),
        ("Zed Unheard", ["handler-unknown"]),
        ("Ada; Zed Unheard", ["handler-unknown"]),
    ],
)
def test_only_a_members_name_can_be_a_handler(handled_by, expected):
    look = seen(handled_by=handled_by, responded_on="2026-11-20")
    assert [code for code, _ in codes(look)] == expected
    assert "Zed" not in str([line.what for line in lines(look)])


def test_without_members_nobody_is_a_stranger():
    for people in (committee_tab([]), None):
        tabs = {"people": people} if people else {}
        book = snapshot({**OPEN, "handled_by": "Zed Unheard"}, **tabs)
        assert codes(analyse(book, policy.default(), NOW)) == []


def test_after_two_days_the_secondary_steps_in():
    late, long = ({"reported_on": day} for day in ("2026-11-19", "2026-11-18"))
    look = seen(**long)
    assert codes(look) == [("unanswered", "responded_on")]
    (line,) = lines(look)
    assert line.what.endswith("steps in, or any other member.")
    assert "1 for more than two days: the secondary steps in" in validated(look).said
    assert "secondary" not in validated(seen(**late)).said
    # In hours, where the moment is known: 49 of them are more than two days.
    for hours, expected in ((49, True), (47, False)):
        moment = to_serial(NOW.date()) + 9 / 24 - hours / 24
        book = snapshot({**OPEN, "reported_on": moment}, people=PEOPLE)
        found = all_findings(analyse(book, policy.default(), NOW))
        assert [bool(f.besides) for f in found] == [expected]
