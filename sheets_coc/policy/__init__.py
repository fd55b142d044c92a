"""The policy: retention terms, safety limits, names of tabs and columns.

The default stands in `policy.toml`, with every term commented. A committee's own file
states only what differs; what it states is checked, and a word nobody knows is an error
rather than a rule that silently does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from sheets_coc.dates import NEVER, WEEKDAYS, Changeover, Never
from sheets_coc.errors import UsageError
from sheets_coc.plain_files import read_plain
from sheets_coc.policy import checks, dates, words
from sheets_coc.schema.columns import BY_KEY, Decision, OnExpunge
from sheets_coc.schema.consequences import Vocabulary
from sheets_coc.schema.resolvers import Resolvers

Months = int | Never
Anchor = Literal["report", "decision"]
Extension = Literal["longest", "restart", "match", "none"]
Narrative = Literal["scrub", "erase"]

OWN_COLUMN_ANSWERS = {
    "erase": OnExpunge.ERASE,
    "remove names": OnExpunge.SCRUB,
    "scrub": OnExpunge.SCRUB,
    "keep": OnExpunge.KEEP,
}
"""What may be said of a column of the committee's own, and what it means."""

_TERM_KEYS = ("no_violation", "nobody_identified", "resolved", "flagged", "banned")


@dataclass(frozen=True, slots=True)
class Retention:
    """When records go, and what of them.

    Attributes:
        months: the term of each decision in calendar months, or NEVER.
        anchor: what terms count from.
        extension: how further violations extend earlier records.
        notice_days: days between announcing and expunging.
        narrative: what happens to narratives, by column key.
    """

    months: Mapping[Decision, Months]
    anchor: Anchor
    extension: Extension
    notice_days: int
    narrative: Mapping[str, Narrative]


@dataclass(frozen=True, slots=True)
class Safety:
    """Limits beyond which nothing is done."""

    max_records: int
    max_share: float
    max_clock_days: int


@dataclass(frozen=True, slots=True)
class Tabs:
    """Titles of the tabs."""

    records: str
    committee: str
    oncall: str
    todo: str
    log: str
    identity_key: str


@dataclass(frozen=True, slots=True)
class OnCall:
    """How the rota is planned and watched, and when duty changes hands."""

    weeks: int
    check_weeks: int
    warn_share: float
    changeover: Changeover


@dataclass(frozen=True, slots=True)
class StatisticsPolicy:
    """What is published, and how small numbers are protected."""

    spreadsheet: str
    break_down_from: int
    small_cell: int
    history_years: int
    us: str


@dataclass(frozen=True, slots=True)
class Mail:
    """Addresses and signature of mails and letters."""

    committee: str
    sender: str
    alert: str
    signature: str


@dataclass(frozen=True, slots=True)
class Group:
    """What the committee and its code are called, and where members are besides the sheet."""

    name: str
    code: str
    places: tuple[str, ...] = ()


NEUTRAL = Group("Code of Conduct committee", "Code of Conduct")
"""What a committee and its code are called where nobody has said it."""


@dataclass(frozen=True, slots=True)
class Legal:
    """What documents about data protection need to know; blank where nobody has said it.

    Attributes:
        controller: the organisation responsible, with its postal address.
        contact: whom people write to about their data.
        authority: the supervisory authority people may complain to.
        basis: on what ground records are kept.
        answer_days: days within which a request about somebody's data is answered.
    """

    controller: str
    contact: str
    authority: str
    basis: str
    answer_days: int


@dataclass(frozen=True, slots=True)
class Policy:
    """A committee's rules, complete.

    Attributes:
        headers: the committee's header of a column, by key, where the policy names one.
        own_columns: what happens to columns of the committee's own, by header.
        dates: by column key, whether dates of two readings are "day first" or "month first".
        decisions: the words for what was decided.
        resolvers: the words for who resolved a case.
        identity_key: the address of the spreadsheet that says whose the person codes are; blank
            where it is a tab of the same one, "none" where there is none.
    """

    retention: Retention
    safety: Safety
    tabs: Tabs
    headers: Mapping[str, str]
    own_columns: Mapping[str, OnExpunge]
    dates: Mapping[str, str]
    decisions: Vocabulary
    resolvers: Resolvers
    identity_key: str
    oncall: OnCall
    statistics: StatisticsPolicy
    mail: Mail
    group: Group
    legal: Legal


def _months(key: str, value: object) -> Months:
    if isinstance(value, str) and value == "never":
        return NEVER
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1200:
        raise checks.wrong("retention", key, 'a number of months from 0 to 1200, or "never"')
    return value


def _retention(section: Mapping[str, Any]) -> Retention:
    narrative = checks.choice("retention", "narrative", section["narrative"], ("scrub", "erase"))
    by_column = {c.key: narrative for c in BY_KEY.values() if c.on_expunge is OnExpunge.SCRUB}
    for key, value in section["narratives"].items():
        if key not in by_column:
            raise UsageError(
                "Policy: [retention.narratives] names a column that is no narrative; there are "
                + ", ".join(by_column),
                code="policy-unknown",
            )
        by_column[key] = checks.choice("retention.narratives", key, value, ("scrub", "erase"))
    return Retention(
        months={Decision(key): _months(key, section[key]) for key in _TERM_KEYS},
        anchor=checks.choice("retention", "anchor", section["anchor"], ("report", "decision")),
        extension=checks.choice(
            "retention", "extension", section["extension"], ("longest", "restart", "match", "none")
        ),
        notice_days=checks.integer("retention", "notice_days", section["notice_days"], 0, 366),
        narrative=by_column,
    )


