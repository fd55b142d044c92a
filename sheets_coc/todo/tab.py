"""The To do tab: the committee's conversation with the tool, in plain words.

Each line says what is to be done and links to its cell. Lines stay until they are settled;
a tick says "seen" and survives. Lines are never rewritten wholesale: existing ones stay
where people have them, settled ones are emptied, new ones stand in empty rows. No personal
value is copied here; what a line is about is known by its reference alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sheets_coc.dates import to_serial
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Changes, SetCell, Snapshot, Tab, a1, text
from sheets_coc.todo.own_tabs import (
    Place,
    TabColumn,
    drop_down,
    find,
    make_room,
    no_rule,
    prepare,
    tick_box,
)
from sheets_coc.todo.wording import Sentences, is_offered

HEADINGS = (
    TabColumn("Done", 60),
    TabColumn("Kind", 100),
    TabColumn("What", 520),
    TabColumn("Where", 120),
    TabColumn("Answer", 180),
    TabColumn("Since", 100),
    TabColumn("Ref", 60, clip=True),
)
DONE, _KIND, _WHAT, _WHERE, ANSWER, _SINCE, _REF = range(7)
"""Where each heading stands in `HEADINGS`."""


STICKY = "sticky/"
"""Prefix of references whose lines stay until ticked: only a person can tell they are settled."""


class Topic(StrEnum):
    """What kind of line it is."""

    GOING = "Going soon"
    SETTLE = "To settle"
    QUESTION = "Question"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing for the committee.

    Attributes:
        ref: by which the line is known again; free of personal data.
        topic: what kind it is.
        what: what is to be done, in plain words.
        tab: the id of the tab it is about; None where it is about no cell.
        tab_title: that tab's title.
        row: the row of its cell.
        column: the column of its cell.
        options: answers to choose from.
        was: the reference of the line as it stands, where it gets another one.
        anew: whether it was found in this very run, so that no earlier tick is about it.
        group: what it is alike with, so that several can be told together; empty for a line
            that stands for itself.
        name: the record it is about, in a line that has a group.
        alike: what is said of all of a group, without their names.
        choices: answers to choose from for all of a group at once.
    """

    ref: str
    topic: Topic
    what: str
    tab: int | None = None
    tab_title: str = ""
    row: int = 0
    column: int = 0
    options: tuple[str, ...] = ()
    was: str = ""
    anew: bool = False
    group: str = ""
    name: str = ""
    alike: str = ""
    choices: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The address as people read it."""
        return "" if self.tab is None else f"{self.tab_title} {a1(self.row, self.column)}"

    @property
    def link(self) -> str | None:
        """The address inside the spreadsheet."""
        return None if self.tab is None else f"#gid={self.tab}&range={a1(self.row, self.column)}"


@dataclass(frozen=True, slots=True)
class PresentLine:
    """A line as it stands in the sheet.

    Attributes:
        row: where it stands.
        ref: by which it is known.
        done: whether it is ticked.
        answer: what a person answered.
        what: its text.
        where: its address.
        kind: its kind.
    """

    row: int
    ref: str
    done: bool
    answer: str = field(repr=False)
    what: str
    where: str
    kind: str


def _ticked(value: object) -> bool:
    return value is True or str(value or "").strip().casefold() in ("true", "x", "yes", "done", "✓")


def _standing(tab: Tab, place: Place) -> list[PresentLine]:
    lines = []
    for row in range(place.header_row + 1, len(tab.values)):
        cells = [tab.value(row, column) for column in place.columns]
        if ref := text(cells[_REF]).strip():
            lines.append(
                PresentLine(
                    row=row,
                    ref=ref,
                    done=_ticked(cells[DONE]),
                    answer=text(cells[ANSWER]).strip(),
                    what=text(cells[_WHAT]),
                    where=text(cells[_WHERE]),
                    kind=text(cells[_KIND]),
                )
            )
    return lines


def read(snapshot: Snapshot, policy: Policy) -> list[PresentLine]:
    """The lines that stand in the To do tab; none where there is no such tab.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    tab, place = snapshot.tab(policy.tabs.todo), place_of(snapshot, policy)
    return _standing(tab, place) if tab and place else []


