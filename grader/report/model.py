"""The report as data: what every face shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from grader.report.moving import Moving
from grader.report.outcome import RIGHT, WRONG, CheckStatus, Outcome
from grader.report.wrong_step import FirstWrongStep
from grader.submission.submission import file_of
from grader.trace import InCell

MOST_ROWS = 6  # of differences that a face shows of one check

StageStatus = Literal["passed", "failed", "to do", "error", "needs torch"]


class Diagnosis(Struct):
    misconception: str
    explanation: str


class Blame(Struct):
    """A function at fault, where it stands; a whole file, where no function is named.

    cell is where a person finds it, of a notebook.
    """

    function: str
    file: str
    line: int
    cell: InCell | None = None


class CheckResult(Struct):
    """The outcome of one check. program runs as pasted, in the submission's folder.

    picture is SVG text, and moving the data of a page; seconds are those that the check took.
    """

    name: str
    title: str
    bonus: bool
    points: float
    is_beyond_the_lecture: bool = False
    outcome: Outcome = RIGHT
    program: str = ""
    output: str = ""
    seconds: float = 0.0
    picture: str | None = None
    moving: Moving | None = None
    diagnosis: list[Diagnosis] = []
    blame: list[Blame] = []
    first_wrong_step: FirstWrongStep | None = None
    counterexample: str | None = None

    @property
    def status(self) -> CheckStatus:
        return self.outcome.status

    @property
    def earned(self) -> float:
        return self.points if self.status == "passed" else 0.0

    @property
    def is_wrong(self) -> bool:
        """Whether it was put to the learner, and is not right."""
        return self.status in WRONG and self.outcome.was_put

    @property
    def can_wait(self) -> bool:
        """Whether it is looked at only where nothing else is wrong.

        So is what asks for more than the lecture shows, and what is only about a text.
        """
        return self.is_beyond_the_lecture or self.outcome.is_about_text

    @property
    def needs_torch(self) -> bool:
        """Whether it cannot be judged here for want of torch, be it written or not."""
        return self.outcome.remedy == "torch"


class ToWrite(Struct, frozen=True):
    """A function that a stage still asks for, or a part of one, and where it is."""

    function: str
    words: str  # which part of it; "" for all
    file: str
    line: int
    cell: InCell | None = None

    @property
    def place(self) -> str:
        """Where a person finds it; of what a notebook does not have yet, which notebook."""
        return str(self.cell or file_of(self.file) or f"{self.file}:{self.line}")


class StageResult(Struct):
    """One stage: points and earned leave extra credit out.

    to_write is in the order to write it, and empty unless the stage is to do.
    """

    number: int
    title: str
    file: str
    points: float
    earned: float
    status: StageStatus
    checks: list[CheckResult]
    to_write: list[ToWrite] = []

    @property
    def needs_torch(self) -> bool:
        """Whether it cannot be graded here, be it written or not."""
        return any(check.needs_torch for check in self.checks)

    @property
    def was_put(self) -> bool:
        """Whether the run came to any of its checks."""
        return not self.checks or any(check.outcome.was_put for check in self.checks)

    @property
    def is_wrong(self) -> bool:
        """Whether anything was tried and is not right, extra credit apart."""
        return any(check.is_wrong and not check.bonus for check in self.checks)

    @property
    def waiting(self) -> list[CheckResult]:
        """The checks that wait for a file that cannot be imported."""
        return [check for check in self.checks if check.outcome.waits]


class Report(Struct):
    """The outcome of grading one submission; grader is a hash of the checks and answers.

    notes are what is to be said of the submission as a whole: which files count, what held it.
    """

    submission: str
    grader: str
    seed: int
    points: float
    earned: float
    bonus_earned: float
    stages: list[StageResult]
    notes: list[str] = []

    @property
    def is_right(self) -> bool:
        """Whether all that was graded is right, extra credit apart."""
        return all(stage.status == "passed" for stage in self.stages)

    @property
    def waiting(self) -> list[tuple[StageResult, CheckResult]]:
        """The checks that wait for a file that cannot be imported, with their stages."""
        return [(s, c) for s in self.stages for c in s.waiting if not c.bonus]

    def first_to_look_at(self, stage: int = 0) -> tuple[StageResult, CheckResult] | None:
        """The check to look at first: one that is wrong if any is, else one that is to do.

        With a stage's number, the first of that stage.
        A file that cannot be imported comes before what is wrong in the stages after it. What
        can wait comes after what is wrong in numbers that the lecture asks for; what needs
        torch, where that is not installed, comes last. Extra credit never comes.
        """
        stages = [s for s in self.stages if stage in (0, s.number)]
        checks = [(s, c) for s in stages for c in s.checks if not c.bonus]
        here = [(s, c) for s, c in checks if not c.needs_torch]
        wrong = [
            *((s, c) for s, c in here if c.is_wrong and not c.can_wait),
            *((s, c) for s, c in here if c.is_wrong and not c.outcome.is_about_text),
            *((s, c) for s, c in here if c.is_wrong),
        ]
        waiting = [(s, c) for s, c in self.waiting if s in stages]
        leading = [*wrong[:1], *waiting[:1]]
        in_order = [
            *sorted(leading, key=lambda found: found[0].number),
            *((s, c) for s, c in here if c.status == "to do"),
            *((s, c) for s, c in checks if c.status != "passed"),
        ]
        return in_order[0] if in_order else None


def stage_status(checks: Iterable[CheckResult]) -> StageStatus:
    """What a stage is, given its checks; extra credit does not count."""
    statuses = {check.status for check in checks if not check.bonus}
    if statuses & {"error", "timeout", "crashed"} and "failed" not in statuses:
        return "error"
    if statuses & set(WRONG):
        return "failed"
    if "needs torch" in statuses:
        return "needs torch"
    return "to do" if "to do" in statuses else "passed"


def report_of(submission: str, grader: str, seed: int, stages: Sequence[StageResult]) -> Report:
    """The report of stages that were graded, with the sums over them."""
    bonus = (check for stage in stages for check in stage.checks if check.bonus)
    return Report(
        submission=submission,
        grader=grader,
        seed=seed,
        points=round(sum(stage.points for stage in stages), 6),
        earned=round(sum(stage.earned for stage in stages), 6),
        bonus_earned=round(sum(check.earned for check in bonus), 6),
        stages=list(stages),
    )
