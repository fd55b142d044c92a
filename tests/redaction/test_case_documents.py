"""Documents of cases that are over: asked for until somebody says that they are gone."""

from datetime import timedelta

from sheets_coc.errors import GoogleError
from sheets_coc.redaction.documents import follow
from sheets_coc.redaction.found import RunFindings
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.redaction.tool_columns import redact_changes
from sheets_coc.schema.layouts import BY_NAME
from sheets_coc.sheet.model import text
from tests.redaction.key_sheet import TODAY, night, seen, set_up, sheet, todo
from tests.sheets import applied

LINK = "https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/edit"


def test_documents_are_asked_for_until_somebody_ticks_that_they_are_gone():
    rows = (set_up(consequence="Out of scope", documents=LINK),
            set_up(consequence="Out of scope", documents=LINK, person="Red Fox"))  # fmt: skip
    state = sheet(*rows)
    where = BY_NAME["2026"].keys.index("documents")
    for day in (0, 8, 9):
        state, _ = night(state, TODAY + timedelta(days=day))
    assert [cells[where] for cells in state.tab("Records").values[1:]] == [LINK, LINK]
    (line,) = [cells for ref, cells in todo(state).items() if ref.startswith("documents/")]
    assert text(line[2]).startswith("home shelf: expunged, and the documents are left; J2 links")
    line[0] = True
    state, _ = night(state, TODAY + timedelta(days=10))
    assert [cells[where] for cells in state.tab("Records").values[1:]] == [None, None]
    assert not [ref for ref in todo(state) if ref.startswith("documents/")]


def test_documents_of_a_case_that_is_not_over_for_everybody_stay():
    state = sheet(set_up(consequence="Out of scope", documents=LINK),
                  set_up(consequence="Ban", documents=LINK, person="Red Fox"))  # fmt: skip
    for day in (0, 8):
        state, planned = night(state, TODAY + timedelta(days=day))
    assert planned.done
    assert not [ref for ref in todo(state) if ref.startswith("documents/")]


def test_documents_of_many_cases_are_one_line():
    state = sheet(*(set_up(case=f"case {n}", consequence="Out of scope", documents=LINK)
                    for n in range(5)))  # fmt: skip
    for day in (0, 8):
        state, _ = night(state, TODAY + timedelta(days=day))
    (line,) = [cells for ref, cells in todo(state).items() if ref.startswith("documents/")]
    line[0] = True
    state, _ = night(state, TODAY + timedelta(days=9))
    where = BY_NAME["2026"].keys.index("documents")
    assert not any(cells[where] for cells in state.tab("Records").values[1:])


def test_a_link_that_shows_no_text_is_asked_about_too():
    state = sheet(set_up(consequence="Out of scope"))
    state.tab("Records").formulas[1, BY_NAME["2026"].keys.index("documents")] = (
        f'=HYPERLINK("{LINK}"; "")'
    )
    for day in (0, 8):
        state, _ = night(state, TODAY + timedelta(days=day))
    assert [ref for ref in todo(state) if ref.startswith("documents/")] == ["documents/home shelf"]


class Drive:
    """Google's Drive, as far as documents of cases are asked about."""

    def __init__(self):
        self.trashed = False
        self.found = True

    def drive(self, method, path, *, params=None, body=None):
        assert (method, path) == ("GET", "files/1aBcDeFgHiJkLmNoPqRsTuVwXyZ")
        if not self.found:
            raise GoogleError("No such file.", code="not-found")
        return {"trashed": self.trashed}


def test_a_document_that_was_in_the_trash_and_is_not_found_any_more_is_gone():
    """Only then: one that is simply not found may have been taken from the tool's sight."""
    state = sheet(set_up(consequence="Out of scope", documents=LINK))
    for day in (0, 8):
        state, _ = night(state, TODAY + timedelta(days=day))
    drive, where = Drive(), BY_NAME["2026"].keys.index("documents")

    def links(day):
        nonlocal state
        of = seen(state, TODAY + timedelta(days=day))
        found = RunFindings(documents=follow(of, drive))
        state = applied(state, redact_changes(of, redaction_plan(of, apply=True), of.now, found))
        return [cells[where] for cells in state.tab("Records").values[1:]]

    drive.found = False
    assert links(9) == [LINK]
    drive.found = drive.trashed = True
    assert links(10) == [LINK]
    drive.trashed = False
    assert links(11) == [LINK], "somebody took it out of the trash"
    drive.found = False
    assert links(12) == [LINK]
    drive.found = drive.trashed = True
    assert links(13) == [LINK]
    drive.found = False
    assert links(14) == [None]
    assert not [key for key in state.metadata if key.startswith("sheets-coc.trashed.")]
