"""A letter in the making: what is filled in, and the check that nobody who reported is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sheets_coc.errors import UsageError
from sheets_coc.letters.guard import check_body, check_values
from sheets_coc.letters.guard import typed as typed_of
from sheets_coc.letters.kinds import (
    ABOUT_A_CASE,
    AUDIENCES,
    PERSONAL,
    PLACEHOLDERS,
    Audience,
    LetterKind,
)
from sheets_coc.letters.rendering import Letter, render
from sheets_coc.letters.screening import Told
from sheets_coc.people.entries import entry_keys
from sheets_coc.policy import Policy
from sheets_coc.records.record import Record
from sheets_coc.todo.analysis import Analysis

Look = Callable[[], Analysis | None]
"""Reads the sheet and applies the rules; None where no spreadsheet was named."""


@dataclass(frozen=True, slots=True, repr=False)
class LetterRequest:
    """Which letter somebody wants.

    Attributes:
        kind: what it is for.
        values: what they filled in.
        templates: a folder of the committee's own wording.
        case: the record it is about.
        result: a result file in which a person confirmed hits, or its content.
        event_date: the event's first day, as typed.
    """

    kind: LetterKind
    values: Mapping[str, str] = field(default_factory=dict)
    templates: Path | None = None
    case: str | None = None
    result: Path | bytes | None = None
    event_date: str | None = None


@dataclass(slots=True, repr=False)
class Draft:
    """What goes into a letter, and what it is checked against.

    Attributes:
        request: which letter it is.
        policy: the committee's rules.
        values: what is filled in.
        seen: the sheet, where the letter draws on it.
        about: the records it is about.
        personal: whether it holds anything of the sheet or of people.
        notes: what the committee has to know about it.
        people: who is told about, in the answer to organisers.
        day: the event's first day.
        look: reads the sheet, once there is something to check by it.
    """

    request: LetterRequest
    policy: Policy
    values: dict[str, Any]
    look: Look
    seen: Analysis | None = None
    about: tuple[Record, ...] = ()
    personal: bool = False
    notes: list[str] = field(default_factory=list)
    people: list[Told] = field(default_factory=list)
    day: date | None = None

    @property
    def kind(self) -> LetterKind:
        """What the letter is for."""
        return self.request.kind

    @property
    def loggable(self) -> bool:
        """Whether something is told about a record, which belongs into the Log."""
        return bool(self.people or self.about)

    def letter(self) -> Letter:
        """The letter, checked against everybody who ever reported.

        Raises:
            UsageError: the template cannot be used, or there is no committee's address.
            SafetyStop: it names, or may name, somebody who reported.
        """
        folder = self.request.templates
        made = render(self.kind, self.values, self.policy.mail.committee, folder)
        if self.seen is None and self.kind in ABOUT_A_CASE and (self.personal or folder):
            self.seen = self.look()
        if self.seen is not None:
            may = [self.values["signature"], *(person.entry for person in self.people)]
            if AUDIENCES[self.kind] is Audience.REPORTER:
                may.append(self.values.get("recipient", ""))
            about = self.about or self._about_recipient(self.seen)
            typed = {k: v for k, v in self.values.items() if k in PERSONAL and k != "recipient"}
            check_values([v for v in typed.values() if isinstance(v, str)], self.seen, about)
            check_body(f"{made.subject}\n{made.body}", self.seen, about, may)
        return made

    def _about_recipient(self, seen: Analysis) -> tuple[Record, ...]:
        """The records of whom a letter to a subject greets, where it names no record."""
        if AUDIENCES[self.kind] is not Audience.SUBJECT:
            return ()
        keys = entry_keys(str(self.values.get("recipient", "")))
        return tuple(
            record
            for record in seen.sheet.records
            if any(keys & entry_keys(one) for one in typed_of(record))
        )


def missing(made: Draft) -> str:
    """What is still to be filled in, for a prompt; empty where nothing is."""
    keys = made.letter().missing
    return "; ".join(f"{key} ({PLACEHOLDERS.get(key, key)})" for key in keys)


def fill(made: Draft, lines: Sequence[str]) -> None:
    """Fill in what people typed, as `KEY: TEXT` on a line each; a single text where one is asked.

    Raises:
        UsageError: a line is nothing of the kind, or its key is not asked for.
    """
    keys = made.letter().missing
    if len(keys) == len(lines) == 1 and ":" not in lines[0]:
        lines = [f"{keys[0]}: {lines[0]}"]
    for line in lines:
        key, sign, value = line.partition(":")
        if not sign or key.strip() not in keys:
            raise UsageError(
                f"Lines are KEY: TEXT, with one of these keys: {', '.join(keys)}.", code="ask"
            )
        made.values[key.strip()] = value.strip()
        made.personal = True


def change_recipients(made: Draft, lines: Sequence[str]) -> None:
    """Fill in who was added to a thread and who was removed, as `+ NAME` and `- NAME`.

    The committee itself always stays in copy.

    Raises:
        UsageError: a line is nothing of the kind, or removes the committee.
    """
    typed = [line.strip() for line in lines if line.strip()]
    removed = [line[1:].strip() for line in typed if line[:1] in ("-", "−", "–")]
    added = [line[1:].strip() for line in typed if line.startswith("+")]
    if len(added) + len(removed) != len(typed) or not typed:
        raise UsageError("Type + NAME for who was added, - NAME for who was removed.", code="ask")
    if not all((*added, *removed)):
        raise UsageError("A name is missing after + or -.", code="ask")
    committee = made.policy.mail.committee.casefold()
    if any(committee in one.casefold() for one in removed):
        raise UsageError(
            "The committee's address stays in copy: it is not removed.", code="committee-removed"
        )
    made.values |= {"added": added, "removed": removed}
    made.personal = True
