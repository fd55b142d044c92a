"""Rows in which everything holds a canary; only case names and the schema's headers are none."""

from collections.abc import Sequence
from typing import Any

from sheets_coc.schema.columns import BY_KEY, COLUMNS, ColumnKind
from tests.leaks.canaries import Canaries

ALL = tuple(c.key for c in COLUMNS if c.key != "row_check")
TEN = tuple(c.key for c in COLUMNS if not c.added)
OWN = "Own remarks"
"""A column of the committee's own, which the policy classifies."""
CASES = ("amber-kite", "brisk-lamp", "civil-moss", "civil-moss/2", "dusty-fern", "early-plum",
         "faded-oar", "glad-birch")  # fmt: skip
PLAIN: dict[str, Sequence[Any]] = {
    "reported_on": ("2025-01-15", "2026-06-01", "2024-01-10", "2026-10-01", "2024-09-01",
                    "2025-03-03", "2026-01-10", "2024-12-01"),
    "decision": ("Violation, resolved", "Violation, resolved", "Violation, flagged", "Open",
                 "Violation, resolved", "Violation, banned", "Violation, nobody identified",
                 "No violation"),
    "flag": ("no", "no", "flagged", "", "no", "banned", "", "no"),
    "banned_until": ("", "", "", "", "", "2027-03-03", "", ""),
    "expunge_on": ("2026-03-15", "", "", "", "", "never", "", "2027-01-01"),
    "goes_on": ("2026-11-10", "", "2026-11-10", "", "", "", "2026-11-10", ""),
    "policy_date": ("2026-03-15", "", "2026-03-10", "", "", "", "2026-07-10", ""),
    "responded_on": ("2025-01-16", "", "", "", "", "", "", ""),
    "decided_on": ("2025-01-20", "", "", "", "", "", "", ""),
    # Words of 2026 beside those of before would contradict each other, and codes want a key: these
    # hold canaries in the kind `of-2026`.
    "person": ("",) * 8,
    "status": ("",) * 8,
    "consequence": ("",) * 8,
}  # fmt: skip
"""What stands in the columns that hold nobody's data, so that a run goes well."""
Tabs = list[tuple[str, list[list[Any]]]]


def _cell(canaries: Canaries, key: str, row: int, column: int) -> Any:
    """A cell of a Records tab in which all is well."""
    kind = BY_KEY[key].kind
    where = f"Records {key} row {row}"
    if key == "case":
        return CASES[row]
    if key in PLAIN:
        return PLAIN[key][row]
    if kind in (ColumnKind.DATE, ColumnKind.DATE_OR_NEVER) or key == "not_same_as":
        return ""
    if key == "hold" and row != 4:
        return ""
    if kind is ColumnKind.PEOPLE:
        if BY_KEY[key].key == "subjects" and row == 6:
            return ""
        return f"{canaries.name(where)}; {canaries.name(where)}"
    if kind is ColumnKind.CONTACTS:
        return "" if row == 6 else f"{canaries.email(where)}\n@{canaries.word(where)}"
    return canaries.text(where)


def _narrative(rows: list[list[Any]], keys: Sequence[str]) -> None:
    """Let the summary name the people, so that there is something to scrub and to be found."""
    people, summary = keys.index("subjects"), keys.index("summary")
    for cells in rows[1:]:
        cells[summary] = f"{cells[summary]} {cells[people].split(';')[0]} was there."


def records(canaries: Canaries, keys: Sequence[str]) -> list[list[Any]]:
    """The rows of a Records tab, its header first."""
    header = [BY_KEY[key].header for key in keys]
    body = [
        [_cell(canaries, key, row, column) for column, key in enumerate(keys)]
        for row in range(len(CASES))
    ]
    rows = [header, *body]
    _narrative(rows, keys)
    return [[*cells, canaries.text("own column") if n else OWN] for n, cells in enumerate(rows)]


def members(canaries: Canaries) -> Tabs:
    """The Committee and On-call tabs."""
    names = [canaries.name("Committee name", "member") for _ in range(5)]
    committee = [["Name", "Email", "Joined", "Left", "On call", "Away", "Time zone"]]
    committee += [
        [n, canaries.email("Committee email", "member"), "2020-01-06", "", "yes", "", "UTC"]
        for n in names
    ]
    rota = [
        ["Week starting", "Primary", "Secondary", "Note", "Reminder sent"],
        ["2026-11-16", names[0], names[1], canaries.text("On-call note", "member"), ""],
        ["2026-11-23", names[2], names[3], "", ""],
        ["2026-11-30", names[4], canaries.name("On-call stranger", "member"), "", ""],
    ]
    return [("Committee", committee), ("On-call", rota)]
