"""Why an answer is wrong: the misconception, the function at fault, the first wrong step."""

from __future__ import annotations

import time
from collections.abc import Sequence

from grader.checks.check import Attempt
from grader.diagnosis.blame import blame
from grader.diagnosis.recognise import recognise, wrong_attempts
from grader.interpreters.answers import Answers
from grader.report.model import Diagnosis
from grader.submission import Submission

SECONDS = 3.0  # for each mechanism; a typical bug takes a tenth of that


def diagnose(submission: Submission, attempts: Sequence[Attempt], answers: Answers) -> None:
    """Say more in the results of what is wrong in the first stage that is wrong."""
    wrong = wrong_attempts(attempts)
    if not wrong:
        return
    found = recognise(attempts, answers, time.monotonic() + SECONDS)
    at_fault = blame(submission, attempts, answers, time.monotonic() + SECONDS)
    for attempt in wrong:
        attempt.result.diagnosis = [Diagnosis(m.name, m.explanation) for m in found]
        attempt.result.blame = list(at_fault)
