"""Drafts on data protection, worded from the policy: what it says is what they say.

They are drafts for a lawyer to read, and each says so in its first line. What the policy does
not know stands in brackets and is named, so that nothing is sent with a gap in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from typing import Any, Final

from sheets_coc.dates import NEVER
from sheets_coc.policy import Months, Policy
from sheets_coc.schema.columns import DECISION_LABELS, Decision


class LegalDocument(StrEnum):
    """What a draft is for."""

    RECORD_OF_PROCESSING = "record-of-processing"
    PRIVACY_NOTICE = "privacy-notice"
    SHARING_LISTS = "sharing-lists"
    BREACH = "breach"


GAPS: Final = {
    "controller": "name and postal address of the organisation responsible",
    "contact": "address for questions about data protection",
    "authority": "name of the supervisory authority",
}
"""What has to be filled in under `[legal]`, and how it reads until then."""


@dataclass(frozen=True, slots=True)
class LegalDraft:
    """A draft as Markdown.

    Attributes:
        kind: what it is for.
        text: the draft.
        missing: keys of `[legal]` that stand in brackets.
    """

    kind: LegalDocument
    text: str
    missing: tuple[str, ...]


def draft(kind: LegalDocument, policy: Policy, today: date) -> LegalDraft:
    """Word a draft.

    Args:
        kind: which one.
        policy: the committee's rules.
        today: the day that stands on it.
    """
    from jinja2 import Environment, StrictUndefined

    known = {"controller": policy.legal.controller, "authority": policy.legal.authority,
             "contact": policy.legal.contact or policy.mail.committee}  # fmt: skip
    filled = {key: known[key] or f"[{GAPS[key]}]" for key in GAPS}
    values = {
        **filled,
        "group": policy.group.name,
        "code": policy.group.code,
        "committee": policy.mail.committee,
        "basis": policy.legal.basis,
        "answer_days": policy.legal.answer_days,
        "notice_days": policy.retention.notice_days,
        "anchor": "report" if policy.retention.anchor == "report" else "decision",
        "extended": _EXTENDED[policy.retention.extension],
        "whole": "erase" in policy.retention.narrative.values(),
        "terms": [_term(decision, months) for decision, months in _months(policy).items()],
        "today": today.isoformat(),
    }
    source = resources.files("sheets_coc.legal").joinpath("templates", f"{kind}.md.j2")
    environment = Environment(  # Markdown for people to edit, from values of the policy's owner
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701
    )
    text = environment.from_string(source.read_text("utf-8")).render(values)
    missing = tuple(key for key in GAPS if not known[key] and f"[{GAPS[key]}]" in text)
    return LegalDraft(kind, f"{_HEAD.format(**values)}\n\n{text.strip()}\n", missing)


_HEAD: Final = (
    "> **Draft of {today}, to be read by a lawyer before anybody relies on it.** Worded from the "
    "committee's policy by `sheets-coc legal`; a policy that changes makes it out of date."
)
_EXTENDED: Final[Mapping[str, str]] = {
    "longest": "A further violation of the same person keeps earlier records as long as the "
    "later of both terms.",
    "restart": "A further violation of the same person begins the term of earlier records anew.",
    "match": "A further violation of the same person keeps earlier records as long as its own.",
    "none": "",
}


def _months(policy: Policy) -> Mapping[Decision, Months]:
    return policy.retention.months


def _term(decision: Decision, months: Months) -> dict[str, Any]:
    """How long a decision keeps a record, in words."""
    if months is NEVER:
        said = "for good"
    elif months == 0:
        said = "not at all: it goes once it is decided"
    else:
        said = f"{months} months"
    if decision is Decision.BANNED and months is not NEVER:
        said = f"until the ban ends, and {said} longer; for good where the ban is permanent"
    if decision is Decision.NOBODY_IDENTIFIED and months is not NEVER:
        said += " for who reported; the rest names nobody and stays"
    return {"decision": DECISION_LABELS[decision], "kept": said}
