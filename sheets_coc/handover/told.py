"""What the last mail told, so that the next one counts it and tells what is new.

Each thing is remembered by a digest of a code and a case, or of a line's reference, in the
sheet's metadata, by the week of the mail. A mail that is sent again says the same again: it
is compared with the last one before its own week.

    week of 9 March:   undecided frosty-boat                told in full
    week of 16 March:  undecided frosty-boat, late-lamp     told: late-lamp; as before: 1
    week of 23 March:  undecided late-lamp                  as before: 1
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from hashlib import blake2s
from typing import Final

from sheets_coc.sheet.metadata import room
from sheets_coc.sheet.model import Changes, Snapshot

TOLD: Final = "sheets-coc.told"
"""Developer metadata: what the last two mails told, by their weeks."""
_BYTES: Final = 4
_MOST: Final = 400
"""How many things are remembered of a mail, where there is room; more are told anew."""


def key(code: str, what: str) -> str:
    """By what something that is told is remembered.

    Args:
        code: the code of the line.
        what: the case it is about, or the reference of a line of To do.
    """
    return blake2s(f"{code}/{what}".encode(), digest_size=_BYTES).hexdigest()


def before(snapshot: Snapshot, week: date) -> frozenset[str]:
    """What the last mail before a week told."""
    weeks = _read(snapshot)
    earlier = [one for one in weeks if one < week.isoformat()]
    return frozenset(weeks[max(earlier)]) if earlier else frozenset()


def remember(snapshot: Snapshot, week: date, keys: Collection[str]) -> Changes:
    """What notes that a mail told something, beside the last one before its week."""
    weeks = {one: told for one, told in _read(snapshot).items() if one < week.isoformat()}
    kept = {one: "".join(weeks[one]) for one in sorted(weeks)[-1:]}
    free = room(snapshot.metadata, TOLD) - len(json.dumps(kept)) - 20
    most = min(_MOST, max(0, free) // (2 * _BYTES))
    kept[week.isoformat()] = "".join(sorted(keys)[:most])
    return Changes(metadata={TOLD: json.dumps(kept, separators=(",", ":"))})


def _read(snapshot: Snapshot) -> dict[str, list[str]]:
    """What is remembered, by week; nothing where somebody has changed it."""
    try:
        found = json.loads(snapshot.metadata.get(TOLD, "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    size = 2 * _BYTES
    return {
        week: [told[at : at + size] for at in range(0, len(told), size)]
        for week, told in found.items()
        if isinstance(told, str)
    }
