"""What a swap writes: one or two names, and a remark beside each."""

from __future__ import annotations

from datetime import date

from sheets_coc.errors import Error
from sheets_coc.oncall.swap.swap import Duty, Swap, SwapKind
from sheets_coc.oncall.swap.swapper import Swapper
from sheets_coc.oncall.tab import RotaTab
from sheets_coc.sheet.model import Changes, SetCell


def changes(swapper: Swapper, swap: Swap, today: date) -> Changes:
    """What a swap writes.

    Args:
        swapper: the tabs as they are now.
        swap: what was chosen, perhaps from an earlier reading.
        today: the date for the remarks.

    Raises:
        Error: `swap-changed` where the cells no longer hold what they held when the swap
            was chosen: somebody else swapped in the meantime.
    """
    if not _still(swapper, swap):
        raise Error(
            "Nothing changed: someone else has changed one of these weeks, or the members, "
            "in the meantime. Look at the sheet and try again.",
            code="swap-changed",
        )
    moves = {swap.duty: swap.taker}
    if swap.other is not None and swap.giver is not None:
        moves[swap.other] = swap.giver
    swapper.refuse(moves)
    return Changes(
        cells=tuple(
            SetCell(swapper.rota.tab, *swapper.cell(duty), swapper.members[member].name.reveal())
            for duty, member in moves.items()
        )
        + _remarks(swapper, swap, today),
        keys=swapper.rota.row_key,
    )


def _still(swapper: Swapper, swap: Swap) -> bool:
    """Whether the cells and the members are what they were when the swap was chosen."""
    cells = all(
        duty.week in swapper.rota.weeks and swapper.slot(duty).typed == typed
        for duty, typed in swap.expected.items()
    )
    members = swapper.members
    return cells and all(
        index is None or (index < len(members) and members[index].name == name)
        for index, name in zip((swap.giver, swap.taker), swap.names, strict=True)
    )


_VERBS = {SwapKind.HAND_OVER: "handed over", SwapKind.STEP_IN: "taken"}


def _remarks(swapper: Swapper, swap: Swap, today: date) -> tuple[SetCell, ...]:
    rota: RotaTab = swapper.rota
    if "note" not in rota.columns:
        return ()
    words: dict[int, list[str]] = {}
    ends: list[tuple[Duty, Duty | None]] = [(swap.duty, swap.other)]
    if swap.other is not None:
        ends.append((swap.other, swap.duty))
    for duty, other in ends:
        what = f"swapped with {other}" if other else _VERBS[swap.kind]
        remark = f"{today.isoformat()}: {duty.role.value} {what}"
        words.setdefault(swapper.cell(duty)[0], []).append(remark)
    return tuple(
        SetCell(rota.tab, row, rota.columns["note"], "; ".join([*before, *added]))
        for row, added in words.items()
        if (before := rota.remarks(row)) is not None
    )
