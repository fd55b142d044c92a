"""A spreadsheet in memory, and what is seen of a text that is typed into it."""

from datetime import UTC, datetime

from sheets_coc.local.cells.entered import typed
from sheets_coc.local.numbers.shown import formatted
from sheets_coc.local.state.model import Spreadsheet, Tab, as_cell


def book(locale="en_US", rows=(), title="Sheet1"):
    tab = Tab(0, {"title": title}, rows=[list(row) for row in rows])
    properties = {"locale": locale, "timeZone": "Etc/GMT"}
    made = Spreadsheet("id", {"name": "Book", "permissions": []}, properties, [tab])
    made.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return made


def seen(text, locale="en_US"):
    """What stands in a cell after typing, and how it is shown."""
    spreadsheet = book(locale)
    content = typed(spreadsheet, None, text)
    value = as_cell(content).value
    return value, formatted(spreadsheet, value, content)
