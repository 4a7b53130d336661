"""Correct submissions in an unusual style earn full marks, what goes beyond the lecture too."""

from __future__ import annotations

import pytest

from grader import grading
from grader.answers.solutions import solution_sources
from grader.curriculum import TORCH_FILES, WITHOUT_TORCH
from grader.report import words
from grader.report.model import Report
from grader.submission.submission import Submission, of_sources
from tests.variations import EDITED, FOLDERS, sources, variations
from tests.variations.variation import edited

pytestmark = pytest.mark.slow("grades every variation")

VARIATIONS = variations()
TIME_FACTOR = 2.0  # what is right is not to hang on how busy the machine is


def laid_over_the_solutions(name: str) -> Submission:
    return of_sources(name, {**solution_sources(), **VARIATIONS[name]})


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Every variation's report; stage 7, which imports torch, where its file is another."""
    found = {}
    for with_torch in (False, True):
        names = [
            name
            for name, files in VARIATIONS.items()
            if any(file in files for file in TORCH_FILES) == with_torch
        ]
        submissions = [laid_over_the_solutions(name) for name in names]
        stages = None if with_torch else WITHOUT_TORCH
        graded: list[Report] = []
        grading.grade_all(submissions, graded.append, stages=stages, time_factor=TIME_FACTOR)
        found.update(zip(names, graded))
    return found


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_correct_variation_earns_full_marks(name: str, reports: dict[str, Report]) -> None:
    lost = [
        f"{stage.number}:{check.name}: {words.message(check.outcome)}"
        for stage in reports[name].stages
        for check in stage.checks
        if check.status != "passed" and not check.bonus
    ]

    assert lost == []
    assert reports[name].earned == reports[name].points >= 100


def test_there_are_at_least_twelve_and_each_says_what_it_is() -> None:
    assert len(VARIATIONS) >= 12
    for name, files in VARIATIONS.items():
        assert files
        for file, text in files.items():
            assert text.startswith(('"""', "#")), (name, file)


def test_an_edited_file_is_nowhere_else() -> None:
    edits = [(v.name, file) for v in EDITED for file in edited(v)]
    written = [(folder.name, file) for folder in FOLDERS.iterdir() for file in sources(folder)]

    assert len({*edits, *written}) == len(edits) + len(written)
