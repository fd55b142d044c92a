"""To do: lines stay until settled, ticks survive, answers are acted on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sheets_coc import policy
from sheets_coc.dates import to_serial
from sheets_coc.policy.dates import DAY_OR_MONTH
from sheets_coc.records.layout import ANSWER_PREFIX
from sheets_coc.redaction import plan as due
from sheets_coc.redaction import tool_columns
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.schema.headers import header_digest
from sheets_coc.sheet.model import Tab, text
from sheets_coc.todo import log, mentions, shape_questions
from sheets_coc.todo import tab as todo
from sheets_coc.todo.analysis import MEANT, analyse
from sheets_coc.todo.came_back import PUT_BACK
from sheets_coc.todo.pairs import DIFFERENT, SAME
from sheets_coc.todo.tab import Line, Topic
from sheets_coc.todo.wording import is_offered
from tests.sheets import ALL, applied, records_tab, snapshot

POLICY = policy.default()
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
ROW = {"case": "stunned-bulb", "reported_on": "2026-10-15", "subjects": "Ottilie Wendel",
       "summary": "x", "decision": "Open", "row_check": ""}  # fmt: skip


def _rewrite(sheet, *lines, today=TODAY):
    return applied(sheet, todo.rewrite(sheet, POLICY, lines, today))


def _line(ref, what="Something", **more):
    return Line(ref, Topic.SETTLE, what, **more)


def _refs(sheet):
    return [line.ref for line in todo.read(sheet, POLICY)]


def _set(sheet, ref, header, value):
    tab = sheet.tab("To do")
    column = tab.values[0].index(header)
    row = next(line.row for line in todo.read(sheet, POLICY) if line.ref == ref)
    cells = tab.values[row]
    cells += [None] * (column + 1 - len(cells))
    cells[column] = value


def test_no_lines_make_no_tab():
    assert not todo.rewrite(snapshot(), POLICY, [], TODAY)


def test_lines_stay_where_they_are_and_go_when_settled():
    sheet = _rewrite(snapshot(), _line("a"), _line("b"))
    sheet = _rewrite(sheet, _line("b"))
    assert [row[6:] for row in sheet.tab("To do").values[1:]] == [[None], ["b"]]
    sheet = _rewrite(sheet, _line("c"), _line("b"), _line("d"))
    assert _refs(sheet) == ["c", "b", "d"]


def test_a_line_that_goes_makes_room_at_once_unless_somebody_wrote_beside_it():
    sheet = _rewrite(snapshot(), _line("a"), _line("b"))
    sheet.tab("To do").values[2] += [None, "Ines asks the board"]
    sheet = _rewrite(sheet, _line("c"), _line("d"))
    assert _refs(sheet) == ["c", "d"]
    shown = sheet.tab("To do").values[1:]
    assert [row[6:7] for row in shown] == [["c"], [None], ["d"]]
    assert shown[1][8] == "Ines asks the board"


@pytest.mark.parametrize("heading", ["Answer", "Since"])
def test_words_of_a_member_in_a_cell_of_the_line_stay_when_it_goes(heading):
    sheet = _rewrite(snapshot(), _line("a"), _line("b"))
    _set(sheet, "a", heading, "asked Ines, she looks on Tuesday")
    sheet = _rewrite(sheet, _line("c"))
    assert _refs(sheet) == ["c"]
    assert sum("asked Ines, she looks on Tuesday" in row for row in sheet.tab("To do").values) == 1
    assert all("a" not in row for row in sheet.tab("To do").values)


def test_a_remark_behind_the_text_stays_while_the_line_does():
    sheet = _rewrite(snapshot(), _line("a", "Look here."))
    _set(sheet, "a", "What", "Look here. -- Ines: I do")
    assert not todo.rewrite(sheet, POLICY, [_line("a", "Look here.")], TODAY)
    _set(sheet, "a", "What", "Look here. For two days now.")  # a sentence of the tool's own
    assert todo.rewrite(sheet, POLICY, [_line("a", "Look here.")], TODAY)


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
    sheet = _rewrite(snapshot(), _line("a"), _line("b"))
    assert not todo.rewrite(sheet, POLICY, [_line("b"), _line("a")], TODAY)


def test_ticks_survive():
    sheet = _rewrite(snapshot(), _line("a"))
    _set(sheet, "a", "Done", True)
    sheet = _rewrite(sheet, _line("a", "Something else"), _line("b"))
    assert todo.ticks(todo.read(sheet, POLICY)) == {"a"}
    assert todo.read(sheet, POLICY)[0].what == "Something else"


def test_what_only_a_person_can_settle_stays_until_ticked():
    sheet = _rewrite(snapshot(), _line("sticky/a"))
    sheet = _rewrite(sheet)
    assert _refs(sheet) == ["sticky/a"]
    _set(sheet, "sticky/a", "Done", True)
    assert _refs(_rewrite(sheet)) == []


def test_lines_of_peoples_own_are_left_alone():
    sheet = _rewrite(snapshot(), _line("a"))
    sheet.tab("To do").values.append([False, "", "Buy biscuits"])
    sheet = _rewrite(sheet, _line("b"))
    assert [row[2] for row in sheet.tab("To do").values if row[2:3] == ["Buy biscuits"]] == [
        "Buy biscuits"
    ]
    assert _refs(sheet) == ["b"]


def test_an_answer_about_a_column_is_remembered_and_acted_on():
    sheet = snapshot()
    sheet.tabs[0] = records_tab([ROW | {"Rating": "5"}], ALL, own=("Rating",))
    first = analyse(sheet, POLICY, TODAY, "seed")
    assert [f.code for f in first.findings] == ["unclassified-column"]
    sheet = applied(sheet, tool_columns.validate_changes(first))
    ref = next(r for r in _refs(sheet) if r.startswith("column/"))
    assert "Rating" not in ref
    _set(sheet, ref, "Answer", "keep")
    second = analyse(sheet, POLICY, TODAY, "seed")
    assert not second.sheet.layout.unclassified
    sheet = applied(sheet, tool_columns.validate_changes(second))
    assert sheet.metadata[ANSWER_PREFIX + header_digest("rating")] == "keep"
    assert _refs(sheet) == []
    assert not analyse(sheet, POLICY, TODAY).findings


def test_an_answer_about_a_date_is_written_into_its_cell():
    sheet = snapshot(ROW | {"reported_on": "3/4/2026"})
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in _refs(sheet) if r.startswith("ambiguous-date/"))
    _set(sheet, ref, "Answer", "2026-04-03")
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert sheet.tabs[0].values[1][1] == to_serial(date(2026, 4, 3))
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert _refs(sheet) == []


def test_different_people_is_remembered():
    rows = [ROW | {"contacts": "a@example.org"},
            ROW | {"case": "frosty-boat", "contacts": "b@example.org"}]  # fmt: skip
    sheet = snapshot(*rows)
    first = analyse(sheet, POLICY, TODAY, "seed")
    assert "possible-repeat" in {f.code for f in first.findings}
    sheet = applied(sheet, tool_columns.validate_changes(first))
    ref = next(r for r in _refs(sheet) if r.startswith("repeat/"))
    _set(sheet, ref, "Answer", "different people")
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert not analyse(sheet, POLICY, TODAY).findings


def test_nothing_personal_is_copied():
    rows = [
        ROW | {"contacts": "a@example.org", "flag": "flagged, says Ottilie"},
        ROW | {"case": "", "subjects": "Ottilie Wendell", "reported_on": "soon, says Ottilie"},
    ]
    sheet = snapshot(*rows)  # fmt: skip
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    written = str(sheet.tab("To do").values)
    assert len(_refs(sheet)) >= 3
    assert "Ottilie" not in written
    assert "example.org" not in written


def _exchange(sheet, one, other):
    """Let the names of two rows change places, as sorting that column alone would."""
    values = sheet.tabs[0].values
    column = values[0].index("Named subjects")
    values[one][column], values[other][column] = values[other][column], values[one][column]


def _come_apart():
    """A sheet in which the names of two records have changed places."""
    rows = [ROW | {"case": f"case-{n}", "subjects": f"Invented Person{n}"} for n in range(4)]
    sheet = snapshot(*rows)
    sheet = applied(sheet, tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed")))
    _exchange(sheet, 1, 2)
    return sheet


def test_a_tick_says_that_rows_are_right_as_they_are():
    sheet = _come_apart()
    apart = analyse(sheet, POLICY, TODAY, "seed")
    assert [r.case for r in apart.apart] == ["case-0", "case-1"]
    stopped = due.redaction_plan(apart, apply=True)
    assert stopped.stop is not None
    assert not tool_columns.redact_changes(apart, stopped, NOW)
    sheet = applied(sheet, tool_columns.validate_changes(apart))
    _set(sheet, next(r for r in _refs(sheet) if r.startswith("apart/")), "Done", True)
    again = analyse(sheet, POLICY, TODAY, "seed")
    assert not again.apart
    sheet = applied(sheet, tool_columns.dates_changes(again))
    assert _refs(sheet) == []
    assert not analyse(sheet, POLICY, TODAY).apart


def test_a_tick_about_rows_outlasts_commands_that_do_not_act_on_it():
    sheet = _come_apart()
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in _refs(sheet) if r.startswith("apart/"))
    _set(sheet, ref, "Done", True)
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert ref in _refs(sheet)
    assert not analyse(sheet, POLICY, TODAY, "seed").apart
    sheet = applied(sheet, tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert ref not in _refs(sheet)


def _stopped_at_the_batch_limit():
    """A sheet in which more records are due than usual, after the run that stopped at them."""
    rows = [
        ROW | {"case": f"case-{n}", "subjects": f"Invented Person{n}", "reported_on": "2024-01-15",
               "decision": "Violation, resolved", "goes_on": "2025-04-01"}
        for n in range(8)
    ]  # fmt: skip
    return _redacted(snapshot(*rows))[0]


def _redacted(sheet):
    """The sheet after `redact --apply`, and which cases went."""
    seen = analyse(sheet, POLICY, TODAY, "seed")
    planned = due.redaction_plan(seen, apply=True)
    gone = [removal.record.case for removal in planned.done]
    return applied(sheet, tool_columns.redact_changes(seen, planned, NOW)), gone


@pytest.mark.parametrize("between", [tool_columns.validate_changes, tool_columns.dates_changes])
def test_a_tick_about_the_batch_limit_outlasts_commands_that_do_not_act_on_it(between):
    sheet = _stopped_at_the_batch_limit()
    ref = next(r for r in _refs(sheet) if r.startswith("limit/"))
    sheet = applied(sheet, between(analyse(sheet, POLICY, TODAY, "seed")))
    assert ref in _refs(sheet)
    _set(sheet, ref, "Done", True)
    sheet = applied(sheet, between(analyse(sheet, POLICY, TODAY, "seed")))
    sheet, gone = _redacted(sheet)
    assert len(gone) == 8
    assert ref not in _refs(sheet)


def test_a_line_about_the_batch_limit_goes_with_its_cases_and_for_a_newer_one():
    sheet = _stopped_at_the_batch_limit()
    ref = next(r for r in _refs(sheet) if r.startswith("limit/"))
    held = sheet.tabs[0].values[0].index("Hold")
    sheet.tabs[0].values[1][held] = "asked by counsel"
    sheet, gone = _redacted(sheet)
    newer = [r for r in _refs(sheet) if r.startswith("limit/")]
    assert (len(newer), ref in newer, gone) == (1, False, [])
    for row in sheet.tabs[0].values[1:]:
        row[held] = "asked by counsel"
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert not any(r.startswith("limit/") for r in _refs(sheet))


def test_a_tick_is_about_the_rows_as_they_were_seen():
    sheet = _come_apart()
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    _set(sheet, next(r for r in _refs(sheet) if r.startswith("apart/")), "Done", True)
    _exchange(sheet, 3, 4)
    assert len(analyse(sheet, POLICY, TODAY, "seed").apart) == 4


def test_rows_that_came_apart_get_no_names_and_no_dates():
    rows = [ROW | {"case": f"case-{n}", "subjects": f"Invented Person{n}"} for n in range(3)]
    sheet = snapshot(*rows, ROW | {"case": "case-3", "reported_on": "3/4/2026"})
    sheet = applied(sheet, tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in _refs(sheet) if r.startswith("ambiguous-date/"))
    _set(sheet, ref, "Answer", "2026-04-03")
    _exchange(sheet, 1, 2)
    values = sheet.tabs[0].values
    values[4][0] = None
    assert analyse(sheet, POLICY, TODAY, "seed").apart
    before = [list(cells) for cells in values]
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert sheet.tabs[0].values == before


def test_an_answer_about_a_date_counts_in_the_same_run():
    sheet = snapshot(ROW | {"reported_on": "3/4/2024", "decision": "Violation, resolved"})
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in _refs(sheet) if r.startswith("ambiguous-date/"))
    _set(sheet, ref, "Answer", "2024-04-03")
    answered = analyse(sheet, POLICY, TODAY, "seed")
    assert answered.findings == []
    assert answered.dated[0].effective == date(2025, 6, 3)
    sheet = applied(sheet, tool_columns.dates_changes(answered))
    assert not tool_columns.dates_changes(analyse(sheet, POLICY, TODAY, "seed"))


def test_an_answer_waits_while_a_rule_stops_the_run():
    row = ROW | {"reported_on": "3/4/2024", "decision": "Violation, resolved"}
    sheet = snapshot()
    sheet.tabs[0] = records_tab([row | {"Rating": "5"}], ALL, own=("Rating",))
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    ref = next(r for r in _refs(sheet) if r.startswith("ambiguous-date/"))
    _set(sheet, ref, "Answer", "2024-04-03")
    seen = analyse(sheet, POLICY, TODAY, "seed")
    stopped = due.redaction_plan(seen, apply=True)
    assert stopped.stop is not None
    before = [list(cells) for cells in sheet.tabs[0].values]
    sheet = applied(sheet, tool_columns.redact_changes(seen, stopped, NOW))
    changed = {
        text(header)
        for cells, was in zip(sheet.tabs[0].values, before, strict=True)
        for header, one, other in zip(before[0], cells, was, strict=True)
        if one != other
    }
    assert changed == {"Row check"}
    assert ref in _refs(sheet)


def test_a_record_without_a_name_keeps_its_lines():
    sheet = snapshot(ROW | {"case": "", "reported_on": "3/4/2026"})
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "one")))
    lines = _refs(sheet)
    assert sheet.tabs[0].values[1][0] in lines[0]
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "two")))
    assert _refs(sheet) == lines


def test_an_answer_about_a_nameless_column_is_about_that_column():
    sheet = snapshot()
    sheet.tabs[0] = records_tab([ROW | {"": "kept"}], ALL, own=("",))
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    _set(sheet, _refs(sheet)[0], "Answer", "keep")
    sheet = applied(sheet, tool_columns.validate_changes(analyse(sheet, POLICY, TODAY, "seed")))
    assert not analyse(sheet, POLICY, TODAY).sheet.layout.unclassified
    sheet.tabs[0].values[1].append("a name, perhaps")
    # Whether it was inserted before or after the other, nobody can tell.
    assert len(analyse(sheet, POLICY, TODAY).sheet.layout.unclassified) == 2


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
    assert "looked-ahead" in _refs(sheet)


def test_below_the_log_there_is_room_for_a_note_by_hand():
    header = [heading.header for heading in log.HEADINGS]
    full = Tab(12, "Log", values=[header, *[[46347, "nightly"]] * 199], rows=200)
    sheet = snapshot(log=full)
    entry = log.LogEntry("nightly", "done")
    (grown,) = log.append(sheet, POLICY, entry, NOW).before
    assert grown["appendDimension"]["length"] >= 10
    assert not log.append(snapshot(log=replace(full, rows=900)), POLICY, entry, NOW).before
