"""The same safety, whatever Google does where nobody has measured it.

Each variant answers one open question the other way; the fallbacks it needs are there.
"""

import pytest

from sheets_coc.errors import SafetyStop
from sheets_coc.local.edits.filtering import filtered
from sheets_coc.local.state.variants import VARIANTS
from sheets_coc.redaction import jobs
from tests.harness.people import KINDS, Deed
from tests.harness.runs import run
from tests.harness.scripts import Script
from tests.harness.world import DUE

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


EACH_TIME = ("add-report", "sort", "sort-some", "type-case")
HIDING = [
    pytest.param(kind, seed, marks=() if kind in EACH_TIME and seed == 0 else pytest.mark.soak)
    for kind in sorted(KINDS)
    for seed in range(2)
]


@pytest.mark.parametrize(("kind", "seed"), HIDING)
def test_nothing_is_lost_where_rows_are_hidden_in_the_second_of_a_write(world, google, kind, seed):
    google("paste-skips-filtered")
    hiding, other = FILTERED[seed], Deed(kind, "owner", seed)
    for first, second in ((hiding, other), (other, hiding)):
        deeds = (WRITE, first), (WRITE, second)
        for script in (Script(deeds), Script(deeds, ((WRITE, "drop_after"),))):
            verdict = run(world, script)
            assert verdict.violations == [], script
            assert not verdict.left
        assert run(world, Script(deeds), kill=WRITE).violations == [], deeds


@pytest.mark.parametrize(("kind", "seed"), HIDING)
def test_nothing_is_lost_where_a_filter_is_changed_in_the_second_of_a_write(
    world, google, kind, seed
):
    google("paste-skips-filtered")
    before, changed = FILTERED[seed], FILTERED[seed + 1]
    for at in (1, WRITE - 1):
        deeds = (at, before), (WRITE, changed), (WRITE, Deed(kind, "owner", seed))
        for script in (Script(deeds), Script(deeds, ((WRITE, "drop_after"),))):
            assert run(world, script).violations == [], script
        assert run(world, Script(deeds), kill=WRITE).violations == [], deeds


@pytest.mark.parametrize("variant", [None, "paste-skips-filtered"])
def test_a_filter_that_was_there_stays_as_it_was(world, google, variant):
    google(*([variant] if variant else ()))
    seen = []

    def look(_world, spreadsheet):
        tab = next(tab for tab in world.tabs(spreadsheet) if tab.title == "Records")
        hidden = [row for row in range(tab.last_row() + 1) if filtered(tab, row)]
        seen.append((tab.parts["basicFilter"]["criteria"], hidden))

    for deeds in (((1, FILTERED[0]),), ((1, FILTERED[0]), (WRITE, Deed("type-date")))):
        verdict = run(world, Script(deeds), keep=look)
        assert (verdict.violations, verdict.error) == ([], None)
        criteria, hidden = seen.pop()
        assert len(criteria) == 1
        assert hidden


def test_whole_tabs_are_copied_for_a_filter_only_if_google_leaves_hidden_rows_out(
    world, google, monkeypatch
):
    sent = []
    respond = world.google.respond

    def listening(request):
        sent.append(b"duplicateSheet" in request.data)
        return respond(request)

    monkeypatch.setattr(world.google, "respond", listening)
    for variant, whole in ((), False), (("paste-skips-filtered",), True):
        google(*variant)
        for kill in (0, WRITE):
            verdict = run(world, Script(((1, FILTERED[0]),)), kill=kill)
            assert verdict.violations == []
            assert any(sent) is whole
            sent.clear()


WHOLE = [
    ("paste-drops-notes",
     ((4, "cut-cell", 14533), (6, "delete-row", 889793), (7, "protect", 217268))),
    ("paste-drops-chips",
     ((5, "insert-column", 459316), (6, "sort", 354276), (7, "sort-some", 812787))),
    ("paste-drops-chips",
     ((4, "note", 560154), (5, "todo", 953495), (6, "insert-column", 543620),
      (7, "type-date", 2916), (8, "delete-hidden", 528110))),
    ("paste-drops-chips", ((5, "add-column", 944573), (6, "cut-cell", 663990))),
]  # fmt: skip
"""Where whole tabs are copied: a put-back is refused; torn rows take the tool's words along; the
hidden tab of a put-back is deleted that is to be taken back itself; the tool's word is cut."""


@pytest.mark.parametrize(("variant", "said"), WHOLE)
def test_put_backs_of_whole_copies_lose_nothing(world, google, variant, said):
    google(variant)
    deeds = tuple((at, Deed(kind, "owner", seed)) for at, kind, seed in said)
    assert run(world, Script(deeds)).violations == []


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
