"""Verdicts that stand: a stage that needs torch and passed, with nothing changed since."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from grader import grading
from grader.curriculum import STAGES
from grader.paths import SOLUTIONS
from grader.report.model import Report, StageResult
from grader.submission.submission import Submission, of_sources
from grader.workspace import kept_verdicts

pytestmark = pytest.mark.slow("grades stage 7, with torch")

TORCH = next(stage.number for stage in STAGES if stage.needs_torch)
NEURON = (SOLUTIONS / "torch_neuron.py").read_text(encoding="utf-8")
IN_SINGLE_PRECISION = NEURON.replace("dtype=torch.float64, ", "")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept_verdicts, "FILE", tmp_path / "verdicts.json")
    return tmp_path / "verdicts.json"


def submission(neuron: str = NEURON, **others: str) -> Submission:
    others = {f"{module}.py": text for module, text in others.items()}
    return of_sources("exercises", {"torch_neuron.py": neuron, **others})


@pytest.fixture(scope="module")
def passed() -> Report:
    """A report of the stage, which passed, and with a note: the whole of it must come back."""
    assert IN_SINGLE_PRECISION != NEURON
    report = grading.grade(submission(IN_SINGLE_PRECISION), stages=[TORCH])
    assert [stage.status for stage in report.stages] == ["passed"]
    assert any(check.outcome.note for check in report.stages[0].checks)
    return report


def standing(work: Submission, said: list[str] | None = None) -> dict[int, StageResult]:
    every = [stage.number for stage in STAGES]
    return kept_verdicts.standing(work, every, ([] if said is None else said).append)


def test_what_was_never_graded_does_not_stand() -> None:
    assert standing(submission()) == {}


def test_what_passed_stands_as_it_was_notes_and_all(passed: Report) -> None:
    kept_verdicts.keep(submission(), passed)
    assert standing(submission()) == {TORCH: passed.stages[0]}


def test_only_the_stages_asked_for_are_given(passed: Report) -> None:
    kept_verdicts.keep(submission(), passed)
    assert kept_verdicts.standing(submission(), [TORCH - 1, TORCH + 1]) == {}


def test_what_did_not_pass_is_not_kept(file: Path) -> None:
    wrong = submission("def torch_neuron():\n    return {}\n")
    report = grading.grade(wrong, stages=[TORCH])
    assert report.stages[0].status != "passed"

    kept_verdicts.keep(wrong, report)

    assert not file.exists()


def test_a_stage_that_does_not_pass_any_more_loses_its_verdict(passed: Report) -> None:
    kept_verdicts.keep(submission(), passed)
    wrong = submission("def torch_neuron():\n    return {}\n")
    kept_verdicts.keep(wrong, grading.grade(wrong, stages=[TORCH]))

    assert standing(submission()) == {}


def test_a_report_of_other_stages_leaves_the_verdict(passed: Report) -> None:
    kept_verdicts.keep(submission(), passed)
    kept_verdicts.keep(submission(), grading.grade(submission(), stages=[TORCH - 1]))

    assert standing(submission())


def test_stages_without_torch_are_not_kept(file: Path) -> None:
    stages = [stage.number for stage in STAGES if not stage.needs_torch]
    kept_verdicts.keep(submission(), grading.grade(submission(), stages=stages))
    assert not file.exists()


def test_a_report_with_another_seed_is_not_kept(passed: Report, file: Path) -> None:
    report = Report("exercises", passed.grader, 7, 10, 10, 0, passed.stages)
    kept_verdicts.keep(submission(), report)
    assert not file.exists()


# What makes a verdict fall


def test_a_change_of_the_file_does(passed: Report) -> None:
    kept_verdicts.keep(submission(), passed)
    assert standing(submission(NEURON + "# more\n")) == {}


@pytest.mark.parametrize(
    "line", ["import names", "import math, names", "from names import a", "import names.more"]
)
def test_a_change_of_what_the_file_imports_does(passed: Report, line: str) -> None:
    neuron = NEURON.replace("import torch\n", f"import torch\n    {line}\n", 1)
    assert neuron != NEURON
    kept_verdicts.keep(submission(neuron, names="a = 1\n"), passed)

    assert standing(submission(neuron, names="a = 1\n"))
    assert standing(submission(neuron, names="a = 2\n")) == {}


def test_a_change_of_any_other_file_does_not(passed: Report) -> None:
    kept_verdicts.keep(submission(value="a = 1\n"), passed)
    assert standing(submission(value="a = 2\n"))


def test_a_file_that_comes_to_hide_torch_does(passed: Report) -> None:
    kept_verdicts.keep(submission(), passed)
    assert standing(submission(torch="")) == {}


def test_another_torch_does(passed: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_verdicts.keep(submission(), passed)
    monkeypatch.setattr(metadata, "version", lambda name: "0.1")
    assert standing(submission()) == {}


def test_a_torch_that_is_gone_does(passed: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    kept_verdicts.keep(submission(), passed)
    monkeypatch.setattr(metadata, "version", missing)
    assert standing(submission()) == {}


def test_other_checks_do(passed: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_verdicts.keep(submission(), passed)
    monkeypatch.setattr(grading, "fingerprint", lambda: "another")
    assert standing(submission()) == {}


def test_another_sandbox_does(
    passed: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept_verdicts.keep(submission(), passed)
    (tmp_path / "loader.py").write_text("changed = True\n")
    monkeypatch.setattr(kept_verdicts.sandbox, "__file__", str(tmp_path / "__init__.py"))
    assert standing(submission()) == {}


# Damage


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"status":"passed"', '"status":"fine"'),
        ('"status":"passed"', '"status":"failed"'),
        ('"earned":10.0', '"earned":"10"'),
        ('"reason":"right"', '"reason":"magic"'),
        (f'"number":{TORCH}', f'"number":{TORCH + 1}'),
        ('"checks":[', '"checks":[],"more":['),
        ('"came_from":', '"comes_from":'),
        ("}", ""),
    ],
)
def test_a_damaged_verdict_is_set_aside_and_does_not_stand(
    passed: Report, file: Path, before: str, after: str
) -> None:
    kept_verdicts.keep(submission(), passed)
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    said: list[str] = []

    assert standing(submission(), said) == {}

    assert len(said) == 1
    assert "set aside" in said[0]
    assert not file.exists()


def test_a_deeply_nested_verdict_is_set_aside(passed: Report, file: Path) -> None:
    kept_verdicts.keep(submission(), passed)
    kept = json.loads(file.read_text())
    deep = '{"a":' * 50_000 + "1" + "}" * 50_000
    came_from = json.dumps(kept[str(TORCH)]["came_from"])
    file.write_text(f'{{"{TORCH}":{{"came_from":{came_from},"stage":{deep}}}}}')

    assert standing(submission()) == {}


def test_after_damage_a_pass_is_kept_again(passed: Report, file: Path) -> None:
    file.write_text("[")
    kept_verdicts.keep(submission(), passed, lambda text: None)
    assert standing(submission())
