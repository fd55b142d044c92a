"""Who can open the documents of each case, against the members who have no conflict in it.

Each document is compared as the sheet is, with one difference: a member who is recused from its
case should not open it. Only what opens a document too far differs; that somebody cannot open one
is worth knowing, because the committee may keep a case among a few.

    Recused       can open the document of home-shelf       what is said
    Ada Quill     Ada Quill (writer), Bela Frost            document-recused, about Ada Quill
    Ada Quill     anybody with the link                     document-link
    (blank)       Bela Frost alone                          Cleo Marsh cannot: to know

Nothing is taken away here: a document belongs to whoever wrote it, and its own menu, Share, can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sheets_coc.access.differences import Comparison, Difference, compare
from sheets_coc.access.kinds import OPEN_TO_ALL
from sheets_coc.access.members import Person, Standing
from sheets_coc.access.sharing import NOBODY, Drive, Sharing, sharing
from sheets_coc.committee.conflicts import Conflicts
from sheets_coc.errors import GoogleError, SheetError
from sheets_coc.policy import Policy
from sheets_coc.records.documents import CaseDocuments, case_documents
from sheets_coc.records.record import Record
from sheets_coc.sheet.model import Snapshot
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.open_cases import conflicts
from sheets_coc.todo.stops import uncertain
from sheets_coc.todo.wording import named

NAMED: Final = 5
"""How many cases a notice names."""
MOST: Final = 300
"""How many documents are looked at in one run; the rest is said to be unseen."""
IN_DOUBT: Final = Difference("documents-in-doubt", NOBODY)
_OWN_KIND: Final = frozenset(
    {"published", "link", "domain", "recused", "not-a-member", "left", "group"}
)
_NOT_TOO_FAR: Final = frozenset({"no-access", "no-address", "not-visible"})
_IN_SHARE: Final = "that is done in the document, under Share"
_UNSEEN: Final = frozenset({"not-shared", "not-found", "refused", "not-implemented"})


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What Drive says of one document.

    Attributes:
        record: the record whose document it is.
        sharing: who can open it; None where this account may not look at it.
    """

    record: Record
    sharing: Sharing | None


