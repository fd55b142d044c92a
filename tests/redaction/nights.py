"""A sheet that people type into by day, and the run of each night."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sheets_coc as coc
from sheets_coc.dates import to_serial
from sheets_coc.local.files import text as files
from sheets_coc.schema.columns import BY_KEY

HEADER = [
    BY_KEY[key].header
    for key in (
        "case", "reported_on", "reporter", "subjects", "contacts", "summary", "flag",
        "expunge_on", "decision", "decided_on", "banned_until", "hold", "handled_by",
        "policy_date", "extended_until", "goes_on", "expunged_on", "row_check",
    )
]  # fmt: skip
START = date(2026, 11, 2)


class Nights:
    """A sheet, people who type into it by day, and the run of each night."""

    def __init__(self, path: Any, *rows: dict[str, str]) -> None:
        self.path = path
        cells = [[self.by_header(row).get(name, "") for name in HEADER] for row in rows]
        files.new(path, "Invented", {"Records": [HEADER, *cells]})
        self.today = START

    @staticmethod
    def by_header(row: dict[str, str]) -> dict[str, str]:
        return {BY_KEY[key].header: value for key, value in row.items()}

    def book(self) -> coc.Book:
        return coc.open(self.path, now=datetime.combine(self.today, datetime.min.time(), UTC))

    def type(self, case: str, /, **cells: str | date) -> None:
        """A person types into a record's row."""
        with self.book() as book:
            tab = book.read().tab("Records")
            row = next(r for r, line in enumerate(tab.values) if line and line[0] == case)
            header = [str(name) for name in tab.values[0]]
            requests = []
            for key, value in cells.items():
                column = header.index(BY_KEY[key].header)
                typed: dict[str, Any] = {"stringValue": value} if value else {}
                if isinstance(value, date):
                    typed = {"numberValue": to_serial(value)}
                where = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
                requests.append({"updateCells": {
                    "start": where, "fields": "userEnteredValue",
                    "rows": [{"values": [{"userEnteredValue": typed} if typed else {}]}],
                }})  # fmt: skip
            book.session.batch(requests)

    def night(self, days: int = 1) -> list[str]:
        """Let nights pass; which cases went."""
        gone: list[str] = []
        for _ in range(days):
            with self.book() as book:
                done = book.redact(apply=True)
                assert done.redaction.stop is None, done.redaction.stop
                gone += done.due
            self.today += timedelta(days=1)
        return gone

    def state(self, case: str) -> dict[str, Any]:
        with self.book() as book:
            return book.records().dates(self.today).set_index("case").loc[case].to_dict()

    def codes(self) -> set[str]:
        with self.book() as book:
            return set(book.records().findings(self.today)["code"])


PAST = {
    "case": "stunned-bulb", "reported_on": "2025-09-10", "reporter": "Wyn Teller",
    "subjects": "Ada Abbot", "summary": "Ada Abbot shouted.", "decision": "Violation, resolved",
}  # fmt: skip
OTHER = {"case": "frosty-boat", "reported_on": "2026-10-01", "reporter": "Wyn Teller",
         "subjects": "Bo Marsh", "decision": "No violation", "summary": "x"}  # fmt: skip
