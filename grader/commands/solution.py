"""`solution`: the reference beside a learner's own file, once that is right."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from grader.commands.call import CallError, Commands, Parser, admitted_submission
from grader.commands.grade import graded_rest
from grader.workspace import kept_verdicts, reset, solution

if TYPE_CHECKING:
    from grader.submission.submission import Submission


def add(commands: Commands[Parser]) -> None:
    solution = commands.add_parser("solution", help="the reference beside your file")
    solution.add_argument("file", metavar="FILE", help="such as nn")
    solution.add_argument("--anyway", action="store_true", help="though it is not right yet")
    solution.set_defaults(run=_solution)


def _solution(options: argparse.Namespace) -> int:
    file = reset.exercise(options.file)
    submission = admitted_submission(options, print)
    if not options.anyway:
        _assert_right(submission, file)
    lines = solution.beside(submission, file)
    if len(lines) == 2:
        print(f"but for docstrings, {submission.name}/{file} is the reference, word by word")
        return 0
    from rich.console import Console

    from grader.report.terminal.diff import print_diff

    print_diff(Console(highlight=False), lines)
    return 0


def _assert_right(submission: Submission, file: str) -> None:
    """Raise CallError where a stage that is built in a file is not right."""
    numbers = solution.stages_of(file)
    report = graded_rest(submission, numbers, kept_verdicts.standing(submission, numbers))
    wrong = [str(stage.number) for stage in report.stages if stage.status != "passed"]
    if wrong:
        stages = f"stage{'s' if len(wrong) > 1 else ''} {', '.join(wrong)}"
        raise CallError(
            f"{file} is not right yet in {stages}; make grade says what is missing; to see the "
            f"solution all the same: make solution FILE={file.removesuffix('.py')} ANYWAY=1"
        )
