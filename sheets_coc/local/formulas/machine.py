"""Working out formulas: arithmetic, comparisons, texts, references and the common functions.

What is not worked out says so: a function that is not known here results in an error whose
message names it, never in a made-up value.
"""

from __future__ import annotations

import threading
from typing import Any

from sheets_coc.local.formulas import references
from sheets_coc.local.formulas.functions import FUNCTIONS, LAZY
from sheets_coc.local.formulas.references import Reference
from sheets_coc.local.formulas.tokens import tokens
from sheets_coc.local.formulas.values import (
    Block,
    Failed,
    Value,
    compare,
    number_of,
    power,
    text_of,
)
from sheets_coc.local.numbers.locales import locale_of
from sheets_coc.local.state.chips import has_chips, spelled_out
from sheets_coc.local.state.model import Content, RichCell, Scalar, Spreadsheet, Tab, number
from sheets_coc.local.state.results import CellError, Result
from sheets_coc.local.wire.a1 import grid_area

_DEEPEST = 100
_ERRORS = {
    "#REF!": "REF",
    "#N/A": "N_A",
    "#VALUE!": "VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#NULL!": "NULL_VALUE",
}


class Machine:
    """Works out one formula.

    Attributes:
        spreadsheet: where it stands.
        tab: its tab.
        row: its row.
        column: its column.
    """

    def __init__(self, spreadsheet: Spreadsheet, tab: Tab, row: int, column: int) -> None:
        self.spreadsheet = spreadsheet
        self.tab = tab
        self.row = row
        self.column = column
        self._tokens: list[tuple[str, str]] = []
        self._at = 0

    def run(self, formula: str) -> Result:
        """What the formula comes to."""
        locale = locale_of(self.spreadsheet.properties["locale"])
        self._tokens = list(tokens(formula[1:], locale.decimal))
        self._at = 0
        value = self._comparison()
        if self._peek() is not None:
            raise Failed("ERROR", "Formula parse error.")
        return self.single(value)

    def value(self, tab: Tab, row: int, column: int) -> Result:
        """The value of any cell; errors in it are the formula's too."""
        key = (tab.id, row, column)
        content = tab.get(row, column)
        if isinstance(content, RichCell) and content.formula is not None and key in _RUNNING.cells:
            raise Failed("REF", "Circular dependency detected.")
        return result(self.spreadsheet, tab, row, column, content)

    def single(self, value: Value) -> Result:
        """A value that is not a block; a block of one cell counts as its value."""
        if not isinstance(value, Block):
            return value
        if value.height == 1 and value.width == 1:
            return value.at(0, 0)
        raise Failed("ERROR", "The local Google does not work out arrays.")

    def _peek(self) -> tuple[str, str] | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _sign(self, *wanted: str) -> str | None:
        """The next token if it is one of these signs."""
        token = self._peek()
        if token is None or token[0] != "sign" or token[1] not in wanted:
            return None
        self._at += 1
        return token[1]

    def _comparison(self) -> Value:
        left = self._joined()
        while sign := self._sign("=", "<>", "<", "<=", ">", ">="):
            left = compare(sign, self._plain(left), self._plain(self._joined()))
        return left

    def _joined(self) -> Value:
        left = self._sum()
        while self._sign("&"):
            left = text_of(self._plain(left)) + text_of(self._plain(self._sum()))
        return left

    def _sum(self) -> Value:
        left = self._product()
        while sign := self._sign("+", "-"):
            right = self._number(self._product())
            left = self._number(left) + (right if sign == "+" else -right)
        return left

    def _product(self) -> Value:
        left = self._power()
        while sign := self._sign("*", "/"):
            right = self._number(self._power())
            if sign == "/" and right == 0:
                raise Failed("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
            value = self._number(left)
            left = number(value * right if sign == "*" else value / right)
        return left

    def _signed(self) -> Value:
        sign = self._sign("+", "-")
        if sign is None:
            return self._percent()
        value = self._signed()
        return -self._number(value) if sign == "-" else value

    def _power(self) -> Value:
        # As in other spreadsheets a sign binds first: -2^2 is 4.
        left = self._signed()
        while self._sign("^"):
            right = self._number(self._signed())
            left = power(self._number(left), right)
        return left

    def _percent(self) -> Value:
        value = self._atom()
        while self._sign("%"):
            value = number(self._number(value) / 100)
        return value

    def _plain(self, value: Value) -> Scalar | None:
        """A value that is no error."""
        found = self.single(value)
        if isinstance(found, CellError):
            raise Failed(found.kind, found.message)
        return found

    def _number(self, value: Value) -> float | int:
        return number_of(self._plain(value))

    def _atom(self) -> Value:
        token = self._peek()
        if token is None:
            raise Failed("ERROR", "Formula parse error.")
        self._at += 1
        kind, text = token
        if kind == "number":
            return number(float(text.replace(",", ".")))
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "error":
            raise Failed(_ERRORS[text], "Reference does not exist." if text == "#REF!" else "")
        if kind == "reference":
            return self._reference(text)
        if kind == "name":
            return self._named(text)
        if text == "(":
            value = self._comparison()
            self._expect(")")
            return value
        if text == "{":
            raise Failed("ERROR", "The local Google does not work out arrays.")
        raise Failed("ERROR", "Formula parse error.")

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise Failed("ERROR", "Formula parse error.")

    def _reference(self, text: str) -> Value:
        match = references.PATTERN.fullmatch(text)
        if match is None:
            raise Failed("ERROR", "Formula parse error.")
        return self._block(references.parse(match[1], match[2]))

    def _block(self, reference: Reference) -> Block:
        tab: Tab | None = self.tab
        if reference.title is not None:
            tab = self.spreadsheet.tab_titled(reference.title)
        if tab is None:
            raise Failed("REF", "Unresolved sheet name.")
        first, last = reference.first, reference.last or reference.first
        top, left = first.row or 0, first.column or 0
        bottom = tab.row_count if last.row is None else last.row + 1
        right = tab.column_count if last.column is None else last.column + 1
        if top >= tab.row_count or left >= tab.column_count:
            raise Failed("REF", "Reference does not exist.")
        return Block(
            self.value,
            tab,
            (
                min(top, bottom - 1),
                max(bottom, top + 1),
                min(left, right - 1),
                max(right, left + 1),
            ),
        )

    def _named(self, name: str) -> Value:
        if self._sign("("):
            return self._called(name.upper())
        if name.upper() in ("TRUE", "FALSE"):
            return name.upper() == "TRUE"
        for item in self.spreadsheet.named_ranges:
            if item["name"].casefold() == name.casefold():
                area = grid_area(self.spreadsheet, item["range"])
                if area is not None:
                    return Block(self.value, area.tab, area.closed())
        raise Failed("NAME", f"Unknown range name: '{name.upper()}'.")

    def _called(self, name: str) -> Value:
        if name in LAZY:
            return LAZY[name](self, self._lazy_arguments())
        arguments: list[Any] = [self.run_tokens(part) for part in self._lazy_arguments()]
        if name not in FUNCTIONS:
            raise Failed("NAME", f"The local Google does not work out the function {name}.")
        try:
            found: Value = FUNCTIONS[name](self, *arguments)
        except TypeError:
            raise Failed("N_A", f"Wrong number of arguments to {name}.") from None
        except (ValueError, ArithmeticError):
            raise Failed("NUM", f"{name} cannot be worked out for these numbers.") from None
        return found

    def _lazy_arguments(self) -> list[list[tuple[str, str]]]:
        """The tokens of each argument, up to the closing bracket."""
        parts: list[list[tuple[str, str]]] = [[]]
        depth = 0
        while (token := self._peek()) is not None:
            self._at += 1
            if token == ("sign", ")") and depth == 0:
                return [] if parts == [[]] else parts
            if token[0] == "sign" and token[1] in ",;" and depth == 0:
                parts.append([])
                continue
            depth += {"(": 1, ")": -1}.get(token[1], 0) if token[0] == "sign" else 0
            parts[-1].append(token)
        raise Failed("ERROR", "Formula parse error.")

    def run_tokens(self, tokens: list[tuple[str, str]]) -> Value:
        """What some tokens come to; nothing at all is an empty value."""
        if not tokens:
            return None
        kept, at = self._tokens, self._at
        self._tokens, self._at = tokens, 0
        value = self._comparison()
        if self._peek() is not None:
            raise Failed("ERROR", "Formula parse error.")
        self._tokens, self._at = kept, at
        return value

    def tried(self, tokens: list[tuple[str, str]]) -> Result:
        """The same as one value, with an error as a value."""
        kept = self._tokens, self._at
        try:
            return self.single(self.run_tokens(tokens))
        except Failed as failed:
            self._tokens, self._at = kept
            return failed.error


class _Running(threading.local):
    """The formulas being worked out by one thread, outermost first."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, int]] = []


_RUNNING = _Running()


def evaluate(spreadsheet: Spreadsheet, tab: Tab, row: int, column: int, formula: str) -> Result:
    """What a formula comes to; an error if it cannot be worked out."""
    if len(_RUNNING.cells) > _DEEPEST:
        return CellError("ERROR", "The local Google does not follow formulas that deep.")
    _RUNNING.cells.append((tab.id, row, column))
    try:
        return Machine(spreadsheet, tab, row, column).run(formula)
    except Failed as failed:
        return failed.error
    except RecursionError:
        return CellError("ERROR", "The local Google does not follow formulas that deep.")
    finally:
        _RUNNING.cells.pop()


def result(spreadsheet: Spreadsheet, tab: Tab, row: int, column: int, content: Content) -> Result:
    """What a cell results in; formulas are worked out once for each state of the spreadsheet."""
    if not isinstance(content, RichCell):
        return content
    if content.formula is None:
        if "chips-as-text" in spreadsheet.variants and has_chips(content):
            return spelled_out(content)[0]
        return content.value
    key = (tab.id, row, column)
    if key not in spreadsheet.results:
        spreadsheet.results[key] = evaluate(spreadsheet, tab, row, column, content.formula)
    found: Result = spreadsheet.results[key]
    return found
