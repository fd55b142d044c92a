"""A records sheet with a record that is decided and one that is open."""

from typing import Self

from tests.cli.local_sheet import ALL, LocalSheet, table

ROWS = [
    {"case": "stunned-bulb", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
     "subjects": "Ottilie Wendel; user_17", "contacts": "ottilie@example.org",
     "summary": "Ottilie was loud at a talk; Petra told us.", "our_action": "Asked Ms. Wendel.",
     "local_action": "No", "flag": "no", "decision": "Violation, resolved"},
    {"case": "frosty-boat", "reported_on": "2026-11-15", "subjects": "Karl Kraus",
     "summary": "x", "decision": "Open"},
]  # fmt: skip


class RecordsSheet(LocalSheet):
    """A records sheet in a local file, and commands run on it."""

    def new(self, rows=ROWS, keys=ALL) -> Self:
        return self.make({"Records": table(rows, keys)})
