"""The report as data: what every face shows, and what `--format json` writes."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

from grader.trace import Difference

CheckStatus = Literal["passed", "failed", "to do", "error", "timeout", "crashed", "needs torch"]
StageStatus = Literal["passed", "failed", "to do", "error", "needs torch"]


# What a check is where it was tried and is not right.
WRONG = ("failed", "error", "timeout", "crashed")

# The message of a check that was never put to the learner.
NOT_RUN = "not run: two programs ran out of time before it"

# The remark on a check that cannot be judged here, written or not.
NEEDS_TORCH = "needs torch: make torch"


class Diagnosis(Struct):
    misconception: str
    explanation: str


class Blame(Struct):
    function: str
    file: str
    line: int


class CheckResult(Struct):
    """The outcome of one check. program runs as pasted, in the submission's folder."""

    name: str
    title: str
    status: CheckStatus
    bonus: bool
    points: float
    earned: float
    message: str = ""
    remark: str = ""
    program: str = ""
    file: str | None = None
    line: int | None = None
    output: str = ""
    seconds: float = 0.0
    picture: str | None = None
    differences: list[Difference] = []
    diagnosis: list[Diagnosis] = []
    blame: list[Blame] = []
    first_wrong_step: dict[str, Any] | None = None
    counterexample: str | None = None

    @property
    def was_run(self) -> bool:
        """Whether the run came to it, before it was ended."""
        return self.message != NOT_RUN

    @property
    def needs_torch(self) -> bool:
        """Whether it cannot be judged here for want of torch, be it written or not."""
        return self.status == "needs torch" or self.remark == NEEDS_TORCH


class StageResult(Struct):
    """One stage: points and earned leave extra credit out."""

    number: int
    title: str
    file: str
    points: float
    earned: float
    status: StageStatus
    checks: list[CheckResult]


class Report(Struct):
    """The outcome of grading one submission; grader is a hash of the checks and answers."""

    submission: str
    grader: str
    seed: int
    points: float
    earned: float
    bonus_earned: float
    stages: list[StageResult]
    schema: int = 1

    @property
    def is_right(self) -> bool:
        """Whether all that was graded is right, extra credit apart."""
        return all(stage.status == "passed" for stage in self.stages)


def stage_status(checks: list[CheckResult]) -> StageStatus:
    """What a stage is, given its checks; extra credit does not count."""
    statuses = {check.status for check in checks if not check.bonus}
    if statuses & {"error", "timeout", "crashed"} and "failed" not in statuses:
        return "error"
    if statuses & set(WRONG):
        return "failed"
    if "needs torch" in statuses:
        return "needs torch"
    return "to do" if "to do" in statuses else "passed"


def to_json(report: Report) -> str:
    """The report as one JSON object, fields in the order of the schema, a line at its end."""
    fields = {"schema": report.schema, **msgspec.to_builtins(report)}
    return msgspec.json.format(msgspec.json.encode(_finite(fields)), indent=2).decode() + "\n"


def _finite(value: Any) -> Any:
    """The value with floats that JSON cannot hold as the strings nan, inf and -inf."""
    if isinstance(value, float) and value - value != 0:
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value
