"""What needs attention today, the most urgent first: for a terminal, a mail, a job summary.

A pure look at one survey and the moment. Case names only; the one place with members' names
is who is on duty, which is carried closed.

The committee's own measures (report handling procedure): any member steps in where a first
answer is not given within a day, a report is resolved within a week, and one that local
representatives have handled wants an acknowledgement only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Final

from sheets_coc.committee import agenda, log
from sheets_coc.committee.log import Logged
from sheets_coc.committee.survey import BELT_REF, Survey
from sheets_coc.dates import duty_week, iso
from sheets_coc.errors import Error
from sheets_coc.oncall import jobs as oncall
from sheets_coc.oncall.tab import Week
from sheets_coc.policy import Policy
from sheets_coc.private import Private
from sheets_coc.records.findings import BY_CODE, Severity
from sheets_coc.records.record import Record
from sheets_coc.records.schema import Decision
from sheets_coc.records.values import action_taken
from sheets_coc.retention.terms import Dated, State
from sheets_coc.sheet.model import Snapshot

ANSWER_DAYS: Final = 1
DECIDE_DAYS: Final = 7
GOING_DAYS: Final = 30
BAN_DAYS: Final = 60
SILENT_DAYS: Final = 2
"""Days without a nightly run after which the schedule must have stopped: runs start late."""
_NAMED: Final = 30
_SAID_APART: Final = frozenset({"came-apart", "unclassified-column"})
NIGHTLY: Final = "nightly"
FRESH_COPY: Final = "fresh copy"
"""What a line of the Log says when people have moved to a fresh copy of the file."""


class Urgency(StrEnum):
    """How soon somebody should look."""

    NOW = "now"
    SOON = "soon"
    KNOW = "know"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the status.

    Attributes:
        code: its stable name.
        urgency: how soon somebody should look.
        text: what it is, in plain words with case names.
        cases: the case names in it.
    """

    code: str
    urgency: Urgency
    text: str
    cases: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """How it stands in JSON."""
        return {
            "code": self.code,
            "urgency": self.urgency.value,
            "text": self.text,
            "cases": list(self.cases),
        }


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty in the running week; a name is empty where nobody is."""

    week: date
    primary: Private[str]
    secondary: Private[str]


@dataclass(frozen=True, slots=True)
class Status:
    """What needs attention.

    Attributes:
        today: the UTC date.
        duty: who is on duty; None where the committee has no rota, or it cannot be read.
        items: the lines, the most urgent first.
        last_run: when the tool last ran by its Log.
        last_fresh_copy: when people last moved to a fresh copy, by the Log.
    """

    today: date
    duty: Duty | None
    items: tuple[Item, ...]
    last_run: datetime | None
    last_fresh_copy: datetime | None

    @property
    def attention(self) -> bool:
        """Whether there is anything to do."""
        return any(item.urgency is not Urgency.KNOW for item in self.items)

    def as_json(self, *, names: bool = True) -> dict[str, Any]:
        """How it stands in JSON.

        Args:
            names: whether the members on duty are named, as the rota has them.
        """
        duty = self.duty
        return {
            "today": self.today.isoformat(),
            "attention": self.attention,
            "on_duty": duty
            and {
                "week": duty.week.isoformat(),
                "primary": (names and duty.primary.reveal()) or None,
                "secondary": (names and duty.secondary.reveal()) or None,
            },
            "items": [item.as_json() for item in self.items],
            "last_run": self.last_run.isoformat() if self.last_run else None,
            "last_fresh_copy": self.last_fresh_copy.isoformat() if self.last_fresh_copy else None,
        }


def status(survey: Survey, now: datetime) -> Status:
    """What needs attention.

    Args:
        survey: what the rules say of the sheet.
        now: the moment, in UTC.
    """
    lines = log.read(survey.snapshot, survey.policy)
    duty, about_duty = _duty(survey.snapshot, survey.policy, now)
    found = [*_stopped(survey, lines, now), *about_duty]
    for look in (_open, _going, _settle, _bans, _stays):
        found += look(survey)
    found += _memory(survey, lines)
    order = list(Urgency)
    return Status(
        survey.today,
        duty,
        tuple(sorted(found, key=lambda item: order.index(item.urgency))),
        last_run(lines),
        last_fresh_copy(lines),
    )


def status_lines(survey: Survey, now: datetime) -> list[str]:
    """The status as lines of a mail: case names only, without who is on duty."""
    found = status(survey, now)
    lines = [item.text for item in found.items]
    return lines if found.attention else ["Nothing needs attention today.", *lines]


def last_run(lines: Sequence[Logged]) -> datetime | None:
    """When the tool last wrote into the Log."""
    return max((line.when for line in lines if line.when), default=None)


def last_nightly(lines: Sequence[Logged]) -> datetime | None:
    """When the nightly job last ran."""
    return last_run([line for line in lines if line.command.strip().casefold() == NIGHTLY])


def last_fresh_copy(lines: Sequence[Logged]) -> datetime | None:
    """When people last noted in the Log that they moved to a fresh copy of the file."""
    noted = [line for line in lines if FRESH_COPY in f"{line.command} {line.what}".casefold()]
    return last_run(noted)


def in_history(survey: Survey, since: datetime | None) -> list[Record]:
    """Records whose people still stand in the file's version history.

    Args:
        survey: what the rules say of the sheet.
        since: when the file was last begun afresh; None for never.
    """
    return [
        record
        for record in survey.sheet.records
        if record.expunged_on is not None and (since is None or record.expunged_on >= since.date())
    ]


def named(names: Iterable[str]) -> str:
    """Case names in a line, not more than can be read."""
    every = list(names)
    more = len(every) - _NAMED
    return ", ".join(every[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _pairs(survey: Survey) -> Iterator[tuple[Record, Dated]]:
    """Records that are not expunged, with their dates."""
    for record, dated in zip(survey.sheet.records, survey.dated, strict=True):
        if not record.expunged:
            yield record, dated


def _item(code: str, urgency: Urgency, text: str, records: Sequence[Record]) -> list[Item]:
    """An item about records, if there are any; their names take the place of `{}`."""
    names = tuple(record.name for record in records)
    return [Item(code, urgency, text.format(named(names)), names)] if names else []


def _stopped(survey: Survey, lines: Sequence[Logged], now: datetime) -> list[Item]:
    """What keeps the tool from working at all."""
    found = _item(
        "rows-apart", Urgency.NOW, f"{BY_CODE['came-apart'].text} It is about {{}}.", survey.apart
    )
    found += _whole_tab(survey)
    if survey.sheet.layout.unclassified:
        columns = ", ".join(column.name for column in survey.sheet.layout.unclassified)
        text = f"Nothing is expunged until To do says what happens to {columns}."
        found.append(Item("unclassified-column", Urgency.NOW, text))
    if any(line.ref.startswith(BELT_REF) and not line.done for line in survey.standing):
        text = "More records are due than usual, so none went. Look at To do, and tick that line."
        found.append(Item("belt", Urgency.NOW, text))
    nightly = last_nightly(lines)
    if nightly is not None and now - nightly > timedelta(days=SILENT_DAYS):
        text = f"The nightly job last ran on {_moment(nightly)}. Look at why it stopped."
        found.append(Item("schedule-stopped", Urgency.NOW, text))
    return found


def _whole_tab(survey: Survey) -> list[Item]:
    """Errors that are about no single record."""
    of_records = {record.row for record in survey.sheet.records}
    codes = dict.fromkeys(
        finding.code
        for finding in survey.findings
        if finding.severity is Severity.ERROR and finding.row not in of_records
    )
    return [
        Item(code, Urgency.NOW, BY_CODE[code].text) for code in codes if code not in _SAID_APART
    ]


def _duty(snapshot: Snapshot, policy: Policy, now: datetime) -> tuple[Duty | None, list[Item]]:
    """Who is on duty, and which of this and the next week lack somebody."""
    try:
        committee, rota = oncall.both(snapshot, policy)
    except Error as error:
        text = f"The rota cannot be read. {error.message}"
        return None, [Item("rota-unreadable", Urgency.SOON, text)]
    if committee is None or rota is None:
        return None, []
    monday = duty_week(now)
    this, after = rota.week(monday), rota.week(monday + timedelta(weeks=1))
    found = [
        *_gaps(this, Urgency.NOW, "Nobody is on duty this week as {}. Step in, or swap."),
        *_gaps(after, Urgency.SOON, "Nobody is on duty next week as {}: oncall plan."),
    ]
    names = [
        slot.typed if slot.holder is None else committee.members[slot.holder].name
        for slot in this.slots
    ]
    return Duty(monday, names[0], names[1]), found


def _gaps(week: Week, urgency: Urgency, text: str) -> list[Item]:
    roles = ("primary", "secondary")
    empty = [role for role, slot in zip(roles, week.slots, strict=True) if not slot.typed]
    return [Item("nobody-on-duty", urgency, text.format(" and ".join(empty)))] if empty else []


def _open(survey: Survey) -> list[Item]:
    """Open cases: unanswered, undecided, without anybody, to acknowledge; then all of them."""
    columns = survey.sheet.layout.columns
    every = [
        record
        for record, dated in _pairs(survey)
        if dated.state is State.OPEN or record.decision is Decision.OPEN
    ]
    local = [record for record in every if _handled_locally(survey, record)]
    rows = {record.row for record in local}
    ours = [record for record in every if record.row not in rows]
    late = partial(_waits_longer, survey.today)
    unanswered = [r for r in ours if r.responded_on is None and late(r, ANSWER_DAYS)]
    acknowledge = [r for r in local if r.responded_on is None]
    undecided = [r for r in ours if late(r, DECIDE_DAYS)]
    nobody = [r for r in ours if not r.handled_by]
    answers, handlers = "responded_on" in columns, "handled_by" in columns
    return [
        *_item("unanswered", Urgency.NOW, "Unanswered for more than a day: {}.",
               unanswered if answers else []),
        *_item("undecided", Urgency.NOW, "Undecided for more than a week: {}.", undecided),
        *_item("no-handler", Urgency.SOON, "Open, and nobody handles it: {}.",
               nobody if handlers else []),
        *_item("acknowledge", Urgency.SOON,
               "Handled by local representatives; an acknowledgement is all it wants: {}.",
               acknowledge),
        *(_item("open", Urgency.KNOW, "Open: {}.", every)
          or ([Item("open", Urgency.KNOW, "No case is open.")] if _has_decisions(survey) else [])),
    ]  # fmt: skip


def _has_decisions(survey: Survey) -> bool:
    return survey.sheet.layout.has_decisions


def _handled_locally(survey: Survey, record: Record) -> bool:
    """Whether local representatives did something and the committee did not."""
    return (
        action_taken(survey.sheet.cell(record, "local_action")) is True
        and action_taken(survey.sheet.cell(record, "our_action")) is not True
    )


def _waits_longer(today: date, record: Record, days: int) -> bool:
    """Whether a report has waited longer than a number of days, whenever on its day it came."""
    return record.reported_on is not None and (today - record.reported_on).days > days


def _going(survey: Survey) -> list[Item]:
    """Records that go within a month, by day."""
    last = survey.today + timedelta(days=GOING_DAYS)
    days = [(_goes(dated), record, dated) for record, dated in _pairs(survey)]
    soon = sorted(
        ((day, record, dated) for day, record, dated in days if day is not None and day <= last),
        key=lambda found: (found[0], found[1].row),
    )
    if not soon:
        return [Item("going", Urgency.KNOW, f"Nothing goes within {GOING_DAYS} days.")]
    said = named(_said(survey.today, *found) for found in soon)
    names = tuple(record.name for _, record, _ in soon)
    return [Item("going", Urgency.SOON, f"Going within {GOING_DAYS} days: {said}.", names)]


def _goes(dated: Dated) -> date | None:
    """The day a record may be expunged, as far as it is set."""
    if dated.state not in (State.KEPT, State.ANNOUNCED, State.DUE):
        return None
    if dated.goes_on is not None:
        return dated.goes_on
    day = dated.effective
    return day + timedelta(days=1) if isinstance(day, date) and day < date.max else None


def _said(today: date, day: date, record: Record, dated: Dated) -> str:
    what = ", the reporter only" if dated.scope == "reporter" else ""
    when = "with the next run" if day <= today else f"on {day.isoformat()}"
    return f"{record.name} ({when}{what})"


def _settle(survey: Survey) -> list[Item]:
    """Findings that are errors, and what stands in To do unticked."""
    rows = {f.row for f in survey.findings if f.severity is Severity.ERROR}
    records = [record for record, _ in _pairs(survey) if record.row in rows]
    found = _item("to-settle", Urgency.SOON, "To settle (see To do): {}.", records)
    waiting = sum(not line.done for line in survey.standing)
    if waiting:
        lines = "1 line waits" if waiting == 1 else f"{waiting} lines wait"
        found.append(Item("to-do", Urgency.SOON, f"{lines} in To do."))
    return found


def _bans(survey: Survey) -> list[Item]:
    """Bans that end within two months: the committee may want to look again."""
    last = survey.today + timedelta(days=BAN_DAYS)
    ending = [
        (record.banned_until, record)
        for record, _ in _pairs(survey)
        if record.decision is Decision.BANNED
        and isinstance(record.banned_until, date)
        and survey.today <= record.banned_until <= last
    ]
    ending.sort(key=lambda found: (found[0], found[1].row))
    if not ending:
        return []
    said = named(f"{record.name} (until {iso(day)})" for day, record in ending)
    names = tuple(record.name for _, record in ending)
    return [Item("ban-ends", Urgency.SOON, f"Bans ending within {BAN_DAYS} days: {said}.", names)]


def _stays(survey: Survey) -> list[Item]:
    """Holds and waits, and those so old that they want a review."""
    old = {(f.row, f.code) for f in agenda.date_findings(survey)}
    pairs = list(_pairs(survey))
    held = [record for record, _ in pairs if record.held]
    waiting = [record for record, dated in pairs if dated.state is State.WAITING]

    def review(records: Sequence[Record], code: str) -> list[Record]:
        return [record for record in records if (record.row, code) in old]

    def text(code: str) -> str:
        return f"{BY_CODE[code].text} {{}}."

    return [
        *_item("hold-review", Urgency.SOON, text("hold-review"), review(held, "hold-review")),
        *_item("wait-review", Urgency.SOON, text("wait-review"), review(waiting, "wait-review")),
        *_item("held", Urgency.KNOW, "On hold: {}.", held),
        *_item("waiting", Urgency.KNOW, "Past their date, waiting for another report: {}.",
               waiting),
    ]  # fmt: skip


def _memory(survey: Survey, lines: Sequence[Logged]) -> list[Item]:
    """The last run, the last fresh copy, and what the version history still holds."""
    run, copy = last_run(lines), last_fresh_copy(lines)
    ran = f"Last run: {_moment(run)}." if run else "No run stands in the Log yet."
    count = len(in_history(survey, copy))
    records = "1 record" if count == 1 else f"{count} records"
    held = f", and the version history holds {records} expunged since" if count else ""
    copied = f"Last fresh copy: {_moment(copy)}{held}." if copy else _no_copy(count)
    return [
        Item("last-run", Urgency.KNOW, ran),
        Item("last-fresh-copy", Urgency.KNOW, copied),
    ]


def _no_copy(count: int) -> str:
    if not count:
        return "No fresh copy stands in the Log."
    records = "1 expunged record" if count == 1 else f"{count} expunged records"
    return f"No fresh copy stands in the Log, and the version history holds {records}."


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
