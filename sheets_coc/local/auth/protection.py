"""Protected ranges: who may edit what. The owner always may; warnings stop nobody here."""

from __future__ import annotations

from sheets_coc.local.auth.access import owners, role_of
from sheets_coc.local.errors import ApiError, Json, invalid
from sheets_coc.local.state.model import Spreadsheet, Tab

Block = tuple[int, int, int, int]
"""Top, bottom, left, right; ends exclusive."""

_MESSAGE = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to"
    " remove protection if you need to edit."
)


def may_edit(spreadsheet: Spreadsheet, protection: Json, email: str) -> bool:
    """Whether an address may edit inside a protected range."""
    address = email.casefold()
    if protection.get("warningOnly") or _stands_above(spreadsheet, email):
        return True
    editors = protection.get("editors", {})
    if address in (user.casefold() for user in editors.get("users", [])):
        return True
    domains = {owner.rpartition("@")[2].casefold() for owner in owners(spreadsheet.file)}
    return bool(editors.get("domainUsersCanEdit")) and address.rpartition("@")[2] in domains


def _stands_above(spreadsheet: Spreadsheet, email: str) -> bool:
    """Whether no protection stops somebody: the owner, or a manager of the shared drive."""
    return role_of(spreadsheet.file, email) in ("owner", "organizer")


def check_block(
    spreadsheet: Spreadsheet, tab: Tab, block: Block, email: str, where: str = ""
) -> None:
    """Refuses an edit of a block that a protection covers in part.

    Raises:
        ApiError: 400 (not 403), as Google does.
    """
    for protection in tab.parts.get("protectedRanges", []):
        if may_edit(spreadsheet, protection, email):
            continue
        if _protected_part(tab, protection, block):
            raise refusal(where)


def check_tab(spreadsheet: Spreadsheet, tab: Tab, email: str, where: str = "") -> None:
    """Refuses to delete a tab that bears any protection the caller may not edit.

    Raises:
        ApiError: 400.
    """
    for protection in tab.parts.get("protectedRanges", []):
        if not may_edit(spreadsheet, protection, email):
            raise refusal(where)


def refusal(where: str) -> ApiError:
    """The 400 for a protected cell."""
    return invalid(f"Invalid {where}: {_MESSAGE}" if where else _MESSAGE)


def is_whole_tab(grid: Json) -> bool:
    """Whether a range has no bounds but its tab."""
    return not any(name.endswith("Index") for name in grid)


def _protected_part(tab: Tab, protection: Json, block: Block) -> bool:
    """Whether any cell of the block is protected and not excepted."""
    covered = _intersection(_bounds(tab, protection["range"]), block)
    if covered is None:
        return False
    rest = [covered]
    for hole in protection.get("unprotectedRanges", []):
        rest = [part for piece in rest for part in _without(piece, _bounds(tab, hole))]
    return bool(rest)


def _bounds(tab: Tab, grid: Json) -> Block:
    return (
        grid.get("startRowIndex", 0),
        grid.get("endRowIndex", tab.row_count),
        grid.get("startColumnIndex", 0),
        grid.get("endColumnIndex", tab.column_count),
    )


def _intersection(one: Block, other: Block) -> Block | None:
    top, bottom = max(one[0], other[0]), min(one[1], other[1])
    left, right = max(one[2], other[2]), min(one[3], other[3])
    return (top, bottom, left, right) if top < bottom and left < right else None


def _without(block: Block, hole: Block) -> list[Block]:
    """What is left of a block around a hole: up to four blocks."""
    inside = _intersection(block, hole)
    if inside is None:
        return [block]
    top, bottom, left, right = block
    pieces = [
        (top, inside[0], left, right),
        (inside[1], bottom, left, right),
        (inside[0], inside[1], left, inside[2]),
        (inside[0], inside[1], inside[3], right),
    ]
    return [piece for piece in pieces if piece[0] < piece[1] and piece[2] < piece[3]]
