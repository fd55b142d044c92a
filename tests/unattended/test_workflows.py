"""The workflows: well formed, pinned, least permissions, and every `run:` step run for real."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from scripts.dev import SLOW, TASKS
from sheets_coc.cli.main import run
from sheets_coc.dates import MONDAY_NOON
from sheets_coc.local import LocalGoogle
from sheets_coc.local.auth.federation import external_account_file, subject_token
from sheets_coc.local.server.serve import serve
from tests.mail.smtp import PASSWORD, USER, make_certificate, smtp_server
from tests.unattended.runner import (
    ACTION,
    EXPRESSION,
    ROOT,
    WORKFLOWS,
    Runner,
    is_install,
    jobs,
    load,
    needs_bash,
)
from tests.unattended.sheets_in_files import COMMITTEE, DUE, NAMES, OPEN, ROTA, make

ALL = [*WORKFLOWS, ACTION]
DEPENDABOT = ROOT / ".github" / "dependabot.yml"
LOOKED_AT = [*ALL, DEPENDABOT]
ZIZMOR = str(Path(sys.executable).parent / "zizmor")
SIGNED_IN = [path for path in WORKFLOWS if path.stem != "ci"]
SCHEDULED = [path for path in SIGNED_IN if path.stem != "doctor"]
every = pytest.mark.parametrize("path", ALL, ids=lambda p: p.name)
bash = pytest.mark.skipif(needs_bash(), reason="there is no bash on this machine")


def steps(path):
    return [step for job in jobs(path).values() for step in job["steps"]]


@pytest.mark.parametrize("path", LOOKED_AT, ids=lambda p: p.name)
def test_it_keeps_to_the_official_schema(path):
    kind = {ACTION: "github-actions", DEPENDABOT: "dependabot"}.get(path, "github-workflows")
    schema = files("check_jsonschema").joinpath(f"builtin_schemas/vendor/{kind}.json")
    content = {"on" if key is True else key: value for key, value in load(path).items()}
    jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8"))).validate(content)


def test_zizmor_finds_nothing():
    done = subprocess.run(
        [ZIZMOR, "--offline", "--persona", "pedantic", "--no-progress", *map(str, LOOKED_AT)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert done.stderr.count("completed") == len(LOOKED_AT)


@every
def test_every_action_is_pinned_by_commit_and_says_which_version(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if " uses: " in line]
    assert lines
    for line in lines:
        assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@every
def test_nothing_is_uploaded_but_what_is_public_anyway_and_in_private_repositories_alone(path):
    assert "actions/cache" not in path.read_text("utf-8")
    uploading = [step for step in steps(path) if "artifact" in step.get("uses", "")]
    assert len(uploading) == (path.stem == "transparency")
    for step in uploading:
        assert step["if"] == "${{ github.event.repository.private }}"
        assert step["with"]["path"] == "${{ runner.temp }}/transparency"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_it_may_do_no_more_than_it_must(path):
    content = load(path)
    assert content["permissions"] == {}
    for job in content["jobs"].values():
        wanted = {"contents": "read"}
        if path in SIGNED_IN:
            wanted["id-token"] = "write"
        assert job["permissions"] == wanted
        assert job["timeout-minutes"]


def test_each_workflow_has_a_concurrency_group_of_its_own_and_is_not_cut_short():
    groups = [load(path)["concurrency"] for path in WORKFLOWS]
    assert len({group["group"] for group in groups}) == len(WORKFLOWS)
    assert not any(group["cancel-in-progress"] for group in groups)


@pytest.mark.parametrize("path", SCHEDULED, ids=lambda p: p.name)
def test_it_starts_at_an_odd_minute_and_by_hand_it_only_shows(path):
    on = load(path)[True]
    for schedule in on["schedule"]:
        assert int(schedule["cron"].split()[0]) % 2 == 1
    assert on["workflow_dispatch"]["inputs"]["apply"]["default"] is False


def test_the_handover_starts_after_monday_noon():
    for schedule in load(ROOT / ".github" / "workflows" / "handover.yml")[True]["schedule"]:
        _, hour, *_, day = schedule["cron"].split()
        assert int(hour) >= 12
        assert day == "1"


def test_no_expression_stands_inside_a_script():
    for path in ALL:
        for step in steps(path):
            assert not EXPRESSION.search(step.get("run", ""))


def test_ci_calls_tasks_that_exist():
    called = set()
    for step in steps(ROOT / ".github" / "workflows" / "ci.yml"):
        called |= set(re.findall(r"scripts/dev\.py (\w+)", step.get("run", "")))
    assert called == {"lint", "test", "oldest", "docs"}
    assert called <= set(TASKS)
    assert all((ROOT / "tests" / part).exists() for part in SLOW)


def test_installing_takes_only_what_is_locked():
    found = [step["run"] for path in ALL for step in steps(path) if is_install(step)]
    assert len(found) == 6
    for script in found:
        assert "--require-hashes --only-binary :all:" in script
        (named,) = re.findall(r"requirements/[\w.-]+\.txt", script)
        assert (ROOT / named).exists()


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
def test_the_transparency_workflow(google, tmp_path, capsys, event):
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


def test_the_locked_file_names_no_registry_and_holds_hashes_for_everything():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"^--(index|extra|find)", text, re.M)
        for block in re.split(r"\n(?=[a-z0-9])", text)[1:]:
            assert "--hash=sha256:" in block, Path(path).name
