"""What stands beside a table that people made of a tab, and is left behind when they sort it.

A        …   J              K       L
Date     …   Goes on        Case    Decision      the table ends with J: sorting it moves A
────────── table ─────────                        to J, and K and L stay where they are
"""

from __future__ import annotations

from collections.abc import Iterator

from sheets_coc.sheet.model import Tab, column_letters, text


def beside_tables(tab: Tab) -> Iterator[str]:
    """A sentence for each table of a tab beside which columns with a heading stand."""
    for table in tab.tables:
        top, _, _, right = table.range
        row = tab.values[top] if top < len(tab.values) else []
        if any(text(value).strip() for value in row[right:]):
            yield (
                f"The table in {tab.title} ends with column {column_letters(right - 1)}. Sorting "
                "it leaves the columns to its right behind, so that rows come apart: drag the "
                "table's corner over them first."
            )
