"""`person` and `sweep` at the command line, over the local Google."""

import stat

import pytest

from sheets_coc.cli.main import run
from sheets_coc.local import LocalGoogle
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.model import a1
from tests.cli.inventing import TEN, Invented

WANDA = {
    "case": "stunned-bulb", "reported_on": "2025-01-15", "reporter": "Petra Pepper",
    "subjects": "Wanda Example", "contacts": "wanda@example.org", "others": "Nora Nobody",
    "summary": "Wanda was loud; Petra told us, Nora saw it.", "our_action": "Asked Wanda.",
    "local_action": "No", "flag": "flagged", "decision": "Violation, flagged",
    "outcome": "Wanda Example was asked by Petra Pepper to be quiet.", "handled_by": "Max Member",
}  # fmt: skip
OPEN = {
    "case": "frosty-boat", "reported_on": "2026-11-15", "subjects": "Wanda Example",
    "contacts": "wanda@example.org", "decision": "Open", "summary": "x",
}  # fmt: skip
BOTH = {
    "case": "calm-lamp", "reported_on": "2025-11-15", "subjects": "Wanda Example; Karl Kringel",
    "contacts": "wanda@example.org; karl@example.org", "reporter": "Ben Bringer",
    "outcome": "Karl Kringel and Wanda Example were warned.", "decision": "Violation, resolved",
}  # fmt: skip
NAMESAKE = {
    "case": "quiet-road", "reported_on": "2024-12-15", "subjects": "Wanda Example",
    "contacts": "other@example.net", "decision": "Violation, flagged",
    "outcome": "She left the chat.",
}  # fmt: skip
REPORTED = {
    "case": "new-roof", "reported_on": "2025-12-15", "subjects": "Sam Somebody",
    "reporter": "Wanda Example", "decision": "Violation, resolved",
}  # fmt: skip
ASKED = "Wanda Example\nwanda@example.org\n"
NAMES = ("Wanda", "wanda", "Petra", "Pepper", "Nora", "Karl", "Ben", "Max", "example.org")


@pytest.fixture
def sheet(tmp_path, capsys, monkeypatch):
    return Invented(tmp_path, capsys, monkeypatch)


def _parts(answer):
    return {(r["case"], r["role"]): r["sure"] for r in answer["records"]}


def test_somebody_is_found_in_every_part(sheet):
    sheet.new([WANDA, OPEN, BOTH, NAMESAKE, REPORTED])
    code, found = sheet.json("person", stdin=ASKED)
    assert code == 0
    assert _parts(found) == {
        ("stunned-bulb", "subject"): True,
        ("frosty-boat", "subject"): True,
        ("calm-lamp", "subject"): True,
        ("quiet-road", "subject"): False,
        ("new-roof", "reporter"): False,
    }


def test_an_address_alone_finds_them_whatever_the_name(sheet):
    sheet.new([{**WANDA, "subjects": "W. E."}, OPEN])
    found = sheet.json("person", stdin="mailto:WANDA@example.org\n")[1]
    assert _parts(found) == {("stunned-bulb", "subject"): True, ("frosty-boat", "subject"): True}


def test_places_are_addresses_in_every_tab(sheet):
    sheet.new([WANDA], Notes="Ask Wanda Example about it")
    found = sheet.json("person", stdin=ASKED)[1]
    places = {(p["tab"], p["cell"], p["case"]) for p in found["places"]}
    assert ("Records", "D2", "stunned-bulb") in places
    assert ("Notes", "A2", None) in places


