"""What `doctor` says of a set-up: one line for each check, with what to do.

The checks themselves are pure rules over what was found out: of the login in `doctor_login`,
of the spreadsheet in `doctor_sheet`, of the file on Drive and its past in `doctor_file`.

Every name in `CHECKS` gets a line in every run. What could not be looked at, because
something before it failed, is said so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sheets_coc.schema.findings import Severity

CHECKS: Final = (
    "policy", "spreadsheet", "credentials", "key-file", "project", "reach", "clock", "headers",
    "tabs", "identity-key", "tables", "locks", "hidden-tabs", "protection", "imports", "drive",
    "editing", "link-sharing", "publishing", "owner", "history", "last-run", "new-files",
    "published-tables",
)  # fmt: skip
"""Every check, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `doctor`.

    Attributes:
        name: what was checked, one of `CHECKS`.
        ok: whether nothing needs doing.
        severity: how much it matters; `notice` where nothing needs doing.
        message: what was found and what to do.
    """

    name: str
    ok: bool
    severity: Severity
    message: str

    def as_json(self) -> dict[str, str | bool]:
        """How it stands in JSON."""
        return {
            "name": self.name,
            "ok": self.ok,
            "severity": self.severity.value,
            "message": self.message,
        }


def fine(name: str, message: str) -> Check:
    """A check that found nothing to do."""
    return Check(name, True, Severity.NOTICE, message)


def error(name: str, message: str) -> Check:
    """A check that found what keeps the tool from working, or people's data open."""
    return Check(name, False, Severity.ERROR, message)


def warning(name: str, message: str) -> Check:
    """A check that found something else to do."""
    return Check(name, False, Severity.WARNING, message)


def not_checked(name: str, why: str) -> Check:
    """A check that could not be made: neither well nor ill."""
    return Check(name, False, Severity.NOTICE, f"Not checked, because {why}.")


def complete(found: Iterable[Check]) -> list[Check]:
    """The checks in order, with a line for each that could not be made."""
    by_name = {check.name: check for check in found}
    return [by_name.get(name) or not_checked(name, "something before it failed") for name in CHECKS]
