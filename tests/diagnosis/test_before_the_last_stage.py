"""A bug is named as well while all that later stages ask for is still a stub."""

from __future__ import annotations

import os

import pytest

from grader.answers.solutions import solution_sources
from grader.curriculum import HOME, STAGES, WITHOUT_TORCH, first_stage
from grader.diagnosis.recognition.catalogue import ALL, apply
from grader.diagnosis.recognition.catalogue.edits import Edit, body
from grader.python_source import functions
from grader.submission.submission import Submission, of_sources
from grader.upkeep import proof
from tests.variations.bugs import WALK, is_wrong, names_of

pytestmark = [pytest.mark.timeout(900), pytest.mark.slow("grades and diagnoses every eighth bug")]

EVERY = int(os.environ.get("EVERY", "16"))  # of some 200; all of them take 3 minutes

FUNCTIONS = dict.fromkeys(part.function for stage in STAGES for part in stage.parts)

ALONG_EACH_PATH = """
self.grad = 1.0
self._backward()
for operand in self._prev:
    operand.backward()
"""


def unfinished(name: str, edits: tuple[Edit, ...], stage: int, *later: str) -> Submission:
    """The edits in code that goes as far as a stage; of its functions, later are stubs too."""
    sources = apply(edits, solution_sources())
    stubs = []
    for function in FUNCTIONS:
        first = first_stage(function)
        file = f"{HOME[function.split('.')[0]]}.py"
        if (first > stage or function in later) and function in functions(sources[file]):
            raises = f'raise NotImplementedError("stage {first}: {function}")'
            stubs.append(body(file, function, raises))
    return of_sources(name, apply(stubs, sources))


def test_a_misconception_is_named_in_its_own_stage() -> None:
    """In stage 4 with the sort that backward() of the solutions walks along."""
    tried = [m for m in ALL if m.stage in WITHOUT_TORCH][::EVERY]
    submissions = [unfinished(m.name, m.edits, 5 if m.stage == 4 else m.stage) for m in tried]
    reports = proof.graded(submissions, stages=WITHOUT_TORCH, diagnosed=True)

    found = {m.name: names_of(report) for m, report in zip(tried, reports) if is_wrong(report)}
    assert len(found) > 0.9 * len(tried)
    assert found == {name: {name} for name in found}


def test_a_walk_is_named_before_there_is_a_sort() -> None:
    """The reference's backward(), which takes its place, needs the sort: it is lent as well."""
    walks = {
        "backward-functions-named": WALK.new.replace("node._backward()", "node._backward"),
        "gradients-stop-after-one-step": WALK.new.replace("reversed(topo)", "topo"),
        "root-not-seeded": WALK.new.replace("self.grad = 1.0\n", ""),
        "operands-backward-called": ALONG_EACH_PATH,
    }
    submissions = [
        unfinished(name, (body("value.py", "Value.backward", walk),), 5, "topological_sort")
        for name, walk in walks.items()
    ]
    reports = proof.graded(submissions, stages=WITHOUT_TORCH, diagnosed=True)

    assert {name: names_of(report) for name, report in zip(walks, reports)} == {
        name: {name} for name in walks
    }
    for report in reports:
        wrong = [check for stage in report.stages for check in stage.checks if check.blame]
        assert {blame.function for check in wrong for blame in check.blame} == {"Value.backward"}
