"""What a sheet is recognised as, what is asked, and that every answer is what later runs go by."""

import tomllib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc import policy as policies
from sheets_coc.errors import UsageError
from sheets_coc.records.row.date_order import date_order
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.retention.terms import State
from sheets_coc.schema.columns import BY_KEY, OnExpunge
from sheets_coc.sheet.model import Snapshot, Tab
from sheets_coc.start.beginning import Beginning
from sheets_coc.start.policy_file import policy_file, toml
from sheets_coc.start.readiness import readiness
from sheets_coc.todo.analysis import analyse
from tests.sheets import TEN, cell

NOW = datetime(2026, 12, 20, tzinfo=UTC)
ROW = {"reported_on": "2024-01-31", "reporter": "Otto Hart", "subjects": "Ada Abbot",
       "summary": "Ada Abbot shouted.", "expunge_on": "2026-01-03"}  # fmt: skip


def sheet(headings, rows, title="Reports", *others, above=()):
    """A spreadsheet whose records stand in one tab below other rows."""
    values = [*[list(row) for row in above], list(headings), *[[cell(v) for v in r] for r in rows]]
    return Snapshot("id", "Invented", [*others, Tab(7, title, values=values)])


def ten(**own):
    headings = [BY_KEY[key].header for key in TEN] + list(own)
    return headings, [*(ROW.get(key) for key in TEN), *own.values()]


def answer_all(begun, chooses):
    """Answer every question by a function; which were asked."""
    asked = []
    while question := begun.open:
        asked.append(question)
        begun.answer(question, chooses(question))
    return asked


HEADING = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20)


@settings(max_examples=25)
@given(
    own=st.lists(HEADING, max_size=4),
    title=HEADING.filter(lambda t: t.strip()),
    above=st.integers(0, 3),
    draw=st.randoms(use_true_random=False),
)
def test_whatever_is_answered_no_column_is_left_unsaid_and_a_later_run_knows_it(
    own, title, above, draw
):
    """The policy that is written says all that was answered: read anew, nothing is asked again."""
    headings, row = ten()
    cells = list(zip([*headings, *own], [*row, *["x"] * len(own)], strict=True))
    draw.shuffle(cells)
    snapshot = sheet([h for h, _ in cells], [[v for _, v in cells]], title, above=[["x"]] * above)
    begun = Beginning(snapshot)
    asked = answer_all(begun, lambda q: draw.choice([*q.answers, *q.more]))
    assert len({question.name for question in asked}) == len(asked), "each once"
    if begun.recognised.problem:
        return  # an answer made two columns mean the same, or the only tab no records tab
    written = begun.file
    again = Beginning(snapshot, tomllib.loads(written) if written else {})
    assert [q for q in again.recognised.questions if q.kind != "dates"] == []
    later = {column.column for column in analyse(snapshot, again.policy, NOW).sheet.layout.own}
    unsaid = [c.letters for c in again.recognised.columns if c.key is None and not c.on_expunge]
    assert len(unsaid) <= len(later)


def test_headings_nobody_knows_are_asked_one_by_one_until_the_sheet_is_read():
    headings = ("Wann", "Wer meldet", "Gegen wen", "Worum", "Verknüpfung")
    begun = Beginning(sheet(headings, [["2024-01-31", "Otto", "Ada Abbot", "x", "y"]], "Records"))
    keys = {"A": "reported_on", "B": "reporter", "C": "subjects", "D": "summary"}
    asked = answer_all(
        begun, lambda q: q.chosen(keys[q.name]) if q.name in keys else "remove names"
    )
    assert [question.name for question in asked] == list("ABCDE")
    seen = begun.look(NOW).seen
    assert [record.reported_on for record in seen.sheet.records] == [date(2024, 1, 31)]
    assert [own.on_expunge for own in seen.sheet.layout.own] == [OnExpunge.SCRUB]


def test_where_no_heading_is_known_no_column_can_be_said_twice():
    headings = ("Wann", "Wer meldet", "Gegen wen", "Worum", "Verknüpfung")
    begun = Beginning(sheet(headings, [["2024-01-31", "Otto", "Ada Abbot", "x", "y"]], "Records"))
    begun.answer(begun.open, "it is Date of 1st report")
    offered = [one for q in begun.recognised.questions for one in (*q.answers, *q.more)]
    assert offered
    assert "it is Date of 1st report" not in offered
    assert begun.file.count("reported_on") == 1


def test_where_nobody_says_what_is_what_that_is_the_problem():
    begun = Beginning(sheet(("Wann", "Wer", "Was"), [["2024-01-31", "Otto", "x"]], "Records"))
    asked = answer_all(begun, lambda q: "keep")
    assert all(q.text.startswith("Which column of a record is column ") for q in asked)
    assert "fewer than three columns" in begun.recognised.problem.message


def test_a_committee_tab_that_cannot_be_read_is_never_said_to_be_missing():
    headings, row = ten()
    tab = Tab(9, "Committee", values=[["Who is who", "Mail"], ["Ines Moreau", "i@x.example"]])
    lines = Beginning(sheet(headings, [row], "Records", tab)).look(NOW).ready
    (said,) = [line for line in lines if "tab Committee" in line.what]
    assert said.ready is False
    assert "No header was found" in said.what


