"""The report as the JSON that GitHub's autograding reporter reads: a test for each stage.

The reporter sums the scores, but its table shares a runner's points equally among its tests: so
stages, which have ten each, are the tests. A stage that cannot be graded here is left out, points
and all, for there is no status for it. The reporter prints names and messages as they are, where
a line that begins with :: is a command to the runner, and so is ##[ anywhere: neither is left.
"""

from __future__ import annotations

from typing import Any

from grader.report.as_gradescope import as_text
from grader.report.model import CheckResult, Report, StageResult
from grader.report.plain_text import in_a_line, standing, to_write
from grader.report.safe_text import safe, safe_line

VERSION = 3  # of the form: the first with a test's own program
LONGEST = 500  # characters of what was printed, as GitHub's own graders have it


def to_autograding(report: Report) -> str:
    """The report as JSON text."""
    graded = [stage for stage in report.stages if stage.is_wrong or not stage.needs_torch]
    fields = {
        "version": VERSION,
        "status": "pass" if all(stage.status == "passed" for stage in graded) else "fail",
        "max_score": sum(stage.points for stage in graded),
        "tests": [_test(stage) for stage in graded],
    }
    return as_text(fields)


def _test(stage: StageResult) -> dict[str, Any]:
    first = next((check for check in stage.checks if check.is_wrong and not check.bonus), None)
    outcome = first.outcome if first else None
    return {
        "name": inert(f"{stage.number} {stage.title}: {stage.earned:g}/{stage.points:g}"),
        "status": "pass" if stage.status == "passed" else "fail",
        "message": inert(_message(stage, first)),
        "test_code": safe(first.program) if first else "",
        "filename": safe_line(outcome.file or stage.file) if outcome else stage.file,
        "line_no": (outcome.line or 0) if outcome else 0,
        "duration": round(sum(check.seconds for check in stage.checks), 3),
        "score": stage.earned,
        "output": safe(first.output)[:LONGEST] if first else "",
    }


def _message(stage: StageResult, first: CheckResult | None) -> str:
    if first:
        return f"{first.title} {in_a_line(first)}"
    return "; ".join([standing(stage), *to_write(stage)]) if standing(stage) else ""


def inert(text: str) -> str:
    """One line that is no command to the runner that prints it, whatever stands before it."""
    return safe_line(text).replace("##[", "# #[").replace("::", ": :")
