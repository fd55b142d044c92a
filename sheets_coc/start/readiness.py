"""What is ready in a sheet and what is not, each with the command that does the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheets_coc.committee.members import read_if_any
from sheets_coc.committee.unclear import not_understood
from sheets_coc.redaction.plan import RedactionPlan, limit
from sheets_coc.retention.terms import State
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from sheets_coc.schema.layouts import generation, wanted
from sheets_coc.todo.analysis import Analysis
from sheets_coc.todo.stops import came_apart, uncertain
from sheets_coc.todo.wording import count

Command = tuple[str, ...]
"""A command and its arguments, without the global options."""

TO_TODO: Command = ("validate", "--apply")
"""What puts every open question into To do."""


@dataclass(frozen=True, slots=True)
class Ready:
    """One line of what is ready and what is not.

    Attributes:
        ready: True for ready, False for not, None for something to know.
        what: a sentence, without anything that stands in the sheet.
        next: the command that does the rest; empty where there is none.
    """

    ready: bool | None
    what: str
    next: Command = ()


def readiness(seen: Analysis, plan: RedactionPlan) -> list[Ready]:
    """What is ready in a sheet and what is not.

    Args:
        seen: what the rules say of it.
        plan: the dry run of the redaction.
    """
    return [
        *_columns(seen),
        *_questions(seen),
        *_cells(seen),
        *_tabs(seen),
        *_notice(seen),
        *_going(seen, plan),
    ]


def _columns(seen: Analysis) -> Iterator[Ready]:
    columns = seen.sheet.layout.columns
    one = generation(columns)
    row = seen.sheet.layout.header_row + 1
    records = count(len(seen.sheet.records), "record")
    yield Ready(True, f"{records} below the headings in row {row}.")
    expected = one.keys if one else ()
    lacking = [BY_KEY[key].header for key in expected if key not in columns]
    found = len(expected) - len(lacking)
    if lacking:
        yield Ready(
            None,
            f"{found} of the sheet's {len(expected)} columns are there. Not there: "
            f"{'; '.join(lacking)}.",
        )
    elif expected:
        yield Ready(True, f"All {len(expected)} columns of the committee's sheet are there.")
    own = [c for c in seen.sheet.layout.own if c.on_expunge is not None]
    if own:
        yield Ready(True, f"What happens to {count(len(own), 'column')} of your own is said.")


def _questions(seen: Analysis) -> Iterator[Ready]:
    """What only To do can ask: columns of one heading, rows that look like no record, drift."""
    open_ = [c.name for c in seen.sheet.layout.unclassified if not c.likeness]
    if open_:
        yield Ready(
            False,
            f"Nobody has said what happens to {', '.join(open_)}. Until then nothing is expunged.",
            TO_TODO,
        )
    found = uncertain(seen)
    if found:
        questions = count(len({(f.code, f.column) for f in found}), "question")
        yield Ready(
            False,
            f"{questions} about the shape of the sheet: {found[0].said} Until it is answered in "
            "To do, nothing is expunged, screened or published.",
            TO_TODO,
        )
    elif seen.apart:
        yield Ready(False, came_apart(seen).message)


def _cells(seen: Analysis) -> Iterator[Ready]:
    errors = [f for f in seen.findings if f.severity == "error"]
    warnings = [f for f in seen.findings if f.severity == "warning"]
    if errors:
        contradicts = "contradicts another" if len(errors) == 1 else "contradict others"
        yield Ready(
            False,
            f"{count(len(errors), 'cell')} cannot be understood, or {contradicts}."
            + _kept_by({f.row for f in errors}, seen),
            ("validate",),
        )
    elif not warnings:
        yield Ready(True, "Every cell is understood.")
    if warnings:
        yield Ready(None, f"{count(len(warnings), 'cell')} to look at.", ("validate",))


def _kept_by(rows: set[int | None], seen: Analysis) -> str:
    """Which records an error keeps, and which go all the same: not every error decides a date."""
    kept = sum(one.state is State.ERROR for one in seen.dated)
    free = sum(
        one.record.row in rows and one.state not in (State.ERROR, State.EXPUNGED)
        for one in seen.dated
    )
    said = ""
    if kept:
        stays = "stays" if kept == 1 else "stay"
        said += f" {count(kept, 'record')} {stays} until that is settled."
    if free:
        whose = "goes by its date" if free == 1 else "go by their dates"
        said += f" {count(free, 'record')} with such a cell {whose} all the same."
    return said


def _tabs(seen: Analysis) -> Iterator[Ready]:
    title = seen.policy.tabs.committee
    committee = read_if_any(seen.snapshot, seen.policy)
    if unclear := not_understood(seen.snapshot, seen.policy):
        yield Ready(False, unclear)
    elif committee is not None:
        yield Ready(True, f"{count(len(committee.members), 'member')} in the tab {title}.")
    else:
        yield Ready(
            None,
            f"There is no tab {title} yet: access, the rota and mails need it. Set-up makes it.",
            ("setup",),
        )


def _notice(seen: Analysis) -> Iterator[Ready]:
    columns = seen.sheet.layout.columns
    added = [c.key for c in COLUMNS if c.key in wanted(columns) and c.key not in columns]
    if added and seen.sheet.layout.has_decisions:
        yield Ready(None, f"Set-up would add {count(len(added), 'column')}.", ("setup",))
    elif added:
        yield Ready(
            None,
            "Set-up was not done: nothing is announced beforehand. What is past the date in the "
            "sheet goes the first time you expunge. Set-up adds decisions, terms and a week's "
            "notice.",
            ("setup",),
        )
    else:
        days = seen.policy.retention.notice_days
        yield Ready(True, f"Set-up was done; each record is announced {count(days, 'day')} ahead.")


def _going(seen: Analysis, plan: RedactionPlan) -> Iterator[Ready]:
    if plan.stop:
        yield Ready(False, "Nothing would be expunged today: what is above comes first.")
    elif len(plan.done) > limit(seen):
        yield Ready(
            None,
            f"{count(len(plan.done), 'record')} would go at once, more than one run may take "
            f"({int(limit(seen))}). Look at them first; then you can let them all go.",
            ("redact",),
        )
    else:
        yield Ready(True, f"{count(len(plan.done), 'record')} would be expunged today.")
