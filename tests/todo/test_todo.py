"""The To do tab: lines come, stay, go, and leave what people wrote alone."""

from dataclasses import replace
from datetime import date

import pytest

from sheets_coc.dates import to_serial
from sheets_coc.policy.dates import DAY_OR_MONTH
from sheets_coc.redaction import plan as due
from sheets_coc.redaction import tool_columns
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.sheet.model import Tab
from sheets_coc.todo import log, mentions, shape_questions
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import MEANT, analyse
from sheets_coc.todo.came_back import PUT_BACK
from sheets_coc.todo.pairs import DIFFERENT, SAME
from sheets_coc.todo.wording import SAID, is_offered
from tests.sheets import applied, snapshot
from tests.todo.lines import NOW, POLICY, ROW, TODAY, line, refs, rewrite, set_cell


def test_no_lines_make_no_tab():
    assert not todo.rewrite(snapshot(), POLICY, [], TODAY)


def test_lines_stay_where_they_are_and_go_when_settled():
    sheet = rewrite(snapshot(), line("a"), line("b"))
    sheet = rewrite(sheet, line("b"))
    assert [row[6:] for row in sheet.tab("To do").values[1:]] == [[None], ["b"]]
    sheet = rewrite(sheet, line("c"), line("b"), line("d"))
    assert refs(sheet) == ["c", "b", "d"]


def test_a_line_that_goes_makes_room_at_once_unless_somebody_wrote_beside_it():
    sheet = rewrite(snapshot(), line("a"), line("b"))
    sheet.tab("To do").values[2] += [None, "Ines asks the board"]
    sheet = rewrite(sheet, line("c"), line("d"))
    assert refs(sheet) == ["c", "d"]
    shown = sheet.tab("To do").values[1:]
    assert [row[6:7] for row in shown] == [["c"], [None], ["d"]]
    assert shown[1][8] == "Ines asks the board"


@pytest.mark.parametrize("heading", ["Answer", "Since"])
def test_words_of_a_member_in_a_cell_of_the_line_stay_when_it_goes(heading):
    sheet = rewrite(snapshot(), line("a"), line("b"))
    set_cell(sheet, "a", heading, "asked Ines, she looks on Tuesday")
    sheet = rewrite(sheet, line("c"))
    assert refs(sheet) == ["c"]
    assert sum("asked Ines, she looks on Tuesday" in row for row in sheet.tab("To do").values) == 1
    assert all("a" not in row for row in sheet.tab("To do").values)


def test_a_remark_behind_the_text_stays_while_the_line_does():
    sheet = rewrite(snapshot(), line("a", "Look here."))
    set_cell(sheet, "a", "What", "Look here. -- Ines: I do")
    assert not todo.rewrite(sheet, POLICY, [line("a", "Look here.")], TODAY)
    set_cell(sheet, "a", "What", "Look here. I do")
    assert not todo.rewrite(sheet, POLICY, [line("a", "Look here.")], TODAY)
    del sheet.metadata[SAID]  # as an earlier version left it: it may be a sentence of the tool's
    assert todo.rewrite(sheet, POLICY, [line("a", "Look here.")], TODAY).cells


REMARKS = (" -- Ines: I do", " I do", "\nI do", " (Ines)", ". 3 of them are done")


def said(sheet):
    return [row[2] for row in sheet.tab("To do").values[1:] if row[2]]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_behind_the_text_stays_when_the_line_goes(remark):
    sheet = rewrite(snapshot(), line("a", "Look here."), line("b", "And there."))
    set_cell(sheet, "a", "What", "Look here." + remark)
    sheet = rewrite(sheet, line("c", "New."))
    assert refs(sheet) == ["c"]
    assert said(sheet) == [remark.strip(), "New."]
    assert not todo.rewrite(sheet, POLICY, [line("c", "New.")], TODAY)


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_behind_the_text_stays_when_the_text_changes(remark):
    sheet = rewrite(snapshot(), line("a", "1 record."))
    set_cell(sheet, "a", "What", "1 record." + remark)
    sheet = rewrite(sheet, line("a", "2 records."))
    assert said(sheet) == ["2 records." + remark]
    sheet = rewrite(sheet, replace(line("z", "3 records."), was="a"))
    assert said(sheet) == ["3 records." + remark]
    assert refs(rewrite(sheet)) == []
    assert said(rewrite(sheet)) == [remark.strip()]