@pytest.mark.parametrize(
    "command", [("person",), ("sweep",), ("person", "--expunge", "--reason", "they asked")]
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_value_is_ever_shown(sheet, command, form):
    sheet.new([WANDA, OPEN, BOTH, NAMESAKE, REPORTED], Notes="Wanda Example")
    _, out, err = sheet.run("--format", form, *command, stdin=ASKED)
    assert not [name for name in NAMES if name in out + err]


def test_a_tab_called_after_somebody_is_not_named(sheet):
    sheet.new([WANDA], **{"Wanda Example": "nothing"})
    code, found = sheet.json("sweep", stdin="Wanda Example\n")
    assert code == 1
    assert {p["tab"] for p in found["places"]} == {"Records", "tab number 2"}


def test_sweep_finds_nobody(sheet):
    sheet.new([WANDA])
    assert sheet.json("sweep", stdin="Zacharias Nowhere\n") == (
        0, {"places": [], "unread": ["comment", "file description"]},
    )  # fmt: skip


def test_sweep_works_on_any_spreadsheet(sheet):
    sheet.csv("x.csv", [["just", "text"], ["", "Wanda Example"]])
    assert run(["local", "new", str(sheet.file), f"Whatever={sheet.folder / 'x.csv'}"]) == 0
    code, found = sheet.json("sweep", stdin="Example, Wanda\n")
    assert (code, [p["cell"] for p in found["places"]]) == (1, ["B2"])


@pytest.mark.parametrize(
    "said",
    ["W. Example left", "Ms Example left", "Example, W.", "#WandaExample", "wanda_example_2"],
)
def test_sweep_finds_what_the_scrubber_replaces(sheet, said):
    sheet.new([OPEN], Notes=said, **{said: "nothing"})
    found = sheet.json("sweep", stdin="Wanda Example\n")[1]["places"]
    assert {("cell", "A2"), ("tab title", None)} <= {(p["kind"], p["cell"]) for p in found}
    assert said not in str(found)


def test_what_could_not_be_searched_is_not_called_clean(sheet, monkeypatch):
    sheet.new([WANDA])
    _, out, _ = sheet.run("sweep", stdin="Zacharias Nowhere\n")
    assert "No place that could be searched mentions them." in out
    assert "comments and the description of the file" in out
    monkeypatch.setenv("CI", "true")
    assert sheet.run("sweep", stdin="Zacharias Nowhere\n")[1] == "sweep: a person must look\n"


@pytest.mark.parametrize("typed", ["", "\n\n", "none\n", "a\n", "@x\n"])
def test_nobody_asked_or_too_short(sheet, typed):
    sheet.new([WANDA])
    assert sheet.run("person", stdin=typed)[0] == 2
    assert sheet.run("sweep", stdin=typed)[0] == 2


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
    sheet.new([WANDA])
    sheet.csv("log.csv", [
        ["When (UTC)", "Command", "Cases", "What was done", "Published", "Shared with"],
        ["2026-05-01", "letter screening", "stunned-bulb, other-case", "x", "", "Conf, 2026-06-01"],
        ["2026-05-01", "letter screening", "stunned-bulb-2", "x", "", "Elsewhere, 2026-06-01"],
    ])  # fmt: skip
    sheet.file.unlink()
    assert run(["local", "new", str(sheet.file), f"Records={sheet.folder / 'records.csv'}",
                f"Log={sheet.folder / 'log.csv'}"]) == 0  # fmt: skip
    target = sheet.folder / "out.txt"
    assert sheet.run("person", "--for-them", "--out", str(target), stdin=ASKED)[0] == 0
    text = target.read_text("utf-8")
    assert "Shared with: Conf, 2026-06-01 (told on 2026-05-01)" in text
    assert "Elsewhere" not in text


def test_who_reported_another_record_about_them_is_not_handed_out(sheet):
    other = {**WANDA, "case": "calm-river", "reporter": "Rosalind Underhay"}
    for said in ("Rosalind Underhay", "Ms Underhay", "R. Underhay", "Underhay, R.", "Rosalind"):
        sheet.file.unlink(missing_ok=True)
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


@pytest.mark.parametrize("asked", ["Wanda Example\n", "Wanda Example\nsomething@else.example\n"])
def test_a_name_that_may_be_several_peoples_erases_nobody(sheet, asked):
    banned = {**NAMESAKE, "decision": "Violation, banned", "banned_until": "permanent"}
    bare = {**WANDA, "case": "bare-wall", "contacts": ""}
    sheet.new([WANDA, banned, bare])
    before = sheet.show()
    code, done = sheet.json("person", *REASON, "--apply", stdin=asked)
    assert (code, done["going"]) == (1, [])
    assert {k["why"] for k in done["kept"]} == {"possible"}
    assert sheet.show() == before


def test_a_shared_nickname_joins_nobody(sheet):
    bob = {**WANDA, "aliases": "Bob"}
    other = {**REPORTED, "case": "calm-lamp", "subjects": "Karl Kringel", "aliases": "Bob",
             "contacts": "karl@example.org", "decision": "Violation, banned",
             "banned_until": "permanent", "outcome": "Karl was banned."}  # fmt: skip
    sheet.new([bob, other])
    target = sheet.folder / "out.txt"
    arguments = ("person", "--for-them", "--out", str(target))
    assert sheet.run(*arguments, stdin="Wanda Example\nBob\nwanda@example.org\n")[0] == 0
    text = target.read_text("utf-8")
    assert "wanda@example.org" in text
    assert "arl" not in text
    going = sheet.json("person", *REASON, stdin="Bob\nwanda@example.org\n")[1]["going"]
    assert going == ["stunned-bulb"]


REASON = ("--expunge", "--reason", "They asked, and the committee agreed.")


def test_erasure_on_request(sheet):
    sheet.new(
        [WANDA, OPEN, BOTH, NAMESAKE, REPORTED, {**WANDA, "case": "held-case", "hold": "court"}]
    )
    before = sheet.show()
    code, planned = sheet.json("person", *REASON, stdin=ASKED)
    assert (code, planned["applied"], planned["going"]) == (1, False, ["stunned-bulb"])
    assert {k["case"]: k["why"] for k in planned["kept"]} == {
        "frosty-boat": "open",
        "calm-lamp": "several-people",
        "quiet-road": "possible",
        "new-roof": "not-subject",
        "held-case": "held",
    }
    assert sheet.show() == before
    code, done = sheet.json("person", *REASON, "--apply", "--plan", planned["plan"], stdin=ASKED)
    assert (done["applied"], done["going"]) == (True, ["stunned-bulb"])
    rows = sheet.records()
    assert rows[0]["subjects"] == rows[0]["contacts"] == rows[0]["reporter"] == "Expunged"
    assert rows[0]["summary"] == "Expunged was loud; Expunged told us, Expunged saw it."
    assert rows[0]["expunged_on"] == "2026-11-21"
    people = ("subjects", "contacts", "reporter", "summary", "outcome", "decision")
    assert [[row[k] for k in people] for row in rows[1:]] == [
        [row.get(k, "") for k in people] for row in (OPEN, BOTH, NAMESAKE, REPORTED, WANDA)
    ]
    log = sheet.show("Log")
    assert len(log) == 2
    assert log[1][1:3] == ["person --expunge", "stunned-bulb"]
    assert "They asked, and the committee agreed." in log[1][3]


def test_somebody_erased_on_request_does_not_come_back_unnoticed(sheet):
    sheet.new([WANDA, REPORTED])
    before = sheet.show()
    assert sheet.json("person", *REASON, "--apply", stdin=ASKED)[1]["going"] == ["stunned-bulb"]
    google = LocalGoogle(sheet.file)
    for column, value in enumerate(before[1]):
        cell = a1(1, column)
        google.edit(PersonEdit("overtype", tab="Records", cell=cell, value=value))
    code, found = sheet.json("validate", "--apply")
    assert (code, [f["case"] for f in found["findings"] if f["code"] == "erased-came-back"]) == (
        1, ["stunned-bulb"],
    )  # fmt: skip
    assert sheet.run("letter", "right-of-reply", "--case", "stunned-bulb")[0] == 3
    again = sheet.json("person", *REASON, stdin=ASKED)[1]
    assert again["going"] == ["stunned-bulb"]
    row = next(n for n, r in enumerate(sheet.show("To do"), 1) if "came-back/" in str(r[6:]))
    google = LocalGoogle(sheet.file)
    google.edit(PersonEdit("overtype", tab="To do", cell=f"E{row}", value="put back on purpose"))
    for _ in range(2):
        code, found = sheet.json("validate", "--apply")
        assert "erased-came-back" not in {f["code"] for f in found["findings"]}
    assert not [r for r in sheet.show("To do") if "came-back/" in str(r[6:])]


def test_a_record_due_of_somebody_else_is_not_touched(sheet):
    other = {**REPORTED, "reported_on": "2020-01-01", "reporter": "Ben Bringer",
             "expunge_on": "2021-01-01"}  # fmt: skip
    sheet.new([WANDA, other])
    assert sheet.json("person", *REASON, "--apply", stdin=ASKED)[1]["going"] == ["stunned-bulb"]
    assert sheet.records()[1]["subjects"] == "Sam Somebody"


def test_erasure_on_the_ten_column_sheet(sheet):
    sheet.new([WANDA], TEN)
    assert sheet.json("person", *REASON, "--apply", stdin=ASKED)[1]["going"] == ["row 2"]
    assert "Wanda" not in str(sheet.show())


def test_erasure_stops_at_another_plan_and_at_the_batch_limit(sheet):
    rows = [{**WANDA, "case": f"case-{n}"} for n in range(8)]
    sheet.new(rows)
    before = sheet.show()
    assert sheet.run("person", *REASON, "--apply", "--plan", "0000000000", stdin=ASKED)[0] == 3
    assert sheet.run("person", *REASON, "--apply", stdin=ASKED)[0] == 3
    assert sheet.show() == before
    code, done = sheet.json("person", *REASON, "--apply", "--max-records", "8", stdin=ASKED)
    assert (code, len(done["going"])) == (0, 8)


@pytest.mark.parametrize("reason", ["Wanda asked", "see wanda@example.org", "as Petra Pepper said",
                                    "x" * 400, "  "])  # fmt: skip
def test_a_reason_that_tells_is_refused(sheet, reason):
    sheet.new([WANDA])
    code, out, err = sheet.run("person", "--expunge", "--reason", reason, "--apply", stdin=ASKED)
    assert code == 2
    assert not [name for name in NAMES if name in out + err]
    assert "Wanda Example" in str(sheet.show())


@pytest.mark.parametrize(
    "options",
    [
        ("--expunge",),
        ("--apply",),
        ("--received", "soon"),
        ("--received", "2026-01-01", "--for-them"),
        ("--answered", "no-such"),
        ("--request", "x"),
        ("--out", "x"),
        ("--with-texts",),
        ("--expunge", "--for-them", "--reason", "x"),
        ("--reason", "x"),
    ],
)
def test_options_that_do_not_go_together(sheet, options):
    sheet.new([WANDA])
    assert sheet.run("person", *options, stdin=ASKED)[0] == 2


def test_what_is_left_after_an_erasure_is_named_by_address_only(sheet):
    sheet.new([WANDA], **{"Wanda Example": "Wanda Example was here"})
    code, done = sheet.json("person", *REASON, "--apply", stdin=ASKED)
    assert code == 1
    assert {"tab": "tab number 2", "cell": "A2"} in done["residual"]
    assert "Wanda" not in str(done)
    assert any("tab" in cell.casefold() for row in sheet.show("To do") for cell in row)
