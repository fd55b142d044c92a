"""Tables for files and other programs are those of a terminal, every cell whole."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sheets_coc.cli.app import App
from sheets_coc.cli.output import plain_table, say
from sheets_coc.cli.pasting import RUNNING


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_terminal_breaks_lines_between_words_and_never_in_a_command(monkeypatch, width, capsys):
    RUNNING.set(None)  # another test of this process may have left its own
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    command = "sheets-coc oncall swap 2026-12-07/primary NAME"
    said = f"  - Nobody is on duty this week, and somebody has to be. Step in: {command}. Or wait."
    say(App(), said)
    lines = capsys.readouterr().out.splitlines()
    assert " ".join(" ".join(lines).split()) == " ".join(said.split())
    assert any(command in line for line in lines)
    assert all(len(line) <= width or command in line for line in lines)
    assert "Nobody is on" in lines[0], "what stands before a command is broken like any text"
    assert [line[:4] for line in lines[1:]] == ["    "] * (len(lines) - 1)
    say(App(), said, whole=True)
    assert capsys.readouterr().out == f"{said}\n"


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
