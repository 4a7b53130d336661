"""Which misconception's whole code, in two styles, behaves just like the learner's.

For what is more than one function, such as an import that is missing, for torch, and for the
first stages, where a learner's code is not yet what the later functions need around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from grader.answers.answers import Answers
from grader.answers.solutions import solution_sources
from grader.checks.check import Attempt, Check
from grader.checks.learner import Learner
from grader.diagnosis.effort import Effort
from grader.diagnosis.first_wrong_stage import cheapest_first
from grader.diagnosis.recognition.catalogue import ALL, LECTURE, Misconception, apply
from grader.diagnosis.recognition.same_behaviour import behaves_like
from grader.sandbox.fork_server import ForkServer
from grader.submission.submission import Submission, of_sources

TIME_FACTOR = 0.3  # of a program's time: a mutant that takes longer than that never ends
MOST_LATER_CHECKS = 20  # of the stages after the first wrong one
STAGES_THAT_GROW = 2  # the first ones, in which __init__ does not yet take what it will


class MutantProcess(Learner):
    """Plays one misconception after the other, in one process: this code is ours."""

    def __init__(self, answers: Answers, effort: Effort, server: ForkServer | None) -> None:
        super().__init__(Submission("mutant", {}), time_factor=TIME_FACTOR, server=server)
        self.effort = effort
        self._answers = answers

    def __enter__(self) -> MutantProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def attempt(self, check: Check) -> Attempt:
        """Put a check to the misconception. Raises Exhausted."""
        self.effort.spend()
        self.forget_runaways()
        attempt = check.run(self, self._answers)
        self.effort.count(attempt)
        return attempt


class _Alike(Struct, frozen=True):
    """A misconception, and on how many checks of later stages it is alike too."""

    misconception: Misconception
    later_checks: int


def recognise_whole(
    submission: Submission,
    wrong: Sequence[Attempt],
    passed: Sequence[Attempt],
    later: Sequence[Attempt],
    suspects: Iterable[Misconception],
    answers: Answers,
    effort: Effort,
    server: ForkServer | None,
) -> list[Misconception]:
    """The suspects that agree on every wrong check, and pass where the learner passes.

    Where several do, the one that agrees on most of the later checks; none where there are
    several of these. Raises Exhausted.
    """
    found: list[_Alike] = []
    with MutantProcess(answers, effort, server) as mutant:
        for misconception, sources in _in_two_styles(submission, suspects):
            mutant.replace(of_sources("mutant", sources))
            if not _is_alike(submission, mutant, wrong, passed):
                continue
            found.append(
                _Alike(
                    misconception,
                    sum(
                        behaves_like(a, mutant.attempt(a.check), submission, mutant.submission)
                        for a in later[:MOST_LATER_CHECKS]
                    ),
                )
            )
    best = max((alike.later_checks for alike in found), default=0)
    likest = (alike.misconception for alike in found if alike.later_checks == best)
    names = {misconception.name: misconception for misconception in likest}
    return list(names.values()) if len(names) == 1 else []  # of two, one would be false


def _is_alike(
    submission: Submission,
    mutant: MutantProcess,
    wrong: Sequence[Attempt],
    passed: Sequence[Attempt],
) -> bool:
    return all(
        behaves_like(attempt, mutant.attempt(attempt.check), submission, mutant.submission)
        for attempt in cheapest_first(wrong)
    ) and all(
        mutant.attempt(attempt.check).result.status == "passed"
        for attempt in cheapest_first(passed)
    )


def _in_two_styles(
    submission: Submission, suspects: Iterable[Misconception]
) -> Iterator[tuple[Misconception, dict[str, str]]]:
    """The suspects whose claims hold, in the solution's style, and in the lecture's."""
    reference = solution_sources()
    suspects = [s for s in suspects if all(claim(submission) for claim in s.claims)]
    for base in (reference, apply(LECTURE, reference)):
        for misconception in suspects:
            yield misconception, apply(misconception.edits, base)


def suspects_of(stages: set[int], *, any_function: bool) -> list[Misconception]:
    """The misconceptions that these stages catch or teach.

    With any_function those that edit functions alone as well, else only the others.
    """
    return [
        misconception
        for misconception in ALL
        if stages & {misconception.stage, misconception.caught}
        and (any_function or not all(edit.function for edit in misconception.edits))
    ]


def stages_begun(attempts: Iterable[Attempt], stage: int) -> set[int]:
    """The first wrong stage, and those before it that were begun and left."""
    statuses: dict[int, set[str]] = {}
    for attempt in attempts:
        if not attempt.check.is_bonus and attempt.check.stage.number < stage:
            statuses.setdefault(attempt.check.stage.number, set()).add(attempt.result.status)
    return {stage} | {number for number, kinds in statuses.items() if len(kinds) > 1}
