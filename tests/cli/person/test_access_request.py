"""`person --for-them`: what somebody is handed who asks what is kept about them."""

import stat

from sheets_coc.cli.main import run
from tests.cli.local_sheet import table
from tests.cli.person.people import ASKED, BOTH, NAMES, NAMESAKE, OPEN, REPORTED, WANDA


def test_what_is_handed_out_names_nobody_else(sheet):
    sheet.new([WANDA, OPEN, BOTH, NAMESAKE, REPORTED])
    target = sheet.folder / "out.txt"
    code, out, err = sheet.run("person", "--for-them", "--out", str(target), stdin=ASKED)
    text = target.read_text("utf-8")
    assert code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    for wanted in ("2025-01-15", "Wanda Example", "wanda@example.org", "Violation, flagged",
                   "asked by [somebody else] to be quiet",
                   "[somebody else] and Wanda Example were warned"):  # fmt: skip
        assert wanted in text
    for never in ("Petra", "Pepper", "Karl", "karl@", "Ben", "Nora", "Max", "chat", "2025-12-15"):
        assert never not in text
    assert "quiet-road" in err
    assert not [name for name in NAMES if name in out + err]


def test_internal_texts_only_when_asked_for(sheet):
    sheet.new([WANDA])
    target = sheet.folder / "out.txt"
    arguments = ("person", "--for-them", "--with-texts", "--out", str(target))
    assert sheet.run(*arguments, stdin=ASKED)[0] == 0
    text = target.read_text("utf-8")
    assert "[somebody else] told us, [somebody else] saw it" in text
    assert "Petra" not in text


def test_a_text_that_may_name_somebody_is_left_out(sheet):
    sheet.new([{**WANDA, "outcome": "Wanda was rude to Pettra Pepper."}])
    target = sheet.folder / "out.txt"
    _, _, err = sheet.run("person", "--for-them", "--out", str(target), stdin=ASKED)
    text = target.read_text("utf-8")
    assert "rude" not in text or "Pettra" not in text
    assert "Pepper" not in text
    assert "stunned-bulb" in err


def test_a_name_of_several_people_is_refused(sheet):
    sheet.new([WANDA, NAMESAKE])
    target = sheet.folder / "out.txt"
    code, _, err = sheet.run("person", "--for-them", "--out", str(target), stdin="Wanda Example\n")
    assert (code, target.exists()) == (3, False)
    assert "different people" in err


def test_personal_data_only_to_a_terminal_or_a_file(sheet, monkeypatch):
    sheet.new([WANDA])
    assert sheet.run("person", "--for-them", stdin=ASKED)[0] == 2
    sheet.terminal()
    code, out, _ = sheet.run("person", "--for-them", stdin=ASKED)
    assert (code, "wanda@example.org" in out) == (0, True)
    monkeypatch.setenv("CI", "true")
    assert sheet.run("person", "--for-them", stdin=ASKED)[0] == 2
    target = sheet.folder / "out.txt"
    assert sheet.run("person", "--for-them", "--out", str(target), stdin=ASKED)[0] == 2
    assert not target.exists()


def test_recipients_come_from_the_log(sheet):
    log = [
        ["When (UTC)", "Command", "Cases", "What was done", "Published", "Shared with"],
        ["2026-05-01", "letter screening", "stunned-bulb, other-case", "x", "", "Conf, 2026-06-01"],
        ["2026-05-01", "letter screening", "stunned-bulb-2", "x", "", "Elsewhere, 2026-06-01"],
    ]
    sheet.make({"Records": table([WANDA]), "Log": log})
    target = sheet.folder / "out.txt"
    assert sheet.run("person", "--for-them", "--out", str(target), stdin=ASKED)[0] == 0
    text = target.read_text("utf-8")
    assert "Shared with: Conf, 2026-06-01 (told on 2026-05-01)" in text
    assert "Elsewhere" not in text


def test_who_reported_another_record_about_them_is_not_handed_out(sheet):
    other = {**WANDA, "case": "calm-river", "reporter": "Rosalind Underhay"}
    for said in ("Rosalind Underhay", "Ms Underhay", "R. Underhay", "Underhay, R.", "Rosalind"):
        sheet.new([{**WANDA, "outcome": f"She wrote to {said}, who left.", "summary": said}, other])
        target = sheet.folder / "out.txt"
        target.unlink(missing_ok=True)
        arguments = ("person", "--for-them", "--with-texts", "--out", str(target))
        assert sheet.run(*arguments, stdin=ASKED)[0] == 0
        text = target.read_text("utf-8")
        assert "Rosalind" not in text
        assert "Underhay" not in text


def test_what_was_given_to_whom_stands_in_the_log(sheet):
    sheet.new([WANDA, OPEN])
    target = sheet.folder / "out.txt"
    _, _, err = sheet.run("person", "--for-them", "--out", str(target), stdin=ASKED)
    assert "--apply" in err
    assert run(["local", "show", str(sheet.file), "Log"]) != 0
    target.unlink()
    arguments = ("person", "--for-them", "--out", str(target), "--apply")
    assert sheet.json(*arguments, stdin=ASKED) == (
        0, {"records": ["stunned-bulb", "frosty-boat"], "logged": True},
    )  # fmt: skip
    line = sheet.show("Log")[1]
    assert line[0].startswith("2026-11-21")
    assert line[1:3] == ["person --for-them", "stunned-bulb, frosty-boat"]
    assert line[5] == "the person concerned"
    assert not [name for name in NAMES if name in str(line)]


def test_an_answer_says_what_a_request_for_access_must_be_told(sheet):
    sheet.new([WANDA])
    policy = sheet.folder / "policy.toml"
    policy.write_text('[legal]\ncontroller = "Invented Foundation, Main Street 1"\n'
                      'authority = "the Commissioner of Somewhere"\n')  # fmt: skip
    target = sheet.folder / "out.txt"
    arguments = ("--policy", str(policy), "person", "--for-them", "--out", str(target))
    assert sheet.run(*arguments, stdin=ASKED)[0] == 0
    text = target.read_text("utf-8")
    for wanted in ("Why it is kept", "Where it comes from", "Who can see it", "How long",
                   "complain", "the Commissioner of Somewhere", "Invented Foundation"):  # fmt: skip
        assert wanted in text


def test_a_request_has_a_deadline_until_it_is_answered(sheet):
    sheet.new([WANDA])
    assert sheet.json("person", "--received", "2026-11-30")[0] == 2
    code, noted = sheet.json("person", "--received", "2026-11-01", "--apply")
    assert (code, noted["by"]) == (0, "2026-12-01")
    code, status = sheet.json("status")
    items = {item["code"]: item for item in status["items"]}
    assert noted["request"] in items["request"]["text"]
    assert "2026-12-01" in items["request"]["text"]
    assert items["request"]["urgency"] == "soon"
    late = {item["code"]: item for item in sheet.json("status", today="2026-12-02")[1]["items"]}
    assert late["request"]["urgency"] == "now"
    target = sheet.folder / "out.txt"
    arguments = ("person", "--for-them", "--out", str(target), "--request")
    assert sheet.run(*arguments, "no-such", stdin=ASKED)[0] == 2
    assert sheet.run(*arguments, noted["request"], "--apply", stdin=ASKED)[0] == 0
    assert "request" not in {item["code"] for item in sheet.json("status")[1]["items"]}
    other = sheet.json("person", "--received", "2026-11-02", "--apply")[1]["request"]
    assert sheet.json("person", "--answered", other, "--apply")[0] == 0
    assert sheet.run("person", "--answered", other, "--apply")[0] == 2
