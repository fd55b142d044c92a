"""What every page needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flask import current_app

from sheets_coc.desk.desk import Desk
from sheets_coc.todo.tab import Line, Topic

Groups = list[tuple[str, tuple[str, ...], list[Line]]]
"""Lines of To do by what they are and how they are answered."""


def the_desk() -> Desk:
    """The desk behind this request."""
    found: Desk = current_app.extensions["desk"]
    return found


def grouped(lines: Sequence[Line]) -> Groups:
    """Lines that can be answered together: of one kind, with the same answers."""
    found: dict[tuple[Topic, tuple[str, ...], str], list[Line]] = defaultdict(list)
    for line in lines:
        kind = line.ref.partition("/")[0] if line.options else ""
        found[line.topic, line.options, kind].append(line)
    order = {Topic.QUESTION: 0, Topic.SETTLE: 1, Topic.GOING: 2}
    ordered = sorted(found.items(), key=lambda pair: order[pair[0][0]])
    return [(key[0].value, key[1], group) for key, group in ordered]
