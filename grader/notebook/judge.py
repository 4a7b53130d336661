"""The process that grades for a kernel: main(PID) in it, for the process of that pid.

On its standard input comes one Request, on its standard output goes one Answer.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console

from grader import files
from grader.commands.grade import graded_rest
from grader.curriculum import STAGES
from grader.grading import GraderFailed
from grader.notebook.messages import Answer, Request
from grader.notebook.page import page
from grader.notebook.saved import saved
from grader.notebook.standing import notebook
from grader.notebook.taken import NotThereYet, Taken, taken
from grader.paths import EXERCISES, ROOT
from grader.report import words
from grader.report.model import Report
from grader.report.terminal.layout import NARROWEST, WIDEST
from grader.report.terminal.page import show
from grader.report.told import Line
from grader.sandbox.worker.parent import die_with
from grader.submission.folder import own_modules_in
from grader.submission.names import shown_from_here
from grader.submission.one_file import laid_over
from grader.submission.submission import Submission
from grader.workspace import kept_verdicts, pictures

NUMBERS = tuple(stage.number for stage in STAGES)
NAMELESS = "notebook.ipynb"  # where no file is known
SESSION = "session.ipynb"  # of a console


def main(pid: int) -> int:
    die_with(pid)
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)  # for what prints by habit
    os.dup2(nowhere, 1)
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    with os.fdopen(out, "wb") as answers:
        answers.write(msgspec.msgpack.encode(answer(request)))
    return 0


def answer(request: Request) -> Answer:
    """The page on what was run."""
    try:
        return _graded(request)
    except NotThereYet as error:
        return _in_a_line(f"{error}{_again(request)}")
    except GraderFailed as error:
        return _in_a_line(f"the grader itself failed, please report it: {error}")
    except MemoryError:
        return _in_a_line("there is too little memory here; end other programs, then try again")
    except OSError as error:
        return _in_a_line(f"the operating system refuses what this needs ({error.strerror})")


def _in_a_line(trouble: str) -> Answer:
    return Answer(trouble=trouble)


def _again(request: Request) -> str:
    return f", then grade({request.stage or ''}) again"


def _graded(request: Request) -> Answer:
    book = notebook(request, saved(request.path))
    nameless = SESSION if request.is_console else NAMELESS
    shown = shown_from_here(Path(request.path)) if request.path else nameless
    what = taken(book, request.here, shown)
    submission = _submission(request, what, shown)
    notes = list(what.notes)
    is_own = Path(request.folder).resolve() in (EXERCISES, ROOT)  # else nothing of it is kept
    report = _report(submission, notes, is_own=is_own)
    notes += comes_before(request.stage, report)
    kept = _kept_pictures(report, notes) if request.is_console and is_own else {}
    lines = [Line("Graded", what.cells), *(Line("Note", note) for note in dict.fromkeys(notes))]
    lines += _next(request, report)
    columns = min(max(request.columns, NARROWEST), WIDEST)
    text = io.StringIO()
    right = [s.number for s in report.stages if s.number == request.stage and s.status == "passed"]
    show(
        report,
        Console(file=text, width=columns, force_terminal=request.is_console, highlight=False),
        lines,
        kept,
        right,
        submission.hidden,
        stage=request.stage,
        is_own=False,
    )
    hidden = [words.hidden(file) for file in submission.hidden]
    return Answer(text.getvalue(), page(report, request.stage, lines, hidden).html)


def comes_before(stage: int, report: Report) -> list[str]:
    """That an earlier stage than the one asked for is wrong, which may be why this one is."""
    first = report.first_to_look_at()
    if not first or not first[1].is_wrong or first[0].number >= stage:
        return []
    number, title = first[0].number, first[0].title
    return [f"stage {number}, {title}, is wrong and comes first: grade({number}) shows it"]


def _submission(request: Request, what: Taken, shown: str) -> Submission:
    """What the cells define, and the learner's own modules in the folder of the notebook."""
    folder = Path(request.path).parent if request.path else Path(request.folder)
    return laid_over(own_modules_in(folder, shown), what.one, shown)


def _report(submission: Submission, notes: list[str], *, is_own: bool) -> Report:
    standing = kept_verdicts.standing(submission, NUMBERS, notes.append) if is_own else {}
    report = graded_rest(submission, NUMBERS, standing, with_diagnosis=True)
    try:
        if is_own:
            kept_verdicts.keep(submission, report, notes.append)
    except files.CannotWrite as error:
        notes.append(f"{error}; grading goes on without it")
    return report


def _kept_pictures(report: Report, notes: list[str]) -> dict[int, str]:
    try:
        return {number: str(path) for number, path in pictures.keep_pictures(report).items()}
    except files.CannotWrite as error:
        notes.append(f"{error}; grading goes on without it")
        return {}


def _next(request: Request, report: Report) -> Sequence[Line]:
    """What to do now."""
    first = report.first_to_look_at(request.stage) or report.first_to_look_at()
    if first is None:
        return [] if request.is_console else [Line("Next", "save the notebook: it is whole")]
    stage, check = first
    if check.outcome.waits:
        return []
    again = f"grade({stage.number})"
    run = "" if request.is_console else ", run its cell"
    if check.needs_torch:
        text = f"make torch in a terminal, then {again}; or go on, for no other stage needs torch"
    elif check.is_wrong:
        text = f"mend it{run and f'{run} again'}, then {again}"
    else:
        text = f"write it as the docstring says{run}, then {again}"
    return [Line("Next", text)]
