"""A records sheet on a local Google, over real gspread, that people rearrange between nights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sheets_coc import policy as policies
from sheets_coc.nightly import Night, nightly
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.sheet.model import Value, text
from tests.harness.world import World
from tests.sheets import cell

TODAY = date(2026, 11, 21)
TEN = (
    "reported_on", "reporter", "subjects", "contacts", "summary", "our_action", "local_action",
    "outcome", "flag", "expunge_on",
)  # fmt: skip
FULL = (
    "case", *TEN, "decision", "decided_on", "banned_until", "hold", "aliases", "others",
    "handled_by", "policy_date", "extended_until", "goes_on", "expunged_on", "row_check",
)  # fmt: skip
GONE = "Expunged"
Grid = list[list[Value]]


def person(number: int, **more: Any) -> dict[str, Any]:
    """A record about somebody nobody else is about, resolved long ago."""
    name = f"Quillan Ozark{number}"
    return {
        "case": f"{('amber', 'brisk', 'civil', 'dusty', 'early', 'faded', 'glad')[number % 7]}-"
        f"{('kite', 'lamp', 'moss', 'fern', 'plum')[number // 7 % 5]}",
        "reported_on": f"2026-{1 + number % 9:02}-{1 + number % 27:02}",
        "subjects": name,
        "contacts": f"ozark{number}@example.org",
        "summary": f"{name} was loud, number {number}.",
        "our_action": "Yes", "local_action": "No", "flag": "no",
        "decision": "Violation, resolved",
        **more,
    }  # fmt: skip


class Sheet:
    """One spreadsheet; a night is the scheduled job, everything else is what people do.

    Args:
        world: where it stands.
        rows: its records, by column key or heading.
        keys: its columns, by key or heading.
        tabs: other tabs, by title.
    """

    def __init__(
        self,
        world: World,
        rows: Sequence[Mapping[str, Any]],
        keys: Sequence[str] = FULL,
        **tabs: Sequence[Sequence[Any]],
    ) -> None:
        self.world = world
        grid = [[BY_KEY[k].header if k in BY_KEY else k for k in keys]]
        grid += [[cell(row.get(key)) for key in keys] for row in rows]
        given = {"Records": grid, **{title: list(map(list, g)) for title, g in tabs.items()}}
        self.id = world.google.create_spreadsheet("Invented records", given)
        self.policy = policies.default()

    def book(self, day: date = TODAY) -> Any:
        """The spreadsheet as a job works on it."""
        book = self.world.book(self.id, day)
        book.policy = self.policy
        return book

    def no_notice(self) -> Sheet:
        """Let records go at once, so that whatever goes wrongly goes the same night."""
        retention = replace(self.policy.retention, notice_days=0)
        self.policy = replace(self.policy, retention=retention)
        return self

    def night(self, day: date = TODAY) -> Night:
        """The scheduled job."""
        return nightly(self.book(day), apply=True)

    def nights(self, number: int, day: date = TODAY) -> list[Night]:
        """Several in a row."""
        return [self.night(day + timedelta(days=n)) for n in range(number)]

    def grid(self, tab: str = "Records") -> Grid:
        """What stands in a tab, every row as wide as the widest."""
        found = self.book().read().tab(tab)
        assert found is not None
        width = max((len(row) for row in found.values), default=0)
        return [[*row, *[None] * (width - len(row))] for row in found.values]

    def edit(self, change: Callable[[Grid], Grid | None], tab: str = "Records") -> None:
        """Rearrange a tab: `change` gets its cells, and changes or returns them."""
        book = self.book()
        found = book.read().tab(tab)
        assert found is not None
        before = self.grid(tab)
        after = [list(row) for row in before]
        after = change(after) or after
        height = max(len(before), len(after))
        width = max(len(row) for row in [*before, *after])
        cells = [
            {"values": [_cell(row[c] if c < len(row) else None) for c in range(width)]}
            for row in [*after, *[[] for _ in range(height - len(after))]]
        ]
        block = {"sheetId": found.id, "startRowIndex": 0, "startColumnIndex": 0}
        grow = [
            {"appendDimension": {"sheetId": found.id, "dimension": d, "length": more}}
            for d, more in (
                ("COLUMNS", width - found.columns), ("ROWS", height - found.rows)
            )
            if more > 0
        ]  # fmt: skip
        block |= {"endRowIndex": height, "endColumnIndex": width}
        book.session.batch(
            [*grow, {"updateCells": {"range": block, "rows": cells, "fields": "userEnteredValue"}}]
        )

    def column(self, key: str) -> int:
        """Where the column of a key, or of a heading, stands."""
        heading = BY_KEY[key].header if key in BY_KEY else key
        row = next(row for row in self.grid() if heading in row)
        return row.index(heading)

    def rename(self, key: str, heading: str) -> None:
        """Give a column another heading."""
        at = self.column(key)
        old = BY_KEY[key].header if key in BY_KEY else key

        def change(grid: Grid) -> None:
            next(row for row in grid if row[at] == old)[at] = heading

        self.edit(change)

    def set(self, row: int, key: str, value: Value) -> None:
        """Type into a cell; rows count from 0, the header included."""
        at = self.column(key)

        def change(grid: Grid) -> None:
            grid[row][at] = cell(value)

        self.edit(change)

    def todo(self) -> list[dict[str, str]]:
        """The lines of To do, by heading."""
        header, *lines = self.grid("To do")
        return [dict(zip(map(text, header), map(text, line), strict=True)) for line in lines]

    def answer(self, what: str, answer: str) -> None:
        """Answer every question that says this; it must offer that answer or know it."""

        def change(grid: Grid) -> None:
            at = grid[0].index("Answer")
            asked = [row for row in grid[1:] if what in text(row[grid[0].index("What")])]
            assert asked, f"nobody asks: {what}"
            for row in asked:
                row[at] = answer

        self.edit(change, "To do")

    def codes(self, day: date = TODAY) -> set[str]:
        """What validation finds."""
        from sheets_coc.redaction import jobs

        return {finding.code for finding in jobs.validate(self.book(day), apply=False).findings}

    def standing(self) -> set[str]:
        """Which of the invented people still stand in the records."""
        return {
            value
            for row in self.grid()
            for value in row
            if isinstance(value, str) and value.startswith("Quillan") and " was " not in value
        }


def _cell(value: Value) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    kind = "boolValue" if isinstance(value, bool) else (
        "stringValue" if isinstance(value, str) else "numberValue"
    )  # fmt: skip
    return {"userEnteredValue": {kind: value}}
