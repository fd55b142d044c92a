"""The nightly job over the local Google: what it costs, writes, and when it is red."""

from sheets_coc.cli.main import run
from sheets_coc.errors import GoogleError
from sheets_coc.schema.columns import COLUMNS
from sheets_coc.sheet.google import text_locations
from sheets_coc.sheet.google.session import Session
from tests.unattended.night import STEPS, attention
from tests.unattended.sheets_in_files import ALL, COMMITTEE, DUE, OPEN, TODAY


def test_it_shows_first(night):
    night.new()
    before = night.show()
    code, answer = night.json()
    assert (code, answer["applied"], answer["due"]) == (0, False, ["stunned-bulb"])
    assert answer["requests"] == 1
    assert [step["step"] for step in answer["steps"]] == list(STEPS)
    assert night.show() == before


def test_everything_in_one_batch_and_one_line_in_the_log(night):
    night.new()
    code, answer = night.json("--apply")
    assert (code, answer["applied"], answer["due"]) == (1, True, ["stunned-bulb"])
    assert attention(answer) == {"sweep"}  # comments cannot be read with this account's access
    assert answer["requests"] == 5  # read, search, lock, write, forget
    assert night.log() == ["nightly"]
    row = dict(zip(*night.show()[:2], strict=True))
    assert row["Named subjects"] == "Expunged"
    assert "1 record expunged" in night.show("Log")[1][3]


def test_a_night_with_nothing_to_do_costs_a_read_and_a_line(night):
    night.new()
    night.json("--apply")
    records, todo = night.show(), night.show("To do")
    code, answer = night.json("--apply")
    assert (code, answer["due"], answer["requests"]) == (0, [], 2)
    assert (night.show(), night.show("To do")) == (records, todo)
    assert night.log() == ["nightly", "nightly"]


def test_days_late_is_as_good_as_in_time(night):
    night.new({**DUE, "goes_on": "2026-11-25"})
    assert night.json("--apply")[1]["due"] == []
    assert night.json("--apply", today="2026-12-24")[1]["due"] == ["stunned-bulb"]


def test_two_at_once_expunge_once(night, monkeypatch):
    """A second run starts just before the first one locks."""
    night.new()
    batch = Session.batch
    inside = []

    def meanwhile(self, requests, **options):
        if not inside:
            inside.append(True)
            assert night.json("--apply")[1]["due"] == ["stunned-bulb"]
        return batch(self, requests, **options)

    monkeypatch.setattr(Session, "batch", meanwhile)
    code, answer = night.json("--apply")
    assert (code, answer["due"]) == (0, [])
    assert night.log() == ["nightly", "nightly"]


def test_the_batch_limit_is_red_and_asks_in_the_sheet(night):
    many = [
        {**DUE, "case": f"{word}-lamp", "subjects": f"Person {word.title()}"}
        for word in ("amber", "brisk", "civic", "dusty", "eager", "frail", "gusty", "hasty")
    ]
    night.new(*many)
    before = night.show()
    code, out, err = night.run("--apply")
    assert code == 3
    assert "Stopped, no record expunged; To do says what to look at." in err
    assert "redact    a person must look  stopped (batch-limit)" in out
    assert night.show() == before
    assert any("more than usual" in row[2] for row in night.show("To do")[1:])
    assert night.log() == ["nightly"]


def test_an_unclassified_column_is_red(night):
    night.new({**DUE, "Nickname": "Otti"}, own=("Nickname",))
    code, answer = night.json("--apply")
    assert (code, answer["error"]["code"]) == (3, "unclassified-column")
    assert "redact" in attention(answer)
    assert night.log() == ["nightly"]


def test_rows_that_came_apart_are_left_alone(night):
    night.new(DUE, {**OPEN, "decision": "Violation, resolved"}, keys=[*ALL, "row_check"])
    assert night.json("--apply", today="2026-11-18")[0] == 0
    rows = night.show()
    for own in ("Case", "Row check"):  # as when someone sorts only the columns between
        column = rows[0].index(own)
        rows[1][column], rows[2][column] = rows[2][column], rows[1][column]
    header, *records = rows
    keys = {c.header: c.key for c in COLUMNS}
    night.new(
        *(dict(zip([keys[h] for h in header], row, strict=True)) for row in records),
        keys=[keys[h] for h in header],
    )
    before = night.show()
    code, answer = night.json("--apply")
    assert (code, answer["error"]["code"]) == (3, "rows-apart")
    assert night.show() == before
    assert night.log() == ["nightly"]


def test_an_error_in_a_date_is_red(night):
    night.new({**DUE, "reported_on": "3/4/2019"})
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"validate", "dates"})


def test_a_mention_elsewhere_is_red(night):
    night.new(Notes=[("What",), ("Ask Ottilie Wendel about it",)])
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"sweep"})
    assert any("Notes A2" in row[3] for row in night.show("To do")[1:])


def test_access_that_differs_is_red_and_may_be_left_out(night):
    night.new(OPEN, Committee=COMMITTEE)
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"access"})
    assert night.json("--apply", "--without-access")[0] == 0


def test_each_difference_in_access_has_a_line_and_can_be_answered(night):
    night.new(OPEN, Committee=COMMITTEE)
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (1, {"access"})
    lines = [row for row in night.show("To do") if "access/" in str(row[6:7])]
    assert len(lines) == len(night.differences())
    assert not [row for row in lines if "@" in str(row)]
    for row in lines:
        night.answer(row[6], "this account is meant" if "account" in row[2] else "this is known")
    assert night.json("--apply")[0] == 0
    assert night.differences() == []
    assert not [row for row in night.show("To do") if "access/" in str(row[6:7])]
    assert night.json("--apply")[0] == 0
    assert "access: as it should be" in night.show("Log")[-1][3]
    options = ["--spreadsheet", f"local:{night.file}"]
    assert run([*options, "access", "--ask-again", "--apply"]) == 1
    assert night.json("--apply")[0] == 1


def test_other_jobs_keep_the_lines_about_access(night):
    night.new(OPEN, Committee=COMMITTEE)
    night.json("--apply")
    before = night.show("To do")
    for command in ("validate", "dates", "redact"):
        run(["--spreadsheet", f"local:{night.file}", "--today", TODAY, command, "--apply"])
    assert night.json("--apply", "--without-access")[0] == 0
    assert night.show("To do") == before


def test_a_record_that_cannot_go_has_a_line(night):
    night.new({**DUE, "subjects": "Bo", "summary": "Bo went. " * 5_400})
    assert night.json("--apply")[0] == 1
    assert any("its day has passed, and it stays" in row[2] for row in night.show("To do"))


def test_access_that_cannot_be_looked_at_stops_nothing(night, monkeypatch):
    def refused(*_, **__):
        raise GoogleError("No.", code="api-disabled")

    monkeypatch.setattr(Session, "drive", refused)
    night.new(Committee=COMMITTEE)
    code, answer = night.json("--apply")
    assert (code, answer["due"]) == (1, ["stunned-bulb"])
    assert attention(answer) == {"access", "sweep"}
    assert any("could not be looked at (api-disabled)" in row[2] for row in night.show("To do"))


def test_comments_that_can_be_read_are_searched(night, monkeypatch):
    monkeypatch.setattr(text_locations, "_drive_comments", lambda session: [])
    night.new()
    code, answer = night.json("--apply")
    assert (code, attention(answer)) == (0, set())
    assert "nobody still mentioned" in night.show("Log")[1][3]
