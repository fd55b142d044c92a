"""Whatever stands in a sheet, setting up changes none of its cells and asks for nothing unknown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.sheet.model import Tab, text
from tests.setup.planning import did, planned, sheet_of
from tests.sheets import applied

MAY_SEND = {
    "addSheet", "appendDimension", "setDataValidation", "repeatCell", "addProtectedRange",
    "addConditionalFormatRule", "setBasicFilter", "updateFilterView", "updateSheetProperties",
    "updateDimensionProperties",
}  # fmt: skip
"""Kinds of requests that leave every cell where and as it is."""

VALUES = st.one_of(
    st.none(), st.text(max_size=8), st.integers(1, 60000).map(float), st.booleans(),
    st.sampled_from(["Expunged", "2024-05-06", "3/4/2024", "flagged", "Resolved", "never"]),
)  # fmt: skip


@st.composite
def sheets(draw):
    keys = draw(st.permutations([c.key for c in COLUMNS]))
    keys = keys[: draw(st.integers(3, len(keys)))]
    own = draw(st.lists(st.sampled_from(["Ours", "", "Zzz"]), max_size=2))
    width = len(keys) + len(own)
    header = [BY_KEY[key].header for key in keys] + own
    cells = st.lists(VALUES, max_size=width + 2)
    values = [["Title"], header] if draw(st.booleans()) else [header]
    values = values + draw(st.lists(cells, max_size=6))
    tab = Tab(9, "Records", rows=20, columns=max(width, 4), values=values)
    for place in draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 20)), max_size=3)):
        tab.notes[place] = "a note"
    return sheet_of(Tab(0, "Another", values=[["words"]]), tab)


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_every_existing_cell_is_the_same_afterwards(before):
    made = planned(before)
    tab = before.tab("Records")
    for change in made.changes.cells:
        assert not change.strip
        if change.tab != tab.id:
            continue
        present = tab.value(change.row, change.column)
        assert present == change.value or text(present).strip() == ""
        if change.note is not None:
            assert (change.row, change.column) not in tab.notes
    for request in (*made.changes.before, *made.changes.after):
        [(kind, body)] = request.items()
        assert kind in MAY_SEND
        if kind == "repeatCell":
            assert "Value" not in body["fields"]
            assert "note" not in body["fields"]
    again = planned(applied(before, made.changes))
    assert not did(again, "add-column")
    assert not did(again, "name-cases")
    assert not did(again, "add-tab")
