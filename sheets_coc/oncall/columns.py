"""The columns of the On-call tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ONCALL: Final[Mapping[str, tuple[str, ...]]] = {
    "week": ("Week starting", "Week", "Week starting (Monday)", "Week of", "Monday"),
    "primary": ("Primary", "Primary person", "Primary on duty", "Primary person on duty"),
    "secondary": ("Secondary", "Secondary person", "Secondary on duty", "Secondary person on duty"),
    "note": ("Note", "Notes", "Remark", "Remarks", "Comment", "Comments"),
    "reminder": ("Reminder sent", "Reminder", "Reminded"),
}
"""Headers of the On-call tab, by key; the first is the one set-up writes."""
