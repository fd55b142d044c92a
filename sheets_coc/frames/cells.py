"""Values as pandas, numpy and plain Python have them, as values of a cell.

cell(pd.Timestamp("2024-05-01"))  -> 45413       a date is a serial number
cell(float("nan")), cell(pd.NaT)  -> None        nothing stands there
cell(np.int64(3))                 -> 3.0
cell(b"...")                      -> UsageError  code "cell-type", with no value in it
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from numbers import Real
from typing import Any

from sheets_coc.dates import EPOCH, NEVER, to_serial
from sheets_coc.errors import UsageError
from sheets_coc.private import Private
from sheets_coc.sheet.model import Value, a1

_SECONDS_A_DAY = 86_400


def is_nothing(value: Any) -> bool:
    """Whether a value says that there is none: None, NaN, NaT, `pandas.NA`."""
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return True
    return isinstance(value, float | Decimal) and value != value  # noqa: PLR0124 - only NaN does


def cell(value: Any, row: int = 0, column: int = 0) -> Value:
    """A value as a cell holds it.

    Args:
        value: text, a number, a truth value, a date or a moment, `dates.NEVER`, or nothing, as
            plain Python, numpy or pandas have them. A moment with a time zone is taken to
            UTC; one without stays as it is.
        row: where it stands, from 0, for the error.
        column: the same.

    Raises:
        UsageError: `cell-type` for a value of any other kind.
    """
    if is_nothing(value) or (isinstance(value, str) and not value):
        return None
    if isinstance(value, Private):
        return cell(value.reveal(), row, column)
    if type(value).__module__.partition(".")[0] == "numpy" and hasattr(value, "item"):
        value = value.item()
    if value is NEVER:
        return "never"
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str | bool):
        return value
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return float(to_serial(value))
    if isinstance(value, Real | Decimal):
        return float(value)
    raise UsageError(
        "A value here is neither text, a number, a date nor nothing.",
        code="cell-type",
        cell=a1(row, column),
    )


def _moment(value: datetime) -> float:
    """A moment as a serial number: the day, and the time of day as its fraction."""
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    since = value - datetime.combine(EPOCH, time())
    return since.days + since.seconds / _SECONDS_A_DAY
