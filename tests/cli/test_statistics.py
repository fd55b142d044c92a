"""`statistics` and the transparency job, over the local Google."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sheets_coc.cli.main import run
from sheets_coc.schema.columns import BY_KEY, COLUMNS
from tests.shared import ROOT

TEN = [c.key for c in COLUMNS if not c.added]
ALL = [c.key for c in COLUMNS if c.key != "row_check"]
SECRETS = ("Quillfeather", "Tarnished", "quill.example", "Vandersnatch", "sandwich")
ROWS: list[dict[str, str]] = [
    {"case": "stunned-bulb", "reported_on": "2024-01-15", "reporter": "Dee Vandersnatch",
     "subjects": "Ann Quillfeather; Bo Tarnished", "contacts": "ann@quill.example",
     "summary": "Ann Quillfeather threw a sandwich.", "our_action": "Ann Quillfeather was warned",
     "local_action": "No", "flag": "no", "decision": "Violation, resolved",
     "expunge_on": "2025-03-15", "event": "DjangoCon Europe 2024"},
    {"case": "stunned-bulb/2", "reported_on": "2024-01-15", "subjects": "Cy Quillfeather",
     "our_action": "Cy Quillfeather was warned", "local_action": "No", "flag": "flagged",
     "decision": "Violation, flagged", "expunge_on": "2026-03-15"},
    {"case": "quiet-river", "reported_on": "2025-05-01", "subjects": "none", "our_action": "no",
     "local_action": "none", "decision": "No violation", "event": "DjangoCon Europe 2025"},
    {"case": "amber-fern", "reported_on": "2026-06-01", "subjects": "Dora Quillfeather",
     "decision": "Open", "event": "DjangoCon Europe 2026"},
]  # fmt: skip


class Sheet:
    """A local records sheet, and commands run on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = folder / "records.coc"
        self.capsys = capsys

    def new(self, rows: Sequence[dict[str, str]] = ROWS, keys: Sequence[str] = ALL) -> "Sheet":
        self.make(self.file, "Records", [[BY_KEY[k].header for k in keys]] + [
            [row.get(key, "") for key in keys] for row in rows
        ])  # fmt: skip
        return self

    def make(self, file: Path, tab: str, rows: list[list[str]]) -> None:
        source = self.folder / "source.csv"
        with source.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows(rows)
        assert run(["local", "new", str(file), f"{tab}={source}"]) == 0
        self.capsys.readouterr()

    def run(self, *arguments: str, target: str = "") -> tuple[int, str, str]:
        options = ["--spreadsheet", f"local:{self.file}", "--today", "2026-11-21"]
        if target:
            policy = self.folder / "policy.toml"
            policy.write_text(f'[statistics]\nspreadsheet = "{target}"\n')
            options += ["--policy", str(policy)]
        code = run([*options, *arguments])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *arguments: str) -> Any:
        code, out, _ = self.run("--format", "json", "statistics", *arguments)
        assert code == 0
        return json.loads(out)

    def show(self, tab: str, file: Path | None = None) -> list[list[str]]:
        assert run(["local", "show", str(file or self.file), tab]) == 0
        return list(csv.reader(self.capsys.readouterr().out.splitlines()))


@pytest.fixture
def sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> Sheet:
    monkeypatch.delenv("CI", raising=False)
    return Sheet(tmp_path, capsys)


@pytest.mark.parametrize("keys", [ALL, TEN], ids=["all columns", "ten columns"])
def test_json_is_as_agreed(sheet: Sheet, keys: list[str]):
    years = {year["year"]: year for year in sheet.new(keys=keys).json()["years"]}
    assert list(years) == [2026, 2025, 2024]
    two_rows = 1 if keys is ALL else 2
    assert years[2024] == {
        "year": 2024, "reports": two_rows, "people_named": 3, "actions_us": two_rows,
        "actions_local": 0, "banned_or_flagged": 1, "no_action": 0,
    }  # fmt: skip
    assert years[2025]["no_action"] == 1
    assert years[2026]["no_action"] is None  # nobody has said anything of it yet


