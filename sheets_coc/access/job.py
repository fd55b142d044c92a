"""`access`, whole: look, and with `apply` give and take away, one permission at a time.

Drive loses changes to one file's permissions that are made at the same time ("Concurrent
permissions operations on the same file aren't supported"), so they follow each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sheets_coc.access.differences import Comparison, Difference, compare
from sheets_coc.access.documents import of_documents
from sheets_coc.access.identity_key import of_key
from sheets_coc.access.lines import ask_again as forget
from sheets_coc.access.lines import meant
from sheets_coc.access.members import people
from sheets_coc.access.sharing import EDITING, NOBODY, Drive, Sharing, give, remove, sharing
from sheets_coc.errors import (
    NOTHING_CHANGED,
    Error,
    GoogleError,
    OutcomeUnknown,
    SafetyStop,
    UsageError,
)
from sheets_coc.people.mailboxes import address_key, addresses
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import log


@dataclass(frozen=True, slots=True)
class AccessResult:
    """What `access` found and did.

    Attributes:
        comparison: how things stand at the end.
        would_take: what `--apply` would take away.
        taken: what was taken away.
        refused: what Google refused to take away.
        grant: the address that was, or would be, given access.
        already: whether it could edit before.
        given: whether it was given.
        outsider: whether that address is not a member's.
    """

    comparison: Comparison
    would_take: tuple[Difference, ...] = ()
    taken: tuple[Difference, ...] = ()
    refused: tuple[Difference, ...] = ()
    grant: Private[str] = NOBODY
    already: bool = False
    given: bool = False
    outsider: bool = False


def check_address(typed: str) -> str:
    """The one plain address that was typed for `--grant`.

    Raises:
        UsageError: it is none, or several.
    """
    found = addresses(typed)
    if len(found) != 1 or found[0] != typed.strip().casefold():
        raise UsageError("--grant takes one plain e-mail address.", code="address")
    return found[0]


def access(
    book: Workbook,
    drive: Drive,
    *,
    apply: bool = False,
    grant: str | None = None,
    ask_again: bool = False,
) -> AccessResult:
    """Compare who has access with the Committee tab; with `apply`, take away what is too much.

    Args:
        book: the spreadsheet.
        drive: the same with Drive; `apply` needs the scope `drive`.
        apply: whether to act.
        grant: an address that shall be able to edit.
        ask_again: whether what people said to be meant counts as a difference again; with
            `apply`, it is forgotten.

    Raises:
        SafetyStop: with `apply`, where the Committee tab names nobody to compare with.
        SheetError: where there is no Committee tab.
        GoogleError: Google could not be reached or refused. Whatever was done stands in the Log.
    """
    address = check_address(grant) if grant is not None else ""
    policy, now = book.policy, book.now
    snapshot = book.read(acting=apply)
    persons = people(snapshot, policy, now.date())
    group = policy.mail.committee
    found = sharing(drive, now)
    known = frozenset() if ask_again else meant(snapshot, policy)
    granted = [address] if address else ()
    comparison = compare(found, persons, group=group, granted=granted, meant=known)
    others = (
        of_documents(snapshot, policy, now, drive, persons, meant=known),
        of_key(policy, drive, now, persons, meant=known),
    )
    members = {key for person in persons for key in person.keys}
    outsider = bool(address) and address_key(address) not in members
    wanted = _wanted(found, address)
    already = bool(address) and not wanted
    if not apply:
        return AccessResult(
            comparison.beside(*others),
            comparison.removable,
            grant=Private(address),
            already=already,
            outsider=outsider,
        )
    if ask_again:
        return _ask_again(book, snapshot, AccessResult(comparison.beside(*others)))
    _refuse_without_members(comparison)
    lines = _Lines(book, policy, now, snapshot)
    refused = _act(lines, drive, comparison.removable, wanted)
    left = sharing(drive, now)
    after = compare(left, persons, group=group, meant=known)
    still = {p.id for p in left.permissions or ()}
    stays = [d for d in comparison.removable if d.permission in still]
    missing = bool(wanted) and bool(_wanted(left, address))
    lines.write(_not_done(stays, given=not missing))
    return AccessResult(
        after.beside(*others),
        (),
        tuple(d for d in comparison.removable if d not in stays),
        tuple(refused),
        Private(address),
        already,
        bool(wanted) and not missing,
        outsider,
    )


def _ask_again(book: Workbook, snapshot: Snapshot, result: AccessResult) -> AccessResult:
    """Forget what people said to be meant, and take nothing away: they are asked first."""
    if forget(snapshot):
        book.transact(lambda current: (forget(current), None), snapshot)
    return result


def _refuse_without_members(comparison: Comparison) -> None:
    if comparison.removable and comparison.nobody_known:
        raise SafetyStop(
            "The Committee tab names no member with an address, so everybody would lose access. "
            "Fill it in, or name the right tab in the policy.",
            became=NOTHING_CHANGED,
            code="no-members",
        )


def _wanted(found: Sharing, address: str) -> str:
    """The address that has to be given access; empty where it may edit already."""
    key = address_key(address) if address else ""
    holds = [
        p
        for p in found.permissions or ()
        if p.kind == "user" and p.role in EDITING and address_key(p.who.reveal()) == key
    ]
    return "" if holds else address


@dataclass(slots=True)
class _Lines:
    """Lines of the Log about this run."""

    book: Workbook
    policy: Policy
    now: datetime
    snapshot: Snapshot

    def write(self, said: str) -> None:
        """Add a line, if there is anything to say."""
        if not said:
            return

        def line(current: Snapshot) -> tuple[Changes, None]:
            return log.append(current, self.policy, log.LogEntry("access", said), self.now), None

        _, self.snapshot, _ = self.book.transact(line, self.snapshot)


def _counted(differences: Iterable[Difference]) -> str:
    """Kinds and numbers, nobody's address."""
    counted = sorted(Counter((d.kind, d.role) for d in differences).items())
    return ", ".join(f"{number} x {kind} ({role})" for (kind, role), number in counted)


