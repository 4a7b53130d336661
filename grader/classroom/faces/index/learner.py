"""One learner on the page: what each stage came to, and where the first mistake is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from grader.classroom.integrity.flag import Flag
from grader.classroom.row import Row
from grader.report import words
from grader.report.model import Report, StageResult
from grader.report.safe_text import safe_line

Status = Literal["right", "wrong", "error", "to do", "not run", "needs torch", "not graded"]

# What a cell shows of each, beside its points: no two look alike without colours.
SIGNS: dict[Status, str] = {
    "right": "✓",
    "wrong": "✗",
    "error": "!",
    "to do": "○",
    "not run": "–",
    "needs torch": "t",
    "not graded": "?",
}
WORDS: dict[Status, str] = {
    "right": "right",
    "wrong": "wrong",
    "error": "an error or a crash, or it never ends",
    "to do": "still to do",
    "not run": "not run",
    "needs torch": "needs torch, which is not installed",
    "not graded": "not graded",
}
LONGEST_TEXT = 250  # characters of a name, a note or a comment
STEPS = 4  # of the colour that says how much is lacking


class Cell(Struct, frozen=True):
    """One stage of one learner; is_own says that the points are the instructor's."""

    stage: int
    status: Status
    points: float | None
    most: float
    is_own: bool

    @property
    def is_full(self) -> bool:
        return self.points is not None and self.points >= self.most

    @property
    def is_wrong(self) -> bool:
        return self.status in ("wrong", "error")

    @property
    def step(self) -> int:
        """How much is lacking of something wrong, from 1 to STEPS; 0 where nothing is."""
        if not self.is_wrong or self.is_full:
            return 0
        lacking = 1 - (self.points or 0.0) / self.most if self.most else 1.0
        return min(STEPS, 1 + int(lacking * STEPS))


class Learner(Struct, frozen=True):
    """One row of the table.

    page is the name of a file under feedback/, or "". first is the stage of the first mistake, 0
    where there is none, and check the title of the check it was found by. not_run says why not
    all could be run, which is no mistake in a stage. flags are what deserves a second look.
    """

    row: Row
    page: str
    flags: tuple[Flag, ...]
    cells: tuple[Cell, ...]
    first: int = 0
    check: str = ""
    not_run: str = ""

    @property
    def name(self) -> str:
        return self.row.name or self.row.learner

    @property
    def why_not_graded(self) -> str:
        """Why there is nothing to show; "" where there is something."""
        row = self.row
        if row.earned is not None:
            return ""
        return row.missing or row.unusable or row.failed or "not graded yet"


def learner_of(
    row: Row,
    report: Report | None,
    points: Mapping[int, float],
    page: str = "",
    flags: tuple[Flag, ...] = (),
) -> Learner:
    """What a row of the class and its report come to; points are the most of each stage."""
    stages = {stage.number: stage for stage in report.stages} if report else {}
    cells = tuple(
        Cell(
            number,
            _status(stages.get(number)),
            row.points(number),
            most,
            number in row.own_points,
        )
        for number, most in points.items()
    )
    waiting = report.waiting[:1] if report else ()
    not_run = "".join(words.what(check.outcome) for _, check in waiting)
    found = report.first_to_look_at() if report else None
    if found is None or not found[1].is_wrong:
        return Learner(row, page, flags, cells, not_run=not_run)
    return Learner(row, page, flags, cells, found[0].number, found[1].title, not_run)


def _status(stage: StageResult | None) -> Status:
    if stage is None:
        return "not graded"
    if stage.status == "passed":
        return "right"
    if stage.status == "failed":
        return "wrong"
    if stage.status == "error":
        return "error" if stage.is_wrong or (stage.waiting and stage.was_put) else "not run"
    return stage.status


def clipped(text: str) -> str:
    """A text of somebody's, in one line and not too long."""
    text = safe_line(text)
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
