"""Drop-downs and conditional formats in an .xlsx file, as far as it knows the like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sheets_coc.local.files import xlsx_style as style
from sheets_coc.local.state.model import RichCell, Tab
from sheets_coc.local.wire.a1 import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

Json = dict[str, Any]

_LISTS = "Lists"
_MARK = "sheets_coc_lists"
"""What tells the sheet of choices from somebody's tab."""
_LONGEST_LIST = 255
_COMPARISONS: dict[str, Any] = {
    "GREATER": "greaterThan",
    "GREATER_THAN_EQ": "greaterThanOrEqual",
    "LESS": "lessThan",
    "LESS_THAN_EQ": "lessThanOrEqual",
    "EQ": "equal",
    "NOT_EQ": "notEqual",
    "BETWEEN": "between",
    "NOT_BETWEEN": "notBetween",
    "BEFORE": "lessThan",
    "AFTER": "greaterThan",
    "ON_OR_BEFORE": "lessThanOrEqual",
    "ON_OR_AFTER": "greaterThanOrEqual",
}
_TODAY = {
    "TODAY": "TODAY()",
    "TOMORROW": "TODAY()+1",
    "YESTERDAY": "TODAY()-1",
    "PAST_WEEK": "TODAY()-7",
    "PAST_MONTH": "EDATE(TODAY(),-1)",
    "PAST_YEAR": "EDATE(TODAY(),-12)",
}


def add_drop_downs(book: Workbook, sheet: Worksheet, tab: Tab) -> None:
    """Give the cells of a tab the checks and drop-downs they have."""
    for rule, blocks in _validated(tab).items():
        made = _validation(book, json.loads(rule))
        if made is not None:
            for block in blocks:
                made.add(block)
            sheet.add_data_validation(made)


def _validated(tab: Tab) -> dict[str, list[str]]:
    """For each rule, as JSON, the stretches of cells that bear it, column by column."""
    found: dict[str, dict[int, list[int]]] = {}
    for row, contents in enumerate(tab.rows):
        for column, content in enumerate(contents):
            if (
                isinstance(content, RichCell)
                and content.extra
                and "dataValidation" in content.extra
            ):
                rule = json.dumps(content.extra["dataValidation"], sort_keys=True)
                found.setdefault(rule, {}).setdefault(column, []).append(row)
    return {
        rule: [
            f"{letters(column)}{first + 1}:{letters(column)}{last + 1}"
            for column, rows in columns.items()
            for first, last in _stretches(rows)
        ]
        for rule, columns in found.items()
    }


def _stretches(rows: list[int]) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for row in rows:
        if stretches and stretches[-1][1] == row - 1:
            stretches[-1] = (stretches[-1][0], row)
        else:
            stretches.append((row, row))
    return stretches


def _validation(book: Workbook, rule: Json) -> DataValidation | None:
    """A check of entries, or None for one that .xlsx does not know (an e-mail address, say)."""
    from openpyxl.worksheet.datavalidation import DataValidation

    condition = rule["condition"]
    kind, values = condition["type"], _values(condition)
    family, _, comparison = kind.partition("_")
    if kind == "BOOLEAN":
        made = DataValidation("list", '"TRUE,FALSE"')
    elif kind == "ONE_OF_LIST":
        made = DataValidation("list", _list_formula(book, values))
    elif kind == "ONE_OF_RANGE" and values:
        made = DataValidation("list", values[0].lstrip("="))
    elif kind == "CUSTOM_FORMULA" and values:
        made = DataValidation("custom", values[0].lstrip("="))
    elif kind == "DATE_IS_VALID":
        made = DataValidation("date", "1", operator="greaterThanOrEqual")
    elif family in ("NUMBER", "DATE") and comparison in _COMPARISONS and values:
        made = DataValidation("decimal" if family == "NUMBER" else "date", values[0])
        made.operator = _COMPARISONS[comparison]
        made.formula2 = values[1] if len(values) > 1 else None
    else:
        return None
    made.allow_blank = True
    made.showErrorMessage = True
    made.errorStyle = "stop" if rule.get("strict") else "warning"
    if rule.get("inputMessage"):
        made.showInputMessage = True
        made.prompt = rule["inputMessage"][:_LONGEST_LIST]
    return made


def _values(condition: Json) -> list[str]:
    """The values of a condition as formulas without their `=`, or as plain text."""
    found = []
    for value in condition.get("values", []):
        if "relativeDate" in value:
            found.append(_TODAY[value["relativeDate"]])
        else:
            found.append(_date_or_text(value.get("userEnteredValue", ""), condition["type"]))
    return found


def _date_or_text(text: str, kind: str) -> str:
    from datetime import date

    text = text.removeprefix("=")
    if kind.startswith("DATE_"):
        try:
            return str((date.fromisoformat(text) - date(1899, 12, 30)).days)
        except ValueError:
            return text
    return text


