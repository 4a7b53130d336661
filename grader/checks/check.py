"""One check, and the one way it is put to a learner."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from grader.answers.answers import Answers, torch_is_installed
from grader.checks.fixtures import Fixtures, ProgramRun
from grader.checks.learner import Learner
from grader.checks.not_passed import NotPassed, stub
from grader.checks.to_write import part_not_begun
from grader.curriculum import Stage
from grader.report import words
from grader.report.model import CheckResult
from grader.report.outcome import RIGHT, WRONG, Fact, Note, Outcome
from grader.trace import MissingName, Trace

LONGEST = 300  # characters of what an instructor's check says
UNSAID = "what the check asserts does not hold"


class Attempt(Struct, frozen=True):
    """A check that was put to a learner: its result, and what each of its programs did.

    expected is the trace that the last program should have left, where one is known.
    """

    check: Check
    result: CheckResult
    runs: tuple[ProgramRun, ...]
    expected: Trace


class Check(Struct, frozen=True):
    """A check as it was collected; arguments are the case it is for, if it has cases.

    line is where its function begins; file is "" unless it is an instructor's.
    """

    stage: Stage
    name: str
    title: str
    function: Callable[..., None]
    fixtures: tuple[str, ...]
    arguments: dict[str, str] = {}
    points: float = 0.0
    hints: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()
    is_bonus: bool = False
    is_beyond_the_lecture: bool = False
    line: int = 1
    file: str = ""

    def run(
        self,
        learner: Learner,
        answers: Answers,
        *,
        outer_net: tuple[type[BaseException], ...] = (),
    ) -> Attempt:
        """Put the check to a learner, whose code decides how it ends.

        An exception of outer_net means that the check as a whole took too long; any other
        is the grader's own failure, and is raised.
        """
        fixtures = Fixtures(learner, answers, self.stage, self.name, is_extra_credit=self.is_bonus)
        began = time.perf_counter()
        outcome = self._outcome(learner, fixtures, outer_net)
        result = CheckResult(
            name=self.name,
            title=self.title,
            bonus=self.is_bonus,
            points=self.points,
            is_beyond_the_lecture=self.is_beyond_the_lecture,
            outcome=_with_notes(outcome, fixtures),
            program=fixtures.program,
            output=fixtures.output,
            seconds=round(time.perf_counter() - began, 4),
        )
        return Attempt(self, result, tuple(fixtures.runs), fixtures.expected)

    def _outcome(
        self, learner: Learner, fixtures: Fixtures, outer_net: tuple[type[BaseException], ...]
    ) -> Outcome:
        """What the check comes to: here alone exceptions become outcomes."""
        given: dict[str, Any] = {name: getattr(fixtures, name) for name in self.fixtures}
        try:
            self._assert_not_awaiting(learner)
            self.function(**self.arguments, **given)
        except NotPassed as end:
            self._assert_told(end.outcome)
            unbegun = None
            if end.outcome.status in WRONG and end.outcome.was_put:
                unbegun = part_not_begun(self.stage, learner, fixtures.program)
            return (unbegun or end).outcome
        except MissingName as missing:  # a forged trace: an honest one has every name
            return Outcome(status="failed", reason="lacks_name", facts={"name": missing.name})
        except AssertionError as error:
            if not self._is_stated(error):
                raise
            facts: dict[str, Fact] = {"text": " ".join(str(error).split())[:LONGEST] or UNSAID}
            return Outcome(status="failed", reason="unfit", claim="stated", facts=facts)
        except outer_net:
            return Outcome(status="timeout", reason="stopped")
        return RIGHT

    def _is_stated(self, error: AssertionError) -> bool:
        """Whether it is from an assert in an instructor's check, and no mistake of ours."""
        frames = traceback.extract_tb(error.__traceback__)
        return bool(self.file) and frames[-1].filename == self.file

    def _assert_told(self, outcome: Outcome) -> None:
        """Raise LookupError where an instructor's check claims what there are no words for."""
        if not self.file:
            return
        try:
            words.what(outcome)
        except LookupError:
            raise LookupError(
                f"there are no such words, or facts, for {outcome.claim}; say it in your own: "
                'assert ..., "..."'
            ) from None

    def _assert_not_awaiting(self, learner: Learner) -> None:
        """Raise NotPassed where a stub must be written first, or torch be installed."""
        lacks_torch = self.stage.needs_torch and not torch_is_installed()
        stubs = learner.stubs()
        for name in self.awaits:
            if name in stubs:
                raise stub(name, stubs[name], needs_torch=lacks_torch)
        if lacks_torch:
            raise NotPassed(
                Outcome(
                    status="needs torch",
                    reason="needs_torch",
                    remedy="torch",
                    note=Note("needs_torch"),
                )
            )


def _with_notes(outcome: Outcome, fixtures: Fixtures) -> Outcome:
    """The outcome with the check's own note, where it has none of its own."""
    note = outcome.note or fixtures.noted
    if outcome.status == "failed":
        note = note or fixtures.noted_if_wrong
    return outcome if note is outcome.note else msgspec.structs.replace(outcome, note=note)
