"""The Monday mail: what it says, its HTML, its headers, and local times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from sheets_coc.committee.members import read_committee
from sheets_coc.errors import UsageError
from sheets_coc.handover.composing import (
    Handover,
    as_html,
    as_text,
    handover,
    mail,
    message_id,
    subject,
)
from sheets_coc.handover.digest import Section
from sheets_coc.oncall.reading import Rota
from tests.oncall.builders import MONDAY, NAMES, committee, committee_tab, rota, week

ZONES = ("Europe/Warsaw", "America/New_York", "Pacific/Auckland", "")
PEOPLE = read_committee(
    committee_tab([NAMES[i], "", None, None, "yes", "", zone] for i, zone in enumerate(ZONES))
)
ROWS = [[week(0), "Ada Quill", "Bela Frost"], [week(1), "Cleo Marsh", "Dov Tinker"]]
COMMITTEE = "conduct@example.org"


def content(
    monday: date = MONDAY,
    rows: Sequence[Sequence[object]] = ROWS,
    *,
    sections: Sequence[Section] = (),
    sent_by: str = "",
    link: str = "",
) -> Handover:
    table = rota(PEOPLE, rows)
    return handover(Rota(PEOPLE, table), monday, sections=sections, sent_by=sent_by, link=link)


SECTIONS = (
    Section("New since 16 November 2026", ("Reported: frosty-boat.",)),
    Section("To do", ("Unanswered for more than a day: frosty-boat (31 hours).",)),
    Section("", ("On hold: 2.",)),
)


def test_the_mail_says_who_is_on_duty_and_then_what_is_new() -> None:
    sent = content(
        sections=SECTIONS, sent_by="the job of example/coc", link="https://example.org/s"
    )
    assert as_text(sent) == (
        """From Monday 23 November 2026, 12:00 UTC
  Primary:   Ada Quill (Monday 13:00 to Monday 13:00 in Europe/Warsaw)
  Secondary: Bela Frost (Monday 07:00 to Monday 07:00 in America/New_York)
Then from Monday 30 November 2026: Cleo Marsh, then Dov Tinker.

New since 16 November 2026
  Reported: frosty-boat.

To do
  Unanswered for more than a day: frosty-boat (31 hours).

On hold: 2.

Cannot make your week? sheets-coc oncall swap 2026-11-23/primary
The sheet: https://example.org/s

