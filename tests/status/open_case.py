"""An open case, and the morning on which somebody looks."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OPEN = {"case": "frosty-boat", "reported_on": "2026-11-20", "subjects": "Karl Kraus",
        "summary": "x", "decision": "Open", "handled_by": "Ada Quill"}  # fmt: skip
