"""The reference interpreter: solutions/ in a learner's process, so one loader serves both."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from grader import submission
from grader.curriculum import imports
from grader.sandbox.process import LearnerProcess
from grader.trace import Trace

SOLUTIONS = Path(__file__).parents[2] / "solutions"


@cache
def process() -> LearnerProcess:
    """The process that holds the reference solutions; it lives as long as the judge."""
    return LearnerProcess(submission.read(SOLUTIONS).files, with_torch=True)


def run(program: str) -> Trace:
    """The reference's trace of a program."""
    return process().run(imports(program) + program, seconds=30.0)
