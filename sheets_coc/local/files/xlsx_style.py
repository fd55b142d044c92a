"""How cells look in an .xlsx file: fonts, colours, borders and number formats out of Google's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sheets_coc.local.state.model import Tab
from sheets_coc.local.wire.a1 import letters

if TYPE_CHECKING:
    from openpyxl.cell import Cell as XlsxCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill

Json = dict[str, Any]

PATTERNS = {
    "DATE": "yyyy-mm-dd",
    "TIME": "hh:mm:ss",
    "DATE_TIME": "yyyy-mm-dd hh:mm:ss",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "NUMBER": "#,##0.00",
    "SCIENTIFIC": "0.00E+00",
    "TEXT": "@",
}
"""What each type of number shows where no pattern is given."""
_TEMPORAL = ("DATE", "TIME", "DATE_TIME")
_DAY_AFTER_THE_LAST = 2_958_466
"""10000-01-01 as a serial number."""
_LINES: dict[str, Any] = {
    "DOTTED": "dotted",
    "DASHED": "dashed",
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOUBLE": "double",
}
_ACROSS = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_DOWN = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}


def apply(target: XlsxCell, look: Json) -> None:
    """Give a cell the look that Google's `CellFormat` describes."""
    if "numberFormat" in look:
        number = look["numberFormat"]
        kind = number.get("type", "")
        if kind not in _TEMPORAL or not _beyond_the_calendar(target.value):
            target.number_format = number.get("pattern") or PATTERNS.get(kind, "General")
    target.font = font(look.get("textFormat", {}))
    colour = hex_colour(look, "backgroundColor")
    if colour:
        target.fill = fill(colour)
    if look.keys() & {"horizontalAlignment", "verticalAlignment", "wrapStrategy", "textRotation"}:
        target.alignment = alignment(look)
    if "borders" in look:
        target.border = border(look["borders"])


def _beyond_the_calendar(value: object) -> bool:
    """Whether a number is no day that an .xlsx file can name, whatever its format says."""
    return isinstance(value, int | float) and not 0 <= value < _DAY_AFTER_THE_LAST


def font(text: Json) -> Font:
    """A font out of Google's `TextFormat`; openpyxl keeps equal ones once."""
    return _font(
        text.get("fontFamily"),
        text.get("fontSize"),
        bool(text.get("bold")),
        bool(text.get("italic")),
        bool(text.get("strikethrough")),
        bool(text.get("underline") or text.get("link")),
        hex_colour(text, "foregroundColor") or ("1155CC" if text.get("link") else None),
    )


@lru_cache(maxsize=256)
def _font(
    name: str | None,
    size: float | None,
    bold: bool,
    italic: bool,
    strike: bool,
    underline: bool,
    colour: str | None,
) -> Font:
    from openpyxl.styles import Font

    return Font(
        name=name or "Arial",
        sz=size or 10,
        b=bold,
        i=italic,
        strike=strike,
        u="single" if underline else None,
        color=colour,
    )


@lru_cache(maxsize=256)
def fill(colour: str) -> PatternFill:
    """A plain background."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour, bgColor=colour)


def alignment(look: Json) -> Alignment:
    """Where a text stands in its cell, and whether it is wrapped."""
    from openpyxl.styles import Alignment

    rotation = look.get("textRotation", {})
    angle = rotation.get("angle", 0)
    return Alignment(
        horizontal=_ACROSS.get(look.get("horizontalAlignment", "")),
        vertical=_DOWN.get(look.get("verticalAlignment", "BOTTOM")),
        wrap_text=look.get("wrapStrategy") in ("WRAP", "LEGACY_WRAP"),
        text_rotation=255 if rotation.get("vertical") else (angle if angle >= 0 else 90 - angle),
    )


def border(sides: Json) -> Border:
    """The lines around a cell."""
    from openpyxl.styles import Border, Side

    made: Json = {}
    for side in ("top", "bottom", "left", "right"):
        line = sides.get(side, {})
        if line.get("style") in _LINES:
            made[side] = Side(_LINES[line["style"]], color=hex_colour(line, "color") or "000000")
    return Border(**made)


def note(text: str) -> Comment:
    """A note, as large as its text needs."""
    from openpyxl.comments import Comment

    lines = sum(1 + len(line) // 40 for line in text.split("\n"))
    return Comment(text, "note", height=min(18 * lines + 18, 500), width=280)


def hex_colour(holder: Json, name: str) -> str | None:
    """A colour of Google's, found under `name` or `nameStyle`, as six hexadecimal digits.

    Colours of the theme are those of Google's own theme, which no program here can change.
    """
    chosen = holder.get(f"{name}Style", {})
    colour = chosen.get("rgbColor", holder.get(name))
    if "themeColor" in chosen:
        return _THEME.get(chosen["themeColor"])
    if colour is None:
        return None
    channels = (colour.get(channel, 0) for channel in ("red", "green", "blue"))
    return "".join(f"{min(max(round(c * 255), 0), 255):02X}" for c in channels)


_THEME = {
    "TEXT": "000000",
    "BACKGROUND": "FFFFFF",
    "ACCENT1": "4285F4",
    "ACCENT2": "EA4335",
    "ACCENT3": "FBBC04",
    "ACCENT4": "34A853",
    "ACCENT5": "FF6D01",
    "ACCENT6": "46BDC6",
    "LINK": "1155CC",
}


def a1_block(tab: Tab, grid: Json) -> str:
    """A `GridRange` as `A1:C9`; where it is open it ends with the grid."""
    top, left = grid.get("startRowIndex", 0), grid.get("startColumnIndex", 0)
    bottom = grid.get("endRowIndex", tab.row_count)
    right = grid.get("endColumnIndex", tab.column_count)
    return f"{letters(left)}{top + 1}:{letters(right - 1)}{bottom}"
