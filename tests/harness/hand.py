"""A person's hand over the sheet as it stands, and what it is about to do there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.state.model import Tab, as_cell
from sheets_coc.local.wire import a1
from sheets_coc.schema.columns import BY_KEY

Fresh = Callable[[int, int], bool]


@dataclass(frozen=True)
class Aimed:
    """A deed with its place.

    Attributes:
        edit: what is done.
        tab: the id of the tab it makes new cells in.
        fresh: which rows and columns are new afterwards.
        tears: whether it tears rows apart.
    """

    edit: PersonEdit
    tab: int = -1
    fresh: Fresh = field(default=lambda row, column: False)
    tears: bool = False


class Hand:
    """A person's hand over the sheet as it stands.

    Args:
        tabs: the tabs as they are.
        records: the id of the records tab, whatever it is called now.
        rng: where details come from.

    Raises:
        LookupError: there is nothing to lay it on.
    """

    def __init__(self, tabs: Sequence[Tab], records: int, rng: Random) -> None:
        self.tabs = {tab.id: tab for tab in tabs}
        if records not in self.tabs:
            raise LookupError("the records tab is gone")
        self.tab = self.tabs[records]
        self.rng = rng
        self.header, self.columns = _columns(self.tab)
        self.rows = [
            row
            for row in range(self.header + 1, len(self.tab.rows))
            if any(as_cell(c).value not in (None, "") for c in self.tab.rows[row])
        ]
        if not self.rows:
            raise LookupError("no rows")

    @property
    def title(self) -> str:
        """What the records tab is called now."""
        return self.tab.title

    def row(self) -> int:
        """A row of a record, those first that the tool has a mind to expunge."""
        due = [row for row in self.rows if self.value(row, "case") in _DUE]
        return self.rng.choice(due if due and self.rng.random() < 0.5 else self.rows)

    def value(self, row: int, key: str) -> Any:
        """What stands in a row under a header."""
        at = self.columns.get(key)
        return None if at is None else as_cell(self.tab.get(row, at)).value

    def at(self, row: int, key: str) -> str:
        """The address of a row's cell under a header."""
        if key not in self.columns:
            raise LookupError("no such column any more")
        return f"{a1.letters(self.columns[key])}{row + 1}"

    def letters(self, *keys: str) -> str:
        """The letters of one of these columns."""
        known = [self.columns[key] for key in keys if key in self.columns]
        return a1.letters(self.rng.choice(known or list(self.columns.values())))

    def type(self, row: int, key: str, value: Any) -> Aimed:
        """Type into a row's cell."""
        return Aimed(PersonEdit("overtype", tab=self.title, cell=self.at(row, key), value=value))

    def add(self, **cells: Any) -> Aimed:
        """Fill the first free row below."""
        width = max(self.columns.values()) + 1
        values: list[Any] = [None] * width
        for key, value in cells.items():
            if key in self.columns:
                values[self.columns[key]] = value
        bottom = self.tab.last_row()
        edit = PersonEdit("add_row", tab=self.title, values=values)
        return Aimed(edit, self.tab.id, lambda row, column: row >= bottom)

    def whole(self, row: int) -> str:
        """A row as a block, as wide as there are headers."""
        return f"A{row + 1}:{a1.letters(max(self.columns.values()))}{row + 1}"

    def other(self, title: str) -> Tab:
        """Another tab."""
        found = next((tab for tab in self.tabs.values() if tab.title == title), None)
        if found is None:
            raise LookupError("no such tab")
        return found


_DUE = ("amber-kite", "civil-moss", "faded-oar")


def _columns(tab: Tab) -> tuple[int, dict[str, int]]:
    """The header's row, and the column of each header that is known, by key."""
    for row, cells in enumerate(tab.rows[:6]):
        shown = {str(as_cell(c).value): n for n, c in enumerate(cells) if as_cell(c).value}
        found = {key: shown[c.header] for key, c in BY_KEY.items() if c.header in shown}
        if len(found) > 3:
            return row, found
    raise LookupError("no header")
