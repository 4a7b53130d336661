"""Where torch is not installed, the reference answers what is not on record."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from grader import grading
from grader.answers import answers, reference
from grader.answers.solutions import solution_sources
from grader.submission.submission import of_sources

STAGES = [1, 4, 6]


@pytest.fixture
def without_torch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "torch" else find(name)
    )
    reference.process.cache_clear()
    yield
    reference.process().close()
    reference.process.cache_clear()


@pytest.mark.usefixtures("without_torch")
def test_a_fresh_seed_is_answered_by_the_reference() -> None:
    assert not answers.torch_is_installed()
    report = grading.grade(of_sources("right", solution_sources()), stages=STAGES, seed=3)
    assert report.is_right


@pytest.mark.usefixtures("without_torch")
def test_the_smallest_counterexample_is_found_all_the_same() -> None:
    from grader.answers import random_programs
    from grader.diagnosis import counterexample

    sources = solution_sources()
    sources["value.py"] = sources["value.py"].replace(
        "self.data if self.data > 0 else 0.0", "min(self.data, 6.0) if self.data > 0 else 0.0"
    )
    learner = of_sources("relu stops at 6", sources)
    found = counterexample.search(
        learner, random_programs.EVERYTHING, seconds=60.0, seed=1, most=2000
    )
    assert found.found is not None
    assert {row.source for row in found.found.outcome.differences} == {"reference"}
