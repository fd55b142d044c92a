"""What can go wrong, as the user is told it.

    Error                     anything sheets-coc says in one line
    ├── UsageError      (2)   wrong options, files or policy
    ├── SafetyStop      (3)   a safety rule stopped the run; nothing was changed
    ├── GoogleError     (4)   Google could not be reached, or refused
    │   └── OutcomeUnknown    a write was sent and no answer says whether it was applied
    └── SheetError      (5)   the sheet cannot be understood

Messages are written here, in this product, and never quote a cell, a name, an address or
another library's message: those may hold personal data. The number is the exit code.
"""

from __future__ import annotations


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


class UsageError(Error):
    """Wrong options, files or policy."""

    exit_code = 2
    default_code = "usage"


class SafetyStop(Error):
    """A safety rule stopped the run before anything was changed."""

    exit_code = 3
    default_code = "stopped"


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
