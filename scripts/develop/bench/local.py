"""How fast the local Google is over HTTP, and how much memory its cells take."""

from __future__ import annotations

import gc
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from sheets_coc.local import LocalGoogle
from sheets_coc.local.server.serve import serve

VALUES = "10,000 x 20 values read"
GRID = "10,000 x 26 cells read with notes"
SPARSE = "the same, formulas' text and results only"
BATCH = "1,000 requests in one batchUpdate"
ONE = "one cell written into 10,000 x 26"
FIELDS = "sheets(properties,data(rowData(values(userEnteredValue,effectiveValue,note))))"
LEAN = "sheets(properties,data(rowData(values(userEnteredValue/formulaValue,effectiveValue,note))))"


def rows(height: int, width: int) -> list[list[Any]]:
    """Invented content: texts of some length and numbers."""
    return [
        [
            f"some text of row {row} in {column}" if column % 3 else row * column
            for column in range(width)
        ]
        for row in range(height)
    ]


@contextmanager
def client(height: int, width: int) -> Iterator[tuple[str, requests.Session]]:
    """The address of a served spreadsheet and a session that may edit it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench"
        LocalGoogle(path).create_spreadsheet("Bench", {"Sheet1": rows(height, width)})
        with serve(path) as served, requests.Session() as session:
            google = served.google
            token = google.tokens.token(google.identities["owner"], ["spreadsheets"])
            session.headers["Authorization"] = f"Bearer {token}"
            session.trust_env = False
            yield f"{served.url}/v4/spreadsheets/{served.spreadsheet}", session


def best(action: Callable[[], requests.Response]) -> tuple[float, float]:
    """The best of three calls: until the answer is there, and until it is decoded; seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        answer = action()
        arrived = time.perf_counter()
        answer.raise_for_status()
        answer.json()
        times.append((arrived - start, time.perf_counter() - start))
    return min(times)


def requests_of_a_thousand() -> dict[str, Any]:
    """A batch like the product's own: single cells, row by row."""
    write = {"rows": [{"values": [{"userEnteredValue": {"stringValue": "Expunged"}}]}]}
    return {
        "requests": [
            {
                "updateCells": {
                    **write,
                    "start": {"rowIndex": row, "columnIndex": 3},
                    "fields": "userEnteredValue,note",
                }
            }
            for row in range(1000)
        ]
    }


def speed() -> Iterator[tuple[str, float, float]]:
    """What is measured, with its seconds."""
    with client(10_000, 20) as (url, session):
        yield VALUES, *best(lambda: session.get(f"{url}/values/Sheet1"))
    with client(10_000, 26) as (url, session):
        yield GRID, *best(lambda: session.get(url, params={"fields": FIELDS}))
        yield SPARSE, *best(lambda: session.get(url, params={"fields": LEAN}))
        batch = requests_of_a_thousand()
        yield BATCH, *best(lambda: session.post(f"{url}:batchUpdate", json=batch))
        one = {"requests": batch["requests"][:1]}
        yield ONE, *best(lambda: session.post(f"{url}:batchUpdate", json=one))


def bytes_per_cell() -> float:
    """Memory of 200,000 cells that were read from the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench"
        spreadsheet = LocalGoogle(path).create_spreadsheet("Bench", {"Sheet1": rows(10_000, 20)})
        gc.collect()
        tracemalloc.start()
        google = LocalGoogle(path)
        with google.store.read() as state:
            state.spreadsheet(spreadsheet)
        used = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    return used / 200_000


def main() -> None:
    """Prints a table."""
    print(f"{'':45} {'answer':>8} {'decoded':>8}")
    for name, answer, decoded in speed():
        print(f"{name:45} {answer:7.2f}s {decoded:7.2f}s")
    print(f"memory for a cell, 200,000 of them: {bytes_per_cell():.0f} bytes")


if __name__ == "__main__":
    main()
