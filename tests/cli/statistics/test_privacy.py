"""Figures, files and output say nothing of anybody, and stop where a text would."""

import pytest

from tests.cli.statistics.sheet import Sheet

SECRETS = ("Quillfeather", "Tarnished", "quill.example", "Vandersnatch", "sandwich")


def test_nothing_personal_is_in_any_file_or_output(sheet: Sheet):
    out = sheet.folder / "out"
    code, printed, err = sheet.new().run(
        "statistics", "--out", str(out), "--event", "DjangoCon Europe 2026", "--initial",
        "--in-person", "30", "--online", "2", "--survey", "Most felt safe.",
    )  # fmt: skip
    assert code == 0
    names = {path.name for path in out.iterdir()}
    assert {"event-report.md", "event-report.html", "statistics.csv", "reports.png"} <= names
    texts = [p.read_text("utf-8") for p in out.iterdir() if p.suffix != ".png"]
    for text in (*texts, printed, err):
        assert not any(secret in text for secret in SECRETS)
        assert "stunned-bulb" not in text
    assert "being handled" in (out / "event-report.md").read_text()


@pytest.mark.parametrize("where", ["--event", "--survey"])
def test_a_text_that_names_somebody_in_the_records_stops_it(sheet: Sheet, where: str):
    out = sheet.folder / "out"
    arguments = ["--event", "Summit"] if where == "--survey" else []
    code, printed, err = sheet.new().run(
        "statistics", "--out", str(out), *arguments, where, "About Ann Quillfeather"
    )
    assert code == 3
    assert "Quillfeather" not in printed + err
    assert not out.exists()


def test_an_event_may_share_a_word_with_somebody(sheet: Sheet):
    rows = [{"case": "quiet-river", "reported_on": "2025-01-01", "subjects": "Django Quillfeather"}]
    assert sheet.new(rows).run("statistics", "--event", "Django Day Copenhagen")[0] == 0
    assert sheet.run("statistics", "--event", "Quillfeather, Django: a day")[0] == 3


def test_small_numbers_are_shown_by_choice_and_the_log_says_so(sheet: Sheet):
    sheet.new()
    assert sheet.run("statistics", "--show-small-numbers")[0] == 2
    assert "not shown" in sheet.run("statistics", "--half")[1]
    code, out, _ = sheet.run("statistics", "--half", "--show-small-numbers", "--apply")
    assert code == 0
    assert "not shown" not in out
    assert "small numbers shown by choice" in str(sheet.show("Log"))


def by_space(sheet: Sheet, *named: str) -> tuple[int, str, str]:
    """Break down by a column of the committee's own, in which these stand ten times each."""
    rows = [["Date of report", "Named subjects", "Summary", "Space"]]
    rows += [["2025-02-01", "Ann Quillfeather", "She shouted.", name] for name in named * 10]
    sheet.make({"Records": rows})
    policy = '[columns.own]\n"Space" = "keep"\n'
    return sheet.run("statistics", "--by", "space", policy=policy)


def test_reports_are_broken_down_by_a_column_that_holds_nobodys_data(sheet: Sheet):
    code, out, _ = by_space(sheet, "Forum", "Slack")
    assert code == 0
    assert "| Forum       | 10   |" in out
    assert "| All reports | 20   |" in out


@pytest.mark.parametrize(
    "label", ["Quillfeather, Ann", "Ann Quillfeather's list", "ann@quill.example"]
)
def test_groups_that_name_somebody_stop_it(sheet: Sheet, label: str):
    code, out, err = by_space(sheet, "Forum", label)
    assert code == 3
    assert not any(secret in out + err for secret in SECRETS)
