"""The same report where stages are worth other points: as an instructor's course has it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from grader.course.rounding import rounded
from grader.report.model import CheckResult, Report, StageResult, report_of

OF_CHECKS = 6  # decimals: what a check is worth is a share


def in_points(report: Report, worth: Mapping[int, float]) -> Report:
    """The report where each stage is worth so many points, {stage: points}.

    Extra credit keeps its own. Of what the report was made from nothing is changed.
    """
    stages = [_stage(stage, worth.get(stage.number, stage.points)) for stage in report.stages]
    return report_of(report.submission, report.grader, report.seed, stages)


def _stage(stage: StageResult, worth: float) -> StageResult:
    if not stage.points or worth == stage.points:
        return stage
    share = worth / stage.points
    return replace(
        stage,
        points=worth,
        earned=rounded(stage.earned * share),
        checks=[_check(check, share) for check in stage.checks],
    )


def _check(check: CheckResult, share: float) -> CheckResult:
    return check if check.bonus else replace(check, points=round(check.points * share, OF_CHECKS))
