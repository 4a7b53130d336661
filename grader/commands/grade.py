"""`grade`: a submission in, its report out: on the terminal, or in files."""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader import edition, files, grading, streams
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
    warn,
)
from grader.commands.course import add_option, course_of
from grader.curriculum import TRAINING
from grader.report.faces import FACES, FORMATS, TERMINAL
from grader.report.model import report_of
from grader.submission.submission import UnusableSubmission
from grader.workspace import kept_verdicts
from grader.workspace.remembered import Remembered, remember

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.report.model import Report, StageResult
    from grader.submission.submission import Submission


def add(commands: Commands[Parser]) -> None:
    grade = commands.add_parser("grade", help="grade exercises/, or what lies elsewhere")
    grade.add_argument("path", nargs="?", type=as_path, metavar="PATH", help=SHAPES)
    grade.add_argument("--stage", metavar="N", help="only this stage")
    grade.add_argument("--format", default="terminal", help="of " + ", ".join(FORMATS))
    grade.add_argument("--out", type=as_path, metavar="DIR", help="write reports there")
    grade.add_argument(
        "--seed",
        type=int,
        default=edition.SEED,
        metavar="N",
        help="other numbers, names and sizes in every check",
    )
    grade.add_argument("--no-diagnosis", action="store_true", help="only what is wrong, not why")
    grade.add_argument("--no-cache", action="store_true", help="stage 7 too, if it was right")
    grade.add_argument("--trust", action="store_true", help="you trust this code: no warning")
    add_option(grade)
    grade.set_defaults(run=_grade)


def _grade(options: argparse.Namespace) -> int:
    formats = options.format.split(",")
    for name in formats:
        if name not in FORMATS:
            raise CallError(f"--format {name}: no such format; there are {', '.join(FORMATS)}")
    if len(formats) > 1 and options.out is None:
        raise CallError("several formats need a folder for their files: add --out DIR")
    if options.out is not None and formats == [TERMINAL]:
        raise CallError(f"--out {options.out}: which format? add --format json")
    stages = ALL_STAGES if options.stage is None else [stage_number(options.stage)]

    course = course_of(options)
    own = options.path is None and course is None  # else nothing of it is kept
    notes: list[str] = []
    try:
        submission = admitted_submission(options, notes.append)
    except UnusableSubmission as error:
        _tell_unusable(options.out, formats, str(error))
        raise
    if options.out is not None:
        for name in formats:
            if name in FACES:
                files.assert_writable(options.out / FACES[name].file)
    standing: dict[int, StageResult] = {}
    if own and formats == [TERMINAL] and options.seed == edition.SEED and not options.no_cache:
        standing = kept_verdicts.standing(submission, stages, notes.append)
    notes += submission.notes
    if TERMINAL not in formats:
        for line in submission.notes:
            warn(line)
    report = graded_rest(
        submission,
        stages,
        standing,
        seed=options.seed,
        with_diagnosis=not options.no_diagnosis,
        course=course,
    )
    report.notes = [*_hidden(submission), *notes]
    for name in formats:
        if name == TERMINAL:
            is_theirs = is_exercises(options.path)
            draws = own and formats == [TERMINAL]  # else it is no learner who looks
            _show(submission, report, own, notes, is_of_exercises=is_theirs, draws=draws)
        elif options.out is None:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8")  # JSON knows no other
            sys.stdout.write(FACES[name].render(report))
        else:
            files.write(options.out / FACES[name].file, FACES[name].render(report))
    if options.out is not None and TERMINAL not in formats:
        paths = [options.out / FACES[name].file for name in formats]
        with contextlib.suppress(streams.CannotPrint, streams.ReaderGone):  # the files are there
            print(_written(report, paths), flush=True)
    return 0 if report.is_right else 1


def _written(report: Report, paths: Sequence[Path]) -> str:
    """What it came to, and which files say more, in a line."""
    from grader.report.safe_text import safe_line

    where = ", ".join(dict.fromkeys(safe_line(str(path)) for path in paths))
    return f"{report.earned:g} of {report.points:g} points: {where}"


def _tell_unusable(out: Path | None, formats: Sequence[str], why: str) -> None:
    """Write why there was nothing to grade, for the faces that would tell nobody else."""
    for name in formats:
        unusable = FACES[name].unusable if name in FACES else None
        if out is not None and unusable is not None:
            files.write(out / FACES[name].file, unusable(why))


def _hidden(submission: Submission) -> list[str]:
    """What to do about files that hide a module, as notes."""
    from grader.report import words

    return [words.hidden(file) for file in submission.hidden]


def graded_rest(
    submission: Submission,
    stages: Sequence[int],
    standing: dict[int, StageResult],
    *,
    seed: int = edition.SEED,
    with_diagnosis: bool = False,
    course: Course | None = None,
) -> Report:
    """The report of these stages, of which those with a verdict that stands are not graded.

    With an instructor's course it has that one's checks and points. Raises CallError.
    """
    rest = [number for number in stages if number not in standing]
    if not rest:
        return report_of(submission.name, grading.fingerprint(), seed, list(standing.values()))
    if course is not None:
        return _graded_for(course, submission, stages, seed, with_diagnosis)
    report = grading.grade(submission, stages=rest, seed=seed, with_diagnosis=with_diagnosis)
    results = {result.number: result for result in report.stages} | standing
    in_order = [results[number] for number in stages]
    return report_of(report.submission, report.grader, report.seed, in_order)


def _graded_for(
    course: Course,
    submission: Submission,
    stages: Sequence[int],
    seed: int,
    with_diagnosis: bool,
) -> Report:
    """The report of these stages with an instructor's checks and points; raises CallError."""
    from grader.checks.extra import UnusableChecks
    from grader.report.in_points import in_points

    try:
        report = grading.grade(
            submission,
            stages=stages,
            seed=seed,
            with_diagnosis=with_diagnosis,
            extra=course.checks,
        )
    except UnusableChecks as error:
        raise CallError(str(error)) from None
    return in_points(report, course.points)


def _show(
    submission: Submission,
    report: Report,
    own: bool,
    notes: list[str],
    *,
    is_of_exercises: bool,
    draws: bool,
) -> None:
    from grader.report.terminal.layout import console
    from grader.report.terminal.page import show
    from grader.report.told import Line

    told, page = remember(submission, report, notes) if own else Remembered(), console()
    if draws and TRAINING in told.turned_right:
        from grader.workspace import training_page  # once, in all the time of a learner

        seconds = f"{training_page.SECONDS:g} seconds at most"
        page.print(f"\n  It learns: training your own MLP for a picture, {seconds} ...")
        told.lines.append(training_page.line_on(submission, notes.append))
    show(
        report,
        page,
        [*told.lines, *(Line("Note", note) for note in dict.fromkeys(notes))],
        told.pictures,
        told.turned_right,
        submission.hidden,
        told.last_score,
        is_own=is_of_exercises,
    )
