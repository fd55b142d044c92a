"""What the interleavings found first, each as short as it gets; none of it happens any more."""

import pytest

from tests.harness.ending import end_kept
from tests.harness.people import KINDS, Deed
from tests.harness.runs import run
from tests.harness.scripts import Script

WRITE = 4


@pytest.fixture(autouse=True)
def as_described():
    """Google's description is held to elsewhere; here it would only cost time."""


def owner(kind, seed, step=WRITE):
    return step, Deed(kind, "owner", seed)


FOUND = {
    "a record copied between lock and write took its names with it": Script(
        (owner("copy-row", 279501),)
    ),
    "a report with the same names and contacts took them from the first": Script(
        (owner("add-report", 1),)
    ),
    "the same, when the first one was typed into": Script(
        (owner("type-date", 131316), owner("add-report", 394833))
    ),
    "another one": Script((owner("add-report", 2),)),
    "a column of which nothing but one cell was left was not known again": Script(
        (owner("type-story", 38434),), ten=True
    ),
    "a cell under an only value got that value": Script((owner("cut-over", 459257),)),
    "one of two copies, pasted over another record, got that one's names": Script(
        (owner("copy-row", 760790, 1), owner("cut-over", 341348))
    ),
    "a lock stayed when the answer to its removal was lost": Script(
        (owner("rename-tab", 101180, 3),), ((5, "drop_before"),)
    ),
    "a lost write whose lock was taken away was never cleared up": Script(
        (owner("remove-lock", 97189),), ((WRITE, "drop_after"),)
    ),
    "the same, when a tab was deleted": Script(
        (owner("delete-tab", 516639),), ((WRITE, "drop_after"),)
    ),
    "a partial sort hid which record was which": Script((owner("sort-some", 0),)),
    "the same, of the ten columns": Script((owner("sort-some", 1),), ten=True),
    "the names of a record and its copy were taken from both": Script(
        (owner("copy-row", 997746), owner("type-name", 140447))
    ),
    "a column of one's own was overlooked when the answer was lost": Script(
        (owner("add-column", 378210),), ((WRITE, "drop_after"),)
    ),
    "the same, before the columns that were written": Script(
        (owner("add-column", 486389),), ((WRITE, "half"),), ten=True
    ),
    "a row above the header and a new column, and the columns were not known again": Script(
        (owner("insert-row", 316715), owner("add-column", 237654, 5))
    ),
    "a column protected before the whole tab was copied left a copy nobody could remove": Script(
        (owner("sort", 749506, 3), owner("copy-row", 482781, 5), owner("protect", 606478, 6)),
        ((4, "drop_before"),),
    ),
    "a row cut and pasted before each write left the tool's words in blank rows": Script(
        tuple(owner("cut-row", 50 + step, step) for step in range(3, 12))
    ),
    "it said that nothing was changed when only the note in To do was not": Script(
        (owner("type-date", 433640), owner("delete-tab", 977961, 8)), ten=True
    ),
    "a note put back beside nothing, in a row cleared in that second, was not taken back": Script(
        tuple(owner("clear-row", 10 + step, step) for step in (3, 4, 5))
    ),
    "a record deleted while it was put back, and the next one had the same reporter": Script(
        (owner("insert-row", 1), owner("delete-row", 1), owner("delete-row", 3, 5))
    ),
    "a word of the tool's, which a partial sort put where the tool had left the same": Script(
        (owner("cut-over", 187306), owner("sort-some", 331175, 5))
    ),
    "a case name cleared before the run is drawn anew, and the row check with it": Script(
        (owner("clear-cell", 654833, 1),)
    ),
    "what a wrong put-back hit was written back from memory, into a row torn apart": Script(
        (
            owner("clear-row", 604555),
            owner("sort-some", 414058, 5),
            owner("delete-hidden", 279789, 6),
        )
    ),
    "a proof of a tab that is not written any more ended the run in a traceback": Script(
        (owner("delete-column", 46281, 3),), ((4, "error_after"), (7, "drop_before"))
    ),
    "a copy of a row that the tool hit was cleared along with it": Script(
        (owner("cut-row", 590662), owner("copy-row", 51193, 5))
    ),
    "a hidden tab deleted while the run let go left a lock": Script(
        (owner("insert-row", 1), owner("insert-row", 2, 5), owner("insert-row", 3, 6),
         owner("delete-hidden", 1, 8))
    ),
    "a blank row that three edits in a row had the tool write into": Script(
        (owner("cut-row", 289753), owner("insert-row", 474480, 5), owner("sort", 285012, 8),
         owner("sort", 877557, 9))
    ),
    "a hidden tab protected before the write was in the way of the next one of its name": Script(
        (owner("insert-row", 1), owner("protect-hidden", 0))
    ),
    "a hidden tab deleted while rows were put back, and the put-back was disturbed twice": Script(
        (owner("rename-tab", 1574), owner("note", 871898, 5), owner("delete-hidden", 124887, 7),
         owner("note", 441949, 8))
    ),
    "what a put-back had replaced was deleted while that was taken back, twice": Script(
        (owner("change-type", 852048), owner("move-row", 396443, 5),
         owner("type-formula", 207492, 6), owner("delete-hidden", 812809, 7))
    ),
    "a put-back hit other columns, and one of those was protected before it was taken back": Script(
        (owner("type-date", 435004), owner("insert-column", 671827, 5), owner("protect", 952714, 6))
    ),
    "words left in a row that memory alone still knew, without a word about them": Script(
        (owner("clear-row", 494766),), second=5, broken=(10,)
    ),
    "a tab of the id that another run had just given to its own": Script(
        (owner("rename-tab", 151122, 3),), second=4, broken=(7,)
    ),
    "the same, with a row cleared before every request": Script(
        tuple(owner("clear-row", 10 + step, step) for step in range(3, 12))
    ),
    "a record that had moved up was looked for in the row of before, below the last": Script(
        (owner("cut-row", 338420, 1), owner("sort", 23315), owner("filter", 916842, 6),
         owner("protect", 474409, 8))
    ),
    "words in a blank cell went elsewhere with a torn row, and were not said": Script(
        (owner("lift-hold", 1303, 3), owner("insert-column", 752047, 5),
         owner("sort-some", 377351, 6))
    ),
    "what memory alone had after two put-backs was forgotten with the run": Script(
        (owner("insert-column", 188475), owner("move-column", 306673, 5),
         owner("delete-hidden", 442783, 7), owner("cut-over", 777904, 8))
    ),
    "the same, of what a put-back had hit": Script(
        (owner("cut-row", 618145), owner("type-formula", 260663, 5), owner("move-row", 52038, 6),
         owner("delete-hidden", 13763, 7), owner("delete-hidden", 670687, 8))
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(what, marks=() if number % 4 == 0 else pytest.mark.soak)
        for number, what in enumerate(FOUND)
    ],
)
def test_it_happens_no_more(world, what):
    verdict = run(world, FOUND[what])
    assert verdict.refused == 0 or FOUND[what].broken
    assert verdict.violations == []