def place_of(snapshot: Snapshot, policy: Policy) -> Place | None:
    """Where the columns of the To do tab stand; None where there is no such tab.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    tab = snapshot.tab(policy.tabs.todo)
    return find(tab, HEADINGS) if tab else None


def answers(standing: Sequence[PresentLine]) -> Mapping[str, str]:
    """What people answered, by reference."""
    return {line.ref: line.answer for line in standing if line.answer}


def ticks(standing: Sequence[PresentLine]) -> frozenset[str]:
    """References of the lines people ticked."""
    return frozenset(line.ref for line in standing if line.done)


def rewrite(
    snapshot: Snapshot,
    policy: Policy,
    lines: Sequence[Line],
    today: date,
    *,
    keep: Collection[str] = (),
    over: Collection[str] = (),
    make: bool = False,
) -> Changes:
    """The changes that bring the To do tab up to date.

    Args:
        snapshot: the spreadsheet.
        policy: the tab's title.
        lines: what there is to do, each reference once.
        today: the date new lines get.
        keep: references of standing lines that stay as they are, whether wanted or not.
        over: references of standing lines that go although nobody has ticked them.
        make: whether the tab is made even if there is nothing to do.

    Raises:
        SheetError: where a tab of that title holds something else.
    """
    tab = snapshot.tab(policy.tabs.todo)
    if tab is None and not lines and not make:
        return Changes()
    place, made = prepare(snapshot, policy.tabs.todo, HEADINGS)
    standing = _standing(tab, place) if tab and not made else []
    wanted = {line.ref: line for line in lines}
    moved = {line.was: line for line in lines if line.was}
    known = {line.ref for line in standing} | {moved[o.ref].ref for o in standing if o.ref in moved}
    cells: list[SetCell] = []
    after: list[Mapping[str, Any]] = []
    settled: dict[int, list[int]] = {}
    seen: set[str] = set()
    sentences, stay = Sentences.read(snapshot.metadata), set[str]()
    for old in standing:
        line = moved.get(old.ref) or wanted.get(old.ref)
        theirs = sentences.behind(old.ref, old.what, line.what if line else None)
        tools = _the_tools(tab, place, old, theirs)
        anew = line is not None and line.anew and old.done
        if anew:  # the tick was about what stood there before
            known.discard(old.ref)
        if anew and tools == list(place.columns):
            settled[old.row] = tools
        elif anew or old.ref in seen or (line is None and _may_go(old, keep, over)):
            settled[old.row] = tools
            cells += _blanked(place, old.row, tools)
            if theirs:
                cells.append(SetCell(place.tab, old.row, place.columns[_WHAT], theirs.strip()))
            after += _without_controls(place, old.row)
        elif line is not None:
            cells += _updated(place, old, line, theirs)
        else:
            stay.add(old.ref)
        seen.add(old.ref)
    new = [line for ref, line in wanted.items() if ref not in known]
    rows = _free_rows(tab if standing else None, place, settled, len(new))
    for row, line in zip(rows, new, strict=True):
        cells += _added(place, row, line, today)
        after += _controls(place, row, line)
    before = make_room(place, max(rows) + 1) if rows else ()
    keys = {place.tab: (place.header_row, place.columns[_REF])}
    said = {line.ref: line.what for line in lines}
    remembered = sentences.remember(said, stay, snapshot.metadata)
    keys = keys if cells else {}
    written = Changes(tuple(cells), (), before, tuple(after), metadata=remembered, keys=keys)
    return Changes.merge([made, written])


def _the_tools(tab: Tab | None, place: Place, old: PresentLine, remark: str) -> list[int]:
    """The columns of a line in which nobody has written words of their own.

    What stands under Answer and is none of the answers on offer is a member's remark, as is
    what they wrote behind the tool's sentence.
    """
    theirs = {place.columns[_WHAT]} if remark else set()
    if old.answer and not is_offered(old.answer):
        theirs.add(place.columns[ANSWER])
    if tab and isinstance(tab.value(old.row, place.columns[_SINCE]), str):
        theirs.add(place.columns[_SINCE])
    return [column for column in place.columns if column not in theirs]


def _blanked(place: Place, row: int, columns: Sequence[int]) -> list[SetCell]:
    """The cells that empty a line; its row is not deleted, since people may be moving rows."""
    return [
        SetCell(place.tab, row, column, None, strip=column == place.columns[_WHERE])
        for column in columns
    ]


def _without_controls(place: Place, row: int) -> list[Mapping[str, Any]]:
    return [no_rule(place.tab, row, place.columns[column]) for column in (DONE, ANSWER)]


def _free_rows(
    tab: Tab | None, place: Place, settled: Mapping[int, Collection[int]], wanted: int
) -> list[int]:
    """The rows for new lines: blank ones and those that are being emptied, then further down.

    A row in which somebody has written beside a line stays theirs.
    """
    free = []
    height = len(tab.values) if tab else place.header_row + 1
    for row in range(place.header_row + 1, height):
        emptied = settled.get(row, ())
        if tab and _is_blank(tab, row, emptied):
            free.append(row)
    below = max(place.first_free, height)
    return [*free, *range(below, below + wanted)][:wanted]


def _is_blank(tab: Tab, row: int, emptied: Collection[int]) -> bool:
    """Whether nothing stands in a row, besides the cells that are being emptied."""
    values = enumerate(tab.values[row])
    if any(value not in (None, "", False) for column, value in values if column not in emptied):
        return False
    return not any(at[0] == row for hanging in (tab.notes, tab.formulas) for at in hanging)


def _may_go(old: PresentLine, keep: Collection[str], over: Collection[str]) -> bool:
    """Whether a line that is not wanted any more may go."""
    if old.ref in over:
        return True
    if old.ref.startswith(STICKY):
        return old.done
    return old.ref not in keep


def _updated(place: Place, old: PresentLine, line: Line, remark: str) -> list[SetCell]:
    cells = []
    columns = place.columns
    if line.was:
        cells.append(SetCell(place.tab, old.row, columns[_REF], line.ref))
    if old.what != line.what + remark:
        cells.append(SetCell(place.tab, old.row, columns[_WHAT], line.what + remark))
    if old.kind != line.topic.value:
        cells.append(SetCell(place.tab, old.row, columns[_KIND], line.topic.value))
    if old.where != line.where:
        cells.append(
            SetCell(place.tab, old.row, columns[_WHERE], line.where or None, link=line.link)
        )
    return cells


def _added(place: Place, row: int, line: Line, today: date) -> list[SetCell]:
    tab, columns = place.tab, place.columns
    cells = [
        SetCell(tab, row, columns[DONE], False),
        SetCell(tab, row, columns[_KIND], line.topic.value),
        SetCell(tab, row, columns[_WHAT], line.what),
        SetCell(tab, row, columns[_SINCE], to_serial(today), is_date=True),
        SetCell(tab, row, columns[_REF], line.ref),
    ]
    if line.where:
        cells.append(SetCell(tab, row, columns[_WHERE], line.where, link=line.link))
    return cells


def _controls(place: Place, row: int, line: Line) -> list[Mapping[str, Any]]:
    requests: list[Mapping[str, Any]] = [tick_box(place.tab, row, place.columns[DONE])]
    if line.options:
        requests.append(drop_down(place.tab, row, place.columns[ANSWER], line.options))
    return requests
