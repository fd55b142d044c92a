"""Whatever stands in the sheet or in a file from outside does not act: only text comes out."""

import csv
import io
import json
import re
from datetime import date
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from sheets_coc import policy as policies
from sheets_coc.committee.members import read_committee
from sheets_coc.errors import Error, UsageError
from sheets_coc.mail.sending import plain_address
from sheets_coc.oncall.calendar import calendar
from sheets_coc.oncall.tab import read_rota
from sheets_coc.reporting.documents.tables import TextTable
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.screening import results
from sheets_coc.sheet.model import Tab
from sheets_coc.tables import delimited
from sheets_coc.tables.reading import read_tables
from sheets_coc.todo.analysis import analyse
from tests.leaks.workbooks import LAUGHS, SHEET, outside, workbook
from tests.sheets import snapshot

POLICY = policies.load(None)
TODAY = date(2026, 11, 21)
FORMULAS = ("=IMPORDATA(1)", '=HYPERLINK("https://x.example","y")', "+cmd|' /C calc'!A0", "-2+3",
            "@SUM(1)", "\t=1", "\r=1", "＝1+1", " =1", "\ufeff=1")  # fmt: skip
ODD = st.one_of(
    st.sampled_from([
        *FORMULAS, "\x1b]0;title\x07", "\x1b[2J", "\u202eabc\u202c", "a\u200bb", "\ud800", "\x00",
        "a\r\nBcc: all@example.org", "BEGIN:VEVENT\nSUMMARY:x", "<script>alert(1)</script>",
        "| a | b |\n|---|", "[x](javascript:1)", "![x](https://x.example/a.png)", "x" * 50_000,
        "30 February 2024", "31/02/2024", "9" * 400, "1e999", "permanent",
        "Expunged (999999999999)",
    ]),
    st.text(max_size=60),
    st.floats(), st.booleans(), st.none(),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([c.key for c in COLUMNS]), ODD), max_size=4))
def test_any_cell_in_any_column_is_read_or_becomes_a_finding(rows: list[dict[str, Any]]) -> None:
    """Nothing anybody types stops the run with an error nobody foresaw, or is repeated by one."""
    try:
        seen = analyse(snapshot(*rows), POLICY, TODAY)
    except Error as error:
        assert not any(len(str(v)) > 8 and str(v) in error.message
                       for row in rows for v in row.values())  # fmt: skip
        return
    said = json.dumps([finding.as_json() for finding in seen.findings])
    shown = [d.as_json()["case"] for d in seen.dated]
    assert all(re.fullmatch(r"row \d+|[A-Za-z]{2,20}[ -][A-Za-z0-9]{1,20}(/\d{1,3})?", case)
               for case in shown)  # fmt: skip
    assert "\\u001b" not in said
    assert "script" not in said


LINES = st.one_of(
    st.sampled_from(["a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:x", "a\nb", "a;b,c\\d", "\x1b[2J",
                     "a\u2028b", "a\x0bb", "a\rORGANIZER:mailto:x@y.example"]),
    st.text(min_size=1, max_size=30),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(LINES)
def test_a_name_adds_no_line_to_a_calendar(name: str) -> None:
    rows = [["Name", "Email", "On call"], [name, "a@example.org", "yes"]]
    committee = Tab(1, "Committee", values=rows)
    rota = Tab(2, "On-call", values=[["Week starting", "Primary", "Secondary"], [46349, name, ""]])
    members = read_committee(committee)
    made = calendar(members, read_rota(rota, members.members))
    properties = {line.split(b":")[0].split(b";")[0] for line in made.split(b"\r\n")
                  if line and line[:1] not in b" \t"}  # fmt: skip
    known = "BEGIN END PRODID VERSION METHOD X-WR-CALNAME UID DTSTAMP DTSTART DTEND SUMMARY TRANSP"
    assert properties <= set(known.encode().split())
    assert len(Calendar.from_ical(made).walk("VEVENT")) <= 1


@given(st.text(max_size=40))
def test_an_address_is_one_line_and_one_address(typed: str) -> None:
    for tried in (typed, f"a@example.org{typed}", f"a@example.org\n{typed}", f"{typed}a@b.example"):
        try:
            address = plain_address(tried)
        except UsageError:
            continue
        message = message_from_bytes(f"To: {address}\n\n".encode(), policy=policy.default)
        assert [a.addr_spec for a in message["To"].addresses] == [address]
        assert not set(address) & set('\r\n,;<> "')


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen |= {tag, *(name for name, _ in attrs)}


@given(st.one_of(st.sampled_from(FORMULAS), st.text(max_size=30)))
def test_cells_of_csv_files_are_no_formulas(cell: str) -> None:
    defused = results.defuse(cell)
    start = defused.lstrip(" \t\r\n\u00a0\ufeff")[:1]
    assert start not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} or defused.startswith("'")
    assert results.undefuse(defused) == cell


NASTY = ("<script>x</script>", "a | b", "[x](javascript:x)", "<img src=x onerror=y>", "# head",
         "a\n\n## b", "*x*", "`x`", "&lt;", '" onload="x')  # fmt: skip


@pytest.mark.parametrize("nasty", [*NASTY, *FORMULAS])
def test_reports_quote_text_as_text(nasty: str) -> None:
    table = TextTable(("Event", "Reports"), ((nasty, "1"),))
    tags = _Tags()
    tags.feed(table.html(nasty))
    assert tags.seen <= {"table", "thead", "tbody", "tr", "th", "td", "scope", "class", "div",
                         "caption", "tabindex", "role", "aria-label"}  # fmt: skip
    lines = table.markdown().strip().splitlines()
    assert len(lines) == 3
    assert not re.search(r"(?<!\\)[<>`]", table.markdown())
    cell = next(csv.reader(io.StringIO(table.csv().splitlines()[1])))[0]
    assert cell.lstrip(" \t\ufeff")[:1] not in {"=", "+", "-", "@"}


@pytest.mark.parametrize(
    "content",
    [
        workbook({SHEET: LAUGHS}),
        workbook({SHEET: outside("/etc/passwd")}),
        workbook({"xl/workbook.xml": LAUGHS}),
        workbook({SHEET: b"<worksheet>" + b" " * 400_000_000}),
        workbook({"../../outside.xml": b"x", SHEET: b"not XML at all"}),
        b"PK\x03\x04" + b"\0" * 500,
    ],
    ids=["laughs", "outside", "laughs outside sheets", "bomb", "path", "broken"],
)
def test_workbooks_that_are_weapons_are_refused(content: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read_tables(content)
    assert "root:" not in caught.value.message


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"Name,Email\n", b"\xff\xfe"):
        try:
            read_tables(start + content)
        except UsageError as error:
            assert len(error.message) < 300


def test_the_longest_file_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert delimited.MOST_ROWS <= 500_000
    monkeypatch.setattr(delimited, "MOST_ROWS", 1000)
    assert len(read_tables(b"\n".join([b"a"] * 1000)).sheets[0].rows) == 1000
    with pytest.raises(UsageError):
        read_tables(b"\n".join([b"a"] * 1001))
