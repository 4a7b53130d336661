"""Correct submissions in an unusual style earn full marks, what goes beyond the lecture too."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.curriculum import STAGES
from grader.report.model import Report
from grader.submission.submission import Submission
from grader.upkeep import proof

VARIATIONS = {path.name: path for path in sorted((proof.LECTURE.parent / "variations").iterdir())}
WITHOUT_TORCH = [stage.number for stage in STAGES if stage.file != proof.TORCH_NEURON]


def laid_over_the_solutions(folder: Path) -> Submission:
    own = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    return proof.of_sources(folder.name, {**proof.solution_sources(), **own})


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Every variation's report; stage 7, which imports torch, where its file is another."""
    found = {}
    for with_torch in (False, True):
        names = [
            name
            for name, folder in VARIATIONS.items()
            if (folder / proof.TORCH_NEURON).exists() == with_torch
        ]
        submissions = [laid_over_the_solutions(VARIATIONS[name]) for name in names]
        stages = None if with_torch else WITHOUT_TORCH
        found.update(zip(names, proof.graded(submissions, stages=stages)))
    return found


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_correct_variation_earns_full_marks(name: str, reports: dict[str, Report]) -> None:
    lost = [
        f"{stage.number}:{check.name}: {check.message}"
        for stage in reports[name].stages
        for check in stage.checks
        if check.status != "passed" and not check.bonus
    ]

    assert lost == []
    assert reports[name].earned == reports[name].points >= 100


def test_there_are_at_least_twelve_and_each_says_what_it_is() -> None:
    assert len(VARIATIONS) >= 12
    for folder in VARIATIONS.values():
        files = list(folder.glob("*.py"))
        assert files
        for path in files:
            assert path.read_text(encoding="utf-8").startswith(('"""', "#")), path
