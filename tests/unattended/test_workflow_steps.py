"""Every `run:` step of the workflows and of the action, run for real."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from sheets_coc.cli.main import run
from sheets_coc.dates import MONDAY_NOON
from sheets_coc.local import LocalGoogle
from sheets_coc.local.auth.federation import external_account_file, subject_token
from sheets_coc.local.server.serve import serve
from tests.mail.smtp import PASSWORD, USER, make_certificate, smtp_server
from tests.unattended.runner import ACTION, ROOT, Runner, jobs, needs_bash
from tests.unattended.sheets_in_files import COMMITTEE, DUE, NAMES, OPEN, ROTA, make

bash = pytest.mark.skipif(needs_bash(), reason="there is no bash on this machine")


def expressions(spreadsheet, *, event, apply, extra=()):
    """What every expression of the workflows stands for on a run."""
    acting = "true" if event == "schedule" or apply else "false"
    return {
        "github.event_name == 'schedule' || inputs.apply": acting,
        "github.event.repository.private && vars.SHEETS_COC_DETAILS || 'false'": "false",
        "github.workspace": str(ROOT),
        "secrets.SHEETS_COC_SPREADSHEET": spreadsheet,
        "vars.SHEETS_COC_POLICY": "",
        "inputs.years": "",
        "secrets.SHEETS_COC_WEBHOOK": "",
        "vars.SHEETS_COC_SMTP_HOST": "localhost",
        "vars.SHEETS_COC_SMTP_PORT": "1",
        "vars.SHEETS_COC_SMTP_SECURITY": "",
        "secrets.SHEETS_COC_SMTP_USER": USER,
        "secrets.SHEETS_COC_SMTP_PASSWORD": PASSWORD,
        "inputs.apply": acting,
        "github.event.repository.private && inputs.details || 'false'": "false",
        "inputs.policy": "",
        "inputs.spreadsheet": spreadsheet,
        **dict(extra),
    }


@pytest.fixture
def google(tmp_path):
    """A served spreadsheet, and how a runner signs in to it without a key."""
    now = datetime.now(UTC)
    rota = [*ROTA, (MONDAY_NOON.running(now).isoformat(), "Ada Rill", "Bo Sund", "", "")]
    new = OPEN | {"reported_on": now.date().isoformat()}
    file = make(tmp_path, (DUE, new), Committee=COMMITTEE, On_call=rota)
    with serve(file) as served:
        local = LocalGoogle(file)
        token = tmp_path / "token"
        token.write_text(subject_token(local.tokens))
        login = tmp_path / "login.json"
        login.write_text(json.dumps(external_account_file(local.identities, token)))
        yield served, {
            "GOOGLE_APPLICATION_CREDENTIALS": str(login), "SHEETS_COC_API_ROOT": served.url,
        }  # fmt: skip


def shown(capsys, file, tab):
    capsys.readouterr()
    assert run(["local", "show", str(file), tab]) == 0
    return capsys.readouterr().out


def workflow(name):
    (job,) = jobs(ROOT / ".github" / "workflows" / f"{name}.yml").values()
    return job


@bash
def test_the_nightly_workflow(google, tmp_path, capsys):
    served, extra = google
    before = shown(capsys, tmp_path / "records.coc", "Records")
    show = Runner(
        tmp_path / "1",
        expressions(served.spreadsheet, event="workflow_dispatch", apply=False),
        extra,
    )
    assert show.run(workflow("nightly")) == 1  # this sheet's accounts are not its committee
    assert shown(capsys, tmp_path / "records.coc", "Records") == before
    act = Runner(
        tmp_path / "2", expressions(served.spreadsheet, event="schedule", apply=False), extra
    )
    assert act.run(workflow("nightly")) == 1
    assert act.said == (
        "validate: done\ndates: done\nredact: done\nsweep: a person must look\n"
        "access: a person must look\n"
    )
    assert act.summary == "## Nightly run\n\nA person must look. The To do tab says at what.\n"
    assert "Ottilie" not in shown(capsys, tmp_path / "records.coc", "Records")
    assert shown(capsys, tmp_path / "records.coc", "Log").count("nightly") == 1


@bash
def test_the_doctor_workflow_says_what_to_look_at_and_changes_nothing(google, tmp_path, capsys):
    served, extra = google
    before = shown(capsys, tmp_path / "records.coc", "Records")
    values = expressions(served.spreadsheet, event="workflow_dispatch", apply=False)
    runner = Runner(tmp_path / "1", values, extra)
    assert runner.run(workflow("doctor")) == 1  # no mail server answers
    first, second = runner.said.splitlines()
    assert first == "doctor: a person must look"
    assert second.startswith("See in your own terminal: ")
    assert "mail" in second.split(": ")[1].split(", ")
    assert shown(capsys, tmp_path / "records.coc", "Records") == before
    assert not [name for name in NAMES if name in runner.said + runner.summary]


@bash
def test_the_handover_workflow(google, tmp_path, capsys):
    served, extra = google
    files_ = make_certificate(tmp_path)
    with smtp_server(files_) as mailbox:
        values = expressions(
            served.spreadsheet, event="schedule", apply=False,
            extra={"vars.SHEETS_COC_SMTP_PORT": str(mailbox.port)}.items(),
        )  # fmt: skip
        for number in range(2):
            runner = Runner(
                tmp_path / str(number), values, {**extra, "SSL_CERT_FILE": str(files_[0])}
            )
            assert runner.run(workflow("handover")) == 0, runner.said
            assert runner.summary.startswith("## Monday handover\n")
            assert not [name for name in NAMES if name in runner.said + runner.summary]
        assert len(mailbox.mails) == 1
    assert shown(capsys, tmp_path / "records.coc", "On-call").count("Cy Tarn") > 3


@bash
@pytest.mark.parametrize("event", ["workflow_dispatch", "schedule"])
def test_the_transparency_workflow(google, tmp_path, event):
    served, extra = google
    runner = Runner(
        tmp_path / "1", expressions(served.spreadsheet, event=event, apply=False), extra
    )
    assert runner.run(workflow("transparency")) == 0
    assert runner.said == "statistics: done\n"
    assert "| 2025 | 1 " in runner.summary
    assert not [name for name in NAMES if name in runner.summary]
    assert (tmp_path / "1" / "temp" / "transparency" / "transparency-report.html").exists()
    half = f"{datetime.now(UTC).year}-H1"
    passed = datetime.now(UTC).month >= 7
    assert (tmp_path / "1" / "temp" / "transparency" / half).exists() is passed
    assert "private repositories only" in runner.summary
    # What the public sees beyond the tables is what the Log remembers.
    noted = run(["local", "show", str(tmp_path / "records.coc"), "Log"]) == 0
    assert ("## Outcomes" in runner.summary, noted) == (event == "schedule",) * 2


@bash
def test_the_running_year_is_published_only_if_asked_for(google, tmp_path):
    served, extra = google
    this = datetime.now(UTC).year
    for years, shown_ in ("", False), (f"2020-{this}", True):
        values = expressions(
            served.spreadsheet, event="workflow_dispatch", apply=False,
            extra={"inputs.years": years}.items(),
        )  # fmt: skip
        runner = Runner(tmp_path / str(shown_), values, extra)
        assert runner.run(workflow("transparency")) == 0
        assert (f"| {this} |" in runner.summary) is shown_


@bash
@pytest.mark.parametrize("job", ["nightly", "handover", "transparency", "doctor"])
def test_the_action_for_others(google, tmp_path, job):
    served, extra = google
    values = expressions(
        served.spreadsheet,
        event="workflow_dispatch",
        apply=False,
        extra={"inputs.job": job}.items(),
    )
    runner = Runner(tmp_path / "1", values, extra)
    assert runner.run(jobs(ACTION)["action"]) == (1 if job == "nightly" else 0), runner.said
    if job == "doctor":
        assert runner.said == "doctor: done\n"
    else:
        assert runner.summary.startswith("## ")


@bash
def test_the_action_runs_nothing_else(google, tmp_path):
    served, extra = google
    values = expressions(
        served.spreadsheet, event="workflow_dispatch", apply=False,
        extra={"inputs.job": "../bin/x"}.items(),
    )  # fmt: skip
    runner = Runner(tmp_path / "1", values, extra)
    assert runner.run(jobs(ACTION)["action"]) == 2


@bash
@pytest.mark.soak
def test_what_is_locked_runs_the_nightly_workflow_from_an_empty_machine(google, tmp_path):
    served, extra = google
    machine = tmp_path / "machine"
    subprocess.run([sys.executable, "-m", "venv", str(machine)], check=True)
    kept = {k: v for k, v in os.environ.items() if k.startswith("PIP_")}
    (machine / "bin").chmod(0o755)
    runner = Runner(
        machine, expressions(served.spreadsheet, event="schedule", apply=False), {**kept, **extra}
    )
    assert runner.run(workflow("nightly"), install=True) == 1, runner.said
    assert "redact: done" in runner.said
