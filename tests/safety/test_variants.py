"""The same safety, whatever Google does where nobody has measured it.

Each variant answers one open question the other way; the fallbacks it needs are there.
"""

from itertools import product

import pytest

from sheets_coc.errors import SafetyStop
from sheets_coc.local.state.variants import VARIANTS
from sheets_coc.redaction import jobs
from tests.harness.people import Deed
from tests.harness.runs import run
from tests.harness.scripts import Script
from tests.harness.world import DUE
from tests.sampled import some

WRITE = 4
READING = ("chips-as-text", "chips-shown-as-at")
"""How chips read is the concern of `sheet.google`; the harness's oracle knows one way."""


@pytest.fixture(autouse=True)
def as_described():
    """Google's description is held to elsewhere; here it would only cost time."""


@pytest.fixture
def google(world):
    """Lets the local Google be another one."""

    def choose(*variants):
        world.google.store.variants = frozenset(variants)

    yield choose
    world.google.store.variants = frozenset()


SCRIPTS = [
    Script(),
    Script(((WRITE, Deed("insert-row", "owner", 1)),)),
    Script(((WRITE, Deed("sort", "owner", 4)), (WRITE + 1, Deed("move-row", "owner", 2)))),
    Script(((WRITE, Deed("move-row", "owner", 8)),), ((WRITE, "drop_after"),)),
    Script(((1, Deed("filter", "owner", 3)), (WRITE, Deed("insert-row", "owner", 3)))),
]


@pytest.mark.parametrize("variant", sorted(VARIANTS.keys() - set(READING)))
@pytest.mark.parametrize(
    "script", [SCRIPTS[1], *(pytest.param(s, marks=pytest.mark.soak) for s in SCRIPTS)], ids=str
)
def test_nothing_is_lost_under_any_variant(world, google, variant, script):
    google(variant)
    verdict = run(world, script)
    assert verdict.violations == []
    assert (verdict.kept, verdict.left) == (0, False)


@pytest.mark.parametrize(
    "script",
    [SCRIPTS[2], SCRIPTS[4], *(pytest.param(s, marks=pytest.mark.soak) for s in SCRIPTS)],
    ids=str,
)
def test_nothing_is_lost_where_a_paste_loses_everything_it_may(world, google, script):
    google("paste-drops-notes", "paste-drops-chips", "paste-drops-validation",
           "paste-skips-filtered", "empty-editors-open")  # fmt: skip
    verdict = run(world, script)
    assert verdict.violations == []
    assert (verdict.kept, verdict.left) == (0, False)


FILTERED = [Deed("filter", "owner", seed) for seed in (338849, 338850, 338851)]
"""A filter that the owner sets between the proof and the write: records or two are hidden."""


@pytest.mark.parametrize("hiding", FILTERED, ids=str)
def test_a_filter_set_in_the_second_of_a_write_costs_nothing(world, google, hiding):
    google("paste-skips-filtered")
    verdict = run(world, Script(((WRITE, hiding),)))
    assert verdict.violations == []
    assert (verdict.error, verdict.rounds, verdict.kept) == (None, 1, 0)


@pytest.mark.parametrize(
    ("kind", "seed"),
    some(
        product(
            (
                "sort",
                "move-row",
                "insert-row",
                "delete-row",
                "move-column",
                "type-date",
                "copy-row",
            ),
            range(5),
        ),
        4,
    ),
)
def test_rows_moved_and_hidden_in_the_second_of_a_write_are_as_memory_has_them(
    world, google, kind, seed
):
    google("paste-skips-filtered")
    script = Script(((WRITE, Deed(kind, "owner", seed)), (WRITE, FILTERED[seed % 3])))
    verdict = run(world, script)
    assert verdict.violations == []
    assert not verdict.left
    assert verdict.error != "busy"  # nobody does anything after that second


def test_a_kept_copy_of_a_whole_tab_bears_no_copy_of_the_lock(world, google):
    google("paste-drops-notes")
    script = Script(((6, Deed("type-formula", "owner", 654042)),), ((5, "error_after"),))
    verdict = run(world, script)
    assert verdict.kept == 1
    assert verdict.violations == []


def test_a_refusal_does_not_hide_that_an_earlier_write_still_stands(world, google):
    google("paste-drops-chips")
    deeds = (5, "lift-hold", 997550), (6, "sort-some", 26463), (7, "remove-lock", 359926)
    verdict = run(world, Script(tuple((at, Deed(kind, "owner", seed)) for at, kind, seed in deeds)))
    assert verdict.error == "refused"
    assert verdict.kept == 1
    assert verdict.violations == []


def test_nor_does_one_that_is_left_to_the_next_run(world, google):
    google("paste-drops-notes")
    deeds = (5, "move-column", 215307), (6, "type-story", 380870), (7, "type-date", 943078)
    verdict = run(world, Script(tuple((at, Deed(kind, "owner", seed)) for at, kind, seed in deeds)))
    assert verdict.left
    assert verdict.violations == []


def test_without_the_proof_what_a_paste_loses_is_lost(world, google, monkeypatch):
    from sheets_coc.sheet.transaction import proof

    google("paste-drops-notes", "paste-drops-chips")
    scripts = [Script(((WRITE, Deed("insert-row", "owner", seed)),)) for seed in range(2)]
    assert [run(world, script).violations for script in scripts] == [[], []]
    monkeypatch.setattr(proof, "is_whole", lambda run, snapshot, wanted: True)
    assert any(run(world, script).violations for script in scripts)


def test_where_google_copies_nothing_whole_nothing_goes_and_to_do_says_so(world, monkeypatch):
    from sheets_coc.sheet.transaction import proof

    real = proof.is_whole
    sheet = world.copy()
    records = next(tab.id for tab in world.tabs(sheet) if tab.title == "Records")

    def never(run, snapshot, wanted):
        return records not in wanted and real(run, snapshot, wanted)

    monkeypatch.setattr(proof, "is_whole", never)
    before = next(tab.rows for tab in world.tabs(sheet) if tab.id == records)
    for _ in range(2):
        with pytest.raises(SafetyStop) as stopped:
            jobs.redact(world.book(sheet), apply=True)
        assert stopped.value.code == "not-kept"
        assert next(tab.rows for tab in world.tabs(sheet) if tab.id == records) == before
        todo = next(tab for tab in world.tabs(sheet) if tab.title == "To do")
        said = [str(getattr(cells[2], "value", cells[2])) for cells in todo.rows if len(cells) > 2]
        assert sum("Google does not copy its row whole" in line for line in said) == len(DUE)
    assert not [tab for tab in world.tabs(sheet) if tab.title.startswith("sheets-coc ")]
    world.delete(sheet)
