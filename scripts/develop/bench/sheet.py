"""Measure reading and writing 10,000 records of 26 columns over HTTP on this machine."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sheets_coc.local.server.google import LocalGoogle
from sheets_coc.local.server.serve import serve
from sheets_coc.sheet.google import decode
from sheets_coc.sheet.google.session import connect
from sheets_coc.sheet.model import Changes, SetCell, Snapshot
from sheets_coc.sheet.transaction.transaction import transact

ROWS, COLUMNS = 10_000, 26


def main() -> int:
    """Print how long a read, its decoding and a whole transaction take."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.local"
        rows: list[list[str | float | bool | None]] = [
            [f"Column {number}" for number in range(COLUMNS)]
        ]
        rows += [
            [f"text {row} {c}" if c % 3 else 45_000 + row for c in range(COLUMNS)]
            for row in range(ROWS)
        ]
        LocalGoogle(path).create_spreadsheet("Bench", {"Records": rows})
        with serve(path) as served:
            session = connect(
                served.spreadsheet, credentials=served.credentials, api_root=served.url
            )
            session.get("spreadsheetId", lambda answer: answer)
            measured("read, request to snapshot", session.read)
            answer = session.get(decode.MASK, lambda answer: answer)
            measured("  of it from JSON to snapshot", lambda: decode.snapshot(answer))
            measured(
                "transaction, 100 rows of 5 cells",
                lambda: transact(session, plan, run_id="bench"),
            )
    return 0


def plan(snapshot: Snapshot) -> tuple[Changes, None]:
    """Five cells of every hundredth row."""
    tab = snapshot.tabs[0]
    cells = tuple(
        SetCell(tab.id, row, column, "Expunged", strip=True)
        for row in range(1, ROWS, 100)
        for column in range(2, 7)
    )
    return Changes(cells=cells), None


def measured(name: str, work: Callable[[], Any]) -> None:
    """Do something and print how long it took."""
    start = time.perf_counter()
    work()
    print(f"{name:35} {time.perf_counter() - start:6.2f} s")


if __name__ == "__main__":
    main()
