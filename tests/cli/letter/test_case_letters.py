"""Letters about a case: decisions, delays, the right of reply, and what each may say."""

import pytest

from sheets_coc.cli.main import run
from tests.cli.letter.screened import BANNED, FLAGGED


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


@pytest.mark.parametrize(
    ("typed", "code"),
    [("recipient: Wanda", 0), ("Wanda", 0), ("reciplent: Wanda", 2), ("Wanda\nExample", 2)],
)
def test_where_one_thing_is_asked_it_needs_no_key(sheet, typed, code):
    target = sheet.new([FLAGGED]).folder / "letter.txt"
    words = ("letter", "acknowledge", "--ask", "--out", str(target))
    assert sheet.run(*words, stdin=f"{typed}\n")[0] == code
    if code == 0:
        assert "Hello Wanda," in target.read_text("utf-8")


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
