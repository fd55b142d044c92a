"""By what rows are known, and what people answer about pairs of them: the same person or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s

from sheets_coc.records import cases
from sheets_coc.records.identity import Links
from sheets_coc.records.record import Record
from sheets_coc.records.same_person import shared_alias
from sheets_coc.records.sheet import RecordsSheet
from sheets_coc.sheet.model import SetCell, text
from sheets_coc.todo import tab as todo
from sheets_coc.todo.digest import TOGETHER_REF, together_ref

DIFFERENT_PREFIX = "sheets-coc.different."
"""Developer metadata that remembers two cases whose people are not the same."""
DIFFERENT, SAME = "different people", "same person"
"""The answers to "may be the same person"."""
REPEAT = "repeat"
"""What references of questions about the same person begin with."""


def row_identity(sheet: RecordsSheet, record: Record) -> str:
    """What a row is known by: its case name, or a digest of its content where it has none.

    A name drawn in this run counts once it stands in the sheet: until then nobody else knows it.
    """
    if record.lasting and text(sheet.cell(record, "case")).strip():
        return cases.key(record.lasting)
    content = "\x1f".join(text(value) for value in sheet.tab.values[record.row]).rstrip("\x1f")
    return "#" + blake2s(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def pair_key(first: str, second: str) -> str:
    """Two rows as one short key, whichever comes first."""
    return blake2s("|".join(sorted((first, second))).encode(), digest_size=8).hexdigest()


def all_different(sheet: RecordsSheet, standing: Sequence[todo.PresentLine]) -> dict[str, str]:
    """What "different people" remembers where it was answered for many pairs in one line."""
    prefix = f"{TOGETHER_REF}{REPEAT}/"
    asked = {ref for ref, said in todo.answers(standing).items() if said.casefold() == DIFFERENT}
    if not any(ref.startswith(prefix) for ref in asked):
        return {}
    names = [row_identity(sheet, record) for record in sheet.records]
    keys = {pair_key(names[i], names[j]) for i, j in Links(sheet.records).possible_pairs()}
    if together_ref(REPEAT, (f"{REPEAT}/{key}" for key in keys)) not in asked:
        return {}  # other pairs than those that were looked at
    return {DIFFERENT_PREFIX + key: "1" for key in keys}


def with_answers(sheet: RecordsSheet, metadata: Mapping[str, str]) -> None:
    """Let "different people" answers count like the column "Not the same as"."""
    if not any(key.startswith(DIFFERENT_PREFIX) for key in metadata):
        return
    names = [row_identity(sheet, record) for record in sheet.records]
    links = Links(sheet.records)
    extra: dict[int, set[str]] = {}
    for first, second in links.possible_pairs():
        if DIFFERENT_PREFIX + pair_key(names[first], names[second]) in metadata:
            extra.setdefault(first, set()).add(names[second])
            extra.setdefault(second, set()).add(names[first])
    for index, others in extra.items():
        record = sheet.records[index]
        sheet.records[index] = replace(record, not_same_as=record.not_same_as | others)


def joined(sheet: RecordsSheet, standing: Sequence[todo.PresentLine]) -> tuple[SetCell, ...]:
    """The cells by which "same person" gives two records a shared alias."""
    given = todo.answers(standing)
    asked = {ref for ref, said in given.items() if said.casefold() == SAME}
    if not asked:
        return ()
    names = [row_identity(sheet, record) for record in sheet.records]
    pairs = [
        (sheet.records[i], sheet.records[j])
        for i, j in Links(sheet.records).possible_pairs()
        if f"{REPEAT}/{pair_key(names[i], names[j])}" in asked
    ]
    return tuple(cell for pair in pairs if (cell := shared_alias(sheet, *pair)))
