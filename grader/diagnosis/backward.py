"""A failing backward(), explained: its first wrong step, and the picture of its graph."""

from __future__ import annotations

from grader.diagnosis.first_wrong_step.find import first_wrong_step
from grader.diagnosis.first_wrong_step.picture import differs, draw
from grader.report.model import CheckResult
from grader.sandbox.process import LearnerProcess
from grader.trace import Trace


def explain_backward(
    check: CheckResult,
    process: LearnerProcess,
    trace: Trace,
    expected: Trace,
    *,
    descending: bool = False,
) -> str | None:
    """Fill check.first_wrong_step, and return the picture as SVG, or None where there is none.

    There is none, either, where nothing in it would be marked.

    trace is the learner's own of check.program, in that order of sets; expected torch's.
    """
    step = first_wrong_step(process, check.program, descending=descending)
    check.first_wrong_step = step  # type: ignore[assignment]
    return draw(trace, expected, step) if step or differs(trace, expected) else None