def test_a_remark_behind_a_line_that_stays_for_a_person_is_known_as_well():
    sheet = rewrite(snapshot(), line("sticky/a", "Look here."), line("b"))
    sheet = rewrite(sheet, line("b"))  # nobody says it any more, and nobody has ticked it
    set_cell(sheet, "sticky/a", "What", "Look here. I do")
    set_cell(sheet, "sticky/a", "Done", True)
    sheet = rewrite(sheet, line("b"))
    assert said(sheet)[0] == "I do"


def test_a_remark_stays_when_the_line_is_found_anew():
    sheet = rewrite(snapshot(), line("a", "Look here."))
    set_cell(sheet, "a", "What", "Look here. I do")
    set_cell(sheet, "a", "Done", True)
    sheet = rewrite(sheet, replace(line("a", "Look here."), anew=True))
    assert said(sheet) == ["I do", "Look here."]
    assert refs(sheet) == ["a"]
    assert todo.ticks(todo.read(sheet, POLICY)) == frozenset()


def test_a_text_that_is_the_tools_alone_leaves_nothing():
    sheet = rewrite(snapshot(), line("a", "Look here."), line("b", "And there."), line("c", "So."))
    set_cell(sheet, "a", "What", "Look here. ")
    set_cell(sheet, "c", "What", " ")
    assert said(rewrite(sheet)) == []


def test_what_somebody_wrote_over_the_text_stays_behind_it_and_after_it():
    sheet = rewrite(snapshot(), line("a", "Look here."), line("b", "And there."))
    set_cell(sheet, "b", "What", "Jo asks them on Monday")
    sheet = rewrite(sheet, line("a", "Look here."), line("b", "And there."))
    assert said(sheet) == ["Look here.", "And there. Jo asks them on Monday"]
    assert not todo.rewrite(
        sheet, POLICY, [line("a", "Look here."), line("b", "And there.")], TODAY
    )
    assert said(rewrite(sheet, line("a", "Look here."))) == ["Look here.", "Jo asks them on Monday"]


@pytest.mark.parametrize("kept", ["", "zz", "nonsense that is no digest at all" * 9])
def test_what_somebody_wrote_into_the_metadata_breaks_nothing(kept):
    sheet = rewrite(snapshot(), line("a", "Look here."))
    sheet.metadata[SAID] = kept
    set_cell(sheet, "a", "What", "Look here. -- I do")
    assert said(rewrite(sheet, line("a", "Look here."))) == ["Look here. -- I do"]
    assert said(rewrite(sheet)) == []


def test_sentences_are_remembered_as_far_as_there_is_room():
    sheet = snapshot()
    sheet.metadata["other"] = "x" * 27_900
    sheet = rewrite(sheet, *(line(f"ref-{n}", f"Sentence {n}.") for n in range(50)))
    assert 0 < len(sheet.metadata[SAID]) < 80
    assert not todo.rewrite(
        sheet, POLICY, [line(f"ref-{n}", f"Sentence {n}.") for n in range(50)], TODAY
    )


def test_every_answer_on_offer_is_known_as_one():
    offered = {
        *shape_questions.FATES, *MEANT, *DAY_OR_MONTH, DIFFERENT, SAME, PUT_BACK, mentions.BY_HAND,
        *(said for name, said in vars(shape_questions).items()
          if isinstance(said, str) and name.startswith(("_RECORD", "_NO_RECORD", "_ON_PURPOSE"))),
        *(f"it is {column.header}" for column in COLUMNS), "it is column AB", "2026-03-15",
    }  # fmt: skip
    assert [said for said in offered if not is_offered(said)] == []
    assert not is_offered("it is with Ines")