-- 
Sent by the job of example/coc.
"""  # noqa: W291 - the signature's separator ends in a space
    )


def test_long_lines_are_broken_where_mail_is_read() -> None:
    names = ", ".join(f"stunned-bulb-{n}" for n in range(12))
    text = as_text(content(sections=(Section("To do", (f"Undecided: {names}.",)),)))
    assert max(map(len, text.splitlines())) <= 78
    assert names in " ".join(text.split())


@pytest.mark.parametrize(
    ("monday", "warsaw", "new_york"),
    [
        ("2026-03-02", "Monday 13:00 to Monday 13:00", "Monday 07:00 to Monday 08:00"),
        ("2026-03-23", "Monday 13:00 to Monday 14:00", "Monday 08:00 to Monday 08:00"),
        ("2026-10-19", "Monday 14:00 to Monday 13:00", "Monday 08:00 to Monday 08:00"),
        ("2026-10-26", "Monday 13:00 to Monday 13:00", "Monday 08:00 to Monday 07:00"),
        ("2020-12-28", "Monday 13:00 to Monday 13:00", "Monday 07:00 to Monday 07:00"),
    ],
)
def test_local_times_follow_both_changes_of_summer_time(
    monday: str, warsaw: str, new_york: str
) -> None:
    starts = date.fromisoformat(monday)
    weeks = content(starts, [[starts, "Ada Quill", "Bela Frost"]]).weeks
    assert weeks
    first, second = weeks[0].duties
    assert f"{first.local_start} to {first.local_end}" == warsaw
    assert f"{second.local_start} to {second.local_end}" == new_york


def test_a_year_of_53_weeks() -> None:
    starts = date(2020, 12, 28)
    text = as_text(content(starts, [[date(2021, 1, 4), "Cleo Marsh", "Dov Tinker"]]))
    assert "From Monday 28 December 2020" in text
    assert "Then from Monday 4 January 2021: Cleo Marsh, then Dov Tinker." in text


def test_open_cells_and_unknown_names_are_said() -> None:
    text = as_text(content(rows=[[week(0), None, "Zoe Unknown"]]))
    assert "Primary:   nobody yet" in text
    assert "Zoe Unknown (not in the Committee tab)" in text
    assert "Somebody is missing" in text


def test_a_committee_without_a_rota_gets_its_status() -> None:
    bare = handover(None, week(0), sections=[Section("To do", ("Nothing is due.",))])
    assert as_text(bare) == "To do\n  Nothing is due.\n\n-- \nSent by sheets-coc.\n"
    assert subject(bare) == "Code of Conduct status from Monday 23 November 2026"
    assert "Nothing is due." in as_html(bare)
    assert "Nothing needs attention." in as_text(handover(None, week(0)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in ("src", "background")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_html_is_well_formed_and_loads_nothing() -> None:
    reader = _Reader()
    reader.feed(as_html(content(sections=SECTIONS, link="https://example.org/sheet")))
    assert reader.open == []
    assert reader.loads == []
    for expected in ("Ada Quill", "Dov Tinker", "13:00 to Monday 13:00", "New since"):
        assert expected in reader.text


def test_nothing_in_a_name_or_status_becomes_markup_or_a_template() -> None:
    hostile = "{{ 7 * 7 }} <img src=x>"
    people = read_committee(committee_tab([[hostile, "", None, None, "yes"]]))
    tab = rota(people, [[week(0), hostile, "<b>{% raw %}"]])
    rota_ = Rota(people, tab)
    sections = [Section("<u>", ("<script>",))]
    mail_ = handover(rota_, week(0), sections=sections, sent_by="<i>", link="javascript:x")
    html = as_html(mail_)
    assert "&lt;img src=x&gt;" in html
    assert "<script>" not in html
    assert "<i>" not in html
    assert "<b>" not in html
    assert "{{ 7 * 7 }}" in as_text(mail_)


def message(to: str = COMMITTEE, sender: str = "robot@example.org") -> EmailMessage:
    moment = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    return mail(content(), to=to, sender=sender, spreadsheet="sheet-one", date_sent=moment)


def test_the_message_is_addressed_and_recognised() -> None:
    sent = message()
    assert sent["To"] == COMMITTEE
    assert sent["From"] == "Code of Conduct on call <robot@example.org>"
    assert sent["Subject"] == "On call from Monday 23 November 2026"
    assert sent["Date"] == "Mon, 23 Nov 2026 12:05:00 +0000"
    assert sent["Message-ID"] == message_id("sheet-one", week(0), "robot@example.org")
    assert "Cc" not in sent
    plain, html = sent.get_body(("plain",)), sent.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Ada Quill" in plain.get_content()
    assert "Ada Quill" in html.get_content()
    headers = "".join(f"{key}: {value}" for key, value in sent.items())
    assert not any(name.split()[0] in headers for name in NAMES)


def test_names_in_any_script_travel_as_plain_ascii() -> None:
    people = committee(["Łucja Żak", "李 威"])
    there = handover(Rota(people, rota(people, [[week(0), "Łucja Żak", "李 威"]])), week(0))
    moment = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    sent = mail(there, to=COMMITTEE, sender=COMMITTEE, spreadsheet="x", date_sent=moment)
    assert bytes(sent).isascii()
    plain = sent.get_body(("plain",))
    assert plain is not None
    assert "Łucja Żak" in plain.get_content()
    assert "李 威" in plain.get_content()


def test_the_message_id_is_of_the_week_and_the_sheet_alone() -> None:
    one = message_id("sheet-one", week(0), "robot@example.org")
    assert one.startswith("<handover-2026-11-23-")
    assert one.endswith("@example.org>")
    assert "sheet-one" not in one
    others = {
        message_id("sheet-one", week(1), "robot@example.org"),
        message_id("sheet-two", week(0), "robot@example.org"),
    }
    assert len({one} | others) == 3


@pytest.mark.parametrize("key", ["to", "sender"])
def test_a_second_header_cannot_be_smuggled_in(key: str) -> None:
    for hostile in ("a@example.org\r\nBcc: x@example.com", "a@example.org, b@example.org", ""):
        with pytest.raises(UsageError):
            message(**{key: hostile})


def test_lone_surrogates_in_a_cell_do_not_end_in_a_traceback() -> None:
    people = committee(["Ada Quill", "Bela \ud800 Frost"])
    broken = handover(
        Rota(people, rota(people, [[week(0), "Ada Quill", "Bela \ud800 Frost"]])), week(0)
    )
    with pytest.raises(UsageError) as raised:
        mail(broken, to=COMMITTEE, sender=COMMITTEE, spreadsheet="x",
             date_sent=datetime(2026, 11, 23, tzinfo=UTC))  # fmt: skip
    assert "Bela" not in str(raised.value)


def test_nothing_personal_is_shown_by_accident() -> None:
    shown = repr(content(sections=[Section("", ("Ada Quill waits",))]))
    assert "Ada" not in shown
