"""What is known while a learner works, and what they look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.report.model import CheckResult, Report, StageResult, report_of
from grader.report.told import Line
from grader.submission.submission import Submission
from grader.workspace.remembered import Remembered


@dataclass
class Seen:
    """The files as saved now, and what was found so far.

    report is of all stages, and before that of the save before; in_hand is known sooner. stage is
    looked at, pinned where the learner asked for it (else 0). won are stages that have turned
    right, until the learner goes on; has_just_won says that this save did it. below is what a key
    asked for; typed, of a stage's number, is None unless the list is shown; to_reset is the file in
    question.
    """

    submission: Submission | None = None
    standing: dict[int, StageResult] = field(default_factory=dict)
    report: Report | None = None
    before: Report | None = None
    in_hand: StageResult | None = None
    stage: int = 0
    pinned: int = 0
    won: list[int] = field(default_factory=list)
    has_just_won: bool = False
    told: Remembered = field(default_factory=Remembered)
    notes: list[str] = field(default_factory=list)
    trouble: str = ""
    is_final: bool = False
    below: list[Line] = field(default_factory=list)
    typed: str | None = None
    to_reset: str = ""

    def begin_anew(self) -> None:
        """Files were saved: nothing that was found before counts any more."""
        self.before = self.report or self.before
        self.report = self.in_hand = self.submission = self.typed = None
        self.below, self.notes = [], []
        self.to_reset = self.trouble = ""
        self.is_final = self.has_just_won = False

    def first(self) -> tuple[StageResult, CheckResult] | None:
        """The check that is looked at, as far as it is known; None where nothing is wrong."""
        if self.report is None:
            in_hand = [self.in_hand] if self.in_hand else []
            return report_of("", "", 0, in_hand).first_to_look_at()
        return self.report.first_to_look_at(self.pinned) or self.report.first_to_look_at()

    def look(self) -> None:
        """Turn to the stage that is to be seen with this report."""
        if self.report is None:
            return
        if self.told.turned_right and self.before is not None:
            self.won, self.has_just_won = self.told.turned_right, True
        first = self.report.first_to_look_at()
        if first and not self._can_wait(*first):
            self.won = []
        right = {stage.number for stage in self.report.stages if stage.status == "passed"}
        if not right.issuperset(self.won):
            self.won = []
        if not self.pinned:
            self.stage = first[0].number if first else 0

    def _can_wait(self, stage: StageResult, check: CheckResult) -> bool:
        """Whether what is to be looked at can wait until the learner goes on.

        What is to do can, and what was wrong before in a stage after the one that is won.
        """
        if not check.is_wrong and not check.outcome.waits:
            return True
        before = self.before.stages if self.before else []
        was_wrong = any(other.number == stage.number and other.is_wrong for other in before)
        return self.has_just_won and was_wrong and stage.number > max(self.won, default=0)

    def pin(self, stage: int) -> None:
        """Look at a stage, whatever else is wrong; with 0 at the first that is not right."""
        self.won, self.has_just_won, self.pinned = [], False, stage
        self.told.turned_right = []
        self.stage = stage
        self.look()

    @property
    def to_replace(self) -> str:
        """The file that only a fresh stub can take the place of; "" where there is none."""
        checks = (
            [check for stage in self.report.stages for check in stage.checks] if self.report else []
        )
        remedies = (check.outcome.facts for check in checks if check.outcome.remedy == "reset")
        return next((f"{facts['stem']}.py" for facts in remedies), "")

    @property
    def following(self) -> int:
        """The stage to go on to, once something is won; else 0."""
        first = self.report.first_to_look_at() if self.report and self.won else None
        return first[0].number if first else 0

    @property
    def broken(self) -> list[int]:
        """What was right before this save and is not any more, and is not looked at."""
        if self.report is None or self.before is None:
            return []
        was = {stage.number for stage in self.before.stages if stage.status == "passed"}
        wrong = [stage.number for stage in self.report.stages if stage.is_wrong]
        return [number for number in wrong if number in was and number != self.stage]
