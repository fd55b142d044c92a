"""The Monday mail about a sheet as years leave it: short, new things first, each case once."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc import policy
from sheets_coc.handover import told
from sheets_coc.handover.digest import LINES, digest
from sheets_coc.sheet.model import Tab
from sheets_coc.todo import tab as todo
from tests.oncall.builders import committee_tab
from tests.sheets import ALL, snapshot

NOW = datetime(2026, 11, 23, 12, 7, tzinfo=UTC)
NOTHING = (("To do", ("Nothing needs attention.",)),)


def case(name, **more):
    return {
        "case": name, "reported_on": "2026-11-22", "subjects": f"Zed {name[::-1]}",
        "summary": "x", "decision": "Open", "handled_by": "Ada Quill", **more,
    }  # fmt: skip


def sections(*rows, **tabs):
    book = snapshot(*rows, keys=ALL, **tabs)
    return tuple((s.heading, s.lines) for s in digest(book, policy.default(), NOW).sections)


def old(number, year=2016):
    day = date(year, 3, 1) + timedelta(days=number)
    return case(f"old-onion{'abcdefghijklmnopqrs'[number]}", reported_on=day.isoformat())


def test_old_open_cases_are_one_line_and_new_ones_come_first():
    rows = [*(old(n) for n in range(19)), case("frosty-boat"), case("late-lamp",
            reported_on="2026-11-20")]  # fmt: skip
    (new, lines), (todo_, asked) = sections(*rows)
    assert (new, lines) == ("New since 16 November 2026", ("Reported: frosty-boat, late-lamp.",))
    assert todo_ == "To do"
    assert asked == (
        "Unanswered for more than two days, so any member steps in: late-lamp (3 days).",
        "Undecided for more than a week: old-oniona, old-onionb, old-onionc, old-oniond, "
        "old-onione and 14 more.",
    )


def test_what_happened_this_week_and_what_is_only_counted():
    rows = [
        case("calm-cup", reported_on="2026-01-15", decision="Violation, resolved",
             decided_on="2026-11-18", our_action="Yes"),
        case("gone-goat", reported_on="2025-01-15", decision="Violation, resolved",
             subjects="Expunged", handled_by="Expunged", expunged_on="2026-11-20"),
        case("held-harp", reported_on="2026-01-15", decision="Violation, resolved",
             our_action="Yes", hold="A court asked"),
    ]  # fmt: skip
    found = sections(*rows)
    assert found[0][1] == ("Decided: calm-cup.", "Expunged: gone-goat.")
    assert found[-1] == ("", ("As before: 1 on hold. sheets-coc status names them.",))


def test_what_the_last_mail_told_is_only_counted():
    def mail(known, *rows):
        return digest(snapshot(*rows, keys=ALL), policy.default(), NOW, known)

    answered = {"responded_on": "2026-11-11"}
    first = case("late-lamp", reported_on="2026-11-10", **answered)
    second = case("slow-sofa", reported_on="2026-11-11", **answered)
    waits = case("frosty-boat", reported_on="2026-11-21")
    before = mail((), first, waits)
    assert "late-lamp" in str(before.sections)
    found = mail(before.told, first, second, waits)
    asked = found.sections[-2].lines
    assert asked == (
        "Unanswered for more than a day: frosty-boat (2 days).",  # as long as somebody waits
        "Undecided for more than a week: slow-sofa.",
    )
    assert found.sections[-1].lines == ("As before: 1 undecided. sheets-coc status names them.",)
    quiet = mail(found.told, first, second)
    assert quiet.sections[0].lines == ("Nothing new.",)


def test_a_record_is_named_again_in_the_week_it_goes():
    def mail(known, day):
        row = case("calm-cup", reported_on="2025-10-15", decision="Violation, resolved",
                   our_action="Yes")  # fmt: skip
        now = datetime(2026, 11, day, 12, tzinfo=UTC)
        return digest(snapshot(row, keys=ALL), policy.default(), now, known)

    first = mail((), 23)
    assert "calm-cup (on 2026-12-16)" in str(first.sections)
    assert "calm-cup" not in str(mail(first.told, 30).sections)


def test_a_mail_that_is_sent_again_is_compared_with_the_one_before_its_week():
    book, week = snapshot(), date(2026, 11, 16)
    book.metadata.update(told.remember(book, week, {told.key("undecided", "a")}).metadata)
    assert not told.before(book, week)
    after = week + timedelta(weeks=1)
    book.metadata.update(told.remember(book, after, {told.key("undecided", "b")}).metadata)
    assert told.before(book, after) == {told.key("undecided", "a")}
    assert told.before(book, after + timedelta(weeks=1)) == {told.key("undecided", "b")}
    for odd in ("", "[]", "{", '{"2026-11-16": 7}'):
        book.metadata[told.TOLD] = odd
        assert not told.before(book, after)


def test_a_quiet_week_is_said_in_a_line():
    assert sections() == NOTHING
    assert sections(case("frosty-boat", reported_on="2026-11-15", responded_on="2026-11-16",
                         decision="No violation", decided_on="2026-11-15")) != ()  # fmt: skip


def test_a_ban_that_another_outlasts_is_not_ending():
    def ban(name, until, day):
        return case(name, reported_on=day, subjects="Ottilie Wendel", flag="banned",
                    decision="Violation, banned", banned_until=until)  # fmt: skip

    first = ban("able-acorn", "2026-12-20", "2024-01-10")
    assert "able-acorn (until 2026-12-20)" in str(sections(first))
    for until in ("2027-12-20", "permanent"):
        assert "Bans ending" not in str(sections(first, ban("big-bell", until, "2025-01-10")))


def test_what_waits_in_to_do_is_named_and_what_is_answered_is_not():
    header = [heading.header for heading in todo.HEADINGS]
    lines = Tab(13, "To do", values=[
        header,
        [False, "To settle", "x", "Records B2", "", None, "a"],
        [False, "Question", "x", "Form responses B9", "", None, "b"],
        [True, "Question", "x", "Records B3", "", None, "c"],
        [False, "Going soon", "x", "Records B3", "", None, "d"],
    ])  # fmt: skip
    rows = [case("frosty-boat"), case("late-lamp")]
    assert sections(*rows, todo=lines)[1][1] == ("Waiting in To do: frosty-boat, 1 other line.",)


def test_the_cases_of_a_leaver_come_first():
    people = committee_tab([
        ["Ada Quill", "", None, date(2026, 11, 16), "yes"],
        ["Bela Frost", "", None, None, "yes"],
        ["Cleo Marsh", "", None, None, "yes"],
    ])  # fmt: skip
    rows = [case("frosty-boat"), case("late-lamp", handled_by="Ada; Bela Frost")]
    assert sections(*rows, people=people)[1][1] == (
        "Whoever handles it has left the committee: frosty-boat. Hand it on.",
    )


ROWS = st.fixed_dictionaries(
    {
        "reported_on": st.dates(date(2015, 1, 1), date(2026, 11, 23)).map(date.isoformat),
        "decision": st.sampled_from(["Open", "Violation, resolved", "Perhaps", None]),
        "responded_on": st.none() | st.just("2026-11-23"),
        "handled_by": st.sampled_from([None, "Ada Quill"]),
        "local_action": st.sampled_from([None, "Talked"]),
        "hold": st.sampled_from([None, None, "a court"]),
    }
)


@settings(max_examples=60)
@given(st.lists(ROWS, max_size=30))
def test_the_mail_stays_short_and_asks_for_a_case_once(rows):
    named = [case(f"case-{chr(97 + n // 6)}{chr(97 + n % 6)}", **row) for n, row in enumerate(rows)]
    found = sections(*named)
    lines = [line for _, said in found for line in said]
    assert len(lines) <= LINES + 6
    asked = [word for heading, said in found if heading == "To do" for line in said
             if line.startswith(("Unanswered", "Undecided", "Open,", "Handled by"))
             for word in line.replace(",", " ").replace(".", " ").split()
             if word.startswith("case-")]  # fmt: skip
    assert len(asked) == len(set(asked))
