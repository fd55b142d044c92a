"""Every command that acts, on sheets as people keep them, whichever way Google answers.

One table: the commands; by the variants of a Google that nobody has measured, and by what people
make of the Records tab (a table with typed columns, a filter that hides records). What the
command leaves in the cells and how it ends is the same in every field of the table.
"""

from itertools import product
from typing import Any

import pytest

from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.state.model import as_cell
from sheets_coc.local.state.variants import VARIANTS
from sheets_coc.local.wire.a1 import letters
from sheets_coc.schema.columns import BY_KEY
from tests.harness.commands import RECIPES, STALE, Desk, FaultyDoor
from tests.harness.world import KEYS
from tests.sampled import some

TYPED = {"DATE": "DATE", "CHOICE": "DROPDOWN"}


@pytest.fixture(autouse=True)
def as_described():
    """Google's description is held to elsewhere; here it would only cost time."""


@pytest.fixture(scope="module")
def usual():
    """What each command comes to on the plain sheet and the Google that is usual."""
    return {}


@pytest.fixture
def desk(world, monkeypatch, capsys, tmp_path_factory, mailbox):
    desk = Desk(world, monkeypatch, capsys, tmp_path_factory.mktemp("desk"), mailbox)
    desk.sit()
    yield desk
    world.google.store.variants = frozenset()


def as_table(desk: Desk, sheet: str, records: str) -> None:
    """Somebody chose *Convert to table*, and Google typed the columns."""
    types = {}
    for at, key in enumerate(KEYS):
        kind = TYPED.get(BY_KEY[key].kind.name)
        if kind:
            types[letters(at)] = kind
    block = f"A1:{letters(len(KEYS) - 1)}13"
    edit = PersonEdit("convert_to_table", tab=records, block=block, types=types)
    desk.world.google.edit(edit, "owner", sheet)


def filtered(desk: Desk, sheet: str, records: str) -> None:
    """Somebody looks at flagged and banned records only, and left the filter on."""
    column = letters(KEYS.index("decision"))
    edit = PersonEdit(
        "filter_rows", tab=records, block=f"A1:{letters(len(KEYS) - 1)}13", column=column,
        hidden=["Violation, resolved", "Open", "Violation, nobody identified"],
    )  # fmt: skip
    desk.world.google.edit(edit, "owner", sheet)


FORMS = {"table": as_table, "filtered": filtered}
READING = ("chips-as-text", "chips-shown-as-at")
KINDS: tuple[frozenset[str], ...] = (
    frozenset(VARIANTS.keys() - set(READING)),
    *(frozenset([name]) for name in READING),
    frozenset(VARIANTS),
)
"""The variants together; each by itself is tried where writing is (`test_variants`)."""


def shown(desk: Desk, sheet: str) -> dict[str, Any]:
    """What stands in the cells of a spreadsheet: values, formulas and notes.

    Of a row check only that there is one: it is a digest of the row as it reads, and a chip
    reads otherwise under some variants.
    """
    found: dict[str, Any] = {}
    for tab in desk.world.tabs(sheet):
        check = KEYS.index("row_check") if tab.title == "Records" else -1
        found[tab.title] = {
            (r, c): c == check or (cell.value, cell.formula, cell.note)
            for r, row in enumerate(tab.rows)
            for c, cell in enumerate(map(as_cell, row))
            if cell.value or cell.formula or cell.note
        }
    return found


def outcome(desk: Desk, name: str, form: Any = None) -> tuple[Any, ...]:
    sheet = desk.sheet(name, stale=name in STALE)
    if form:
        form(desk, sheet, "Records")
    before = set(shown(desk, sheet))
    code, error = desk.command(sheet, name, FaultyDoor(desk.world.google))
    found = shown(desk, sheet)
    left = [title for title in found if title not in before and title.startswith("sheets-coc ")]
    desk.delete(sheet)
    return code, error, left, found


def as_usual(desk: Desk, usual: dict[str, Any], name: str) -> tuple[Any, ...]:
    if name not in usual:
        usual[name] = outcome(desk, name)
        assert usual[name][0] in (0, 1), desk.said
    return usual[name]


@pytest.mark.parametrize(
    ("name", "form"),
    some(
        [(name, form) for n, name in enumerate(RECIPES) for form in sorted(FORMS, reverse=n % 2)],
        every=2,
    ),
)
def test_a_command_works_on_a_sheet_as_people_keep_it(desk, usual, name, form):
    expected = as_usual(desk, usual, name)
    assert outcome(desk, name, FORMS[form]) == expected


@pytest.mark.parametrize(("name", "kind"), some(product(RECIPES, range(len(KINDS))), 3))
def test_a_command_does_the_same_under_every_variant(desk, usual, name, kind):
    expected = as_usual(desk, usual, name)
    desk.world.google.store.variants = frozenset(KINDS[kind])
    assert outcome(desk, name) == expected, KINDS[kind]
