"""`letter` at the command line, over the local Google."""

import csv
import stat

import pytest

from sheets_coc.cli.main import run
from tests.cli.inventing import TEN, Invented

FLAGGED = {
    "case": "stunned-bulb", "reported_on": "2026-01-15", "reporter": "Petra Pepper",
    "subjects": "Wanda Example", "contacts": "wanda@example.org", "others": "Nora Nobody",
    "summary": "Secret: Petra told us.", "flag": "flagged", "decision": "Violation, flagged",
    "outcome": "Interrupted talks at two events and was asked to stop.", "our_action": "Yes",
}  # fmt: skip
BANNED = {
    "case": "calm-lamp", "reported_on": "2026-02-15", "reporter": "Ben Bringer",
    "subjects": "Wanda Example", "contacts": "wanda@example.org", "flag": "banned",
    "decision": "Violation, banned", "banned_until": "permanent", "outcome": "",
}  # fmt: skip
ENDED = {
    "case": "quiet-road", "reported_on": "2026-03-15", "reporter": "Ben Bringer",
    "subjects": "Karl Kringel", "flag": "banned", "decision": "Violation, banned",
    "banned_until": "2027-03-01", "outcome": "Threatened a speaker.",
}  # fmt: skip
EVENT = ("--event", "Conf 2027", "--event-date", "2027-05-21")
LIST = [["Name", "Email"], ["Someone New", "new@example.net"],
        ["Wanda Example", "wanda@example.org"], ["Karl Kringel", "karl@example.net"]]  # fmt: skip


class Screened(Invented):
    """A sheet, a list that was screened, and a person who confirms."""

    def screen(self, rows, keys=None, **answers):
        self.new(rows, **({"keys": keys} if keys else {}))
        self.csv("list.csv", LIST)
        self.result = self.folder / "result.csv"
        self.run("screen", str(self.folder / "list.csv"), "--event-date", "2027-05-21",
                 "--event", "Conf 2027", "--out", str(self.result))  # fmt: skip
        self.answer(**answers)
        return self

    def answer(self, **answers):
        rows = list(csv.reader(self.result.read_text("utf-8-sig").splitlines()))
        for row in rows:
            if len(row) > 2 and (said := answers.get(row[2].replace("-", "_").replace(" ", "_"))):
                row[0] = said
        self.csv("result.csv", rows)

    def letter(self, *more, event=EVENT, **options):
        target = self.folder / "letter.txt"
        target.unlink(missing_ok=True)
        arguments = ("letter", "screening", "--result", str(self.result), *event)
        code, out, err = self.run(*arguments, "--out", str(target), *more, **options)
        assert "Wanda" not in out + err
        assert "Karl" not in out + err
        return code, (target.read_text("utf-8") if target.exists() else ""), err


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    return Screened(tmp_path, capsys, monkeypatch)


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


def test_right_of_reply(sheet):
    sheet.new([{**FLAGGED, "decision": "Open", "flag": ""}])
    target = sheet.folder / "letter.txt"
    about = ("letter", "right-of-reply", "--case", "Stunned-Bulb")
    arguments = (*about, "--ask", "--out", str(target))
    code, out, err = sheet.run(*arguments, stdin="recipient: Wanda Example\nreply_by: 1 March\n")
    assert code == 0
    assert "Wanda" not in out + err
    text = target.read_text("utf-8")
    for wanted in ("Wanda Example", "Interrupted talks", "by 1 March", "Cc: conduct@django"):
        assert wanted in text
    assert "Petra" not in text


@pytest.mark.parametrize("recipient", ["Petra Pepper", "Pepper, Petra", "PETRA PEPPER"])
def test_a_right_of_reply_does_not_name_who_reported(sheet, recipient):
    sheet.new([{**FLAGGED, "decision": "Open", "flag": ""}])
    target = sheet.folder / "letter.txt"
    about = ("letter", "right-of-reply", "--case", "stunned-bulb")
    arguments = (*about, "--ask", "--out", str(target))
    code, _, err = sheet.run(*arguments, stdin=f"recipient: {recipient}\n")
    assert (code, target.exists()) == (3, False)
    assert "Petra" not in err
    typed = f"recipient: Wanda\nconcern: as {recipient} told us\n"
    free = ("letter", "right-of-reply", "--ask", "--out", str(target))
    code, _, err = sheet.run(*free, stdin=typed)
    assert (code, target.exists()) == (3, False)


WARNED = {**FLAGGED, "decision": "Violation, resolved", "flag": ""}
SUSPENDED = {**FLAGGED, "decision": "Violation, banned", "flag": "banned",
             "banned_until": "2027-03-01"}  # fmt: skip
FOREVER = {**SUSPENDED, "banned_until": "permanent"}
FOUR = "impact: Talks stopped.\nexpected: Let others finish.\nconsequences: A suspension.\n"


