"""No verdict on honest code depends on what confines it, or on how its process came to be."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader import grading
from grader.answers.answers import torch_is_installed
from grader.answers.solutions import solution_sources
from grader.curriculum import WITHOUT_TORCH
from grader.diagnosis.recognition.catalogue import ALL, apply
from grader.paths import EXERCISES, LECTURE, SOLUTIONS
from grader.report.as_json import to_json
from grader.report.model import Report
from grader.sandbox import fork_server, launcher
from grader.sandbox.bubblewrap import why_not
from grader.sandbox.fork_server import Forked, ForkServer
from grader.sandbox.launcher import PLAIN, Launcher
from grader.sandbox.launcher_for import launcher_for
from grader.sandbox.process import LearnerProcess
from grader.submission.folder import read_folder
from grader.submission.submission import Submission, of_sources
from tests.sandbox.harm import without_layers
from tests.variations import variations

pytestmark = [
    pytest.mark.slow("grades each submission several times"),
    pytest.mark.skipif(sys.platform != "linux", reason="nothing else confines"),
]
needs_torch = pytest.mark.skipif(not torch_is_installed(), reason="torch is not installed")

EVERY = int(os.environ.get("EVERY", "10"))  # variation; all of them take some minutes
HAS_NUMPY = importlib.util.find_spec("numpy") is not None
# A wrong number, an exception, gradients of one value used twice, a network, an endless list.
BUGS = (
    *("product-adds", "math-not-imported", "all-assign-gradients"),
    *("neuron-without-tanh", "parameters-grow"),
)
TORCH_BUGS = tuple(m.name for m in ALL if m.stage == 7)[:6]


def of_misconception(name: str) -> Submission:
    misconception = next(m for m in ALL if m.name == name)
    return of_sources(name, apply(misconception.edits, solution_sources()))


def honest() -> dict[str, Submission]:
    """{name: submission} of what the grader's verdicts are known of; and of what is wrong."""
    found = {path.name: read_folder(path) for path in (SOLUTIONS, LECTURE, EXERCISES)}
    for i, (name, files) in enumerate(variations().items()):
        needs_numpy = any("numpy" in text for text in files.values())
        is_taken = needs_numpy or "torch_neuron.py" in files or i % EVERY == 0
        if is_taken and (HAS_NUMPY or not needs_numpy):
            found[name] = of_sources(name, {**solution_sources(), **files})
    return found | {name: of_misconception(name) for name in BUGS}


SUBMISSIONS = honest()


def verdicts(
    submissions: Iterable[Submission], stages: Sequence[int] | None = None
) -> list[object]:
    """The reports as JSON has them, without how long they took."""
    reports: list[Report] = []
    grading.grade_all(submissions, reports.append, stages=stages, with_diagnosis=True)
    return [timeless(json.loads(to_json(report))) for report in reports]


def timeless(data: object) -> object:
    if isinstance(data, dict):
        return {name: timeless(part) for name, part in data.items() if name != "seconds"}
    return [timeless(part) for part in data] if isinstance(data, list) else data


def as_others(submission: Submission) -> Submission:
    return replace(submission, is_others=True, is_held=True)


def layers_of(launcher: Launcher) -> tuple[str, ...]:
    with LearnerProcess({}, launcher=launcher) as process:
        process.run("x = 1", 20.0)
        return process.layers


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """{what holds the code: {name: the verdict}}."""
    own = list(SUBMISSIONS.values())
    found = {}
    assert layers_of(PLAIN) == ("landlock", "seccomp")
    found["landlock and seccomp"] = verdicts(own, WITHOUT_TORCH)
    with pytest.MonkeyPatch.context() as patch:
        worker = without_layers(launcher.WORKER, tmp_path_factory.mktemp("unconfined"))
        for module in (launcher, fork_server):
            patch.setattr(module, "WORKER", worker)
        assert layers_of(PLAIN) == ()
        found["nothing"] = verdicts(own, WITHOUT_TORCH)
    if not why_not():
        found["bubblewrap"] = verdicts(map(as_others, own), WITHOUT_TORCH)
    return {holding: dict(zip(SUBMISSIONS, reports)) for holding, reports in found.items()}


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("name", SUBMISSIONS)
def test_whatever_holds_it_the_report_is_the_same(
    name: str, found: dict[str, dict[str, object]]
) -> None:
    expected = found["nothing"][name]

    for reports in found.values():
        assert reports[name] == expected


@pytest.mark.skipif(not HAS_NUMPY, reason="NumPy is not installed")
def test_numpy_is_there_whatever_holds_the_code(found: dict[str, dict[str, object]]) -> None:
    """Else the reports above could be alike in that nothing of it worked."""
    using = [name for name, files in variations().items() if "numpy" in str(files)]

    assert len(using) >= 3
    for reports in found.values():
        earned = {name: reports[name]["earned"] for name in using}  # type: ignore[index]
        assert set(earned.values()) == {reports["solutions"]["earned"]}  # type: ignore[index]


def test_others_code_outside_of_the_repository_is_explained_as_ones_own(tmp_path: Path) -> None:
    for path in SOLUTIONS.glob("*.py"):
        text = path.read_text().replace("self.data * other.data", "self.data + other.data")
        (tmp_path / path.name).write_text(text)
    others = replace(read_folder(tmp_path), is_held=True)

    assert others.is_others
    own = replace(others, is_others=False)
    assert verdicts([others]) == verdicts([own])


class Fresh(ForkServer):
    """Has each process start by itself."""

    def launcher_for(self, *, is_others: bool) -> Launcher:
        return launcher_for(is_others=is_others)


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pids of all that is forked."""
    started: list[int] = []
    fork = Forked.__init__
    monkeypatch.setattr(
        Forked, "__init__", lambda self, *given: (fork(self, *given), started.append(self.pid))[0]
    )
    return started


@needs_torch
@pytest.mark.parametrize("is_others", [False, True], ids=["own", "others"])
def test_a_forked_process_with_torch_gives_the_verdicts_of_a_fresh_one(
    is_others: bool, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["solutions", "lecture", "torch_parameters", "torch_one_element_tensors"]
    submissions = [SUBMISSIONS[name] for name in names] + list(map(of_misconception, TORCH_BUGS))
    if is_others:
        submissions = list(map(as_others, submissions))

    forked = verdicts(submissions, [7])
    count = len(forks)
    monkeypatch.setattr(grading, "ForkServer", Fresh)
    fresh = verdicts(submissions, [7])

    assert len(TORCH_BUGS) >= 5
    assert count == len(forks) >= len(submissions)
    assert forked == fresh
    earned = [report["earned"] == report["points"] for report in fresh]  # type: ignore[index]
    assert earned == [True] * len(names) + [False] * len(TORCH_BUGS)


@pytest.mark.parametrize("is_others", [False, True], ids=["own", "others"])
def test_a_forked_process_gives_the_verdicts_of_a_fresh_one(
    is_others: bool, forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is fresh in both, so it comes twice."""
    using_numpy = [name for name, files in variations().items() if "numpy" in str(files)]
    names = ["solutions", "solutions", "lecture", *(using_numpy if HAS_NUMPY else ()), *BUGS]
    submissions = [SUBMISSIONS[name] for name in names]
    if is_others:
        submissions = list(map(as_others, submissions))

    forked = verdicts(submissions, WITHOUT_TORCH)
    count = len(forks)
    monkeypatch.setattr(grading, "ForkServer", Fresh)

    assert forked == verdicts(submissions, WITHOUT_TORCH)
    assert count == len(forks) >= len(submissions)
