"""Tables for files and other programs are those of a terminal, every cell whole."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sheets_coc.cli.output import plain_table

CELL = st.text(st.sampled_from("ab 1-é山\n"), max_size=12).map(str.strip)


def drawn(rows: list[list[str]], *, figures: bool) -> list[str]:
    """The same table as rich draws it, where it has all the room it wants."""
    console = Console(file=io.StringIO(), width=1000, highlight=False, markup=False, emoji=False)
    grid = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0) if figures else (0, 1))
    for number, head in enumerate(rows[0]):
        grid.add_column(head, justify="right" if figures and number else "left")
    for row in rows[1:]:
        grid.add_row(*map(Text, row))
    with console.capture() as shown:
        console.print(grid)
    return [line.rstrip() for line in shown.get().splitlines()]


@pytest.mark.parametrize("figures", [False, True])
@settings(max_examples=25)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=5))
def test_it_is_the_table_of_a_terminal(rows: list[list[str]], figures: bool) -> None:
    rows = [["Where", "Case", "山"], *rows]
    assert plain_table(rows, figures=figures) == drawn(rows, figures=figures)
