"""What the on-call commands print.

Members' names are shown to a person who asks for the rota, never under CI.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sheets_coc.cli import output
from sheets_coc.cli.commands.oncall_findings import missing, notices, place_of, week_of, weeks_of
from sheets_coc.cli.pasting import again, command
from sheets_coc.todo.wording import count

if TYPE_CHECKING:
    from sheets_coc.cli.app import App
    from sheets_coc.handover.job import Reminder
    from sheets_coc.oncall.absence import AbsencePlan
    from sheets_coc.oncall.jobs import DutyShares, Planned
    from sheets_coc.oncall.swap.swap import Duty, Swap
    from sheets_coc.private import Private
    from sheets_coc.schema.findings import Spot


def _name(name: Private[str] | None) -> str:
    return name.reveal() if name else "nobody"


def outcome(app: App, step: str, findings: Sequence[Spot]) -> int:
    """Say under CI whether a person must look, and return the exit code."""
    bad = any(finding.severity == "error" for finding in findings)
    output.outcome(app, step, attention=bad)
    return int(bad)


def no_rota(app: App) -> int:
    """That the committee does without a rota, which is fine."""
    output.say(app, "There is no rota to plan.")
    return outcome(app, "oncall plan", [])


def plan(app: App, planned: Planned) -> int:
    """The planned weeks, and what is wrong with them; returns the exit code."""
    if app.json:
        filled = any(week.filled for week in planned.plan.weeks)
        output.emit_dry_run(app, planned.plan.as_json(), applying=planned.applied or not filled)
    else:
        _plan(app, planned)
    notices(app, planned.findings)
    return outcome(app, "oncall plan", planned.findings)


def _plan(app: App, planned: Planned) -> None:
    """The planned weeks as a table, and what they cost."""
    result = planned.plan
    if any(name for week in result.weeks for name in week.names):
        _weeks_planned(app, planned)
    if planned.left_out:
        _left_out(app, planned)
    elif planned.rota.made and not planned.applied:
        output.to_apply(app, "There is no On-call tab yet. To make it:")
    elif any(week.filled for week in result.weeks) and not planned.applied:
        output.to_apply(app, "To write it:")


def _weeks_planned(app: App, planned: Planned) -> None:
    result = planned.plan
    output.table(
        app,
        ("Week", "Primary", "Secondary", ""),
        [
            (
                week.starts.isoformat(),
                _name(week.names[0]),
                _name(week.names[1]),
                "; ".join(
                    f"{role.value} {'replaced' if role in week.changed else 'new'}"
                    for role in week.filled
                ),
            )
            for week in result.weeks
        ],
    )
    filled = sum(len(week.filled) for week in result.weeks)
    verb = "Filled" if planned.applied else "Would fill"
    replaced = f", {result.changes} of them anew" if result.changes else ""
    replaced += " (unknown names: see Note)" * any(week.displaced for week in result.weeks)
    output.say(
        app,
        f"{verb} {count(filled, 'cell')}{replaced}. Uncovered: {result.uncovered}. "
        f"Two weeks running: {result.back_to_back}. Spread of duties: {result.spread}.",
    )
    if result.could_help:
        better = result.could_help
        output.say(
            app,
            f"Moving {count(better.moves, 'agreed cell')} would cover {better.uncovered} more and "
            f"spare two weeks running {count(better.back_to_back, 'time')}: "
            f"{again(app, '--repair')}",
        )


def _left_out(app: App, planned: Planned) -> None:
    """Who is missing from the plan, and that nothing is written until that is settled."""
    names = ", ".join(member.name.reveal() for member in planned.left_out)
    rows = {member.row for member in planned.left_out}
    cells = [place_of(f) for f in planned.rota.committee.findings if f.row in rows]
    output.say(
        app,
        f"Left out: {names}. When they can serve is not understood. Correct "
        f"{', '.join(dict.fromkeys(cells))}; until then nothing is written, because weeks without "
        "them would count as agreed.",
    )


def check(app: App, findings: Sequence[Spot], weeks: int) -> None:
    """Findings as a table; in a terminal with the nearest member of a misspelt name.

    Weeks that nobody covers are one line, however many they are.
    """
    names = sys.stdout.isatty() and not app.in_ci
    open_ = [finding for finding in findings if finding.code == "uncovered"]
    rows = [
        (
            place_of(finding),
            week_of(finding),
            finding.severity.value,
            finding.kind.text + (_nearest(finding) if names else ""),
        )
        for finding in findings
        if finding.code != "uncovered"
    ]
    if open_:
        number = count(len({week_of(finding) for finding in open_}), "week")
        said = (
            f"Nobody is on duty in {number}: {weeks_of(open_)}. "
            "To fill them: sheets-coc oncall plan."
        )
        rows.append((open_[0].tab, "", open_[0].severity.value, said))
    output.table(app, ("Where", "Week", "", "What"), rows)
    if not findings:
        ahead = "The next week is" if weeks == 1 else f"The next {weeks} weeks are"
        output.say(app, f"{ahead} in order.")


def _nearest(finding: Spot) -> str:
    from sheets_coc.oncall.findings import RotaFinding

    if finding.code != "misspelt-name" or not isinstance(finding, RotaFinding):
        return ""
    return f" Is it {finding.member.reveal()}?" if finding.member else ""


def partners(app: App, duty: Duty, found: Sequence[Swap]) -> int:
    """The partners of a swap, best first."""
    if app.json:
        rows = [
            {
                "kind": swap.kind.value,
                "with": swap.names[1].reveal(),
                "place": str(swap.other) if swap.other else None,
                "back_to_back": swap.back_to_back,
                "reasons": list(swap.reasons),
            }
            for swap in found
        ]
        output.emit_dry_run(app, {"place": str(duty), "partners": rows}, applying=not rows)
        return 0
    output.table(
        app,
        ("How", "With", "Their week", "Why"),
        [
            (
                swap.kind.value,
                swap.names[1].reveal(),
                str(swap.other or ""),
                "; ".join(swap.reasons),
            )
            for swap in found
        ],
    )
    if found:
        best = found[0]
        taken = (str(best.other),) if best.other else (best.names[1].reveal(), "--hand-over")
        words = ("oncall", "swap", str(duty), *taken, "--apply")
        output.to_apply(app, "To swap:", instead=command(app, *words))
    else:
        output.say(app, "Nobody can take this week.")
    output.outcome(app, "oncall swap", attention=not found)
    return 0 if found else 1


def swap(app: App, chosen: Swap, *, applied: bool) -> None:
    """A swap, done or proposed."""
    giver, taker = (name.reveal() for name in chosen.names)
    if app.json:
        moves = [{"place": str(chosen.duty), "from": giver or None, "to": taker}]
        if chosen.other:
            moves.append({"place": str(chosen.other), "from": taker, "to": giver})
        said = {
            "kind": chosen.kind.value,
            "moves": moves,
            "back_to_back": chosen.back_to_back,
            "applied": applied,
        }
        output.emit_dry_run(app, said, applying=applied)
        return
    rest = ", for the rest of the week" if chosen.running else ""
    gives = f"{giver} gives to {taker}" if chosen.giver is not None else f"{taker} steps in"
    output.say(app, f"{chosen.duty}: {gives}{rest}.")
    if chosen.other:
        output.say(app, f"{chosen.other}: {taker} gives to {giver}.")
    if chosen.back_to_back > 0:
        output.say(app, "Somebody serves two weeks running because of it.")
    if applied:
        output.say(app, "Written.")
    else:
        output.to_apply(app, "To write it:")


def away(app: App, absence: AbsencePlan, *, applied: bool) -> int:
    """An absence, noted or proposed, and the weeks it hits; returns the exit code."""
    first, last = absence.away.first.isoformat(), absence.away.last.isoformat()
    if app.json:
        said = {
            "first": first,
            "last": last,
            "hit": [str(duty) for duty in absence.hit],
            "already": absence.already,
            "applied": applied,
        }
        output.emit_dry_run(app, said, applying=applied or absence.already)
    else:
        output.say(app, f"Away from {first} to {last}.")
        for duty in absence.hit:
            swap_it = command(app, "oncall", "swap", str(duty))
            output.say(app, f"Somebody else has to take {duty}: {swap_it}")
        if absence.already:
            output.say(app, "It stands there already.")
        elif applied:
            output.say(app, "Written.")
        else:
            output.to_apply(app, "To write it:")
    output.outcome(app, "oncall away", attention=bool(absence.hit))
    return int(bool(absence.hit))


def fairness(app: App, counted: DutyShares) -> None:
    """Each member's part, as a table with bars."""
    from sheets_coc.oncall.rota.fairness import bars, much

    limit = counted.limit
    if app.json:
        members = [
            {
                "name": share.name.reveal(),
                "primary": share.primary,
                "secondary": share.secondary,
                "eligible": share.eligible,
                "share": round(share.rate, 4),
                "fair_share": round(float(share.due), 2),
                "much": much(share, limit),
            }
            for share in counted.shares
        ]
        output.emit_json(
            {
                "from": counted.first.isoformat(),
                "to": counted.last.isoformat(),
                "members": members,
                "uncounted": [finding.as_json() for finding in counted.uncounted],
            }
        )
        return
    output.table(
        app,
        ("Member", "Primary", "Secondary", "Fair", "Of weeks", ""),
        [
            (
                share.name.reveal(),
                str(share.primary),
                str(share.secondary),
                f"{float(share.due):.1f}",
                f"{share.rate:.0%}{' !' if much(share, limit) else ''}",
                bar,
            )
            for share, bar in zip(counted.shares, bars(counted.shares), strict=True)
        ],
    )
    output.say(app, "█ primary  ▒ secondary")
    if counted.over:
        over = count(counted.over, "member")
        output.say(app, f"On duty in more than {limit:.0%} of their weeks: {over}.")
    missing(app, "Not all is counted, because it is not understood:", counted.uncounted)


def reminder(app: App, result: Reminder) -> int:
    """The mail, and what became of it; returns the exit code."""
    _reminder(app, result)
    output.outcome(app, "oncall remind", attention=False)
    return 0


def _reminder(app: App, result: Reminder) -> None:
    from sheets_coc.handover.composing import as_text

    if app.json:
        output.emit_json(
            {
                "week": result.content.week.isoformat(),
                "subject": result.message["Subject"],
                "text": as_text(result.content),
                "sent": result.sent,
                "already_sent": result.already,
            }
        )
        return
    output.say(app, f"Subject: {result.message['Subject']}\n\n{as_text(result.content)}")
    if result.sent:
        output.say(app, "Sent to the committee's address.")
    elif result.already:
        output.say(app, "Nothing is sent: it was sent before.")
    else:
        output.say(
            app, f"To send it to the committee's address: {again(app, '--send')}", whole=True
        )
