"""Reading an event's reports: which columns are taken, and which rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.intake.job import read_day
from sheets_coc.intake.reading import TAKEN, read_reports
from sheets_coc.schema.columns import BY_KEY


def _read(text, **named):
    return read_reports(text.encode(), named)


def _cells(text, **named):
    return [dict(report.cells) for report in _read(text, **named).reports]


def test_the_records_sheets_own_headers():
    header = "\t".join(BY_KEY[key].header for key in TAKEN)
    read = _read(header + "\n" + "\t".join(f"{key} x" for key in TAKEN) + "\n")
    assert dict(read.reports[0].cells) == {key: f"{key} x" for key in TAKEN}
    assert read.left_out == ()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings(separator, encoding):
    text = separator.join(["Reported person", "What happened?"]) + "\n"
    text += separator.join(["Zoë Example", "Shouted"]) + "\n"
    read = read_reports(text.encode(encoding))
    assert dict(read.reports[0].cells) == {"subjects": "Zoë Example", "summary": "Shouted"}


def test_a_title_above_the_header():
    text = "Reports of our event,,\n,,\nDate,Reported person,Details\n2026-05-01,A Person,x\n"
    read = _read(text)
    assert [report.number for report in read.reports] == [4]


def test_several_columns_of_one_meaning():
    text = (
        "Reported person,Accused,Description,Evidence,Action,Outcome\n"
        "A Person,B Person,It was loud,A recording,No,Asked to leave\n"
        "A Person,,It was loud,,No,None\n"
    )
    first, second = _cells(text)
    assert first == {
        "subjects": "A Person; B Person",
        "summary": "Description: It was loud\nEvidence: A recording",
        "local_action": "Asked to leave",
    }
    assert second["local_action"] == "No"


def test_the_day_of_the_report_goes_before_the_day_of_the_incident():
    text = "Date of incident,Date reported,Reported person\n2026-05-01,2026-05-03,A Person\n"
    assert _cells(text)[0]["reported_on"] == "2026-05-03"
    text = "Date of incident,Reported person\n2026-05-01,A Person\n"
    assert _cells(text)[0]["reported_on"] == "2026-05-01"


def test_an_address_that_may_be_anybodys_is_not_taken():
    read = _read("Email,Reported person,What happened\nx@example.org,A Person,x\n")
    assert read.left_out == (("A", "unknown"),)


def test_columns_named_by_the_user_go_before():
    text = "Name,Text,Date\nA Person,Loud,2026-05-01\n"
    assert _cells(text, subjects="name", summary="B") == [
        {"subjects": "A Person", "summary": "Loud", "reported_on": "2026-05-01"}
    ]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Name,Email\nA,b@example.org\n", "A Person did something\n"]
)
def test_what_holds_no_reports(text):
    with pytest.raises(UsageError) as caught:
        _read(text)
    assert "Person" not in str(caught.value)


def test_rows_that_say_nothing_and_rows_that_fell_apart():
    text = (
        "Date,Reported person,Details\n"
        "2026-05-01,,\n"
        "2026-05-01,A Person,one, two\n"
        ",,\n"
        "2026-05-01,B Person,x\n"
    )
    read = _read(text)
    assert read.unreadable == (2, 3)
    assert [report.number for report in read.reports] == [5]


@pytest.mark.parametrize(
    "typed",
    ["2026-05-01", "2026-05-01 14:33:12", "2026-05-01T14:33:12Z", "2026-05-01T14:33+02:00",
     "1 May 2026", "May 1, 2026 2:33 PM", "01.05.2026 14:33"],
)  # fmt: skip
def test_days_with_and_without_a_time(typed):
    assert str(read_day(typed)) == "2026-05-01"


@pytest.mark.parametrize("typed", ["", "3/4/2026", "yesterday", "2026", "2026-13-01"])
def test_days_that_are_not_clear(typed):
    assert read_day(typed) is None


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_the_file_holds_it_is_read_or_refused(content):
    try:
        read = read_reports(b"Reported person,What happened\n" + content)
    except UsageError:
        return
    rows = [report.number for report in read.reports]
    assert len(rows) == len(set(rows))
    assert not set(rows) & set(read.unreadable)
