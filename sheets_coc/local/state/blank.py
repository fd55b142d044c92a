"""A new spreadsheet as Google makes it: one empty tab, Google's default format and colours."""

from __future__ import annotations

from typing import Any

from sheets_coc.local.state.model import Spreadsheet, Tab

Json = dict[str, Any]

_WHITE: dict[str, float] = {"red": 1, "green": 1, "blue": 1}
_THEME: dict[str, dict[str, float]] = {
    "TEXT": {},
    "BACKGROUND": _WHITE,
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}


def blank(spreadsheet_id: str, file: Json) -> Spreadsheet:
    """A spreadsheet with one empty tab of 1000 rows and 26 columns.

    Args:
        spreadsheet_id: its id.
        file: what Drive keeps of it, as `access.new_file` makes it.
    """
    tab = Tab(0, {"title": "Sheet1"})
    return Spreadsheet(spreadsheet_id, file, default_properties(), [tab])


def default_properties(locale: str = "en_US", time_zone: str = "Etc/GMT") -> Json:
    """Google's `SpreadsheetProperties` of a new spreadsheet, without the title."""
    return {
        "locale": locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": time_zone,
        "defaultFormat": {
            "backgroundColor": dict(_WHITE),
            "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
            "verticalAlignment": "BOTTOM",
            "wrapStrategy": "OVERFLOW_CELL",
            "textFormat": {
                "foregroundColor": {},
                "fontFamily": "arial,sans,sans-serif",
                "fontSize": 10,
                "bold": False,
                "italic": False,
                "strikethrough": False,
                "underline": False,
                "foregroundColorStyle": {"rgbColor": {}},
            },
            "backgroundColorStyle": {"rgbColor": dict(_WHITE)},
        },
        "spreadsheetTheme": {
            "primaryFontFamily": "Arial",
            "themeColors": [
                {"colorType": name, "color": {"rgbColor": dict(color)}}
                for name, color in _THEME.items()
            ],
        },
    }
