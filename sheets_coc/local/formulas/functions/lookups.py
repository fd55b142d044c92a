"""Functions about places in the grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sheets_coc.local.cells.results import CellError, Result
from sheets_coc.local.formulas.functions.arguments import cells_in, number_in, plain_in, used_rows
from sheets_coc.local.formulas.values import Block, Failed, Value, compare

if TYPE_CHECKING:
    from sheets_coc.local.formulas.machine import Machine


def _row(machine: Machine, block: Value = None) -> Result:
    return (block.top if isinstance(block, Block) else machine.row) + 1


def _column(machine: Machine, block: Value = None) -> Result:
    return (block.left if isinstance(block, Block) else machine.column) + 1


def _vlookup(
    machine: Machine, wanted: Value, block: Value, index: Value, is_sorted: Value = True
) -> Result:
    if not isinstance(block, Block):
        raise Failed("N_A", "VLOOKUP needs a range.")
    column = int(number_in(machine, index)) - 1
    if not 0 <= column < block.width:
        raise Failed("REF", "VLOOKUP evaluates to an out of bounds range.")
    key, best = plain_in(machine, wanted), None
    for row in range(used_rows(block)):
        value = block.at(row, 0)
        if isinstance(value, CellError) or value is None:
            continue
        if compare("=", value, key):
            best = row
            break
        if plain_in(machine, is_sorted) and compare("<", value, key):
            best = row
    if best is None:
        raise Failed("N_A", "Did not find value in VLOOKUP evaluation.")
    return block.at(best, column)


def _match(machine: Machine, wanted: Value, block: Value, kind: Value = 1) -> Result:
    key, how = plain_in(machine, wanted), number_in(machine, kind)
    best = None
    for place, value in enumerate(cells_in(block)):
        if isinstance(value, CellError) or value is None:
            continue
        if compare("=", value, key):
            return place + 1
        if how and compare("<" if how > 0 else ">", value, key):
            best = place + 1
    if best is None:
        raise Failed("N_A", "Did not find value in MATCH evaluation.")
    return best


def _index(machine: Machine, block: Value, row: Value = 1, column: Value = 1) -> Result:
    if not isinstance(block, Block):
        return block
    r, c = int(number_in(machine, row)), int(number_in(machine, column))
    if block.height == 1 and column == 1:
        r, c = 1, r
    if not (1 <= r <= block.height and 1 <= c <= block.width):
        raise Failed("REF", "INDEX evaluates to an out of bounds range.")
    return block.at(r - 1, c - 1)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ROW": _row,
    "COLUMN": _column,
    "ROWS": lambda machine, block: block.height if isinstance(block, Block) else 1,
    "COLUMNS": lambda machine, block: block.width if isinstance(block, Block) else 1,
    "VLOOKUP": _vlookup,
    "MATCH": _match,
    "INDEX": _index,
}
