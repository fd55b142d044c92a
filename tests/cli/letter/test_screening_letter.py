"""`letter screening`: what a person confirmed is told, nothing that is not settled."""

import stat

import pytest

from sheets_coc.cli.main import run
from tests.cli.letter.screened import BANNED, ENDED, EVENT, FLAGGED
from tests.cli.local_sheet import TEN


def test_only_what_a_person_confirmed_is_told(sheet):
    sheet.screen([FLAGGED, BANNED, ENDED], stunned_bulb="yes", calm_lamp="no", quiet_road="yes")
    code, text, err = sheet.letter()
    assert code == 0
    assert text.startswith("Cc: conduct@djangoproject.com\nSubject: ")
    assert "Row 3 of your list" in text
    assert "flagged" in text
    assert "Interrupted talks at two events and was asked to stop." in text
    assert "Row 4" not in text
    assert "Threatened" not in text
    assert "banned in our records" in text
    assert "Status in our records: banned" not in text
    assert "tell" in err
    assert "How we read your list:" in text
    assert "e-mail" in text
    assert "wanda@example.org" in text  # the entry as the organisers sent it
    for never in ("Petra", "Pepper", "Ben", "Nora", "Secret", "stunned"):
        assert never not in text


def test_an_ended_ban_is_told_only_if_the_committee_says_so(sheet):
    sheet.screen([FLAGGED, ENDED], quiet_road="tell")
    text = sheet.letter()[1]
    assert "Row 4 of your list" in text
    assert "the ban is over by your event" in text
    assert "Row 3" not in text


def test_several_records_of_one_row_stand_together(sheet):
    sheet.screen([FLAGGED, BANNED], stunned_bulb="yes", calm_lamp="y")
    text = sheet.letter()[1]
    assert text.count("Row 3 of your list") == 1
    assert text.count("Status in our records") == 1
    assert "Status in our records: banned" in text
    assert all(one["outcome"] in text for one in (FLAGGED, BANNED))


def test_nobody_is_said_to_be_clear(sheet):
    sheet.screen([FLAGGED], stunned_bulb="no")
    code, text, _ = sheet.letter()
    assert code == 0
    assert "nothing to pass on" in text
    assert "says nothing about them" in text
    assert "clear" not in text


def test_unanswered_candidates_are_no_answer(sheet):
    sheet.screen([FLAGGED])
    assert sheet.letter()[:2] == (2, "")


def test_what_is_shared_is_logged_once(sheet):
    sheet.screen([FLAGGED], stunned_bulb="yes")
    sheet.letter()
    assert run(["local", "show", str(sheet.file), "Log"]) != 0
    assert sheet.letter("--apply")[0] == 0
    assert sheet.letter("--apply")[0] == 0
    log = sheet.show("Log")
    assert len(log) == 2
    assert (log[1][2], log[1][5]) == ("stunned-bulb", "Conf 2027, 2027-05-21")
    assert "Wanda" not in str(log)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": "Petra Pepper was followed home."}, "names-others"),
        ({"outcome": "Insulted Ms. Pepper."}, "names-others"),
        ({"outcome": "Insulted Nora."}, "names-others"),
        ({"outcome": "Insulted Pettra Pepper."}, "names-others"),
        ({"outcome": "Write to tips@example.net about it."}, "holds-address"),
        ({"flag": "banned"}, "unsettled"),
        ({"flag": "no"}, "unsettled"),
        ({"decision": "Violation, resolved", "flag": ""}, "changed"),
        ({"decision": "Violation, banned", "flag": "", "banned_until": "permanent"}, "changed"),
        ({"subjects": "Other Person", "contacts": ""}, "changed"),
        ({"subjects": "Expunged", "contacts": "Expunged", "reporter": "Expunged",
          "others": "", "expunged_on": "2026-11-20"}, "expunged"),
        ({"case": "other-name"}, "changed"),
        ({"subjects": "Wanda Example; Sam Second", "outcome": "Wanda and Sam shouted."},
         "names-others"),
    ],
)  # fmt: skip
def test_what_changed_or_is_not_settled_is_refused(sheet, change, code):
    sheet.screen([FLAGGED], stunned_bulb="yes")
    sheet.file.unlink()
    sheet.new([{**FLAGGED, **change}])
    before = sheet.show()
    assert sheet.letter("--apply")[:2] == (3, "")
    assert sheet.show() == before
    _, answer = sheet.json("letter", "screening", "--result", str(sheet.result), *EVENT)
    assert answer["error"]["code"] == code
    for name in ("Petra", "Pepper", "Wanda", "Nora", "Sam"):
        assert name not in str(answer)


def test_a_row_without_a_case_name_must_hold_the_same_names(sheet):
    sheet.screen([FLAGGED, ENDED], TEN, row_2="yes")
    assert "Row 3 of your list" in sheet.letter()[1]
    sheet.file.unlink()
    sheet.new([ENDED, FLAGGED], TEN)
    assert sheet.letter()[:2] == (3, "")


def test_another_date_or_an_expired_result_is_refused(sheet):
    sheet.screen([FLAGGED], stunned_bulb="yes")
    other = ("--event", "Conf", "--event-date", "2027-05-22")
    assert sheet.letter(event=other)[:2] == (2, "")
    assert sheet.letter(today="2028-01-01")[:2] == (2, "")
    assert sheet.letter(event=())[0] == 0


def test_a_letter_about_people_needs_a_terminal_or_a_file(sheet, monkeypatch):
    sheet.screen([FLAGGED], stunned_bulb="yes")
    arguments = ("letter", "screening", "--result", str(sheet.result), *EVENT)
    code, out, _ = sheet.run(*arguments, "--apply")
    assert (code, out) == (2, "")
    assert run(["local", "show", str(sheet.file), "Log"]) != 0
    assert sheet.json(*arguments)[0] == 2
    assert sheet.letter()[0] == 0
    assert stat.S_IMODE((sheet.folder / "letter.txt").stat().st_mode) == 0o600
    monkeypatch.setenv("CI", "true")
    assert sheet.letter()[:2] == (2, "")
    sheet.terminal()
    assert sheet.run(*arguments)[0] == 2


def test_a_workbook_of_answers(sheet):
    from openpyxl import load_workbook

    sheet.screen([FLAGGED, BANNED])
    sheet.result = sheet.folder / "result.xlsx"
    sheet.run("screen", str(sheet.folder / "list.csv"), "--event-date", "2027-05-21",
              "--event", "Conf 2027", "--out", str(sheet.result))  # fmt: skip
    book = load_workbook(sheet.result)
    page = book.active
    for row in page.iter_rows():
        if row[2].value == "stunned-bulb":
            row[0].value = "yes"
    book.save(sheet.result)
    code, text, err = sheet.letter()
    assert code == 0
    assert text.count("Status in our records: flagged") == 1
    assert "Not answered yet in the result: 1 candidate." in err


def test_where_nobody_stands_as_reporter_that_is_said(sheet):
    sheet.screen([{**FLAGGED, "reporter": ""}], stunned_bulb="yes")
    code, text, err = sheet.letter()
    assert (code, "Row 3" in text) == (0, True)
    assert "stunned-bulb: who reported is not recorded" in err
