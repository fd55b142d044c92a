"""Keep a Code of Conduct committee's records sheet valid, expunged on time and private.

    import sheets_coc as coc
    from datetime import date

    records = coc.read_records(frame)           # a DataFrame, rows, dicts, a CSV or XLSX path
    records.findings()                          # DataFrame: code, severity, case, row, column
    records.dates(date(2027, 1, 1))             # DataFrame: case, policy_date, effective, state …
    plan = records.redaction(date(2027, 1, 1))  # what would go
    plan.rows()                                 # the rows as they would be; personal columns closed

    with coc.open("https://docs.google.com/spreadsheets/d/…") as book:  # or a local file
        book.validate().to_frame()
        book.redact(apply=True, plan=plan.id)   # this plan or nothing

What is exported stands in `__all__`, and is what may be relied upon: it changes only with a
note in the changelog and, after version 1, a new major version. Modules below are the house's
own business. Everything heavy is imported when it is used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheets_coc.book.opening import open_book as open  # noqa: A004 - as in io, gzip, wave
    from sheets_coc.book.workbook import Book
    from sheets_coc.errors import (
        Error,
        GoogleError,
        OutcomeUnknown,
        SafetyStop,
        SheetError,
        UsageError,
    )
    from sheets_coc.library.records import PlannedRedaction, Records, read_records
    from sheets_coc.policy import Policy
    from sheets_coc.policy import load as load_policy
    from sheets_coc.private import Private

__version__ = "0.1.0"

__all__ = [
    "Book",
    "Error",
    "GoogleError",
    "OutcomeUnknown",
    "PlannedRedaction",
    "Policy",
    "Private",
    "Records",
    "SafetyStop",
    "SheetError",
    "UsageError",
    "load_policy",
    "open",
    "read_records",
]

_WHERE = {
    "Book": ("book.workbook", "Book"),
    "Error": ("errors", "Error"),
    "GoogleError": ("errors", "GoogleError"),
    "OutcomeUnknown": ("errors", "OutcomeUnknown"),
    "PlannedRedaction": ("library.records", "PlannedRedaction"),
    "Policy": ("policy", "Policy"),
    "Private": ("private", "Private"),
    "Records": ("library.records", "Records"),
    "SafetyStop": ("errors", "SafetyStop"),
    "SheetError": ("errors", "SheetError"),
    "UsageError": ("errors", "UsageError"),
    "load_policy": ("policy", "load"),
    "open": ("book.opening", "open_book"),
    "read_records": ("library.records", "read_records"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: the command line starts without it."""
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, inner = _WHERE[name]
    return getattr(import_module(f"{__name__}.{module}"), inner)


def __dir__() -> list[str]:
    """What is exported."""
    return [*__all__, "__version__"]
