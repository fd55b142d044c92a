"""One line of the status: what to look at, and how soon."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sheets_coc.records.record import Record
from sheets_coc.todo.wording import count, named

RECUSED: Final = "recused"
"""The code of the line that counts cases which are not named."""
SHOWN: Final = 30
"""How many cases a line names at the most."""


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
        template: what it is, in plain words; `{}` stands for what it lists.
        cases: the case names in it.
        listed: what it lists, where that is more than the case names: one text for each of
            them, and then what is no case.
    """

    code: str
    urgency: Urgency
    template: str
    cases: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The line, with as many cases as a screen can show."""
        return self.shortened(SHOWN)

    def shortened(self, most: int) -> str:
        """The line, naming some cases and counting the rest."""
        shown = (*_together(self.listed[:most]), *self.listed[most:])
        listed = shown or self.cases
        return self.template.replace("{}", named(listed, most)) if listed else self.template

    def without(self, hidden: Collection[str]) -> Item | None:
        """The line without some cases; None where it was about nothing else."""
        kept = [at for at, case in enumerate(self.cases) if case not in hidden]
        if len(kept) == len(self.cases):
            return self
        more = self.listed[len(self.cases) :]
        listed = (*(self.listed[at] for at in kept), *more) if self.listed else ()
        cases = tuple(self.cases[at] for at in kept)
        return replace(self, cases=cases, listed=listed) if cases or listed else None

    def as_json(self) -> dict[str, Any]:
        """How it stands in JSON."""
        return {
            "code": self.code,
            "urgency": self.urgency.value,
            "text": self.text,
            "cases": list(self.cases),
        }


def about(
    code: str,
    urgency: Urgency,
    template: str,
    records: Sequence[Record],
    listed: Sequence[str] = (),
) -> list[Item]:
    """An item about records, if there are any; they take the place of `{}`."""
    names = tuple(record.name for record in records)
    return [Item(code, urgency, template, names, tuple(listed))] if names else []


def _together(listed: Sequence[str]) -> tuple[str, ...]:
    """What is said of several in a row, once: `ada-apple, bold-tulip (each on 2026-12-06)`."""
    remarks = [text[len(name) :] for text in listed for name in [text.partition(" (")[0]]]
    told = []
    for at, (text, remark) in enumerate(zip(listed, remarks, strict=True)):
        name = text.removesuffix(remark)
        if remark and [remark] == remarks[at + 1 : at + 2]:
            told.append(name)
        elif remark and at and remark == remarks[at - 1]:
            told.append(f"{name} (each {remark.removeprefix(' (')}")
        else:
            told.append(text)
    return tuple(told)


def without_names(items: Sequence[Item], hidden: Collection[str]) -> list[Item]:
    """The lines without some cases, and one that counts those.

    Args:
        items: the lines.
        hidden: cases that whoever reads it is not told of by name.
    """
    unnamed = len({case for item in items for case in item.cases if case in hidden})
    kept = [one for item in items if (one := item.without(hidden)) is not None]
    if unnamed:
        said = f"{count(unnamed, 'case')} not named here: a member is recused, or may be."
        kept.append(Item(RECUSED, Urgency.KNOW, said))
    return kept
