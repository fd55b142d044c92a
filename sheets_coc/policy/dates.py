"""How dates that can be read in two ways are read, column by column, as a policy states it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sheets_coc.errors import UsageError
from sheets_coc.policy import checks
from sheets_coc.schema.columns import COLUMNS, ColumnKind, Filler

DAY_OR_MONTH: Final = ("day first", "month first")
"""The answers about all dates of a column that have two readings, in the order of the readings."""
DATED: Final = tuple(
    c.key
    for c in COLUMNS
    if c.kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER) and c.filler is not Filler.TOOL
)
"""Keys of the columns in which people type dates."""


def orders(section: Mapping[str, Any]) -> dict[str, str]:
    """What is said of each column, by key.

    Raises:
        UsageError: it is no column of dates, or no answer.
    """
    for key in section:
        if key not in DATED:
            raise UsageError(
                "Policy: [dates] names a column in which nobody types dates; there are "
                + ", ".join(DATED),
                code="policy-unknown",
            )
    return {key: checks.choice("dates", key, said, DAY_OR_MONTH) for key, said in section.items()}
