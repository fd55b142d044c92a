"""Planning the rota from the command line."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from sheets_coc.cli.main import run
from tests.cli.oncall.sheet import COMMITTEE, ROTA, SENDER, Sheet, export, meanwhile, padded


def test_plan_shows_first_writes_with_apply_and_then_has_nothing_to_do(sheet: Sheet) -> None:
    sheet.new()
    code, planned = sheet.json("plan", "--weeks", "6")
    assert code == 0
    assert sheet.show() == ROTA
    assert [w["starts"] for w in planned["weeks"]][:2] == ["2026-11-23", "2026-11-30"]
    assert [w["changed"] for w in planned["weeks"]] == [[]] * 6
    assert (planned["uncovered"], planned["back_to_back"], planned["changes"]) == (0, 0, 0)

    assert sheet.json("plan", "--weeks", "6", "--apply") == (0, planned)
    after = sheet.show()
    assert after[:4] == ROTA
    assert [row[:3] for row in after[2:]] == [
        [w["starts"], w["primary"], w["secondary"]] for w in planned["weeks"]
    ]
    assert [row[1] for row in sheet.show("Log")[1:]] == ["oncall plan"]

    assert sheet.json("plan", "--weeks", "6", "--apply") == (0, planned)
    assert sheet.show() == after
    assert len(sheet.show("Log")) == 2


def test_plan_in_words(sheet: Sheet) -> None:
    code, out, err = sheet.new().run("plan", "--weeks", "3")
    assert (code, err) == (0, "")
    assert "2026-12-07" in out
    assert "Would fill 2 cells" in out
    assert "--apply" in out


@pytest.mark.parametrize(
    ("moment", "first", "running"),
    [
        ("2026-11-22 23:30:00", "2026-11-23", "2026-11-16"),
        ("2026-11-23 11:59:59", "2026-11-23", "2026-11-16"),
        ("2026-11-23 12:00:00", "2026-11-30", "2026-11-23"),
        ("2026-11-26 12:00:00", "2026-11-30", "2026-11-23"),
        ("2026-10-25 00:30:00", "2026-10-26", "2026-10-19"),
        ("2026-03-29 23:59:59", "2026-03-30", "2026-03-23"),
        ("2021-01-03 23:00:00", "2021-01-04", "2020-12-28"),
    ],
)
def test_weeks_by_the_clock(sheet: Sheet, moment: str, first: str, running: str) -> None:
    sheet.new()
    with freeze_time(moment):
        _, planned = sheet.json("plan", "--weeks", "1", today=None)
        _, mail = sheet.json("remind", today=None)
    assert planned["weeks"][0]["starts"] == first
    assert mail["week"] == running


def test_an_impossible_cell_is_filled_anew_and_the_current_week_is_not(sheet: Sheet) -> None:
    rota = [ROTA[0], ["2026-11-16", "Zoe Unknown", "", "", ""],
            ["2026-11-23", "Zoe Unknown", "Dov Tinker", "", ""]]  # fmt: skip
    code, planned = sheet.new(On_call=rota).json("plan", "--weeks", "1", "--apply")
    assert code == 0
    assert planned["weeks"][0]["changed"] == ["primary"]
    after = sheet.show()
    assert after[1] == rota[1]
    note = "primary was Zoe Unknown, who is not in the Committee tab"
    assert after[2] == ["2026-11-23", planned["weeks"][0]["primary"], "Dov Tinker", note, ""]


def test_whoever_is_away_and_stays_is_said_in_the_plan_and_in_to_do(sheet: Sheet) -> None:
    people = [COMMITTEE[0], *(list(row) for row in COMMITTEE[1:3])]
    people[2][5] = "2026-11-23..2026-11-29"
    rota = [ROTA[0], ["2026-11-23", "Ada Quill", "Bela Frost", "", ""]]
    sheet.new(Committee=people, On_call=rota)
    code, _, err = sheet.run("plan", "--weeks", "1", "--apply")
    assert code == 1
    assert "On-call C2 2026-11-23: Whoever stands here cannot serve then" in " ".join(err.split())
    run([*sheet.options(), "validate", "--apply"])
    ref = "rota/absent/2026-11-23/secondary"
    said = [row[2] for row in sheet.show("To do") if row[6:7] == [ref]]
    assert len(said) == 1
    assert said[0].endswith("or clear the cell: 2026-11-23/secondary")
    assert "Bela" not in said[0]
    sheet.file.unlink()
    three = [*people, list(COMMITTEE[3])]
    sheet.new(Committee=three, On_call=rota)  # now somebody else can, so planning settles it
    run([*sheet.options(), "validate", "--apply"])
    assert "rota/absent" not in str(sheet.show("To do"))


def test_too_few_people_is_an_error_that_names_the_weeks(sheet: Sheet) -> None:
    committee = [row[:5] for row in COMMITTEE[:2]]
    sheet.new(Committee=committee, On_call=ROTA[:1])
    code, _, err = sheet.run("plan", "--weeks", "2", "--apply")
    assert code == 1
    assert "2026-11-23/secondary, 2026-11-30/secondary" in err
    assert sheet.show()[1:] == padded([["2026-11-23", "Ada Quill"], ["2026-11-30", "Ada Quill"]])
    code, planned = sheet.json("plan", "--weeks", "2")
    assert (code, planned["uncovered"]) == (1, 2)
    assert planned["weeks"][0]["secondary"] is None


def test_nothing_nobody_understands_is_overwritten(sheet: Sheet) -> None:
    committee = [
        *COMMITTEE[:4],
        ["Ada Stone", "", "2020-01-06", "2019-01-01", "yes", "", ""],
        ["Dov Tinker", "", "", "", "yes", "sometime", ""],
        ["Dov Tinker", "", "", "", "yes", "2027-01-04..2026-12-21", ""],
    ]
    rota = [
        [*ROTA[0], "Own"],
        ["2026-11-23", "Ada", "Dov Tinker", "a", "", "b"],
        ["2026-11-30", "Ada Stone", "Bela & Cleo", "", "", ""],
        ["2026-12-07", "Cleo Mrsh", "Bela Frost", "", "", ""],
        ["2026-12-07", "", "", "", "", ""],
        ["2026-12-15", "Ada", "", "", "", ""],
        ["", "Bela Frost", "", "", "", ""],
        ["Legend", "", "", "", "", "c"],
    ]
    sheet.new(Committee=committee, On_call=rota)
    code, found = sheet.json("check")
    assert code == 1
    codes = {(f["code"], f["tab"], f["cell"]) for f in found["findings"]}
    assert codes >= {
        ("left-before-joined", "Committee", "D5"),
        ("name-twice", "Committee", "A6"),
        ("away-unclear", "Committee", "F6"),
        ("away-reversed", "Committee", "F7"),
        ("two-members", "On-call", "B2"),
        ("two-members", "On-call", "C2"),
        ("two-members", "On-call", "C3"),
        ("misspelt-name", "On-call", "B4"),
        ("week-twice", "On-call", "A5"),
        ("not-monday", "On-call", "A6"),
        ("no-week", "On-call", "A7"),
    }
    code, _, err = sheet.run("plan", "--apply", "--repair")
    assert code == 1
    assert sheet.show()[: len(rota)] == rota
    assert not any(name in err for name in ("Ada", "Bela", "Cleo", "Dov"))


def test_a_person_editing_while_the_rota_is_written_loses_nothing(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    rota = [*ROTA, ["2026-12-07", "", "", "", ""], ["2026-12-14", "Cleo Marsh", "", "", ""]]
    sheet.new(On_call=rota)
    meanwhile(
        monkeypatch,
        lambda: sheet.run("swap", "2026-12-14/primary", "Bela Frost", "--hand-over", "--apply"),
    )
    assert sheet.run("plan", "--weeks", "4", "--apply")[0] == 0
    after = sheet.show()
    assert after[5][1] == "Bela Frost"
    assert "Bela Frost" not in after[4][1:3]
    assert after[5][2] != ""


def test_tabs_under_other_names_and_far_down(sheet: Sheet) -> None:
    (sheet.folder / "policy.toml").write_text('[tabs]\noncall = "Duty"\ncommittee = "People"\n')
    above = [["Our rota", "", "", "", ""], ["", "", "", "", ""]]
    sheet.new(On_call=None, Committee=None, Duty=above + ROTA, People=above + COMMITTEE)
    code, planned = sheet.json("plan", "--weeks", "3", "--apply")
    assert (code, planned["uncovered"]) == (0, 0)
    after = sheet.show("Duty")
    assert after[:6] == above + ROTA
    assert after[6][0] == "2026-12-07"


def test_the_first_plan_that_is_applied_makes_the_tab(sheet: Sheet) -> None:
    sheet.new(On_call=None)
    code, out, _ = sheet.run("plan", "--weeks", "3")
    assert (code, "no On-call tab yet" in out) == (0, True)
    assert sheet.run("plan", "--if-any", "--apply")[0] == 0
    assert run(["local", "show", str(sheet.file), "On-call"]) != 0
    code, planned = sheet.json("plan", "--weeks", "3", "--apply")
    assert code == 0
    header, *rows = sheet.show()
    assert header == ROTA[0]
    assert [row[:3] for row in rows] == [
        [w["starts"], w["primary"], w["secondary"]] for w in planned["weeks"]
    ]
    assert sheet.json("plan", "--weeks", "3", "--apply") == (0, planned)


def test_nothing_is_written_while_a_member_would_be_left_out(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    committee = [row[:] for row in COMMITTEE]
    committee[3][2] = "March 2023 or so"
    sheet.new(Committee=committee)
    for _ in range(2):
        code, out, _ = sheet.run("plan", "--apply")
        assert code == 1
        assert f"Left out: {committee[3][0]}." in out
        assert "Committee C4" in out
        assert sheet.show() == ROTA
    monkeypatch.setenv("CI", "true")
    code, out, err = sheet.run("plan", "--apply")
    assert (code, out) == (1, "oncall plan: a person must look\n")
    assert committee[3][0] not in err


def test_duty_changes_on_the_day_and_hour_the_policy_says(sheet: Sheet) -> None:
    rota = [ROTA[0], ["2026-11-19", "Ada Quill", "Bela Frost", "", ""]]
    sheet.new(On_call=rota)
    policy = sheet.folder / "policy.toml"
    policy.write_text(f'{SENDER}[oncall]\nchangeover_day = "Thursday"\nchangeover_hour = 18\n')
    for moment, first in (("2026-11-19T17:59", "2026-11-19"), ("2026-11-19T18:00", "2026-11-26")):
        _, planned = sheet.json("plan", "--weeks", "1", today=moment)
        assert planned["weeks"][0]["starts"] == first
    _, out, _ = sheet.run("remind", today="2026-11-20")
    assert "From Thursday 19 November 2026, 18:00 UTC" in out
    assert sheet.run("remind", "--week", "2026-11-23")[0] == 2
    assert b"DTSTART:20261119T180000Z" in export(sheet)
    _, found = sheet.json("check", today="2026-11-20")
    assert not {"not-monday"} & {f["code"] for f in found["findings"]}
