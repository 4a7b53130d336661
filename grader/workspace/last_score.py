"""The score of the last run that could import every file, kept in .kata/."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from grader.paths import KATA
from grader.report.model import Report
from grader.workspace import kept_file
from grader.workspace.kept_file import Say, aloud

FILE = KATA / "score.json"


class Score(Struct, frozen=True):
    """Points, of how many."""

    earned: float
    points: float


def before(report: Report, say: Say = aloud) -> Score | None:
    """The last score, to stand beside one that says nothing; keeps this one where it does.

    None where all files can be imported, or no score is known. Raises CannotWrite.
    """
    kept = kept_file.read(FILE, Score, say)
    if report.waiting:
        return kept if kept and kept.points == report.points else None
    now = Score(report.earned, report.points)
    if now != kept:
        kept_file.write(FILE, msgspec.json.encode(now).decode(), say)
    return None
