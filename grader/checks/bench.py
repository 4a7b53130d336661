"""What a check works with: run a program with the learner's code, compare, and say why not."""

from __future__ import annotations

import ast
import re
import textwrap
from functools import cache

from msgspec import Struct

from grader.answers.answers import Answers
from grader.answers.random_answers import Pool
from grader.checks import batch
from grader.checks.outcome import NotPassed, to_do, wrong
from grader.curriculum import HOME, imports
from grader.report import exceptions as explain
from grader.report.model import NOT_RUN
from grader.sandbox.process import Died, LearnerProcess, OutOfTime, ProcessFailed
from grader.sandbox.protocol import Place
from grader.submission.submission import Submission
from grader.trace import (
    ABSOLUTE_TOLERANCE,
    RELATIVE_TOLERANCE,
    Difference,
    Frame,
    Raised,
    SetOrder,
    Trace,
    differences,
    structural_differences,
)

MOST_TIMEOUTS = 2
ABSENT = re.compile(r"'(?:Value|NoneType)' object has no attribute '(_prev|_op|grad|_backward)'")
METHODS = {"+": "Value.__add__", "*": "Value.__mul__"}  # that give their results a memory
STUB = re.compile(r"stage \d+: ([\w.]+)\Z")


class Run(Struct, frozen=True):
    """What one program did: its trace, or how it failed to leave one."""

    program: str
    descending: bool
    outcome: Trace | str


class Learner:
    """One submission's code at work: its processes, and how often it ran out of time."""

    def __init__(self, submission: Submission, *, patience: float = 1.0) -> None:
        self.submission = submission
        self.timeouts = 0
        self.patience = patience  # times the seconds that a check allows
        self._stubs: dict[str, Place] | None = None
        self._plain = LearnerProcess(submission.files)
        self._with_torch = LearnerProcess(submission.files, with_torch=True)

    def run(self, program: str, seconds: float, *, descending: bool, with_torch: bool) -> Trace:
        process = self._with_torch if with_torch else self._plain
        set_order: SetOrder = "reverse" if descending else "forward"
        return process.run(program, seconds * self.patience, set_order=set_order)

    def stubs(self) -> dict[str, Place]:
        """The functions still as handed out; none where the process cannot even load."""
        if self._stubs is None:
            try:
                self._stubs = self._plain.stubs()
            except ProcessFailed:
                self._stubs = {}  # once is enough: a file may take long to fail
        return self._stubs

    def replace(self, submission: Submission) -> None:
        """Go on with another submission of ours, such as the next mutant."""
        self.submission = submission
        self._plain.reload(submission.files)
        self._with_torch.reload(submission.files)

    def close(self) -> None:
        self._plain.close()
        self._with_torch.close()


