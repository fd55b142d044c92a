"""Local spreadsheets in files, for the scheduled jobs."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from sheets_coc.local.files import text as files
from sheets_coc.schema.columns import BY_KEY, COLUMNS

ALL = [c.key for c in COLUMNS if c.key != "row_check"]
TODAY = "2026-11-21"
DUE = {
    "case": "stunned-bulb", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
    "subjects": "Ottilie Wendel", "contacts": "ottilie@example.org",
    "summary": "Ottilie was loud at a talk; Petra told us.", "our_action": "Asked Ms. Wendel.",
    "local_action": "No", "flag": "no", "decision": "Violation, resolved", "goes_on": "2026-11-20",
    "policy_date": "2026-03-15", "expunge_on": "2026-03-15",
}  # fmt: skip
OPEN = {
    "case": "frosty-boat", "reported_on": "2026-11-15", "subjects": "Karl Kraus",
    "summary": "x", "decision": "Open", "responded_on": "2026-11-16",
}  # fmt: skip
NAMES = ("Ottilie", "Wendel", "Petra", "Pepper", "ottilie@example.org", "Karl", "Kraus")
COMMITTEE = [
    ("Name", "Email", "Joined", "Left", "On call", "Away"),
    ("Ada Rill", "ada@example.org", "2020-01-01", "", "yes", ""),
    ("Bo Sund", "bo@example.org", "2020-01-01", "", "yes", ""),
    ("Cy Tarn", "cy@example.org", "2020-01-01", "", "yes", ""),
]
ROTA = [("Week starting", "Primary", "Secondary", "Note", "Reminder sent")]


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write rows as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def make(
    folder: Path,
    records: Sequence[Mapping[str, str]] = (DUE, OPEN),
    keys: Sequence[str] = ALL,
    own: Sequence[str] = (),
    **tabs: Sequence[Sequence[str]],
) -> Path:
    """A local spreadsheet with a Records tab, and others by name."""
    header = [BY_KEY[key].header for key in keys] + list(own)
    rows = [header, *([row.get(key, "") for key in (*keys, *own)] for row in records)]
    others = {title.replace("_", "-"): content for title, content in tabs.items()}
    file = folder / "records.coc"
    file.unlink(missing_ok=True)
    files.new(file, file.stem, {"Records": rows, **others})
    return file
