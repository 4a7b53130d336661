"""A report on a notebook, told as a person finds things there: in which cell, and on which line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from grader.python_source import parsed
from grader.report.model import CheckResult, StageResult, ToWrite
from grader.submission.submission import Submission, file_of
from grader.trace import Frame, Raised

IMPORT = re.compile(r"from (\w+) import .*\n")


def in_cells(stages: Sequence[StageResult], submission: Submission) -> list[StageResult]:
    """The same results, whose lines know their cells.

    Programs do not import what the notebook defines: they are pasted into a cell of it.
    """
    return [
        replace(
            stage,
            file=_notebook(stage, submission),
            checks=[_check(check, submission) for check in stage.checks],
            to_write=[
                replace(part, cell=submission.cell_at(part.file, part.line))
                if _is_there(part, submission)
                else part
                for part in stage.to_write
            ],
        )
        for stage in stages
    ]


def _is_there(part: ToWrite, submission: Submission) -> bool:
    """Whether a function, or at least its class, is in the notebook."""
    sources = [text for path, text in submission.files.values() if path == part.file]
    name = part.function.partition(".")[0]
    tree = parsed(sources[0]) if sources else None
    return any(getattr(node, "name", "") == name for node in (tree.body if tree else ()))


def _notebook(stage: StageResult, submission: Submission) -> str:
    """The name of the notebook that a stage's file is a part of."""
    module = stage.file.removesuffix(".py")
    path = file_of(submission.files[module][0]) if module in submission.files else ""
    return path.rpartition("/")[2] or stage.file


def _check(check: CheckResult, submission: Submission) -> CheckResult:
    outcome = check.outcome
    frame = _frame(outcome.frame, submission) if outcome.frame else None
    raised = _raised(outcome.raised, submission) if outcome.raised else None
    return replace(
        check,
        outcome=replace(outcome, frame=frame, raised=raised),
        program=_for_a_cell(check.program, submission),
        blame=[
            replace(blame, cell=submission.cell_at(blame.file, blame.line)) for blame in check.blame
        ],
    )


def _frame(frame: Frame, submission: Submission) -> Frame:
    return replace(frame, cell=submission.cell_at(frame.file, frame.line))


def _raised(raised: Raised, submission: Submission) -> Raised:
    return replace(raised, frames=tuple(_frame(frame, submission) for frame in raised.frames))


def _for_a_cell(program: str, submission: Submission) -> str:
    """A program without the import lines, on top of it, of what is in the notebook."""
    while match := IMPORT.match(program):
        if not submission.beside(match[1]):
            break
        program = program[match.end() :]
    return program
