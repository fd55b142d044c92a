"""Reading an event's reports: which columns are taken, and which rows."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sheets_coc.errors import UsageError
from sheets_coc.intake.dates import read_day
from sheets_coc.intake.fields import TAKEN, field_of
from sheets_coc.intake.reading import read_reports
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


@pytest.mark.parametrize(
    "typed",
    ["2026/05/01 3:12:11 PM GMT+2", "2026-05-01 15:12 CET", "May 1, 2026 at 18:30",
     "May 1, 2026, 6:30 PM", "Friday, May 1, 2026", "1. Mai 2026",
     "Freitag, 1. Mai 2026 um 18:30 Uhr", "1er mai 2026 à 18h30", "vendredi 1 mai 2026",
     "1 de mayo de 2026, 18:30", "1 maggio 2026", "1 maja 2026", "46143", "46143.6"],
)  # fmt: skip
def test_days_as_forms_and_people_write_them(typed):
    assert str(read_day(typed)) == "2026-05-01"


def test_the_dates_of_one_column_prove_their_order():
    text = "Timestamp,Reported person\n5/20/2026 15:12:11,A Person\n5/4/2026 9:00:00,B Person\n"
    assert _read(text).month_first is True
    assert str(read_day("5/4/2026 9:00:00", month_first=True)) == "2026-05-04"
    both = text + "20/5/2026 15:12:11,C Person\n"
    assert _read(both).month_first is None


FORMS = [  # what published forms and templates ask, and what each question fills
    ("subjects", "Person(s) reported", "Name of the person you are reporting",
     "Identifying information (name/badge number) of the participant doing the harassing",
     "Who was involved?", "Name(s) of the person whose behaviour is being reported",
     "Names (real, nicknames, or pseudonyms) of any individuals involved",
     "Gemeldete Person", "Wer war beteiligt?", "Personne mise en cause", "Persona denunciada",
     "¿Quiénes son las personas implicadas?"),
    ("reporter", "Your contact info (so we can get in touch with you)", "Your name", "Your e-mail",
     "Reported by", "Dein Name", "Gemeldet von", "Votre nom", "Tu correo electrónico"),
    ("others", "Other people involved in or witnesses to the incident", "Witnesses",
     "If there are additional witnesses, please include them as well", "Betroffene Personen",
     "Zeug*innen", "Témoins", "Testigos"),
    ("incident", "When did the incident happen?", "Date and time of the incident",
     "Datum des Vorfalls", "Quand cela s'est-il passé ?", "¿Cuándo ocurrió?"),
    ("reported_on", "Timestamp", "Zeitstempel", "Horodateur", "Marca temporal"),
    ("local_action", "Action taken", "Actions taken by the event team", "Ergriffene Maßnahmen",
     "Mesures prises", "Medidas tomadas"),
    ("other", "Whether the incident is ongoing", "Do you believe it is ongoing?",
     "Additional circumstances surrounding the incident", "Any other information",
     "Has this been reported to the police?",
     "Haben Sie schon mit jemandem gesprochen?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "question"), [(key, question) for key, *several in FORMS for question in several]
)
def test_questions_of_published_forms(key, question):
    assert field_of(question) == key


WHO_REPORTS = (
    "Who reported this?", "Who is making this report?", "Name of the person who reported it",
    "Participant who reported the incident", "Attendee reporting", "Who told us?", "Who are you?",
    "Wer meldet?", "Wer hat den Vorfall gemeldet?", "Gemeldet durch", "Wer bist du?",
    "Qui signale ?", "Qui a signalé l'incident ?", "Qui êtes-vous ?",
    "¿Quién denuncia?", "Denunciado por", "¿Quién eres?",
)  # fmt: skip
WHO_IS_REPORTED = (
    "Who was reported?", "Who is being reported?", "Who are you reporting?", "User reported",
    "Name of the attendee being reported", "Person that was reported",
    "Wer wurde gemeldet?", "Wen meldest du?", "Wen möchten Sie melden?",
    "Qui est signalé ?", "Qui souhaitez-vous signaler ?",
    "¿Quién fue reportado?", "¿A quién denuncia?",
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "question"),
    [("reporter", one) for one in WHO_REPORTS] + [("subjects", one) for one in WHO_IS_REPORTED],
)
def test_who_reports_is_never_taken_for_who_is_reported(key, question):
    assert field_of(question) == key


def test_nothing_that_somebody_wrote_is_dropped():
    text = (
        "Timestamp,Email Address,Person reported,What happened?,How do you feel now?,Rating\n"
        "2026-05-01,r@example.org,A Person,It was loud,Better,5\n"
    )
    (cells,) = _cells(text)
    assert cells["reporter"] == "r@example.org"
    assert cells["summary"] == "What happened: It was loud\nHow do you feel now: Better"
    assert _read(text).left_out == (("F", "unknown"),)


def test_an_answer_that_names_nobody_is_no_person():
    text = "Person reported,Witnesses,What happened\nA Person,Yes,x\nB Person,C Person,y\n"
    first, second = _cells(text)
    assert "others" not in first
    assert "Witnesses: Yes" in first["summary"]
    assert second["others"] == "C Person"


def test_who_is_described_is_a_name_and_a_story():
    text = (
        "Date,Identifying information of the reported person: name and appearance,What happened\n"
        '2026-05-01,"Alba Ashgrove, red hat",x\n2026-05-02,a tall person in a red hat,y\n'
    )
    first, second = _cells(text)
    assert first["subjects"] == "Alba Ashgrove"
    assert "Alba Ashgrove, red hat" in first["summary"]
    assert "subjects" not in second
    assert "red hat" in second["summary"]


def test_a_file_without_anybody_reported_says_so():
    assert _read("Date,What happened\n2026-05-01,It was loud\n").names_nobody
    assert not _read("Date,Person reported,Details\n2026-05-01,A Person,x\n").names_nobody


TEXT = """Report of our event

Date: 1 May 2026
Person reported: A Person
Reported by: B Person

## What happened
It was loud.
Twice.

**Action taken:** They left.
"""
CELLS = {
    "reported_on": "1 May 2026", "subjects": "A Person", "reporter": "B Person",
    "local_action": "They left.",
}  # fmt: skip


def test_a_report_as_a_text():
    (cells,) = _cells(TEXT)
    assert cells | CELLS == cells
    assert "It was loud.\nTwice." in cells["summary"]
    assert "Report of our event" in cells["summary"]


def test_a_report_as_a_word_document():
    def paragraph(text, bold=False):
        mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
        return f"<w:p><w:r>{mark}<w:t>{text}</w:t></w:r></w:p>"

    table = "".join(
        f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>"
        for a, b in (("Date", "1 May 2026"), ("Person reported", "A Person"),
                     ("Reported by", "B Person"), ("Action taken", "They left."))
    )  # fmt: skip
    body = (
        f"<w:tbl>{table}</w:tbl>{paragraph('What happened', bold=True)}{paragraph('It was loud.')}"
    )
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        )
    (report,) = read_reports(out.getvalue()).reports
    assert dict(report.cells) == CELLS | {"summary": "It was loud."}


def test_one_sheet_for_each_report():
    book = Workbook()
    for number, name in enumerate(("A Person", "C Person")):
        sheet = book.active if not number else book.create_sheet()
        for row in (("Date", "2026-05-01"), ("Person reported", name), ("What happened", "Loud")):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    read = read_reports(out.getvalue())
    assert [(one.number, one.cells["subjects"]) for one in read.reports] == [
        (1, "A Person"), (2, "C Person"),
    ]  # fmt: skip


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
