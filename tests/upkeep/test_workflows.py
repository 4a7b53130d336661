"""GitHub's workflows: what they ask for, and their own steps, run here as they are."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import Struct

from grader.paths import EXERCISES, ROOT, SOLUTIONS
from tests.upkeep.networked import run, set_up

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")  # as `shell: bash` is called
FORGED = 'print("::error::forged")\nprint("##[error]forged")\n'


def read(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def script(name: str) -> str:
    """What a step of grade.yml runs."""
    return str(next(s["run"] for s in steps(FOLDER / "grade.yml") if s.get("name") == name))


def test_there_are_workflows() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "grade.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_nothing_else(path: Path) -> None:
    workflow = read(path)

    assert workflow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in workflow["jobs"].values())
    assert not re.search(r"\$\{\{[^}]*secrets", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_and_no_credentials_stay(path: Path) -> None:
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_that_others_wrote_becomes_a_part_of_a_command(path: Path) -> None:
    assert not any("${{" in step.get("run", "") for step in steps(path))


def test_the_steps_of_grade_hand_on_what_they_say() -> None:
    by_name = {step.get("name"): step for step in steps(FOLDER / "grade.yml")}

    assert by_name["Grade"]["id"] == "kata"
    assert by_name["Report to GitHub Classroom"]["env"] == {
        "KATA_RESULTS": "${{ steps.kata.outputs.result }}"
    }
    assert by_name["Report to GitHub Classroom"]["continue-on-error"] is True
    assert by_name["Verdict"]["env"]["CODE"] == "${{ steps.kata.outputs.code }}"


class Run(Struct):
    """What a run of the steps said: its log, its summary, its outputs."""

    log: str
    summary: str
    outputs: dict[str, str]


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's clone on a machine of GitHub's, set up by the workflow's own step."""
    folder: Path = tmp_path_factory.mktemp("fork")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("grader", "helper_draw", "solutions", "exercises", ".ci"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    set_up([*SHELL, script("Set up the kata")], folder)
    return folder


def graded(fork: Path, exercises: Path, value: str = "") -> Run:
    """The step Grade, run on these exercises, where value.py begins with that."""
    for name in ("exercises", "report", ".kata"):
        shutil.rmtree(fork / name, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", "extra_credit.py")
    shutil.copytree(exercises, fork / "exercises", ignore=ignored)
    if value:
        path = fork / "exercises" / "value.py"
        path.write_text(value + path.read_text(encoding="utf-8"), encoding="utf-8")
    return grade_step(fork)


def grade_step(fork: Path) -> Run:
    summary, outputs = fork / "summary", fork / "outputs"
    for path in (summary, outputs):
        path.write_text("", encoding="utf-8")
    done = run(
        [*SHELL, script("Grade")],
        fork,
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(outputs),
    )
    assert done.returncode == 0, done.stderr
    lines = outputs.read_text(encoding="utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines)
    return Run(done.stdout, summary.read_text(encoding="utf-8"), said)


def verdict(fork: Path, found: Run, *, strict: bool = False) -> int:
    """The exit code of the step Verdict."""
    code = found.outputs["code"]
    step = [*SHELL, script("Verdict")]
    return run(step, fork, CODE=code, STRICT="true" if strict else "false").returncode


@pytest.mark.slow("installs the kata")
def test_unfinished_work_is_no_error_but_where_that_was_asked_for(fork: Path) -> None:
    found = graded(fork, EXERCISES)

    assert "### 0 of 110 points" in found.summary
    assert found.outputs["code"] == "1"
    assert (verdict(fork, found), verdict(fork, found, strict=True)) == (0, 1)


@pytest.mark.slow("installs the kata")
def test_the_map_and_the_points_are_reported(fork: Path) -> None:
    found = graded(fork, SOLUTIONS)
    results = json.loads(base64.b64decode(found.outputs["result"]))

    assert "| ✔ | 11 Training | 10/10 |" in found.summary
    assert (results["status"], results["max_score"]) == ("pass", 100)  # there is no torch
    assert sum(test["score"] for test in results["tests"]) == 100
    files = {path.name for path in (fork / "report").iterdir()}
    assert files == {"report.md", "autograding.json", "report.xml", "report.json"}


@pytest.mark.slow("installs the kata")
def test_where_nothing_could_be_graded_the_run_fails(fork: Path) -> None:
    for name in ("exercises", "report"):
        shutil.rmtree(fork / name)
    (fork / "exercises").write_text("no folder", encoding="utf-8")
    try:
        found = grade_step(fork)
    finally:
        (fork / "exercises").unlink()
        (fork / "exercises").mkdir()

    assert found.outputs == {"code": "2"}
    assert found.summary == ""
    assert verdict(fork, found) == 2


@pytest.mark.slow("installs the kata")
def test_what_learner_code_prints_is_no_command_to_the_runner(fork: Path) -> None:
    found = graded(fork, EXERCISES, FORGED + "raise ValueError('\\n::error::forged')\n")

    stopped = re.search(r"^::stop-commands::(\w+)$", found.log, re.MULTILINE)
    assert stopped
    before, _, rest = found.log.partition(stopped[0])
    inside, resumed, after = rest.partition(f"::{stopped[1]}::")
    assert resumed and "forged" in inside
    assert "forged" not in before + after
    assert not re.search(r"^\s*::", found.summary, re.MULTILINE)
