"""Lines about hidden tabs that keep what could not be put back."""

from dataclasses import replace

from sheets_coc.sheet.model import Protection, Snapshot, Tab
from sheets_coc.sheet.undo_tab import UNDO, Kind, Label, title_of
from sheets_coc.todo.kept import KEPT_REF, forgotten, lines
from sheets_coc.todo.tab import PresentLine

LABEL = Label(Kind.KEPT, "run", 1, None, 0, 3, 2)
KEPT = Tab(7, title_of(7), 6, 2, values=[["Case", "Named"], [], [], [], [None, "Expunged"]],
           metadata={UNDO: LABEL.text()})  # fmt: skip
CLOSED = Protection(1, "", warning_only=False, whole_tab=True, may_edit=False)
TICKED = [PresentLine(3, f"{KEPT_REF}7", True, "", "", "", "")]


def seen(tab: Tab) -> Snapshot:
    return Snapshot("id", "Invented", [Tab(0, "Records", 10, 2)], undo=[tab])


def test_a_ticked_line_goes_with_its_tab():
    [line] = lines(seen(KEPT), [])
    assert "Records, row 2 (columns B)" in line.what
    assert lines(seen(KEPT), TICKED) == []
    assert [r["deleteSheet"]["sheetId"] for r in forgotten(seen(KEPT), TICKED).after] == [7]


def test_one_that_is_protected_stays_and_its_line_says_what_to_do():
    closed = seen(replace(KEPT, protections=[CLOSED]))
    [line] = lines(closed, TICKED)
    assert "take its protection away" in line.what
    assert not forgotten(closed, TICKED)


def test_one_in_the_keys_own_spreadsheet_has_a_line_until_people_removed_it():
    both = Snapshot("id", "Invented", [Tab(0, "Records", 10, 2)], beside=seen(KEPT))
    [line] = lines(both, TICKED)
    assert "in the key's spreadsheet" in line.what
    assert line.where == ""
    assert not forgotten(both, TICKED)


def test_one_of_which_nothing_is_needed_has_a_line_while_it_is_protected():
    label = replace(LABEL, kind=Kind.SPENT, taken=None)
    spent = replace(KEPT, protections=[CLOSED], metadata={UNDO: label.text()})
    [line] = lines(seen(spent), TICKED)
    assert "take its protection away" in line.what
    assert "could not put back" not in line.what
    both = Snapshot("id", "Invented", [Tab(0, "Records", 10, 2)], beside=seen(spent))
    [line] = lines(both, [])
    assert "in the key's spreadsheet" in line.what
    assert not forgotten(both, TICKED)
    assert lines(seen(replace(spent, protections=[])), []) == []
