"""Which attempts a diagnosis looks at: those of the first stage in which anything is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from grader.checks.check import Attempt


def wrong_attempts(attempts: Iterable[Attempt]) -> list[Attempt]:
    """What is wrong in the first stage where anything is, that was run at all.

    Checks that can wait count only where nothing else is wrong, in later stages too: many
    lack what the lecture does not show for another reason, and a text explains no number.
    """
    wrong = [
        attempt
        for attempt in attempts
        if attempt.result.is_wrong and not attempt.check.is_bonus and attempt.runs
    ]
    numbers = [attempt for attempt in wrong if not attempt.result.outcome.is_about_text]
    wrong = [attempt for attempt in wrong if not attempt.result.can_wait] or numbers or wrong
    first = min((attempt.check.stage.number for attempt in wrong), default=0)
    return [attempt for attempt in wrong if attempt.check.stage.number == first]


def later_wrong_attempts(attempts: Iterable[Attempt], stage: int) -> list[Attempt]:
    """What is wrong after that stage."""
    return [a for a in attempts if a.check.stage.number > stage and _counts(a) and _is_wrong(a)]


def passed_attempts(attempts: Iterable[Attempt]) -> list[Attempt]:
    """What passed, in any stage."""
    return [a for a in attempts if _counts(a) and a.result.status == "passed"]


def cheapest_first(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The attempts in the order of the time they took: most suspects fail the first already."""
    return sorted(attempts, key=lambda attempt: attempt.result.seconds)


def _counts(attempt: Attempt) -> bool:
    return not attempt.check.is_bonus and not attempt.check.is_beyond_the_lecture


def _is_wrong(attempt: Attempt) -> bool:
    return attempt.result.is_wrong and bool(attempt.runs)
