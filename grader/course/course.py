"""A course as plain data: what an instructor lets work count, and what is asked beside ours."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct, field

from grader.curriculum import STAGES

POINTS = {stage.number: stage.points for stage in STAGES}  # as they are graded
DECIMALS = 2  # of all points but a total, which may be rounded to fewer

Unit = Literal["day", "hour"]
Counting = Literal["no", "added", "fills"]

COUNTINGS: tuple[Counting, ...] = ("no", "added", "fills")
SECONDS: dict[Unit, int] = {"day": 24 * 60 * 60, "hour": 60 * 60}


class Amount(Struct, frozen=True):
    """So many points, or so many percent of what was earned."""

    number: float
    is_percent: bool = True

    def of(self, earned: float, times: int = 1) -> float:
        """What it is of so many points, that many times."""
        return times * self.number * (earned / 100 if self.is_percent else 1)

    def __str__(self) -> str:
        if self.is_percent:
            return f"{self.number:g} %"
        return f"{self.number:g} point{'' if self.number == 1 else 's'}"


NOTHING, ALL = Amount(0.0), Amount(100.0)


class ExtraCredit(Struct, frozen=True):
    """How extra credit counts: not in the total, on top of it, or where points are missing.

    each is what a point of it is worth; most is None where there is no limit.
    """

    counts: Counting = "no"
    most: float | None = None
    each: float = 1.0


class Late(Struct, frozen=True):
    """What late work loses: off for each unit begun after the grace period; times in seconds.

    It loses no more than at_most, and keeps floor points if it had them, but after cut_off
    nothing. bare_mark is for what a platform calls late without saying when it came.
    """

    off: Amount = NOTHING
    per: Unit = "day"
    grace: float = 0.0
    at_most: Amount = ALL
    floor: float = 0.0
    cut_off: float | None = None
    bare_mark: Amount = NOTHING
    reduces_own_points: bool = False  # those that the instructor gave


class Text(Struct, frozen=True):
    """What is said to learners beside their points: plain text, never markup."""

    title: str = ""
    opening: str = ""
    closing: str = ""
    stages: dict[int, str] = {}


class Course(Struct, frozen=True):
    """One course; without anything said, all counts as it is graded.

    points are those of every stage. checks are modules of extra ones, {file name: source}.
    Deadlines have a time zone; time_zone is that of times which say none, where it is named.
    """

    points: dict[int, float] = field(default_factory=POINTS.copy)
    decimals: int = DECIMALS  # of a total
    extra_credit: ExtraCredit = ExtraCredit()
    due: datetime | None = None
    time_zone: str = ""
    late: Late = Late()
    extensions: dict[str, datetime] = {}  # by a learner's name in the gradebook, or any id
    text: Text = Text()
    checks: dict[str, str] = {}

    @property
    def most(self) -> float:
        """What all stages are worth, extra credit apart."""
        return sum(self.points.values())


def to_json(course: Course) -> str:
    return msgspec.json.encode(course).decode()


def from_json(text: str) -> Course:
    """The course that to_json() made a text of; raises msgspec.MsgspecError."""
    return msgspec.json.decode(text, type=Course)
