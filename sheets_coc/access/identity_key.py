"""Who can open the key to people's codes, where it is a spreadsheet of its own.

It holds the real names, and is shared among fewer people than the sheet: how few, the committee
decides. So what differs is only what opens it too far, to somebody who is no member, or to
everybody; that a member cannot open it is as it may be. Nothing is taken away here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sheets_coc.access.differences import Comparison, compare
from sheets_coc.access.documents import OtherFile, too_far
from sheets_coc.access.members import Person
from sheets_coc.access.sharing import Drive, sharing
from sheets_coc.errors import GoogleError
from sheets_coc.policy import Policy
from sheets_coc.records.documents import file_ids
from sheets_coc.records.key.identity_key import NO_KEY

_ID: Final = re.compile(r"[\w-]+")
UNSEEN_KEY: Final = Comparison((), (), ("identity-key",))
_IN_SHARE: Final = "that is done in the key's own spreadsheet, under Share"
_NOT_HERE: Final = frozenset({"not-shared", "not-found", "refused", "not-implemented"})


def key_file(policy: Policy) -> str | None:
    """Drive's id of the key's own spreadsheet.

    Returns:
        None where the key is a tab of the sheet; empty where it is no file of Drive's.
    """
    address = policy.identity_key.strip()
    if address in ("", NO_KEY):
        return None
    return next(iter(file_ids(address)), address if _ID.fullmatch(address) else "")


def of_key(
    policy: Policy,
    drive: Drive,
    now: datetime,
    persons: Sequence[Person],
    *,
    meant: Collection[str] = (),
) -> Comparison:
    """Compare who can open the key's own spreadsheet with the members.

    Args:
        policy: where the key is.
        drive: the session; needs a Drive scope.
        now: the moment.
        persons: the Committee tab.
        meant: marks of differences of which people said that they are meant.

    Raises:
        GoogleError: Google could not be reached.
    """
    file = key_file(policy)
    if file is None:
        return Comparison((), (), ())
    try:
        found = sharing(OtherFile(drive, file), now) if file else None
    except GoogleError as error:
        if error.code not in _NOT_HERE:
            raise
        return UNSEEN_KEY
    if found is None or found.permissions is None:
        return UNSEEN_KEY
    compared = compare(found, persons, group=policy.mail.committee)
    return too_far(compared, "key", _IN_SHARE, meant=meant)
