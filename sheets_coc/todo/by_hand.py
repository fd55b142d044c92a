"""Places nobody but people can search, and the answer that they do.

With the access that is recommended the tool reads no comments, so every night on which
somebody goes would call for a person, and soon nobody would come. People may say once that
they look through such places themselves. What could not be searched is said all the same,
every time and everywhere, and stands in To do once a month; it is no reason to be red any
more. The answer holds for a year, since people who gave it leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sheets_coc.dates import add_months
from sheets_coc.todo.tab import STICKY, PresentLine, answers

BY_HAND: Final = "we look through them ourselves"
"""The answer."""
BY_HAND_PREFIX: Final = "sheets-coc.by-hand."
"""Developer metadata that remembers it, by kind of place: since when."""
UNREAD_REF: Final = f"{STICKY}unread/"
"""What references of lines about what could not be searched begin with; the day follows, and
where the answer is asked for, the kinds of places."""
_MONTHS: Final = 12


def answered(standing: Sequence[PresentLine]) -> dict[str, str]:
    """What is to be remembered of answers in To do; they count from the run that asked."""
    kept = {}
    for ref, said in answers(standing).items():
        run, _, rest = ref.removeprefix(UNREAD_REF).partition("/")
        if ref.startswith(UNREAD_REF) and said.casefold() == BY_HAND:
            for kind in rest.partition("/")[0].split("+"):
                kept[BY_HAND_PREFIX + kind] = run
    return kept


def searched_by_hand(
    metadata: Mapping[str, str | None], kinds: Sequence[str], today: date
) -> tuple[str, ...]:
    """Those kinds of places of which people said within a year that they search them."""
    return tuple(kind for kind in kinds if _holds(metadata.get(BY_HAND_PREFIX + kind), today))


def _holds(since: str | None, today: date) -> bool:
    try:
        return since is not None and today <= add_months(date.fromisoformat(since), _MONTHS)
    except ValueError:
        return False
