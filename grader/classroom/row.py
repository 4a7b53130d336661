"""One learner of a class: what the work came to, and what the instructor made of that."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from grader.course.course import POINTS
from grader.course.rounding import rounded


class Override(Struct, frozen=True):
    """An instructor's own points for a stage, or a comment; stage 0 is the whole.

    worth is what the stage was worth when they were given; None where that is as it is graded.
    """

    stage: int
    points: float | None
    comment: str
    worth: float | None = None

    @property
    def of(self) -> float:
        """Of how many points they were given."""
        return POINTS.get(self.stage, 0.0) if self.worth is None else self.worth

    def where_worth(self, worth: float) -> float | None:
        """The same share of other points; None where there is but a comment."""
        if self.points is None:
            return None
        is_scaled = self.of and worth != self.of
        return min(rounded(self.points / self.of * worth) if is_scaled else self.points, worth)


class Counted(Struct, frozen=True):
    """What a row comes to in an instructor's course: what adds up to the total.

    stages and bonus are before lateness, and late is what it took off.
    """

    worth: dict[int, float]
    stages: dict[int, float | None]
    bonus: float | None
    late: float
    total: float | None
    remarks: tuple[str, ...]


class Row(Struct, frozen=True):
    """What is known of one learner.

    ids are those of rosters and platforms, such as {"moodle": "12345", "email": ...}; source is
    the part of the export that the work was in; handed_in_at is ISO 8601, or "" where nothing
    says it. earned, as the grader gave it, is None where nothing was graded; so is what a stage
    earned, where it needs torch and there was none. What it counts is asked of points(), worth,
    total and extra_credit: in an instructor's course that is counted, else as the grader gave it.
    """

    learner: str
    name: str
    ids: dict[str, str]
    source: str
    handed_in_at: str
    is_late: bool | None
    missing: str
    notes: tuple[str, ...]
    was_graded: bool  # or found unfit for it
    earned: float | None
    bonus: float | None
    is_right: bool
    unusable: str
    failed: str
    stages: dict[int, float | None]
    named: tuple[tuple[int, str], ...]  # (stage, misconception)
    overrides: tuple[Override, ...]
    counted: Counted | None = None

    @property
    def own_points(self) -> dict[int, float]:
        """{stage: the instructor's points, as the stage is worth now}"""
        return self.own_points_of(self.worth)

    def own_points_of(self, worth: Mapping[int, float]) -> dict[int, float]:
        """{stage: the instructor's points, where a stage is worth so many}"""
        own = {o.stage: o.where_worth(worth.get(o.stage, 0.0)) for o in self.overrides}
        return {stage: points for stage, points in own.items() if points is not None}

    def points(self, stage: int) -> float | None:
        """What a stage counts, before lateness; None where it was not graded."""
        if self.counted:
            return self.counted.stages.get(stage)
        return self.own_points.get(stage, self.stages.get(stage))

    @property
    def worth(self) -> dict[int, float]:
        """{stage: the most that it can count}"""
        return self.counted.worth if self.counted else POINTS

    def does_count(self, stage: int) -> bool:
        """Whether a stage is worth anything; a course may leave it out."""
        return self.worth.get(stage, 0.0) > 0

    @property
    def most(self) -> float:
        """What all stages are worth; extra credit may come on top."""
        return sum(self.worth.values())

    @property
    def extra_credit(self) -> float | None:
        """What extra credit counts, or came to where it does not count."""
        return self.counted.bonus if self.counted else self.bonus

    @property
    def late_deduction(self) -> float:
        """The points that lateness took off the total."""
        return self.counted.late if self.counted else 0.0

    @property
    def came_late(self) -> bool | None:
        """By the course's deadline, else as the export has it; None where nothing says it."""
        return True if self.counted and self.counted.remarks else self.is_late

    @property
    def is_right_as_graded(self) -> bool:
        """Whether all stages that could be graded here have all their points, by the grader."""
        graded = {stage: earned for stage, earned in self.stages.items() if earned is not None}
        return bool(graded) and all(earned == POINTS[stage] for stage, earned in graded.items())

    @property
    def called(self) -> str:
        """Who it is, for people to read."""
        is_enough = not self.name or self.name == self.learner
        return self.learner if is_enough else f"{self.learner} ({self.name})"

    @property
    def total(self) -> float | None:
        """What all comes to; None where nothing was graded, by nobody."""
        if self.counted:
            return self.counted.total
        if self.earned is None and not self.own_points:
            return None
        return sum(self.points(stage) or 0.0 for stage in {*self.stages, *self.own_points})