class Bench:
    """One check's view of a learner: its methods are the fixtures of the check."""

    def __init__(
        self,
        learner: Learner,
        answers: Answers,
        seconds: float,
        *,
        with_torch: bool,
        orders: tuple[bool, ...] = (False, True),
    ) -> None:
        self.learner = learner
        self.orders = orders  # of sets of Values: descending by birth, or not
        self.answers = answers
        self.seconds = seconds
        self.with_torch = with_torch
        self.runs: list[Run] = []
        self.program = ""
        self.output = ""
        self.remark = ""  # shown whatever the outcome
        self.remark_if_wrong = ""
        self.trace = self.expected = Trace()

    def run(self, program: str) -> Trace:
        """The learner's trace of a program that must end without an exception."""
        trace = self._trace(_dedent(program))
        if trace.raised:
            raise self._failure(trace, trace.raised)
        return trace

    def agree(
        self,
        program: str,
        relative: float = RELATIVE_TOLERANCE,
        absolute: float = ABSOLUTE_TOLERANCE,
    ) -> Trace:
        """Run a program, and compare the data and gradients of its names with torch's.

        Where the order of operands matters it runs twice, with sets of Values in the order
        of their births and in reverse, so that none is right by luck.
        """
        program = _dedent(program)
        self.expected, source = self.answers.of("torch", program)
        for descending in self.orders:
            trace = self._trace(program, descending=descending)
            if trace.raised:
                raise self._failure(trace, trace.raised)
            rows = differences(trace, self.expected, source, relative, absolute)
            if rows:
                raise wrong(_in_words(rows), remark=_of_none(rows), differences=rows)
        return trace

    def agree_all(self, stage: int) -> None:
        """agree() on all random programs of a stage; the shortest that fails is shown."""
        pool = self.answers.pool(stage)
        suspects, problem = self._suspects(pool)
        for program in suspects:
            self.agree(program)
        self.program = self.output = ""  # of hundreds, none stands for all
        if problem:
            raise problem
        if suspects:
            self.program = imports(suspects[0]) + suspects[0]
            raise wrong(
                f"right alone, but not after other programs, and so are {len(suspects)} of "
                f"{len(pool)}: does a list or a set outlive the program it was made for?"
            )

    def _suspects(self, pool: Pool) -> tuple[list[str], NotPassed | None]:
        """The programs of a pool that a batch finds wrong; all where there is no batch."""
        timeouts = self.learner.timeouts
        for descending in self.orders:
            try:
                trace = self._trace(batch.program(pool), descending=descending)
            except NotPassed as problem:
                self.learner.timeouts = timeouts  # one endless program is to count once
                return batch.shortest_first(pool), problem
            found = batch.wrong(trace, pool)
            if found:
                break
        return found, None

    def disagreements(self, relative: float, absolute: float) -> list[Difference]:
        """What agree() would say of the last program with other tolerances."""
        return differences(self.trace, self.expected, "torch", relative, absolute)

    def alike(self, program: str, *quantities: str) -> Trace:
        """Run a program, and compare its Values' memory with the reference's.

        quantities are "_prev" and "_op"; without any, both.
        """
        program = _dedent(program)
        self.expected, source = self.answers.of("reference", program)
        trace = self.run(program)
        if not trace.has("parents") and not trace.has("op"):
            raise to_do("self._prev and self._op")
        rows = [
            row
            for row in structural_differences(trace, self.expected, source)
            if not quantities or row.quantity in (*quantities, "type")
        ]
        self.assert_begun({row.name: _op(self.expected, row.name) for row in rows})
        if rows:
            raise wrong(_in_words(rows), differences=rows)
        return trace

    def assert_begun(self, results: dict[str, str]) -> None:
        """Raise "to do" where these results, {name: op}, are all as stage 1 leaves them.

        Such a result has neither operands nor an op, though __init__ keeps them by now.
        """
        nodes = [self.trace.node(name) for name in results]
        if nodes and all(node and node.remembers_nothing for node in nodes):
            method = METHODS.get(next(iter(results.values())))
            if method:
                raise to_do(f"{method}, its operands and its op")

    def refuse(self, program: str, kind: str, mentions: str = "") -> Trace:
        """Run a program whose last line must raise an exception of that class.

        Where mentions is given, any exception whose text has that word is accepted, but
        for a RecursionError.
        """
        program = _dedent(program)
        trace = self._trace(program)
        if trace.raised is None:
            raise wrong(f"no exception was raised, where {kind} is expected")
        accepted = kind in (trace.raised.kind, *trace.raised.bases) or (
            mentions
            and mentions in trace.raised.message.lower()
            and trace.raised.kind != "RecursionError"
        )
        if not accepted:
            failure = self._failure(trace, trace.raised)
            if failure.status != "to do":
                failure.message += f" (where {kind} is expected)"
            raise failure
        return trace

    def _trace(self, program: str, *, descending: bool = False) -> Trace:
        self.program = imports(program) + program
        stubs = self.learner.stubs()
        for name in _used(program):
            if name in stubs:  # it may fail before it comes to that, and would be red
                raise to_do(name, stubs[name])
        if self.learner.timeouts >= MOST_TIMEOUTS:
            raise NotPassed("timeout", NOT_RUN)
        try:
            trace = self.learner.run(
                self.program, self.seconds, descending=descending, with_torch=self.with_torch
            )
        except OutOfTime as failure:
            self.learner.timeouts += 1
            self.runs.append(Run(self.program, descending, "timeout"))
            raise _gone("timeout", self._too_slow(), failure) from None
        except Died as failure:
            self.runs.append(Run(self.program, descending, "crashed"))
            raise _gone("crashed", f"the program took Python down: {failure}", failure) from None
        except ProcessFailed as failure:
            raise _gone("crashed", f"no usable answer: {failure}", failure) from None
        self.trace, self.output = trace, trace.output
        self.runs.append(Run(self.program, descending, trace))
        return trace

    def _too_slow(self) -> str:
        return f"still running after {self.seconds:g} seconds, and was stopped: an endless loop?"

    def _failure(self, trace: Trace, raised: Raised) -> NotPassed:
        """Why a program raised: work to do, or an error in plain words."""
        waiting = self._absent(trace, raised)
        if waiting:
            return to_do(waiting, self.learner.stubs().get(waiting))
        problem = self._problem(raised)
        if problem:
            return problem
        frame = raised.frames[-1] if raised.frames else None
        theirs = next((f for f in reversed(raised.frames) if f.file != "<program>"), None)
        return NotPassed(
            "error",
            explain.message(raised) + _place(frame, theirs),
            remark=explain.remark(raised),
            file=theirs.file if theirs else None,
            line=theirs.line if theirs else None,
        )

    def _absent(self, trace: Trace, raised: Raised) -> str:
        """What is still to be written, where that is why the program raised."""
        stub = STUB.match(raised.message)
        if raised.kind == "NotImplementedError" and stub and stub[1] in self.learner.stubs():
            return stub[1]
        attribute = ABSENT.search(raised.message)
        asked_by_program = raised.frames and raised.frames[-1].file == "<program>"
        if raised.kind == "AttributeError" and attribute and asked_by_program:
            key = {"_prev": "parents", "_op": "op"}.get(attribute[1], attribute[1])
            if key == "_backward" or not trace.has(key):
                return f"self.{attribute[1]}"
        return ""

    def _problem(self, raised: Raised) -> NotPassed | None:
        """A module that the grader could not take from the submission, or a name not in it."""
        missing = re.match(r"No module named '(\w+)'", raised.message)
        if raised.kind == "ModuleNotFoundError" and missing:
            problem = self.learner.submission.problems.get(missing[1])
            if problem:
                return NotPassed("to do" if problem.missing else "error", problem.message)
        name = re.match(r"cannot import name '(\w+)' from '(\w+)'", raised.message)
        if raised.kind == "ImportError" and name and HOME.get(name[1]) == name[2]:
            return to_do(f"{name[1]} ({name[2]}.py has none)")
        return None


