"""`person --expunge`: erasure on request, with a reason, of nobody else."""

import pytest

from sheets_coc.local import LocalGoogle
from sheets_coc.local.person.edits import PersonEdit
from sheets_coc.sheet.model import a1
from tests.cli.local_sheet import TEN
from tests.cli.person.people import ASKED, BOTH, NAMES, NAMESAKE, OPEN, REPORTED, WANDA


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
