"""Entries of a cell of people that are nobody's name: conferences, teams, foundations.

"DjangoCon Europe" under Reporter is no person. Taken for one, its parts would be looked for
in every story: "at Expunged in Berlin". Only what is surely an organisation counts; whatever
could be somebody's name stays one, because a name that is overlooked would stay for good.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from sheets_coc.people.folding import fold

_ORGANISATIONS: Final = frozenset(
    [
        "conference",
        "foundation",
        "committee",
        "association",
        "society",
        "university",
        "college",
        "institute",
        "company",
        "gmbh",
        "ltd",
        "llc",
        "organisers",
        "organizers",
        "organisation",
        "organization",
        "moderators",
        "admins",
        "administrators",
        "volunteers",
        "maintainers",
        "team",
        "community",
        "meetup",
        "working",
    ]
)
"""Words that make a name of several words an organisation's, and stand alone for one."""

_WITH_ACRONYM: Final = frozenset(["board", "staff", "group", "forum", "project", "wg"])
"""Words that do so behind an acronym: `DSF board`. Alone they are family names, too."""

_EVENT = re.compile(r"[A-Z][\w]*[a-z](?:Con|Conf|Camp|Fest|Days?|Girls|Ladies|Python)\b|EuroPython")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_YEAR = re.compile(r"\s*\b(?:19|20)\d\d\b\s*")


def is_organisation(entry: str, events: Collection[str] = ()) -> bool:
    """Whether an entry is an organisation's or an event's name, and nobody's.

    Args:
        entry: one entry of a cell, as typed.
        events: names of events, as `event_key` gives them.
    """
    if "@" in entry or "://" in entry:
        return False
    words = entry.split()
    folded = [fold(word).strip(".,()") for word in words]
    if event_key(entry) in events or _EVENT.match(entry.strip()):
        return True
    if not _ORGANISATIONS.isdisjoint(folded):
        return True
    acronym = any(_ACRONYM.fullmatch(word.strip(".,()")) for word in words[:-1])
    return len(words) > 1 and acronym and folded[-1] in _WITH_ACRONYM


def event_key(event: str) -> str:
    """What the editions of one event share: its name without the year, folded."""
    return fold(_YEAR.sub(" ", event)).strip()
