"""A local records sheet, and `statistics` run on it."""

from collections.abc import Sequence
from typing import Any, Self

from tests.cli.local_sheet import ALL, LocalSheet, Row, table

ROWS: list[dict[str, str]] = [
    {"case": "stunned-bulb", "reported_on": "2024-01-15", "reporter": "Dee Vandersnatch",
     "subjects": "Ann Quillfeather; Bo Tarnished", "contacts": "ann@quill.example",
     "summary": "Ann Quillfeather threw a sandwich.", "our_action": "Ann Quillfeather was warned",
     "local_action": "No", "flag": "no", "decision": "Violation, resolved",
     "expunge_on": "2025-03-15", "event": "DjangoCon Europe 2024"},
    {"case": "stunned-bulb/2", "reported_on": "2024-01-15", "subjects": "Cy Quillfeather",
     "our_action": "Cy Quillfeather was warned", "local_action": "No", "flag": "flagged",
     "decision": "Violation, flagged", "expunge_on": "2026-03-15"},
    {"case": "quiet-river", "reported_on": "2025-05-01", "subjects": "none", "our_action": "no",
     "local_action": "none", "decision": "No violation", "event": "DjangoCon Europe 2025"},
    {"case": "amber-fern", "reported_on": "2026-06-01", "subjects": "Dora Quillfeather",
     "decision": "Open", "event": "DjangoCon Europe 2026"},
]  # fmt: skip


class Sheet(LocalSheet):
    """A local records sheet, and commands run on it."""

    def new(self, rows: Sequence[Row] = ROWS, keys: Sequence[str] = ALL) -> Self:
        return self.make({"Records": table(rows, keys)})

    def run(self, *arguments: str, target: str = "", **options: Any) -> tuple[int, str, str]:
        """Run a command, with the spreadsheet that figures are published to."""
        if target:
            options["policy"] = f'[statistics]\nspreadsheet = "{target}"\n'
        return super().run(*arguments, **options)

    def figures(self, *arguments: str) -> Any:
        """What `statistics` says as JSON."""
        code, found = self.json("statistics", *arguments)
        assert code == 0
        return found