@pytest.mark.parametrize("keys", [ALL, TEN], ids=["all columns", "ten columns"])
def test_the_figures_are_the_same_after_expunging(sheet: Sheet, keys: list[str]):
    before = sheet.new(keys=keys).json()
    code, _, _ = sheet.run("redact", "--apply")
    assert code == 0
    if keys is ALL:  # announced first, and gone a week later
        assert run(["--spreadsheet", f"local:{sheet.file}", "--today", "2026-12-01",
                    "redact", "--apply"]) == 0  # fmt: skip
        sheet.capsys.readouterr()
    assert "Expunged (2)" in str(sheet.show("Records"))
    assert sheet.json() == before


def test_the_table_is_printed_newest_first(sheet: Sheet):
    code, out, _ = sheet.new().run("statistics")
    assert code == 0
    assert out.splitlines()[2].startswith("| 2026 | 1 ")


def test_one_line_of_outcome_under_ci(sheet: Sheet, monkeypatch: Any):
    sheet.new()
    monkeypatch.setenv("CI", "true")
    assert sheet.run("statistics") == (0, "statistics: done\n", "")


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


def test_publishing_writes_the_other_spreadsheet_and_the_log_once(sheet: Sheet):
    sheet.new()
    target = sheet.folder / "published.coc"
    sheet.make(target, "Cover", [["Hello"]])
    for _ in range(2):
        assert sheet.run("statistics", "--apply", target=f"local:{target}")[0] == 0
    assert sheet.show("Cover", target) == [["Hello"]]
    assert sheet.show("Statistics", target)[1][:3] == ["2026", "1", "1"]
    log = sheet.show("Log")
    assert sum(row[1:2] == ["statistics"] for row in log) == 1
    assert "2024: reports=1 people_named=3" in str(log)
    assert len(sheet.show("Records")) == len(ROWS) + 1


def test_without_apply_nothing_is_written(sheet: Sheet):
    sheet.new()
    target = sheet.folder / "published.coc"
    sheet.make(target, "Cover", [["Hello"]])
    assert sheet.run("statistics", target=f"local:{target}")[0] == 0
    code, _, _ = sheet.run("local", "show", str(target), "Statistics")
    assert code != 0


def test_the_records_sheet_is_refused_as_target(sheet: Sheet):
    code, _, err = sheet.new().run("statistics", "--apply", target=f"local:{sheet.file}")
    assert code == 2
    assert "must not be published from the records sheet" in err
    assert sheet.run("local", "show", str(sheet.file), "Log")[0] != 0


def test_a_copy_of_the_records_sheet_is_refused_as_well(sheet: Sheet):
    copy = sheet.folder / "copy.coc"
    sheet.make(copy, "Copy of Records", [[BY_KEY[key].header for key in TEN], ["2024-01-01"]])
    code, _, err = sheet.new().run("statistics", "--apply", target=f"local:{copy}")
    assert code == 2
    assert "holds records" in err


def test_small_numbers_are_shown_by_choice_and_the_log_says_so(sheet: Sheet):
    sheet.new()
    assert sheet.run("statistics", "--show-small-numbers")[0] == 2
    assert "not shown" in sheet.run("statistics", "--half")[1]
    code, out, _ = sheet.run("statistics", "--half", "--show-small-numbers", "--apply")
    assert code == 0
    assert "not shown" not in out
    assert "small numbers shown by choice" in str(sheet.show("Log"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--years", "soon"], 2), (["--years", "2025-2015"], 2), (["--online", "-3"], 2),
        (["--in-person", "3"], 2), (["--initial"], 2), (["--law-enforcement"], 2),
        (["--event", "ann@quill.example"], 2), (["--event", "A 2024", "--event", "B 2025"], 2),
        (["--years", "2015-2016"], 0), (["--half"], 0), (["--quarter"], 0),
        (["--period", "2026-H1"], 0), (["--period", "2027"], 2), (["--period", "H1"], 2),
        (["--period", "2026", "--half"], 2), (["--period", "2026", "--period", "2026-Q1"], 2),
        (["--as-of", "2025-12-31"], 0), (["--as-of", "soon"], 2), (["--by", "Decision"], 0),
        (["--by", "Named subjects"], 2), (["--by", "Space"], 5), (["--by", "Case"], 2),
    ],
)  # fmt: skip
def test_exit_codes(sheet: Sheet, arguments: list[str], code: int):
    found, out, err = sheet.new().run("statistics", *arguments)
    assert found == code
    assert "quill" not in out + err


