"""A records sheet in a local file, and commands run on it."""

import csv

from sheets_coc.schema.columns import BY_KEY, COLUMNS

TEN = [c.key for c in COLUMNS if not c.added]
ALL = [c.key for c in COLUMNS if c.key != "row_check"]
ROWS = [
    {"case": "stunned-bulb", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
     "subjects": "Ottilie Wendel; user_17", "contacts": "ottilie@example.org",
     "summary": "Ottilie was loud at a talk; Petra told us.", "our_action": "Asked Ms. Wendel.",
     "local_action": "No", "flag": "no", "decision": "Violation, resolved"},
    {"case": "frosty-boat", "reported_on": "2026-11-15", "subjects": "Karl Kraus",
     "summary": "x", "decision": "Open"},
]  # fmt: skip


def write_csv(path, rows, keys):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(BY_KEY[key].header for key in keys)
        writer.writerows([row.get(key) or "" for key in keys] for row in rows)
