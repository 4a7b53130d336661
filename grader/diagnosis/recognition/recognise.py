"""Which misconceptions behave just like the learner's code, on the same programs."""

from __future__ import annotations

from collections.abc import Sequence

from grader.answers.answers import Answers
from grader.checks.check import Attempt
from grader.diagnosis.blame import Fault
from grader.diagnosis.effort import Effort, Exhausted
from grader.diagnosis.first_wrong_stage import later_wrong_attempts, passed_attempts
from grader.diagnosis.recognition.catalogue import ALL, Misconception
from grader.diagnosis.recognition.in_place import recognise_in_place
from grader.diagnosis.recognition.whole_mutants import (
    STAGES_THAT_GROW,
    recognise_whole,
    stages_begun,
    suspects_of,
)
from grader.diagnosis.substitution import Substituted
from grader.sandbox.fork_server import ForkServer
from grader.submission.submission import Submission

MOST_CHECKS = 4_000  # put to misconceptions; a typical bug takes some hundred
MOST_TIMEOUTS = 6
OF_OWN_METHODS = {"Value.__eq__": "values-compared-by-number"}


def recognise(
    submission: Submission,
    attempts: Sequence[Attempt],
    wrong: Sequence[Attempt],
    faults: Sequence[Fault],
    answers: Answers,
    server: ForkServer | None = None,
) -> dict[str, list[Misconception]]:
    """{name of a wrong check: the misconceptions that explain it}.

    wrong are those of the first wrong stage. Nothing is named where looking takes too much.
    """
    stage = wrong[0].check.stage
    found: dict[str, list[Misconception]] = {}
    try:
        if not stage.needs_torch:
            with Substituted(submission, answers, _effort(), server) as learner:
                in_place = recognise_in_place(learner, attempts, wrong, faults)
            for fault in faults:
                known = in_place[fault] or of_own_method(fault)
                found.update({a.check.name: known for a in fault.attempts})
        if not any(found.values()):
            whole = _recognise_whole(submission, attempts, wrong, faults, answers, server)
            found = {attempt.check.name: whole for attempt in wrong}
    except Exhausted:
        return {}
    return found


def of_own_method(fault: Fault) -> list[Misconception]:
    """What is known of a method of the learner's own, without which all is right."""
    names = [OF_OWN_METHODS.get(part.name) for part in fault.parts if part.definition is None]
    return [m for m in ALL if m.name in names] if len(fault.parts) == 1 else []


def _recognise_whole(
    submission: Submission,
    attempts: Sequence[Attempt],
    wrong: Sequence[Attempt],
    faults: Sequence[Fault],
    answers: Answers,
    server: ForkServer | None,
) -> list[Misconception]:
    stage = wrong[0].check.stage
    mended = [fault for fault in faults if len(fault.parts) == 1]
    grows = stage.number <= STAGES_THAT_GROW and not mended
    return recognise_whole(
        submission,
        wrong,
        [a for a in passed_attempts(attempts) if a.check.stage.number == stage.number],
        later_wrong_attempts(attempts, stage.number),
        suspects_of(stages_begun(attempts, stage.number), any_function=grows or stage.needs_torch),
        answers,
        _effort(),
        server,
    )


def _effort() -> Effort:
    return Effort(checks=MOST_CHECKS, timeouts=MOST_TIMEOUTS)
