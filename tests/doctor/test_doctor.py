"""What `doctor` says of a set-up: the rules, one mistake at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from sheets_coc import policy
from sheets_coc.access.sharing import Permission, Sharing
from sheets_coc.dates import to_serial
from sheets_coc.doctor import check as doctor
from sheets_coc.doctor import file as doctor_file
from sheets_coc.doctor import login as doctor_login
from sheets_coc.doctor import sheet as doctor_sheet
from sheets_coc.doctor.sheet import LockStatus
from sheets_coc.errors import GoogleError, SheetError
from sheets_coc.private import Private
from sheets_coc.sheet.model import Tab
from sheets_coc.todo import log
from sheets_coc.todo.analysis import analyse
from tests.oncall.builders import committee_tab
from tests.sheets import ALL, TEN, snapshot

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KEY = {
    "type": "service_account",
    "project_id": "coc-records",
    "client_email": "tool@coc-records.iam.gserviceaccount.com",
}
RULES = policy.default()


def logged(when, command="nightly"):
    return log.Logged(when, command, "", "", "", "")


def test_every_check_has_a_line_whatever_happens():
    assert [c.name for c in doctor.complete([])] == list(doctor.CHECKS)
    assert not any(c.ok for c in doctor.complete([]))
    one = doctor.complete([doctor.fine("clock", "x")])
    assert [c.name for c in one if c.ok] == ["clock"]


@pytest.mark.parametrize(
    "kind",
    ["service_account", "authorized_user", "external_account", "impersonated_service_account"],
)
def test_kinds_of_login(kind):
    assert doctor_login.credentials({"type": kind}).ok


@pytest.mark.parametrize("info", [{}, {"type": None}, {"type": ["x"]}, {"installed": {}}])
def test_no_login(info):
    assert not doctor_login.credentials(info).ok


def test_a_key_file_is_the_owners_alone_and_outside_repositories():
    assert "chmod 600" in doctor_login.key_file(exposed=True, inside_git=True).message
    assert "git work tree" in doctor_login.key_file(exposed=False, inside_git=True).message
    assert doctor_login.key_file(exposed=False, inside_git=False).ok


@pytest.mark.parametrize(
    ("info", "environment", "ok"),
    [
        (KEY, {}, True),
        (KEY, {"GOOGLE_CLOUD_PROJECT": "coc-records"}, True),
        (KEY, {"GOOGLE_CLOUD_PROJECT": "website"}, False),
        ({**KEY, "project_id": "website"}, {}, False),
        ({"type": "authorized_user", "client_id": "764086051850-x"}, {}, False),
        ({"type": "authorized_user", "client_id": "764086051850-x",
          "quota_project_id": "coc-records"}, {}, True),
        ({"type": "authorized_user", "client_id": "123-x"}, {}, True),
        ({"type": "external_account"}, {}, True),
    ],
)  # fmt: skip
def test_the_right_project(info, environment, ok):
    assert doctor_login.project(info, environment).ok is ok


def test_what_a_file_says_is_only_repeated_where_it_is_a_project():
    assert doctor_login.project_of({"project_id": "Petra Pepper"}) is None
    assert doctor_login.project_of({"project_id": 5}) is None
    assert (
        "coc-records"
        in doctor_login.unreachable(
            "reach", GoogleError("x", code="api-not-enabled"), "coc-records"
        ).message
    )
    assert (
        "Drive API"
        in doctor_login.unreachable("drive", GoogleError("x", code="api-not-enabled"), None).message
    )
    assert (
        "sheets-coc login"
        in doctor_login.unreachable("drive", GoogleError("x", code="scope"), None).message
    )


@pytest.mark.parametrize(
    ("minutes", "severity"),
    [(0, "notice"), (2, "notice"), (-3, "warning"), (60 * 23, "warning"), (60 * 25, "error")],
)
def test_the_clock(minutes, severity):
    check = doctor_login.clock(NOW, NOW + timedelta(minutes=minutes), timedelta(days=1))
    assert check.severity == severity
    assert check.ok is (severity == "notice")
    assert not doctor_login.clock(NOW, None, timedelta(days=1)).ok


def seen(*rows, keys=ALL):
    return analyse(snapshot(*rows, keys=keys), RULES, NOW.date())


def test_headers():
    assert doctor_sheet.headers(seen()).message.startswith("All ")
    assert "setup offers" in doctor_sheet.headers(seen(keys=TEN)).message
    assert doctor_sheet.headers(seen(keys=TEN)).ok
    assert not doctor_sheet.headers(seen(keys=[*TEN, "decision"])).ok
    assert doctor_sheet.headers(SheetError("No header.")).message == "No header."
    own = snapshot()
    own.tabs[0].values[0].append("Secret rating")
    check = doctor_sheet.headers(analyse(own, RULES, NOW.date()))
    assert not check.ok
    assert "Secret" not in check.message


UNHEADED = [["Who is who", "Mail"], ["Ada Quill", "ada@x.example"]]
"""A Committee tab whose headings somebody changed."""


def test_other_tabs():
    assert doctor_sheet.tabs(snapshot(), RULES).ok
    assert doctor_sheet.tabs(snapshot(a=committee_tab([])), RULES).ok
    other = snapshot(a=Tab(5, "Log", values=[["Our own diary"]]))
    assert doctor_sheet.tabs(other, RULES).severity == "error"
    assert "The tab Log holds something else" in doctor_sheet.tabs(other, RULES).message
    broken = snapshot(a=committee_tab([]), b=Tab(5, "On-call", values=[["x"]]))
    assert not doctor_sheet.tabs(broken, RULES).ok


def test_all_is_never_well_while_the_committee_tab_is_not_understood():
    said = doctor_sheet.tabs(snapshot(a=Tab(9, "Committee", values=UNHEADED)), RULES)
    assert (said.ok, said.message[:44]) == (False, "No header was found in the tab Committee: it")
    doubtful = [["Ada Quill", "a@x.example", "long ago", None, "perhaps"]]
    said = doctor_sheet.tabs(snapshot(a=committee_tab(doubtful)), RULES)
    assert not said.ok
    assert "Committee C2: This is not a date." in said.message
    assert "Ada" not in said.message


def test_locks():
    assert doctor_sheet.locks([]).ok
    assert "at work" in doctor_sheet.locks([LockStatus("Records", False, True)]).message
    assert "next run" in doctor_sheet.locks([LockStatus("Records", True, True)]).message
    assert "owner" in doctor_sheet.locks([LockStatus("Records", True, False)]).message


def test_protection():
    assert doctor_sheet.protection([]).ok
    told = doctor_sheet.protection(["Records", "Log"])
    assert not told.ok
    assert "Records, Log" in told.message


def test_imports():
    assert doctor_sheet.imports(False).ok
    assert not doctor_sheet.imports(True).ok


def permission(kind="user", role="writer", who="a@example.org"):
    return Permission(f"{kind}-{who}", kind, role, Private(who))


@pytest.mark.parametrize(
    ("sharing", "bad"),
    [
        (Sharing((permission(),), False), set()),
        (Sharing((permission(),), None), set()),
        (Sharing((permission(),), False, may_edit=False), {"editing"}),
        (Sharing(None, False), {"link-sharing"}),
        (Sharing((permission("anyone"),), False), {"link-sharing"}),
        (Sharing((permission("domain"),), True), {"link-sharing", "publishing"}),
        (Sharing((), False, owners=Private(("x@p.iam.gserviceaccount.com",))), {"owner"}),
    ],
)
def test_who_can(sharing, bad):
    assert {c.name for c in doctor_file.who_can(sharing) if not c.ok} == bad
    assert "@" not in str(doctor_file.who_can(sharing))


def gone(day):
    return {"case": "stunned-bulb", "reported_on": "2024-01-15", "subjects": "Expunged",
            "summary": "x", "decision": "Violation, resolved", "expunged_on": day}  # fmt: skip


def test_history_counts_readers_and_what_they_read():
    sharing = Sharing(
        (permission(role="owner"), permission(who="b@example.org"), permission("group"),
         permission(role="reader", who="c@example.org")), False,
        created=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    recent = doctor_file.history(seen(gone("2026-10-01")), [], sharing)
    assert recent.ok
    assert recent.message.startswith("2 accounts and everybody in a group")
    assert (
        "history, with 1 record expunged since the file was begun on 2026-01-01." in recent.message
    )
    old = doctor_file.history(seen(gone("2026-05-20")), [], sharing)
    assert (old.ok, old.severity) == (False, "warning")
    copied = [logged(datetime(2026, 6, 1, tzinfo=UTC), "fresh copy")]
    assert doctor_file.history(seen(gone("2026-05-20")), copied, sharing).ok
    noted = [logged(datetime(2025, 6, 1, tzinfo=UTC), "fresh copy")]
    assert (
        "begun on 2026-01-01"
        in doctor_file.history(seen(gone("2026-10-01")), noted, sharing).message
    )
    before = doctor_file.history(seen(gone("2025-05-20")), [], sharing)
    assert before.ok  # it went in the file before this one
    assert not doctor_file.history(SheetError("x"), [], sharing).ok


def test_the_last_run():
    assert doctor_file.last([], NOW).ok
    assert doctor_file.last([logged(NOW - timedelta(hours=40))], NOW).ok
    late = doctor_file.last([logged(NOW - timedelta(days=3)), logged(NOW, "setup")], NOW)
    assert not late.ok
    assert "2026-11-18" in late.message
    assert doctor_file.last([logged(NOW - timedelta(days=300), "redact")], NOW).ok


def test_new_files_and_published_tables():
    program = Sharing((), False, own_address=Private("x@p.iam.gserviceaccount.com"))
    assert "cannot" in doctor_file.new_files(program).message
    assert "can make" in doctor_file.new_files(Sharing((), False)).message
    assert not doctor_sheet.published_tables("abc", "abc").ok
    assert doctor_sheet.published_tables("abc", "def").ok
    assert doctor_sheet.published_tables("abc", "").ok


def test_dates_of_the_log_are_read():
    header = [heading.header for heading in log.HEADINGS]
    tab = Tab(12, "Log", values=[header, [to_serial(NOW.date()) + 0.125, "nightly"]])
    lines = log.read(snapshot(log=tab), RULES)
    assert doctor_file.last(lines, NOW).message == "The last run was on 2026-11-21."


def test_hidden_tabs_that_cannot_be_removed_come_first():
    said = doctor_sheet.hidden_tabs(1, 1, 0, "Take its protection away.")
    assert (said.ok, said.message) == (False, "Take its protection away.")
    assert "put them right" in doctor_sheet.hidden_tabs(1, 1, 0).message
