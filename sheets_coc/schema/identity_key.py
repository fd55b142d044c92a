"""Every column of the Person Identity Key, declared once.

The sheet of 2026 has a code in place of each name. Whose code it is stands in the key alone: a
tab of the same spreadsheet, or a spreadsheet that fewer people can open (manual of 2026, "Data
Storage and Access").
"""

from __future__ import annotations

from typing import Final

from sheets_coc.schema.columns import Column, ColumnKind, Filler, Holds, OnExpunge

_S, _N = Holds.SUBJECT, Holds.NOBODY
_ERASE, _KEEP = OnExpunge.ERASE, OnExpunge.KEEP
_PEOPLE, _BOTH = Filler.PEOPLE, Filler.BOTH

KEY_COLUMNS: Final[tuple[Column, ...]] = (
    Column("real_name", "Real Name", _S, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "Whose code it is.", also=("Real Names", "Name", "Full name")),
    Column("person", "Person Code Name", _N, _KEEP, _PEOPLE, ColumnKind.PERSON,
           "The person's code, as it stands in the records.",
           also=("Person Code", "Code Name", "Code", "Person Code Names")),
    Column("aliases", "Also known as", _S, _ERASE, _PEOPLE, ColumnKind.PEOPLE,
           "Other names: nicknames, former names, user names.", also=("Aliases", "Alias", "AKA")),
    Column("contacts", "Contacts", _S, _ERASE, _PEOPLE, ColumnKind.CONTACTS,
           "E-mail addresses, handles and profile addresses.",
           also=("Contact", "Contact details", "Email", "E-mail", "Email address",
                 "Email addresses", "Handles", "Subject email address/URL")),
    Column("reports", "Reports", _N, _KEEP, _BOTH, ColumnKind.CHOICE,
           "In how many cases the person was reported. Kept up to date by sheets-coc.",
           also=("Report count", "Reports count", "Number of reports", "Times reported", "Count")),
    Column("highest", "Highest Consequence", _N, _KEEP, _BOTH, ColumnKind.DECISION,
           "The gravest consequence so far. Kept up to date by sheets-coc.",
           also=("Highest recorded consequence", "Highest consequences")),
)  # fmt: skip
"""The columns of the key; the first two make it one."""

NAMES: Final = ("real_name", "aliases", "contacts")
"""The columns that are erased when a person goes."""
