"""A misconception is named in other styles of code than the solution's, and never a false one."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from grader.curriculum import WITHOUT_TORCH
from grader.submission.submission import of_sources
from grader.upkeep import proof
from tests.variations.bugs import (
    Bug,
    are_right,
    is_wrong,
    lecture_bugs,
    names_of,
    variation_bugs,
)

pytestmark = [
    pytest.mark.timeout(1_800),
    pytest.mark.slow("grades dozens of submissions, and diagnoses each"),
]
SAMPLE = 30  # of some 2,500; `make bench` puts all of them in


def assert_named(bugs: Sequence[Bug], share: float) -> None:
    """Assert that so many of the bugs that show are named, and no false name is given."""
    submissions = [of_sources(bug.name, bug.sources) for bug in bugs]
    reports = list(proof.graded(submissions, stages=WITHOUT_TORCH, diagnosed=True))
    found = {bug.name: names_of(r) for bug, r in zip(bugs, reports) if is_wrong(r)}
    truth = {bug.name: {bug.misconception.name} for bug in bugs}
    missed = [name for name, names in found.items() if not names]
    assert {name: names for name, names in found.items() if names - truth[name]} == {}
    assert len(found) > 0.9 * len(bugs)
    assert len(missed) <= (1 - share) * len(found), missed


def test_in_the_lectures_style() -> None:
    assert_named(list(lecture_bugs())[::2], share=0.96)


def test_in_a_sample_of_unusual_styles() -> None:
    sample = random.Random(0).sample(list(variation_bugs()), SAMPLE)
    bugs = [bug for bug, right in zip(sample, are_right(sample)) if right]
    assert_named(bugs, share=0.9)
