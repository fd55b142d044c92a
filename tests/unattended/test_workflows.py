"""The workflows: well formed, pinned, and with no more permissions than they need."""

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from scripts.dev import SLOW, TASKS
from tests.unattended.runner import (
    ACTION,
    EXPRESSION,
    ROOT,
    WORKFLOWS,
    is_install,
    jobs,
    load,
)

ALL = [*WORKFLOWS, ACTION]
DEPENDABOT = ROOT / ".github" / "dependabot.yml"
LOOKED_AT = [*ALL, DEPENDABOT]
ZIZMOR = str(Path(sys.executable).parent / "zizmor")
SIGNED_IN = [path for path in WORKFLOWS if path.stem != "ci"]
SCHEDULED = [path for path in SIGNED_IN if path.stem != "doctor"]
every = pytest.mark.parametrize("path", ALL, ids=lambda p: p.name)


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


def test_the_locked_file_names_no_registry_and_holds_hashes_for_everything():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"^--(index|extra|find)", text, re.M)
        for block in re.split(r"\n(?=[a-z0-9])", text)[1:]:
            assert "--hash=sha256:" in block, Path(path).name
