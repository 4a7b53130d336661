"""What only the reference can tell: the functions at fault, and what each looks like."""

from __future__ import annotations

from collections.abc import Sequence

from grader.answers.answers import Answers
from grader.checks.check import Attempt
from grader.diagnosis.blame import (
    MOST_FUNCTIONS,
    Fault,
    as_blame,
    blame_of_file,
    find_faults,
    places,
)
from grader.diagnosis.effort import Effort
from grader.diagnosis.recognition.catalogue import Misconception
from grader.diagnosis.recognition.recognise import recognise
from grader.diagnosis.substitution import Substituted, reference_parts
from grader.report.model import Blame, Diagnosis
from grader.sandbox.fork_server import ForkServer
from grader.submission.submission import Submission

MOST_CHECKS = 1_500  # put to the learner's code with functions of the reference in it
MOST_TIMEOUTS = 6


def find_and_name(
    submission: Submission,
    attempts: Sequence[Attempt],
    wrong: Sequence[Attempt],
    answers: Answers,
    server: ForkServer | None = None,
) -> None:
    """Say in the results of what is wrong where the fault is, and what it looks like.

    wrong are those of the first wrong stage.
    """
    faults = _faults(submission, attempts, wrong, answers, server)
    known = recognise(submission, attempts, wrong, faults, answers, server)
    blamed = {a.check.name: fault for fault in faults for a in fault.attempts}
    for attempt in wrong:
        found = known.get(attempt.check.name, [])
        attempt.result.diagnosis = [Diagnosis(m.name, m.explanation) for m in found]
        fault = blamed.get(attempt.check.name)
        alike = {a.check.name for a in wrong if known.get(a.check.name, []) == found}
        shared = [f for f in faults if any(a.check.name in alike for a in f.attempts)]
        attempt.result.blame = _blame(submission, fault, found, shared)


def _faults(
    submission: Submission,
    attempts: Sequence[Attempt],
    wrong: Sequence[Attempt],
    answers: Answers,
    server: ForkServer | None,
) -> list[Fault]:
    stage = wrong[0].check.stage
    if stage.needs_torch:  # there is but one function there
        parts = tuple(part for part in reference_parts() if part.file in stage.files)
        return [Fault(parts, tuple(wrong))]
    effort = Effort(checks=MOST_CHECKS, timeouts=MOST_TIMEOUTS)
    with Substituted(submission, answers, effort, server) as learner:
        return find_faults(learner, attempts, wrong)


def _blame(
    submission: Submission,
    fault: Fault | None,
    known: Sequence[Misconception],
    shared: Sequence[Fault],
) -> list[Blame]:
    """The functions at fault; but where a name is known that is of a file, the file.

    Where a name is of many functions, those of them that alone mended a check of that name, which
    are among the shared faults.
    """
    edits = [edit for misconception in known for edit in misconception.edits]
    if edits and not all(edit.function for edit in edits):
        return [blame_of_file(submission, edits[0].file.removesuffix(".py"))]
    functions = {edit.function for edit in edits}
    if len(functions) <= MOST_FUNCTIONS:
        return as_blame(submission, fault) if fault else []
    alone = [f.parts[0] for f in shared if len(f.parts) == 1 and f.parts[0].name in functions]
    if alone:
        return places(submission, alone)
    return [blame_of_file(submission, edits[0].file.removesuffix(".py"))]
