"""What a person does in the sheet: insert, move, sort, cut and paste, type, rename, delete.

An edit is a name and arguments, so that it can be sent over a wire and kept in a list:

    PersonEdit("sort", tab="Records", column="B")
    PersonEdit("overtype", tab="Records", cell="C4", value="15 March 2019")

It is carried out through the very requests that the API offers, as the person who does it: an
edit of a protected cell is refused unless it is the owner's. Rows are numbered as people see
them, from 1; columns are letters. What is typed is read as typed in a browser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sheets_coc.local.auth.access import check_sheet, touch
from sheets_coc.local.edits.batch import run
from sheets_coc.local.person import cells as person_cells
from sheets_coc.local.person import rows as person_rows
from sheets_coc.local.person import tabs as person_tabs
from sheets_coc.local.person.places import Requests
from sheets_coc.local.state.model import Spreadsheet
from sheets_coc.local.state.state import Transaction


@dataclass(frozen=True, repr=False)
class PersonEdit:
    """One thing a person does.

    Attributes:
        name: one of `NAMES`.
        arguments: what the function of that name takes besides the spreadsheet.
    """

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def __init__(self, name: str, /, **arguments: Any) -> None:
        if name not in _EDITS:
            raise ValueError(f"no such edit; there are: {', '.join(NAMES)}")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "arguments", arguments)

    def __repr__(self) -> str:
        return f"<PersonEdit {self.name}>"

    def requests(self, spreadsheet: Spreadsheet) -> Requests:
        """The `batchUpdate` requests that do it to the spreadsheet as it stands."""
        return _EDITS[self.name](spreadsheet, **self.arguments)


def perform(state: Transaction, spreadsheet_id: str, email: str, edit: PersonEdit) -> None:
    """Do it, in the caller's transaction.

    Args:
        state: a writing transaction.
        spreadsheet_id: the spreadsheet.
        email: who does it.
        edit: what.

    Raises:
        ApiError: Google would not let this person do it, or it cannot be done.
        ValueError: there is no such tab or cell.
    """
    check_sheet(state, spreadsheet_id, email, "writer")
    spreadsheet = state.spreadsheet(spreadsheet_id)
    requests = edit.requests(spreadsheet)
    if requests:
        run(spreadsheet, requests, email, state.now)
        touch(state.file(spreadsheet_id), email, state.now)


_EDITS: dict[str, Callable[..., Requests]] = {
    function.__name__: function
    for function in (
        person_rows.insert_rows,
        person_rows.insert_columns,
        person_rows.delete_rows,
        person_rows.delete_columns,
        person_rows.move_rows,
        person_rows.move_columns,
        person_rows.sort,
        person_cells.cut_paste,
        person_cells.copy_paste,
        person_cells.overtype,
        person_cells.clear,
        person_cells.note,
        person_tabs.rename_tab,
        person_tabs.hide_tab,
        person_tabs.add_tab,
        person_tabs.delete_tab,
        person_rows.add_column,
        person_cells.add_row,
        person_tabs.protect,
        person_tabs.remove_protection,
        person_tabs.convert_to_table,
        person_tabs.filter_rows,
        person_tabs.remove_filter,
    )
}
NAMES = tuple(_EDITS)
"""Every edit there is."""
