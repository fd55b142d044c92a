"""Columns that are renamed, removed, doubled or people's own: nothing happens in silence."""

import pytest

from sheets_coc.book.workbook import Book
from sheets_coc.errors import SafetyStop
from sheets_coc.requests import job as requests
from sheets_coc.requests.lookup import Asked
from sheets_coc.schema.columns import BY_KEY
from sheets_coc.setup.job import setup
from sheets_coc.sheet.model import column_letters, text
from sheets_coc.todo.analysis import analyse
from tests.shape.drifting import OLD, stops_everything
from tests.shape.sheet import FULL, TEN, TODAY, Sheet, person


@pytest.mark.parametrize(
    ("key", "own", "answer", "record"),
    [
        ("hold", "Reason to keep", "remove names", person(1, **OLD, hold="an appeal")),
        ("decision", "Status", "keep", person(1, **OLD, decision="Open", expunge_on="2021-05-01")),
        ("expunge_on", "Our date", "keep", person(1, **OLD, expunge_on="never")),
    ],
)
def test_a_deciding_column_under_another_heading(world, key, own, answer, record):
    sheet = Sheet(world, [record, person(2)]).no_notice()
    sheet.night()
    before = sheet.standing()
    sheet.rename(key, own)
    to_the_end(sheet, own)  # so that its place does not tell which it is
    stops_everything(sheet, "column-missed")
    sheet.answer("Nobody has said", answer)
    stops_everything(sheet, "column-missed")
    sheet.nights(3)
    assert sheet.standing() == before
    letter = column_letters(sheet.column(own))
    sheet.answer("was here before", f"it is column {letter}")
    assert sheet.night().stop is None
    assert sheet.nights(2)[1].stop is None
    assert sheet.standing() == before


def to_the_end(sheet, heading):
    at = sheet.column(heading)
    sheet.edit(lambda grid: [[*row[:at], *row[at + 1 :], row[at]] for row in grid])


def asked(sheet):
    """What To do asks about columns."""
    grid = sheet.grid("To do")
    said = [str(row[grid[0].index("What")]) for row in grid[1:]]
    return [one for one in said if "was here before" in one or "Nobody has said" in one]


RENAMED = [
    ("hold", "Reason to keep", FULL),  # by its place
    ("subjects", "Who it is about", FULL),
    ("subjects", "Who it is about", TEN),
    ("decision", "Status", FULL),
    ("hold", "Hold, and why", FULL),  # by its heading
]


@pytest.mark.parametrize(("key", "own", "keys"), RENAMED)
def test_a_renamed_column_is_one_question(world, key, own, keys):
    sheet = Sheet(world, [person(1, hold="an appeal"), person(2)], keys).no_notice()
    sheet.night()
    sheet.rename(key, own)
    stops_everything(sheet, "column-missed")
    assert "unclassified-column" not in sheet.codes()
    letter = column_letters(sheet.column(own))
    (question,) = asked(sheet)
    assert question.startswith(f"Is column {letter} the former {BY_KEY[key].header}?")
    sheet.answer("was here before", f"it is column {letter}")
    assert sheet.night().stop is None
    assert not asked(sheet)


def test_a_renamed_column_that_is_another_is_asked_about_then(world):
    sheet = Sheet(world, [person(1), person(2)]).no_notice()
    sheet.night()
    sheet.rename("handled_by", "Thread")
    stops_everything(sheet, "column-missed")
    sheet.answer("was here before", "it is gone on purpose")
    assert sheet.night().stop.code == "unclassified-column"
    (question,) = asked(sheet)
    assert question.startswith("Nobody has said")


def test_two_columns_that_may_be_the_former_are_no_one_question(world):
    sheet = Sheet(world, [person(1, hold="an appeal"), person(2)]).no_notice()
    sheet.night()
    at = sheet.column("hold")
    sheet.rename("hold", "Remarks")
    sheet.edit(lambda grid: [[*row[: at + 1], "Thread", *row[at + 1 :]] for row in grid])
    stops_everything(sheet, "column-missed")
    missed, *unexplained = sorted(asked(sheet), key=lambda one: one.startswith("Nobody"))
    assert missed.startswith("The column Hold was here before")
    assert unexplained


def test_a_column_that_is_gone_on_purpose_is_asked_about_once(world):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.night()
    at = sheet.column("handled_by")
    sheet.edit(lambda grid: [row[:at] + row[at + 1 :] for row in grid])
    stops_everything(sheet, "column-missed")
    sheet.answer("Handled by", "it is gone on purpose")
    assert [night.stop for night in sheet.nights(2)] == [None, None]
    assert "column-missed" not in sheet.codes()


