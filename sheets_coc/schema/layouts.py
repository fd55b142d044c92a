"""The generations of the committee's sheet, and what tells one from another.

Three documents say what the columns are: the record-keeping policy of 2016 and of 2018, whose
sheet names people, and the working group's manual of 2026, whose sheet has a code in place of
each name. Columns are recognised by their headings one by one, so a sheet on its way from one
generation to the next is understood as well:

    Named subjects, Summary of report …                    names        2016 or 2018
    Person Code Name, Status, Consequences …               codes        2026
    Named subjects, Decision, Person Code Name             both: a mixture

What set-up adds to a sheet follows from the same: no column for names where there are codes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation of the sheet.

    Attributes:
        name: the year of the document that describes it.
        headings: its columns in that document's order, by key, with the heading it gives each.
        added: keys of what set-up adds to it, besides what every sheet gets.
    """

    name: str
    headings: tuple[tuple[str, str], ...]
    added: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its columns, in its order."""
        return tuple(key for key, _ in self.headings)


def _named(name: str, flag: str) -> Generation:
    return Generation(
        name,
        (
            ("reported_on", "Date of 1st report"),
            ("reporter", "Reporter, if official/public, CoC person if private"),
            ("subjects", "Named subjects"),
            ("contacts", "Subject email address/URL"),
            ("summary", "Summary of report (for internal purposes)"),
            ("our_action", "Action taken by us?"),
            ("local_action", "Action taken by local rep?"),
            ("outcome", "Summary of outcome to share if suitable"),
            ("flag", flag),
            ("expunge_on", "Date to expunge this record"),
        ),
        ("decision", "aliases", "others", "decided_on"),
    )


GENERATIONS: Final = (
    _named("2016", "Blacklisted or flagged"),
    _named("2018", "Banned or flagged"),
    Generation(
        "2026",
        (
            ("reported_on", "Date of Report"),
            ("case", "Case Code Name"),
            ("person", "Person Code Name"),
            ("status", "Status"),
            ("resolution_source", "Resolution Source"),
            ("decided_on", "Resolution Date"),
            ("safety_risk", "Safety Risk"),
            ("ongoing_harassment", "Ongoing Harassment"),
            ("consequence", "Consequences"),
            ("documents", "Documents"),
        ),
        ("expunge_on", "recused"),
    ),
)
"""Every generation, the oldest first."""

BY_NAME: Final = {one.name: one for one in GENERATIONS}
"""The generations by name."""

EVERY_SHEET: Final = (
    "case", "reported_on", "banned_until", "hold", "handled_by", "responded_on", "policy_date",
    "extended_until", "goes_on", "expunged_on", "row_check",
)  # fmt: skip
"""Columns that set-up adds to any sheet that lacks them."""

_CODES: Final = frozenset(BY_NAME["2026"].keys) - {"reported_on", "case", "decided_on"}
"""Columns that no sheet of names has."""
_NAMES: Final = frozenset(BY_NAME["2018"].keys) - {"reported_on", "expunge_on", "flag"}
"""Columns that no sheet of codes has."""
_PLAIN: Final = _CODES - {"person"}
"""Of these, the ones whose heading is a plain word that may stand over anything."""


_SEVERAL: Final = 3
"""How many of these say together what each does not say alone."""


def without_strangers(found: Collection[str], known: Collection[str] = ()) -> frozenset[str]:
    """The columns that count, of those whose headings were found.

    *Status* or *Documents* over a column of somebody's own says nothing. Beside the people's codes,
    or two more of the columns of 2026, it says what the manual says.

    Args:
        found: the keys of the headings that stand in a sheet.
        known: keys of columns that the sheet is known to have had.
    """
    counted = frozenset(found)
    seen = _CODES & (counted | frozenset(known))
    sure = "person" in seen or len(seen) >= _SEVERAL
    return counted if sure else counted - (_PLAIN - frozenset(known))


def has_codes(columns: Collection[str]) -> bool:
    """Whether these are columns of a sheet that has codes in place of names."""
    return not _CODES.isdisjoint(columns)


def has_names(columns: Collection[str]) -> bool:
    """Whether these are columns of a sheet that names people."""
    return not _NAMES.isdisjoint(columns)


def generation(columns: Collection[str]) -> Generation | None:
    """The generation a sheet is of; None for a mixture of both kinds.

    A sheet of none of them, such as a blank one, is taken for the latest that names people.
    """
    if has_codes(columns):
        return None if has_names(columns) else BY_NAME["2026"]
    return BY_NAME["2018"]


def wanted(columns: Collection[str]) -> frozenset[str]:
    """The keys of all columns that set-up sees to in a sheet with these columns.

    A mixture keeps what it has: neither the other generation's columns are added to it, nor a
    second column for what was decided.
    """
    one = generation(columns)
    if one is not None:
        return frozenset((*EVERY_SHEET, *one.keys, *one.added))
    keys = {*EVERY_SHEET, "expunge_on", "recused", "aliases", "others"}
    return frozenset(keys | ({"decision"} if "consequence" not in columns else set()))


def irrelevant(columns: Collection[str]) -> frozenset[str]:
    """Keys of columns that a sheet is not asked about: those of a generation it is not of."""
    return frozenset() if has_codes(columns) else _CODES
