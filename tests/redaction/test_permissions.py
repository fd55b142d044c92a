"""Nothing goes by a permission that outlived its reason, night after night on a real book."""

from datetime import date

import pytest

from tests.redaction.nights import OTHER, PAST, Nights


@pytest.mark.parametrize(
    ("case", "keeps", "ends"),
    [
        ("stunned-bulb", {"hold": "a court asked"}, {"hold": ""}),
        ("stunned-bulb", {"decision": "Open"}, {"decision": "Violation, resolved"}),
        ("stunned-bulb", {"banned_until": "permanent"}, {"banned_until": ""}),
        ("frosty-boat", {"subjects": "Ada Abbot", "decision": "Open"},
         {"subjects": "Bo Marsh", "decision": "Violation, flagged"}),
    ],
)  # fmt: skip
def test_after_whatever_kept_it_a_record_is_announced_anew(tmp_path, case, keeps, ends):
    nights = Nights(tmp_path / "r.coc", PAST, {**OTHER, "decision": "Violation, flagged"})
    assert nights.night(4) == []  # its day is 2026-11-10: announced for the 11th
    nights.type(case, **keeps)
    assert nights.night(9) == []
    nights.type(case, **ends)
    assert nights.night(7) == []
    assert nights.night() == ["stunned-bulb"]


@pytest.mark.parametrize("typed", [date(2026, 11, 3), date(2026, 11, 12), date(2026, 11, 14)])
def test_a_day_that_people_typed_is_no_announcement(tmp_path, typed):
    """As when the corner of another record's day is dragged over it."""
    nights = Nights(tmp_path / "r.coc", {**PAST, "hold": "x"})
    assert nights.night() == []
    nights.type("stunned-bulb", hold="")
    nights.today = date(2026, 11, 12)
    nights.type("stunned-bulb", goes_on=typed)
    assert nights.night(7) == []
    assert nights.night() == ["stunned-bulb"]


def test_a_day_that_people_put_off_stands(tmp_path):
    nights = Nights(tmp_path / "r.coc", PAST)
    assert nights.night() == []
    nights.type("stunned-bulb", goes_on=date(2026, 12, 24))
    assert nights.night() == []
    nights.today = date(2026, 12, 23)
    assert nights.night() == []
    assert nights.night() == ["stunned-bulb"]


def test_a_date_the_tool_wrote_is_nobodys_error(tmp_path):
    """The report's date is corrected to one after the tool's own date."""
    row = {**PAST, "reported_on": "2025-01-10", "hold": "x"}
    nights = Nights(tmp_path / "r.coc", row)
    nights.night()
    nights.type("stunned-bulb", reported_on=date(2026, 10, 10), hold="")
    assert "expunge-before-report" not in nights.codes()
    nights.night()
    assert nights.state("stunned-bulb")["effective"].date() == date(2027, 12, 10)
    nights.type("stunned-bulb", expunge_on=date(2026, 1, 1))
    assert "expunge-before-report" in nights.codes()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"banned_until": "permanent"}, "ban-end-without-ban"),
        ({"decision": "Violation, flagged", "banned_until": "2027-01-01"}, "ban-end-without-ban"),
        ({"decided_on": "2062-01-01"}, "decided-in-future"),
        ({"decided_on": "2025-01-01"}, "decided-before-report"),
        ({"handled_by": "Abbot, Ada"}, "handles-own-case"),
        ({"handled_by": "ada@abbot.example", "contacts": "Ada@Abbot.example"}, "handles-own-case"),
    ],
)
def test_what_contradicts_itself_stays_until_it_is_settled(tmp_path, cells, code):
    nights = Nights(tmp_path / "r.coc", {**PAST, "reported_on": "2025-02-01", **cells})
    assert code in nights.codes()
    assert nights.night(12) == []


def test_an_appeal_is_a_state_of_its_own(tmp_path):
    row = {**PAST, "decision": "Open", "flag": "Banned", "banned_until": "permanent"}
    nights = Nights(tmp_path / "r.coc", row)
    with nights.book() as book:
        found = book.validate()
    assert not found.errors
    assert "open-with-measure" in nights.codes()
    assert nights.night(10) == []


def test_people_expunged_by_hand_before_their_day_are_asked_about(tmp_path):
    row = {**PAST, "subjects": "Expunged", "reporter": "Expunged", "summary": "Expunged shouted."}
    nights = Nights(tmp_path / "r.coc", row)
    assert "expunged-by-hand" in nights.codes()
    nights.today = date(2027, 1, 1)
    assert "expunged-by-hand" not in nights.codes()


def test_a_hold_is_old_half_a_year_after_it_was_first_seen(tmp_path):
    nights = Nights(tmp_path / "r.coc", {**PAST, "reported_on": "2020-01-01", "hold": "x"})
    nights.night()
    assert "hold-review" not in nights.codes()
    nights.today = date(2027, 5, 3)
    assert "hold-review" in nights.codes()
    nights.type("stunned-bulb", hold="")
    nights.night()
    nights.type("stunned-bulb", hold="again")
    nights.night()
    assert "hold-review" not in nights.codes()


@pytest.mark.parametrize("meanwhile", ["Open", "No violation", ""])
def test_what_a_later_record_gave_is_kept_by_another_name_and_decision(tmp_path, meanwhile):
    first = {**PAST, "case": "frosty-boat", "reported_on": "2025-01-10", "decision": meanwhile,
             "hold": "an appeal"}  # fmt: skip
    nights = Nights(tmp_path / "r.coc", first, PAST)
    assert nights.night(12) == ["stunned-bulb"]
    nights.type("frosty-boat", case="third-ash")
    nights.night()
    nights.type("third-ash", decision="Violation, flagged", hold="")
    nights.night()
    assert nights.state("third-ash")["effective"].date() == date(2027, 11, 10)


def test_who_is_waited_for_is_said(tmp_path):
    later = {**OTHER, "subjects": "Ada Abbot", "decision": "Open"}
    nights = Nights(tmp_path / "r.coc", {**PAST, "reported_on": "2025-01-01"}, later)
    with nights.book() as book:
        said = book.records().redaction(nights.today).not_expunged().set_index("case")
    assert "frosty-boat" in said.loc["stunned-bulb", "in_words"]
    nights.night()
    with nights.book() as book:
        lines = [line.what for line in book.todo() if "Waiting for another" in line.what]
    assert len(lines) == 1
    assert "It waits for frosty-boat." in lines[0]


def test_reports_added_while_a_run_is_stopped_get_a_case_name(tmp_path):
    rows = [
        {
            **PAST,
            "case": f"case-{word}",
            "subjects": f"{word} Quill",
            "reported_on": "2024-01-01",
            "goes_on": "2026-11-01",
        }
        for word in ("amber", "birch", "cedar", "delta", "ember", "fable", "gable")
    ]
    nights = Nights(tmp_path / "r.coc", *rows, {**OTHER, "case": ""})
    with nights.book() as book:
        done = book.redact(apply=True)
        assert done.redaction.stop is not None
        names = [row[0] for row in book.read().tab("Records").values[1:]]
    assert all(names)
