"""Joining and leaving: every place the tool can see, and those that only a person can."""

from datetime import UTC, datetime

import pytest

from sheets_coc import policy
from sheets_coc.access.membership import checklist
from sheets_coc.access.steps import StepState
from sheets_coc.errors import UsageError
from sheets_coc.todo.analysis import analyse
from tests.access.drive import LINK, InventedDrive, user
from tests.oncall.builders import committee_tab, date, oncall_tab
from tests.records.sheet_2026 import records_2026, row

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PEOPLE = [
    ["Ada Quill", "ada@example.org", date(2026, 11, 1), None, "yes"],
    ["Bela Frost", "bela@example.org", date(2020, 1, 6), None, "yes"],
    ["Bela Marsh", "marsh@example.org", date(2020, 1, 6), date(2026, 11, 20), "no"],
]
ROWS = [
    [*row(documents=LINK.format("homeshelf")), None, None],
    [*row(case="calm cup", documents=LINK.format("calmcup12")), "Ada Quill", None],
    [*row(case="late lamp", documents=LINK.format("goneforgood"), status="Ongoing",
          consequence=None), None, "Bela Frost"],
]  # fmt: skip


def look(who, *, leaving=False, rota=(), **files):
    tabs = [committee_tab(PEOPLE), *([oncall_tab(rota)] if rota else [])]
    book = records_2026(*ROWS, more=["Recused", "Handled by"], tabs=tabs)
    drive = InventedDrive(
        **{
            name: ([user(one) if isinstance(one, str) else one for one in may], False)
            for name, may in files.items()
        }
    )
    return checklist(analyse(book, policy.default(), NOW), drive, who, leaving=leaving)


def said(found, place):
    return [(step.done, step.cases) for step in found.steps if step.place == place]


def test_somebody_who_joins():
    found = look("Ada Quill", sheet=["ada@example.org"], homeshelf=["bela@example.org"],
                 calmcup12=["bela@example.org"])  # fmt: skip
    assert said(found, "Committee") == [(StepState.DONE, ())]
    assert said(found, "The sheet") == [(StepState.DONE, ())]
    # Every case is named, so that they can say from which they keep out.
    assert said(found, "Conflicts of interest") == [
        (StepState.PERSON, ("home shelf", "calm cup", "late lamp"))
    ]
    # They keep out of calm cup; late lamp's document cannot be looked at.
    assert said(found, "Documents") == [
        (StepState.OPEN, ("home shelf",)), (StepState.PERSON, ("late lamp",)),
    ]  # fmt: skip
    assert found.attention


def test_somebody_new_without_a_row():
    found = look("new@example.org", sheet=[], homeshelf=[], calmcup12=["new@example.org"])
    assert said(found, "Committee") == [(StepState.OPEN, ())]
    assert said(found, "The sheet") == [(StepState.OPEN, ())]
    assert said(found, "Documents")[0] == (StepState.OPEN, ("home shelf",))


def test_somebody_who_leaves():
    rota = [[date(2026, 11, 23), "Bela Frost", "Ada Quill"]]
    may = ["bela@example.org", "ada@example.org"]
    found = look("bela@example.org", leaving=True, rota=rota, sheet=may, homeshelf=may,
                 calmcup12=["ada@example.org"])  # fmt: skip
    assert said(found, "Committee") == [(StepState.OPEN, ())]
    assert said(found, "The sheet") == [(StepState.OPEN, ())]
    assert said(found, "Documents")[0] == (StepState.OPEN, ("home shelf",))
    assert said(found, "Open cases") == [(StepState.OPEN, ("late lamp",))]
    assert said(found, "On-call") == [(StepState.OPEN, ())]
    assert said(found, "Conflicts of interest") == []


def test_somebody_who_has_left_altogether():
    found = look("Bela Marsh", leaving=True, sheet=[], homeshelf=[], calmcup12=[])
    assert {step.place for step in found.steps if step.done is StepState.OPEN} == set()
    assert not found.attention


def test_seven_places_of_the_groups_list_and_those_of_others():
    found = look("Ada Quill", sheet=[], homeshelf=[], calmcup12=[])
    by_hand = [s.place for s in found.steps if s.place in policy.default().group.places]
    assert len(by_hand) == 6  # the seventh, the shared files, the tool can see
    assert all(said(found, place) == [(StepState.PERSON, ())] for place in by_hand)
    other = policy.parse(b'[group]\nname = "Our team"\n')
    assert not any("Django" in place or "DSF" in place for place in other.group.places)
    own = policy.parse(b'[group]\nplaces = ["The list"]\n')
    assert own.group.places == ("The list",)
    with pytest.raises(UsageError):
        policy.parse(b'[group]\nplaces = "The list"\n')


@pytest.mark.parametrize("who", ["Bela", "Zed Unheard", "", "a@example.org, b@example.org"])
def test_who_is_nobody_or_several_is_refused(who):
    with pytest.raises(UsageError) as caught:
        look(who, sheet=[])
    assert caught.value.code == "no-such-member"
    assert not who or who not in caught.value.message


def test_nobody_is_named_in_the_steps():
    found = look("Ada Quill", leaving=True, sheet=["ada@example.org"], homeshelf=[], calmcup12=[])
    text = str([step.as_json() for step in found.steps])
    assert "Quill" not in text
    assert "example.org" not in text


def test_documents_that_cannot_be_looked_at_are_never_called_done():
    found = look("Ada Quill", sheet=["ada@example.org"])
    assert [state for state, _ in said(found, "Documents")] == [StepState.PERSON]


@pytest.mark.parametrize("leaving", [True, False])
@pytest.mark.parametrize("kind", ["anyone", "domain", "group"])
def test_nobody_is_said_to_be_out_of_a_file_that_a_link_or_a_group_opens(kind, leaving):
    way = {"id": "x", "type": kind, "role": "reader"}
    found = look("Bela Frost", leaving=leaving, sheet=[way], homeshelf=[way], calmcup12=[],
                 goneforgood=["bela@example.org"])  # fmt: skip
    assert said(found, "The sheet") == [(StepState.PERSON, ())]
    assert (StepState.PERSON, ("home shelf",)) in said(found, "Documents")


def test_documents_that_lead_nowhere_and_a_rota_that_cannot_be_read_are_said():
    tabs = [committee_tab(PEOPLE), oncall_tab([])]
    tabs[1].values[0] = ["Weeks", "Who"]
    book = records_2026(row(documents="ask Ada"), tabs=tabs)
    drive = InventedDrive(sheet=([], False))
    found = checklist(analyse(book, policy.default(), NOW), drive, "Bela Frost", leaving=True)
    assert said(found, "Documents") == [(StepState.PERSON, ("home shelf",))]
    assert said(found, "On-call") == [(StepState.PERSON, ())]
