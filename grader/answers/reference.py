"""The reference interpreter: solutions/ in a learner's process, so one loader serves both."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from grader.curriculum import imports
from grader.sandbox.process import LearnerProcess
from grader.submission.folder import read_folder
from grader.trace import Trace

SOLUTIONS = Path(__file__).parents[2] / "solutions"


@cache
def process() -> LearnerProcess:
    """The process that holds the reference solutions; it lives as long as the judge.

    Stage 7's needs torch; all the rest can be answered without.
    """
    with_torch = importlib.util.find_spec("torch") is not None
    return LearnerProcess(read_folder(SOLUTIONS).files, with_torch=with_torch)


def run(program: str) -> Trace:
    """The reference's trace of a program."""
    return process().run(imports(program) + program, seconds=30.0)
