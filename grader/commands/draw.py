"""`draw`: the page of the first failing check, which moves.

Where nothing is wrong it is of the learner's own training, once that is right, or else of the
lecture's neuron.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.call import (
    ALL_STAGES,
    SHAPES,
    CallError,
    Commands,
    Parser,
    admitted_submission,
    as_path,
    is_exercises,
    stage_number,
)
from grader.commands.grade import graded_rest
from grader.curriculum import TRAINING
from grader.paths import KATA, near
from grader.workspace import browser, kept_file, kept_verdicts
from grader.workspace.lecture_page import lecture_page
from grader.workspace.moving_page import moving_page

if TYPE_CHECKING:
    from grader.report.model import CheckResult, Report, StageResult
    from grader.submission.submission import Submission

LECTURE = "Here is the lecture's neuron"


def add(commands: Commands[Parser]) -> None:
    draw = commands.add_parser("draw", help="a page that steps through the first failing check")
    draw.add_argument("path", nargs="?", type=as_path, metavar="PATH", help=SHAPES)
    draw.add_argument("--stage", metavar="N", help="only this stage")
    draw.add_argument("--trust", action="store_true", help="you trust this code: no warning")
    draw.set_defaults(run=_draw)


def _draw(options: argparse.Namespace) -> int:
    from grader.report.safe_text import safe

    stages = ALL_STAGES if options.stage is None else [stage_number(options.stage)]
    notes: list[str] = []
    submission = admitted_submission(options, notes.append)
    is_own = is_exercises(options.path)
    standing = kept_verdicts.standing(submission, stages, notes.append) if is_own else {}
    report = graded_rest(submission, stages, standing, with_diagnosis=True)
    for note in (*notes, *submission.notes):
        print(f"\n  Note: {safe(note)}")
    found = _drawable(report)
    if found is None and _trains(report):
        path = KATA / ("training.html" if is_own else "drawn.html")
        _draw_training(submission, path)
        return 0 if report.is_right else 1
    if found is None:
        text, content = f"{_why_none(report)} {LECTURE}", lecture_page()
        path = KATA / "lecture.html"
    else:
        stage, check, content, ending = found
        text = f"Stage {stage.number}, {stage.title}: {check.title}"
        path = KATA / f"{f'stage-{stage.number}' if is_own else 'drawn'}.{ending}"
    kept_file.write(path, content)
    print(f"\n  {safe(text)}\n  {_told(path)}\n")
    return 0 if report.is_right else 1


def _trains(report: Report) -> bool:
    """Whether a training is to be drawn: it is right, and no stage that was asked for is not."""
    is_right = report.stages[-1].number == TRAINING and report.stages[-1].status == "passed"
    first = report.first_to_look_at()
    return is_right and (first is None or first[1].needs_torch)


def _draw_training(submission: Submission, path: Path) -> None:
    """Have the learner's MLP learn again, with more time than `grade` gives it."""
    from grader.workspace import training_page

    seconds = training_page.SECONDS_WHEN_ASKED
    try:
        training_page.write_training_page(submission, path, seconds=seconds)
    except training_page.NoTraining as error:
        raise CallError(f"there is no page of the training: {error}") from None
    print(f"\n  {training_page.TITLE}\n  {_told(path)}\n")


def _drawable(report: Report) -> tuple[StageResult, CheckResult, str, str] | None:
    """The check to look at first, its page or else its picture, and the ending of that.

    Where it has neither, another one of its stage has.
    """
    found = report.first_to_look_at()
    if found is None:
        return None
    stage, first = found
    for check in (first, *stage.checks):
        page = moving_page(stage.number, check)
        if page:
            return stage, check, page, "html"
    for check in (first, *stage.checks):
        if check.picture:
            return stage, check, check.picture, "svg"
    return None


def _why_none(report: Report) -> str:
    """Why there is nothing to draw, in a sentence."""
    found = report.first_to_look_at()
    if found is None:
        return "Nothing is wrong, and nothing to do."
    stage, check = found
    if check.needs_torch:
        return "Only what needs torch is left (make torch)."
    if check.is_wrong:
        return f"What is wrong in stage {stage.number} has no graph to draw (make grade tells it)."
    return f"Nothing is wrong so far, and stage {stage.number} is to do."


def _told(path: Path) -> str:
    where = str(near(path))
    return f"Opened {where}" if browser.opened(path) else f"{where}: open it in a browser"
