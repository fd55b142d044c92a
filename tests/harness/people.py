"""What people do in the sheet while the tool works: drawn by kind and seed, aimed when it happens.

A deed names no cell. Where it falls is drawn from its seed once it is its turn, from the sheet
as it then stands, so that the same script means something after whatever came before it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.local.state.model import Tab
from sheets_coc.local.wire import a1
from tests.harness.hand import Aimed, Hand


@dataclass(frozen=True)
class Deed:
    """One thing a person does.

    Attributes:
        kind: one of `KINDS`.
        who: `owner`, whom locks do not stop, or `editor`.
        seed: what its details are drawn from.
    """

    kind: str
    who: str = "owner"
    seed: int = 0

    def __str__(self) -> str:
        return f"{self.who} {self.kind}~{self.seed}"


_NAMES = ("Selma Rook", "Ivo Lund", "Tara Venn", "Emil Stone; Ada Ness")


def _insert_row(hand: Hand) -> Aimed:
    row = hand.rng.choice([hand.header, *hand.rows])
    count = hand.rng.choice((1, 2))
    edit = PersonEdit("insert_rows", tab=hand.title, row=row + 1, count=count)
    return Aimed(edit, hand.tab.id, lambda r, c: row <= r < row + count)


def _delete_row(hand: Hand) -> Aimed:
    return Aimed(PersonEdit("delete_rows", tab=hand.title, row=hand.row() + 1))


def _move_row(hand: Hand) -> Aimed:
    source, to = hand.row(), hand.rng.choice(hand.rows)
    to = to if to not in (source, source + 1) else hand.rows[-1] + 2
    return Aimed(PersonEdit("move_rows", tab=hand.title, row=source + 1, to=to + 1))


def _sort(hand: Hand) -> Aimed:
    edit = PersonEdit(
        "sort", tab=hand.title, column=hand.letters(), descending=hand.rng.random() < 0.5,
        first_row=hand.header + 2,
    )  # fmt: skip
    return Aimed(edit)


def _sort_some(hand: Hand) -> Aimed:
    """Sort only the columns of who it is about, the mistake that tears rows apart."""
    first, last = hand.columns.get("subjects"), hand.columns.get("summary")
    if first is None or last is None or first > last:
        raise LookupError("no such columns any more")
    edit = PersonEdit(
        "sort", tab=hand.title, column=a1.letters(first), descending=hand.rng.random() < 0.5,
        columns=f"{a1.letters(first)}:{a1.letters(last)}", first_row=hand.header + 2,
    )  # fmt: skip
    return Aimed(edit, tears=True)


def _cut_row(hand: Hand) -> Aimed:
    """Cut a record and paste it below everything."""
    row, to = hand.row(), hand.tab.last_row() + hand.rng.choice((0, 1, 3))
    return Aimed(PersonEdit("cut_paste", tab=hand.title, block=hand.whole(row), to=f"A{to + 1}"))


def _cut_over(hand: Hand) -> Aimed:
    """Cut a record and paste it over another one."""
    row, to = hand.row(), hand.rng.choice(hand.rows)
    if row == to:
        raise LookupError("the same row")
    return Aimed(PersonEdit("cut_paste", tab=hand.title, block=hand.whole(row), to=f"A{to + 1}"))


def _cut_cell(hand: Hand) -> Aimed:
    """Cut one cell and paste it into another record."""
    key = hand.rng.choice(("subjects", "summary", "contacts", "hold", "decision"))
    row, to = hand.row(), hand.rng.choice(hand.rows)
    if row == to:
        raise LookupError("the same row")
    edit = PersonEdit("cut_paste", tab=hand.title, block=hand.at(row, key), to=hand.at(to, key))
    return Aimed(edit)


def _type_name(hand: Hand) -> Aimed:
    key = hand.rng.choice(("subjects", "reporter", "others", "contacts"))
    return hand.type(hand.row(), key, hand.rng.choice(_NAMES))


def _type_story(hand: Hand) -> Aimed:
    key = hand.rng.choice(("summary", "our_action", "outcome"))
    return hand.type(hand.row(), key, f"More was said, number {hand.rng.randrange(1000)}.")


def _clear_cell(hand: Hand) -> Aimed:
    key = hand.rng.choice(sorted(hand.columns))
    return Aimed(PersonEdit("clear", tab=hand.title, block=hand.at(hand.row(), key)))


def _clear_row(hand: Hand) -> Aimed:
    return Aimed(PersonEdit("clear", tab=hand.title, block=hand.whole(hand.row())))


def _change_type(hand: Hand) -> Aimed:
    label = hand.rng.choice(("Open", "Violation, flagged", "Violation, banned", "No violation", ""))
    return hand.type(hand.row(), "decision", label)


def _set_hold(hand: Hand) -> Aimed:
    return hand.type(hand.row(), "hold", f"appeal {hand.rng.randrange(100)}")


def _lift_hold(hand: Hand) -> Aimed:
    held = [row for row in hand.rows if hand.value(row, "hold")]
    if not held:
        raise LookupError("no hold")
    return Aimed(PersonEdit("clear", tab=hand.title, block=hand.at(held[0], "hold")))


def _add_report(hand: Hand) -> Aimed:
    """A new report about somebody who already stands in the sheet, open or decided."""
    row = hand.row()
    decision = hand.rng.choice(("Open", "Violation, resolved", "Violation, flagged"))
    return hand.add(
        case=f"late-note{hand.rng.randrange(10**6)}" if hand.rng.random() < 0.3 else None,
        reported_on="2026-11-19",
        subjects=hand.value(row, "subjects") or "Nobody Known",
        contacts=hand.value(row, "contacts"),
        summary="One more report.",
        decision=decision,
    )


def _rename_tab(hand: Hand) -> Aimed:
    old = hand.rng.choice((hand.title, "To do", "Log"))
    new = hand.rng.choice((f"{old} (old)", "Akten")) if old == hand.title else f"{old} (old)"
    return Aimed(PersonEdit("rename_tab", tab=old, title=new))


def _delete_tab(hand: Hand) -> Aimed:
    return Aimed(PersonEdit("delete_tab", tab=hand.rng.choice(("To do", "Log", "Minutes"))))


def _add_column(hand: Hand) -> Aimed:
    """A column of one's own, which nobody has said anything about."""
    header = f"Remarks {hand.rng.randrange(100)}"
    row = hand.header + 1
    if hand.rng.random() < 0.5:
        edit = PersonEdit("add_column", tab=hand.title, header=header, row=row)
        return Aimed(edit)
    at = hand.rng.choice(list(hand.columns.values()))
    edit = PersonEdit("add_column", tab=hand.title, header=header, before=a1.letters(at), row=row)
    return Aimed(edit, hand.tab.id, lambda r, c: c == at)