def _list_formula(book: Workbook, values: list[str]) -> str:
    """The choices of a drop-down: in the rule where they fit, else on a hidden sheet.

    That sheet comes after all others, under a title that none of them has.
    """
    joined = ",".join(values)
    plain = not any(sign in value for value in values for sign in ',"')
    if plain and len(joined) <= _LONGEST_LIST - 2:
        return f'"{joined}"'
    sheet = book.worksheets[-1]
    if not getattr(sheet, _MARK, False):
        taken = {other.title.casefold() for other in book.worksheets}
        numbers = (f"{_LISTS}{number or ''}" for number in (0, *range(2, len(taken) + 3)))
        sheet = book.create_sheet(next(t for t in numbers if t.casefold() not in taken))
        sheet.sheet_state = "hidden"
        setattr(sheet, _MARK, True)
    column = sheet.max_column + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
    for row, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        cell.data_type = "s"
    letter = letters(column - 1)
    return f"{sheet.title}!${letter}$1:${letter}${len(values)}"


def add_conditions(sheet: Worksheet, tab: Tab) -> None:
    """Give a tab its conditional formats, the first of them the strongest."""
    for rule in tab.parts.get("conditionalFormats", []):
        blocks = [style.a1_block(tab, grid) for grid in rule.get("ranges", [])]
        made = _rule(rule, blocks)
        if made is not None:
            sheet.conditional_formatting.add(" ".join(blocks), made)


def _rule(rule: Json, blocks: list[str]) -> Rule | None:
    if not blocks:
        return None
    if "booleanRule" in rule:
        return _boolean_rule(rule["booleanRule"], blocks[0].partition(":")[0])
    return _gradient(rule["gradientRule"]) if "gradientRule" in rule else None


def _boolean_rule(rule: Json, first: str) -> Rule | None:
    look = rule.get("format", {})
    colour = style.hex_colour(look, "backgroundColor")
    how: Json = {}
    if colour:
        how["fill"] = style.fill(colour)
    if "textFormat" in look:
        how["font"] = _font(look["textFormat"])
    condition = rule["condition"]
    kind, values = condition["type"], _values(condition)
    family, _, comparison = kind.partition("_")
    if family in ("NUMBER", "DATE") and comparison in _COMPARISONS and values:
        return _made("CellIsRule", operator=_COMPARISONS[comparison], formula=values, **how)
    formula = _as_formula(kind, values, first)
    return None if formula is None else _made("FormulaRule", formula=[formula], **how)


def _as_formula(kind: str, values: list[str], first: str) -> str | None:
    """A condition as a formula about the first cell of its range; None for one unknown here."""
    text = '"' + values[0].replace('"', '""') + '"' if values else '""'
    known = {
        "CUSTOM_FORMULA": values[0] if values else None,
        "BLANK": f"LEN(TRIM({first}))=0",
        "NOT_BLANK": f"LEN(TRIM({first}))>0",
        "TEXT_CONTAINS": f"ISNUMBER(SEARCH({text},{first}))",
        "TEXT_NOT_CONTAINS": f"NOT(ISNUMBER(SEARCH({text},{first})))",
        "TEXT_EQ": f"{first}={text}",
        "TEXT_NOT_EQ": f"{first}<>{text}",
        "TEXT_STARTS_WITH": f"LEFT({first},LEN({text}))={text}",
        "TEXT_ENDS_WITH": f"RIGHT({first},LEN({text}))={text}",
    }
    return known.get(kind)


def _font(text: Json) -> Any:
    """Only what a conditional format may change: weight, slant, lines and colour."""
    from openpyxl.styles import Font

    return Font(
        b=text.get("bold"),
        i=text.get("italic"),
        strike=text.get("strikethrough"),
        u="single" if text.get("underline") else None,
        color=style.hex_colour(text, "foregroundColor"),
    )


def _gradient(rule: Json) -> Rule | None:
    """Two or three colours over a range of numbers."""
    kinds = {"NUMBER": "num", "PERCENT": "percent", "PERCENTILE": "percentile"}
    how: Json = {}
    for name, key in (("start", "minpoint"), ("mid", "midpoint"), ("end", "maxpoint")):
        point = rule.get(key)
        if not point:
            continue
        how[f"{name}_type"] = kinds.get(point["type"], "min" if name == "start" else "max")
        how[f"{name}_color"] = style.hex_colour(point, "color") or "FFFFFF"
        if point.get("value"):
            how[f"{name}_value"] = point["value"]
    return _made("ColorScaleRule", **how) if len(how) >= 4 else None


def _made(name: str, **how: Any) -> Rule:
    """A rule of openpyxl, whose makers bear no types."""
    from openpyxl.formatting import rule

    made: Rule = getattr(rule, name)(**how)
    return made
