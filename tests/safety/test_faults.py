"""Every request of every command that writes goes wrong in every way; nothing comes of it.

After the next healthy run, once a lock has aged, the sheet is as if nothing had happened.
"""

import random
import re
from datetime import timedelta

import pytest

from sheets_coc.todo.wording import SAID
from tests.harness.commands import FAULTS, KILLED, RECIPES, STALE, Desk, FaultyDoor, acting

CASES = [(name, fault) for name in RECIPES for fault in (*FAULTS, *KILLED)]
SOME = [
    (name, fault)
    for n, name in enumerate(RECIPES)
    for m, fault in enumerate((*FAULTS, *KILLED))
    if (n + m) % 12 == 0
]
"""Every command with some of the faults, every fault with some of the commands."""
AGED = timedelta(minutes=11)
LOGGED = ("nightly", "access")
"""Commands that say in the Log what each run did, or found."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("desk")


@pytest.fixture
def desk(world, monkeypatch, capsys, folder, mailbox):
    desk = Desk(world, monkeypatch, capsys, folder, mailbox)
    desk.sit()
    yield desk
    world.clock.ahead = timedelta()


@pytest.fixture(scope="module")
def known():
    """What each command comes to undisturbed, once and twice, and how many requests it sends."""
    return {}


def undisturbed(desk, known, name):
    if name not in known:
        sheet = desk.sheet(name, stale=name in STALE)
        door = FaultyDoor(desk.world.google)
        code, _error = desk.command(sheet, name, door)
        assert code in (0, 1), desk.said
        once = desk.everything(sheet)
        again, _error = desk.command(sheet, name, FaultyDoor(desk.world.google))
        known[name] = door.count, (once, desk.everything(sheet)), {code, again}
        desk.delete(sheet)
    return known[name]


def go_wrong(desk, known, name, fault, nth, *more):
    """One request goes wrong; then a healthy run."""
    _, states, codes = undisturbed(desk, known, name)
    sheet = desk.sheet(name, stale=name in STALE)
    before = desk.everything(sheet)
    code, error = desk.command(sheet, name, FaultyDoor(desk.world.google, nth, fault))
    assert error != "unexpected", (name, fault, nth)
    assert code in {*codes, None, 1, 3, 4}, (name, fault, nth, code)
    first = code
    if check := CHECKS.get(name):
        check(desk, before, desk.everything(sheet), code)
    if not more:
        desk.world.clock.ahead = AGED
    code, error = desk.command(sheet, name, FaultyDoor(desk.world.google), *more)
    desk.world.clock.ahead = timedelta()
    assert code in codes | {0, 2}, (name, fault, nth, code, error)
    after = desk.everything(sheet)
    desk.delete(sheet)
    if name == "oncall remind":
        one_mail(desk, first)
    rows = unread_rows(after)
    if rows or any("could not look into" in line for line in lines(after)):
        after = as_if_searched(after, rows)
        states = [as_if_searched(one, set()) for one in states]
    if name in LOGGED:
        after, *states = map(without_log, (after, *states))
    if fault == "another schema":  # what was not understood at first is said below the rest
        after, *states = (as_if_searched(one, set()) for one in (after, *states))
    if after not in states:
        pytest.fail(f"{name}, request {nth}, {fault}: {differences(states[0], after)}")


def lines(found):
    """What the Log says was done."""
    rows = [tab[4] for tab in found[2] if tab[1]["title"] == "Log"]
    return [str(cell[0] if isinstance(cell, tuple) else cell)
            for cells in rows for (_, column), cell in cells.items() if column == 3]  # fmt: skip


def access_is_logged(desk, before, after, code):
    """Whoever lost access stands in the Log, however the run ended."""
    gone = len(before[0]) - len(after[0])
    assert not gone or any("Taking away" in line for line in lines(after))


def a_mail_sent_is_marked_or_told(desk, before, after, code):
    """A mail that went out is marked, or the run says that the next one sends it again."""
    sent = len(desk.mailbox.mails)
    assert sent <= 1
    if sent and code not in (0, None):
        assert "sends it again" in desk.said


def one_mail(desk, code):
    """There is one mail in the end; or the same one twice, where the first run died or said so."""
    ids = [mail["Message-ID"] for _, _, mail in desk.mailbox.mails]
    assert len(set(ids)) == 1
    assert len(ids) == 1 or (len(ids) == 2 and code != 0)


def the_letter_is_logged(desk, before, after, code):
    """No letter is written that the Log does not know of."""
    written = (desk.folder / "letter.txt").exists()
    assert not written or any("told about" in line for line in lines(after))


def what_is_published_is_logged(desk, before, after, code):
    """Nothing is published that later checks do not know of."""
    published = any(tab[1]["title"] == "Statistics" for tab in after[2])
    assert not published or any("for publication" in line for line in lines(after))


CHECKS = {
    "access": access_is_logged,
    "oncall remind": a_mail_sent_is_marked_or_told,
    "letter": the_letter_is_logged,
    "statistics": what_is_published_is_logged,
}
"""What must hold right after the run that went wrong, before any other."""


def without_log(found):
    """All but the Log, for commands of which each run has a line there."""
    return *found[:2], [tab for tab in found[2] if tab[1]["title"] != "Log"]


UNREAD = "sticky/unread/"


def value(cell):
    """What stands in a cell, however it is kept."""
    return cell[0] if isinstance(cell, tuple) else cell


def unread_rows(found):
    """The rows of To do that say that Google did not show the comments."""
    return {
        row
        for tab in found[2]
        if tab[1]["title"] == "To do"
        for (row, _), cell in tab[4].items()
        if str(value(cell)).startswith(UNREAD)
    }


def as_if_searched(found, rows):
    """Without what is said where Google did not show comments: these rows, words in the Log."""
    tabs = []
    for one in found[2]:
        cells = dict(one[4])
        if one[1]["title"] == "To do":
            told = sorted({row for row, _ in cells} - rows)  # wherever each line stands
            cells = {
                (said, column): cell
                for row in told
                if (said := str(value(cells.get((row, 2), ""))))
                for column in (0, 1, 3, 4)
                if (cell := value(cells.get((row, column)))) is not None
            }
        if one[1]["title"] == "Log":
            cells = {
                place: re.sub("; could not look into [^.;]*", "", str(value(cell))).replace(
                    "not found elsewhere", "nobody still mentioned"
                )
                for place, cell in cells.items()
            }
        tabs.append((*one[:4], cells, *one[5:]))
    kept = [entry for entry in found[1] if entry[:1] != (SAID,)]  # what those lines said as well
    return found[0], kept, tabs


def differences(wanted, found):
    """Where two spreadsheets differ."""
    said = [f"part {n}" for n in range(2) if wanted[n] != found[n]]
    if len(wanted[2]) != len(found[2]):
        said.append("other tabs")
    for one, other in zip(wanted[2], found[2], strict=False):
        for n, (a, b) in enumerate(zip(one, other, strict=True)):
            if a != b and isinstance(a, dict):
                places = [key for key in a.keys() | b.keys() if a.get(key) != b.get(key)]
                said.append(f"{one[1]['title']} {n}: {sorted(map(str, places))[:6]}")
            elif a != b:
                said.append(f"{one[1]['title']} {n}")
    return said


def test_every_command_that_acts_is_put_to_the_test():
    assert set(acting()) == {*RECIPES}
    assert {name for name, _ in SOME} == {*RECIPES}
    assert {fault for _, fault in SOME} == {*FAULTS, *KILLED}


@pytest.mark.parametrize("name", RECIPES)
def test_a_second_run_changes_nothing_that_matters(desk, known, name):
    requests, (once, twice), _ = undisturbed(desk, known, name)
    assert requests >= 2
    if name not in (*LOGGED, "oncall swap"):  # which swaps back
        assert once == twice, differences(once, twice)


@pytest.mark.parametrize(("name", "fault"), SOME)
def test_one_request_goes_wrong(desk, known, name, fault):
    requests, _, _ = undisturbed(desk, known, name)
    go_wrong(desk, known, name, fault, random.Random(f"{name} {fault}").randint(1, requests))


@pytest.mark.soak
@pytest.mark.parametrize(("name", "fault"), CASES)
def test_each_request_goes_wrong(desk, known, name, fault):
    requests, _, _ = undisturbed(desk, known, name)
    for nth in range(1, requests + 1):
        go_wrong(desk, known, name, fault, nth)


@pytest.mark.parametrize("fault", [*KILLED, "dropped after", "away for good"])
def test_a_lock_left_behind_is_broken_at_once_where_asked(desk, known, fault):
    requests, _, _ = undisturbed(desk, known, "redact")
    for nth in (requests - 1, requests):  # the write, and what ends the run
        go_wrong(desk, known, "redact", fault, nth, "--break-lock")


@pytest.mark.soak
@pytest.mark.parametrize("fault", [*KILLED, "dropped after", "away for good"])
def test_a_lock_left_behind_at_any_moment_is_broken_where_asked(desk, known, fault):
    requests, _, _ = undisturbed(desk, known, "redact")
    for nth in range(1, requests + 1):
        go_wrong(desk, known, "redact", fault, nth, "--break-lock")
