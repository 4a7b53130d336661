"""Reports made by hand, for the tests of what shows or keeps one."""

from __future__ import annotations

from typing import Any

from grader.curriculum import STAGES
from grader.report.model import CheckResult, Report, StageResult, report_of, stage_status
from grader.report.outcome import RIGHT, CheckStatus, Note, Outcome
from grader.trace import Difference, Raised

# What a check of each status most often comes to.
OUTCOMES: dict[CheckStatus, Outcome] = {
    "passed": RIGHT,
    "failed": Outcome(
        status="failed",
        reason="differs",
        differences=(Difference("a", "data", 1.0, 2.0, "torch"),),
    ),
    "to do": Outcome(status="to do", reason="stub", function="Value.__add__"),
    "error": Outcome(status="error", reason="raised", raised=Raised("ValueError", "no")),
    "timeout": Outcome(status="timeout", reason="endless", facts={"seconds": 2.0}),
    "crashed": Outcome(status="crashed", reason="died", facts={"how": "it was ended"}),
    "needs torch": Outcome(
        status="needs torch", reason="needs_torch", remedy="torch", note=Note("needs_torch")
    ),
}
NOT_RUN = Outcome(status="error", reason="not_run", facts={"slow": "exercises/value.py"})


def made_check(outcome: Outcome | CheckStatus = "failed", **fields: Any) -> CheckResult:
    """A check that ended so, worth 10 points unless fields say otherwise."""
    return CheckResult(
        **{
            "name": "test_it",
            "title": "It works.",
            "bonus": False,
            "points": 10.0,
            "outcome": outcome if isinstance(outcome, Outcome) else OUTCOMES[outcome],
            **fields,
        }
    )


def made_stage(number: int, *checks: CheckResult) -> StageResult:
    """A stage with these checks."""
    stage, counted = STAGES[number - 1], [check for check in checks if not check.bonus]
    points, earned = sum(c.points for c in counted), sum(c.earned for c in counted)
    return StageResult(
        number, stage.title, stage.file, points, earned, stage_status(checks), list(checks)
    )


def made_report(*stages: StageResult) -> Report:
    """A report of these stages."""
    return report_of("exercises", "hash", 0, stages)