def test_two_columns_of_one_heading_are_left_to_to_do_and_that_is_said():
    headings, row = ten()
    begun = Beginning(sheet([*headings, "Notes", "Notes"], [[*row, "a", "b"]], "Records"))
    assert begun.open is None
    look = begun.look(NOW)
    assert not look.done
    assert any("column K, column L" in line.what and line.next for line in look.ready)


@pytest.mark.parametrize(
    ("typed", "asked", "read"),
    [
        (["3/4/2024", "23/4/2024"], True, {"day first": 1, "month first": 0}),
        (["3/4/2024"], True, {"day first": 1, "month first": 1}),
        (["3/4/2024", "23/4/2024", "4/23/2024"], False, {}),
        (["3.4.2024", "2024-04-03"], False, {}),
    ],
)
def test_day_or_month_is_asked_once_and_never_against_the_column(typed, asked, read):
    headings, row = ten()
    rows = [[*row[:0], day, *row[1:]] for day in typed]
    begun = Beginning(sheet(headings, rows, "Records"))
    assert bool(begun.open) is asked
    for order, settled in read.items():
        begun = Beginning(sheet(headings, rows, "Records"))
        begun.answer(begun.open, order)
        found = [r.reported_on for r in begun.look(NOW).seen.sheet.records]
        expected = {"day first": date(2024, 4, 3), "month first": date(2024, 3, 4)}[order]
        assert found[0] == (expected if settled else None)


@given(st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=6), st.booleans())
def test_an_order_is_never_contradicted_by_dates_typed_in_it(days, day_first):
    form, order = ("%-d/%-m/%Y", "day first") if day_first else ("%-m/%-d/%Y", "month first")
    assert not date_order(f"{day:{form}}" for day in days).contradicts(order)


WRITABLE = st.characters(codec="utf-8", exclude_characters="\x7f")


@given(
    st.dictionaries(
        st.text(WRITABLE, min_size=1, max_size=12).filter(lambda key: key != "decisions"),
        st.one_of(
            st.text(WRITABLE, max_size=20),
            st.booleans(),
            st.integers(-999, 999),
            st.dictionaries(
                st.text(WRITABLE, min_size=1, max_size=12),
                st.one_of(st.text(WRITABLE), st.dictionaries(st.text(WRITABLE), st.integers())),
                max_size=3,
            ),
        ),
        max_size=4,
    )
)
def test_a_policy_file_says_what_it_was_given(sections):
    assert tomllib.loads(toml(sections)) == sections
    assert tomllib.loads(policy_file(sections)) == sections


def test_what_a_policy_said_before_stays():
    own = {"retention": {"notice_days": 3}, "decisions": {"On appeal": "open"}}
    headings, row = ten(Thread="x")
    begun = Beginning(sheet(headings, [row], "Records"), own)
    begun.answer(begun.open, "erase")
    rules = policies.parse(begun.file.encode())
    assert rules.retention.notice_days == 3
    assert rules.own_columns == {"Thread": OnExpunge.ERASE}


def test_an_answer_that_is_none_is_refused_and_never_repeated():
    headings, row = ten(Thread="x")
    begun = Beginning(sheet(headings, [row], "Records"))
    with pytest.raises(UsageError) as error:
        begun.take({"k": "Ada Abbot"})
    assert "Ada" not in error.value.message
    assert begun.take({"k": "ERASE", "Z": "keep"}) == ["Z"]


def test_nothing_shows_in_a_repr():
    headings, row = ten(**{"About Ada Abbot": "x"})
    begun = Beginning(sheet(headings, [row], "Ada Abbot"))
    answer_all(begun, lambda q: q.answers[0])
    assert "Ada" not in repr((begun, begun.recognised, begun.recognised.columns, begun.look(NOW)))


@pytest.mark.parametrize("key", [key for key in TEN if BY_KEY[key].header.endswith("?")])
def test_no_question_about_a_heading_ends_in_two_marks(key):
    headings, row = ten()
    headings[list(TEN).index(key)] = BY_KEY[key].header.replace("Action", "Actions")
    begun = Beginning(sheet(headings, [row], "Records"))
    (asked,) = [q.text for q in begun.recognised.questions if q.key == key]
    assert BY_KEY[key].header in asked and "??" not in asked


@pytest.mark.parametrize("reported_on", ["2024-01-31", "spring"])
@pytest.mark.parametrize("expunge_on", ["2026-01-03", "2027-01-03", "soon", None])
def test_what_start_says_of_cells_with_errors_is_what_redact_does(reported_on, expunge_on):
    """A record that would go although a cell of it is no date is never said to stay."""
    headings, _ = ten()
    later = ROW | {"subjects": "Bea Birch", "summary": "x", "expunge_on": "2028-01-03"}
    own = ROW | {"reported_on": reported_on, "expunge_on": expunge_on}
    rows = [[one.get(key) for key in TEN] for one in (later, own)]
    seen = analyse(sheet(headings, rows, "Records"), policies.load(None), NOW)
    done = redaction_plan(seen, apply=False)
    said = " ".join(line.what for line in readiness(seen, done))
    errors = any(f.severity == "error" for f in seen.findings)
    if len(seen.dated) == 1:  # no date in it can be read: asked whether it is a record at all
        assert done.stop and "Until it is answered" in said
        return
    kept = seen.dated[1].state is State.ERROR
    assert ("1 record stays until" in said) == (errors and kept)
    assert ("1 record with such a cell goes by its date" in said) == (errors and not kept)
    assert not (kept and done.done)