class OtherFile:
    """Another file of the same account, as `sharing` asks for it."""

    def __init__(self, drive: Drive, file: str) -> None:
        self.spreadsheet = file
        self.account = drive.account
        self._drive = drive

    def drive(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        """A request to Drive v3."""
        return self._drive.drive(method, path, params=params, body=body)


def look(drive: Drive, now: datetime, documents: Iterable[CaseDocuments]) -> list[LookedAt]:
    """Look at documents, one after the other.

    Args:
        drive: the session; needs a Drive scope.
        now: the moment.
        documents: the documents of each record.

    Raises:
        GoogleError: Google could not be reached.
    """
    found: dict[tuple[str, str], LookedAt] = {}
    seen: dict[str, Sharing | None] = {}
    for one in documents:
        for file in one.files.reveal():
            if file not in seen and len(seen) < MOST:
                seen[file] = _sharing(OtherFile(drive, file), now)
            # Rows of one case may link to the same document.
            found.setdefault((file, case_of(one.record)), LookedAt(one.record, seen.get(file)))
    return list(found.values())


def case_of(record: Record) -> str:
    """The case of a record, as messages about its documents name it."""
    return record.report or record.name


def _sharing(file: OtherFile, now: datetime) -> Sharing | None:
    try:
        found = sharing(file, now)
    except GoogleError as error:
        if error.code in _UNSEEN:
            return None
        raise
    return found if found.permissions is not None else None


def compare_documents(
    looked: Sequence[LookedAt],
    persons: Sequence[Person],
    who: Conflicts,
    *,
    group: str = "",
    meant: Collection[str] = (),
) -> Comparison:
    """Compare who can open each document with the members without a conflict.

    Args:
        looked: what Drive says of the documents.
        persons: the Committee tab.
        who: who keeps out of which case.
        group: the committee's own address.
        meant: marks of differences of which people said that they are meant.
    """
    differences: list[Difference] = []
    notices: list[Difference] = []
    for one in looked:
        if one.sharing is None:
            notices.append(Difference("document-unseen", NOBODY, case=case_of(one.record)))
            continue
        out = who.rows_out_of(one.record)
        those = [replace(p, standing=Standing.RECUSED) if _is(p, out) else p for p in persons]
        found = compare(one.sharing, those, group=group)
        case = case_of(one.record)
        notices += [
            replace(each, kind="document-no-access", case=case, why_not=_IN_SHARE)
            for each in found.differences
            if each.kind == "no-access"
        ]
        opened = too_far(found, "document", _IN_SHARE, case=case, meant=meant)
        differences += opened.differences
        notices += opened.notices
    return Comparison(tuple(differences), tuple(notices), ())


def too_far(
    found: Comparison, what: str, why_not: str, *, case: str = "", meant: Collection[str] = ()
) -> Comparison:
    """What opens another file than the sheet too far; that somebody cannot open it is left out.

    Args:
        found: who can open it, compared as for the sheet.
        what: how the kinds of differences about it begin (`document`, `key`).
        why_not: why nothing is taken away here, in plain words.
        case: the case it belongs to.
        meant: marks of differences of which people said that they are meant.
    """
    differences: list[Difference] = []
    notices: list[Difference] = []
    for each in found.differences:
        if each.kind in _NOT_TOO_FAR:
            continue
        kind = each.kind if each.kind in _OWN_KIND else "other"
        made = replace(each, kind=f"{what}-{kind}", case=case, why_not=why_not)
        if made.mark in meant and made.kind not in OPEN_TO_ALL:
            notices.append(replace(made, kind="meant"))
        else:
            differences.append(made)
    return Comparison(tuple(differences), tuple(notices), ())


def _together(notices: Iterable[Difference]) -> tuple[Difference, ...]:
    """Notices that say the same of several cases, as one that names them."""
    found: dict[tuple[str, str], list[Difference]] = {}
    for one in notices:
        found.setdefault((one.kind, one.who.reveal()), []).append(one)
    return tuple(
        replace(several[0], case=named(list(dict.fromkeys(one.case for one in several)), NAMED))
        for several in found.values()
    )


def _is(person: Person, rows: Collection[int]) -> bool:
    return person.row in rows and person.standing in (Standing.MEMBER, Standing.UNCLEAR)


def documents(
    seen: Analysis,
    drive: Drive,
    persons: Sequence[Person],
    *,
    meant: Collection[str] = (),
) -> Comparison:
    """Look at the documents of the sheet, and compare.

    Args:
        seen: what the rules say of the sheet.
        drive: the session; needs a Drive scope.
        persons: the Committee tab.
        meant: marks of differences of which people said that they are meant.

    Raises:
        GoogleError: Google could not be reached.
    """
    every = case_documents(seen.sheet)
    group = seen.policy.mail.committee
    looked = look(drive, seen.now, every)
    found = compare_documents(looked, persons, conflicts(seen), group=group, meant=meant)
    unread = [
        Difference("document-unread", NOBODY, case=case_of(one.record))
        for one in every
        if one.unread
    ]
    return replace(found, notices=_together((*found.notices, *unread)))


def of_documents(
    snapshot: Snapshot,
    policy: Policy,
    now: datetime,
    drive: Drive,
    persons: Sequence[Person],
    *,
    meant: Collection[str] = (),
) -> Comparison:
    """The same, for whoever has not looked at the records.

    Where these cannot be read with certainty, that is said beside what was found.

    Raises:
        GoogleError: Google could not be reached.
    """
    try:
        seen = analyse(snapshot, policy, now)
    except SheetError:  # who can open the sheet is told all the same
        return Comparison((), (IN_DOUBT,), ())
    found = documents(seen, drive, persons, meant=meant)
    return replace(found, notices=(*found.notices, IN_DOUBT)) if uncertain(seen) else found