def _insert_column(hand: Hand) -> Aimed:
    at = hand.rng.choice(list(hand.columns.values()))
    edit = PersonEdit("insert_columns", tab=hand.title, column=a1.letters(at))
    return Aimed(edit, hand.tab.id, lambda r, c: c == at)


def _delete_column(hand: Hand) -> Aimed:
    letters = hand.letters("hold", "decision", "goes_on", "expunge_on", "summary", "handled_by")
    return Aimed(PersonEdit("delete_columns", tab=hand.title, column=letters))


def _move_column(hand: Hand) -> Aimed:
    source, to = hand.rng.sample(sorted(hand.columns.values()), 2)
    if to == source + 1:
        to += 1
    edit = PersonEdit("move_columns", tab=hand.title, column=a1.letters(source), to=a1.letters(to))
    return Aimed(edit)


def _type_date(hand: Hand) -> Aimed:
    key = hand.rng.choice(("expunge_on", "reported_on", "goes_on", "banned_until"))
    value = hand.rng.choice(("2026-01-31", "2031-05-05", "never", "3/4/2019", "soon"))
    return hand.type(hand.row(), key, value)


def _type_case(hand: Hand) -> Aimed:
    """Give a record the name of another one, or a new one."""
    name = hand.value(hand.rng.choice(hand.rows), "case") or "lost-sock"
    return hand.type(hand.row(), "case", name if hand.rng.random() < 0.6 else "lost-sock")


def _copy_row(hand: Hand) -> Aimed:
    row, to = hand.row(), hand.tab.last_row()
    edit = PersonEdit("copy_paste", tab=hand.title, block=hand.whole(row), to=f"A{to + 1}")
    return Aimed(edit, hand.tab.id, lambda r, c: r == to)


