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
    if row.earned is None and not row.own_points:
        return Counted(course.points, stages, bonus, 0.0, None, ())
    own = _sum({stage: stages[stage] for stage in row.own_points})
    is_spared = not course.late.reduces_own_points
    reduced = of_stages + added - (own if is_spared else 0.0)
    found = lateness(row, course)
    late = min(rounded(found.taken_off(reduced, course.late)), reduced) if found else 0.0
    most = course.most + (added if course.extra_credit.counts == "added" else 0.0)
    total = min(rounded(of_stages + added - late, course.decimals), rounded(most))
    remarks = _of_lateness(found, reduced, late, course)
    return Counted(course.points, stages, bonus, late, total, remarks)


def _stages(row: Row, course: Course) -> dict[int, float | None]:
    """{stage: what it counts}, the instructor's own points first."""
    graded = {
        stage: None if earned is None else rounded(earned / POINTS[stage] * course.points[stage])
        for stage, earned in row.stages.items()
    }
    own = {stage: min(points, course.points[stage]) for stage, points in row.own_points.items()}
    return {**graded, **own}


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
    """What the instructor gave; and what counts of it, where the stage is worth less now."""
    if override.points is None:
        return ""
    given = f"{override.points:g} points by the instructor"
    counts = row.points(override.stage)
    is_all = counts is None or counts == override.points
    return given if is_all else f"{given}, of which {counts:g} count"
