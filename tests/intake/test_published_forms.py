"""Report forms as conferences and communities publish them: what each field fills.

The answers are invented; the questions ask what published forms ask.
"""

import csv
import io

import pytest

from sheets_coc.intake.reading import read_reports

MANY = "Please be as specific as possible. If others were there, say so."
FORMS = {
    "a conference on Django": (
        {"Timestamp": "reported_on", "Email Address": "reporter",
         "Your contact details": "reporter",
         "Names (real or pseudonyms) of any individuals involved. If there were other witnesses,"
         " please include them.": "subjects",
         f"When and where the incident occurred. {MANY}": "summary",
         f"Your account of what occurred. {MANY}": "summary"},
        ["5/20/2026 14:03:11", "w@x.example", "w@x.example", "Corin C.", "Room 3", "He shouted."],
    ),
    "a word processor's camp": (
        {"Date": "reported_on", "Name of person reporting": "reporter", "Email": "reporter",
         "Name of person being reported": "subjects", "What happened?": "summary",
         "Did anyone else witness the incident?": "others"},
        ["2026-05-20", "Wanda", "w@x.example", "Corin C.", "He shouted.", "Ida"],
    ),
    "a German conference": (
        {"Zeitstempel": "reported_on", "Wie können wir dich erreichen?": "reporter",
         "Wen möchtest du melden?": "subjects", "Was ist passiert?": "summary",
         "Gab es Zeug*innen?": "others", "Welche Maßnahmen wurden ergriffen?": "local_action"},
        ["20.05.2026 14:03", "w@x.example", "Corin C.", "Er brüllte.", "Ida", "Gespräch"],
    ),
    "a German society": (
        {"Datum der Meldung": "reported_on", "Name der meldenden Person": "reporter",
         "Telefon/E-Mail": "reporter", "Name der gemeldeten Person": "subjects",
         "Beschreibung des Vorfalls": "summary", "Datum und Uhrzeit des Vorfalls": "summary"},
        ["20.05.2026", "Wanda", "w@x.example", "Corin C.", "Er brüllte.", "19.05.2026 18 Uhr"],
    ),
    "a French conference": (
        {"Horodateur": "reported_on", "Comment vous contacter ?": "reporter",
         "Qui est la personne concernée par ce signalement ?": "subjects",
         "Que s'est-il passé ?": "summary", "Y a-t-il eu des témoins ?": "others",
         "Quelles actions ont déjà été menées ?": "local_action"},
        ["20/05/2026 14:03", "w@x.example", "Corin C.", "Il a crié.", "Ida", "Discussion"],
    ),
    "a Spanish conference": (
        {"Marca temporal": "reported_on", "¿Cómo podemos contactarte?": "reporter",
         "¿A quién quieres denunciar?": "subjects", "¿Qué pasó?": "summary",
         "¿Hubo testigos?": "others", "¿Qué medidas se tomaron?": "local_action"},
        ["20/05/2026 14:03", "w@x.example", "Corin C.", "Gritó.", "Ida", "Charla"],
    ),
    "a Spanish society": (
        {"Fecha de la denuncia": "reported_on",
         "Nombre de la persona que denuncia": "reporter",
         "Nombre de la persona denunciada": "subjects", "Descripción de los hechos": "summary"},
        ["2026-05-20", "Wanda", "Corin C.", "Gritó."],
    ),
    "somebody and their handle": (
        {"Created at": "reported_on", "Reporter's name": "reporter",
         "Their e-mail": "reporter", "Who is this report about?": "subjects",
         "Their username or social media handle": "contacts", "What happened": "summary"},
        ["2026-05-20", "Wanda", "w@x.example", "Corin C.", "@corin77", "He shouted."],
    ),
    "a ticket whose subject is a topic": (
        {"Opened": "reported_on", "Requester": "reporter", "Subject": "summary",
         "Body": "summary", "Respondent": "subjects"},
        ["2026-05-20", "w@x.example", "Incident at lunch", "He shouted.", "Corin C."],
    ),
    "a subject who is a person": (
        {"Date": "reported_on", "Subject": "subjects", "Reason": "summary"},
        ["2026-05-20", "Corin Cloverly", "He shouted."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_what_each_field_fills(name: str) -> None:
    fields, answers = FORMS[name]
    out = io.StringIO()
    csv.writer(out).writerows([list(fields), answers])
    found = read_reports(out.getvalue().encode())
    assert [key for _, key in found.columns] == list(fields.values())
    assert (found.left_out, found.asked, found.unreadable) == ((), (), ())


MAIL = """From: Wanda Reed <w@x.example>
To: conduct@conf.example
Date: Wed, 20 May 2026 14:03:11 +0200
Subject: What went on at lunch

Who was involved: Corin Cloverly
Severity: high
What happened: He shouted.
"""
QUESTIONS = """What is your name?
Wanda Reed <w@x.example>

Who was involved?
Corin Cloverly

What happened?
He shouted.
Then he left.
"""


@pytest.mark.parametrize("text", [MAIL, QUESTIONS])
def test_a_report_as_a_letter(text: str) -> None:
    (report,) = read_reports(text.encode()).reports
    assert report.cells["reporter"] == "Wanda Reed <w@x.example>"
    assert report.cells["subjects"] == "Corin Cloverly"
    assert "He shouted." in report.cells["summary"]
    assert "Wanda" not in report.cells["summary"]


def test_an_address_nobody_is_named_before_is_asked_about() -> None:
    found = read_reports(b"Person reported,What happened?,Email\nCorin C.,Shouted.,w@x.example\n")
    assert found.asked == ("C",)
