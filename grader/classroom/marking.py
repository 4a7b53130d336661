"""What a row counts in an instructor's course: points scaled, extra credit, lateness.

The database keeps what the grader gave, so that another policy grades nothing again.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from grader.classroom.lateness import Lateness, lateness
from grader.classroom.row import Counted, Override, Row
from grader.course.course import POINTS, Course
from grader.course.rounding import rounded, shown


def marked(row: Row, course: Course | None) -> Row:
    """The row as it counts in a course; without one as it is."""
    return row if course is None else replace(row, counted=_counted(row, course))


def _counted(row: Row, course: Course) -> Counted:
    stages = _stages(row, course)
    of_stages = _sum(stages)
    bonus = _bonus(row, course, of_stages)
    added = 0.0 if course.extra_credit.counts == "no" else bonus or 0.0
    own = row.own_points_of(course.points)
    if row.earned is None and not own:
        return Counted(course.points, stages, bonus, 0.0, None, ())
    spared = 0.0 if course.late.reduces_own_points else _sum(own)
    reduced = rounded(of_stages + added - spared)
    found = lateness(row, course)
    # What is kept is rounded, for halves go up to the learner's gain; the rest is what is lost.
    kept = rounded(reduced - (found.taken_off(reduced, course.late) if found else 0.0))
    late = rounded(reduced - kept)
    most = course.most + (added if course.extra_credit.counts == "added" else 0.0)
    total = min(rounded(spared + kept, course.decimals), rounded(most))
    remarks = _of_lateness(found, reduced, late, course)
    return Counted(course.points, stages, bonus, late, total, remarks)


def _stages(row: Row, course: Course) -> dict[int, float | None]:
    """{stage: what it counts}, the instructor's own points first."""
    graded = {
        stage: None if earned is None else rounded(earned / POINTS[stage] * course.points[stage])
        for stage, earned in row.stages.items()
    }
    return {**graded, **row.own_points_of(course.points)}


def _bonus(row: Row, course: Course, of_stages: float) -> float | None:
    """What extra credit counts, or comes to where it does not count."""
    credit = course.extra_credit
    if row.bonus is None:
        return None
    bonus = rounded(row.bonus * credit.each)
    if credit.most is not None:
        bonus = min(bonus, credit.most)
    if credit.counts == "fills":
        bonus = min(bonus, rounded(max(0.0, course.most - of_stages)))
    return bonus


def _sum(points: Mapping[int, float | None]) -> float:
    return rounded(sum(number or 0.0 for number in points.values()))


def _of_lateness(
    found: Lateness | None, reduced: float, late: float, course: Course
) -> tuple[str, ...]:
    """What is to be said of late work, with what it had and has."""
    if found is None:
        return ()
    change = f", {shown(reduced)} → {shown(rounded(reduced - late))}" if late else ""
    return (f"{found.words(course.late)}{change}",)


def own_words(override: Override, row: Row) -> str:
    """What the instructor gave; and what that comes to, where the stage is worth other points."""
    if override.points is None:
        return ""
    given, now = shown(override.points), row.worth.get(override.stage, 0.0)
    if now == override.of:
        return f"{given} points by the instructor"
    given = f"{given} of {shown(override.of)} points by the instructor"
    if not row.does_count(override.stage):
        return f"{given}, in a stage that does not count"
    counts = row.own_points[override.stage]
    return f"{given}, now {shown(counts)} of {shown(now)}"
