"""Functions about places in the grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_coc.local.formulas.functions.arguments import cells_in, number_in, plain_in, used_rows
from sheets_coc.local.formulas.values import Block, Failed, Value, Working, compare
from sheets_coc.local.state.results import CellError, Result


def _row(work: Working, block: Value = None) -> Result:
    return (block.top if isinstance(block, Block) else work.row) + 1


def _column(work: Working, block: Value = None) -> Result:
    return (block.left if isinstance(block, Block) else work.column) + 1


def _vlookup(
    work: Working, wanted: Value, block: Value, index: Value, is_sorted: Value = True
) -> Result:
    if not isinstance(block, Block):
        raise Failed("N_A", "VLOOKUP needs a range.")
    column = int(number_in(work, index)) - 1
    if not 0 <= column < block.width:
        raise Failed("REF", "VLOOKUP evaluates to an out of bounds range.")
    key, best = plain_in(work, wanted), None
    for row in range(used_rows(block)):
        value = block.at(row, 0)
        if isinstance(value, CellError) or value is None:
            continue
        if compare("=", value, key):
            best = row
            break
        if plain_in(work, is_sorted) and compare("<", value, key):
            best = row
    if best is None:
        raise Failed("N_A", "Did not find value in VLOOKUP evaluation.")
    return block.at(best, column)


def _match(work: Working, wanted: Value, block: Value, kind: Value = 1) -> Result:
    key, how = plain_in(work, wanted), number_in(work, kind)
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


def _index(work: Working, block: Value, row: Value = 1, column: Value = 1) -> Result:
    if not isinstance(block, Block):
        return block
    r, c = int(number_in(work, row)), int(number_in(work, column))
    if block.height == 1 and column == 1:
        r, c = 1, r
    if not (1 <= r <= block.height and 1 <= c <= block.width):
        raise Failed("REF", "INDEX evaluates to an out of bounds range.")
    return block.at(r - 1, c - 1)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ROW": _row,
    "COLUMN": _column,
    "ROWS": lambda work, block: block.height if isinstance(block, Block) else 1,
    "COLUMNS": lambda work, block: block.width if isinstance(block, Block) else 1,
    "VLOOKUP": _vlookup,
    "MATCH": _match,
    "INDEX": _index,
}
