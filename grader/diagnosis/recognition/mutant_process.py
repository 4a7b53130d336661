"""A process that runs one misconception's code after the other, and how like a learner it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from grader.answers.answers import Answers
from grader.checks.check import Attempt, Check
from grader.checks.fixtures import ProgramRun
from grader.checks.learner import Learner
from grader.report.outcome import Fact, Outcome
from grader.sandbox.process import ProcessFailed
from grader.submission.submission import Submission, of_sources
from grader.trace import RELATIVE_TOLERANCE, Trace, differences, structural_differences

TIME_FACTOR = 0.3  # of a program's time: a mutant that takes longer than that never ends
MOST_LATER_CHECKS = 20  # of the stages after the first wrong one


class Likeness(Struct, frozen=True):
    """How far a misconception behaves like the learner beyond the first wrong stage.

    On how many checks of later stages, and in how many checks' texts of exceptions.
    """

    later_checks: int
    exception_texts: int


class MutantProcess:
    """Plays one misconception after the other, in one process: this code is ours."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.learner = Learner(Submission("mutant", {}), time_factor=TIME_FACTOR)

    def __enter__(self) -> MutantProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.learner.close()

    def load(self, sources: dict[str, str]) -> None:
        """Go on with the code of another misconception, {file: text}."""
        self.learner.replace(of_sources("mutant", sources))

    def run(self, program: str) -> ProgramRun:
        """What the misconception makes of one program."""
        try:
            trace = self.learner.run(program, set_order="forward", with_torch=False)
        except ProcessFailed as failure:
            return ProgramRun(program, "forward", type(failure).__name__)
        return ProgramRun(program, "forward", trace)

    def likeness(
        self, wrong: Sequence[Attempt], passed: Sequence[Attempt], later: Sequence[Attempt]
    ) -> Likeness | None:
        """How alike, or None where a wrong check differs or a passed one does not pass."""
        texts = 0
        for attempt in wrong:
            its = self._attempt(attempt.check)
            if not behaves_like(attempt, its):
                return None
            texts += _exception_texts(attempt) == _exception_texts(its)
        for attempt in passed:
            if self._attempt(attempt.check).result.status != "passed":
                return None
        checks = sum(
            behaves_like(attempt, self._attempt(attempt.check))
            for attempt in later[:MOST_LATER_CHECKS]
        )
        return Likeness(checks, texts)

    def _attempt(self, check: Check) -> Attempt:
        self.learner.forget_timeouts()
        return check.run(self.learner, self.answers)


def behaves_like(mine: Attempt, its: Attempt) -> bool:
    """Whether two submissions did the same with a check, as far as a learner could tell."""
    yours, other = mine.result.outcome, its.result.outcome
    if yours.status != other.status and not (yours.ran_out and other.ran_out):
        return False
    if yours.status == "failed" and not yours.differences:
        return _said_of(yours) == _said_of(other)
    if len(mine.runs) != len(its.runs):
        return False
    with_memory = mine.check.stage.compares_memory
    return all(same_run(a, b, with_memory=with_memory) for a, b in zip(mine.runs, its.runs))


def same_run(
    mine: ProgramRun,
    its: ProgramRun,
    *,
    with_memory: bool,
    relative: float = RELATIVE_TOLERANCE,
) -> bool:
    """Whether a program did the same with two submissions: in its numbers, or how it failed."""
    a, b = _end(mine), _end(its)
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    if (a.raised and a.raised.kind) != (b.raised and b.raised.kind):
        return False
    if differences(a, b, "reference", relative) or differences(b, a, "reference", relative):
        return False
    structure = structural_differences(a, b, "reference")
    return not with_memory or all(row.quantity == "_op" for row in structure)


def _end(run: ProgramRun) -> Trace | str:
    """A run's trace; but running out of memory is much the same as running out of time."""
    trace = run.outcome
    if isinstance(trace, Trace) and trace.raised and trace.raised.kind == "MemoryError":
        return "timeout"
    return trace


def _exception_texts(attempt: Attempt) -> list[str]:
    traces = [run.outcome for run in attempt.runs if isinstance(run.outcome, Trace)]
    return [trace.raised.message for trace in traces if trace.raised]


def _said_of(outcome: Outcome) -> tuple[str, str | None, Mapping[str, Fact]]:
    """What a check says of a submission, without the numbers, which may be random weights'."""
    facts = {name: _without_numbers(fact) for name, fact in outcome.facts.items()}
    return outcome.reason, outcome.claim, facts


def _without_numbers(fact: Fact) -> str:
    return re.sub(r"0x[0-9a-f]+|-?\d[\d.e-]*", "#", str(fact))
