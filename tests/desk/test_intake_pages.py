"""Reports dropped on the desk: mapped, shown beside what is there, and added once."""

import io
import re

import sheets_coc as coc
from tests.desk.pages import FORM, NOW, Pages, sheet


def test_reports_are_mapped_shown_beside_what_is_there_and_added_once(tmp_path):
    path = sheet(tmp_path / "r.coc")
    pages = Pages(path)
    text = pages.post("/intake", list=(io.BytesIO(FORM.encode()), "f.csv"), event="Conf")
    assert "Column E holds addresses" in text
    assert "same people and date: calm-river" in text or "same date and text: calm-river" in text
    assert "He shouted." in text
    text = pages.post("/intake/columns", **{"c-E": "contacts"})
    assert "holds addresses" not in text
    assert "already" in pages.post("/intake/write", 409)
    text = pages.post("/intake/write", duplicates="skip")
    (case,) = re.findall(r'/case/([a-z/-]+)"', text)
    assert "data-copy" in text
    with coc.open(path, now=NOW) as book:
        (new,) = [r for r in book.analysis().sheet.records if r.case == case]
    assert new.subjects.reveal() == ("Nils Nowhere",)
    assert pages.desk.reports.content == b""
    assert "Drop it again" in pages.post("/intake/write", 409, duplicates="add")
    pages.post("/intake/forget")
    assert pages.desk.reports is None
    pages.desk.close()


def test_reports_that_name_nobody_are_added_only_where_somebody_says_so(tmp_path):
    pages = Pages(sheet(tmp_path / "r.coc"))
    text = pages.post("/intake", pasted="Date;What happened?\n2026-11-02;Noise.\n", event="Conf")
    assert "No column was understood as who is reported" in text
    pages.post("/intake/write", 409)
    assert "Added" in pages.post("/intake/write", without_subjects="yes")
    pages.desk.close()
