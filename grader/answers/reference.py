"""The reference interpreter: solutions/ in a learner's process, so one loader serves both."""

from __future__ import annotations

import importlib.util
from functools import cache

from grader.answers.solutions import solution_sources, with_extra_credit
from grader.curriculum import imports
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import of_sources
from grader.trace import Trace


@cache
def process() -> LearnerProcess:
    """The process that holds the reference solutions, which earn all extra credit too.

    It lives as long as the judge. Stage 7's needs torch; all the rest can be answered without.
    """
    with_torch = importlib.util.find_spec("torch") is not None
    submission = of_sources("reference", with_extra_credit(solution_sources()))
    return LearnerProcess(submission.files, with_torch=with_torch)


def run(program: str) -> Trace:
    """The reference's trace of a program."""
    return process().run(imports(program) + program, seconds=30.0)
