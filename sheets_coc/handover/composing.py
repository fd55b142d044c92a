"""The Monday mail: who is on duty from this Monday and from the next, and the status.

It addresses a week, not a moment: whenever it is sent, it says the same of that week. Its
Message-ID is the same too, so a mail that is sent again after a crash is recognised.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from hashlib import blake2s
from importlib import resources
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sheets_coc.dates import WEEKDAYS, in_words
from sheets_coc.errors import UsageError
from sheets_coc.handover.digest import Section
from sheets_coc.mail.sending import plain_address
from sheets_coc.oncall.reading import Rota
from sheets_coc.oncall.tab import ROLES, DutyRole, Slot, Week
from sheets_coc.private import Private

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_WIDTH: Final = 78


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One role of a week, as the mail tells it.

    Attributes:
        role: primary or secondary.
        name: who serves; None where nobody does.
        local_start: when the week begins for them, such as "Monday 13:00"; None where their
            time zone is not known.
        local_end: when it ends for them.
        zone: their time zone.
        sure: whether a member is meant or mentioned.
    """

    role: DutyRole
    name: Private[str] | None
    local_start: str | None = None
    local_end: str | None = None
    zone: str | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class DutyWeek:
    """One week and its two duties.

    Attributes:
        starts: the day it begins.
        begins: the time it begins in UTC, such as `12:00`.
        duties: primary and secondary.
    """

    starts: date
    begins: str
    duties: tuple[DutyLine, ...]

    @property
    def uncovered(self) -> bool:
        """Whether a role is open."""
        return any(duty.name is None for duty in self.duties)


@dataclass(frozen=True, slots=True)
class Handover:
    """What the mail of a week says.

    Attributes:
        week: the Monday it is about.
        weeks: that week and the next; None where there is no rota.
        sections: the committee's Monday status; case names only.
        sent_by: what sends the mail, and where to mend it.
        link: the spreadsheet's address.
    """

    week: date
    weeks: tuple[DutyWeek, DutyWeek] | None
    sections: tuple[Section, ...] = field(default=(), repr=False)
    sent_by: str = ""
    link: str = field(default="", repr=False)


def spoken(day: date) -> str:
    """A day in words, whatever the machine's language: `Monday 23 November 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


def local_time(moment: datetime, zone: str) -> str:
    """A moment as the clock of a time zone shows it: `Monday 13:00`."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{WEEKDAYS[there.weekday()]} {there:%H:%M}"


def _duty(role: DutyRole, slot: Slot, week: Week, rota: Rota) -> DutyLine:
    members, changeover = rota.committee.members, rota.tab.changeover
    name = slot.shown(members) or None
    zone = None if slot.holder is None or slot.agreement else members[slot.holder].zone
    if zone is None:
        return DutyLine(role, name, sure=slot.known)
    start, end = (changeover.starts_at(week.starts + timedelta(weeks=n)) for n in (0, 1))
    return DutyLine(role, name, local_time(start, zone), local_time(end, zone), zone)


def _week(rota: Rota, starts: date) -> DutyWeek:
    week = rota.tab.week(starts)
    return DutyWeek(
        starts,
        f"{rota.tab.changeover.starts_at(starts):%H:%M}",
        tuple(_duty(r, s, week, rota) for r, s in zip(ROLES, week.slots, strict=True)),
    )


def handover(
    rota: Rota | None,
    week: date,
    *,
    sections: Sequence[Section] = (),
    sent_by: str = "",
    link: str = "",
) -> Handover:
    """What the mail of a week says.

    Args:
        rota: who serves when; None where the committee has no On-call tab.
        week: the week it is about, by the day it begins.
        sections: the Monday status.
        sent_by: what sends the mail, so that somebody can mend it.
        link: the spreadsheet's address.
    """
    weeks = None
    if rota is not None:
        weeks = _week(rota, week), _week(rota, week + timedelta(weeks=1))
    return Handover(week, weeks, tuple(sections), sent_by, link)


def _shown(name: Private[str] | None) -> str:
    return name.reveal() if name else "nobody yet"


def _said_short(duty: DutyLine) -> str:
    """Who serves, in a sentence."""
    unknown = "" if duty.sure or not duty.name else " (not in the Committee tab)"
    return f"{_shown(duty.name)}{unknown}"


def _said(duty: DutyLine) -> str:
    """Who serves, and from when to when on their own clock."""
    clock = f" ({duty.local_start} to {duty.local_end} in {duty.zone})" if duty.zone else ""
    return f"{_said_short(duty)}{clock}"


def _wrapped(line: str, heading: str) -> str:
    """A line as wide as mail should be, set in below its heading."""
    first, more = ("  ", "    ") if heading else ("", "  ")
    return textwrap.fill(
        line,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=more,
        break_long_words=False,
        break_on_hyphens=False,
    )


@cache
def _environment(*, html: bool) -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "spoken": spoken,
        "shown": _shown,
        "said": _said,
        "said_short": _said_short,
        "wrapped": _wrapped,
    }
    return environment


def _render(name: str, content: Handover, *, html: bool) -> str:
    source = resources.files("sheets_coc.handover").joinpath("templates", name)
    template = _environment(html=html).from_string(source.read_text("utf-8"))
    this, after = content.weeks or (None, None)
    values: dict[str, Any] = {
        "h": content, "this": this, "after": after, "title": subject(content),
    }  # fmt: skip
    return template.render(values)


def as_text(content: Handover) -> str:
    """The mail as plain text."""
    return _render("handover.txt.j2", content, html=False)


def as_html(content: Handover) -> str:
    """The mail as HTML, without anything loaded from elsewhere."""
    return _render("handover.html.j2", content, html=True)


def subject(content: Handover) -> str:
    """The subject: the week, and nobody's name."""
    what = "On call" if content.weeks else "Code of Conduct status"
    return f"{what} from {spoken(content.week)}"


def message_id(spreadsheet: str, week: date, sender: str) -> str:
    """The Message-ID of a week's mail: the same however often it is sent.

    Args:
        spreadsheet: the spreadsheet's id; only a digest of it is used.
        week: the Monday.
        sender: the sender's address, for its domain.
    """
    digest = blake2s(spreadsheet.encode(), digest_size=8).hexdigest()
    return f"<handover-{week.isoformat()}-{digest}@{plain_address(sender).rpartition('@')[2]}>"


def mail(
    content: Handover, *, to: str, sender: str, spreadsheet: str, date_sent: datetime
) -> EmailMessage:
    """The complete message, to the committee's address and nobody else.

    Args:
        content: what it says.
        to: the committee's address.
        sender: the sender's address.
        spreadsheet: the spreadsheet's id, for the Message-ID.
        date_sent: the moment for its Date header, with a time zone.

    Raises:
        UsageError: where an address is not one plain e-mail address.
    """
    message = EmailMessage()
    message["To"] = plain_address(to)
    message["From"] = Address("Code of Conduct on call", addr_spec=plain_address(sender))
    message["Subject"] = subject(content)
    message["Date"] = format_datetime(date_sent)
    message["Message-ID"] = message_id(spreadsheet, content.week, sender)
    message["Auto-Submitted"] = "auto-generated"
    try:
        message.set_content(as_text(content), cte="quoted-printable")
        message.add_alternative(as_html(content), subtype="html", cte="quoted-printable")
    except UnicodeEncodeError:
        raise UsageError(
            "The mail holds characters that cannot be sent. Look at the names in the rota.",
            code="mail-text",
        ) from None
    return message
