"""A process that plays one misconception after the other, and how like a learner it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from grader.answers.answers import Answers
from grader.checks.bench import Bench, Learner, Run
from grader.checks.check import Attempt, Check, orders_of
from grader.checks.outcome import NotPassed
from grader.sandbox.process import ProcessFailed
from grader.submission.submission import Submission, of_sources
from grader.trace import RELATIVE_TOLERANCE, Trace, differences, structural_differences

PATIENCE = 0.15  # of a check's seconds: a mutant that takes longer than that never ends


class Likeness(Struct, frozen=True):
    """How far a misconception behaves like the learner; on more checks, and to the word."""

    checks: int
    messages: int


class Understudy:
    """A process that plays one misconception after the other."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.learner = Learner(Submission("understudy", {}), patience=PATIENCE)

    def __enter__(self) -> Understudy:
        return self

    def __exit__(self, *_: object) -> None:
        self.learner.close()

    def learn(self, sources: dict[str, str]) -> None:
        self.learner.replace(of_sources("understudy", sources))

    def outcome(self, program: str) -> Run:
        try:
            trace = self.learner.run(program, 2.0, descending=False, with_torch=False)
        except ProcessFailed as failure:
            return Run(program, False, type(failure).__name__)
        return Run(program, False, trace)

    def likeness(
        self, wrong: Sequence[Attempt], passed: Sequence[Attempt], later: Sequence[Attempt]
    ) -> Likeness | None:
        """How alike, or None where a wrong check differs or a passed one does not pass."""
        messages = 0
        for attempt in wrong:
            play = self._play(attempt.check)
            if not alike(attempt, play):
                return None
            messages += _says_the_same(attempt, play)
        for attempt in passed:
            if self._play(attempt.check).problem is not None:
                return None
        checks = sum(alike(attempt, self._play(attempt.check)) for attempt in later[:20])
        return Likeness(checks, messages)

    def _play(self, check: Check) -> Play:
        self.learner.timeouts = 0
        bench = Bench(
            self.learner,
            self.answers,
            check.seconds,
            with_torch=check.with_torch,
            orders=orders_of(check.stage),
        )
        try:
            check.put_to(bench)
        except NotPassed as problem:
            return Play(problem.status, problem.message, tuple(bench.runs))
        except (AssertionError, KeyError) as problem:
            return Play("failed", str(problem), tuple(bench.runs))
        return Play(None, "", tuple(bench.runs))


class Play(Struct, frozen=True):
    """What a misconception did with a check; problem is a status, or None where it passed."""

    problem: str | None
    message: str
    runs: tuple[Run, ...]


def alike(attempt: Attempt, play: Play) -> bool:
    result = attempt.result
    if play.problem != result.status and not _exhausted(result.message, play.message):
        return False
    if result.status == "failed" and not result.differences:  # an assertion, in words
        return _shape(play.message) == _shape(result.message)
    if len(play.runs) != len(attempt.runs):
        return False
    with_memory = attempt.check.stage == 2
    return all(same_outcome(mine, its, with_memory) for mine, its in zip(attempt.runs, play.runs))


def same_outcome(
    mine: Run, its: Run, with_memory: bool, relative: float = RELATIVE_TOLERANCE
) -> bool:
    a, b = _ended(mine), _ended(its)
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    if (a.raised and a.raised.kind) != (b.raised and b.raised.kind):
        return False
    if differences(a, b, "reference", relative) or differences(b, a, "reference", relative):
        return False
    structure = structural_differences(a, b, "reference")
    return not with_memory or all(row.quantity == "_op" for row in structure)


def _ended(run: Run) -> Trace | str:
    """A run's trace; but running out of memory is much the same as running out of time."""
    trace = run.outcome
    if isinstance(trace, Trace) and trace.raised and trace.raised.kind == "MemoryError":
        return "timeout"
    return trace


def _exhausted(mine: str, its: str) -> bool:
    """Whether both ran out of something, of time or of memory."""
    return all(re.match("still running|the program used more memory", m) for m in (mine, its))


def _says_the_same(attempt: Attempt, play: Play) -> bool:
    """Whether the exceptions of both have the same text; there may be none."""
    texts = [
        [
            r.outcome.raised.message
            for r in runs
            if isinstance(r.outcome, Trace) and r.outcome.raised
        ]
        for runs in (attempt.runs, play.runs)
    ]
    return texts[0] == texts[1]


def _shape(message: str) -> str:
    """A message without its numbers, which are random where weights are."""
    return re.sub(r"0x[0-9a-f]+|-?\d[\d.e-]*", "#", message.split("\n")[0])
