"""Which misconception behaves just like the learner's code, on the same programs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from textwrap import dedent

from msgspec import Struct

from grader.answers.answers import Answers
from grader.answers.solutions import solution_sources
from grader.checks.check import Attempt
from grader.checks.fixtures import ProgramRun
from grader.curriculum import imports
from grader.diagnosis.recognition.catalogue import ALL, LECTURE, Misconception, apply
from grader.diagnosis.recognition.distinguishing_programs import PROGRAMS, RUNAWAY
from grader.diagnosis.recognition.mutant_process import Likeness, MutantProcess, same_run
from grader.sandbox.process import LearnerProcess, ProcessFailed
from grader.submission.submission import Submission

STRICT = 1e-9  # relative: a step of 1e-6 left in an input tells misconceptions apart
SECONDS_OF_A_FURTHER_PROGRAM = 0.3


class _Candidate(Struct, frozen=True):
    """A misconception in one style of code, and how much like the learner it is."""

    misconception: Misconception
    sources: dict[str, str]
    rank: tuple[int, int]


def recognise(
    submission: Submission, attempts: Sequence[Attempt], answers: Answers, deadline: float
) -> list[Misconception]:
    """The misconceptions that behave like a learner in the first stage that is wrong.

    Each agrees with the learner on every failing check of that stage, and passes where the
    learner passes. Where several do, those that agree on most checks of the later stages
    too, and in the text of exceptions, are left, and further programs tell these apart.
    deadline is by time.monotonic(); nothing is recognised where it comes too soon.
    """
    wrong = wrong_attempts(attempts)
    if not wrong:
        return []
    stage = wrong[0].check.stage.number
    here = [
        attempt
        for attempt in attempts
        if attempt.check.stage.number == stage
        and attempt.result.status == "passed"
        and not attempt.check.is_bonus
        and not attempt.check.is_beyond_the_lecture
    ]
    later = [a for a in attempts if a.check.stage.number > stage and a.result.is_wrong]
    found: list[_Candidate] = []
    with MutantProcess(answers) as mutant:
        for misconception, sources in candidates(_stages(attempts, stage)):
            if time.monotonic() > deadline:
                return []
            mutant.load(sources)
            likeness = mutant.likeness(cheapest_first(wrong), cheapest_first(here), later)
            if likeness is None:
                continue
            found.append(_Candidate(misconception, sources, _rank(likeness)))
        best = max((candidate.rank for candidate in found), default=(0, 0))
        found = [candidate for candidate in found if candidate.rank == best]
        if len({candidate.misconception.name for candidate in found}) > 1:
            found = _told_apart(submission, found, mutant, deadline)
    return list({c.misconception.name: c.misconception for c in found}.values())


def _told_apart(
    submission: Submission,
    candidates: list[_Candidate],
    mutant: MutantProcess,
    deadline: float,
) -> list[_Candidate]:
    """Those that behave like the learner on the further programs too.

    A program on which none does says more of the learner's style than of the bug, and is
    left out.
    """
    files = {edit.file for c in candidates for edit in c.misconception.edits}
    further = dict.fromkeys(program for file in files for program in PROGRAMS.get(file, ()))
    with LearnerProcess(submission.files) as learner:
        for program in further:
            if len(candidates) == 1 or time.monotonic() > deadline:
                break
            if RUNAWAY in program:
                continue
            text = dedent(program).strip() + "\n"
            mine = _run(learner, imports(text) + text)
            like_mine = []
            for candidate in candidates:
                mutant.load(candidate.sources)
                its = mutant.run(imports(text) + text)
                if same_run(mine, its, with_memory=True, relative=STRICT):
                    like_mine.append(candidate)
            candidates = like_mine or candidates
    return candidates


def _run(process: LearnerProcess, program: str) -> ProgramRun:
    try:
        return ProgramRun(program, "forward", process.run(program, SECONDS_OF_A_FURTHER_PROGRAM))
    except ProcessFailed as failure:
        return ProgramRun(program, "forward", type(failure).__name__)


def wrong_attempts(attempts: Iterable[Attempt]) -> list[Attempt]:
    """What is wrong in the first stage where anything is, that was run at all.

    Checks that ask for more than the lecture shows count only where nothing else is wrong:
    many lack those for another reason.
    """
    wrong = [
        attempt
        for attempt in attempts
        if attempt.result.is_wrong and not attempt.check.is_bonus and attempt.runs
    ]
    first = min((attempt.check.stage.number for attempt in wrong), default=0)
    here = [attempt for attempt in wrong if attempt.check.stage.number == first]
    asked = [attempt for attempt in here if not attempt.check.is_beyond_the_lecture]
    return asked or here


def cheapest_first(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The attempts in the order of the time they took: most suspects fail the first already."""
    return sorted(attempts, key=lambda attempt: attempt.result.seconds)


def _stages(attempts: Iterable[Attempt], stage: int) -> set[int]:
    """The first wrong stage, and those before it that were begun and left."""
    statuses: dict[int, set[str]] = {}
    for attempt in attempts:
        if not attempt.check.is_bonus and attempt.check.stage.number < stage:
            statuses.setdefault(attempt.check.stage.number, set()).add(attempt.result.status)
    return {stage} | {number for number, kinds in statuses.items() if len(kinds) > 1}


def candidates(stages: set[int]) -> Iterable[tuple[Misconception, dict[str, str]]]:
    """The misconceptions that these stages catch or teach, in two styles of code each."""
    reference = solution_sources()
    lecture = apply(LECTURE, reference)
    for base in (reference, lecture):
        for misconception in ALL:
            if stages & {misconception.stage, misconception.caught}:
                yield misconception, apply(misconception.edits, base)


def _rank(likeness: Likeness) -> tuple[int, int]:
    return likeness.later_checks, likeness.exception_texts
