"""What a check works with: each public method of Fixtures is one, taken by its name."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from grader.answers.answers import Answers
from grader.answers.random_answers import Pool
from grader.checks import batch, to_write
from grader.checks.draw import Draw
from grader.checks.learner import Learner
from grader.checks.not_passed import NotPassed, assert_that, differs
from grader.checks.variation import Variation, varied
from grader.curriculum import Stage, imports
from grader.report.outcome import BROKEN, Fact, Note, NoteName, Outcome, Reason
from grader.sandbox.process import Died, OutOfTime, ProcessFailed
from grader.trace import (
    ABSOLUTE_TOLERANCE,
    PROGRAM,
    RELATIVE_TOLERANCE,
    Difference,
    Frame,
    Raised,
    SetOrder,
    Trace,
    differences,
    importing,
    structural_differences,
)

ROUNDED = 1e-5  # what rounding, or float32, may make of a number

RunProgram: TypeAlias = Callable[[str], Trace]
Agree: TypeAlias = Callable[..., Trace]
AgreeAll: TypeAlias = Callable[[int], None]
SameMemory: TypeAlias = Callable[..., Trace]
Refuse: TypeAlias = Callable[..., Trace]
Named: TypeAlias = Callable[[str], str]
AddNote: TypeAlias = Callable[..., None]
Disagreements: TypeAlias = Callable[[float, float], Sequence[Difference]]


class ProgramRun(Struct, frozen=True):
    """What one program did: its trace, or how it failed to leave one."""

    program: str
    set_order: SetOrder
    outcome: Trace | str


class Fixtures:
    """One check's view of a learner.

    Each program is put as it is for the seed of the answers; see variation.py. What extra
    credit does to the limits counts for nothing else.
    """

    def __init__(
        self,
        learner: Learner,
        answers: Answers,
        stage: Stage,
        check: str = "",
        *,
        is_extra_credit: bool = False,
    ) -> None:
        self._learner = learner
        self._answers = answers
        self._stage = stage
        self._check = check
        self._is_extra = is_extra_credit
        self._variation = Variation("")
        self._set_orders = batch.set_orders(stage)
        self.runs: list[ProgramRun] = []
        self.program = ""  # the last one that was run, import lines included
        self.output = ""
        self.noted: Note | None = None
        self.noted_if_wrong: Note | None = None
        self.trace = self.expected = Trace()

    @cached_property
    def draw(self) -> Draw:
        """What the check draws for the seed itself: sizes, and numbers that it reckons with."""
        return Draw(self._answers.seed, self._check)

    def named(self, text: str) -> str:
        """A piece of the last program, such as "a * b", with the names that the learner sees."""
        return self._variation.named(text)

    def run(self, program: str) -> Trace:
        """The learner's trace of a program that must end without an exception."""
        trace = self._run(self._varied(program))
        return self._variation.answering_to_both(trace)

    def agree(
        self,
        program: str,
        relative: float = RELATIVE_TOLERANCE,
        absolute: float = ABSOLUTE_TOLERANCE,
    ) -> Trace:
        """Run a program, and compare the data and gradients of its names with torch's.

        Where the order of operands matters it runs twice, with sets of Values walked forward
        and in reverse, so that none is right by luck.
        """
        return self._agree(self._varied(program), relative, absolute)

    def _agree(
        self,
        program: str,
        relative: float = RELATIVE_TOLERANCE,
        absolute: float = ABSOLUTE_TOLERANCE,
    ) -> Trace:
        self.expected, source = self._answers.of("torch", program)
        for set_order in self._set_orders:
            trace = self._trace(program, set_order)
            if trace.raised:
                raise self._raised(trace, trace.raised)
            rows = differences(trace, self.expected, source, relative, absolute)
            if rows:
                raise differs(rows, self._note_on(rows, source, trace))
        return trace

    def _note_on(self, rows: Sequence[Difference], source: str, trace: Trace) -> Note | None:
        """What the numbers themselves say of where they went wrong."""
        if any(row.yours == "None" for row in rows):
            return Note("nothing_returned")
        if not differences(trace, self.expected, source, ROUNDED, ROUNDED):
            return Note("rounded")
        return None

    def agree_all(self, stage: int) -> None:
        """agree() on all random programs of a stage; the shortest that fails is shown."""
        pool = self._answers.pool(stage)
        suspects, problem = self._suspects(pool)
        for program in suspects:
            self._agree(program)
        self.program = self.output = ""  # of hundreds, none stands for all
        if self._learner.is_slow:
            return  # together they were too slow, or not tried; alone all are right
        if problem:
            raise problem
        if suspects:
            self.program = imports(suspects[0]) + suspects[0]
        assert_that(not suspects, "right_after_others", count=len(suspects), total=len(pool))

    def _suspects(self, pool: Pool) -> tuple[list[str], NotPassed | None]:
        """The programs of a pool that a batch finds wrong; all where there is no batch.

        The limit of time is one program's. Where all of them together are too much for it,
        or one is endless, each is run alone.
        """
        for set_order in self._set_orders:
            if self._learner.is_slow:
                return batch.shortest_first(pool), None
            try:
                trace = self._trace(batch.program(pool), set_order, is_batch=True)
            except NotPassed as problem:
                is_time = problem.outcome.status == "timeout"
                self._learner.is_slow = is_time
                return batch.shortest_first(pool), None if is_time else problem
            found = batch.wrong(trace, pool)
            if found:
                break
        return found, None

    def disagreements(self, relative: float, absolute: float) -> Sequence[Difference]:
        """What agree() would say of the last program with other tolerances."""
        return differences(self.trace, self.expected, "torch", relative, absolute)

    def same_memory(self, program: str, *quantities: str, of: Sequence[str] = ()) -> Trace:
        """Run a program, and compare its Values' operands and ops with the reference's.

        quantities are "_prev" and "_op"; without any, both. Where of names some, only those
        are compared, and what is no Value.
        """
        program = self._varied(program)
        self.expected, source = self._answers.of("reference", program)
        trace = self._run(program)
        to_write.assert_memory_begun(trace)
        names = [self.named(name) for name in of]
        rows = [
            row
            for row in structural_differences(trace, self.expected, source)
            if row.quantity == "type"
            or ((not quantities or row.quantity in quantities) and (not of or row.name in names))
        ]
        to_write.assert_begun(trace, {row.name: _op(self.expected, row.name) for row in rows})
        if rows:
            raise differs(rows)
        return trace

    def refuse(self, program: str, kind: str, mentions: str = "") -> Trace:
        """Run a program whose last line, and no other, must raise an exception of that class.

        Where mentions is given, any exception whose text has that word is accepted, but
        for a RecursionError.
        """
        trace = self._trace(self._varied(program))
        raised = trace.raised
        if raised is None:
            raise NotPassed(Outcome(status="failed", reason="not_raised", facts={"expected": kind}))
        if not _is_of_last_line(raised, self.program):
            raise self._raised(trace, raised)
        is_deliberate = mentions and mentions in raised.message.lower()
        if kind in (raised.kind, *raised.bases):
            return trace
        if is_deliberate and raised.kind != "RecursionError":
            return trace
        raise self._raised(trace, raised, expected=kind)

    def note(self, name: NoteName, **facts: Fact) -> None:
        """Something worth remembering, whatever the outcome."""
        self.noted = Note(name, facts)

    def note_if_wrong(self, name: NoteName, **facts: Fact) -> None:
        """Something worth remembering, where the check does not hold."""
        self.noted_if_wrong = Note(name, facts)

    def _varied(self, program: str) -> str:
        """The program as it is for the seed."""
        keeps_numbers = self.draw.has_numbers
        self._variation = varied(
            _dedent(program), self._answers.seed, self._check, keeps_numbers=keeps_numbers
        )
        return self._variation.program

    def _run(self, program: str) -> Trace:
        trace = self._trace(program)
        if trace.raised:
            raise self._raised(trace, trace.raised)
        return trace

    def _trace(
        self, program: str, set_order: SetOrder = "forward", *, is_batch: bool = False
    ) -> Trace:
        self.program = imports(program) + program
        needed = to_write.stub_needed(self._learner, program)
        if needed:
            raise needed
        over = self._learner.file_that_ran_away(self.program, is_extra=self._is_extra)
        if over:
            raise NotPassed(Outcome(status="error", reason="not_run", facts={"slow": over}))
        try:
            trace = self._learner.run(
                self.program, set_order=set_order, with_torch=self._stage.needs_torch
            )
        except OutOfTime as failure:
            raise self._out_of_time(failure, set_order, is_counted=not is_batch) from None
        except ProcessFailed as failure:
            raise self._no_trace(failure, set_order) from None
        self.trace, self.output = trace, trace.output
        self.runs.append(ProgramRun(self.program, set_order, trace))
        return trace

    def _out_of_time(
        self, failure: OutOfTime, set_order: SetOrder, *, is_counted: bool
    ) -> NotPassed:
        """The program computed or waited for too long."""
        at_import = importing(failure.frames)
        frame = next(reversed(at_import or failure.frames), None)
        if is_counted:
            self._count_runaway(failure.frames)
        self.runs.append(ProgramRun(self.program, set_order, "timeout"))
        return NotPassed(
            Outcome(
                status="timeout",
                reason="waited" if failure.limit == "waiting" else "endless",
                claim="runs_at_import" if at_import else None,
                facts={"seconds": self._learner.seconds},
                file=frame.file if frame else None,
                line=frame.line if frame else None,
                frame=frame,
            )
        )

    def _count_runaway(self, frames: tuple[Frame, ...]) -> None:
        """A program ran away there, or in the program itself: then the stage's file is taken."""
        own = self._stage.file.removesuffix(".py")
        path, _ = self._learner.submission.files.get(own, (self._stage.file, ""))
        of_learner = importing(frames) or [frame for frame in frames if frame.file != PROGRAM]
        path = of_learner[-1].file if of_learner else path
        self._learner.count_runaway(path, frames, is_extra=self._is_extra)

    def _no_trace(self, failure: ProcessFailed, set_order: SetOrder) -> NotPassed:
        """Why the process left no trace."""
        is_death = isinstance(failure, Died)
        if is_death:
            self.runs.append(ProgramRun(self.program, set_order, "crashed"))
        frame = failure.frames[-1] if failure.frames else None
        return NotPassed(
            Outcome(
                status="crashed",
                reason="died" if is_death else "garbled",
                facts={"how": str(failure)},
                file=frame.file if frame else None,
                line=frame.line if frame else None,
                frame=frame,
            )
        )

    def _raised(self, trace: Trace, raised: Raised, expected: str = "") -> NotPassed:
        """What an exception means: work still to do, or an error."""
        cause = to_write.unwritten_cause(self._learner, trace, raised, self._stage)
        if cause:
            return cause
        theirs = next((f for f in reversed(raised.frames) if f.file != PROGRAM), None)
        reason: Reason = "raised_another" if expected else "raised"
        if raised.limit:
            reason = BROKEN[raised.limit]
        if reason == "out_of_memory":
            self._count_runaway(raised.frames)
        return NotPassed(
            Outcome(
                status="error",
                reason=reason,
                facts={"expected": expected} if expected else {},
                raised=raised,
                file=theirs.file if theirs else None,
                line=theirs.line if theirs else None,
                frame=theirs or (raised.frames[-1] if raised.frames else None),
            )
        )


def _op(trace: Trace, name: str) -> str:
    node = trace.node(name)
    return node.op if node and isinstance(node.op, str) else ""


def _is_of_last_line(raised: Raised, program: str) -> bool:
    last = len(program.splitlines())
    return any(frame.file == PROGRAM and frame.line == last for frame in raised.frames)


def _dedent(program: str) -> str:
    return textwrap.dedent(program).strip() + "\n"
