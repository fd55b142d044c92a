"""Requests about somebody, whole: finding them, handing out what is theirs, erasing it.

Each takes the spreadsheet, the rules and the moment, and returns what a command or a page
shows. Nothing is written without `apply`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sheets_coc.errors import SheetError
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records.reading import read_records
from sheets_coc.redaction import jobs
from sheets_coc.redaction.jobs import RedactResult
from sheets_coc.requests import erasure, handout, lookup
from sheets_coc.requests.erasure import Kept
from sheets_coc.requests.handout import Extract
from sheets_coc.requests.lookup import Asked, Involvement, Mention
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.sheet.workbook import Workbook
from sheets_coc.todo import deadlines, log
from sheets_coc.todo.analysis import Analysis, analyse
from sheets_coc.todo.deadlines import OpenRequest
from sheets_coc.todo.stops import reason_to_stop, refuse
from sheets_coc.todo.wording import count


@dataclass(frozen=True, slots=True)
class Found:
    """Where somebody stands.

    Attributes:
        parts: the records, and as what they stand in them.
        places: every place that mentions them, by address.
        unread: kinds of places that could not be searched.
        doubt: why records may have been overlooked or misread; empty where none was.
    """

    parts: Sequence[Involvement]
    places: Sequence[Mention]
    unread: tuple[str, ...]
    doubt: str = ""


def find(book: Workbook, who: Asked) -> Found:
    """Every record somebody stands in, and every place that mentions them."""
    seen = analyse(book.read(), book.policy, book.now.date())
    parts = lookup.parts(seen.sheet.named_records, who)
    places = lookup.mentions(book.texts(), who, seen.snapshot, seen.sheet)
    stop = reason_to_stop(seen)
    return Found(parts, places, book.unread, stop.reason if stop else "")


def search(book: Workbook, who: Asked) -> Found:
    """Every place that mentions somebody, in any spreadsheet, one of records or not."""
    snapshot = book.read()
    texts = book.texts()
    try:
        sheet = read_records(snapshot, book.policy, book.now.date())
    except SheetError:
        sheet = None
    return Found((), lookup.mentions(texts, who, snapshot, sheet), book.unread)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What somebody may be given.

    Attributes:
        content: the answer to hand out.
        records: what each record says of them.
        unsure: names of the records that may be about them, and are not in it.
        logged: whether the Log says that it was given to them.
    """

    content: Private[str]
    records: Sequence[Extract]
    unsure: tuple[str, ...]
    logged: bool = False


def hand_out(
    book: Workbook,
    who: Asked,
    *,
    texts: bool = False,
    apply: bool = False,
    request: str = "",
) -> HandedOut:
    """What may be handed out to somebody; with `apply`, the Log says that it was.

    Args:
        book: the spreadsheet.
        who: who asks.
        texts: whether internal texts are handed out, too.
        apply: whether the Log gets its line.
        request: the request that is answered by it, as `deadlines` named it.

    Raises:
        SafetyStop: rows came apart or may be misread, or it cannot be told whose the data are.
        UsageError: there is no such open request.
    """
    seen = analyse(book.read(acting=apply), book.policy, book.now.date())
    refuse(seen)
    parts = lookup.parts(seen.sheet.named_records, who)
    if lookup.several_people(parts, who):
        raise handout.nobody_stop()
    made = handout.extracts(seen, parts, who, texts=texts)
    if request:
        deadlines.check_open(log.read(seen.snapshot, book.policy), request)
    if apply:
        book.transact(lambda current: (_given(current, book.policy, made, book.now, request), None),
                      seen.snapshot)  # fmt: skip
    return HandedOut(
        Private(handout.report(made, book.policy)),
        made,
        tuple(part.record.name for part in parts if not part.sure),
        apply,
    )


def _given(
    snapshot: Snapshot, policy: Policy, made: Sequence[Extract], now: datetime, request: str
) -> Changes:
    """The line of the Log that says what was given to whom; it names nobody."""
    what = f"Request for access answered: {count(len(made), 'record')} handed out"
    entry = log.LogEntry(
        "person --for-them",
        f"{what}. {deadlines.answered(request)}" if request else what,
        tuple(entry.case for entry in made),
        shared=handout.THEMSELVES,
    )
    return log.append(snapshot, policy, entry, now)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure on request did or would do.

    Attributes:
        result: the redaction.
        kept: the records about them that stay, and why.
        places: where they are still mentioned.
    """

    result: RedactResult
    kept: Sequence[Kept]
    places: Sequence[Mention]

    @property
    def stays(self) -> bool:
        """Whether anything of them stays, as far as could be seen."""
        return bool(self.kept or self.result.residual)

    @property
    def attention(self) -> bool:
        """Whether a person must look: something stays, or could not be seen."""
        return self.stays or self.result.mentions.attention


def erase(
    book: Workbook,
    who: Asked,
    reason: str,
    *,
    apply: bool = False,
    plan: str | None = None,
    max_records: int | None = None,
    request: str = "",
) -> Erased:
    """Plan an erasure on request; with `apply`, do it.

    Args:
        book: the spreadsheet.
        who: who asks.
        reason: why, for the Log; it names nobody.
        apply: whether to write.
        plan: the id of the only plan that may be applied.
        max_records: how many records may go at the most.
        request: the request that is answered by it.

    Raises:
        UsageError: the reason tells who it is, or there is no such open request.
        SafetyStop: a safety rule stopped it.
    """
    said = " ".join(reason.split())

    def select(seen: Analysis) -> Analysis:
        erasure.checked_reason(reason, who, seen)
        if request:
            deadlines.check_open(log.read(seen.snapshot, book.policy), request)
        return erasure.as_due(seen, who)

    answered = f"{said} {deadlines.answered(request)}" if request else said
    result = jobs.redact(
        book, apply=apply, plan=plan, max_records=max_records, select=select,
        write=lambda seen, planned, mentions: erasure.changes(
            seen, planned, mentions, who, answered, book.now
        ),
    )  # fmt: skip
    if result.redaction.stop:
        raise result.redaction.stop
    kept = erasure.left(erasure.erasure(result.seen, who), result.redaction)
    titles = lookup.tab_names(result.seen.snapshot, who)
    places = [
        Mention("" if one.tab_id is None else titles.get(one.tab_id, ""), one.cell, one.kind)
        for one in result.residual
    ]
    return Erased(result, kept, places)


def receive(
    book: Workbook,
    received: date,
    *,
    apply: bool = False,
) -> OpenRequest | None:
    """Note that a request came, under a code name; without `apply`, only see that it could be.

    Raises:
        UsageError: the day lies in the future.
    """
    first, seed = book.read(acting=apply), secrets.token_hex(16)
    deadlines.receive(
        first, book.policy, received, book.now, seed
    )  # which refuses what cannot be noted
    if not apply:
        return None
    results, _, _ = book.transact(
        lambda current: deadlines.receive(current, book.policy, received, book.now, seed), first
    )
    noted: OpenRequest = results[-1]
    return noted


def close(book: Workbook, name: str, *, apply: bool = False) -> None:
    """Note that a request was answered in another way.

    Raises:
        UsageError: no request of that name waits for an answer.
    """
    first = book.read(acting=apply)
    deadlines.close(first, book.policy, name, book.now)
    if apply:
        book.transact(
            lambda current: (deadlines.close(current, book.policy, name, book.now), None), first
        )
