"""Which misconception behaves just like the learner's code, on the same programs."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence

from msgspec import Struct

from grader.checks.bench import Bench, Learner, Run
from grader.checks.check import Attempt, Check
from grader.checks.outcome import NotPassed
from grader.diagnosis.misconceptions import ALL, LECTURE, Misconception, apply
from grader.interpreters.answers import Answers
from grader.stubs import EXERCISES, SOLUTIONS
from grader.submission import Submission
from grader.trace import Trace, differences, structural_differences

PATIENCE = 0.15  # of a check's seconds: a mutant that takes longer than that never ends
WRONG = ("failed", "error", "timeout", "crashed")


class Likeness(Struct, frozen=True):
    """How far a misconception behaves like the learner; on more checks, and to the word."""

    checks: int
    messages: int


def recognise(
    attempts: Sequence[Attempt], answers: Answers, deadline: float
) -> list[Misconception]:
    """The misconceptions that behave like a learner in the first stage that is wrong.

    Each agrees with the learner on every failing check of that stage, and passes where the
    learner passes. Where several do, those that agree on most checks of the later stages
    too, and in the text of exceptions, are left. deadline is by time.monotonic(); nothing
    is recognised where it comes too soon.
    """
    wrong = wrong_attempts(attempts)
    if not wrong or any(attempt.check.with_torch for attempt in wrong):
        return []
    stage = wrong[0].check.stage
    here = [a for a in attempts if a.check.stage == stage and a.result.status == "passed"]
    later = [a for a in attempts if a.check.stage > stage and a.result.status in WRONG]
    found: dict[str, tuple[Likeness, Misconception]] = {}
    with _Understudy(answers) as understudy:
        for misconception, sources in candidates(stage):
            if time.monotonic() > deadline:
                return []
            understudy.learn(sources)
            likeness = understudy.likeness(wrong, here, later)
            if likeness is None:
                continue
            before = found.get(misconception.name)
            if before is None or _rank(likeness) > _rank(before[0]):
                found[misconception.name] = likeness, misconception
    best = max((_rank(likeness) for likeness, _ in found.values()), default=(0, 0))
    return [m for likeness, m in found.values() if _rank(likeness) == best]


def wrong_attempts(attempts: Iterable[Attempt]) -> list[Attempt]:
    """What is wrong in the first stage where anything is, that was run at all.

    Checks that ask for more than the lecture shows count only where nothing else is wrong:
    many lack those for another reason.
    """
    wrong = [
        attempt
        for attempt in attempts
        if attempt.result.status in WRONG and not attempt.check.is_bonus and attempt.runs
    ]
    first = min((attempt.check.stage for attempt in wrong), default=0)
    here = [attempt for attempt in wrong if attempt.check.stage == first]
    asked = [attempt for attempt in here if not attempt.check.is_beyond_the_lecture]
    return asked or here


def candidates(stage: int) -> Iterable[tuple[Misconception, dict[str, str]]]:
    """The misconceptions that a stage catches or teaches, in two styles of code each."""
    reference = {path.name: path.read_text(encoding="utf-8") for path in SOLUTIONS.glob("*.py")}
    lecture = apply(LECTURE, reference)
    for base in (reference, lecture):
        for misconception in ALL:
            if stage in (misconception.stage, misconception.caught):
                yield misconception, apply(misconception.edits, base)


def _rank(likeness: Likeness) -> tuple[int, int]:
    return likeness.checks, likeness.messages


class _Understudy:
    """A process that plays one misconception after the other."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.learner = Learner(Submission("understudy", {}), patience=PATIENCE)

    def __enter__(self) -> _Understudy:
        return self

    def __exit__(self, *_: object) -> None:
        self.learner.close()

    def learn(self, sources: dict[str, str]) -> None:
        files = {
            file.removesuffix(".py"): (f"{EXERCISES.name}/{file}", text)
            for file, text in sources.items()
        }
        self.learner.replace(Submission("understudy", files))

    def likeness(
        self, wrong: Sequence[Attempt], passed: Sequence[Attempt], later: Sequence[Attempt]
    ) -> Likeness | None:
        """How alike, or None where a wrong check differs or a passed one does not pass."""
        messages = 0
        for attempt in sorted(wrong, key=_cost):
            play = self._play(attempt.check)
            if not _alike(attempt, play):
                return None
            messages += _says_the_same(attempt, play)
        for attempt in passed:
            if self._play(attempt.check).problem is not None:
                return None
        checks = sum(_alike(attempt, self._play(attempt.check)) for attempt in later[:20])
        return Likeness(checks, messages)

    def _play(self, check: Check) -> _Play:
        self.learner.timeouts = 0
        bench = Bench(self.learner, self.answers, check.seconds, with_torch=False)
        try:
            check.put_to(bench)
        except NotPassed as problem:
            return _Play(problem.status, problem.message, tuple(bench.runs))
        except (AssertionError, KeyError) as problem:
            return _Play("failed", str(problem), tuple(bench.runs))
        return _Play(None, "", tuple(bench.runs))


class _Play(Struct, frozen=True):
    """What a misconception did with a check; problem is a status, or None where it passed."""

    problem: str | None
    message: str
    runs: tuple[Run, ...]


def _cost(attempt: Attempt) -> bool:
    return attempt.result.status == "timeout"


def _alike(attempt: Attempt, play: _Play) -> bool:
    result = attempt.result
    if play.problem != result.status:
        return False
    if result.status == "failed" and not result.differences:  # an assertion, in words
        return _shape(play.message) == _shape(result.message)
    if len(play.runs) != len(attempt.runs):
        return False
    with_memory = attempt.check.stage == 2
    return all(_same_outcome(mine, its, with_memory) for mine, its in zip(attempt.runs, play.runs))


def _same_outcome(mine: Run, its: Run, with_memory: bool) -> bool:
    if isinstance(mine.outcome, str) or isinstance(its.outcome, str):
        return mine.outcome == its.outcome
    a, b = mine.outcome, its.outcome
    if (a.raised and a.raised.kind) != (b.raised and b.raised.kind):
        return False
    if differences(a, b, "reference") or differences(b, a, "reference"):
        return False
    return not with_memory or not structural_differences(a, b, "reference")


def _says_the_same(attempt: Attempt, play: _Play) -> bool:
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
    return re.sub(r"-?\d[\d.e-]*", "#", message.split("\n")[0])
