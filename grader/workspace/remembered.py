"""What is kept of a run in .kata/, and what there is to say of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from grader import files
from grader.paths import KATA, PYTHON, near
from grader.report.model import Report
from grader.report.told import Line
from grader.submission.submission import Submission
from grader.workspace import (
    failing_program,
    history,
    kept_verdicts,
    last_score,
    pictures,
    stub_changes,
)


class Remembered(Struct):
    """What a page says beside its report.

    pictures are {stage: where its first one is kept}; turned_right are the stages that were not
    right the last time; last_score is that of the last run, where a file cannot be imported now.
    """

    lines: list[Line] = []
    pictures: dict[int, str] = {}
    turned_right: list[int] = []
    last_score: str = ""


def remember(submission: Submission, report: Report, notes: list[str]) -> Remembered:
    """Keep what the learner may want later; what stands in the way of that is a note."""
    told = Remembered()
    try:
        paths = pictures.keep_pictures(report, notes.append)
        told.pictures = {number: named(path) for number, path in paths.items()}
        told.lines += _kept(submission, report, notes)
        told.turned_right += history.History(KATA, notes.append).keep(submission, report)
        score = last_score.before(report, notes.append)
        told.last_score = f"{score.earned:g}/{score.points:g}" if score else ""
    except files.CannotWrite as error:
        notes.append(f"{error}; grading goes on without it")
    return told


def named(picture: Path) -> str:
    """A picture's path, and how to see it where it is a page."""
    opens = " (make draw opens it)" if picture.suffix == ".html" else ""
    return f"{near(picture)}{opens}"


def _kept(submission: Submission, report: Report, notes: list[str]) -> Iterator[Line]:
    """What is there now, or is new: a line each."""
    past, first = history.History(KATA, notes.append), report.first_to_look_at()
    if submission.cells:  # there is neither a file to import nor a stub to put in its place
        failing_program.forget()
        kept_verdicts.keep(submission, report, notes.append)
        if first and first[1].is_wrong and first[1].program:
            yield Line("Try it", "paste the program into a cell of the notebook")
        return
    change = past.since(submission, first[0].number) if first and first[1].is_wrong else None
    if change:
        yield Line("Changed", change.words, change.diff)
    kept_verdicts.keep(submission, report, notes.append)
    script = failing_program.keep_failing_program(report, notes.append)
    if script:
        warning = failing_program.warning(first[1].outcome) if first else ""
        yield Line("Try it", f"{PYTHON} {near(script)}{warning and f' ({warning})'}")
    for stub in stub_changes.stub_changes(submission, notes.append):
        yield Line("New", stub.words, stub.new)