def _type_formula(hand: Hand) -> Aimed:
    return hand.type(hand.row(), "summary", '="see "&"above"')


def _note(hand: Hand) -> Aimed:
    key = hand.rng.choice(("subjects", "summary", "case", "hold"))
    edit = PersonEdit("note", tab=hand.title, cell=hand.at(hand.row(), key), text="ask Ines")
    return Aimed(edit)


def _remove_lock(hand: Hand) -> Aimed:
    if not any(tab.parts.get("protectedRanges") for tab in hand.tabs.values()):
        raise LookupError("no lock")
    return Aimed(PersonEdit("remove_protection"))


def _filter(hand: Hand) -> Aimed:
    """Hide the rows of a record or two behind a filter."""
    width = a1.letters(max(hand.columns.values()))
    block = f"A{hand.header + 1}:{width}{hand.tab.last_row()}"
    key = hand.rng.choice(("case", "decision", "flag"))
    column = hand.letters(key)
    shown = hand.value(hand.row(), key)
    edit = PersonEdit(
        "filter_rows", tab=hand.title, block=block, column=column, hidden=[str(shown)]
    )
    return Aimed(edit)


def _delete_hidden(hand: Hand) -> Aimed:
    """Delete a hidden tab of the tool's."""
    hidden = [tab.title for tab in hand.tabs.values() if tab.title.startswith("sheets-coc ")]
    if not hidden:
        raise LookupError("no hidden tab")
    return Aimed(PersonEdit("delete_tab", tab=hand.rng.choice(hidden)))


def _protect(hand: Hand) -> Aimed:
    """Protect a column as the owner: the tool may not write there any more."""
    column = hand.letters("subjects", "summary", "row_check")
    return Aimed(PersonEdit("protect", tab=hand.title, block=f"{column}:{column}"))


def _protect_hidden(hand: Hand) -> Aimed:
    """Protect a hidden tab of the tool's: it can neither be removed nor written in any more."""
    hidden = [tab.title for tab in hand.tabs.values() if tab.title.startswith("sheets-coc ")]
    if not hidden:
        raise LookupError("no hidden tab")
    return Aimed(PersonEdit("protect", tab=hand.rng.choice(hidden)))


def _other_tab(hand: Hand) -> Aimed:
    """Work in the tab beside the records."""
    if hand.other("Minutes") and hand.rng.random() < 0.5:
        return Aimed(PersonEdit("overtype", tab="Minutes", cell="A2", value="moved to Friday"))
    return Aimed(PersonEdit("sort", tab="Minutes", column="A"))


def _todo(hand: Hand) -> Aimed:
    """Tick a line of To do, insert one, delete one, or sort them."""
    tab = hand.other("To do")
    row = hand.rng.randrange(2, max(3, tab.last_row() + 1))
    return hand.rng.choice((
        Aimed(PersonEdit("overtype", tab="To do", cell=f"A{row}", value=True)),
        Aimed(PersonEdit("insert_rows", tab="To do", row=row)),
        Aimed(PersonEdit("delete_rows", tab="To do", row=row)),
        Aimed(PersonEdit("sort", tab="To do", column="C", descending=True)),
    ))  # fmt: skip


KINDS: Mapping[str, Callable[[Hand], Aimed]] = {
    function.__name__.lstrip("_").replace("_", "-"): function
    for function in (
        _insert_row, _delete_row, _move_row, _sort, _sort_some, _cut_row, _cut_over, _cut_cell,
        _type_name, _type_story, _clear_cell, _clear_row, _change_type, _set_hold, _lift_hold,
        _add_report, _rename_tab, _delete_tab, _add_column, _insert_column, _delete_column,
        _move_column, _type_date, _type_case, _copy_row, _type_formula, _note, _remove_lock,
        _protect, _other_tab, _todo, _filter, _delete_hidden, _protect_hidden,
    )
}  # fmt: skip
"""Everything a person may do, by name."""
EDITORS = tuple(kind for kind in KINDS if not kind.startswith("protect"))


def aim(deed: Deed, tabs: Sequence[Tab], records: int) -> Aimed:
    """Where a deed falls.

    Raises:
        LookupError: there is nothing it could be done to.
    """
    return KINDS[deed.kind](Hand(tabs, records, Random(deed.seed)))
