"""Swapping weeks from the command line."""

from __future__ import annotations

import pytest

from tests.cli.oncall.sheet import TODAY, Sheet, meanwhile


def test_a_swap_is_listed_shown_and_written(sheet: Sheet) -> None:
    sheet.new().run("plan", "--apply")
    before = sheet.show()
    code, found = sheet.json("swap", "2026-11-30/primary")
    assert code == 0
    kinds = [partner["kind"] for partner in found["partners"]]
    assert kinds == sorted(kinds)
    assert kinds[0] == "exchange"
    best = found["partners"][0]["place"]
    code, shown = sheet.json("swap", "2026-11-30/primary", best)
    assert (code, shown["applied"]) == (0, False)
    assert sheet.show() == before
    code, done = sheet.json("swap", "2026-11-30/primary", best, "--apply")
    assert (code, done["applied"]) == (0, True)
    after = {row[0]: row for row in sheet.show()}
    assert after["2026-11-30"][1] == shown["moves"][0]["to"]
    assert after["2026-11-30"][3] == f"keep; {TODAY}: primary swapped with {best}"
    differ = [a for a, b in zip(sheet.show(), before, strict=True) if a != b]
    assert len(differ) == 2
    assert sheet.show("Log")[-1][3] == f"Swapped 2026-11-30/primary and {best}."


def test_a_swap_with_a_member_by_name(sheet: Sheet) -> None:
    sheet.new().run("plan", "--apply")
    code, out, _ = sheet.run("swap", "2026-11-30/p", "cleo", "--hand-over", "--apply")
    assert (code, "Written." in out) == (0, True)
    assert sheet.show()[3][1] == "Cleo Marsh"
    code, _, err = sheet.run("swap", "2026-11-30/p", "Zoe Unknown")
    assert code == 2
    assert "Zoe" not in err
    assert sheet.run("swap", "2026-11-16/p", "Cleo")[0] == 2
    assert sheet.run("swap", "2026-11-30/p", "--apply")[0] == 2
    assert sheet.run("swap", "monday/p")[0] == 2


def test_two_members_swapping_at_once(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet.new().run("plan", "--apply")
    meanwhile(
        monkeypatch,
        lambda: sheet.run("swap", "2026-11-23/primary", "Bela Frost", "--hand-over", "--apply"),
    )
    code, answer = sheet.json("swap", "2026-11-23/primary", "Esra Vale", "--hand-over", "--apply")
    assert (code, answer["error"]["code"]) == (1, "swap-changed")
    assert sheet.show()[2][1] == "Bela Frost"


def test_the_rest_of_the_running_week_is_handed_over(sheet: Sheet) -> None:
    sheet.new()
    assert sheet.run("swap", "2026-11-16/p", "Cleo", "--apply")[0] == 2
    code, done = sheet.json("swap", "2026-11-16/p", "Cleo", "--hand-over", "--apply")
    assert (code, done["kind"], done["applied"]) == (0, "hand-over", True)
    assert sheet.show()[1][:4] == [
        "2026-11-16", "Cleo Marsh", "Bela Frost", f"{TODAY}: primary handed over",
    ]  # fmt: skip
    assert sheet.show("Log")[-1][3] == "Handed over the rest of 2026-11-16/primary."