def _intended(removable: Sequence[Difference], address: str) -> str:
    """What is about to be done."""
    parts = ["Giving one account access as a writer."] if address else []
    parts += [f"Taking away {_counted(removable)}."] if removable else []
    return " ".join(parts)


def _not_done(stays: Sequence[Difference], *, given: bool) -> str:
    """What the line before said that did not come about."""
    parts = [] if given else ["Access was not given after all."]
    parts += [f"Not taken away after all: {_counted(stays)}."] if stays else []
    return " ".join(parts)


def _act(
    lines: _Lines, drive: Drive, removable: Sequence[Difference], address: str
) -> list[Difference]:
    """Give, then take away one after the other; what Google refused to take away.

    The Log is written first. So it holds whatever is done, also where the run is cut off or
    Google stays away afterwards; then it may say too much, and the error says that.
    """
    lines.write(_intended(removable, address))
    refused: list[Difference] = []
    waiting, given = list(removable), not address
    try:
        if address:
            _give(drive, address)
            given = True
        while waiting:
            if not _take(drive, waiting[0]):
                refused.append(waiting[0])
            waiting.pop(0)
    except Error as error:
        try:
            lines.write(_not_done([*refused, *waiting], given=given))
        except Error:
            error.say_as_well("The Log may name more than was done; run this again.")
        raise
    return refused


def _not_covered() -> GoogleError:
    return GoogleError(
        "The login does not cover changing who has access. Members: sheets-coc login "
        "--manage-access. A service account needs the scope drive.",
        code="scope",
    )


def _give(drive: Drive, address: str) -> None:
    try:
        give(drive, address)
    except OutcomeUnknown:
        pass  # as for what is taken away
    except GoogleError as error:
        if error.code == "scope":
            raise _not_covered() from None
        if error.code != "refused":
            raise
        raise GoogleError(
            "Google gives no access to that address. It may have no Google account, or be a "
            "group's, or your organisation may not allow it.",
            code="not-given",
        ) from None


def _take(drive: Drive, difference: Difference) -> bool:
    """Take away one permission; whether Google did not refuse to."""
    try:
        remove(drive, difference.permission)
    except OutcomeUnknown:
        pass  # what is there at the end is looked at again
    except GoogleError as error:
        if error.code in ("not-shared", "refused"):
            return False
        if error.code == "scope":
            raise _not_covered() from None
        if error.code != "not-found":  # somebody else was faster
            raise
    return True
