"""What To do says of access that differs, and what people answer there.

Nobody's address is copied: a line speaks of a mark, and `sheets-coc access` says beside the
same mark whose it is. "This account is meant" settles a difference for good, until anything
about it changes, such as its role.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from sheets_coc.access.differences import Comparison, Difference
from sheets_coc.access.kinds import OPEN_TO_ALL
from sheets_coc.policy import Policy
from sheets_coc.sheet.model import Changes, Snapshot
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import ACCESS_REF, MEANT, MEANT_PREFIX
from sheets_coc.todo.tab import Line, Topic

_MOST: Final = 8
"""How many lines of one kind there are at the most; the others are counted."""
_ACCOUNT, _KNOWN = MEANT
_NO_ACCOUNT: Final = frozenset({"not-visible", "no-access", "no-address"})
"""Kinds that are about no account which has access."""


def meant(snapshot: Snapshot, policy: Policy) -> frozenset[str]:
    """The marks of which people said that they are meant: remembered, and just answered.

    Raises:
        SheetError: where a tab called as To do holds something else.
    """
    remembered = {k.removeprefix(MEANT_PREFIX) for k in snapshot.metadata if _is_meant(k)}
    answers = todo.answers(todo.read(snapshot, policy))
    answered = {
        ref.removeprefix(ACCESS_REF)
        for ref, answer in answers.items()
        if ref.startswith(ACCESS_REF) and answer.casefold() in MEANT
    }
    return frozenset(remembered | answered)


def _is_meant(key: str) -> bool:
    return key.startswith(MEANT_PREFIX)


def ask_again(snapshot: Snapshot) -> Changes:
    """What forgets every such answer, so that all differences are asked about again."""
    return Changes(metadata={key: None for key in snapshot.metadata if _is_meant(key)})


def lines(found: Comparison) -> list[Line]:
    """The lines about access that differs, the most urgent first."""
    counted: Counter[str] = Counter()
    made = []
    for one in found.differences:
        counted[one.kind] += 1
        if counted[one.kind] <= _MOST:
            made.append(_line(one))
    return made + [
        _more(kind, number - _MOST) for kind, number in counted.items() if number > _MOST
    ]


def _line(one: Difference) -> Line:
    about = f"{one.case}, its document" if one.case else f"Who can open {_file(one.kind)}"
    if one.kind in OPEN_TO_ALL:
        return Line(f"{ACCESS_REF}{one.mark}", Topic.SETTLE, f"{about}: {one.text}")
    if one.kind in _NO_ACCOUNT:
        what, answer = "", _KNOWN
    else:
        what, answer = f", account {one.mark} ({one.role})", _ACCOUNT
    said = f"{about}{what}: {one.text}"
    if what:
        said += " Whose account it is, sheets-coc access says."
    return Line(f"{ACCESS_REF}{one.mark}", Topic.QUESTION, said, options=(answer,))


def _more(kind: str, number: int) -> Line:
    said = (
        f"Who can open {_file(kind)}: {number} more of the same kind; sheets-coc access lists them."
    )
    return Line(f"{ACCESS_REF}more/{kind}", Topic.SETTLE, said)


def _file(kind: str) -> str:
    """What a kind of difference is about."""
    known = {"document": "documents", "key": "the key to people's codes"}
    return known.get(kind.partition("-")[0], "the sheet")


def not_looked(code: str) -> Sequence[Line]:
    """The line about a night on which it could not be looked at."""
    said = (
        f"Who can open the sheet could not be looked at ({code}). sheets-coc doctor says what is "
        "missing; where that is meant, run nightly with --without-access."
    )
    return [Line(f"{ACCESS_REF}unseen", Topic.SETTLE, said)]
