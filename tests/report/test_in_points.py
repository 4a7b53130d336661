"""A report in the points of a course: what it was made from stays as it was."""

from __future__ import annotations

import pytest

from grader.report.in_points import in_points
from grader.report.model import CheckResult, Report, StageResult, report_of
from grader.report.outcome import Outcome

WRONG = Outcome(status="failed", reason="differs")


def made() -> Report:
    checks = [
        CheckResult("test_a", "A.", False, 7.5),
        CheckResult("test_b", "B.", False, 2.5, outcome=WRONG),
        CheckResult("test_c", "C.", True, 1.0),
    ]
    stages = [StageResult(n, "", "value.py", 10.0, 7.5, "failed", checks) for n in (5, 6)]
    return report_of("anna", "grader", 0, stages)


def test_a_stage_is_worth_what_is_said_and_so_are_its_checks_in_all() -> None:
    report = in_points(made(), {5: 20.0})
    five, six = report.stages

    assert (five.points, five.earned) == (20, 15)
    assert [(c.points, c.earned) for c in five.checks] == [(15, 15), (5, 0), (1, 1)]
    assert six == made().stages[1]
    assert (report.points, report.earned, report.bonus_earned) == (30, 22.5, 2)


def test_a_stage_that_does_not_count_is_worth_nothing() -> None:
    report = in_points(made(), {5: 0.0})

    assert (report.stages[0].points, report.stages[0].earned) == (0, 0)
    assert report.earned == 7.5


def test_what_it_was_made_from_is_as_it_was() -> None:
    report = made()

    in_points(report, {5: 3.0, 6: 4.0})

    assert report == made()


@pytest.mark.parametrize("worth", [3.33, 7.0, 12.5])
def test_it_is_rounded_as_a_gradebook_is(worth: float) -> None:
    from grader.classroom.marking import marked
    from grader.course.course import POINTS, Course
    from tests.classroom.test_gradebook import row

    course = Course(points={**POINTS, 5: worth})
    counted = marked(row(stages={5: 7.5}), course).points(5)

    assert in_points(made(), course.points).stages[0].earned == counted
