"""Who is meant by what somebody typed, and what they may be given."""

from datetime import date

import pytest

from sheets_coc.errors import UsageError
from sheets_coc.policy import load
from sheets_coc.redaction.plan import redaction_plan
from sheets_coc.requests.erasure import as_due, checked_reason, erasure, left
from sheets_coc.requests.handout import extracts, report
from sheets_coc.requests.lookup import Capacity, asked, parts, several_people
from sheets_coc.retention.terms import State
from sheets_coc.todo.analysis import analyse
from tests.builders import records
from tests.sheets import snapshot

POLICY = load(None)
TODAY = date(2026, 11, 21)


def _found(typed, *rows):
    return {(p.record.name, p.capacity): p.sure for p in parts(records(*rows), asked(typed))}


def test_names_and_contacts_are_told_apart():
    who = asked(["Wanda Example; @wex", "mailto:wanda@example.org", "user_17", "Example, Karl"])
    assert who.names == ("Wanda Example", "user_17", "Example, Karl")
    assert who.contacts == ("@wex", "mailto:wanda@example.org")
    assert "Wanda" not in repr(who)


@pytest.mark.parametrize("typed", [[], [""], ["none"], ["-"], ["ab"], ["@a"], ["Expunged"]])
def test_what_cannot_be_looked_for(typed):
    with pytest.raises(UsageError):
        asked(typed)


def test_two_signs_are_a_name_in_other_scripts():
    assert asked(["王伟"]).names == ("王伟",)


def test_the_rule_for_records_decides_who_is_meant():
    rows = (
        {"case": "by-name", "subjects": "Example, Wanda"},
        {"case": "by-alias", "subjects": "W.", "aliases": "wanda_ex"},
        {"case": "by-address", "subjects": "Somebody", "contacts": "https://github.com/wanda-ex"},
        {"case": "other-address", "subjects": "Wanda Exampel", "contacts": "else@example.net"},
        {"case": "first-name", "subjects": "Wanda"},
        {"case": "nobody-like", "subjects": "Karl Kringel", "contacts": "karl@example.net"},
        {"case": "gone-record", "subjects": "Wanda Example", "expunged": True},
    )
    typed = ["Wanda Example", "wanda_ex", "https://www.github.com/Wanda-Ex/"]
    assert _found(typed, *rows) == {
        ("by-name", Capacity.SUBJECT): True,
        ("by-alias", Capacity.SUBJECT): True,
        ("by-address", Capacity.SUBJECT): True,
        ("other-address", Capacity.SUBJECT): False,
    }


WANDA = {"subjects": "Wanda Example"}
ONE = {**WANDA, "case": "one", "contacts": "one@example.org"}
TWO = {**WANDA, "case": "two", "contacts": "two@example.org"}
NO_CONTACT = {**WANDA, "case": "bare"}
BY_ALIAS = {"subjects": "Karl Kringel", "aliases": "Bob", "contacts": "k@example.org",
            "case": "alias"}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "rows", "sure"),
    [
        (["Wanda Example"], [ONE, TWO], set()),
        (["Wanda Example"], [ONE, TWO, NO_CONTACT], set()),
        (["Wanda Example"], [ONE, NO_CONTACT], {"one", "bare"}),
        (["Wanda Example", "one@example.org"], [ONE, TWO], {"one"}),
        (["Wanda Example", "one@example.org"], [ONE, TWO, NO_CONTACT], {"one"}),
        (["Wanda Example", "one@example.org"], [ONE, NO_CONTACT], {"one", "bare"}),
        (["one@example.org"], [ONE, TWO, NO_CONTACT], {"one"}),
        (["Bob"], [BY_ALIAS], set()),
        (["Bob", "one@example.org"], [BY_ALIAS, {**ONE, "aliases": "Bob"}], {"one"}),
        (["Bob", "k@example.org"], [BY_ALIAS, {**ONE, "aliases": "Bob"}], {"alias"}),
    ],
)
def test_nobody_gets_or_loses_what_may_be_a_namesakes(typed, rows, sure):
    assert {case for (case, _), is_sure in _found(typed, *rows).items() if is_sure} == sure


def test_in_other_parts_a_name_is_not_enough():
    rows = ({"case": "a-b", "reporter": "Wanda Example"}, {"case": "c-d", "others": "wanda@x.org"})
    assert _found(["Wanda Example", "wanda@x.org"], *rows) == {
        ("a-b", Capacity.REPORTER): False,
        ("c-d", Capacity.OTHER): True,
    }


def test_one_name_of_two_people():
    rows = records(
        {"case": "a-b", "subjects": "Wanda Example", "contacts": "one@example.org"},
        {"case": "c-d", "subjects": "Wanda Example", "contacts": "two@example.org"},
    )
    assert several_people(parts(rows, asked(["Wanda Example"])), asked(["Wanda Example"]))
    both = asked(["Wanda Example", "one@example.org"])
    assert not several_people(parts(rows, both), both)


def _analysis(*rows):
    return analyse(snapshot(*rows), POLICY, TODAY)