def test_an_event_published_alone_publishes_no_year(sheet: Sheet):
    """Neither the running year nor any other, in the Log, the other spreadsheet or a file."""
    sheet.new()
    target, out = sheet.folder / "published.coc", sheet.folder / "out"
    sheet.make(target, "Cover", [["Hello"]])
    event = ("statistics", "--event", "DjangoCon Europe 2026", "--out", str(out), "--apply")
    assert sheet.run(*event, target=f"local:{target}")[0] == 0
    (line,) = [row for row in sheet.show("Log") if row[1:2] == ["statistics"]]
    assert line[4] == "event DjangoCon Europe 2026 to 2026-11-21: reports=1"
    assert sheet.run("local", "show", str(target), "Statistics")[0] != 0
    assert {path.name.split(".")[0] for path in out.iterdir()} == {"event-report", "event"}
    assert sheet.run(*event, "--years", "2025", target=f"local:{target}")[0] == 0
    assert "2025: reports=1" in str(sheet.show("Log"))
    assert sheet.show("Statistics", target)[1][:2] == ["2025", "1"]


def test_the_other_spreadsheet_shows_years_and_nothing_else(sheet: Sheet):
    sheet.new()
    target = sheet.folder / "published.coc"
    sheet.make(target, "Cover", [["Hello"]])
    for arguments in (("--half",), ("--period", "2025-H1"), ("--quarter",)):
        assert sheet.run("statistics", *arguments, "--apply", target=f"local:{target}")[0] == 0
        assert sheet.run("local", "show", str(target), "Statistics")[0] != 0
    assert "2025 Q1: reports=0" in str(sheet.show("Log"))


def test_as_published_it_can_be_pasted(sheet: Sheet):
    """The table of 2026 where there are decisions, the older one where there are none."""
    code, out, _ = sheet.new().run("statistics", "--as-published")
    assert code == 0
    assert out.splitlines()[2].startswith("| Year | Reports | People Named | Actions (DSF) | Act")
    assert "Statistics were last updated on 21 November 2026." in out
    assert "Run with" not in out
    sheet.file = sheet.folder / "ten.coc"
    _, out, _ = sheet.new(keys=TEN).run("statistics", "--as-published")
    assert out.splitlines()[2].startswith("| Year | Reports | People named | Actions taken by us |")


def test_in_a_terminal_it_is_a_table_of_80_columns(sheet: Sheet, monkeypatch: Any):
    sheet.new()
    monkeypatch.setattr("sheets_coc.cli.commands.statistics._on_terminal", lambda: True)
    _, out, _ = sheet.run("statistics")
    assert "|" not in out
    assert "2024" in out
    # A command to paste is never broken, however long the path of its sheet.
    options = f" --spreadsheet local:{sheet.file}"
    assert sum(options in line for line in out.splitlines()) <= 1
    assert max(len(line.replace(options, "")) for line in out.splitlines()) <= 80


def test_a_terminal_says_in_words_that_nothing_is_decided_yet(sheet: Sheet, monkeypatch: Any):
    monkeypatch.setattr("sheets_coc.cli.commands.statistics._on_terminal", lambda: True)
    undecided = [{key: value for key, value in row.items() if key != "decision"} for row in ROWS]
    code, out, _ = sheet.new([undecided[0], undecided[3]]).run("statistics")
    assert code == 0
    assert "Reports" in out
    assert "Not a violation" not in out
    assert "None of these reports has a decision yet that is understood" in " ".join(out.split())


