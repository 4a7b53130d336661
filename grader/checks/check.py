"""One check, free of pytest: what it is worth, and the function that makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from grader.checks.bench import Bench, Run
from grader.report.model import CheckResult
from grader.trace import Trace

FIXTURES = ("run", "agree", "agree_all", "alike", "refuse")


ORDER_MATTERS = (5, 6)  # the stages that ask for a topological order, and build on it


def orders_of(stage: int) -> tuple[bool, ...]:
    """The orders, descending by birth or not, in which a stage's programs run."""
    return (False, True) if stage in ORDER_MATTERS else (False,)


class Check(Struct, frozen=True):
    """A check as it was collected; arguments are the case it is for, if it has cases."""

    stage: int
    name: str
    function: Callable[..., None]
    arguments: dict[str, Any]
    wanted: tuple[str, ...]  # the fixtures it takes
    seconds: float
    is_bonus: bool
    is_beyond_the_lecture: bool
    with_torch: bool

    def put_to(self, bench: Bench) -> None:
        """Run it at a bench; raises NotPassed or AssertionError where it does not pass."""
        fixtures = {name: getattr(bench, name) for name in self.wanted if name in FIXTURES}
        if "bench" in self.wanted:
            fixtures["bench"] = bench
        self.function(**self.arguments, **fixtures)


class Attempt(Struct, frozen=True):
    """A check that was put to a learner: its result, and what each of its programs did.

    expected is the trace that the last program should have left, where one is known.
    """

    check: Check
    result: CheckResult
    runs: tuple[Run, ...]
    expected: Trace