def test_a_cell_that_a_wrong_put_back_left_as_it_was_is_not_thought_to_be_anothers(world):
    moved = owner("type-formula", 846754), owner("move-row", 640364, WRITE + 1)
    verdict = run(world, Script(moved, ten=True))
    assert verdict.violations == []
    assert verdict.rounds == 2


def test_what_people_did_after_a_lost_write_is_no_reason_to_keep_anything(world):
    deeds = owner("cut-row", 735152, 2), owner("add-column", 161546, 6)
    verdict = run(world, Script(deeds, ((5, "drop_after"),)))
    assert verdict.violations == []
    assert verdict.kept == 0


MOVED = Script((owner("sort", 4), owner("move-row", 2, WRITE + 1)))


@pytest.mark.parametrize(
    "kill", [-5, 6, *(pytest.param(n, marks=pytest.mark.soak) for n in (5, -6, -7))]
)
def test_a_run_that_dies_while_it_puts_back_is_put_right_by_the_next(world, kill):
    verdict = run(world, MOVED, kill=kill)
    assert verdict.violations == []
    assert verdict.kept == 0


@pytest.mark.soak
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_run_dies_at_any_moment_while_people_are_at_work(world, kind):
    for kill in (n * sign for n in range(1, 8) for sign in (-1, 1)):
        script = Script((owner(kind, 3),))
        assert run(world, script, kill=kill).violations == [], (script, kill)


def test_a_second_run_writes_nothing_after_a_sibling_was_scrubbed(world):
    from sheets_coc.redaction import jobs

    sheet = world.copy()
    first, second = (jobs.redact(world.book(sheet), apply=True) for _ in range(2))
    assert (first.applied, second.applied) == (True, False)
    world.delete(sheet)


@pytest.mark.parametrize(
    ("last", "told"), [(("delete-row", 3), "put them right"), (("protect-hidden", 0), "protection")]
)
def test_what_a_run_and_to_do_say_ends_every_hidden_tab_that_was_kept(world, last, told):
    ended, said = [], []

    def end(world, sheet):
        book = world.book(sheet)
        book._notice = said.append
        book.read(acting=True)
        ended.append(end_kept(world, sheet))

    script = Script((owner("insert-row", 1), owner("delete-row", 1), owner(*last, WRITE + 1)))
    verdict = run(world, script, keep=end)
    assert verdict.violations == []
    assert verdict.kept == 1
    assert len(said) == 1
    assert told in said[0]
    assert ended == [[]]