def test_without_its_decisions_a_sheet_is_no_ten_column_sheet(world):
    open_case = person(1, **OLD, decision="Open", expunge_on="2021-05-01")
    sheet = Sheet(world, [open_case, person(2)]).no_notice()
    at = sheet.column("decision")
    sheet.edit(lambda grid: [row[:at] + row[at + 1 :] for row in grid])
    before = sheet.standing()
    stops_everything(sheet, "column-missed")  # although nothing was remembered yet
    sheet.answer("Decision", "it is gone on purpose")
    sheet.nights(2)
    assert sheet.standing() == before


def test_generic_headings_are_not_the_tools(world):
    keys = (*TEN, "Check", "Goes on", "Policy date", "decision")
    row = person(1, **{"Check": "done", "Goes on": "stage in Oslo", "Policy date": "2026-05-05"})
    sheet = Sheet(world, [row], keys)
    setup(sheet.book(), sheet.book().present_format, apply=True)
    sheet.nights(2)
    now = dict(zip(map(text, sheet.grid()[0]), sheet.grid()[1], strict=True))
    assert (now["Check"], now["Goes on"], now["Policy date"]) == ("done", "stage in Oslo", 46147)


def test_what_people_wrote_under_one_of_the_tools_headings_stays(world):
    sheet = Sheet(world, [person(1), person(2)])
    sheet.night()
    sheet.set(1, "row_check", "Ines looked at this")
    sheet.set(1, "goes_on", "not before the appeal")
    sheet.nights(2)
    assert sheet.grid()[1][sheet.column("row_check")] == "Ines looked at this"
    assert sheet.grid()[1][sheet.column("goes_on")] == "not before the appeal"


def test_a_column_that_keeps_one_of_the_tools_headings_is_named_as_what_is_in_the_way(world):
    """Set-up has nothing to do then, and nothing can be announced."""
    keys = (*TEN, "decision", "goes_on")
    sheet = Sheet(world, [person(1, goes_on="May, I think"), person(2)], keys)
    sheet.night()
    sheet.answer("heading", "keep")
    sheet.night()
    setup(sheet.book(), sheet.book().present_format, apply=True)
    sheet.night()
    assert any("give yours another heading" in line["What"] for line in sheet.todo())
    sheet.rename("goes_on", "When it goes, we think")
    setup(sheet.book(), sheet.book().present_format, apply=True)
    assert "needs-setup" not in sheet.codes()


def test_two_columns_of_one_heading_are_two_questions(world):
    rows = [person(1, **{"Note": "x"}), person(2)]
    sheet = Sheet(world, rows, (*FULL, "Note"))
    sheet.night()
    sheet.answer("Nobody has said", "keep")
    assert sheet.night().stop is None
    sheet.edit(lambda grid: [[*row, ("Note" if not n else "z")] for n, row in enumerate(grid)])
    stop = sheet.night().stop
    assert stop is not None
    assert len([line for line in sheet.todo() if "Nobody has said" in line["What"]]) == 2


def test_a_nearly_known_heading_is_asked_about_before_anything_is_added(world):
    own = "Summary of the outcome to share with organisers, if suitable"
    keys = [own if key == "outcome" else key for key in TEN]
    sheet = Sheet(world, [person(1, **{own: "Asked to stop."})], keys)
    book: Book = sheet.book()
    planned = setup(book, book.present_format, apply=True)
    assert any("Summary of outcome" in question for question in planned.plan.questions)
    assert sum("utcome" in text(heading) for heading in sheet.grid()[0]) == 1
    stops_everything(sheet, "heading-nearly")
    sheet.answer("Is column H", "it is Summary of outcome to share if suitable")
    assert sheet.night().stop is None
    seen = analyse(sheet.book().read(), sheet.policy, TODAY)
    assert text(seen.sheet.cell(seen.sheet.records[0], "outcome")) == "Asked to stop."
    assert not setup(book, book.present_format, apply=True).plan.questions


def test_while_records_may_be_misread_nothing_is_said_of_when_they_go(world):
    sheet = Sheet(world, [person(1, **OLD, hold="an appeal"), person(2, **OLD)])
    sheet.night()
    assert any("goes on" in line["What"] for line in sheet.todo())
    sheet.rename("hold", "Reason to keep")
    night = sheet.night()
    (dates,) = (step for step in night.steps if step.name == "dates")
    assert (dates.attention, dates.said) == (True, "not dated (column-missed)")
    assert not any("goes on" in line["What"] for line in sheet.todo())
    for claim in (lambda book: book.preview(), lambda book: book.case("brisk-kite"),
                  lambda book: book.dates()):  # fmt: skip
        with pytest.raises(SafetyStop):
            claim(sheet.book())
    found = requests.find(sheet.book(), Asked(("Quillan Ozark1",)))
    assert found.parts
    assert "overlooked or misread" in found.doubt
