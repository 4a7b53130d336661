"""Why an answer is wrong: the misconception, the function at fault, the first wrong step."""

from __future__ import annotations

import time
from collections.abc import Sequence

from grader.answers.answers import Answers
from grader.checks.check import Attempt
from grader.diagnosis.blame import blame
from grader.diagnosis.first_wrong_step.find import explain_backward
from grader.diagnosis.recognition.recognise import recognise, wrong_attempts
from grader.report.model import Diagnosis
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import Submission
from grader.trace import Trace

SECONDS = 3.0  # for each mechanism; a typical bug takes a tenth of that
SECONDS_WITH_TORCH = 60.0  # to import it
MOST_STEPS = 3  # checks whose backward() is replayed: more than are shown in full


def diagnose(
    submission: Submission,
    attempts: Sequence[Attempt],
    answers: Answers,
) -> None:
    """Say more in the results of what is wrong in the first stage that is wrong."""
    wrong = wrong_attempts(attempts)
    if not wrong:
        return
    seconds = SECONDS_WITH_TORCH if wrong[0].check.stage.needs_torch else SECONDS
    found = recognise(submission, attempts, answers, time.monotonic() + seconds)
    at_fault = blame(submission, attempts, answers, time.monotonic() + SECONDS)
    for attempt in wrong:
        attempt.result.diagnosis = [Diagnosis(m.name, m.explanation) for m in found]
        attempt.result.blame = list(at_fault)
    _explain_steps(submission, wrong[:MOST_STEPS])


def _explain_steps(submission: Submission, wrong: Sequence[Attempt]) -> None:
    with LearnerProcess(submission.files) as process:
        for attempt in wrong:
            trace, result = attempt.runs[-1].outcome, attempt.result
            if not isinstance(trace, Trace) or not result.outcome.differences:
                continue
            if ".backward()" not in result.program:
                continue  # neither a step of backward() nor gradients to draw
            result.first_wrong_step, result.picture = explain_backward(
                process, result.program, trace, attempt.expected, attempt.runs[-1].set_order
            )