@pytest.mark.parametrize(
    ("kind", "row"),
    [("warning", WARNED), ("warning", FLAGGED), ("suspension", SUSPENDED), ("ban", FOREVER)],
)
def test_a_step_of_the_ladder_has_its_four_parts(sheet, kind, row):
    sheet.new([row])
    target = sheet.folder / "letter.txt"
    arguments = ("letter", kind, "--case", "stunned-bulb", "--ask", "--out", str(target))
    code, out, err = sheet.run(*arguments, "--apply", stdin="recipient: Wanda Example\n" + FOUR)
    assert (code, "Fill in" in err) == (0, False)
    text = target.read_text("utf-8")
    for wanted in ("Interrupted talks", "Talks stopped.", "Let others finish.", "A suspension.",
                   "Django Code of Conduct"):  # fmt: skip
        assert wanted in text
    assert ("2027-03-01" in text) == (kind == "suspension")
    for never in ("Petra", "Secret", "Nora"):
        assert never not in text + out + err
    log = sheet.show("Log")
    assert [row[1:3] + row[5:6] for row in log[1:]] == [
        [f"letter {kind}", "stunned-bulb", "the person concerned"]
    ]


@pytest.mark.parametrize(
    ("kind", "row"),
    [("warning", SUSPENDED), ("suspension", FOREVER), ("ban", SUSPENDED), ("readmission", FOREVER),
     ("ban", WARNED), ("suspension-ends", {**WARNED, "decision": "Open"})],
)  # fmt: skip
def test_a_letter_says_what_the_record_says(sheet, kind, row):
    sheet.new([row])
    code, answer = sheet.json("letter", kind, "--case", "stunned-bulb")
    assert (code, answer["error"]["code"]) == (3, "record-differs")


@pytest.mark.parametrize("kind", ["decision", "delay", "acknowledge"])
def test_a_letter_to_who_reported_may_greet_them_and_nobody_else(sheet, kind):
    other = {**BANNED, "case": "new-roof", "reporter": "Olga Other"}
    sheet.new([WARNED, other])
    target = sheet.folder / "letter.txt"
    arguments = ("letter", kind, "--case", "stunned-bulb", "--ask", "--out", str(target))
    assert sheet.run(*arguments, stdin="recipient: Petra Pepper\n")[0] == 0
    assert "Hello Petra Pepper," in target.read_text("utf-8")
    target.unlink()
    assert sheet.run(*arguments, stdin="recipient: Petra and Olga Other\n")[0] in (0, 3)
    told = "recipient: Petra Pepper\nsignature: x\ndecided: Olga said the same.\n"
    if kind == "decision":
        target.unlink(missing_ok=True)
        assert (sheet.run(*arguments, stdin=told)[0], target.exists()) == (2, False)


def test_a_letter_without_a_case_is_compared_with_who_reported_its_recipient(sheet):
    other = {**FLAGGED, "case": "calm-river", "reporter": "Rosalind Underhay"}
    sheet.new([WARNED, other])
    target = sheet.folder / "letter.txt"
    arguments = ("letter", "warning", "--ask", "--out", str(target))
    for recipient, code in (("Wanda Example", 3), ("Karl Kringel", 0)):
        typed = f"recipient: {recipient}\nbehaviour: You shouted at Rosalind.\n{FOUR}"
        assert sheet.run(*arguments, stdin=typed)[0] == code
        assert target.exists() == (code == 0)


def test_another_committee_does_not_write_in_djangos_name(sheet):
    policy = sheet.folder / "policy.toml"
    for text, name in (
        ('[mail]\ncommittee = "coc@example.org"\n', "the Code of Conduct committee has"),
        ('[group]\ncode = "House Rules"\nname = "Trust team"\n', "the Trust team has"),
    ):
        policy.write_text(text)
        assert run(["--policy", str(policy), "letter", "suspension"]) == 0
        out = sheet.capsys.readouterr().out
        assert name in " ".join(out.split())
        assert "Django" not in out


def test_there_is_no_such_case(sheet):
    sheet.new([FLAGGED])
    assert sheet.run("letter", "right-of-reply", "--case", "no-where")[0] == 2


def test_changed_recipients(tmp_path, capsys, monkeypatch):
    sheet = Invented(tmp_path, capsys, monkeypatch)
    target = tmp_path / "note.txt"
    arguments = ("letter", "recipients-changed", "--out", str(target))
    assert sheet.run(*arguments, stdin="+ Jonna\n-  Erik Example\n+Ida\n")[0] == 0
    assert target.read_text().endswith("\n\n[+ Jonna]\n[+ Ida]\n[- Erik Example]\n")
    for typed in ("", "Jonna\n", "+\n", "- conduct@djangoproject.com\n"):
        target.unlink(missing_ok=True)
        assert sheet.run(*arguments, stdin=typed)[0] == 2
        assert not target.exists()


@pytest.mark.parametrize("kind", ["acknowledge", "acknowledge-handled", "reports-received",
                                  "right-of-reply"])  # fmt: skip
def test_what_is_missing_is_named(capsys, kind):
    assert run(["letter", kind]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("Cc: conduct@djangoproject.com\nSubject: ")
    assert "[name of the recipient]" in out.out
    assert "recipient" in out.err


def test_names_are_not_taken_from_the_command_line(capsys):
    assert run(["letter", "acknowledge", "--set", "recipient=Wanda"]) == 2
    assert "Wanda" not in capsys.readouterr().err


@pytest.mark.parametrize("options", [("--apply",), ("--result", "x"),
                                     ("--set", "nothing"), ("--templates", "nowhere")])  # fmt: skip
def test_options_that_do_not_fit(options):
    assert run(["letter", "acknowledge", *options]) == 2
    assert run(["letter", "screening"]) == 2
    assert run(["letter", "unheard-of"]) == 2


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


def test_under_ci_only_the_outcome_is_printed(monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    assert run(["letter", "acknowledge"]) == 0
    assert capsys.readouterr().out == "letter: done\n"