def test_unknown_is_null_where_nothing_is_said_or_the_column_is_missing(sheet: Sheet):
    rows = [{"reported_on": "2025-01-01", "subjects": "Dora Quillfeather", "flag": "no"}]
    (year,) = sheet.new(rows, keys=TEN).json()["years"]
    assert [year[k] for k in ("actions_us", "actions_local", "no_action")] == [None] * 3
    rows[0]["our_action"] = "Warned"
    sheet.file = sheet.folder / "fewer.coc"
    (year,) = sheet.new(rows, keys=[k for k in TEN if k != "local_action"]).json()["years"]
    assert [year[k] for k in ("actions_us", "actions_local", "no_action")] == [1, None, None]


def test_todays_table_is_as_agreed(sheet: Sheet):
    outcomes = {row["year"]: row for row in sheet.new().json()["outcomes"]}
    assert outcomes[2024] == {
        "year": 2024, "reports": 1, "people_named": 3, "actions_dsf": 1, "actions_local": 0,
        "not_a_violation": 0, "out_of_scope": None, "warned": None, "suspended": 0, "banned": 0,
        "other": 3, "no_action": 0,
    }  # fmt: skip
    assert outcomes[2025]["not_a_violation"] == 1


def by_space(sheet: Sheet, *named: str) -> tuple[int, str, str]:
    """Break down by a column of the committee's own, in which these stand ten times each."""
    rows = [["Date of report", "Named subjects", "Summary", "Space"]]
    rows += [["2025-02-01", "Ann Quillfeather", "She shouted.", name] for name in named * 10]
    sheet.make(sheet.file, "Records", rows)
    policy = sheet.folder / "policy.toml"
    policy.write_text('[columns.own]\n"Space" = "keep"\n')
    code = run(["--spreadsheet", f"local:{sheet.file}", "--policy", str(policy),
                "--today", "2026-11-21", "statistics", "--by", "space"])  # fmt: skip
    out = sheet.capsys.readouterr()
    return code, out.out, out.err


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


def test_without_matplotlib_everything_but_charts_is_written_and_it_says_how_to_get_them(
    sheet: Sheet, monkeypatch: Any
):
    monkeypatch.setattr("sheets_coc.reporting.documents.charts.find_spec", lambda name: None)
    out = sheet.folder / "out"
    code, _, err = sheet.new().run(
        "statistics", "--out", str(out), "--event", "DjangoCon Europe 2026"
    )
    assert code == 0
    assert "pip install '.[charts]'" in err
    names = {path.name for path in out.iterdir()}
    assert {"transparency-report.html", "event-report.md", "statistics.csv"} <= names
    assert not any(name.endswith(("png", "svg")) for name in names)


def test_an_event_needs_the_column(sheet: Sheet):
    assert sheet.new(keys=TEN).run("statistics", "--event", "Summit")[0] == 5


def test_half_years_say_which_half(sheet: Sheet):
    years = sheet.new().json("--half", "--years", "2024-2025")["years"]
    assert [(y["year"], y["half"], y["reports"]) for y in years] == [
        (2025, 2, 0), (2025, 1, 1), (2024, 2, 0), (2024, 1, 1),
    ]  # fmt: skip


def test_an_event_in_json(sheet: Sheet):
    event = sheet.new().json("--event", "DjangoCon Europe 2026")["event"]
    assert (event["reports"], event["being_handled"], event["closed"]) == (1, None, None)
    assert event["history"][:2] == [{"year": 2025, "reports": 1}, {"year": 2024, "reports": 1}]


def test_the_scheduled_job_exports_and_fills_the_summary(sheet: Sheet):
    sheet.new()
    out, summary = sheet.folder / "job", sheet.folder / "summary.md"
    environment = {
        "PATH": os.environ["PATH"], "CI": "true", "GITHUB_STEP_SUMMARY": str(summary),
        "SHEETS_COC_SPREADSHEET": f"local:{sheet.file}", "SHEETS_COC_TODAY": "2026-11-21",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "transparency.py"), "--out", str(out)],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "statistics: done\n", "")
    assert "| 2024 | 1 " in summary.read_text()
    assert "![" not in summary.read_text()
    assert (out / "transparency-report.html").exists()


def test_the_scheduled_job_fails_as_the_command_does(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "transparency.py"), "--out", str(tmp_path / "x")],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert not (tmp_path / "x").exists()
