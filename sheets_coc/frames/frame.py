"""Results as pandas frames, with personal values closed until they are asked for by name.

Import this module where a frame is made, not at the top of another: pandas is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from sheets_coc.dates import NEVER, Day
from sheets_coc.private import Private


class PrivateFrame(pd.DataFrame):
    """A frame whose personal columns show nothing.

    The cells of `private` columns are `Private`: printing, `to_string`, notebooks, `to_csv`
    and logs show ‹private›, and pickling is refused. `reveal()` gives the values.

    Example:
        >>> rows = private_frame([["a-case", "Somebody"]], ["Case", "Reporter"], {"Reporter"})
        >>> rows
             Case   Reporter
        0  a-case  ‹private›
        >>> rows.reveal("Reporter")["Reporter"].tolist()
        ['Somebody']
    """

    @property
    def _constructor(self) -> type[PrivateFrame]:
        return PrivateFrame

    @property
    def private(self) -> list[str]:
        """The columns that hold personal values."""
        return [
            str(name)
            for position, name in enumerate(self.columns)
            if any(isinstance(value, Private) for value in self.iloc[:, position])
        ]

    def reveal(self, *columns: str) -> pd.DataFrame:
        """The values, in a plain frame: take care of it.

        Args:
            columns: which columns to open; all of them where none is named. The others stay
                closed.
        """
        shown = pd.DataFrame(self)
        for position, name in enumerate(shown.columns):
            values = list(shown.iloc[:, position])
            if columns and name not in columns:
                continue
            if any(isinstance(value, Private) for value in values):
                opened = pd.array([_opened(value) for value in values], dtype=object)
                shown.isetitem(position, opened)
        return shown


def _opened(value: Any) -> Any:
    return value.reveal() if isinstance(value, Private) else value


def private_frame(
    rows: Iterable[Sequence[Any]], columns: Sequence[str], private: Iterable[str]
) -> PrivateFrame:
    """A frame of rows whose named columns are closed.

    Args:
        rows: the rows, each as long as there are columns.
        columns: the columns' names; they need not differ.
        private: the columns that hold personal values.
    """
    closed = set(private)
    where = [name in closed for name in columns]
    made = [
        [
            value
            if not shut or value in (None, "") or isinstance(value, Private)
            else Private(value)
            for value, shut in zip(row, where, strict=True)
        ]
        for row in rows
    ]
    return PrivateFrame(made, columns=list(columns), dtype=object)


def frame(rows: Iterable[Mapping[str, Any]], kinds: Mapping[str, str]) -> pd.DataFrame:
    """A frame of results that are nobody's data, with the same columns whether it has rows or not.

    Args:
        rows: the rows, by column.
        kinds: the columns in order, each with its pandas type; "date" for days, in which a
            day that never comes, or none, is NaT.
    """
    found = list(rows)
    made = {}
    for name, kind in kinds.items():
        values = [row.get(name) for row in found]
        made[name] = _days(values) if kind == "date" else pd.Series(values, dtype=kind)
    return pd.DataFrame(made, columns=list(kinds))


def _days(values: Sequence[Day | None]) -> pd.Series[Any]:
    days = [None if day is None or day is NEVER else pd.Timestamp(day) for day in values]
    return pd.Series(days, dtype="datetime64[s]")
