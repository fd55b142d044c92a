"""What can go wrong, as the user is told it.

    Error                     anything sheets-coc says in one line
    ├── UsageError      (2)   wrong options, files or policy
    ├── SafetyStop      (3)   a safety rule stopped the run; it says what was changed, if anything
    ├── GoogleError     (4)   Google could not be reached, or refused
    │   └── OutcomeUnknown    a write was sent and no answer says whether it was applied
    └── SheetError      (5)   the sheet cannot be understood

Messages are written here, in this product, and never quote a cell, a name, an address or
another library's message: those may hold personal data. The number is the exit code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self


class Error(Exception):
    """Something the user is told in one line, safe to print anywhere.

    Attributes:
        code: a stable name, in lower case with hyphens, for scripts.
        message: what is wrong and what to do, free of personal data.
        case: the case name it is about, if any.
        cell: the address it is about, such as `B12`, if any.
        exit_code: what the command line exits with.
    """

    exit_code = 1
    default_code = "error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        case: str | None = None,
        cell: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.case = case
        self.cell = cell

    def say_as_well(self, more: str) -> None:
        """Let the message go on with another sentence."""
        self.message = f"{self.message} {more}"
        self.args = (self.message,)


class UsageError(Error):
    """Wrong options, files or policy."""

    exit_code = 2
    default_code = "usage"


NOTHING_CHANGED = "nothing changed"


class SafetyStop(Error):
    """A safety rule stopped the run.

    Attributes:
        reason: what stopped it, and what to do.
        became: what became of the sheet, as the message says it. Most rules hold before
            anything is written, and say `NOTHING_CHANGED`; a run that has written To do all the
            same says that instead, by `but`. Empty where the reason says it.
    """

    exit_code = 3
    default_code = "stopped"

    def __init__(
        self,
        reason: str,
        *,
        became: str = "",
        code: str | None = None,
        case: str | None = None,
        cell: str | None = None,
    ) -> None:
        said = f"Stopped, {became}. {reason}" if became else reason
        super().__init__(said, code=code, case=case, cell=cell)
        self.reason = reason
        self.became = became

    def but(self, became: str) -> Self:
        """The same stop of a run that has written something all the same."""
        return type(self)(
            self.reason, became=became, code=self.code, case=self.case, cell=self.cell
        )


class GoogleError(Error):
    """Google could not be reached, or refused."""

    exit_code = 4
    default_code = "google"


class OutcomeUnknown(GoogleError):
    """A write was sent, and no answer says whether it was applied."""

    default_code = "outcome-unknown"


class SheetError(Error):
    """The sheet cannot be understood: no such tab, no header."""

    exit_code = 5
    default_code = "sheet"


@contextmanager
def already_written(written: str) -> Iterator[None]:
    """Let an error say what had been written before it, not that nothing was.

    Args:
        written: a sentence about that; nothing was, where it is empty.
    """
    try:
        yield
    except Error as error:
        if not written:
            raise
        if isinstance(error, SafetyStop) and error.became == NOTHING_CHANGED:
            error.became, error.message = "", f"Stopped. {error.reason}"
        error.say_as_well(written)
        raise