def test_writing_the_same_again_writes_nothing():
    sheet = rewrite(snapshot(), line("a"), line("b"))
    assert not todo.rewrite(sheet, POLICY, [line("b"), line("a")], TODAY)


def test_ticks_survive():
    sheet = rewrite(snapshot(), line("a"))
    set_cell(sheet, "a", "Done", True)
    sheet = rewrite(sheet, line("a", "Something else"), line("b"))
    assert todo.ticks(todo.read(sheet, POLICY)) == {"a"}
    assert todo.read(sheet, POLICY)[0].what == "Something else"


def test_what_only_a_person_can_settle_stays_until_ticked():
    sheet = rewrite(snapshot(), line("sticky/a"))
    sheet = rewrite(sheet)
    assert refs(sheet) == ["sticky/a"]
    set_cell(sheet, "sticky/a", "Done", True)
    assert refs(rewrite(sheet)) == []


def test_lines_of_peoples_own_are_left_alone():
    sheet = rewrite(snapshot(), line("a"))
    sheet.tab("To do").values.append([False, "", "Buy biscuits"])
    sheet = rewrite(sheet, line("b"))
    assert [row[2] for row in sheet.tab("To do").values if row[2:3] == ["Buy biscuits"]] == [
        "Buy biscuits"
    ]
    assert refs(sheet) == ["b"]


def test_nothing_personal_is_copied():
    rows = [
        ROW | {"contacts": "a@example.org", "flag": "flagged, says Ottilie"},
        ROW | {"case": "", "subjects": "Ottilie Wendell", "reported_on": "soon, says Ottilie"},
    ]
    sheet = snapshot(*rows)  # fmt: skip
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    written = str(sheet.tab("To do").values)
    assert len(refs(sheet)) >= 3
    assert "Ottilie" not in written
    assert "example.org" not in written


def test_a_date_typed_for_an_open_record_stays():
    sheet = snapshot(ROW | {"expunge_on": "2030-01-01"},
                     ROW | {"case": "frosty-boat", "expunge_on": "2027-12-15",
                            "policy_date": "2027-12-15"})  # fmt: skip
    sheet = applied(sheet, tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed")))
    column = sheet.tabs[0].values[0].index("Date to expunge this record")
    typed = [cells[column] for cells in sheet.tabs[0].values[1:]]
    assert typed == [to_serial(date(2030, 1, 1)), None]


def test_of_very_many_announced_records_only_the_first_are_looked_through(monkeypatch):
    row = {"reported_on": "2025-01-15", "decision": "Violation, resolved",
           "summary": "write to odd@example.org", "subjects": "Ottilie Wendel"}  # fmt: skip
    sheet = snapshot(*[row | {"case": f"case-{n}"} for n in range(5)])
    seen = analyse(sheet, POLICY, TODAY, "seed")
    assert len(due.flags_ahead(seen)) == 5
    monkeypatch.setattr("sheets_coc.todo.items.LOOKED_AHEAD", 3)
    assert [m.record.case for m in due.flags_ahead(seen)] == ["case-0", "case-1", "case-2"]
    sheet = applied(sheet, tool_columns.validate_changes(seen))
    assert "looked-ahead" in refs(sheet)


def test_below_the_log_there_is_room_for_a_note_by_hand():
    header = [heading.header for heading in log.HEADINGS]
    full = Tab(12, "Log", values=[header, *[[46347, "nightly"]] * 199], rows=200)
    sheet = snapshot(log=full)
    entry = log.LogEntry("nightly", "done")
    (grown,) = log.append(sheet, POLICY, entry, NOW).before
    assert grown["appendDimension"]["length"] >= 10
    assert not log.append(snapshot(log=replace(full, rows=900)), POLICY, entry, NOW).before
