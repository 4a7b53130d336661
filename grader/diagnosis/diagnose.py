"""Why an answer is wrong: the misconception, the function at fault, the first wrong step."""

from __future__ import annotations

from collections.abc import Sequence

from grader import edition
from grader.answers.answers import Answers
from grader.checks.check import Attempt
from grader.diagnosis.first_wrong_stage import wrong_attempts
from grader.diagnosis.first_wrong_step.find import explain_steps
from grader.report.side_by_side import side_by_side
from grader.sandbox.fork_server import ForkServer
from grader.sandbox.launcher_for import launcher_for
from grader.sandbox.process import LearnerProcess
from grader.submission.submission import Submission
from grader.trace import Trace

MOST_STEPS = 3  # checks whose backward() is replayed: more than are shown in full


def diagnose(
    submission: Submission,
    attempts: Sequence[Attempt],
    answers: Answers,
    server: ForkServer | None = None,
) -> None:
    """Say more in the results of what is wrong in the first stage that is wrong."""
    wrong = wrong_attempts(attempts)
    if not wrong:
        return
    if not edition.IS_STUDENT:
        from grader.diagnosis.by_reference import find_and_name

        find_and_name(submission, attempts, wrong, answers, server)
    _explain_steps(submission, wrong[:MOST_STEPS], server)


def _explain_steps(
    submission: Submission, wrong: Sequence[Attempt], server: ForkServer | None
) -> None:
    starts = server.launcher_for if server else launcher_for
    launcher = starts(is_others=submission.is_others)
    with LearnerProcess(submission.files, launcher=launcher) as process:
        for attempt in wrong:
            trace, result = attempt.runs[-1].outcome, attempt.result
            if not isinstance(trace, Trace) or not result.outcome.differences:
                continue
            explained = explain_steps(
                process,
                result.program,
                trace,
                attempt.expected,
                attempt.runs[-1].set_order,
                side_by_side(result.outcome.differences).source,
            )
            result.first_wrong_step, result.picture = explained.step, explained.picture
            result.moving = explained.moving