def _safety(section: Mapping[str, Any]) -> Safety:
    return Safety(
        max_records=checks.integer("safety", "max_records", section["max_records"], 0, 1_000_000),
        max_share=checks.number("safety", "max_share", section["max_share"], 0, 1),
        max_clock_days=checks.integer(
            "safety", "max_clock_days", section["max_clock_days"], 0, 3650
        ),
    )


def _tabs(section: Mapping[str, Any]) -> Tabs:
    titles = {key: checks.text("tabs", key, value).strip() for key, value in section.items()}
    if "" in titles.values() or len({t.casefold() for t in titles.values()}) < len(titles):
        raise UsageError("Policy: [tabs] must name six different tabs.", code="policy-value")
    return Tabs(**titles)


def _columns(section: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, OnExpunge]]:
    headers: dict[str, str] = {}
    for key, value in section.items():
        if key == "own":
            continue
        if key not in BY_KEY:
            raise UsageError(
                "Policy: [columns] names a column nobody knows; there are " + ", ".join(BY_KEY),
                code="policy-unknown",
            )
        headers[key] = checks.text("columns", key, value)
    own = section["own"]
    if not isinstance(own, dict):
        raise checks.wrong("columns", "own", "a section")
    return headers, {
        header: OWN_COLUMN_ANSWERS[
            checks.choice("columns.own", "a column's answer", answer, tuple(OWN_COLUMN_ANSWERS))
        ]
        for header, answer in own.items()
    }


def _statistics(section: Mapping[str, Any]) -> StatisticsPolicy:
    return StatisticsPolicy(
        spreadsheet=checks.text("statistics", "spreadsheet", section["spreadsheet"]),
        break_down_from=checks.integer(
            "statistics", "break_down_from", section["break_down_from"], 1, 1_000_000
        ),
        small_cell=checks.integer("statistics", "small_cell", section["small_cell"], 0, 1000),
        history_years=checks.integer(
            "statistics", "history_years", section["history_years"], 1, 50
        ),
        us=checks.one_line("statistics", {"us": section["us"]})["us"] or "us",
    )


def _oncall(section: Mapping[str, Any]) -> OnCall:
    day = checks.choice("oncall", "changeover_day", section["changeover_day"], WEEKDAYS)
    hour = checks.integer("oncall", "changeover_hour", section["changeover_hour"], 0, 23)
    return OnCall(
        weeks=checks.integer("oncall", "weeks", section["weeks"], 1, 260),
        check_weeks=checks.integer("oncall", "check_weeks", section["check_weeks"], 1, 260),
        warn_share=checks.number("oncall", "warn_share", section["warn_share"], 0, 1),
        changeover=Changeover(WEEKDAYS.index(day), hour),
    )


def _mail(section: Mapping[str, Any]) -> Mail:
    values = {key: checks.text("mail", key, value) for key, value in section.items()}
    for key in ("committee", "sender", "alert"):
        address = values[key]
        if any(c in address for c in "\r\n,;<>") or (address and address.count("@") != 1):
            raise checks.wrong("mail", key, "one plain e-mail address")
    if any(c in values["signature"] for c in "\r\n"):
        raise checks.wrong("mail", "signature", "one line of text")
    return Mail(**values)


def _group(section: Mapping[str, Any]) -> Group:
    values = checks.one_line("group", {k: v for k, v in section.items() if k != "places"})
    places = checks.lines("group", "places", section["places"])
    return Group(values["name"] or NEUTRAL.name, values["code"] or NEUTRAL.code, places)


def _legal(section: Mapping[str, Any]) -> Legal:
    days = checks.integer("legal", "answer_days", section["answer_days"], 1, 366)
    texts = checks.one_line("legal", {k: v for k, v in section.items() if k != "answer_days"})
    return Legal(**texts, answer_days=days)


def _build(data: Mapping[str, Any]) -> Policy:
    headers, own = _columns(data["columns"])
    return Policy(
        retention=_retention(data["retention"]),
        safety=_safety(data["safety"]),
        tabs=_tabs(data["tabs"]),
        headers=headers,
        own_columns=own,
        dates=dates.orders(data["dates"]),
        decisions=words.vocabulary(data["decisions"]),
        resolvers=words.resolvers(data["resolvers"]),
        identity_key=checks.one_line("identity_key", data["identity_key"])["spreadsheet"],
        oncall=_oncall(data["oncall"]),
        statistics=_statistics(data["statistics"]),
        mail=_mail(data["mail"]),
        group=_group(data["group"]),
        legal=_legal(data["legal"]),
    )


@cache
def _default_data() -> dict[str, Any]:
    return checks.read(
        "policy.toml", resources.files("sheets_coc").joinpath("policy.toml").read_bytes()
    )


@cache
def default() -> Policy:
    """The default policy."""
    return _build(_default_data())


def parse(content: bytes, source: str = "policy.toml") -> Policy:
    """A policy from the content of a committee's own file, over the default.

    Raises:
        UsageError: for invalid TOML, an unknown word or a value outside its range.
    """
    own = checks.read(source, content)
    default = checks.without_names(_default_data(), own)
    return _build(checks.merged(default, own))


def load(path: Path | None) -> Policy:
    """The policy of a file, or the default where there is none.

    Raises:
        UsageError: where the file cannot be read or is no valid policy.
    """
    if path is None:
        return default()
    try:
        content = read_plain(path)
    except OSError:
        wrong = "The policy file cannot be read. Check it, or forget it: sheets-coc use --forget"
        raise UsageError(wrong, code="policy-missing") from None
    return parse(content, path.name)
