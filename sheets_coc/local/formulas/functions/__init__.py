"""The functions that formulas may call: each takes the formula at work and its arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_coc.local.formulas.functions import choices, counting, dates, lookups, numbers, texts
from sheets_coc.local.formulas.functions.choices import LAZY

__all__ = ["FUNCTIONS", "LAZY"]

FUNCTIONS: dict[str, Callable[..., Any]] = {
    **numbers.FUNCTIONS,
    **counting.FUNCTIONS,
    **choices.FUNCTIONS,
    **texts.FUNCTIONS,
    **dates.FUNCTIONS,
    **lookups.FUNCTIONS,
}
"""Functions by name; those in `LAZY` work out their arguments themselves."""