OPERATORS = {
    ast.Add: "Value.__add__",
    ast.Mult: "Value.__mul__",
    ast.Sub: "Value.__sub__",
    ast.USub: "Value.__neg__",
    ast.Div: "Value.__truediv__",
    ast.Pow: "Value.__pow__",
}


@cache
def _used(program: str) -> tuple[str, ...]:
    """The functions of the kata that a program needs, as far as its text shows."""
    found = []
    with_values = re.search(r"\bValue\b", program)  # else its arithmetic is of plain numbers
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Attribute):
            found.append(f"Value.{node.attr}")
        elif isinstance(node, ast.Name):
            found += [node.id, f"{node.id}.__init__"]
        elif with_values and isinstance(node, (ast.BinOp, ast.UnaryOp)) and not _is_plain(node):
            found.append(OPERATORS.get(type(node.op), ""))
    return tuple(dict.fromkeys(found))


def _is_plain(node: ast.BinOp | ast.UnaryOp) -> bool:
    """Whether an operation is on numbers alone, such as -3.0 or 7 % 13."""
    return not any(isinstance(inner, ast.Name) for inner in ast.walk(node))


def _op(trace: Trace, name: str) -> str:
    node = trace.node(name)
    return node.op if node and isinstance(node.op, str) else ""


def _of_none(rows: list[Difference]) -> str:
    if any(row.yours == "None" for row in rows):
        return explain.NOTHING_RETURNED
    return ""


def _dedent(program: str) -> str:
    return textwrap.dedent(program).strip() + "\n"


def _in_words(rows: list[Difference]) -> str:
    return "not what it should be: " + ", ".join(f"{row.name}.{row.quantity}" for row in rows[:3])


def _gone(status: str, message: str, failure: ProcessFailed) -> NotPassed:
    frame = failure.frames[-1] if failure.frames else None
    return NotPassed(
        "timeout" if status == "timeout" else "crashed",
        message + _place(frame, frame),
        file=frame.file if frame else None,
        line=frame.line if frame else None,
    )


def _place(frame: Frame | None, theirs: Frame | None) -> str:
    if theirs:
        return f"\nin {theirs.function}, {theirs.file}, line {theirs.line}: {theirs.text}"
    return f"\nin the program, line {frame.line}: {frame.text}" if frame else ""