def test_a_row_of_several_people_gives_each_their_own():
    seen = _analysis(
        {"case": "a-b", "reported_on": "2026-01-15", "subjects": "Wanda Example; Karl Kringel",
         "aliases": "kk", "contacts": "wanda@example.org; karl@example.net",
         "decision": "Violation, resolved", "outcome": "Karl and Wanda were warned; see kk."},
    )  # fmt: skip
    who = asked(["wanda@example.org", "Wanda Example"])
    made = extracts(seen, parts(seen.sheet.records, who), who, texts=True)
    text = report(made, POLICY)
    assert "Recorded under: Wanda Example; wanda@example.org\n" in text
    assert "arl" not in text
    assert "kk" not in text


def test_who_looked_after_it_learns_only_that():
    seen = _analysis({"case": "a-b", "reported_on": "2026-01-15", "subjects": "Karl Kringel",
                    "reporter": "wanda@example.org", "outcome": "Karl was warned."})  # fmt: skip
    who = asked(["wanda@example.org"])
    text = report(extracts(seen, parts(seen.sheet.records, who), who, texts=True), POLICY)
    assert "you reported it" in text
    assert "Karl" not in text
    assert "warned" not in text


def test_a_date_that_nobody_knows_is_left_out():
    who = asked(["rita@example.org"])
    seen = _analysis({"case": "a-b", "reporter": "rita@example.org", "subjects": "Zed Kringel"})
    made = extracts(seen, parts(seen.sheet.records, who), who, texts=False)
    assert [entry.facts for entry in made] == [()]


def test_where_nothing_is_on_record_that_is_said():
    said = report([], POLICY)
    assert "Nothing that we can tell to be about you, under the names" in said
    assert "shared" not in said
    assert POLICY.mail.committee in said


@pytest.mark.parametrize("reason", ["as Wanda wished", "told by Ada Quill", "see a@example.org"])
def test_a_reason_names_nobody_not_even_who_handled_it(reason):
    seen = _analysis({"case": "a-b", "subjects": "Wanda Example", "handled_by": "Ada Quill"})
    who = asked(["Wanda Example"])
    assert checked_reason("they asked", who, seen) == "they asked"
    with pytest.raises(UsageError):
        checked_reason(reason, who, seen)


def test_only_what_was_asked_for_is_due():
    seen = _analysis(
        {"case": "calm-lamp", "reported_on": "2026-01-15", "subjects": "Wanda Example",
         "decision": "Violation, resolved"},
        {"case": "new-roof", "reported_on": "2020-01-15", "subjects": "Karl Kringel",
         "decision": "Violation, resolved", "goes_on": "2021-06-01"},
        {"case": "old-boat", "reported_on": "2026-01-15", "subjects": "Wanda Example",
         "decision": "Violation, banned", "banned_until": "permanent"},
    )  # fmt: skip
    who = asked(["Wanda Example"])
    assert [r.name for r in erasure(seen, who).going] == ["calm-lamp", "old-boat"]
    changed = as_due(seen, who)
    assert {d.case for d in changed.dated if d.state is State.DUE} == {"calm-lamp", "old-boat"}
    assert {d.case for d in seen.dated if d.state is State.DUE} == {"new-roof"}


def test_an_open_report_keeps_the_others():
    seen = _analysis(
        {"case": "calm-lamp", "reported_on": "2024-01-15", "subjects": "Wanda Example",
         "decision": "Violation, resolved"},
        {"case": "new-roof", "reported_on": "2026-10-15", "subjects": "Wanda Example",
         "decision": "Open"},
    )  # fmt: skip
    made = erasure(seen, asked(["Wanda Example"]))
    assert made.going == ()
    assert {kept.record.name: kept.why for kept in made.kept} == {
        "calm-lamp": "waiting",
        "new-roof": "open",
    }


def test_what_is_handed_out_cannot_steer_a_terminal():
    seen = _analysis({"case": "calm-lamp", "reported_on": "2026-01-15", "subjects": "Wanda Example",
                    "outcome": "Was\x1b[2Jwarned\u202e."})  # fmt: skip
    who = asked(["Wanda Example"])
    text = report(extracts(seen, parts(seen.sheet.records, who), who, texts=False), POLICY)
    assert "warned" in text
    assert not {"\x1b", "\u202e"} & set(text)


def test_what_cannot_be_scrubbed_is_said():
    full = "kkx7 wrote this: " + "blah " * 9_996
    row = {"case": "calm-lamp", "reported_on": "2026-01-15", "decision": "Violation, resolved"}
    people = {"subjects": "Wanda Example", "aliases": "kkx7", "summary": full}
    seen = _analysis(row | people)
    who = asked(["Wanda Example"])
    planned = redaction_plan(as_due(seen, who), apply=True)
    assert planned.done == ()
    kept = left(erasure(seen, who), planned)
    assert [(one.record.name, one.why) for one in kept] == [("calm-lamp", "cell-full")]


def test_people_in_other_rows_of_the_report_are_not_handed_out():
    seen = _analysis(
        {"case": "calm-lamp", "reported_on": "2026-01-15", "subjects": "Wanda Example",
         "contacts": "wanda@example.org", "decision": "Violation, resolved",
         "outcome": "Wanda (wanda@example.org) and Karl Kringel were warned."},
        {"case": "calm-lamp/2", "reported_on": "2026-01-15", "subjects": "Karl Kringel",
         "decision": "Violation, resolved"},
    )  # fmt: skip
    who = asked(["Wanda Example", "wanda@example.org"])
    text = report(extracts(seen, parts(seen.sheet.records, who), who, texts=False), POLICY)
    assert "Wanda (wanda@example.org) and [somebody else] were warned." in text
