"""How much a diagnosis may still do, counted, so that a busy machine changes nothing it says."""

from __future__ import annotations

import time

from grader.checks.check import Attempt

SECONDS = 120.0  # by the clock: the outer net alone, many times what the counts allow for


class Exhausted(Exception):
    """A diagnosis has done all it may."""


class Effort:
    """What is left: checks to run, and programs that may run out of time or of memory."""

    def __init__(self, *, checks: int, timeouts: int, seconds: float = SECONDS) -> None:
        self.checks = checks
        self.timeouts = timeouts
        self._deadline = time.monotonic() + seconds

    def spend(self) -> None:
        """Before a check or a program is run. Raises Exhausted."""
        if self.checks <= 0 or self.timeouts <= 0 or time.monotonic() > self._deadline:
            raise Exhausted
        self.checks -= 1

    def count(self, attempt: Attempt) -> None:
        """After a check was run."""
        if attempt.result.outcome.ran_out or attempt.result.status == "crashed":
            self.timeouts -= 1
